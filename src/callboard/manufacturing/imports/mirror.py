"""The plant as rows are checked against it: read once, in a number of queries that does not grow with the table."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from callboard.core.engagements.models import Department
from callboard.core.engagements.rules import MINOR_UNITS
from callboard.core.organizations.models import DayOff, Production
from callboard.core.people.models import Party
from callboard.core.resources.models import Machine, Skill
from callboard.manufacturing.imports.known import (
    Bill,
    BillLine,
    Known,
    KnownItem,
    Offer,
    Order,
    OrderedLine,
    Step,
    Way,
    folded,
)
from callboard.manufacturing.imports.rules import BOM_KINDS, ImportKind
from callboard.manufacturing.orders.models import ClientOrder
from callboard.manufacturing.products.models import Bom, Routing
from callboard.stock.items.models import Item, ItemUnit, Lot, SupplierItem
from callboard.stock.items.queries import item_terms
from callboard.stock.moves.models import Store
from callboard.stock.moves.queries import balances


def known_of(production: Production, kind: ImportKind) -> Known:
    """What rows of a kind need to know of the plant."""
    known = Known(
        items=known_items(production, with_values=kind is ImportKind.ITEMS),
        currency=production.currency,
        currency_places=MINOR_UNITS.get(production.currency, 2),
    )
    for kinds, add in _PARTS:
        if kind in kinds:
            known = add(production, known)
    return known


def known_items(production: Production, *, with_values: bool = False) -> dict[str, KnownItem]:
    """Items by code."""
    units: dict[int, dict[str, Fraction]] = defaultdict(dict)
    for row in ItemUnit.objects.filter(item__production=production).order_by("unit"):
        units[row.item_id][row.unit] = Fraction(row.numerator, row.denominator)
    items = Item.objects.filter(production=production).select_related("charged_to").order_by("code")
    return {
        item.code: KnownItem(
            item.code,
            item.unit,
            item.decimals,
            kind=item.kind,
            tracking=item.tracking,
            source=item.source,
            is_active=item.is_active,
            is_phantom=item.is_phantom,
            own_units=units[item.pk],
            values=vars(item_terms(item)) if with_values else {},
        )
        for item in items
    }


def known_bills(production: Production) -> dict[str, tuple[Bill, ...]]:
    """Every revision of every bill, by the item's code."""
    found: dict[str, list[Bill]] = defaultdict(list)
    rows = Bom.objects.filter(item__production=production).select_related("item").order_by("item__code", "pk")
    for bom in rows.prefetch_related("lines__component"):
        lines = sorted(bom.lines.all(), key=lambda line: line.position)
        bill = Bill(
            bom.item.code,
            bom.revision,
            bom.state,
            bom.batch_quantity,
            tuple(
                BillLine(**{name: getattr(line, name) for name in _LINE}, component=line.component.code)
                for line in lines
            ),
            bom.from_on,
            bom.to_on,
        )
        found[bom.item.code].append(bill)
    return {code: tuple(bills) for code, bills in found.items()}


def known_ways(production: Production) -> dict[str, tuple[Way, ...]]:
    """Every revision of every routing, by the item's code."""
    found: dict[str, list[Way]] = defaultdict(list)
    rows = Routing.objects.filter(item__production=production).select_related("item").order_by("item__code", "pk")
    parts = ("operations__department", "operations__machine", "operations__skill", "operations__vendor")
    for routing in rows.prefetch_related(*parts):
        steps = [
            Step(
                **{name: getattr(operation, name) for name in _STEP},
                department=operation.department.name,
                machine=operation.machine.code if operation.machine else "",
                skill=operation.skill.name if operation.skill else "",
                vendor=operation.vendor.name if operation.vendor else "",
            )
            for operation in sorted(routing.operations.all(), key=lambda one: one.number)
        ]
        way = Way(routing.item.code, routing.revision, routing.state, tuple(steps), routing.from_on, routing.to_on)
        found[routing.item.code].append(way)
    return {code: tuple(ways) for code, ways in found.items()}


def known_offers(production: Production) -> list[Offer]:
    """What suppliers ask, by item and supplier."""
    rows = SupplierItem.objects.filter(item__production=production).select_related("item", "supplier")
    return [
        Offer(item=row.item.code, supplier=row.supplier.name, **{name: getattr(row, name) for name in _OFFER})
        for row in rows.order_by("item__code", "supplier__name", "supplier_code")
    ]


def known_orders(production: Production) -> list[Order]:
    """Clients' orders with the lines that stand."""
    rows = ClientOrder.objects.filter(production=production).select_related("client").order_by("pk")
    found = []
    for order in rows.prefetch_related("lines__item"):
        lines = sorted(order.lines.all(), key=lambda line: line.position)
        ordered = tuple(
            OrderedLine(line.position, line.item.code, line.quantity, line.due_on, line.price_minor, line.priority)
            for line in lines
            if line.canceled_at is None
        )
        found.append(
            Order(
                order.client.name,
                order.client_number,
                order.number,
                ordered,
                order.ordered_on,
                order.currency,
                order.ship_to,
                order.note,
            )
        )
    return found


def known_balances(production: Production) -> dict[tuple[str, str, str], int]:
    """What lies where, by the codes of item, place and lot."""
    items = dict(Item.objects.filter(production=production).values_list("pk", "code"))
    lots = dict(Lot.objects.filter(item__production=production).values_list("pk", "code"))
    stores = dict(Store.objects.filter(production=production).values_list("pk", "code"))
    return {
        (items[item], stores[store], lots[lot] if lot else ""): steps
        for (item, lot, store), steps in balances(production).items()
    }


def known_days(production: Production) -> dict[dt.date, tuple[bool, str]]:
    """Single days off, and days off that are worked."""
    rows = DayOff.objects.filter(production=production).order_by("on")
    return {row.on: (row.is_worked, row.reason) for row in rows}


def companies(production: Production) -> dict[str, Party]:
    """The organization's companies by name; of two that are called alike the first."""
    found: dict[str, Party] = {}
    rows = Party.objects.filter(organization_id=production.organization_id, kind=Party.Kind.COMPANY, erased_at=None)
    for party in rows.order_by("pk"):
        found.setdefault(party.name, party)
    return found


def _names(rows: Iterable[str]) -> tuple[str, ...]:
    return tuple(rows)


def _with_departments(production: Production, known: Known) -> Known:
    rows = Department.objects.filter(production=production).order_by("position", "name")
    return replace(known, departments=_names(rows.values_list("name", flat=True)))


def _with_parties(production: Production, known: Known) -> Known:
    return replace(known, parties=tuple(companies(production)))


def _with_offers(production: Production, known: Known) -> Known:
    offers = {(one.item, folded(one.supplier), one.supplier_code): one for one in known_offers(production)}
    return replace(known, offers=offers)


def _with_products(production: Production, known: Known) -> Known:
    return replace(known, bills=known_bills(production), ways=known_ways(production))


def _with_stock(production: Production, known: Known) -> Known:
    places = dict(Store.objects.filter(production=production).values_list("code", "kind"))
    return replace(known, places=places, balances=known_balances(production))


def _with_orders(production: Production, known: Known) -> Known:
    return replace(known, orders=tuple(known_orders(production)))


def _with_resources(production: Production, known: Known) -> Known:
    machines = Machine.objects.filter(production=production).values_list("code", "department__name")
    skills = Skill.objects.filter(production=production).order_by("name").values_list("name", flat=True)
    return replace(known, machines=dict(machines), skills=_names(skills), ways=known_ways(production))


def _with_days(production: Production, known: Known) -> Known:
    return replace(known, days=known_days(production))


_PARTS: tuple[tuple[frozenset[ImportKind], Callable[[Production, Known], Known]], ...] = (
    (frozenset({ImportKind.ITEMS, ImportKind.ROUTINGS}), _with_departments),
    (frozenset({ImportKind.SUPPLIERS, ImportKind.ORDERS, ImportKind.ROUTINGS}), _with_parties),
    (frozenset({ImportKind.SUPPLIERS}), _with_offers),
    (BOM_KINDS, _with_products),
    (frozenset({ImportKind.STOCK}), _with_stock),
    (frozenset({ImportKind.ORDERS}), _with_orders),
    (frozenset({ImportKind.ROUTINGS}), _with_resources),
    (frozenset({ImportKind.CALENDAR}), _with_days),
)


def _plain(record: Mapping[str, object], *leave: str) -> tuple[str, ...]:
    return tuple(name for name in record if name not in leave)


_LINE = _plain(BillLine.__dataclass_fields__, "component")
_STEP = _plain(Step.__dataclass_fields__, "department", "machine", "skill", "vendor")
_OFFER = _plain(Offer.__dataclass_fields__, "item", "supplier")
