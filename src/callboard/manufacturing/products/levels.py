"""Keeping low-level codes and lead times up to date: for what lies below and above a change, never for the plant."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from callboard.core.organizations.models import Production
from callboard.manufacturing.products.level_rules import LeadEdge, low_levels, total_leads
from callboard.manufacturing.products.models import BomLine, ItemLevel
from callboard.manufacturing.products.rules import BillGoesRound, RevisionState, way_to
from callboard.stock.items.models import Item

_CHUNK = 5_000
"""Keys per query: SQLite takes no more than 32,766 in one."""


def refresh_levels(production: Production, item_ids: Iterable[int]) -> None:
    """Work out the low-level codes of these items and all below them, and the lead times of these and all above.

    Call it inside the transaction that changed the lines of their bills (both the parent's and the components' keys
    do no harm), or an item's lead time. Codes go by every line of every bill that is not retired, drafts too, whatever
    its dates and alternatives; lead times by released bills, or drafts where an item has nothing released.
    """
    asked = set(item_ids)
    below = asked | set(_reached(production, asked, upward=False))
    above = asked | set(_reached(production, asked, upward=True))
    rows = {row.item_id: row for row in _levels(production, below | above)}
    found = _low_levels(production, below)
    totals = _total_leads(production, above)
    made, changed = [], []
    for item in sorted(below | above):
        row = rows.get(item)
        if row is None:
            row = ItemLevel(organization_id=production.organization_id, item_id=item)
            made.append(row)
        before = row.low_level, row.total_lead_days
        row.low_level, row.total_lead_days = found.get(item, before[0]), totals.get(item, before[1])
        if item in rows and (row.low_level, row.total_lead_days) != before:
            changed.append(row)
    ItemLevel.objects.bulk_create(made, batch_size=1_000)
    ItemLevel.objects.bulk_update(changed, ["low_level", "total_lead_days"], batch_size=500)


def refresh_after_item_change(item: Item) -> None:
    """An item's own lead time, or its being a phantom, changes the whole lead time of everything it goes into.

    For the catalog's change action to call by registration: the catalog lies a floor below and knows no bills.
    """
    refresh_levels(item.production, {item.pk})


def check_no_circle(production: Production, parent: Item, components: Collection[Item]) -> None:
    """Refuse components that contain the parent, over every line of every revision there ever was.

    Raises BillGoesRound with the path. One query for each level, however wide.
    """
    starts = sorted(component.pk for component in components)
    if parent.pk in starts:
        raise BillGoesRound(code=parent.code, path=f"{parent.code} → {parent.code}")
    found_from = _found_from(production, starts)
    if parent.pk not in found_from:
        return
    way = [parent.pk, *way_to(parent.pk, starts, found_from)]
    codes = dict(Item.objects.filter(pk__in=way).values_list("pk", "code"))
    raise BillGoesRound(code=parent.code, path=" → ".join(codes[key] for key in way))


def lock_bills(production: Production) -> None:
    """One change of lines at a time in a plant: two that close a circle together would each find it open."""
    Production.objects.select_for_update(no_key=True).get(pk=production.pk)


def _found_from(production: Production, starts: Collection[int]) -> dict[int, int]:
    """Every item below the starts, with the one it was found from."""
    seen, found, fresh = set(starts), dict[int, int](), set(starts)
    while fresh:
        pairs = [
            pair
            for keys in _chunks(fresh)
            for pair in _all_lines(production).filter(bom__item__in=keys).values_list("bom__item_id", "component_id")
        ]
        fresh = set()
        for parent, component in sorted(set(pairs)):
            if component not in found and component not in starts:
                found[component] = parent
            if component not in seen:
                seen.add(component)
                fresh.add(component)
    return found


def _reached(production: Production, starts: Collection[int], *, upward: bool) -> set[int]:
    asked, wanted = ("component__in", "bom__item_id") if upward else ("bom__item__in", "component_id")
    seen, fresh = set(starts), set(starts)
    while fresh:
        found = {
            key
            for keys in _chunks(fresh)
            for key in _lines_in_use(production).filter(**{asked: keys}).values_list(wanted, flat=True)
        }
        fresh = found - seen
        seen |= fresh
    return seen


def _low_levels(production: Production, items: set[int]) -> dict[int, int]:
    edges = [
        edge
        for keys in _chunks(items)
        for edge in _lines_in_use(production).filter(component__in=keys).values_list("bom__item_id", "component_id")
    ]
    outside = {parent for parent, _ in edges} - items
    known = {row.item_id: row.low_level for row in _levels(production, outside)}
    return low_levels(items, edges, known)


def _total_leads(production: Production, items: set[int]) -> dict[int, int]:
    edges = lead_edges(production, items)
    outside = {edge.component for edge in edges} - items
    known = {row.item_id: row.total_lead_days for row in _levels(production, outside)}
    known |= own_leads(outside - set(known))
    return total_leads(edges, own_leads(items), known)


def lead_edges(production: Production, parents: Collection[int]) -> list[LeadEdge]:
    """What these items wait for: the lines of their released bills, or of drafts where nothing is released.

    Of a group of alternatives the first by priority counts.
    """
    rows = [
        row
        for keys in _chunks(parents)
        for row in _lines_in_use(production)
        .filter(bom__item__in=keys)
        .order_by("alternative_priority", "pk")
        .values_list(
            "bom__item_id", "component_id", "offset_days", "bom__state", "bom_id", "alternative_group", named=True
        )
    ]
    released = {row.bom__item_id for row in rows if row.bom__state == RevisionState.RELEASED}
    found, groups = [], set()
    for row in rows:
        is_first = (row.bom_id, row.alternative_group) not in groups or not row.alternative_group
        groups.add((row.bom_id, row.alternative_group))
        if is_first and (row.bom__state == RevisionState.RELEASED or row.bom__item_id not in released):
            found.append(LeadEdge(row.bom__item_id, row.component_id, row.offset_days))
    return found


def own_leads(items: Collection[int]) -> dict[int, int]:
    """Each item's own lead time in working days; a phantom is never ordered and takes none."""
    rows = [
        row
        for keys in _chunks(items)
        for row in Item.objects.filter(pk__in=keys).values_list("pk", "lead_days", "is_phantom")
    ]
    return {key: 0 if is_phantom else days for key, days, is_phantom in rows}


def _levels(production: Production, items: Collection[int]) -> list[ItemLevel]:
    return [
        row for keys in _chunks(items) for row in ItemLevel.objects.filter(item__production=production, item__in=keys)
    ]


def _all_lines(production: Production) -> QuerySet[BomLine]:
    return BomLine.objects.filter(bom__item__production=production)


def _lines_in_use(production: Production) -> QuerySet[BomLine]:
    return _all_lines(production).filter(~Q(bom__state=RevisionState.RETIRED))


def _chunks(keys: Collection[int]) -> Iterable[list[int]]:
    ordered = sorted(keys)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))
