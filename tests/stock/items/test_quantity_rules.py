"""Quantities are whole steps; what people type is read exactly or refused, never guessed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.stock.items.quantity_rules import (
    MOST_STEPS,
    NotAQuantity,
    QuantityAmbiguous,
    QuantityTooFine,
    QuantityTooLarge,
    Rounding,
    amount_text,
    from_steps,
    read_number,
    read_quantity,
    shown,
    to_steps,
)
from callboard.stock.items.unit_rules import DimensionsDiffer, UnknownUnit

decimal_places = st.integers(min_value=0, max_value=6)
steps = st.integers(min_value=0, max_value=MOST_STEPS)
ROLL = {"roll": Fraction(25)}


def test_a_tenth_three_times_is_three_tenths() -> None:
    assert 3 * to_steps(Decimal("0.1"), 1) == to_steps(Decimal("0.3"), 1) == 3


@pytest.mark.parametrize(
    ("amount", "rounding", "expected"),
    [
        (Fraction(10_000, 9), "up", 1112),
        (Fraction(10_000, 9), "half-even", 1111),
        (Fraction(5, 2), "half-even", 2),
        (Fraction(7, 2), "half-even", 4),
        (Fraction(7, 2), "up", 4),
        (Fraction(4), "up", 4),
        (Fraction(-7, 2), "up", -3),
    ],
)
def test_rounding_is_named_and_done_once(amount: Fraction, rounding: Rounding, expected: int) -> None:
    assert to_steps(amount, 0, rounding=rounding) == expected


def test_what_is_finer_than_a_step_is_refused_with_its_neighbors() -> None:
    with pytest.raises(QuantityTooFine) as refused:
        to_steps(Decimal("1.2345"), 3)
    assert refused.value.parameters == {"amount": "1.2345", "decimals": 3, "below": "1.234", "above": "1.235"}
    with pytest.raises(QuantityTooFine, match=r"1/3 is finer .* Write 0 or 1\."):
        to_steps(Fraction(1, 3), 0)


@given(steps, decimal_places)
def test_steps_shown_are_read_back_the_same(count: int, decimals: int) -> None:
    assert read_quantity(shown(count, decimals), decimals, "m") == count
    assert read_quantity(f"{shown(count, decimals)} m", decimals, "m") == count
    assert to_steps(from_steps(count, decimals), decimals) == count


@given(steps, decimal_places)
def test_a_shown_quantity_has_no_trailing_zeros(count: int, decimals: int) -> None:
    text = shown(count, decimals)
    assert Decimal(text).scaleb(decimals) == count
    assert "." not in text or text[-1] not in "0."
    assert shown(-count, decimals) == (f"-{text}" if count else "0")


@given(st.fractions(min_value=0, max_value=10**6), decimal_places)
def test_rounding_up_is_enough_and_less_than_a_step_too_much(amount: Fraction, decimals: int) -> None:
    up = from_steps(to_steps(amount, decimals, rounding="up"), decimals)
    assert amount <= up < amount + Fraction(1, 10**decimals)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1.5", 1500),
        (".5", 500),
        ("1,5", 1500),
        ("0,125", 125),
        ("1 200 mm", 1200),
        ("1\u202f200\u00a0mm", 1200),
        ("1200mm", 1200),
        ("3 roll", 75_000),
        ("3 Roll", 75_000),
        ("1/2 roll", 12_500),
        ("1 1/2 m", 1500),
        ("10 in", 254),
        ("1,200.5", 1_200_500),
        ("1.200,5", 1_200_500),
        ("1,200,300", 1_200_300_000),
        ("1 200", 1_200_000),
        ("0", 0),
    ],
)
def test_quantities_are_read_as_people_write_them(written: str, expected: int) -> None:
    """A bar counted in meters with three decimals, of which a roll has 25."""
    assert read_quantity(written, 3, "m", ROLL) == expected


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("1,200", QuantityAmbiguous),
        ("", NotAQuantity),
        ("many", NotAQuantity),
        ("-3", NotAQuantity),
        ("1e3", UnknownUnit),
        ("1/0", NotAQuantity),
        ("1..5", NotAQuantity),
        ("12 00", NotAQuantity),
        ("nan", NotAQuantity),
        ("٣", NotAQuantity),
        ("9" * 41, NotAQuantity),
        ("9" * 20, QuantityTooLarge),
        ("3 furlong", UnknownUnit),
        ("3 kg", DimensionsDiffer),
        ("1.0005", QuantityTooFine),
        ("1 ft 2", UnknownUnit),
    ],
)
def test_what_can_be_misread_is_refused(written: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_quantity(written, 3, "m", ROLL)


def test_an_ambiguous_quantity_names_both_readings() -> None:
    with pytest.raises(QuantityAmbiguous, match=r'"1,200" can be read as 1\.200 or as 1200\.'):
        read_number("1,200")


@given(st.text(max_size=45))
def test_any_text_is_a_quantity_or_is_refused(written: str) -> None:
    refusals = (NotAQuantity, QuantityAmbiguous, QuantityTooFine, QuantityTooLarge, UnknownUnit, DimensionsDiffer)
    try:
        found = read_quantity(written, 3, "m", ROLL)
    except refusals:
        return
    assert 0 <= found <= MOST_STEPS


def test_an_amount_is_written_with_its_end_or_as_a_fraction() -> None:
    assert [amount_text(Fraction(*each)) for each in ((5, 4), (25, 1), (1, 3), (0, 1))] == ["1.25", "25", "1/3", "0"]
