"""The benchmarks' checker, which shares no code with the planner, agrees with `price` and finds every broken rule."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from benchmarks.shooting.checker import Fault, check, check_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.planner.shooting.plan import Component
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import (
    Availability,
    CastMember,
    Light,
    Location,
    MinorHours,
    OrderRule,
    Piece,
    Placement,
    Prices,
    Problem,
    Rental,
    ShootDay,
    Window,
)
from callboard.planner.shooting.problem_json import problem_as_json
from tests.planner.shooting.scenes_of_a_shoot import MONDAY, day, piece, placed, shoot

DATES = [MONDAY + dt.timedelta(days=number) for number in range(16)]
UNITS = ("", "second")
CAST = ("Ada", "Ben", "Cleo")
PLACES = ("mill", "quay")
MONEY = st.integers(0, 50)

AVAILABILITY = st.just(Availability()) | st.builds(
    Availability,
    windows=st.lists(
        st.builds(Window, start=st.none() | st.sampled_from(DATES), end=st.none() | st.sampled_from(DATES)), max_size=2
    ).map(tuple),
    away=st.frozensets(st.sampled_from(DATES), max_size=3),
)


def members_of(kind, keys, **fields):
    """One row of this class for each key."""
    return st.tuples(*(st.builds(kind, key=st.just(key), **fields) for key in keys))


def shooting_days(dates):
    """A day of one unit or of both on each of the dates; at most one of each unit."""
    slots = st.lists(st.tuples(st.sampled_from(dates), st.sampled_from(UNITS)), min_size=1, max_size=10, unique=True)
    return slots.flatmap(lambda rows: st.tuples(*(_a_day(on, unit) for on, unit in rows)))


def _a_day(on, unit):
    return st.builds(
        ShootDay,
        key=st.just(f"{on}{unit}"),
        on=st.just(on),
        unit=st.just(unit),
        regular_minutes=st.just(300),
        legal_minutes=st.sampled_from((400, 840)),
        comfortable_eighths=st.just(8),
        most_eighths=st.none() | st.just(12),
        crew_cost=MONEY,
        light=st.sampled_from(Light),
    )


@st.composite
def boards(draw):
    """A problem with everything in it, and any placements."""
    days_off = draw(st.frozensets(st.sampled_from(DATES[1:-1]), max_size=4))
    days = draw(shooting_days([on for on in DATES if on not in days_off]))
    day_keys = st.sampled_from([row.key for row in days])
    keys = [f"scene {number}" for number in range(draw(st.integers(1, 9)))]
    pieces = draw(
        members_of(
            Piece,
            keys,
            scene=st.just(""),
            eighths=st.integers(0, 14),
            minutes=st.integers(0, 400),
            location=st.sampled_from(PLACES),
            light=st.sampled_from(Light),
            cast=st.frozensets(st.sampled_from(CAST)),
            rentals=st.frozensets(st.just("crane")),
            available=AVAILABILITY,
            unit=st.none() | st.sampled_from(UNITS),
            locked_to=st.none() | day_keys,
        )
    )
    pairs = st.lists(st.permutations(keys).map(lambda row: OrderRule(row[0], row[-1])), max_size=2)
    boards_of_pieces = st.tuples(*(st.builds(Placement, st.just(key), day_keys) for key in keys))
    problem = Problem(
        days=days,
        pieces=pieces,
        cast=draw(
            members_of(
                CastMember,
                CAST,
                day_rate=MONEY,
                hold_rate=MONEY,
                drop_after_days=st.none() | st.integers(0, 6),
                most_drops=st.integers(0, 2),
                available=AVAILABILITY,
                born_on=st.none() | st.dates(dt.date(2010, 2, 20), dt.date(2010, 4, 10)),
                forced_call=MONEY,
            )
        ),
        locations=draw(members_of(Location, PLACES, rent=MONEY, set_up=MONEY, available=AVAILABILITY)),
        rentals=(Rental("crane", draw(MONEY)),),
        order_rules=tuple(rule for rule in draw(pairs) if rule.before != rule.after),
        minor_hours=(MinorHours(0, 192, 100), MinorHours(192, 193, 200, may_work_nights=True)),
        days_off=days_off,
        prices=draw(
            st.builds(
                Prices,
                move=MONEY,
                overtime_minute=MONEY,
                eighth_over=MONEY,
                night_call_minute=st.sampled_from((1080, 1260)),
                short_rest=st.none() | MONEY,
                split_day=st.none() | MONEY,
                changed_call=MONEY,
            )
        ),
        most_location_days=draw(st.none() | st.integers(1, 5)),
        published=draw(st.just(()) | boards_of_pieces),
    )
    return problem, draw(boards_of_pieces)


def as_form(problem):
    """The problem as it reads from a file."""
    return json.loads(json.dumps(problem_as_json(problem)))


def as_rows(placements):
    return [{"piece": placement.piece, "day": placement.day} for placement in placements]


@given(boards())
@settings(max_examples=300, deadline=None)
def test_the_checker_and_the_plain_price_agree_on_every_component_and_every_broken_rule(board):
    problem, placements = board

    priced, verdict = price(problem, placements), check(as_form(problem), as_rows(placements))

    assert verdict.cost == priced.cost
    assert verdict.cost_by_component == {
        component.value: amount for component, amount in priced.cost_by_component.items()
    }
    assert list(verdict.faults) == sorted(
        Fault(row.kind.value, row.day, row.piece, row.person, row.excess) for row in priced.conflicts
    )


AWAY_ON_MONDAY = Availability(away=frozenset({MONDAY}))
MILL_AND_QUAY = (Location("mill"), Location("quay"))
ADA = CastMember("Ada", born_on=dt.date(2015, 6, 1))
NIGHT = Light.NIGHT
HOURS = (MinorHours(0, 216, 480),)
FORBIDDEN = Prices(short_rest=None)


@pytest.mark.parametrize(
    ("problem", "numbers", "fault"),
    [
        (
            shoot(piece("a", cast=frozenset({"Ada"})), cast=(CastMember("Ada", available=AWAY_ON_MONDAY),)),
            {"a": 1},
            Fault("not_available", "day 1", "a"),
        ),
        (shoot(piece("a", unit="second")), {"a": 1}, Fault("not_available", "day 1", "a")),
        (
            shoot(piece("a", light=NIGHT), days=(day(1, light=Light.DAY),)),
            {"a": 1},
            Fault("not_available", "day 1", "a"),
        ),
        (shoot(piece("a", locked_to="day 2")), {"a": 1}, Fault("lock", "day 1", "a")),
        (shoot(piece("a", minutes=845)), {"a": 1}, Fault("legal_day", "day 1", excess=5)),
        (
            shoot(piece("a", minutes=400), piece("b", minutes=400, location="quay"), locations=MILL_AND_QUAY),
            {"a": 1, "b": 1},
            Fault("legal_day", "day 1", excess=20),
        ),
        (
            shoot(piece("a", eighths=20), piece("b", eighths=23), days=(day(1, most_eighths=40),)),
            {"a": 1, "b": 1},
            Fault("too_many_pages", "day 1", excess=3),
        ),
        (
            shoot(piece("a", light=NIGHT), piece("b", light=Light.DAY)),
            {"a": 1, "b": 1},
            Fault("day_and_night", "day 1"),
        ),
        (
            shoot(piece("a", minutes=490, cast=frozenset({"Ada"})), cast=(ADA,), minor_hours=HOURS),
            {"a": 1},
            Fault("minor_hours", "day 1", person="Ada", excess=10),
        ),
        (
            shoot(piece("a", light=NIGHT, cast=frozenset({"Ada"})), cast=(ADA,), minor_hours=HOURS),
            {"a": 1},
            Fault("minor_at_night", "day 1", person="Ada"),
        ),
        (
            shoot(piece("a", minutes=420, light=NIGHT), piece("b"), prices=FORBIDDEN),
            {"a": 1, "b": 2},
            Fault("short_rest", "day 2"),
        ),
        (
            shoot(piece("a"), piece("b"), order_rules=(OrderRule("a", "b"),)),
            {"a": 2, "b": 1},
            Fault("order", "day 2", "a"),
        ),
        (
            shoot(
                piece("a", cast=frozenset({"Ada"})), piece("b", cast=frozenset({"Ada"})),
                days=(day(1), ShootDay("second", MONDAY, "second")), cast=(CastMember("Ada"),),
            ),
            {"a": "day 1", "b": "second"},
            Fault("two_places", "second", person="Ada"),
        ),
        (shoot(piece("a"), piece("b"), most_location_days=1), {"a": 1, "b": 2}, Fault("location_days")),
    ],
    ids=lambda part: part.rule if isinstance(part, Fault) else None,
)  # fmt: skip
def test_a_planted_fault_is_found_and_nothing_else(problem, numbers, fault):
    rows = [{"piece": piece, "day": day if isinstance(day, str) else f"day {day}"} for piece, day in numbers.items()]

    assert check(as_form(problem), rows).faults == (fault,)


def test_a_piece_that_is_missing_doubled_or_unknown_has_no_cost():
    form = as_form(shoot(piece("a"), piece("b")))

    verdict = check(form, [*as_rows(placed(a=1)), *as_rows(placed(a=2)), {"piece": "c", "day": "day 9"}])

    assert verdict.cost is None
    assert sorted(verdict.faults) == [
        Fault("placed_once", piece="a", excess=2),
        Fault("placed_once", piece="b", excess=0),
        Fault("unknown_day", "day 9", "c"),
        Fault("unknown_piece", "day 9", "c"),
    ]


def a_plan(**more):
    """What the command says of two scenes on one day, all of it true."""
    return {
        "status": "feasible",
        "cost": 500,
        "bound": 400,
        "cost_by_component": {component.value: 0 for component in Component} | {"crew": 500},
        "days": [{"date": "2026-03-02", "unit": "", "key": "day 1", "scenes": ["a", "b"]}],
        "conflicts": [],
    } | more


TWO_SCENES = shoot(piece("a"), piece("b"), days=(day(1, crew_cost=500), 2), order_rules=(OrderRule("a", "b"),))


def test_a_plan_that_says_the_truth_has_no_fault():
    verdict = check_plan(as_form(TWO_SCENES), a_plan())

    assert (verdict.cost, verdict.faults) == (500, ())


@pytest.mark.parametrize(
    ("untruth", "faults"),
    [
        ({"cost": 490}, [Fault("said_cost", excess=-10)]),
        ({"cost_by_component": {"crew": 500, "moves": 7}}, [Fault("said_cost_of_moves", excess=7)]),
        ({"cost_by_component": {"moves": 0}}, [Fault("said_cost_of_crew", excess=-500)]),
        ({"bound": 501}, [Fault("bound_above_cost", excess=1)]),
        ({"status": "conflicts"}, [Fault("said_status")]),
        ({"status": "optimal"}, [Fault("said_optimal", excess=100)]),
        ({"conflicts": [{"kind": "order"}]}, [Fault("said_conflicts")]),
        (
            {"days": [{"date": "2026-03-03", "unit": "", "key": "day 1", "scenes": ["b", "a"]}]},
            [Fault("order_in_day", "day 1", "a"), Fault("said_date_or_unit", "day 1")],
        ),
        (
            {"days": [{"date": "2026-03-02", "unit": "", "key": "day 1", "scenes": [key]} for key in "ab"]},
            [Fault("said_twice", "day 1", excess=2)],
        ),
    ],
)
def test_an_untruth_that_a_plan_says_of_itself_is_found(untruth, faults):
    assert list(check_plan(as_form(TWO_SCENES), a_plan(**untruth)).faults) == faults
