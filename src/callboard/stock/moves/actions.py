"""What a storekeeper does with stock: receive, issue, transfer, scrap, return, reverse, hold, release, settle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from callboard.core.audit.actions import acting
from callboard.core.engagements.models import Department
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.stock.items.catalog import ensure_lot
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Discrepancy, Move, Store
from callboard.stock.moves.posting import MoveDraft, record_moves, record_reversal, world
from callboard.stock.moves.queries import balances
from callboard.stock.moves.rules import (
    ON_HAND,
    AlreadyHeld,
    MoveKind,
    NotHeld,
    NotInQuarantine,
    NotOnHand,
    SettledAlready,
    StoreCodeTaken,
    StoreKind,
    StoreNotEmpty,
    StoreTerms,
    WorldIsFixed,
    check_reason,
    check_store,
)


@dataclass(frozen=True)
class StockTerms:
    """What is moved, and what is said about it. `lot_code` names a new or known lot where `lot` is not given."""

    item: Item
    quantity: int
    lot: Lot | None = None
    lot_code: str = ""
    reason: str = ""
    label: str = ""
    value_minor: int | None = None
    happened_at: dt.datetime | None = None
    source_kind: str = ""
    source: UUID | None = None
    device: str = ""


@dataclass(frozen=True)
class OpeningLine:
    """What lies somewhere on the day the ledger starts."""

    item: Item
    quantity: int
    store: Store
    lot: Lot | None = None
    value_minor: int | None = None


def open_store(production: Production, terms: StoreTerms, *, by: Membership, at: dt.datetime) -> Store:
    """Add a place of ours. Raises StoreCodeMissing, StoreCodeTaken, WorldIsFixed."""
    check_store(terms)
    with acting(by, "open store", at=at, may=Permission.CHANGE_CATALOG, production=production) as record:
        store = Store(organization_id=production.organization_id, production=production)
        _write_store(store, terms)
        record.about(store)
        announce(production, "stock", about=store, at=at)
    return store


def change_store(store: Store, terms: StoreTerms, *, by: Membership, at: dt.datetime, version: int) -> Store:
    """Change a place of ours, or close it when it is empty. Raises StaleEdit, StoreNotEmpty, StoreCodeTaken, …"""
    check_store(terms)
    if store.kind not in ON_HAND:
        raise WorldIsFixed(code=store.code)
    production = store.production
    with acting(
        by, "change store", at=at, may=Permission.CHANGE_CATALOG, production=production, on=store, version=version
    ):
        announce(production, "stock", about=store, at=at)
        if not terms.is_active and any(place == store.pk for _, _, place in balances(production)):
            raise StoreNotEmpty(code=store.code)
        _write_store(store, terms)
    return store


def receive_stock(
    production: Production, terms: StockTerms, to_store: Store, *, by: Membership, at: dt.datetime
) -> Move:
    """Take in what a supplier brought; what needs inspection goes to quarantine instead."""
    with acting(by, "receive stock", at=at, may=Permission.MOVE_STOCK, production=production) as record:
        arrived_at = world(production, StoreKind.QUARANTINE) if terms.item.needs_inspection else _ours(to_store)
        draft = _draft(terms, MoveKind.RECEIVE, world(production, StoreKind.SUPPLIER), arrived_at)
        [move] = record_moves(production, [draft], by=by, at=at)
        record.about(move)
    return move


def issue_stock(
    production: Production,
    terms: StockTerms,
    from_store: Store,
    department: Department,
    *,
    by: Membership,
    at: dt.datetime,
) -> Move:
    """Hand out to a department, which is charged for it."""
    with acting(by, "issue stock", at=at, may=Permission.MOVE_STOCK, production=production) as record:
        taker = world(production, StoreKind.DEPARTMENT)
        draft = _draft(terms, MoveKind.ISSUE, _ours(from_store), taker, charged_to=department)
        [move] = record_moves(production, [draft], by=by, at=at)
        record.about(move)
    return move


def return_stock(
    production: Production,
    terms: StockTerms,
    to_store: Store,
    department: Department,
    *,
    by: Membership,
    at: dt.datetime,
) -> Move:
    """Take back from a department what it did not use."""
    with acting(by, "return stock", at=at, may=Permission.MOVE_STOCK, production=production) as record:
        giver = world(production, StoreKind.DEPARTMENT)
        draft = _draft(terms, MoveKind.RETURN, giver, _ours(to_store), charged_to=department)
        [move] = record_moves(production, [draft], by=by, at=at)
        record.about(move)
    return move


def return_to_supplier(
    production: Production, terms: StockTerms, from_store: Store, *, by: Membership, at: dt.datetime
) -> Move:
    """Send back to a supplier. Raises ReasonMissing."""
    check_reason(terms.reason)
    with acting(by, "return stock to supplier", at=at, may=Permission.MOVE_STOCK, production=production) as record:
        draft = _draft(terms, MoveKind.RETURN, _ours(from_store), world(production, StoreKind.SUPPLIER))
        [move] = record_moves(production, [draft], by=by, at=at)
        record.about(move)
    return move


def transfer_stock(
    production: Production, terms: StockTerms, from_store: Store, to_store: Store, *, by: Membership, at: dt.datetime
) -> Move:
    """Carry from one place of ours to another."""
    with acting(by, "transfer stock", at=at, may=Permission.MOVE_STOCK, production=production) as record:
        draft = _draft(terms, MoveKind.TRANSFER, _ours(from_store), _ours(to_store))
        [move] = record_moves(production, [draft], by=by, at=at)
        record.about(move)
    return move


def scrap_stock(
    production: Production, terms: StockTerms, from_store: Store, *, by: Membership, at: dt.datetime
) -> Move:
    """Throw away. Raises ReasonMissing."""
    check_reason(terms.reason)
    with acting(by, "scrap stock", at=at, may=Permission.MOVE_STOCK, production=production) as record:
        draft = _draft(terms, MoveKind.SCRAP, _ours(from_store), world(production, StoreKind.SCRAP))
        [move] = record_moves(production, [draft], by=by, at=at)
        record.about(move)
    return move


def release_from_quarantine(
    production: Production, terms: StockTerms, from_store: Store, to_store: Store, *, by: Membership, at: dt.datetime
) -> Move:
    """Say that what waited for inspection is good, and put it where it may be used. Raises NotInQuarantine."""
    if from_store.kind != StoreKind.QUARANTINE:
        raise NotInQuarantine(place=from_store.code)
    with acting(by, "release stock from quarantine", at=at, may=Permission.RECONCILE, production=production) as record:
        draft = _draft(terms, MoveKind.TRANSFER, from_store, _ours(to_store))
        [move] = record_moves(production, [draft], by=by, at=at)
        record.about(move)
    return move


def record_opening(
    production: Production, lines: Sequence[OpeningLine], *, by: Membership, at: dt.datetime
) -> list[Move]:
    """Start the ledger with what lies where, at what it is worth."""
    with acting(by, "record opening stock", at=at, may=Permission.MOVE_STOCK, production=production) as record:
        outside = world(production, StoreKind.COUNT)
        drafts = [
            MoveDraft(
                item=line.item,
                quantity=line.quantity,
                kind=MoveKind.OPENING,
                from_store=outside,
                to_store=_ours(line.store),
                lot=line.lot,
                value_minor=line.value_minor,
            )
            for line in lines
        ]
        record.note(lines=len(drafts))
        return record_moves(production, drafts, by=by, at=at)


def reverse_move(move: Move, *, reason: str, by: Membership, at: dt.datetime) -> Move:
    """Take a move back by its opposite. Raises ReasonMissing, ReversedAlready, ReversalIsFinal, NotEnough."""
    with acting(by, "reverse move", at=at, may=Permission.RECONCILE, production=move.production, on=move) as record:
        record.note(item=move.item.code)
        return record_reversal(move, reason=reason, by=by, at=at)


def hold_lot(lot: Lot, *, reason: str, by: Membership, at: dt.datetime, version: int) -> Lot:
    """Put a lot on quality hold: nothing of it is available until it is released. Raises AlreadyHeld."""
    check_reason(reason)
    production = lot.item.production
    with acting(by, "hold lot", at=at, may=Permission.RECONCILE, production=production, on=lot, version=version):
        announce(production, "stock", about=lot, at=at)
        if lot.held_since is not None:
            raise AlreadyHeld(lot=lot.code)
        lot.held_since, lot.hold_reason = at, reason.strip()[:300]
        lot.save()
    return lot


def release_lot(lot: Lot, *, reason: str, by: Membership, at: dt.datetime, version: int) -> Lot:
    """Let a held lot be used again. Raises NotHeld."""
    check_reason(reason)
    production = lot.item.production
    with acting(
        by, "release lot", at=at, may=Permission.RECONCILE, production=production, on=lot, version=version
    ) as record:
        announce(production, "stock", about=lot, at=at)
        if lot.held_since is None:
            raise NotHeld(lot=lot.code)
        record.note(held_for=lot.hold_reason, released_because=reason.strip()[:300])
        lot.held_since, lot.hold_reason = None, ""
        lot.save()
    return lot


def settle_discrepancy(
    row: Discrepancy, *, settlement: str, by: Membership, at: dt.datetime, version: int
) -> Discrepancy:
    """Say how something that did not add up was put right. Raises ReasonMissing, SettledAlready."""
    check_reason(settlement)
    production = row.production
    with acting(
        by, "settle discrepancy", at=at, may=Permission.RECONCILE, production=production, on=row, version=version
    ):
        if row.settled_at is not None:
            raise SettledAlready()
        row.settled_at, row.settled_by, row.settlement = at, by, settlement.strip()[:300]
        row.save()
        announce(production, "stock", about=row, at=at)
    return row


def _draft(
    terms: StockTerms, kind: MoveKind, from_store: Store, to_store: Store, *, charged_to: Department | None = None
) -> MoveDraft:
    lot = terms.lot
    if lot is None and terms.lot_code.strip():
        lot = ensure_lot(terms.item, terms.lot_code.strip())
    return MoveDraft(
        item=terms.item,
        quantity=terms.quantity,
        kind=kind,
        from_store=from_store,
        to_store=to_store,
        lot=lot,
        value_minor=terms.value_minor,
        happened_at=terms.happened_at,
        reason=terms.reason.strip(),
        source_kind=terms.source_kind,
        source=terms.source,
        label=terms.label.strip(),
        charged_to=charged_to,
        device=terms.device,
    )


def _ours(store: Store) -> Store:
    if store.kind not in ON_HAND:
        raise NotOnHand(place=store.name or store.code)
    return store


def _write_store(store: Store, terms: StoreTerms) -> None:
    code = terms.code.strip()
    if Store.objects.filter(production=store.production, code=code).exclude(pk=store.pk).exists():
        raise StoreCodeTaken(code=code)
    store.code, store.kind, store.name = code, terms.kind, terms.name.strip()
    store.department_id, store.count_position = terms.department_id, terms.count_position
    store.is_active = terms.is_active
    store.save()
