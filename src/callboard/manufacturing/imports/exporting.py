"""Tables out: in exactly the columns that the import reads, so that what goes out comes in again as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from callboard.core.engagements.rules import MINOR_UNITS
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.formats.tables import Value
from callboard.manufacturing.imports.item_rows import KINDS, POLICIES, SOURCES, TRACKINGS
from callboard.manufacturing.imports.known import Bill, BillLine, KnownItem
from callboard.manufacturing.imports.mirror import (
    known_balances,
    known_bills,
    known_days,
    known_items,
    known_offers,
    known_orders,
    known_ways,
)
from callboard.manufacturing.imports.rules import ImportKind
from callboard.manufacturing.imports.tables import COLUMNS, MONEY_FIELDS
from callboard.manufacturing.products.rules import RevisionState
from callboard.stock.items.models import Lot
from callboard.stock.moves.models import Store
from callboard.stock.moves.queries import values_of

Cells = Mapping[str, Value]
"""A row by field names; fields that are left out are empty."""


def exported(member: Membership, production: Production, kind: ImportKind) -> tuple[list[str], list[list[Value]]]:
    """Headings and rows of a table. Money and addresses are left out for those who are not shown them."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    hidden = frozenset() if may_see(member, DataClass.PAY) else MONEY_FIELDS
    hidden |= frozenset() if may_see(member, DataClass.CONTACT) else {"ship_to"}
    fields = [one for one in COLUMNS[kind] if one.name not in hidden]
    rows = [[cells.get(one.name) for one in fields] for cells in _EXPORTS[kind](production)]
    return [one.titles[0] for one in fields], rows


def _items(production: Production) -> Iterator[Cells]:
    places = _places(production)
    for item in known_items(production, with_values=True).values():
        values = dict(item.values)
        quantities = {name: _amount(int(str(values[name])), item) for name in _ITEM_QUANTITIES}
        yield {
            **{name: _cell(value) for name, value in values.items()},
            **quantities,
            "kind": KINDS[values["kind"]][0],  # type: ignore[index]  # a kind of the table
            "tracking": TRACKINGS[values["tracking"]][0],  # type: ignore[index]
            "source": SOURCES[values["source"]][0],  # type: ignore[index]
            "lot_policy": POLICIES[values["lot_policy"]][0],  # type: ignore[index]
            "is_phantom": _yes_no(values["is_phantom"]),
            "needs_inspection": _yes_no(values["needs_inspection"]),
            "is_active": _yes_no(item.is_active),
            "yield_ppm": _percent(int(str(values["yield_ppm"]))),
            "own_units": "; ".join(f"{unit}={_factor(factor)}" for unit, factor in item.own_units.items()),
            "standard_cost_minor": _money(int(str(values["standard_cost_minor"])), places),
            "setup_cost_minor": _money(int(str(values["setup_cost_minor"])), places),
        }


def _suppliers(production: Production) -> Iterator[Cells]:
    items = known_items(production)
    for offer in known_offers(production):
        item = items[offer.item]
        yield {
            "item": offer.item,
            "supplier": offer.supplier,
            "supplier_code": offer.supplier_code,
            "price": _money(offer.price_minor, MINOR_UNITS.get(offer.currency or production.currency, 2)),
            "per": _amount(offer.price_quantity, item),
            "currency": offer.currency,
            "minimum": _amount(offer.minimum, item),
            "multiple": _amount(offer.multiple, item),
            "unit": item.unit,
            "lead_days": offer.lead_days,
            "is_preferred": _yes_no(offer.is_preferred),
            "is_active": _yes_no(offer.is_active),
        }


def _pairs(production: Production) -> Iterator[Cells]:
    items = known_items(production)
    for bills in known_bills(production).values():
        for bill in bills:
            if bill.state != RevisionState.RETIRED:
                yield from ({"parent": bill.item, **_line(bill, line, items)} for line in bill.lines)


def _levels(production: Production) -> Iterator[Cells]:
    """Every item that nothing is made of but that has a bill, broken down by its latest released bills."""
    items, bills = known_items(production), _ruling(known_bills(production))
    used = {line.component for bill in bills.values() for line in bill.lines}
    for code in (code for code in bills if code not in used):
        yield {"level": 0, "component": code, "quantity": 1, "unit": items[code].unit}
        yield from _below(code, 1, items, bills)


def _below(code: str, level: int, items: Mapping[str, KnownItem], bills: Mapping[str, Bill]) -> Iterator[Cells]:
    bill = bills[code]
    for line in bill.lines:
        yield {"level": level, **_line(bill, line, items)}
        if line.component in bills:
            yield from _below(line.component, level + 1, items, bills)


def _ruling(bills: Mapping[str, tuple[Bill, ...]]) -> dict[str, Bill]:
    released = {code: [one for one in some if one.state == RevisionState.RELEASED] for code, some in bills.items()}
    return {code: some[-1] for code, some in released.items() if some}


def _line(bill: Bill, line: BillLine, items: Mapping[str, KnownItem]) -> Cells:
    component = items[line.component]
    return {
        "component": line.component,
        "quantity": _amount(line.quantity, component),
        "unit": component.unit,
        "batch": _amount(bill.batch_quantity, items[bill.item]),
        "position": line.position,
        "is_fixed": _yes_no(line.is_fixed),
        "scrap": _percent(line.scrap_ppm),
        "operation": line.operation_number,
        "from_on": line.from_on,
        "to_on": line.to_on,
        "alternative_group": line.alternative_group,
        "alternative_priority": line.alternative_priority,
        "offset_days": line.offset_days,
        "references": line.references,
        "is_backflushed": _yes_no(line.is_backflushed),
        "revision": bill.revision,
        "state": bill.state,
        "revision_from": bill.from_on,
        "revision_to": bill.to_on,
    }


def _stock(production: Production) -> Iterator[Cells]:
    items = known_items(production)
    kinds = dict(Store.objects.filter(production=production).values_list("code", "kind"))
    lots = {
        (lot.item.code, lot.code): lot for lot in Lot.objects.filter(item__production=production).select_related("item")
    }
    worth = _worth(production)
    for (code, place, lot_code), steps in sorted(known_balances(production).items()):
        item, lot = items[code], lots.get((code, lot_code))
        if steps <= 0:
            continue  # used before it was there: a discrepancy to settle, not an opening balance
        yield {
            "item": code,
            "place": place,
            "quantity": _amount(steps, item),
            "unit": item.unit,
            "lot": lot_code,
            "value": _money(worth[code].take(steps), _places(production)),
            "place_kind": kinds[place],
            "made_on": lot.made_on if lot else None,
            "expires_on": lot.expires_on if lot else None,
            "supplier_lot": lot.supplier_code if lot else "",
        }


class _Worth:
    """What an item's stock is worth, handed out to its places so that the parts add up to the whole."""

    def __init__(self, value: int, steps: int) -> None:
        self.value, self.steps = value, steps

    def take(self, steps: int) -> int:
        part = self.value if steps >= self.steps else self.value * steps // self.steps
        self.value, self.steps = self.value - part, self.steps - steps
        return max(part, 0)


def _worth(production: Production) -> dict[str, _Worth]:
    steps: dict[str, int] = {}
    for (code, _, _), there in known_balances(production).items():
        steps[code] = steps.get(code, 0) + max(there, 0)
    values = values_of(production)
    codes = {code: pk for pk, code in _codes(production)}
    return {code: _Worth(values.get(codes[code], 0), there) for code, there in steps.items()}


def _codes(production: Production) -> list[tuple[int, str]]:
    return list(production.items.values_list("pk", "code"))


def _orders(production: Production) -> Iterator[Cells]:
    items, places = known_items(production), _places(production)
    for order in known_orders(production):
        for line in order.lines:
            yield {
                "number": order.number,
                "client": order.client,
                "client_number": order.client_number,
                "ordered_on": order.ordered_on,
                "position": line.position,
                "item": line.item,
                "quantity": _amount(line.quantity, items[line.item]),
                "unit": items[line.item].unit,
                "due_on": line.due_on,
                "price": _money(line.price_minor, places),
                "priority": line.priority,
                "currency": order.currency,
                "ship_to": order.ship_to,
                "note": order.note,
            }


def _routings(production: Production) -> Iterator[Cells]:
    items, places = known_items(production), _places(production)
    for ways in known_ways(production).values():
        for way in (one for one in ways if one.state != RevisionState.RETIRED):
            item = items[way.item]
            for step in way.steps:
                yield {
                    **{name: _cell(value) for name, value in vars(step).items()},
                    "item": way.item,
                    "unit": item.unit,
                    "run_quantity": _amount(step.run_quantity, item),
                    "batch_quantity": _amount(step.batch_quantity, item),
                    "yield_ppm": _percent(step.yield_ppm),
                    "is_outside": _yes_no(step.is_outside),
                    "outside_price": _money(step.outside_price_minor, places),
                    "revision": way.revision,
                    "state": way.state,
                    "revision_from": way.from_on,
                    "revision_to": way.to_on,
                }


def _calendar(production: Production) -> Iterator[Cells]:
    for on, (is_worked, reason) in known_days(production).items():
        yield {"on": on, "is_worked": _yes_no(is_worked), "reason": reason}


_ITEM_QUANTITIES = (
    "safety_stock", "lot_quantity", "lot_minimum", "lot_multiple", "lot_maximum", "reorder_point", "reorder_up_to",
)  # fmt: skip
_EXPORTS: Mapping[ImportKind, Callable[[Production], Iterator[Cells]]] = {
    ImportKind.ITEMS: _items,
    ImportKind.SUPPLIERS: _suppliers,
    ImportKind.BOM_PAIRS: _pairs,
    ImportKind.BOM_LEVELS: _levels,
    ImportKind.STOCK: _stock,
    ImportKind.ORDERS: _orders,
    ImportKind.ROUTINGS: _routings,
    ImportKind.CALENDAR: _calendar,
}
EXPORTED = tuple(_EXPORTS)
"""What can be exported: a list of one product's components says less than its levels."""


def _places(production: Production) -> int:
    return MINOR_UNITS.get(production.currency, 2)


def _amount(steps: int, item: KnownItem) -> Value:
    amount = Decimal(steps).scaleb(-item.decimals)
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()


def _money(minor: int, places: int) -> Value:
    return Decimal(minor).scaleb(-places)


def _percent(ppm: int) -> Value:
    percent = Decimal(ppm) / 10_000
    return int(percent) if percent == percent.to_integral_value() else percent


def _factor(factor: Fraction) -> str:
    return str(factor)


def _yes_no(value: object) -> str:
    """Words both ways: an empty cell would leave the default."""
    return "yes" if value else "no"


def _cell(value: object) -> Value:
    return value if value is None or isinstance(value, str | int | Decimal) else str(value)
