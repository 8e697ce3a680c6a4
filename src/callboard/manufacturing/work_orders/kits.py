"""Material on its way to an order: the pick list, staging to the line, issuing, and bringing back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from callboard.core.organizations.models import Membership
from callboard.manufacturing.work_orders.genealogy import note_use
from callboard.manufacturing.work_orders.materials import MATERIAL, issued_to
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.rules import MoreThanIssued, NothingToPick
from callboard.stock.items.models import Item, Lot
from callboard.stock.items.quantity_rules import shown
from callboard.stock.moves.ledger_rules import OnShelf, first_to_expire
from callboard.stock.moves.models import Move, Store
from callboard.stock.moves.posting import MoveDraft, record_moves, world
from callboard.stock.moves.queries import balances, barred_lots
from callboard.stock.moves.rules import AVAILABLE, MoveKind, NotEnough, StoreKind


@dataclass(frozen=True)
class Pick:
    """Take so much of a component (and lot) at a place; without a place it is nowhere, and short."""

    material: WorkMaterial
    quantity: int
    store: Store | None = None
    lot: Lot | None = None


@dataclass
class Shelves:
    """What may be used of some items, shelf by shelf; what is taken is gone for the next."""

    rows: dict[int, list[OnShelf]]
    stores: dict[int, Store]
    lots: dict[int, Lot]

    @classmethod
    def of(cls, order: WorkOrder, items: Iterable[int], on: dt.date | None = None) -> Shelves:
        """Read them in a handful of queries."""
        wanted = list(items)
        stores = {
            store.pk: store
            for store in Store.objects.filter(production=order.production, kind__in=list(AVAILABLE), is_active=True)
        }
        barred = barred_lots(order.production, on=on)
        found = balances(order.production, wanted)
        lots = Lot.objects.in_bulk({lot for _, lot, _ in found if lot})
        rows: dict[int, list[OnShelf]] = {}
        for (item, lot, store), there in found.items():
            if store in stores and lot not in barred and there > 0:
                expiry = lots[lot].expires_on if lot else None
                rows.setdefault(item, []).append(OnShelf(lot, store, there, expiry))
        return cls(rows, stores, lots)

    def take(
        self, item: int, quantity: int, *, first: Store | None = None, never: frozenset[int] = frozenset()
    ) -> list[tuple[Store, Lot | None, int]]:
        """First expired first out, at the preferred place before the others."""
        rows = [row for row in self.rows.get(item, []) if row.store_id not in never]
        near = [row for row in rows if first and row.store_id == first.pk]
        taken = first_to_expire(near, quantity)
        rest = quantity - sum(part for _, part in taken)
        taken += first_to_expire([row for row in rows if row not in near], rest)
        for shelf, part in taken:
            left = OnShelf(shelf.lot_id, shelf.store_id, shelf.quantity - part, shelf.expires_on)
            self.rows[item] = [left if row == shelf else row for row in self.rows[item]]
        return [(self.stores[row.store_id], self.lots.get(row.lot_id or 0), part) for row, part in taken]


def pick_list(order: WorkOrder) -> list[Pick]:
    """What to take where for all that is not staged yet, as one walks past the places; what is nowhere comes last."""
    materials = _materials(order)
    rest = _to_stage(materials)
    shelves = Shelves.of(order, {row.component_id for row in materials})
    lines = _lines(order)
    picks: list[Pick] = []
    for row in materials:
        wanted = rest[row.public_id]
        line = lines.get(row.operation_number)
        taken = shelves.take(row.component_id, wanted, never=frozenset({line.pk} if line else ()))
        picks += [Pick(row, part, store, lot) for store, lot, part in taken]
        short = wanted - sum(part for _, _, part in taken)
        if short > 0:
            picks.append(Pick(row, short))
    return sorted(picks, key=_walk)


def _walk(pick: Pick) -> tuple[bool, int, str, int]:
    store = pick.store
    return store is None, store.count_position if store else 0, store.code if store else "", pick.material.position


def stage(order: WorkOrder, *, by: Membership, at: dt.datetime) -> list[Move]:
    """Transfer what is there to the line places of the operations' departments."""
    lines = _lines(order)
    drafts = []
    for pick in pick_list(order):
        line = lines.get(pick.material.operation_number)
        if pick.store is None or line is None or pick.store.pk == line.pk:
            continue
        drafts.append(
            MoveDraft(
                item=pick.material.component,
                quantity=pick.quantity,
                kind=MoveKind.TRANSFER,
                from_store=pick.store,
                to_store=line,
                lot=pick.lot,
                source_kind=MATERIAL,
                source=pick.material.public_id,
                label=order.number,
            )
        )
        WorkMaterial.objects.filter(pk=pick.material.pk).update(from_store=line)
    return record_moves(order.production, drafts, by=by, at=at)


def issue(
    material: WorkMaterial,
    quantity: int,
    *,
    from_store: Store | None,
    lot: Lot | None,
    by: Membership,
    at: dt.datetime,
) -> list[Move]:
    """Issue by hand, into the process. Raises NothingToPick, NotEnough."""
    order, item = material.work_order, material.component
    if quantity <= 0:
        raise NothingToPick(number=order.number)
    if from_store is not None and (lot is not None or item.tracking == "none"):
        taken = [(from_store, lot, quantity)]
    else:
        shelves = Shelves.of(order, {item.pk})
        only = frozenset(pk for pk in shelves.stores if from_store and pk != from_store.pk)
        taken = shelves.take(item.pk, quantity, first=material.from_store, never=only)
        there = sum(part for _, _, part in taken)
        if there < quantity:
            raise NotEnough(
                item=item.code,
                place=from_store.code if from_store else "–",
                there=_amount(item, there),
                asked=_amount(item, quantity),
            )
    drafts = [issue_draft(material, store, which, part) for store, which, part in taken]
    moves = record_moves(order.production, drafts, by=by, at=at)
    for move in moves:
        note_use(order, move, is_inferred=False, at=at)
    return moves


def issue_draft(
    material: WorkMaterial,
    store: Store,
    lot: Lot | None,
    quantity: int,
    *,
    happened_at: dt.datetime | None = None,
    device: str = "",
) -> MoveDraft:
    """A move of a material into its order's process."""
    order = material.work_order
    return MoveDraft(
        item=material.component,
        quantity=quantity,
        kind=MoveKind.ISSUE,
        from_store=store,
        to_store=world(order.production, StoreKind.PROCESS),
        lot=lot,
        source_kind=MATERIAL,
        source=material.public_id,
        label=order.number,
        happened_at=happened_at,
        device=device,
    )


def take_back(
    material: WorkMaterial, quantity: int, *, to_store: Store, lot: Lot | None, by: Membership, at: dt.datetime
) -> Move:
    """Return issued material, at its share of what was issued. Raises MoreThanIssued."""
    order, item = material.work_order, material.component
    issued = issued_to([material.public_id])[material.public_id]
    if not 0 < quantity <= issued.quantity:
        raise MoreThanIssued(number=order.number, item=item.code, issued=_amount(item, max(issued.quantity, 0)))
    if lot is None and item.tracking != "none":
        last = Move.objects.filter(source=material.public_id, kind=MoveKind.ISSUE).exclude(lot=None)
        newest = last.select_related("lot").order_by("-pk").first()
        lot = newest.lot if newest else None
    draft = MoveDraft(
        item=item,
        quantity=quantity,
        kind=MoveKind.RETURN,
        from_store=world(order.production, StoreKind.PROCESS),
        to_store=to_store,
        lot=lot,
        value_minor=issued.value_minor * quantity // issued.quantity,
        source_kind=MATERIAL,
        source=material.public_id,
        label=order.number,
    )
    [move] = record_moves(order.production, [draft], by=by, at=at)
    note_use(order, move, is_inferred=False, at=at)
    return move


def _amount(item: Item, steps: int) -> str:
    return f"{shown(steps, item.decimals)} {item.unit}"


def _materials(order: WorkOrder) -> Sequence[WorkMaterial]:
    rows = WorkMaterial.objects.filter(work_order=order).select_related("component", "from_store", "work_order")
    return list(rows.order_by("position"))


def _lines(order: WorkOrder) -> dict[int | None, Store]:
    """Operation number → the line place of its department."""
    stores = {
        store.department_id: store
        for store in Store.objects.filter(production=order.production, kind=StoreKind.LINE, is_active=True).order_by(
            "-pk"
        )
        if store.department_id
    }
    operations = WorkOperation.objects.filter(work_order=order).values_list("number", "department_id")
    return {number: stores[department] for number, department in operations if department in stores}


def _to_stage(materials: Sequence[WorkMaterial]) -> dict[UUID, int]:
    """What each material still needs, less what already lies at the line for it."""
    keys = [row.public_id for row in materials]
    issued, staged = issued_to(keys), dict.fromkeys(keys, 0)
    moves = Move.objects.filter(source_kind=MATERIAL, source__in=keys).order_by()
    for side, sign in (("to_store", 1), ("from_store", -1)):
        at_line = moves.filter(**{f"{side}__kind": StoreKind.LINE.value})
        for key, total in at_line.values_list("source").annotate(Sum("quantity")):
            if key:
                staged[key] += sign * total
    return {
        row.public_id: max(row.quantity - issued[row.public_id].quantity - max(staged[row.public_id], 0), 0)
        for row in materials
    }
