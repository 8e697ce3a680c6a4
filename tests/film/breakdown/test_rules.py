"""Lengths, times, order and cast numbers as written by people."""

from __future__ import annotations

import pytest

from callboard.film.breakdown.rules import (
    PALETTE,
    Appearance,
    ColorUnclear,
    ElementNameMissing,
    LengthUnclear,
    MinutesUnclear,
    cast_numbers,
    color_from,
    eighths_from,
    minutes_from,
    minutes_text,
    name_from,
    next_scene_numbers,
    number_order,
    sort_text,
)
from callboard.formats.scene_numbers import scene_key


@pytest.mark.parametrize(("written", "eighths"), [("4/8", 4), ("1 4/8", 12), ("2", 16), (" 1/8 ", 1), ("12/8", 12)])
def test_a_length_is_read_in_eighths(written: str, eighths: int) -> None:
    assert eighths_from(written) == eighths


@pytest.mark.parametrize("written", ["", "0", "0/8", "half", "1.5", "1 1/2", "-1", "9999 7/8"])
def test_what_is_no_length_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(LengthUnclear) as refused:
        eighths_from(written)

    assert str(refused.value) == (
        f"“{written.strip()}” is not a length. Write pages and eighths, like 4/8, 1 4/8 or 2; one eighth at least."
    )


@pytest.mark.parametrize(
    ("written", "minutes"), [("", 0), ("45", 45), ("90 min", 90), ("1:30", 90), ("2h", 120), ("1 h 05", 65)]
)
def test_a_time_is_read_in_minutes(written: str, minutes: int) -> None:
    assert minutes_from(written) == minutes


@pytest.mark.parametrize("written", ["soon", "1:75", "99999", "-5", "200:00"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(MinutesUnclear):
        minutes_from(written)


def test_minutes_are_shown_in_hours() -> None:
    assert [minutes_text(minutes) for minutes in (0, 5, 90, 600)] == ["", "0:05", "1:30", "10:00"]


def test_scene_numbers_sort_as_text_like_an_assistant_director_would() -> None:
    """Both insert conventions, a part, a scene without a number behind 11A, and a header that is no number."""
    written = ["1", "2", "9-12", "10", "10aA", "10A", "A11", "B11", "11", "11A", "11B", "12", "GREECE UNIT", ""]
    keys = {number: sort_text(scene_key(number)) for number in written}
    keys["after 11A"] = sort_text(scene_key("11A"), 1)

    ordered = sorted(keys, key=keys.__getitem__)

    assert ordered == [
        *["1", "2", "10", "10aA", "10A", "A11", "B11", "11", "11A", "after 11A", "11B", "12", "", "GREECE UNIT", "9-12"]
    ]
    assert {len(key) for key in keys.values()} == {65}
    assert all(key.isalnum() for key in keys.values())


def test_the_lead_is_who_has_most_scenes_then_who_comes_first() -> None:
    cast = [
        Appearance(1, ("000001", 1), scene_count=2),
        Appearance(2, ("000000", 2), scene_count=2),
        Appearance(3, ("000004", 9), scene_count=7),
        Appearance(4, ("000000", 1), scene_count=9, by_voice_only=True),
    ]

    assert cast_numbers(cast, taken={"2"}) == {3: "1", 2: "3", 1: "4", 4: "5"}


def test_board_ids_sort_as_people_count() -> None:
    assert sorted(["10", "2", "", "1A", "1", "X"], key=number_order) == ["1", "1A", "2", "10", "X", ""]


def test_new_scenes_are_numbered_after_the_highest_plain_number() -> None:
    assert next_scene_numbers(["1", "7A", "7", ""], 2) == ["8", "9"]


def test_names_stand_on_one_line_and_are_not_empty() -> None:
    assert name_from("  Red \n bucket ") == "Red bucket"
    with pytest.raises(ElementNameMissing):
        name_from(" \n ")


def test_colors_are_six_digits() -> None:
    assert color_from(" #C0392B ") == "#c0392b"
    with pytest.raises(ColorUnclear):
        color_from("red")


def test_the_palette_tells_every_category_apart_by_mark_and_name() -> None:
    for part in (0, 1, 2, 3):
        assert len({row[part] for row in PALETTE}) == len(PALETTE)
    assert [color_from(row.color) for row in PALETTE] == [row.color for row in PALETTE]
