"""Small scenes of a plant: items, places, people. Each builder makes the least that holds together."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.people.models import Party
from callboard.manufacturing.orders.actions import OrderLineTerms, take_order
from callboard.manufacturing.orders.models import ClientOrder
from callboard.manufacturing.products.models import Bom, BomLine, Operation, Routing
from callboard.manufacturing.work_orders.actions import create_work_order, release_work_order
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Move, Store
from callboard.stock.moves.posting import MoveDraft, record_moves, world
from callboard.stock.moves.rules import MoveKind, StoreKind
from tests.builders import FRIDAY_18H, a_department, a_party, a_production


def a_plant(office: Organization, title: str = "Harbor Works", **fields: Any) -> Production:
    return a_production(office, title=title, kind="plant", **fields)


def an_item(plant: Production, code: str = "BRACKET", **fields: Any) -> Item:
    row = Item(
        organization_id=plant.organization_id,
        production=plant,
        code=code,
        **{"name": code.title(), "kind": "component"} | fields,
    )
    row.save()
    return row


def a_store(plant: Production, code: str = "A-01", kind: StoreKind = StoreKind.STORE, **fields: Any) -> Store:
    row = Store(organization_id=plant.organization_id, production=plant, code=code, kind=kind, **fields)
    row.save()
    return row


def a_lot(item: Item, code: str = "L-1", **fields: Any) -> Lot:
    row = Lot(organization_id=item.organization_id, item=item, code=code, **fields)
    row.save()
    return row


def in_stock(
    item: Item,
    quantity: int,
    store: Store,
    *,
    by: Membership,
    value_minor: int | None = None,
    lot: Lot | None = None,
    at: datetime = FRIDAY_18H,
) -> Move:
    """So much of the item lies in the place: an opening balance."""
    plant = item.production
    draft = MoveDraft(
        item=item,
        quantity=quantity,
        kind=MoveKind.OPENING,
        from_store=world(plant, StoreKind.COUNT),
        to_store=store,
        lot=lot,
        value_minor=value_minor,
    )
    [move] = record_moves(plant, [draft], by=by, at=at)
    return move


def a_company(office: Organization, name: str = "Ridgeback Cycles", **fields: Any) -> Party:
    return a_party(office, name, kind="company", **{"email": ""} | fields)


def an_order(
    plant: Production, item: Item, quantity: int, *, due_on: date, by: Membership, client: Party | None = None
) -> ClientOrder:
    """A client's order of one line."""
    asking = client or a_company(plant.organization)
    return take_order(plant, asking, [OrderLineTerms(item, quantity, due_on)], by=by, at=FRIDAY_18H)


def a_bom(item: Item, *lines: tuple[Item, int] | tuple[Item, int, dict[str, Any]], **fields: Any) -> Bom:
    """A released bill: (component, quantity) or (component, quantity, further fields) for each line."""
    scope = {"organization_id": item.organization_id}
    bom = Bom(item=item, **scope, **{"revision": "A", "state": "released", "released_at": FRIDAY_18H} | fields)
    bom.save()
    for position, (component, quantity, *more) in enumerate(lines, start=1):
        extra = more[0] if more else {}
        BomLine(bom=bom, position=position * 10, component=component, quantity=quantity, **scope, **extra).save()
    return bom


def a_routing(item: Item, *steps: tuple[str, str] | tuple[str, str, dict[str, Any]], **fields: Any) -> Routing:
    """A released routing: (name, department) or (name, department, further fields) for each operation."""
    scope = {"organization_id": item.organization_id}
    routing = Routing(item=item, **scope, **{"revision": "A", "state": "released", "released_at": FRIDAY_18H} | fields)
    routing.save()
    for number, (name, department, *more) in enumerate(steps, start=1):
        where = a_department(item.production, department)
        extra = {"number": number * 10} | (more[0] if more else {})
        Operation(routing=routing, name=name, department=where, **scope, **extra).save()
    return routing


def brackets(plant: Production) -> tuple[Item, Item]:
    """The bracket, milled and welded, of 1.5 m of bar with 10 % scrap; and the bar, counted in millimeters."""
    bar = an_item(plant, "BAR", kind="raw material", unit="m", decimals=3)
    bracket = an_item(plant, "BRACKET", kind="finished product", source="make")
    a_bom(bracket, (bar, 1500, {"scrap_ppm": 100_000}))
    a_routing(bracket, ("Mill", "Mill"), ("Weld", "Weld"))
    return bracket, bar


def a_work_order(item: Item, quantity: int = 60, *, by: Membership, **terms: Any) -> WorkOrder:
    """A firm order, due in two weeks."""
    due_on = terms.pop("due_on", date(2027, 3, 19))
    return create_work_order(item.production, item, quantity, due_on, by=by, at=FRIDAY_18H, **terms)


def released(order: WorkOrder, *, by: Membership, reason: str = "material is on its way") -> dict[str, WorkOperation]:
    """Release the order, whatever is short; its operations by name."""
    release_work_order(order, reason=reason, by=by, at=FRIDAY_18H)
    return {operation.name: operation for operation in order.operations.select_related("work_order__item")}
