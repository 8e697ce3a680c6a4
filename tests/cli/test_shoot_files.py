from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from callboard.cli.shoot_files import (
    NO_SET,
    PAID_DAYS,
    NoStripboard,
    NoSuchStripboard,
    read_problem_file,
    read_uss_file,
)
from callboard.formats.uss.reading import read_uss
from callboard.formats.uss.shoot_days import planned_stripboard, shoot_days
from callboard.planner.shooting.checks import check_problem
from callboard.planner.shooting.plan import Component
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import Light, Placement, Prices
from tests.formats.uss.files import a_breakdown, a_calendar, a_schedule, a_stripboard, an_element, written

MONDAY = dt.date(2026, 6, 1)
SAMPLE = Path(__file__).parents[3] / "shared/data/film/uss/large_sample_schedule_FriendshipPodAffair.uss"
SAMPLES = [SAMPLE] if SAMPLE.exists() else []


def read(*, stripboard=None, **changes):
    """The schedule of Nora at the pier with these changes, as a problem that passes the check."""
    read_file = read_uss_file(written(a_schedule(**changes)), stripboard=stripboard)
    check_problem(read_file.problem)
    return read_file


def test_strips_become_pieces_and_the_authors_days_the_days():
    file = read()
    problem = file.problem
    assert [(day.key, day.on, day.unit, day.most_eighths) for day in problem.days] == [
        ("1", MONDAY, "", 36),
        ("2", MONDAY + dt.timedelta(days=1), "", 36),
    ]
    assert [
        (row.key, row.scene, row.eighths, row.minutes, row.location, row.cast, row.light) for row in problem.pieces
    ] == [
        ("s1", "1", 12, 90, "pier", frozenset({"nora"}), Light.EITHER),
        ("s2", "2", 12, 90, "pier", frozenset({"nora"}), Light.EITHER),
    ]
    assert (problem.prices, problem.most_location_days) == (Prices(move_minutes=0, rest_minutes=0, split_day=0), 2)
    assert (file.money, file.names["pier"], file.names["s1"], file.remarks) == (PAID_DAYS, "PIER", "1", ())


def test_a_deal_is_read_from_the_element():
    """0 days means that nobody typed a number: most of the file's cast say 12."""
    people = [
        an_element("nora", "cast", dropDayCount=0),
        an_element("ole", "cast", dropDayCount=12),
        an_element("pia", "cast", dropDayCount=12, isHold=False),
        an_element("quin", "cast", isDrop=False),
        an_element("rae", "cast", dropDayCount=9, daysOff=[1]),
        an_element("idle", "cast"),
    ]
    called = [person["id"] for person in people[:-1]]
    cast = read(
        elements=[an_element("pier", "sets"), *people],
        breakdowns=[a_breakdown("s1", elements=["pier", *called]), a_breakdown("s2", elements=["pier", *called])],
    ).problem.cast
    assert [(person.key, person.day_rate, person.hold_rate, person.drop_after_days) for person in cast] == [
        ("nora", 1, 1, 12),
        ("ole", 1, 1, 12),
        ("pia", 1, 0, 12),
        ("quin", 1, 1, None),
        ("rae", 1, 1, 9),
    ]
    assert cast[-1].available.away == {MONDAY}


def test_days_off_are_the_companys_between_its_shooting_days():
    friday = {"id": "start", "type": "start", "name": None, "date": "2026-06-05T00:00:00.000Z"}
    assert read(calendars=[a_calendar(events=[friday])]).problem.days_off == {dt.date(2026, 6, 6), dt.date(2026, 6, 7)}


def test_a_strip_without_a_set_is_somewhere():
    problem = read(breakdowns=[a_breakdown("s1", elements=[]), a_breakdown("s2")]).problem
    assert [piece.location for piece in problem.pieces] == [NO_SET, "pier"]


def test_banners_are_no_scenes_and_the_boneyard_is_left_out_with_a_remark():
    file = read(
        breakdowns=[
            a_breakdown("s1"),
            a_breakdown("s2"),
            a_breakdown("lunch", type="banner", pages=None, bannerText="Lunch"),
        ],
        stripboards=[a_stripboard(["s1", "lunch"], boneyard=[["s2"]])],
    )
    assert [piece.key for piece in file.problem.pieces] == ["s1"]
    assert file.remarks == ("1 scenes of the boneyard are left out.",)


def test_each_board_is_a_unit_that_keeps_its_strips():
    boards = [
        {"id": "first", "name": "Main", "breakdownIds": [["s1"]]},
        {"id": "second", "name": "Second unit", "breakdownIds": [["s2"]]},
    ]
    problem = read(stripboards=[a_stripboard(boards=boards)]).problem
    assert [(day.key, day.unit) for day in problem.days] == [("first/1", "first"), ("second/1", "second")]
    assert [(piece.key, piece.unit) for piece in problem.pieces] == [("s1", "first"), ("s2", "second")]


def test_the_stripboard_with_most_days_is_taken_or_the_one_that_is_named():
    stripboards = [a_stripboard(["s1", "s2"], id="list", name="Script order"), a_stripboard(["s1"], ["s2"])]
    assert len(read(stripboards=stripboards).problem.days) == 2
    assert len(read(stripboards=stripboards, stripboard="Script order").problem.days) == 1
    with pytest.raises(NoSuchStripboard, match=r"“Dream” in the file\. It has: Script order, First pass"):
        read(stripboards=stripboards, stripboard="Dream")


@pytest.mark.parametrize("stripboards", [[], [a_stripboard(boneyard=[["s1", "s2"]])]])
def test_a_file_without_a_plan_is_refused(stripboards):
    with pytest.raises(NoStripboard):
        read(stripboards=stripboards)


@pytest.mark.parametrize("path", SAMPLES)
def test_the_working_board_costs_what_its_author_pays(path):
    """180 days worked, 81 held, 89 pairs of set and day, and a scene of 6 pages alone on its day: no rule is broken."""
    content = path.read_bytes()
    problem = read_uss_file(content).problem
    check_problem(problem)
    schedule, _ = read_uss(content, zone=None)
    days = shoot_days(schedule, planned_stripboard(schedule))

    priced = price(problem, [Placement(strip.id, str(day.number)) for day in days for strip in day.scenes])

    assert (priced.cost, priced.conflicts, problem.most_location_days) == (261, (), 89)
    assert (priced.cost_by_component[Component.CAST_WORK], priced.cost_by_component[Component.CAST_HOLD]) == (180, 81)


def test_a_json_file_names_its_money_and_its_scenes():
    content = b'{"days": [], "pieces": [{"key": "a", "scene": "12", "eighths": 1, "minutes": 2, "location": "mill"}]%s}'
    assert (read_problem_file(content % b"").money, read_problem_file(content % b"").names) == (
        "minor units",
        {"a": "12"},
    )
    assert read_problem_file(content % b', "currency": "EUR"').money == "minor units of EUR"
