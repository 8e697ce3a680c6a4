"""Reading the catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from callboard.core.engagements.models import Department
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.people.models import Party
from callboard.stock.items.models import Item, ItemFile, ItemUnit, Lot, SupplierItem
from callboard.stock.items.rules import ItemSearch, ItemTerms

SORTS: Mapping[str, tuple[str, ...]] = {
    "code": ("code",),
    "-code": ("-code",),
    "name": ("name", "code"),
    "-name": ("-name", "code"),
    "kind": ("kind", "code"),
    "-kind": ("-kind", "code"),
    "source": ("source", "code"),
    "-source": ("-source", "code"),
    "lead": ("lead_days", "code"),
    "-lead": ("-lead_days", "code"),
}


def items_of(member: Membership, production: Production) -> QuerySet[Item]:
    """The production's catalog, in use and retired, by code."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return Item.objects.filter(production=production).order_by("code")


def found_items(member: Membership, production: Production, search: ItemSearch) -> QuerySet[Item]:
    """The catalog as somebody asked for it: every word is in the code, the name or a supplier's code."""
    rows = items_of(member, production)
    for word in search.words.split():
        supplied = SupplierItem.objects.filter(supplier_code__icontains=word).values("item_id")
        rows = rows.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(pk__in=supplied))
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if search.source:
        rows = rows.filter(source=search.source)
    if search.active in {"yes", "no"}:
        rows = rows.filter(is_active=search.active == "yes")
    return rows.order_by(*SORTS.get(search.sort, SORTS["code"]))


def item_by_id(member: Membership, production: Production, public_id: UUID) -> Item:
    """One item of the production. Raises NotFound."""
    found = items_of(member, production).select_related("production", "charged_to").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def find_item(production: Production, code: str) -> Item | None:
    """The item of that code, or None. For other actions, inside their scope."""
    return Item.objects.filter(production=production, code=code.strip()).first()


def item_terms(item: Item) -> ItemTerms:
    """The item as the terms it was written from, to change some of them."""
    values = {name: getattr(item, name) for name in ItemTerms.__dataclass_fields__ if name != "charged_to"}
    return ItemTerms(**values, charged_to=item.charged_to.name if item.charged_to else "")


def own_units(item: Item) -> dict[str, Fraction]:
    """How many stock units each of the item's own units is: {"roll": 25}."""
    return {row.unit: Fraction(row.numerator, row.denominator) for row in item.units.order_by("unit")}


def own_units_of(item_ids: Sequence[int]) -> dict[int, dict[str, Fraction]]:
    """Own units of many items in one query; an item without any is not named."""
    found: dict[int, dict[str, Fraction]] = {}
    for row in ItemUnit.objects.filter(item_id__in=item_ids).order_by("item_id", "unit"):
        found.setdefault(row.item_id, {})[row.unit] = Fraction(row.numerator, row.denominator)
    return found


def item_unit_by_id(item: Item, public_id: UUID) -> ItemUnit:
    """One of the item's own units. Raises NotFound."""
    found = ItemUnit.objects.filter(item=item, public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def lots_of(item: Item) -> QuerySet[Lot]:
    """The item's lots, first to expire first; what never expires comes last."""
    return Lot.objects.filter(item=item).order_by(
        F("expires_on").asc(nulls_last=True), F("made_on").asc(nulls_last=True), "code"
    )


def lot_by_id(item: Item, public_id: UUID) -> Lot:
    """One lot of the item. Raises NotFound."""
    found = lots_of(item).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def find_lot(item: Item, code: str) -> Lot | None:
    """The lot of that code, or None."""
    return Lot.objects.filter(item=item, code=code.strip()).first()


def supplier_items(item: Item) -> QuerySet[SupplierItem]:
    """Who supplies the item and on what terms, the preferred one first."""
    rows = SupplierItem.objects.filter(item=item).select_related("supplier")
    return rows.order_by("-is_active", "-is_preferred", "lead_days", "supplier__name", "pk")


def supplier_item_by_id(item: Item, public_id: UUID) -> SupplierItem:
    """One supplier's terms for the item. Raises NotFound."""
    found = supplier_items(item).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def preferred_supplier(item: Item) -> SupplierItem | None:
    """Whom to order from: the preferred one, else the fastest that still supplies it."""
    return supplier_items(item).filter(is_active=True).first()


def preferred_suppliers(production: Production) -> dict[int, SupplierItem]:
    """Item id → whom to order it from, for the whole catalog in one query."""
    rows = SupplierItem.objects.filter(item__production=production, is_active=True).select_related("supplier")
    found: dict[int, SupplierItem] = {}
    for row in rows.order_by("-is_preferred", "lead_days", "supplier__name", "pk"):
        found.setdefault(row.item_id, row)
    return found


def suppliers_of(member: Membership, production: Production) -> QuerySet[Party]:
    """Whom the production buys from: its engaged vendors, and whoever supplies an item of its catalog."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    supplying = SupplierItem.objects.filter(item__production=production).values("supplier_id")
    engaged = Q(engagements__production=production, engagements__kind="vendor", engagements__ended_at=None)
    return Party.objects.filter(engaged | Q(pk__in=supplying), erased_at=None).distinct().order_by("name")


def supplier_by_id(member: Membership, production: Production, public_id: UUID) -> Party:
    """One of whom the production buys from. Raises NotFound."""
    found = suppliers_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def chargeable_departments(member: Membership, production: Production) -> QuerySet[Department]:
    """The departments that can pay for a supply, in the order of the crew list."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return Department.objects.filter(production=production).order_by("position", "name")


def files_of(item: Item) -> QuerySet[ItemFile]:
    """The files kept with the item, newest first."""
    return ItemFile.objects.filter(item=item).select_related("attachment").order_by("-added_at", "-pk")


def file_of(item: Item, public_id: UUID) -> ItemFile:
    """One file kept with the item. Raises NotFound."""
    found = files_of(item).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def with_suppliers(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Items with their suppliers at hand, for lists and exports."""
    suppliers = SupplierItem.objects.select_related("supplier").order_by("-is_preferred", "lead_days", "pk")
    return rows.select_related("charged_to").prefetch_related(Prefetch("suppliers", suppliers), "units")


def uses_of(item: Item) -> set[str]:
    """Names of the tables in which the item is counted: once there is one, its unit is fixed.

    What a floor above only derives from the item (`is_derived`) counts nothing of it.
    """
    relations = [
        relation
        for relation in Item._meta.related_objects
        if relation.related_model is not ItemFile and not getattr(relation.related_model, "is_derived", False)
    ]
    return {
        str(relation.related_model._meta.model_name)
        for relation in relations
        if relation.related_model._default_manager.filter(**{relation.field.name: item}).exists()
    }
