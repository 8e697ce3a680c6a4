"""The order of one day: rules, light, company moves and waiting, by example and against all permutations."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from callboard.planner.shooting.day_order import DayCost, DayPiece, cost_of_day, order_of_day
from callboard.planner.shooting.problem import Light

DAY, NIGHT, EITHER = Light.DAY, Light.NIGHT, Light.EITHER


def a_piece(key: str, location: str, light: Light, cast: str, minutes: int = 60) -> DayPiece:
    return DayPiece(key, location, light, minutes, frozenset(cast))


def test_a_day_at_two_places_is_one_company_move_and_ends_by_night() -> None:
    """Harbor by day and night, farm by day: the farm comes first, so that the harbor's night can be last."""
    pieces = [
        a_piece("12", "harbor", NIGHT, "a"),
        a_piece("40", "farm", DAY, "b"),
        a_piece("13", "harbor", DAY, "a"),
        a_piece("41", "farm", EITHER, "b"),
    ]

    assert order_of_day(pieces) == ("40", "41", "13", "12")


def test_those_who_meet_are_put_side_by_side() -> None:
    """Everyone is in two of three pieces; b's long piece at an end makes a wait for the short ones only."""
    pieces = [
        a_piece("1", "studio", DAY, "ab", 10),
        a_piece("2", "studio", DAY, "bc", 100),
        a_piece("3", "studio", DAY, "ac", 20),
    ]

    assert order_of_day(pieces) == ("2", "1", "3")
    assert cost_of_day([pieces[1], pieces[0], pieces[2]], ()) == DayCost(0, 0, 0, 10)


def test_a_rule_goes_before_light_and_moves() -> None:
    pieces = [a_piece("1", "a", NIGHT, ""), a_piece("2", "b", DAY, ""), a_piece("3", "a", DAY, "")]

    assert order_of_day(pieces, [("1", "2"), ("1", "away")]) == ("3", "1", "2")


def test_rules_that_go_round_are_kept_as_far_as_can_be() -> None:
    pieces = [a_piece(key, "a", DAY, "") for key in "123"]

    order = order_of_day(pieces, [("1", "2"), ("2", "3"), ("3", "1")])

    assert cost_of_day([pieces[int(key) - 1] for key in order], [("1", "2"), ("2", "3"), ("3", "1")]).broken_rules == 1


def test_pieces_alike_stay_together_in_the_order_given() -> None:
    pieces = [a_piece("9", "a", DAY, "x"), a_piece("5", "b", DAY, "x"), a_piece("2", "a", DAY, "x")]

    assert order_of_day(pieces) == ("9", "2", "5")


def test_a_day_without_pieces_has_no_order() -> None:
    assert order_of_day([]) == ()


@st.composite
def days(draw: st.DrawFn, least: int, most: int) -> tuple[list[DayPiece], list[tuple[str, str]]]:
    keys = [str(number) for number in range(draw(st.integers(least, most)))]
    pieces = [
        DayPiece(
            key,
            draw(st.sampled_from(["harbor", "farm", "studio"])),
            draw(st.sampled_from(list(Light))),
            draw(st.integers(0, 90)),
            draw(st.frozensets(st.sampled_from("abcd"))),
        )
        for key in keys
    ]
    pairs = st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=4) if keys else st.just([])
    return pieces, draw(pairs)


def cost_in_order(pieces: list[DayPiece], order: tuple[str, ...], rules: list[tuple[str, str]]) -> DayCost:
    by_key = {piece.key: piece for piece in pieces}
    return cost_of_day([by_key[key] for key in order], rules)


@given(days(0, 6))
def test_no_order_of_a_short_day_is_better(day: tuple[list[DayPiece], list[tuple[str, str]]]) -> None:
    pieces, rules = day

    order = order_of_day(pieces, rules)

    assert sorted(order) == sorted(piece.key for piece in pieces)
    assert cost_in_order(pieces, order, rules) == min(cost_of_day(list(tried), rules) for tried in permutations(pieces))


@given(days(11, 13))
def test_no_single_shift_makes_a_long_day_better(day: tuple[list[DayPiece], list[tuple[str, str]]]) -> None:
    """Everyone brings somebody of his own, so that no two pieces are one block."""
    drawn, rules = day
    pieces = [replace(piece, cast=piece.cast | {f"own {piece.key}"}) for piece in drawn]

    order = order_of_day(pieces, rules)

    assert sorted(order) == sorted(piece.key for piece in pieces)
    cost = cost_in_order(pieces, order, rules)
    rests = [(key, [other for other in order if other != key]) for key in order]
    shifted = [(*rest[:place], key, *rest[place:]) for key, rest in rests for place in range(len(order))]
    assert min(cost_in_order(pieces, other, rules) for other in shifted) == cost


def test_a_full_day_is_ordered_in_no_time() -> None:
    casts = ["vw", "x", "vxz", "y", "wz", "vwx", "z", "xy", "vy", "wxyz"]
    pieces = [a_piece(str(n), "abc"[n % 3], (DAY, NIGHT, EITHER)[n % 4 % 3], cast) for n, cast in enumerate(casts)]
    begun = process_time()

    order_of_day(pieces)

    assert process_time() - begun < 0.3
