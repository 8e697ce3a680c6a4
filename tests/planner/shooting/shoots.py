"""Shoots for tests: any small one with everything in it, a larger one by a seed, and every board of a tiny one."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import replace

from hypothesis import strategies as st

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
from callboard.planner.shooting.tables import numbers
from callboard.planner.solvers import days as kernel
from tests.planner.shooting.scenes_of_a_shoot import MONDAY

UNITS = ("", "second")
CAST = ("Ada", "Ben", "Cleo")
PLACES = ("mill", "quay", "attic")
RENTALS = ("crane", "boat")
HOURS = (MinorHours(0, 192, 100), MinorHours(192, 193, 200, may_work_nights=True))
MONEY = st.integers(0, 50)
NUMBERS = st.integers(0, 12) | st.integers(58, 68) | st.integers(124, 134)
"""Dates by their number from Monday: three clusters, so that a calendar has up to three words of 64 dates."""


def on_date(number):
    """Monday is number 0."""
    return MONDAY + dt.timedelta(days=number)


DATES = NUMBERS.map(on_date)


@st.composite
def windows(draw):
    """A window that holds for somebody: open on either side, or ending after it starts."""
    start = draw(st.none() | DATES)
    length = draw(st.none() | st.integers(1, 70))
    end = None if length is None else (start or MONDAY) + dt.timedelta(days=length)
    return Window(start, end)


AVAILABILITY = st.just(Availability()) | st.builds(
    Availability,
    windows=st.lists(windows(), max_size=2).map(tuple),
    away=st.frozensets(DATES, max_size=3),
)


def members_of(kind, keys, **fields):
    """One row of this class for each key."""
    return st.tuples(*(st.builds(kind, key=st.just(key), **fields) for key in keys))


def _days(slots):
    return st.tuples(*(_day(number, unit) for number, unit in slots))


def _day(number, unit):
    return st.builds(
        ShootDay,
        key=st.just(f"{number}{unit}"),
        on=st.just(on_date(number)),
        unit=st.just(unit),
        regular_minutes=st.sampled_from((0, 300)),
        legal_minutes=st.sampled_from((400, 840)),
        comfortable_eighths=st.sampled_from((0, 8)),
        most_eighths=st.none() | st.just(12),
        crew_cost=MONEY,
        light=st.sampled_from(Light),
    )


def _pieces(keys, units, day_keys):
    return members_of(
        Piece,
        keys,
        scene=st.just(""),
        eighths=st.integers(0, 14),
        minutes=st.just(0) | st.integers(0, 400),
        location=st.sampled_from(PLACES),
        light=st.sampled_from(Light),
        cast=st.frozensets(st.sampled_from(CAST)),
        rentals=st.frozensets(st.sampled_from(RENTALS)),
        available=AVAILABILITY,
        unit=st.none() | st.sampled_from(units),
        locked_to=st.none() | st.none() | st.sampled_from(day_keys),
    )


CAST_ROWS = members_of(
    CastMember,
    CAST,
    day_rate=MONEY,
    hold_rate=MONEY,
    drop_after_days=st.none() | st.integers(0, 60),
    most_drops=st.integers(0, 3),
    available=AVAILABILITY,
    born_on=st.none() | st.dates(dt.date(2010, 2, 20), dt.date(2010, 7, 10)),
    forced_call=MONEY,
)
PRICES = st.builds(
    Prices,
    move_minutes=st.sampled_from((0, 60)),
    move=MONEY,
    overtime_minute=MONEY,
    eighth_over=MONEY,
    day_call_minute=st.sampled_from((0, 420)),
    night_call_minute=st.sampled_from((1080, 1260)),
    short_rest=st.none() | MONEY,
    split_day=st.none() | MONEY,
    changed_call=MONEY,
)


@st.composite
def problems(draw, most_pieces=9, most_days=10):
    """A small problem that passes the checks, with everything in it that a problem may have."""
    slots = draw(
        st.lists(st.tuples(NUMBERS, st.sampled_from(UNITS)), min_size=1, max_size=most_days, unique=True), label="days"
    )
    used = {number for number, _ in slots}
    days = draw(_days(slots))
    keys = [f"scene {number}" for number in range(draw(st.integers(1, most_pieces)))]
    day_keys = [day.key for day in days]
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda pair: pair[0] < pair[1])
    published = st.lists(st.sampled_from(day_keys), min_size=len(keys), max_size=len(keys)).map(
        lambda days: tuple(itertools.starmap(Placement, zip(keys, days, strict=True)))
    )
    return Problem(
        days=days,
        pieces=draw(_pieces(keys, sorted({unit for _, unit in slots}), day_keys)),
        cast=draw(CAST_ROWS),
        locations=draw(members_of(Location, PLACES, rent=MONEY, set_up=MONEY, available=AVAILABILITY)),
        rentals=draw(members_of(Rental, RENTALS, day_rate=MONEY)),
        order_rules=tuple(
            OrderRule(before, after) for before, after in (draw(st.lists(pairs, max_size=3)) if len(keys) > 1 else ())
        ),
        minor_hours=HOURS,
        days_off=draw(st.frozensets(NUMBERS.filter(lambda number: number not in used).map(on_date), max_size=5)),
        prices=draw(PRICES),
        most_location_days=draw(st.none() | st.integers(0, 5)),
        published=draw(st.just(()) | published),
    )


def a_larger_shoot(seed, *, pieces=60, days=50, dates=170, cast=12):
    """Two units, three words of dates, everything in it; the same for the same seed."""
    chance = random.Random(f"shoot {seed}")
    slots = sorted(chance.sample([(number, unit) for number in range(dates) for unit in UNITS], days))
    people = [f"actor {number}" for number in range(cast)]
    places = [f"place {number}" for number in range(8)]
    keys = [f"scene {number:03}" for number in range(pieces)]
    made_days = tuple(
        ShootDay(f"{number}{unit}", on_date(number), unit, crew_cost=chance.randrange(1000)) for number, unit in slots
    )
    return Problem(
        days=made_days,
        pieces=tuple(
            Piece(
                key,
                key,
                eighths=chance.randint(1, 20),
                minutes=chance.randint(20, 400),
                location=chance.choice(places),
                light=chance.choice(list(Light)),
                cast=frozenset(chance.sample(people, chance.randint(0, 4))),
                rentals=frozenset(chance.sample(RENTALS, chance.randint(0, 1))),
            )
            for key in keys
        ),
        cast=tuple(
            CastMember(
                key,
                day_rate=chance.randrange(500),
                hold_rate=chance.randrange(300),
                drop_after_days=chance.choice((None, 3, 10)),
                most_drops=chance.randint(0, 8),
                available=Availability(away=frozenset({on_date(chance.randrange(dates))})),
                born_on=chance.choice((None, None, dt.date(2010, 4, 20))),
                forced_call=chance.randrange(100),
            )
            for key in people
        ),
        locations=tuple(Location(key, chance.randrange(200), chance.randrange(500)) for key in places),
        rentals=tuple(Rental(key, chance.randrange(100)) for key in RENTALS),
        order_rules=tuple(itertools.starmap(OrderRule, (sorted(chance.sample(keys, 2)) for _ in range(10)))),
        minor_hours=HOURS,
        days_off=frozenset(on_date(number) for number in range(0, dates, 7)) - {day.on for day in made_days},
        prices=Prices(move=70, overtime_minute=3, eighth_over=20, short_rest=400, split_day=300, changed_call=40),
        most_location_days=40,
        published=tuple(Placement(key, chance.choice(made_days).key) for key in keys),
    )


def a_shoot_in_good_order(*, pieces=8, days=5, **more):
    """Hours of work at two places with three people, which break no rule: something to plan, with a price on all."""
    made = tuple(ShootDay(f"day {number}", on_date(number - 1), crew_cost=300) for number in range(1, days + 1))
    fields = {
        "days": made,
        "pieces": tuple(
            Piece(
                f"scene {number}",
                f"scene {number}",
                eighths=8,
                minutes=200,
                location=PLACES[number % 2],
                cast=frozenset({CAST[number % 3], CAST[number // 3 % 3]}),
            )
            for number in range(pieces)
        ),
        "cast": tuple(CastMember(key, day_rate=100 + 10 * place, hold_rate=60) for place, key in enumerate(CAST)),
        "locations": tuple(Location(key, rent=50, set_up=80) for key in PLACES),
        "prices": Prices(move=90, overtime_minute=2, eighth_over=5),
    }
    return Problem(**(fields | more))


def with_piece(problem, key, **changes):
    """The problem with one of its pieces changed."""
    pieces = tuple(replace(piece, **changes) if piece.key == key else piece for piece in problem.pieces)
    return replace(problem, pieces=pieces)


def boards_that_keep_locks(problem):
    """Every way to put the pieces on days."""
    choices = [[piece.locked_to] if piece.locked_to else [day.key for day in problem.days] for piece in problem.pieces]
    for days in itertools.product(*choices):
        yield [Placement(piece.key, day) for piece, day in zip(problem.pieces, days, strict=True)]


def least_of_all_boards(problem):
    """Harm and cost of the best board, found by trying all."""
    priced = (price(problem, board) for board in boards_that_keep_locks(problem))
    return min((row.harm, row.cost) for row in priced)


def a_board(tables, day_of, seed=1):
    """A board of the kernel with its pieces on these days, by position."""
    board = kernel.Board(tables, seed)
    kernel.place_all(board, numbers(day_of))
    return board


def days_allowed(tables):
    """The days that each piece may be tried on, by position."""
    days = range(tables.day_count)
    return [[day for day in days if tables.may_be_on(piece, day)] for piece in range(tables.piece_count)]


def plain_sums(tables, day_of):
    """Cost and harm of these days by the plain definition."""
    priced = price(tables.problem, tables.placements(day_of))
    return priced.cost, priced.harm
