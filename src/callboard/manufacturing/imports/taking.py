"""Writing what a check found, record by record, inside the transaction of `actions.take_import`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from callboard.core.engagements.actions import DepartmentTerms, create_department
from callboard.core.engagements.models import Department
from callboard.core.engagements.rules import department_position
from callboard.core.organizations.models import Membership, Production
from callboard.core.people.models import Party
from callboard.core.people.rules import PartyDetails
from callboard.core.productions.actions import set_day_off
from callboard.core.resources.actions import create_machine, create_skill
from callboard.core.resources.models import Machine, Skill
from callboard.core.resources.rules import MachineTerms
from callboard.manufacturing.imports.calendar_rows import DaysRow
from callboard.manufacturing.imports.found import Found, Verb
from callboard.manufacturing.imports.item_rows import ItemRow
from callboard.manufacturing.imports.known import Bill, Offer, Order, Way
from callboard.manufacturing.imports.mirror import companies
from callboard.manufacturing.imports.rules import ImportKind
from callboard.manufacturing.imports.stock_rows import OpeningRow
from callboard.manufacturing.orders.actions import OrderHead, OrderLineTerms, take_order
from callboard.manufacturing.products.bills import write_bom, write_routing
from callboard.manufacturing.products.levels import lock_bills, refresh_levels
from callboard.manufacturing.products.models import Bom, Routing
from callboard.manufacturing.products.rules import BomHead, BomLineTerms, OperationTerms, RevisionState, RoutingHead
from callboard.stock.items.actions import create_supplier
from callboard.stock.items.catalog import ensure_lot, new_item, write_item_unit, write_supplier_item, write_terms
from callboard.stock.items.models import Item
from callboard.stock.items.queries import item_terms
from callboard.stock.items.rules import SupplierTerms
from callboard.stock.moves.actions import OpeningLine, open_store, record_opening
from callboard.stock.moves.models import Store
from callboard.stock.moves.rules import StoreTerms


@dataclass
class Hand:
    """Who takes, when, and the plant's rows by the names that records use; what is missing is added when first used.

    Additions go through the actions of their own rooms, so they ask their own permission and leave their own audit row.
    """

    production: Production
    by: Membership
    at: dt.datetime

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by code."""
        rows = Item.objects.filter(production=self.production).select_related("production", "charged_to")
        return {item.code: item for item in rows}

    @cached_property
    def departments(self) -> dict[str, Department]:
        """Departments by name."""
        return {row.name: row for row in Department.objects.filter(production=self.production)}

    @cached_property
    def machines(self) -> dict[str, Machine]:
        """Machines by code."""
        return {row.code: row for row in Machine.objects.filter(production=self.production)}

    @cached_property
    def skills(self) -> dict[str, Skill]:
        """Skills by name."""
        return {row.name: row for row in Skill.objects.filter(production=self.production)}

    @cached_property
    def stores(self) -> dict[str, Store]:
        """Places by code."""
        return {row.code: row for row in Store.objects.filter(production=self.production)}

    @cached_property
    def parties(self) -> dict[str, Party]:
        """Companies by name."""
        return companies(self.production)

    def department(self, name: str) -> Department:
        """The department of that name."""
        if name not in self.departments:
            terms = DepartmentTerms(name, department_position(name))
            self.departments[name] = create_department(self.production, terms, by=self.by, at=self.at)
        return self.departments[name]

    def machine(self, code: str, department: Department) -> Machine | None:
        """The machine of that code; a new one stands in the department."""
        if code and code not in self.machines:
            terms = MachineTerms(code=code, name=code)
            self.machines[code] = create_machine(self.production, department, terms, by=self.by, at=self.at)
        return self.machines.get(code)

    def skill(self, name: str) -> Skill | None:
        """The skill of that name."""
        if name and name not in self.skills:
            self.skills[name] = create_skill(self.production, name, by=self.by, at=self.at)
        return self.skills.get(name)

    def supplier(self, name: str) -> Party:
        """The company of that name."""
        if name not in self.parties:
            self.parties[name] = create_supplier(self.production, name, by=self.by, at=self.at)
        return self.parties[name]

    def store(self, opening: OpeningRow) -> Store:
        """The place that the row names."""
        if opening.place not in self.stores:
            terms = StoreTerms(code=opening.place, kind=opening.place_kind)
            self.stores[opening.place] = open_store(self.production, terms, by=self.by, at=self.at)
        return self.stores[opening.place]


def write_found(kind: ImportKind, found: Iterable[Found[Any]], hand: Hand) -> None:
    """Write everything that is new or changed."""
    _WRITERS[kind]([one for one in found if one.verb is not Verb.SAME], hand)


def _write_items(found: Sequence[Found[ItemRow]], hand: Hand) -> None:
    changed = []
    for one in found:
        row = one.record
        item = hand.items.get(row.code)
        terms = row.terms(vars(item_terms(item)) if item else {})
        if terms.charged_to:
            hand.department(terms.charged_to)
        item = write_terms(item or new_item(hand.production), terms)
        if row.is_active is not None and row.is_active != item.is_active:
            item.is_active = row.is_active
            item.save(update_fields=["is_active"])
        for unit, factor in row.own_units.items():
            write_item_unit(item, unit, factor)
        if one.verb is Verb.CHANGED:
            changed.append(item.pk)
        hand.items[row.code] = item
    if changed:
        refresh_levels(hand.production, changed)


def _write_offers(found: Sequence[Found[Offer]], hand: Hand) -> None:
    names = [one.name for one in fields(SupplierTerms)]
    for one in found:
        terms = SupplierTerms(**{name: getattr(one.record, name) for name in names})
        write_supplier_item(hand.items[one.record.item], hand.supplier(one.record.supplier), terms)


def _write_bills(found: Sequence[Found[Bill]], hand: Hand) -> None:
    if not found:
        return
    lock_bills(hand.production)
    touched: set[int] = set()
    names = [one.name for one in fields(BomLineTerms) if one.name != "component"]
    for one in found:
        bill, item = one.record, hand.items[one.record.item]
        _clear_draft(Bom, item, bill.revision)
        lines = [
            BomLineTerms(hand.items[line.component], **{name: getattr(line, name) for name in names})
            for line in bill.lines
        ]
        head = BomHead(bill.batch_quantity, bill.from_on, bill.to_on)
        write_bom(item, bill.revision, lines, head=head, released_at=_released_at(bill.state, hand))
        touched |= {item.pk, *(line.component.pk for line in lines)}
    refresh_levels(hand.production, touched)


def _write_ways(found: Sequence[Found[Way]], hand: Hand) -> None:
    plain = [one.name for one in fields(OperationTerms) if one.name not in {"department", "machine", "skill", "vendor"}]
    for one in found:
        way, item = one.record, hand.items[one.record.item]
        _clear_draft(Routing, item, way.revision)
        operations = []
        for step in way.steps:
            department = hand.department(step.department)
            operations.append(
                OperationTerms(
                    **{name: getattr(step, name) for name in plain},
                    department=department,
                    machine=hand.machine(step.machine, department),
                    skill=hand.skill(step.skill),
                    vendor=hand.supplier(step.vendor) if step.vendor else None,
                )
            )
        head = RoutingHead(way.from_on, way.to_on)
        write_routing(item, way.revision, operations, head=head, released_at=_released_at(way.state, hand))


def _clear_draft(table: type[Bom | Routing], item: Item, revision: str) -> None:
    """A draft that comes in again is written anew; the check let no released one through."""
    table.objects.filter(item=item, revision=revision, state=RevisionState.DRAFT).delete()


def _released_at(state: str, hand: Hand) -> dt.datetime | None:
    return hand.at if state == RevisionState.RELEASED else None


def _write_stock(found: Sequence[Found[OpeningRow]], hand: Hand) -> None:
    lines = []
    for one in found:
        row, item = one.record, hand.items[one.record.item]
        dates: Mapping[str, Any] = {"made_on": row.made_on, "expires_on": row.expires_on}
        lot = ensure_lot(item, row.lot, **dates, supplier_code=row.supplier_lot) if row.lot else None
        lines.append(OpeningLine(item, row.quantity, hand.store(row), lot, row.value_minor))
    if lines:
        record_opening(hand.production, lines, by=hand.by, at=hand.at)


def _write_orders(found: Sequence[Found[Order]], hand: Hand) -> None:
    for one in found:
        order = one.record
        details = PartyDetails(name=order.client, kind=Party.Kind.COMPANY)
        lines = [
            OrderLineTerms(hand.items[line.item], line.quantity, line.due_on, line.price_minor, line.priority)
            for line in order.lines
        ]
        head = OrderHead(order.client_number, order.ordered_on, order.ship_to, order.note)
        client = hand.parties.get(order.client, details)
        taken = take_order(hand.production, client, lines, head, by=hand.by, at=hand.at)
        hand.parties[order.client] = taken.client


def _write_days(found: Sequence[Found[DaysRow]], hand: Hand) -> None:
    for one in found:
        days = one.record
        for date in days.dates:
            set_day_off(hand.production, date, reason=days.reason, is_worked=days.is_worked, by=hand.by, at=hand.at)


_WRITERS: Mapping[ImportKind, Callable[[Any, Hand], None]] = {
    ImportKind.ITEMS: _write_items,
    ImportKind.SUPPLIERS: _write_offers,
    ImportKind.BOM_PAIRS: _write_bills,
    ImportKind.BOM_LEVELS: _write_bills,
    ImportKind.BOM_FLAT: _write_bills,
    ImportKind.STOCK: _write_stock,
    ImportKind.ORDERS: _write_orders,
    ImportKind.ROUTINGS: _write_ways,
    ImportKind.CALENDAR: _write_days,
}
