"""The items that are made, for a list: where each stands with its bill, its routing and its levels."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from callboard.core.organizations.models import Membership, Production
from callboard.manufacturing.products.models import Bom, Routing
from callboard.manufacturing.products.rules import RevisionState
from callboard.manufacturing.products.structures import boms_on, routings_on
from callboard.stock.items.models import Item
from callboard.stock.items.queries import items_of
from callboard.stock.items.rules import Source

SORTS: Mapping[str, tuple[str, ...]] = {
    "code": ("code",),
    "-code": ("-code",),
    "level": ("low_level", "code"),
    "-level": ("-low_level", "code"),
    "lead": ("total_lead_days", "code"),
    "-lead": ("-total_lead_days", "code"),
}
STATES = ("released", "draft", "missing")


@dataclass(frozen=True)
class ProductSearch:
    """What of the list is asked for."""

    words: str = ""
    state: str = ""
    sort: str = "level"


@dataclass(frozen=True)
class ProductRow:
    """An item that is made: its levels, what holds on the day, and how many drafts wait."""

    item: Item
    low_level: int
    total_lead_days: int
    bom: Bom | None
    routing: Routing | None
    draft_count: int


def made_items(member: Membership, production: Production, search: ProductSearch) -> QuerySet[Item]:
    """The items that are made or blown through, as asked for."""
    of_item = Bom.objects.filter(item=OuterRef("pk"))
    rows = items_of(member, production).filter(Q(source=Source.MAKE) | Q(is_phantom=True), is_active=True)
    for word in search.words.split():
        rows = rows.filter(Q(code__icontains=word) | Q(name__icontains=word))
    if search.state == "released":
        rows = rows.filter(Exists(of_item.filter(state=RevisionState.RELEASED)))
    elif search.state == "draft":
        drafted = Routing.objects.filter(item=OuterRef("pk"), state=RevisionState.DRAFT)
        rows = rows.filter(Exists(of_item.filter(state=RevisionState.DRAFT)) | Exists(drafted))
    elif search.state == "missing":
        rows = rows.filter(~Exists(of_item.filter(state=RevisionState.RELEASED)))
    rows = rows.annotate(
        low_level=Coalesce("level__low_level", 0),
        total_lead_days=Coalesce("level__total_lead_days", "lead_days", output_field=IntegerField()),
    )
    return rows.order_by(*SORTS.get(search.sort, SORTS["level"]))


def product_rows(items: Sequence[Item], on: dt.date) -> list[ProductRow]:
    """The items of a page with their bills and routings: four queries, however many. They come from `made_items`."""
    keys = [item.pk for item in items]
    boms, routings, drafts = boms_on(keys, on), routings_on(keys, on), Counter[int]()
    for table in (Bom, Routing):
        drafts.update(table.objects.filter(item__in=keys, state=RevisionState.DRAFT).values_list("item_id", flat=True))
    return [
        ProductRow(
            item=item,
            low_level=getattr(item, "low_level", 0),
            total_lead_days=getattr(item, "total_lead_days", item.lead_days),
            bom=boms.get(item.pk),
            routing=routings.get(item.pk),
            draft_count=drafts[item.pk],
        )
        for item in items
    ]


def codes_like(member: Membership, production: Production, written: str, *, most: int = 20) -> list[Item]:
    """Items in use whose code begins with, or whose code or name holds, what somebody is typing."""
    rows = items_of(member, production).filter(is_active=True)
    found = rows.filter(Q(code__icontains=written) | Q(name__icontains=written))[: most * 5]
    return sorted(found, key=lambda item: (not item.code.casefold().startswith(written.casefold()), item.code))[:most]
