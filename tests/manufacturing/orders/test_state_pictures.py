"""The pictures of states in the docs are the tables of the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest

from callboard.manufacturing.orders.rules import NEXT_STATES as ORDER_STATES
from callboard.stock.purchasing.rules import NEXT_STATES as PURCHASE_STATES
from callboard.stock.shipping.rules import NEXT_STATES as SHIPMENT_STATES

PAGE = Path(__file__).parents[3] / "docs/manufacturing/trade-states.md"


def picture(table: Mapping[StrEnum, frozenset[StrEnum]]) -> str:
    """A Mermaid state diagram; the first state of the table is where all begins."""
    lines = ["stateDiagram-v2", f"    [*] --> {next(iter(table))}"]
    for state, following in table.items():
        lines += [f"    {state} --> {after}" for after in table if after in following]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("number", "table"),
    list(enumerate([ORDER_STATES, PURCHASE_STATES, SHIPMENT_STATES])),
    ids=["order", "purchase", "shipment"],
)
def test_the_picture_in_the_docs_is_the_table(number: int, table: Mapping[StrEnum, frozenset[StrEnum]]) -> None:
    drawn = re.findall(r"```mermaid\n(.*?)\n```", PAGE.read_text(), re.DOTALL)
    assert drawn[number] == picture(table)
