"""The board: strips' looks, rows into days, splits."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.core.calendars.rules import WorkCalendar, is_day_off
from callboard.film.stripboard.rules import (
    PALETTE,
    BannerHasNoPages,
    BoardRow,
    PieceTooShort,
    SplitDoesNotSum,
    SplitNeedsTwoPieces,
    cast_order,
    check_can_split,
    row_look,
    split_into_days,
    strip_look,
)

FIVE_DAY_WEEK = WorkCalendar(frozenset({5, 6}))
FRIDAY = dt.date(2026, 6, 5)


@pytest.mark.parametrize(
    ("int_ext", "time_of_day", "label"),
    [
        ("INT", "DAY", "INT DAY"),
        ("EXT.", "morning", "EXT DAY"),
        ("Int.", "NIGHT", "INT NIGHT"),
        ("EXT", "Evening", "EXT NIGHT"),
        ("EXT", "MAGIC  HOUR", "EXT DUSK"),
        ("INT", "sunrise", "INT DAWN"),
        ("EXT", "LATE NIGHT", "EXT NIGHT"),
        ("INT/EXT", "DAY", "INT/EXT DAY"),
        ("INT./EXT.", "DUSK", "INT/EXT DUSK"),
        ("I/E", "NIGHT", "INT/EXT NIGHT"),
        ("EXT/INT", "DAWN", "INT/EXT DAWN"),
        ("INT", "LATER", "TIME NOT KNOWN"),
        ("", "DAY", "TIME NOT KNOWN"),
    ],
)
def test_a_strip_says_where_and_when_its_story_is(int_ext: str, time_of_day: str, label: str):
    assert strip_look(int_ext, time_of_day).label == label


def test_the_four_customary_papers_are_white_yellow_blue_and_green():
    papers = [
        strip_look(side, light).paper
        for side, light in [("INT", "DAY"), ("EXT", "DAY"), ("INT", "NIGHT"), ("EXT", "NIGHT")]
    ]

    assert papers == ["#ffffff", "#fff3a0", "#bcd7f5", "#bfe5c0"]


def test_color_is_never_the_only_cue():
    labels = [look.label for look in PALETTE.values()]

    assert sorted(set(labels)) == sorted(labels)
    assert [look.key for look in PALETTE.values() if not look.label or not look.pattern] == []
    assert row_look("day_break").label == "END OF DAY"


def test_every_paper_can_be_read():
    """WCAG 2: text needs a contrast of at least 4.5 to its paper."""

    def luminance(color: str) -> float:
        channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(ink: str, paper: str) -> float:
        dark, light = sorted((luminance(ink), luminance(paper)))
        return (light + 0.05) / (dark + 0.05)

    assert [look.key for look in PALETTE.values() if contrast(look.ink, look.paper) < 4.5] == []


def test_a_production_may_bring_its_own_palette():
    palette = {**PALETTE, "ext_dawn": PALETTE["ext_day"]}

    assert strip_look("EXT", "DAWN", palette) == PALETTE["ext_day"]


def scene(key: str, eighths: int = 8, minutes: int = 60, cast: tuple[str, ...] = (), where: str = "") -> BoardRow:
    return BoardRow(key, "scene", eighths, minutes, cast, where)


def end_of_day(key: str, *, keeps_empty: bool = False) -> BoardRow:
    return BoardRow(key, "day_break", keeps_empty_day=keeps_empty)


def test_a_day_break_closes_the_day_above_it_and_the_rest_is_the_open_last_day():
    rows = [
        scene("12", 12, 90, ("2", "10"), "KITCHEN"),
        BoardRow("move", "banner", minutes=45, label="Company move"),
        scene("3A", 3, 30, ("1", "2"), "YARD"),
        end_of_day("break 1"),
        scene("14", 8, 60, ("1",), "KITCHEN"),
    ]

    friday, monday = split_into_days(rows, start_on=FRIDAY, calendar=FIVE_DAY_WEEK)

    assert (friday.number, friday.count, friday.on, friday.break_key) == (1, 2, FRIDAY, "break 1")
    assert [row.key for row in friday.rows] == ["12", "move", "3A"]
    assert (friday.eighths, friday.minutes, friday.cast_ids) == (15, 165, ("1", "2", "10"))
    assert friday.set_names == ("KITCHEN", "YARD")
    assert (monday.number, monday.count, monday.on, monday.break_key) == (2, 2, dt.date(2026, 6, 8), None)


def test_two_day_breaks_in_a_row_make_a_day_only_if_the_second_keeps_it_empty():
    def days(second: BoardRow) -> list[tuple[int, str, list[str]]]:
        rows = [scene("1"), end_of_day("b1"), second, scene("2"), end_of_day("b3")]
        board = split_into_days(rows, start_on=FRIDAY, calendar=WorkCalendar())
        return [(day.number, day.on.isoformat(), [row.key for row in day.rows]) for day in board]

    assert days(end_of_day("b2")) == [(1, "2026-06-05", ["1"]), (2, "2026-06-06", ["2"])]
    assert days(end_of_day("b2", keeps_empty=True)) == [
        (1, "2026-06-05", ["1"]),
        (2, "2026-06-06", []),
        (3, "2026-06-07", ["2"]),
    ]


def test_a_board_without_rows_has_no_days():
    assert split_into_days([], start_on=FRIDAY, calendar=FIVE_DAY_WEEK) == []


def test_a_banner_has_no_pages():
    with pytest.raises(BannerHasNoPages, match="“Lunch” is not a scene"):
        BoardRow("b", "banner", eighths=1, label="Lunch")


board_rows = st.lists(
    st.one_of(
        st.builds(lambda e, m: scene("s", e, m), st.integers(1, 60), st.integers(0, 600)),
        st.builds(lambda m: BoardRow("b", "banner", minutes=m), st.integers(0, 90)),
        st.builds(lambda keeps: end_of_day("d", keeps_empty=keeps), st.booleans()),
    ),
    max_size=40,
)


@given(board_rows)
def test_days_keep_every_row_in_order_and_every_page(rows: list[BoardRow]):
    days = split_into_days(rows, start_on=FRIDAY, calendar=FIVE_DAY_WEEK)

    strips = [row for row in rows if row.kind != "day_break"]
    assert [row for day in days for row in day.rows] == strips
    assert sum(day.eighths for day in days) == sum(row.eighths for row in strips)
    assert [day.number for day in days] == list(range(1, len(days) + 1))
    assert all(earlier.on < later.on for earlier, later in pairwise(days))
    assert [day for day in days if is_day_off(day.on, FIVE_DAY_WEEK)] == []


def test_cast_numbers_are_text_in_the_order_people_expect():
    assert sorted(["10", "X2", "2", "10A", "1", "X10", "10a1"], key=cast_order) == [
        "1",
        "2",
        "10",
        "10A",
        "10a1",
        "X2",
        "X10",
    ]


def test_the_pieces_of_a_split_scene_are_the_scene():
    check_can_split(12, [5, 7])
    with pytest.raises(SplitDoesNotSum, match="come to 1 3/8 pages and the scene has 1 4/8"):
        check_can_split(12, [5, 6])
    with pytest.raises(PieceTooShort):
        check_can_split(12, [12, 0])
    with pytest.raises(SplitNeedsTwoPieces):
        check_can_split(12, [12])
    check_can_split(2, [1, 1])
