"""The search kernel keeps the sums that `price` defines, compiled and as plain Python alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from types import ModuleType

import pytest

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
)
from callboard.planner.shooting.tables import Tables, numbers
from callboard.planner.solvers import days
from tests.planner.solvers.uncompiled import uncompiled

MONDAY = dt.date(2027, 3, 1)
MOVES = 3_000


@pytest.fixture(params=["imported", "uncompiled"])
def kernel(request: pytest.FixtureRequest) -> ModuleType:
    return days if request.param == "imported" else uncompiled("days")


def after(number: int) -> dt.date:
    """So many days after the first Monday."""
    return MONDAY + dt.timedelta(days=number)


def somewhere(problem: Problem, seed: int) -> list[int]:
    """A day by position for each piece, of those that it may be on."""
    tables, chance = Tables(problem), Random(seed)
    return [
        chance.choice([day for day in range(tables.day_count) if tables.may_be_on(piece, day)])
        for piece in range(tables.piece_count)
    ]


# ---- the whole search


def a_cast(chance: Random) -> tuple[CastMember, ...]:
    """Eight people; deals with no drop, one and three, two minors, and forced calls."""
    return tuple(
        CastMember(
            f"P{number}",
            day_rate=chance.randint(50, 400),
            hold_rate=chance.randint(0, 200),
            drop_after_days=(None, 10, 5)[number % 3],
            most_drops=1 + number % 4,
            born_on=dt.date(2015, 6, 1) if number in {3, 6} else None,
            forced_call=35 * (number % 2),
            available=Availability(away=frozenset({after(number), after(30 + number)})),
        )
        for number in range(8)
    )


def a_piece(number: int, units: int, chance: Random) -> Piece:
    """Some of the cast at one of five locations; one in nine is for one unit only, the last is locked."""
    return Piece(
        f"S{number}",
        f"{number}",
        eighths=chance.randint(2, 20),
        minutes=chance.randint(60, 400),
        location=f"L{chance.randrange(5)}",
        light=chance.choice(list(Light)),
        cast=frozenset(f"P{chance.randrange(8)}" for _ in range(chance.randint(1, 4))),
        rentals=frozenset({"crane"} if number % 5 == 0 else ()),
        unit=f"{units}" if number % 9 == 0 else None,
        locked_to="1/40" if number == 27 else None,
    )


def shoot_days(units: int) -> tuple[ShootDay, ...]:
    """Every second date of 95 and two that follow each other, no Sundays; the second unit shoots on a third of them."""
    dates = [number for number in range(0, 95, 2) if after(number).weekday() != 6]
    return tuple(
        ShootDay(
            f"{unit}/{number}",
            after(number),
            unit=f"{unit}",
            regular_minutes=600,
            legal_minutes=840,
            comfortable_eighths=24,
            most_eighths=36,
            crew_cost=900 + number,
        )
        for unit in range(1, units + 1)
        for number in sorted({*dates, 43} if unit == 1 else dates[::3])
    )


def a_shoot(units: int, seed: int = 5) -> Problem:
    """Everything at once: more dates than a word has bits, minors, order, drops, a short rest, published calls."""
    chance = Random(seed)
    problem = Problem(
        days=shoot_days(units),
        pieces=tuple(a_piece(number, units, chance) for number in range(28)),
        cast=a_cast(chance),
        locations=tuple(Location(f"L{number}", rent=40 * number, set_up=150) for number in range(5)),
        rentals=(Rental("crane", day_rate=77),),
        order_rules=(OrderRule("S1", "S2"), OrderRule("S2", "S8"), OrderRule("S20", "S3")),
        minor_hours=(MinorHours(0, 16 * 12, work_minutes=300),),
        days_off=frozenset(after(number) for number in range(95) if after(number).weekday() == 6),
        prices=Prices(
            move_minutes=45,
            move=120,
            overtime_minute=3,
            eighth_over=11,
            rest_minutes=720,
            short_rest=None if units == 2 else 210,
            split_day=None if units == 2 else 95,
            changed_call=60,
        ),
        most_location_days=20,
        published=(Placement("S0", "1/0"), Placement("S4", "1/66"), Placement("S5", "1/92")),
    )
    assert Tables(problem).words == 2
    return problem


def answers(kernel: ModuleType, problem: Problem) -> list[object]:
    """What every door says of two boards that anneal and follow each other."""
    tables = Tables(problem)
    boards = [kernel.Board(tables, 7_919 + seed) for seed in (1, 2)]
    said: list[object] = []
    for seed, board in enumerate(boards):
        kernel.place_all(board, numbers(somewhere(problem, seed)))
        said += [kernel.sums(board), kernel.random_move_costs(board, 100), kernel.sums(board)]
        kernel.set_cooling(board, 3_000.0, -4.5, 20.0, 1.0, 900.0, 0.6)
        kernel.run(board, 0, MOVES // 2, MOVES)
        said += [kernel.sums(board), kernel.energy(board)]
    kernel.follow(boards[1], boards[0])
    for board in boards:
        kernel.run(board, MOVES // 2, MOVES, MOVES)
        said += [kernel.sums(board), kernel.days_now(board), kernel.best_days(board), kernel.energy(board)]
        said += [kernel.try_pieces(board, [0, 3], [1, 2]), kernel.move_pieces(board, [5, 6], [3, 3])]
    return said


@pytest.mark.parametrize("units", [1, 2])
def test_the_search_is_the_same_compiled_and_uncompiled(units: int) -> None:
    assert answers(uncompiled("days"), a_shoot(units)) == answers(days, a_shoot(units))


@pytest.mark.parametrize("units", [1, 2])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_sums_are_what_the_board_is_priced_at(kernel: ModuleType, units: int, seed: int) -> None:
    """After a search the kept sums have gone through thousands of moves there and back."""
    problem = a_shoot(units, seed)
    tables = Tables(problem)
    board = kernel.Board(tables, seed)
    kernel.place_all(board, numbers(somewhere(problem, seed)))
    kernel.set_cooling(board, 3_000.0, -4.5, 20.0, 1.0, 900.0, 0.6)
    kernel.run(board, 0, MOVES, MOVES)

    now = price(problem, tables.placements(kernel.days_now(board)))
    best = price(problem, tables.placements(kernel.best_days(board)))

    assert kernel.sums(board) == (now.cost, now.harm, best.cost, best.harm)


def test_a_move_that_is_only_tried_leaves_the_board_as_it_was(kernel: ModuleType) -> None:
    problem = a_shoot(2)
    board = kernel.Board(Tables(problem), 1)
    start = somewhere(problem, 1)
    kernel.place_all(board, numbers(start))
    before = kernel.sums(board)

    tried = kernel.try_pieces(board, [1, 2, 4], [0, 0, 9])

    assert (kernel.sums(board), kernel.days_now(board)) == (before, start)
    assert kernel.move_pieces(board, [1, 2, 4], [0, 0, 9]) == tried != before[:2]


def test_a_board_that_follows_lies_as_the_other_one(kernel: ModuleType) -> None:
    problem = a_shoot(1)
    leader, follower = (kernel.Board(Tables(problem), seed) for seed in (1, 2))
    kernel.place_all(leader, numbers(somewhere(problem, 1)))
    kernel.place_all(follower, numbers(somewhere(problem, 2)))

    kernel.follow(follower, leader)

    assert kernel.days_now(follower) == kernel.days_now(leader)
    assert kernel.sums(follower)[:2] == kernel.sums(leader)[:2]


# ---- rows: what is paid by dates


def dated(
    used: Sequence[int], *, person: CastMember | None = None, place: Location | None = None, more: int = 80
) -> Problem:
    """A day on each of so many dates; the person, at the place, is on the dates used, by their number."""
    person, place = person or CastMember("Ida"), place or Location("mill")
    return Problem(
        days=tuple(ShootDay(f"{number}", after(number)) for number in range(more)),
        pieces=tuple(
            Piece(f"S{number}", f"{number}", 1, 10, place.key, cast=frozenset({person.key}))
            for number in range(len(used))
        ),
        cast=(person,),
        locations=(place,),
    )


def cost_of(kernel: ModuleType, problem: Problem, used: Sequence[int]) -> int:
    """What the kernel and the plain definition say of pieces on these days by position."""
    tables = Tables(problem)
    board = kernel.Board(tables, 1)
    kernel.place_all(board, numbers(used))
    cost, harm, *_ = kernel.sums(board)
    priced = price(problem, tables.placements(used))
    assert (cost, harm) == (priced.cost, priced.harm)
    return int(cost)


@pytest.mark.parametrize(
    ("drop_after", "most_drops", "held"),
    [
        (None, 1, 66),  # nothing is dropped: 11 + 2 + 24 + 29 dates
        (10, 0, 66),
        (10, 1, 37),  # the longest break, 29 dates, which crosses into the second word
        (10, 2, 13),
        (10, 3, 2),
        (10, 8, 2),  # more drops than breaks
        (12, 3, 13),  # from date 0 to 12 is not more than 12 days
        (25, 3, 37),  # nor is 15 to 40 more than 25
        (2, 3, 2),
        (2, 4, 0),
        (70, 4, 66),  # nor is the whole engagement more than 70
        (69, 4, 66),
    ],
)
def test_the_longest_breaks_are_dropped(kernel: ModuleType, drop_after: int | None, most_drops: int, held: int) -> None:
    """Worked on dates 0, 12, 15, 40 and 70: five dates at 100, those between at 10."""
    person = CastMember("Ida", day_rate=100, hold_rate=10, drop_after_days=drop_after, most_drops=most_drops)
    used = [0, 12, 15, 40, 70]

    assert cost_of(kernel, dated(used, person=person), used) == 500 + 10 * held


def test_more_drops_than_the_kernel_keeps_are_never_asked_for() -> None:
    """The deal of nine drops is searched as eight: `Tables` says so."""
    person = CastMember("Ida", drop_after_days=1, most_drops=9)
    assert Tables(dated([0], person=person)).row_drops[0] == 8


def test_a_break_is_as_long_as_the_calendar_says_and_costs_what_is_payable(kernel: ModuleType) -> None:
    """From date 1 to 12 are eleven days; nine of the ten between are company days off."""
    person = CastMember("Ida", day_rate=100, hold_rate=10, drop_after_days=10)
    days_off = frozenset(after(number) for number in range(3, 12))
    whole = dated([1, 12], person=person, more=20)
    problem = Problem(
        days=tuple(day for day in whole.days if day.on not in days_off),
        pieces=whole.pieces,
        cast=whole.cast,
        locations=whole.locations,
        days_off=days_off,
    )
    assert [cost_of(kernel, problem, used) for used in ([1, 3], [2, 4], [1, 2])] == [200, 200, 200]
    assert cost_of(kernel, problem, [2, 3]) == 200
    assert cost_of(kernel, problem, [3, 5]) == 210


@pytest.mark.parametrize(
    ("used", "set_ups"),
    [
        ([62, 63, 64, 65], 1),
        ([63, 64], 1),
        ([63, 65], 2),
        ([64], 1),
        ([63], 1),
        ([0, 63, 64, 79], 3),
        ([62, 64, 66], 3),
    ],
)
def test_a_place_is_set_up_once_for_dates_that_follow(kernel: ModuleType, used: list[int], set_ups: int) -> None:
    """Dates 63 and 64 lie in different words."""
    place = Location("mill", rent=7, set_up=1_000)
    assert cost_of(kernel, dated(used, place=place), used) == 7 * len(used) + 1_000 * set_ups


@pytest.mark.parametrize(
    ("used", "changed"),
    [
        ([3, 63, 64], 0),
        ([63, 64, 3], 0),  # which piece brings the person to a date is nothing to the person
        ([3, 63, 63], 1),
        ([3, 63, 65], 2),
        ([4, 62, 70], 6),
    ],
)
def test_calls_that_are_new_or_gone_are_counted(kernel: ModuleType, used: list[int], changed: int) -> None:
    """Published on dates 3, 63 and 64."""
    plain = dated(used)
    problem = Problem(
        days=plain.days,
        pieces=plain.pieces,
        cast=plain.cast,
        locations=plain.locations,
        prices=Prices(changed_call=500),
        published=tuple(Placement(f"S{number}", day) for number, day in enumerate(("3", "63", "64"))),
    )
    assert cost_of(kernel, problem, used) == 500 * changed


def test_one_of_two_pieces_on_a_date_may_leave_without_changing_who_works(kernel: ModuleType) -> None:
    """Two pieces on date 64, one goes to date 0: the person is then held for 63 dates between."""
    person = CastMember("Ida", day_rate=100, hold_rate=1)
    board = kernel.Board(Tables(dated([64, 64], person=person)), 1)
    kernel.place_all(board, numbers([64, 64]))

    assert kernel.try_pieces(board, [0], [0]) == (263, 0)
    assert kernel.try_pieces(board, [0, 1], [0, 0]) == (100, 0)
    assert kernel.move_pieces(board, [1], [63]) == (200, 0)
    assert kernel.move_pieces(board, [0], [63]) == (100, 0)
