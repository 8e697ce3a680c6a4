"""What the tests of the floor start from, and what they look at."""

from __future__ import annotations

from typing import Any

from callboard.core.organizations.models import Membership, Production
from callboard.manufacturing.work_orders.models import WorkOrder
from callboard.stock.items.models import Item
from callboard.stock.moves.models import Discrepancy
from callboard.stock.moves.queries import balances
from tests.builders_plant import (
    a_routing,
    a_store,
    a_work_order,
    an_item,
    brackets,
    in_stock,
    released,
)

WHO = dict[str, Any]


def bracket_order(plant: Production, ada: Membership, meters: int = 100) -> tuple[WorkOrder, Item, Any, Any]:
    """Sixty brackets on the floor, with so many meters of bar in stock at a cent a millimeter."""
    bracket, bar = brackets(plant)
    if meters:
        in_stock(bar, meters * 1000, a_store(plant), by=ada, value_minor=meters * 1000)
    order = a_work_order(bracket, 60, by=ada)
    operations = released(order, by=ada)
    return order, bar, operations["Mill"], operations["Weld"]


def state(order: WorkOrder) -> str:
    return WorkOrder.objects.values_list("state", flat=True).get(pk=order.pk)


def on_hand(plant: Production, item: Item) -> int:
    return sum(quantity for (pk, _, _), quantity in balances(plant).items() if pk == item.pk)


def open_flags() -> list[str]:
    return [row.what % row.parameters for row in Discrepancy.objects.filter(settled_at=None).order_by("pk")]


def one_step(plant: Production, code: str = "CHAIR", **fields: Any) -> Item:
    item = an_item(plant, code, source="make", **fields)
    a_routing(item, ("Assemble", "Assembly"))
    return item
