"""Problems and plans of every shape that their fields allow, for what must hold of all of them."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from callboard.planner.shooting.plan import (
    Component,
    Conflict,
    ConflictKind,
    Plan,
    PlannedDay,
    Sentence,
    Status,
)
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
from callboard.planner.shooting.ranges import RANGES

KEYS = st.text(min_size=1, max_size=8)
DATES = st.dates(dt.date(1970, 1, 1), dt.date(2199, 12, 31))
LIGHTS = st.sampled_from(Light)


def several(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


def row(kind, **more):
    """Any row of this class, its whole numbers within their ranges."""
    whole = {name: st.integers(within.least, within.most) for name, within in RANGES.get(kind, {}).items()}
    return st.builds(kind, **(whole | more))


def or_none(kind, name):
    within = RANGES[kind][name]
    return st.none() | st.integers(within.least, within.most)


AVAILABILITY = st.builds(
    Availability,
    windows=several(st.builds(Window, start=st.none() | DATES, end=st.none() | DATES)),
    away=st.frozensets(DATES, max_size=3),
)
PROBLEMS = st.builds(
    Problem,
    days=several(
        row(
            ShootDay,
            key=KEYS,
            on=DATES,
            unit=st.text(max_size=4),
            most_eighths=or_none(ShootDay, "most_eighths"),
            light=LIGHTS,
        )
    ),
    pieces=several(
        row(
            Piece,
            key=KEYS,
            scene=st.text(max_size=5),
            location=KEYS,
            light=LIGHTS,
            cast=st.frozensets(KEYS, max_size=3),
            rentals=st.frozensets(KEYS, max_size=3),
            available=AVAILABILITY,
            unit=st.none() | st.text(max_size=4),
            locked_to=st.none() | KEYS,
        )
    ),
    cast=several(
        row(
            CastMember,
            key=KEYS,
            drop_after_days=or_none(CastMember, "drop_after_days"),
            available=AVAILABILITY,
            born_on=st.none() | DATES,
        )
    ),
    locations=several(row(Location, key=KEYS, available=AVAILABILITY)),
    rentals=several(row(Rental, key=KEYS)),
    order_rules=several(st.builds(OrderRule, before=KEYS, after=KEYS)),
    minor_hours=several(row(MinorHours, may_work_nights=st.booleans())),
    days_off=st.frozensets(DATES, max_size=3),
    prices=row(Prices, short_rest=or_none(Prices, "short_rest"), split_day=or_none(Prices, "split_day")),
    most_location_days=or_none(Problem, "most_location_days"),
    published=several(st.builds(Placement, piece=KEYS, day=KEYS)),
    currency=st.text(max_size=5),
)

SENTENCES = st.builds(
    Sentence, st.text(max_size=20).filter(lambda text: "%" not in text), st.dictionaries(KEYS, KEYS | st.integers())
)
CONFLICTS = st.builds(
    Conflict,
    kind=st.sampled_from(ConflictKind),
    harm=st.integers(0, 10**6),
    excess=st.integers(0, 10**6),
    day=KEYS,
    piece=KEYS,
    person=KEYS,
    sentence=SENTENCES,
    lifted_by=several(SENTENCES),
)


def plans(problem):
    """Any plan that may be said of this problem: its pieces on its first day."""
    first = problem.days[0]
    planned = PlannedDay(first.key, first.on, first.unit, tuple(piece.key for piece in problem.pieces))
    amounts = st.integers(0, 10**12)
    return st.builds(
        Plan,
        status=st.sampled_from(Status),
        cost=amounts,
        bound=amounts,
        cost_by_component=st.fixed_dictionaries(dict.fromkeys(Component, amounts)),
        days=st.just((planned,)),
        conflicts=several(CONFLICTS),
        moves=amounts,
        scheduled_moves=amounts,
        seed=st.integers(0, 2**62),
        cpu_seconds=st.floats(0, 10**6),
        compiled=st.booleans(),
    )
