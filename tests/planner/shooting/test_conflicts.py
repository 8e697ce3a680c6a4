from __future__ import annotations

import datetime as dt

import pytest

from callboard.planner.shooting.conflict_texts import WHAT_IS_WRONG
from callboard.planner.shooting.plan import ConflictKind
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import (
    Availability,
    CastMember,
    Light,
    Location,
    MinorHours,
    OrderRule,
    Placement,
    Prices,
)
from tests.planner.shooting.scenes_of_a_shoot import MONDAY, day, piece, placed, shoot

TUESDAY = MONDAY + dt.timedelta(days=1)


def said(problem, **numbers):
    """What the one conflict of these placements says, and what would lift it."""
    (conflict,) = price(problem, placed(**numbers)).conflicts
    assert conflict.harm > 0
    return conflict.kind, str(conflict.sentence), [str(sentence) for sentence in conflict.lifted_by]


def test_a_piece_without_its_actor_names_who_would_have_to_be_free_and_where_else_it_fits():
    problem = shoot(
        piece("12", cast=frozenset({"MARA", "JON"})),
        cast=(CastMember("JON"), CastMember("MARA", available=Availability(away=frozenset({MONDAY})))),
    )
    assert said(problem, **{"12": 1}) == (
        ConflictKind.NOT_AVAILABLE,
        "12 is planned for 2026-03-02, on which MARA is not available.",
        ["If MARA were free on 2026-03-02", "or if 12 went to 2026-03-03, which has all that it needs"],
    )


def test_a_piece_that_lacks_everything_names_all_of_it_together():
    away = Availability(away=frozenset({MONDAY, TUESDAY}))
    problem = shoot(
        piece("12", cast=frozenset({"MARA"}), available=away, light=Light.NIGHT, unit="B"),
        days=(day(1, light=Light.DAY), day(2, unit="B", light=Light.NIGHT)),
        cast=(CastMember("MARA", available=away),),
        locations=(Location("mill", available=away),),
    )
    assert said(problem, **{"12": 1})[1:] == (
        "12 is planned for 2026-03-02, on which these are missing: elements, light, unit, mill, MARA.",
        [
            "If MARA were free on 2026-03-02",
            "and if mill could be had on 2026-03-02",
            "and if 2026-03-02 were open to 12",
            "and if 2026-03-02 offered night work",
            "and if unit B shot on 2026-03-02",
        ],
    )


@pytest.mark.parametrize(
    ("lacking", "sentence", "lift"),
    [
        ({"available": Availability(away=frozenset({MONDAY}))},
         "12 is planned for 2026-03-02, which is not open to it.", "If 2026-03-02 were open to 12"),
        ({"light": Light.NIGHT}, "12 needs the night, but is planned for 2026-03-02, which has day work only.",
         "If 2026-03-02 offered night work"),
        ({"unit": "B"}, "12 is planned for 2026-03-02 with another unit than unit B, which is to shoot it.",
         "If unit B shot on 2026-03-02"),
    ],
)  # fmt: skip
def test_a_piece_that_lacks_one_thing_says_it_plainly(lacking, sentence, lift):
    problem = shoot(piece("12", **lacking), days=(day(1, light=Light.DAY), day(2, unit="B", light=Light.NIGHT)))
    assert said(problem, **{"12": 1}) == (
        ConflictKind.NOT_AVAILABLE,
        sentence,
        [lift, "or if 12 went to 2026-03-03, which has all that it needs"],
    )


def test_a_piece_of_daylight_on_a_date_of_night_work_says_so():
    problem = shoot(piece("12", light=Light.DAY), days=(day(1, light=Light.NIGHT), 2))
    assert said(problem, **{"12": 1})[1:] == (
        "12 needs daylight, but is planned for 2026-03-02, which has night work only.",
        ["If 2026-03-02 offered day work", "or if 12 went to 2026-03-03, which has all that it needs"],
    )


def test_a_lock_that_is_not_kept_names_the_day():
    assert said(shoot(piece("a", locked_to="day 2")), a=1) == (
        ConflictKind.LOCK,
        "a is locked to 2026-03-03, but planned for 2026-03-02.",
        ["If a went back to 2026-03-03", "or if the lock of a were taken off"],
    )


def test_a_day_that_is_too_long_names_the_piece_that_frees_just_enough():
    """900 minutes on a day of 840: the piece of 95 is enough, the one of 45 is not."""
    problem = shoot(piece("a", 760), piece("12", 95), piece("c", 45))
    assert said(problem, a=1, c=1, **{"12": 1}) == (
        ConflictKind.LEGAL_DAY,
        "2026-03-02 has 900 minutes of work, 60 more than the legal 840.",
        ["If 12 (95 minutes) went to another day", "or if 2026-03-02 were 60 minutes longer"],
    )


def test_a_piece_at_another_location_frees_the_company_move_as_well():
    """850 minutes, 60 of them for the move: sending away 30 minutes at the pier saves 90."""
    problem = shoot(
        piece("a", 700), piece("b", 60), piece("c", 30, location="pier"), locations=(Location("mill"), Location("pier"))
    )
    assert said(problem, a=1, b=1, c=1)[2] == [
        "If b (60 minutes) went to another day",
        "or if 2026-03-02 were 10 minutes longer",
    ]
    assert (
        said(
            shoot(
                *problem.pieces[:1], problem.pieces[2], piece("d", 60, locked_to="day 1"), locations=problem.locations
            ),
            a=1,
            c=1,
            d=1,
        )[2][0]
        == "If c (30 minutes) went to another day"
    )


def test_one_piece_longer_than_the_day_can_only_be_split():
    assert said(shoot(piece("a", 900)), a=1)[2] == [
        "If 2026-03-02 were 60 minutes longer",
        "or if a (900 minutes) were split and shot on two days",
    ]


def test_a_day_of_locked_pieces_can_only_be_longer():
    locked = [piece(key, 500, locked_to="day 1") for key in "ab"]
    assert said(shoot(*locked), a=1, b=1)[2] == ["If 2026-03-02 were 160 minutes longer"]


def test_too_many_pages_name_the_piece_that_would_have_to_go():
    problem = shoot(piece("a", eighths=30), piece("b", eighths=8), days=(day(1, most_eighths=36), 2))
    assert said(problem, a=1, b=1) == (
        ConflictKind.TOO_MANY_PAGES,
        "2026-03-02 has 38/8 pages, 2/8 more than the 36/8 allowed.",
        ["If b (8/8) went to another day", "or if 2026-03-02 might have 2/8 more"],
    )


def test_a_long_piece_alone_on_its_day_keeps_the_limit_of_pages():
    problem = shoot(piece("a", eighths=48), piece("b", eighths=1), days=(day(1, most_eighths=36), 2))
    assert price(problem, placed(a=1, b=2)).conflicts == ()
    assert [conflict.excess for conflict in price(problem, placed(a=1, b=1)).conflicts] == [13]


def test_day_and_night_on_one_day_name_both_sides():
    problem = shoot(piece("a", light=Light.DAY), piece("b", light=Light.NIGHT), prices=Prices(split_day=None))
    assert said(problem, a=1, b=1) == (
        ConflictKind.DAY_AND_NIGHT,
        "2026-03-02 has day work (a) and night work (b).",
        [
            "If the night work of 2026-03-02 (b) went to another day",
            "or if the day work of 2026-03-02 (a) went to another day",
        ],
    )


def minor(**hours):
    """Kit is eleven in March 2026 and may work 300 minutes, never by night."""
    return {
        "cast": (CastMember("KIT", born_on=dt.date(2014, 6, 1)),),
        "minor_hours": (MinorHours(108, 192, 300, **hours),),
    }


def test_a_minor_who_works_too_long_names_the_piece_that_would_have_to_go():
    kit = frozenset({"KIT"})
    problem = shoot(piece("a", 250, cast=kit), piece("b", 110, cast=kit), piece("c", 100), **minor())
    assert said(problem, a=1, b=1, c=1) == (
        ConflictKind.MINOR_HOURS,
        "KIT, a minor, works 360 minutes on 2026-03-02, 60 more than the 300 allowed.",
        ["If b (110 minutes) went to another day"],
    )
    assert said(shoot(piece("a", 310, cast=kit), **minor()), a=1)[2] == [
        "If a (310 minutes) were split and shot on two days"
    ]


def test_a_minor_at_night_names_the_minors_pieces_and_the_night_work():
    problem = shoot(piece("a", cast=frozenset({"KIT"})), piece("b", light=Light.NIGHT), **minor())
    assert said(problem, a=1, b=1) == (
        ConflictKind.MINOR_AT_NIGHT,
        "KIT, a minor, is called on 2026-03-02, a date with night work.",
        [
            "If KIT’s work of 2026-03-02 (a) went to a day without night work",
            "or if the night work of 2026-03-02 (b) went to another day",
        ],
    )


def test_too_little_rest_says_how_many_minutes_are_short():
    """Called at 18:00, 700 minutes of night work end at 05:40; the call at 07:00 is 80 minutes later."""
    problem = shoot(piece("a", 700, light=Light.NIGHT), piece("b"), prices=Prices(short_rest=None))
    assert said(problem, a=1, b=2) == (
        ConflictKind.SHORT_REST,
        "There are 80 minutes of rest between the wrap of 2026-03-02 and the call on 2026-03-03; the rule is 600.",
        ["If 2026-03-02 wrapped 520 minutes earlier", "or if the call on 2026-03-03 were 520 minutes later"],
    )


def test_a_call_before_the_wrap_says_how_long_before():
    """Called at 18:00, 840 minutes of night work end at 08:00; the call was at 07:00."""
    problem = shoot(piece("a", 840, light=Light.NIGHT), piece("b"), prices=Prices(short_rest=None))
    assert said(problem, a=1, b=2) == (
        ConflictKind.SHORT_REST,
        "The call on 2026-03-03 comes 60 minutes before the wrap of 2026-03-02.",
        ["If 2026-03-02 wrapped 660 minutes earlier", "or if the call on 2026-03-03 were 660 minutes later"],
    )


def test_locked_pages_and_locked_work_of_minors_say_whole_sums():
    """Nothing may go: the day would need more pages; the minor's own pieces are named with their whole time."""
    kit = frozenset({"KIT"})
    pages = [piece(key, eighths=20, locked_to="day 1") for key in "ab"]
    assert said(shoot(*pages, days=(day(1, most_eighths=36), 2)), a=1, b=1)[2] == ["If 2026-03-02 might have 4/8 more"]
    work = [piece(key, 200, cast=kit, locked_to="day 1") for key in "ab"]
    assert said(shoot(*work, **minor()), a=1, b=1)[2] == ["If a, b (400 minutes) went to another day"]


def test_a_broken_order_names_what_must_follow():
    problem = shoot(piece("a"), piece("b"), order_rules=(OrderRule("a", "b"),))
    assert said(problem, a=2, b=1) == (
        ConflictKind.ORDER,
        "a is planned for 2026-03-03, after b, which must follow it.",
        ["If a were shot on 2026-03-02 or before", "or if b were shot on 2026-03-03 or later"],
    )


def test_a_person_in_two_places_names_the_pieces_of_both_units():
    mara = frozenset({"MARA"})
    days = (day(1, key="A1", unit="A"), day(1, key="B1", unit="B"))
    problem = shoot(piece("a", cast=mara), piece("b", cast=mara), days=days, cast=(CastMember("MARA"),))
    (conflict,) = price(problem, [*_at("A1", "a"), *_at("B1", "b")]).conflicts
    assert (conflict.kind, conflict.person, str(conflict.sentence)) == (
        ConflictKind.TWO_PLACES,
        "MARA",
        "MARA is called by two units on 2026-03-02: for b and a.",
    )
    assert [str(way) for way in conflict.lifted_by] == ["If b went to another date", "or if a went to another date"]


def _at(day_key, *pieces):
    return [Placement(key, day_key) for key in pieces]


def test_too_many_pairs_of_location_and_day_name_one_that_could_be_spared():
    problem = shoot(piece("a"), piece("b", 90), most_location_days=1)
    assert said(problem, a=1, b=2) == (
        ConflictKind.LOCATION_DAYS,
        "Counting the days of each location, the plan has 2: 1 more than the 1 allowed.",
        [
            "If work at one location were brought together, such as a at mill on 2026-03-02",
            "or if 2 such days were allowed",
        ],
    )


def test_without_a_location_used_twice_only_the_limit_can_give_way():
    problem = shoot(
        piece("a"), piece("b", location="pier"), most_location_days=1, locations=(Location("mill"), Location("pier"))
    )
    assert said(problem, a=1, b=2)[2] == ["If 2 such days were allowed"]


@pytest.mark.parametrize("kind", ConflictKind)
def test_every_kind_has_its_sentence(kind):
    assert WHAT_IS_WRONG[kind]
