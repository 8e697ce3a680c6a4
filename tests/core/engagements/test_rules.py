"""Terms, amounts and the order of departments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.core.engagements.columns import COLUMNS
from callboard.core.engagements.models import Engagement
from callboard.core.engagements.rules import (
    CurrencyMissing,
    Deal,
    EndsBeforeStart,
    NotAnAmount,
    PositionMissing,
    Terms,
    check_terms,
    department_position,
    read_amount,
    show_amount,
)
from callboard.core.people.models import Party

GRIP = Terms("crew", "Grip", starts_on=date(2027, 3, 6), ends_on=date(2027, 3, 20))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"position": " "}, PositionMissing),
        ({"ends_on": date(2027, 3, 5)}, EndsBeforeStart),
        ({"deal": Deal(rate_minor=100)}, CurrencyMissing),
        ({"deal": Deal(kit_minor=100)}, CurrencyMissing),
    ],
)
def test_terms_that_no_call_or_contract_can_be_made_from_are_refused(
    wrong: dict[str, object], refusal: type[Exception]
) -> None:
    check_terms(GRIP)
    with pytest.raises(refusal):
        check_terms(replace(GRIP, **wrong))


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("450", "EUR", 45000),
        ("450.5", "EUR", 45050),
        ("450,50", "EUR", 45050),
        ("1,250.00", "USD", 125000),
        ("1,250", "USD", 125000),
        ("30000", "JPY", 30000),
        ("", "EUR", None),
    ],
)
def test_amounts_are_read_as_whole_minor_units(written: str, currency: str, minor: int | None) -> None:
    assert read_amount(written, currency) == minor


@pytest.mark.parametrize("written", ["-5", "4.505", "x", "1e99", "NaN", "Infinity", "30.5 dollars"])
def test_what_is_no_amount_is_refused_not_rounded(written: str) -> None:
    with pytest.raises(NotAnAmount):
        read_amount(written, "EUR")


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_a_shown_amount_reads_back_as_itself(minor: int, currency: str) -> None:
    assert read_amount(show_amount(minor, currency), currency) == minor


def test_known_departments_stand_in_their_customary_order_and_others_last() -> None:
    names = ["Transport", "camera", "Drone unit", "Production"]
    assert sorted(names, key=department_position) == ["Production", "camera", "Transport", "Drone unit"]


def test_every_column_has_the_class_of_the_field_it_shows() -> None:
    renamed = {"rate": "rate_minor", "hold_rate": "hold_rate_minor", "kit": "kit_minor"}
    declared = Party.data_classes | Engagement.data_classes
    shown = {renamed.get(c.key, c.key): c.data_class for c in COLUMNS if c.key != "department"}
    assert shown == {name: declared[name] for name in shown}
