"""The plan's sentences as a person reads them."""

from __future__ import annotations

from typing import Any

from callboard.core.organizations.models import Organization
from callboard.manufacturing.requirements.wording import PlanReader, day_said, order_said, said
from tests.builders_plant import a_plant, an_item

BUYER = PlanReader("EUR", sees_costs=True)
OPERATOR = PlanReader("EUR", sees_costs=False)


def a_sentence(text: str, **parameters: Any) -> dict[str, Any]:
    return {"text": text, "parameters": parameters}


def test_steps_are_said_in_the_items_unit_and_days_as_days(office: Organization) -> None:
    bar = an_item(a_plant(office), "BAR", unit="m", decimals=3)
    late = a_sentence("%(quantity)s of %(item)s by %(to)s", quantity=1500, item="BAR", to="2027-03-19")

    assert said(late, OPERATOR, bar) == "1.5\N{NO-BREAK SPACE}m of BAR by Fri 19 Mar"
    assert said(late, OPERATOR) == "1500 of BAR by Fri 19 Mar"


def test_who_does_not_see_costs_is_told_the_effect_without_the_amount() -> None:
    less = a_sentence("Stock of the value %(value)s is not bought.", value=123_450)

    assert said(less, BUYER) == "Stock of the value 1234.50\N{NO-BREAK SPACE}EUR is not bought."
    assert said(less, OPERATOR) == "Less stock is held."


def test_only_days_are_said_as_days() -> None:
    assert [day_said(written) for written in ("2027-03-19", "2027-99-19", "SO-1001/12", "AB-27-1234")] == [
        "Fri 19 Mar",
        "2027-99-19",
        "SO-1001/12",
        "AB-27-1234",
    ]


def test_the_plans_own_keys_are_said_in_words_and_numbers_on_paper_stay() -> None:
    keys = ("new > TUBE > 2", "new > A > B > 1", "stock > TUBE", "WO-1001", "new > TUBE", "new > > x")
    assert [order_said(key) for key in keys] == [
        "proposal 2 for TUBE",
        "proposal 1 for A > B",
        "stock of TUBE",
        "WO-1001",
        "new > TUBE",
        "new > > x",
    ]
