"""Units convert exactly, by own factors first, and never across dimensions without one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.stock.items.unit_rules import UNITS, DimensionsDiffer, UnknownUnit, convert, equivalents, unit_code

codes = st.sampled_from(sorted(UNITS))
amounts = st.fractions(min_value=0, max_value=10**9)
factors = st.fractions(min_value=Fraction(1, 10**6), max_value=10**6)
ROLL = {"roll": Fraction(25)}


@pytest.mark.parametrize(
    ("quantity", "from_unit", "to_unit", "expected"),
    [
        (1, "in", "mm", Fraction(254, 10)),
        (1, "ft", "in", 12),
        (1, "yd", "ft", 3),
        (1, "lb", "oz", 16),
        (1, "lb", "kg", Fraction(45_359_237, 100_000_000)),
        (1, "gal", "L", Fraction(3_785_411_784, 1_000_000_000)),
        (1, "m3", "L", 1000),
        (1, "ft2", "m2", Fraction(3048, 10_000) ** 2),
        (90, "min", "h", Fraction(3, 2)),
        (3, "dozen", "pair", 18),
    ],
)
def test_units_mean_what_the_standard_says(quantity: int, from_unit: str, to_unit: str, expected: Fraction) -> None:
    assert convert(quantity, from_unit, to_unit) == expected


def test_three_rolls_of_25_meters_are_75_meters() -> None:
    assert convert(3, "roll", "m", ROLL, stock_unit="m") == 75
    assert convert(3, "roll", "mm", ROLL, stock_unit="m") == 75_000
    assert convert(10, "m", "roll", ROLL, stock_unit="m") == Fraction(2, 5)
    assert convert(3, "roll", "m", {"m": Fraction(1), **ROLL}) == 75


def test_a_roll_is_no_length_until_the_item_says_so() -> None:
    with pytest.raises(DimensionsDiffer):
        convert(3, "roll", "m")
    with pytest.raises(DimensionsDiffer):
        convert(3, "roll", "kg", ROLL, stock_unit="m")


def test_what_a_piece_weighs_leads_from_pieces_to_every_mass() -> None:
    """One piece of the bracket weighs 2 kg, so one kg is half a piece: 500 g are a quarter of a piece."""
    weight = {"kg": Fraction(1, 2)}
    assert convert(500, "g", "pcs", weight, stock_unit="pcs") == Fraction(1, 4)
    assert convert(3, "pcs", "g", weight, stock_unit="pcs") == 6000
    with pytest.raises(DimensionsDiffer):
        convert(1, "L", "pcs", weight, stock_unit="pcs")


def test_an_own_unit_outweighs_the_general_one_of_its_name() -> None:
    assert convert(2, "dozen", "pcs", {"dozen": Fraction(13)}, stock_unit="pcs") == 26


def test_an_unknown_unit_is_refused_even_when_nothing_has_to_be_converted() -> None:
    for pair in (("furlong", "m"), ("m", "furlong"), ("furlong", "furlong")):
        with pytest.raises(UnknownUnit):
            convert(1, *pair)


@given(amounts, codes, codes)
def test_there_and_back_is_exactly_the_same_and_never_crosses_dimensions(
    amount: Fraction, there: str, back: str
) -> None:
    if UNITS[there].dimension == UNITS[back].dimension:
        assert convert(convert(amount, there, back), back, there) == amount
    else:
        with pytest.raises(DimensionsDiffer):
            convert(amount, there, back)


@given(amounts, codes, codes, factors)
def test_there_and_back_by_an_own_unit_is_exactly_the_same(
    amount: Fraction, stock_unit: str, to_unit: str, factor: Fraction
) -> None:
    own = {"coil": factor}
    assert convert(amount, "coil", stock_unit, own, stock_unit=stock_unit) == amount * factor
    if UNITS[stock_unit].dimension == UNITS[to_unit].dimension:
        there = convert(amount, "coil", to_unit, own, stock_unit=stock_unit)
        assert convert(there, to_unit, "coil", own, stock_unit=stock_unit) == amount
    else:
        with pytest.raises(DimensionsDiffer):
            convert(amount, "coil", to_unit, own, stock_unit=stock_unit)


@given(amounts, codes, codes, codes)
def test_a_detour_over_a_third_unit_changes_nothing(amount: Fraction, start: str, over: str, end: str) -> None:
    if len({UNITS[code].dimension for code in (start, over, end)}) == 1:
        assert convert(convert(amount, start, over), over, end) == convert(amount, start, end)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("pcs", "pcs"),
        ("Pieces", "pcs"),
        ("EA", "pcs"),
        ("MM", "mm"),
        ("l", "L"),
        ("litre", "L"),
        ("Inches", "in"),
        ("roll", "roll"),
        (" kg ", "kg"),
        ("m²", "m2"),
    ],
)
def test_units_are_known_by_the_ways_in_which_people_write_them(written: str, code: str) -> None:
    assert unit_code(written) == code


def test_an_items_own_unit_comes_first_and_nothing_is_guessed() -> None:
    assert unit_code("Coil", {"coil": Fraction(3)}) == "coil"
    for nothing in ("", "furlong"):
        with pytest.raises(UnknownUnit):
            unit_code(nothing)


def test_equivalents_begin_with_the_stock_unit_and_the_own_ones_and_leave_out_what_is_out_of_reach() -> None:
    found = equivalents(3, "roll", "m", ROLL)
    assert found[:2] == [("m", Fraction(75)), ("roll", Fraction(3))]
    assert dict(found)["km"] == Fraction(75, 1000)
    assert {UNITS[code].dimension for code, _ in found} == {"length", "roll"}
    with pytest.raises(DimensionsDiffer):
        equivalents(3, "kg", "m", ROLL)
