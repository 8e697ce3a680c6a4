"""Adding to, changing and retiring from the catalog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from callboard.core.attachments.actions import keep_file
from callboard.core.audit.actions import acting
from callboard.core.errors import NotAllowed
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.people.actions import new_party
from callboard.core.people.models import Party
from callboard.core.people.rules import PartyDetails
from callboard.stock.items.catalog import (
    changed_fields,
    ensure_lot,
    new_item,
    write_item_unit,
    write_supplier_item,
    write_supplier_terms,
    write_terms,
)
from callboard.stock.items.models import Item, ItemFile, ItemUnit, Lot, SupplierItem
from callboard.stock.items.queries import find_item, find_lot, item_terms
from callboard.stock.items.rules import (
    COST_FIELDS,
    CodeTaken,
    ItemTerms,
    LotTaken,
    NotTracked,
    OwnUnitTaken,
    SupplierTaken,
    SupplierTerms,
    Tracking,
)

__all__ = ["ItemTerms", "SupplierTerms"]
_MAY = Permission.CHANGE_CATALOG

ItemListener = Callable[[Item], None]
item_listeners: list[ItemListener] = []
"""Called in the transaction that changes an item, so that floors above keep up what they derive from it."""


def create_item(production: Production, terms: ItemTerms, *, by: Membership, at: datetime) -> Item:
    """Add an item to the catalog. Raises CodeTaken and what `check_terms` raises."""
    with acting(by, "create item", at=at, may=_MAY, production=production) as record:
        _check_costs(by, terms, ItemTerms(terms.code, terms.name))
        _check_code_free(production, terms.code, None)
        item = write_terms(new_item(production), terms)
        record.about(item)
        record.note(kind=item.kind)
        announce(production, "item", about=item, at=at)
    return item


def change_item(item: Item, terms: ItemTerms, *, by: Membership, at: datetime, version: int) -> Item:
    """Change an item's terms. Raises StaleEdit, CodeTaken, UnitIsFixed, TrackingIsFixed, what `check_terms` raises."""
    production = item.production
    with acting(by, "change item", at=at, may=_MAY, production=production, on=item, version=version) as record:
        _check_costs(by, terms, item_terms(item))
        _check_code_free(production, terms.code, item)
        record.note(changed=changed_fields(item, terms))
        write_terms(item, terms)
        for listener in item_listeners:
            listener(item)
        announce(production, "item", about=item, at=at)
    return item


def retire_item(item: Item, *, by: Membership, at: datetime, version: int) -> Item:
    """Take an item out of use: it stays where it was used and is offered nowhere. Raises StaleEdit."""
    return _set_active(item, False, "retire item", by=by, at=at, version=version)


def restore_item(item: Item, *, by: Membership, at: datetime, version: int) -> Item:
    """Take a retired item into use again. Raises StaleEdit."""
    return _set_active(item, True, "restore item", by=by, at=at, version=version)


def add_item_unit(item: Item, unit: str, factor: Fraction, *, by: Membership, at: datetime) -> ItemUnit:
    """Give the item a unit of its own: one `unit` is `factor` stock units. Raises OwnUnitWrong, OwnUnitTaken."""
    with acting(by, "add item unit", at=at, may=_MAY, production=item.production, on=item) as record:
        if ItemUnit.objects.filter(item=item, unit=unit.strip()).exists():
            raise OwnUnitTaken(unit=unit.strip())
        row = write_item_unit(item, unit, factor)
        record.note(unit=row.unit, factor=str(factor))
        announce(item.production, "item", about=item, at=at)
    return row


def change_item_unit(row: ItemUnit, factor: Fraction, *, by: Membership, at: datetime, version: int) -> ItemUnit:
    """Correct how much one of the item's own units is. What was counted stays counted. Raises StaleEdit."""
    item = row.item
    with acting(by, "change item unit", at=at, may=_MAY, production=item.production, on=row, version=version) as record:
        record.about(item)
        record.note(unit=row.unit, before=f"{row.numerator}/{row.denominator}", factor=str(factor))
        changed = write_item_unit(item, row.unit, factor)
        announce(item.production, "item", about=item, at=at)
    return changed


def remove_item_unit(row: ItemUnit, *, by: Membership, at: datetime) -> None:
    """Take a unit of its own away from the item. Quantities are kept in the stock unit and stay what they are."""
    item = row.item
    with acting(by, "remove item unit", at=at, may=_MAY, production=item.production, on=item) as record:
        record.note(unit=row.unit)
        row.delete()
        announce(item.production, "item", about=item, at=at)


def create_supplier(production: Production, name: str, *, email: str = "", by: Membership, at: datetime) -> Party:
    """Add a company to buy from. One of that name that the organization knows already is handed back."""
    with acting(by, "create supplier", at=at, may=_MAY, production=production) as record:
        known = Party.objects.filter(name=name.strip(), kind=Party.Kind.COMPANY, erased_at=None).first()
        details = PartyDetails(name=name.strip(), kind=Party.Kind.COMPANY, email=email)
        party = known or new_party(production.organization, details, country=production.country, at=at)
        record.about(party)
    return party


def add_supplier_item(
    item: Item, supplier: Party, terms: SupplierTerms, *, by: Membership, at: datetime
) -> SupplierItem:
    """Say what a supplier asks for the item. Raises SupplierTaken, SupplierTermsWrong."""
    with acting(by, "add supplier", at=at, may=_MAY, production=item.production, on=item) as record:
        _check_price(by, terms, SupplierTerms())
        code = terms.supplier_code.strip()
        if SupplierItem.objects.filter(item=item, supplier=supplier, supplier_code=code).exists():
            raise SupplierTaken(supplier=supplier.name)
        row = write_supplier_item(item, supplier, terms)
        record.note(supplier=supplier.name)
        announce(item.production, "item", about=item, at=at)
    return row


def change_supplier_item(
    row: SupplierItem, terms: SupplierTerms, *, by: Membership, at: datetime, version: int
) -> SupplierItem:
    """Change what a supplier asks. Raises StaleEdit, SupplierTaken, SupplierTermsWrong."""
    item = row.item
    with acting(by, "change supplier", at=at, may=_MAY, production=item.production, on=row, version=version) as record:
        record.about(item)
        _check_price(by, terms, supplier_terms(row))
        same = SupplierItem.objects.filter(item=item, supplier=row.supplier, supplier_code=terms.supplier_code.strip())
        if same.exclude(pk=row.pk).exists():
            raise SupplierTaken(supplier=row.supplier.name)
        write_supplier_terms(row, terms)
        record.note(supplier=row.supplier.name)
        announce(item.production, "item", about=item, at=at)
    return row


def create_lot(
    item: Item,
    code: str,
    *,
    by: Membership,
    at: datetime,
    made_on: dt.date | None = None,
    expires_on: dt.date | None = None,
    supplier_code: str = "",
) -> Lot:
    """Name a lot, or a serial-numbered piece, before stock of it moves. Raises NotTracked, LotTaken, LotCodeMissing."""
    with acting(by, "create lot", at=at, may=Permission.MOVE_STOCK, production=item.production, on=item) as record:
        if item.tracking == Tracking.NONE:
            raise NotTracked(code=item.code)
        if find_lot(item, code):
            raise LotTaken(code=code.strip())
        if expires_on is None and made_on is not None and item.shelf_days:
            expires_on = made_on + dt.timedelta(days=item.shelf_days)
        lot = ensure_lot(item, code, made_on=made_on, expires_on=expires_on, supplier_code=supplier_code.strip()[:60])
        record.note(lot=lot.code)
        announce(item.production, "item", about=item, at=at)
    return lot


def attach_file(item: Item, content: bytes, name: str, *, by: Membership, at: datetime) -> ItemFile:
    """Keep a drawing, data sheet or picture with the item. Raises FileEmpty, FileTooLarge, KindNotTaken."""
    production = item.production
    with acting(by, "attach file", at=at, may=_MAY, production=production, on=item) as record:
        kept = keep_file(by, production, content, name, data_class=DataClass.CREW, at=at)
        row = ItemFile(organization_id=item.organization_id, item=item, attachment=kept, added_at=at)
        row.save()
        record.note(file=kept.file_name)
    return row


def detach_file(row: ItemFile, *, by: Membership, at: datetime) -> None:
    """Take a file off the item. Its content stays kept, and the history says who took it off."""
    item = row.item
    with acting(by, "detach file", at=at, may=_MAY, production=item.production, on=item) as record:
        record.note(file=row.attachment.file_name)
        row.delete()


def supplier_terms(row: SupplierItem) -> SupplierTerms:
    """A supplier's line as the terms it was written from."""
    return SupplierTerms(**{name: getattr(row, name) for name in SupplierTerms.__dataclass_fields__})


def _set_active(item: Item, active: bool, verb: str, *, by: Membership, at: datetime, version: int) -> Item:
    with acting(by, verb, at=at, may=_MAY, production=item.production, on=item, version=version):
        item.is_active = active
        item.save()
        announce(item.production, "item", about=item, at=at)
    return item


def _check_code_free(production: Production, code: str, item: Item | None) -> None:
    found = find_item(production, code)
    if found is not None and found != item:
        raise CodeTaken(code=code.strip())


def _check_costs(by: Membership, terms: ItemTerms, before: ItemTerms) -> None:
    """Who is not shown costs does not set them."""
    kept = {name: getattr(before, name) for name in COST_FIELDS}
    if not may_see(by, DataClass.PAY) and replace(terms, **kept) != terms:
        raise NotAllowed()


def _check_price(by: Membership, terms: SupplierTerms, before: SupplierTerms) -> None:
    asked = (terms.price_minor, terms.price_quantity, terms.currency)
    is_kept = asked == (before.price_minor, before.price_quantity, before.currency)
    if not may_see(by, DataClass.PAY) and not is_kept:
        raise NotAllowed()
