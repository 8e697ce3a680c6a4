"""Quantities and money as people read them."""

from __future__ import annotations

import pytest

from callboard.stock.items.models import Item
from callboard.stock.items.rules import ItemKind, LotPolicy, Source, Tracking
from callboard.stock.moves.rules import StoreKind
from callboard.web.templatetags.stock import money, per_million, plain_quantity, quantity, ratio, stock_word

BAR = Item(code="BAR", name="Bar", unit="m", decimals=3)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(("steps", "text"), [(1500, "1.5"), (0, "0"), (-250, "-0.25"), (1_000_000, "1000")])
def test_a_quantity_has_its_unit_and_no_trailing_zeros(steps: int, text: str) -> None:
    assert quantity(steps, BAR) == f"{text}{NBSP}m"
    assert plain_quantity(steps, BAR) == text


def test_nothing_is_shown_as_nothing() -> None:
    assert [quantity(None, BAR), plain_quantity(None, BAR), money(None, "EUR")] == ["", "", ""]


def test_a_unit_is_text_and_never_markup() -> None:
    assert quantity(1, Item(unit="<b>", decimals=0)) == f"1{NBSP}&lt;b&gt;"


def test_money_has_the_places_of_its_currency() -> None:
    assert [money(1250, "EUR"), money(1250, "JPY"), money(-5, "USD")] == [
        f"12.50{NBSP}EUR",
        f"1250{NBSP}JPY",
        f"-0.05{NBSP}USD",
    ]


def test_factors_and_yields_are_exact() -> None:
    assert [ratio(25, 1), ratio(1, 3), ratio(1, 8)] == ["25", "1/3", "0.125"]
    assert per_million(975_000) == f"97.5{NBSP}%"


@pytest.mark.parametrize("word", [*ItemKind, *Source, *Tracking, *LotPolicy, *StoreKind])
def test_every_word_of_the_rules_has_one_for_people(word: str) -> None:
    assert str(stock_word(word))[0].isupper()
