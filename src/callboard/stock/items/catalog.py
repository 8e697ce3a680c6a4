"""Writing to the catalog as a step of a larger action (an import, a receipt): no permission and no audit row here."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from django.db.models import F

from callboard.core.engagements.models import Department
from callboard.core.organizations.models import Production
from callboard.core.people.models import Party
from callboard.stock.items.models import Item, ItemUnit, Lot, SupplierItem
from callboard.stock.items.queries import find_item, find_lot, uses_of
from callboard.stock.items.rules import (
    COST_FIELDS,
    DepartmentUnknown,
    ItemTerms,
    OwnUnitWrong,
    SupplierTerms,
    TrackingIsFixed,
    UnitIsFixed,
    check_supplier_terms,
    check_terms,
    lot_code,
)

_ONLY_TERMS = {"itemunit", "supplieritem"}
"""What stands in the catalog itself: counted in the unit, yet no stock."""


def write_item(production: Production, terms: ItemTerms) -> Item:
    """Add the item, or change the one of that code. Raises what `check_terms` raises, UnitIsFixed, TrackingIsFixed."""
    return write_terms(find_item(production, terms.code) or new_item(production), terms)


def new_item(production: Production) -> Item:
    """An item that is not written yet."""
    return Item(organization_id=production.organization_id, production=production)


def write_terms(item: Item, terms: ItemTerms) -> Item:
    """Put the terms on an item, new or there, and keep it. Raises DepartmentUnknown and what `write_item` raises."""
    check_terms(terms)
    if item.pk:
        _check_unit_stays(item, terms)
    for name, value in _fields(item.production, terms).items():
        setattr(item, name, value)
    item.save()
    return item


def changed_fields(item: Item, terms: ItemTerms) -> list[str]:
    """Names of what the terms would change, money only as "costs": amounts do not belong into the history."""
    changed = {name for name, value in _fields(item.production, terms).items() if getattr(item, name) != value}
    return sorted((changed - COST_FIELDS) | ({"costs"} if changed & COST_FIELDS else set()))


def write_item_unit(item: Item, unit: str, factor: Fraction) -> ItemUnit:
    """Say how many stock units one of the item's own units is, anew or again. Raises OwnUnitWrong."""
    name = unit.strip()
    if not name or len(name) > 20 or name == item.unit or factor <= 0 or max(factor.as_integer_ratio()) > 10**15:
        raise OwnUnitWrong(unit=item.unit)
    row = ItemUnit.objects.filter(item=item, unit=name).first()
    row = row or ItemUnit(organization_id=item.organization_id, item=item, unit=name)
    row.numerator, row.denominator = factor.as_integer_ratio()
    row.save()
    return row


def write_supplier_item(item: Item, supplier: Party, terms: SupplierTerms) -> SupplierItem:
    """Keep what a supplier asks, anew or again for the same code. Raises what `check_supplier_terms` raises."""
    code = terms.supplier_code.strip()
    row = SupplierItem.objects.filter(item=item, supplier=supplier, supplier_code=code).first()
    row = row or SupplierItem(organization_id=item.organization_id, item=item, supplier=supplier)
    return write_supplier_terms(row, terms)


def write_supplier_terms(row: SupplierItem, terms: SupplierTerms) -> SupplierItem:
    """Put the terms on a supplier's line, new or there; only one line of an item is preferred."""
    check_supplier_terms(terms)
    values = asdict(terms) | {
        "supplier_code": terms.supplier_code.strip(),
        "currency": terms.currency.strip().upper() or row.item.production.currency,
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    if row.is_preferred:
        others = SupplierItem.objects.filter(item=row.item, is_preferred=True).exclude(pk=row.pk)
        others.update(is_preferred=False, version=F("version") + 1)
    return row


def ensure_lot(item: Item, code: str, **fields: Any) -> Lot:
    """The item's lot of that code, made when it is not there; `fields` are for a new one. Raises LotCodeMissing."""
    name = lot_code(code)
    found = find_lot(item, name)
    if found is None:
        found = Lot(organization_id=item.organization_id, item=item, code=name, **fields)
        found.save()
    return found


def _fields(production: Production, terms: ItemTerms) -> dict[str, Any]:
    texts = {name: getattr(terms, name).strip() for name in ("code", "name", "description", "planner", "abc_class")}
    return asdict(terms) | texts | {"charged_to": _department(production, terms.charged_to)}


def _department(production: Production, name: str) -> Department | None:
    if not name.strip():
        return None
    known = list(Department.objects.filter(production=production).order_by("position", "name"))
    for department in known:
        if department.name.casefold() == name.strip().casefold():
            return department
    raise DepartmentUnknown(name=name.strip(), known=", ".join(row.name for row in known) or "–")


def _check_unit_stays(item: Item, terms: ItemTerms) -> None:
    is_same_unit = (terms.unit, terms.decimals) == (item.unit, item.decimals)
    if is_same_unit and terms.tracking == item.tracking:
        return
    uses = uses_of(item)
    if not is_same_unit and uses:
        raise UnitIsFixed(code=item.code)
    if terms.tracking != item.tracking and uses - _ONLY_TERMS:
        raise TrackingIsFixed(code=item.code)
