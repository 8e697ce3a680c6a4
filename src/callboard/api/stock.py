"""The catalog over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from callboard.api.door import expected_version, member_of, now, once, production_for, scoped
from callboard.api.schemas import Problem
from callboard.api.stock_schemas import ItemChangeIn, ItemIn, ItemOut, ItemPageOut, ItemSupplierOut
from callboard.core.engagements.rules import show_amount
from callboard.core.organizations.permissions import may_see
from callboard.core.organizations.rules import DataClass
from callboard.stock.items.actions import change_item, create_item
from callboard.stock.items.quantity_rules import amount_text, read_quantity, shown
from callboard.stock.items.queries import found_items, item_by_id, item_terms, own_units, with_suppliers
from callboard.stock.items.rules import COST_FIELDS, ItemKind, ItemSearch, ItemTerms
from callboard.stock.items.unit_rules import NO_UNITS
from callboard.stock.moves.queries import StockLine, stock_of

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.stock.items.models import Item, SupplierItem

router = Router(tags=["stock"])
REFUSALS = {403: Problem, 404: Problem, 409: Problem, 412: Problem, 422: Problem, 428: Problem}
ITEMS_AN_ANSWER = 500
QUANTITIES = (
    "safety_stock",
    "lot_quantity",
    "lot_minimum",
    "lot_multiple",
    "lot_maximum",
    "reorder_point",
    "reorder_up_to",
)
_AS_THEY_ARE = frozenset(ItemTerms.__dataclass_fields__) - {*QUANTITIES, *COST_FIELDS, "charged_to"}


@router.get("/productions/{production}/items", response={200: ItemPageOut, **REFUSALS})
@scoped
def list_items(
    request: HttpRequest,
    production: UUID,
    search: str = "",
    kind: str = "",
    active: str = "yes",
    offset: Query[int] = 0,
) -> ItemPageOut:
    """The catalog by code, 500 at a time; `search` looks at codes, names and suppliers' codes."""
    found, member = production_for(request, production), member_of(request)
    asked = ItemSearch(words=search.replace("\0", ""), kind=kind, active=active)
    start = max(offset, 0)
    rows = list(with_suppliers(found_items(member, found, asked))[start : start + ITEMS_AN_ANSWER + 1])
    listed = rows[:ITEMS_AN_ANSWER]
    more = start + ITEMS_AN_ANSWER if len(rows) > len(listed) else None
    return ItemPageOut(items=_items(request, found, listed), next_offset=more)


@router.get("/productions/{production}/items/{item}", response={200: ItemOut, **REFUSALS})
@scoped
def read_item(request: HttpRequest, production: UUID, item: UUID) -> ItemOut:
    """One item."""
    return _item(request, production_for(request, production), item)


@router.post("/productions/{production}/items", response={200: ItemOut, **REFUSALS})
@once
def add_an_item(request: HttpRequest, production: UUID, asked: ItemIn) -> ItemOut:
    """Add an item. What is left out is what its kind usually has."""
    found = production_for(request, production)
    usual = ItemTerms.of_kind(asked.kind or ItemKind.COMPONENT, code=asked.code, name=asked.name)
    made = create_item(found, _terms(usual, asked), by=member_of(request), at=now())
    return _item(request, found, made.public_id)


@router.patch("/productions/{production}/items/{item}", response={200: ItemOut, **REFUSALS})
@once
def change_an_item(request: HttpRequest, production: UUID, item: UUID, asked: ItemChangeIn) -> ItemOut:
    """Change an item (If-Match). What is left out stays."""
    version, found = expected_version(request), production_for(request, production)
    row = item_by_id(member_of(request), found, item)
    terms = _terms(item_terms(row), asked, own_units(row))
    change_item(row, terms, by=member_of(request), at=now(), version=version)
    return _item(request, found, item)


def _terms(base: ItemTerms, asked: ItemChangeIn, own: Mapping[str, Fraction] = NO_UNITS) -> ItemTerms:
    """The terms with what was asked for; a null is left out, except that a shelf life can be taken away."""
    sent = asked.model_dump(exclude_unset=True)
    given = {name: value for name, value in sent.items() if value is not None or name == "shelf_days"}
    unit, decimals = given.get("unit", base.unit), given.get("decimals", base.decimals)
    same = own if unit == base.unit else NO_UNITS
    rescaled = {name: _rescaled(getattr(base, name), base.decimals, decimals) for name in QUANTITIES}
    written = {name: read_quantity(given[name], decimals, unit, same) for name in QUANTITIES if name in given}
    return replace(base, **(given | rescaled | written))


def _rescaled(steps: int, before: int, after: int) -> int:
    """The same quantity in steps of another size. Raises QuantityTooFine."""
    return steps if before == after else read_quantity(shown(steps, before), after, "pcs")


def _item(request: HttpRequest, production: Production, public_id: UUID) -> ItemOut:
    row = item_by_id(member_of(request), production, public_id)
    return _items(request, production, [row])[0]


def _items(request: HttpRequest, production: Production, rows: Sequence[Item]) -> list[ItemOut]:
    sees_costs = may_see(member_of(request), DataClass.PAY)
    stock = stock_of(production, [row.pk for row in rows])
    return [_out(row, stock.get(row.pk, StockLine()), sees_costs=sees_costs) for row in rows]


def _out(row: Item, stock: StockLine, *, sees_costs: bool) -> ItemOut:
    fields: dict[str, Any] = {name: getattr(row, name) for name in _AS_THEY_ARE}
    fields |= {name: shown(getattr(row, name), row.decimals) for name in QUANTITIES}
    fields |= {name: getattr(row, name) if sees_costs else None for name in COST_FIELDS}
    return ItemOut(
        id=row.public_id,
        version=row.version,
        is_active=row.is_active,
        charged_to=row.charged_to.name if row.charged_to else "",
        on_hand=shown(stock.on_hand, row.decimals),
        free=shown(stock.free, row.decimals),
        own_units={unit.unit: amount_text(Fraction(unit.numerator, unit.denominator)) for unit in row.units.all()},
        suppliers=[_supplier(row, line, sees_prices=sees_costs) for line in row.suppliers.all()],
        **fields,
    )


def _supplier(row: Item, line: SupplierItem, *, sees_prices: bool) -> ItemSupplierOut:
    return ItemSupplierOut(
        supplier=line.supplier.name,
        supplier_code=line.supplier_code,
        price=show_amount(line.price_minor, line.currency) if sees_prices else None,
        price_quantity=shown(line.price_quantity, row.decimals) if sees_prices else None,
        currency=line.currency if sees_prices else None,
        minimum=shown(line.minimum, row.decimals),
        multiple=shown(line.multiple, row.decimals),
        lead_days=line.lead_days,
        is_preferred=line.is_preferred,
        is_active=line.is_active,
    )
