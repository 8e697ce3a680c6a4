"""The only place that adds moves: locked, checked, priced. Call it inside an action's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from callboard.core.engagements.models import Department
from callboard.core.errors import NotFound, gettext_noop
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.stock.items.models import Item, Lot
from callboard.stock.items.quantity_rules import shown
from callboard.stock.items.rules import Tracking
from callboard.stock.moves.ledger_rules import Position, Settlement, is_expired, taken_in, taken_out, valued
from callboard.stock.moves.models import Discrepancy, Move, Store
from callboard.stock.moves.queries import Key, balances, last_takers, positions
from callboard.stock.moves.rules import (
    USES_UP,
    InQuarantine,
    LotExpired,
    LotMissing,
    LotOfAnother,
    LotOnHold,
    MoveKind,
    NotEnough,
    NothingToMove,
    NotYetHappened,
    Objection,
    ReversalIsFinal,
    ReversedAlready,
    SamePlace,
    SerialIsOne,
    StoreKind,
    ValueBelowZero,
    check_reason,
)

SETTLES = gettext_noop("Settles what was used before it was there, at what it turned out to cost.")


@dataclass(frozen=True)
class MoveDraft:
    """A move that is about to be recorded. `value_minor` None: at the average (for a receipt, too)."""

    item: Item
    quantity: int
    kind: MoveKind
    from_store: Store
    to_store: Store
    lot: Lot | None = None
    value_minor: int | None = None
    happened_at: dt.datetime | None = None
    reason: str = ""
    source_kind: str = ""
    source: UUID | None = None
    label: str = ""
    charged_to: Department | None = None
    device: str = ""


def record_moves(
    production: Production,
    drafts: Sequence[MoveDraft],
    *,
    by: Membership,
    at: dt.datetime,
    from_floor: bool = False,
) -> list[Move]:
    """Add moves, in order, priced at their value or at the moving average.

    What is not there is refused (NotEnough), and so is using what is held, expired or in quarantine. From the floor it
    is accepted, because it has happened: a discrepancy is opened for each. Raises also NothingToMove, SamePlace,
    LotMissing, LotOfAnother, SerialIsOne, NotYetHappened, ValueBelowZero, and NotFound for what another plant owns.
    """
    if not drafts:
        return []
    for draft in drafts:
        _check_draft(production, draft, at)
    ledger = _opened(production, drafts, by=by, at=at)
    for draft in drafts:
        ledger.post(draft, complain=ledger.note if from_floor else _refuse)
    return ledger.close()


def record_reversal(move: Move, *, reason: str, by: Membership, at: dt.datetime) -> Move:
    """Take a move back by its opposite, at the value that it moved. Raises ReversedAlready, NotEnough, …"""
    check_reason(reason)
    name = move.item.code
    if move.reverses_id is not None:
        raise ReversalIsFinal(item=name)
    ledger = _opened(move.production, [move], by=by, at=at)
    if Move.objects.filter(reverses=move).exists():
        raise ReversedAlready(item=name)
    ledger.reverse(move, reason)
    return ledger.close()[0]


def flag(  # noqa: PLR0913 - all that the list shows is named
    production: Production,
    what: str,
    parameters: dict[str, object],
    *,
    source_kind: str,
    source: UUID,
    item: Item | None,
    by: Membership,
    at: dt.datetime,
) -> Discrepancy:
    """Put on the list to reconcile what was accepted and does not add up; `what` is a message id."""
    row = Discrepancy(
        organization_id=production.organization_id,
        production=production,
        item=item,
        what=what,
        parameters={name: str(value) for name, value in parameters.items()},
        source_kind=source_kind,
        source=source,
        opened_at=at,
        opened_by=by,
    )
    row.save()
    return row


def world(production: Production, kind: StoreKind) -> Store:
    """The plant's place of a kind: its first one in use, made when there is none."""
    known = Store.objects.filter(production=production, kind=kind, is_active=True).order_by("pk").first()
    if known is not None:
        return known
    store, _ = Store.objects.get_or_create(
        organization_id=production.organization_id,
        production=production,
        code=kind.name,
        defaults={"kind": kind.value, "name": kind.value.capitalize()},
    )
    return store


Complaint = Callable[[Objection, Move], None]


@dataclass
class _Ledger:
    """The state of the items at hand while their moves are worked out."""

    production: Production
    by: Membership
    at: dt.datetime
    there: dict[Key, int]
    worth: dict[int, Position]
    takers: dict[int, Store]
    lots: dict[int, Lot]
    """As they stand under the lock: a lot may have been put on hold since it was read."""
    moves: list[Move] = field(default_factory=list)
    settled: list[Move] = field(default_factory=list)
    notes: list[tuple[Objection, Move]] = field(default_factory=list)

    def post(self, draft: MoveDraft, *, complain: Complaint) -> None:
        move = self._move(draft)
        for objection in self._objections(draft):
            complain(objection, move)
        self._carry(move, draft.value_minor, exact=None)
        if draft.item.tracking == Tracking.SERIAL and draft.lot and self._pieces(draft.item, draft.lot) > 1:
            complain(SerialIsOne(item=draft.item.code, lot=draft.lot.code), move)
        self.moves.append(move)

    def reverse(self, move: Move, reason: str) -> None:
        draft = MoveDraft(
            item=move.item,
            quantity=move.quantity,
            kind=MoveKind(move.kind),
            from_store=move.to_store,
            to_store=move.from_store,
            lot=move.lot,
            reason=reason,
            source_kind=move.source_kind,
            source=move.source,
            label=move.label,
            charged_to=move.charged_to,
        )
        back = self._move(draft)
        back.reverses = move
        if missing := self._missing(draft):
            raise missing
        self._carry(back, move.value_minor, exact=move.value_minor)
        self.moves.append(back)

    def note(self, objection: Objection, move: Move) -> None:
        self.notes.append((objection, move))

    def close(self) -> list[Move]:
        """Write what was worked out. Settlements come after the moves that brought them about."""
        Move.objects.bulk_create([*self.moves, *self.settled])
        for objection, move in self.notes:
            flag(
                self.production,
                objection.accepted,
                objection.parameters,
                source_kind=move.source_kind or "move",
                source=move.source or move.public_id,
                item=move.item,
                by=self.by,
                at=self.at,
            )
        return self.moves

    def _move(self, draft: MoveDraft) -> Move:
        return Move(
            organization_id=self.production.organization_id,
            production=self.production,
            item=draft.item,
            lot=draft.lot,
            from_store=draft.from_store,
            to_store=draft.to_store,
            kind=draft.kind.value,
            quantity=draft.quantity,
            happened_at=draft.happened_at or self.at,
            recorded_at=self.at,
            recorded_by=self.by,
            charged_to=draft.charged_to,
            reason=draft.reason[:300],
            source_kind=draft.source_kind,
            source=draft.source,
            label=draft.label[:120],
            device=draft.device[:60],
        )

    def _objections(self, draft: MoveDraft) -> Iterable[Objection]:
        if draft.item.tracking != Tracking.NONE and draft.lot is None:
            yield LotMissing(item=draft.item.code)
        if draft.kind in USES_UP and _is_ours(draft.from_store):
            lot = self.lots[draft.lot.pk] if draft.lot else None
            yield from _barred(
                draft, lot, (draft.happened_at or self.at).astimezone(ZoneInfo(self.production.zone)).date()
            )
        if missing := self._missing(draft):
            yield missing

    def _missing(self, draft: MoveDraft) -> NotEnough | None:
        key = (draft.item.pk, draft.lot.pk if draft.lot else None, draft.from_store.pk)
        there, item = self.there.get(key, 0), draft.item
        if not _is_ours(draft.from_store) or there >= draft.quantity:
            return None
        return NotEnough(
            item=f"{item.code}, {draft.lot.code}" if draft.lot else item.code,
            place=draft.from_store.code,
            there=f"{shown(there, item.decimals)} {item.unit}",
            asked=f"{shown(draft.quantity, item.decimals)} {item.unit}",
        )

    def _pieces(self, item: Item, lot: Lot) -> int:
        return sum(there for (of, batch, _), there in self.there.items() if (of, batch) == (item.pk, lot.pk))

    def _carry(self, move: Move, value: int | None, *, exact: int | None) -> None:
        """Move the quantity between the places and the value between ours and the world."""
        item, worth = move.item_id, self.worth[move.item_id]
        leaves, enters = _is_ours(move.from_store), _is_ours(move.to_store)
        for store, sign in ((move.from_store, -1), (move.to_store, 1)):
            if _is_ours(store):
                key = (item, move.lot_id, store.pk)
                self.there[key] = self.there.get(key, 0) + sign * move.quantity
        if leaves and not enters:
            self.worth[item], move.value_minor = taken_out(worth, move.quantity, exact=exact)
            self.takers[item] = move.to_store
        elif enters and not leaves:
            self.worth[item], move.value_minor, settlement = taken_in(worth, move.quantity, value)
            if settlement:
                self._settle(move, settlement)
        elif leaves:
            move.value_minor = valued(worth, move.quantity)
        else:
            move.value_minor = value or 0

    def _settle(self, receipt: Move, settlement: Settlement) -> None:
        """Charge what was used too early at its real cost: taken back as it was held, issued again as it cost."""
        taker, ours = self.takers.get(receipt.item_id, receipt.from_store), receipt.to_store
        pair = (
            (MoveKind.RETURN, taker, ours, settlement.held),
            (MoveKind.ISSUE, ours, taker, settlement.cost),
        )
        for kind, from_store, to_store, value in pair:
            draft = MoveDraft(
                item=receipt.item,
                quantity=settlement.quantity,
                kind=kind,
                from_store=from_store,
                to_store=to_store,
                lot=receipt.lot,
                happened_at=receipt.happened_at,
                reason=SETTLES,
                source_kind="settlement",
                source=receipt.public_id,
                label=receipt.label,
            )
            move = self._move(draft)
            move.value_minor = value
            self.settled.append(move)


def _opened(production: Production, drafts: Iterable[MoveDraft | Move], *, by: Membership, at: dt.datetime) -> _Ledger:
    """Lock the ledger, then read where the items stand.

    The announcement comes first because it holds the plant's lock until commit: whoever posts next waits here and
    then reads what this one leaves. Rows of items are not locked besides: somebody who edits an item holds its row
    and waits for the same lock to announce it, so that the two would wait for each other.
    """
    announce(production, "stock", at=at)
    drafts = list(drafts)
    by_id = {draft.item.pk: draft.item for draft in drafts}
    worth = positions(production, by_id.values())
    below = [pk for pk, position in worth.items() if position.quantity < 0]
    lots = Lot.objects.in_bulk({draft.lot.pk for draft in drafts if draft.lot is not None})
    return _Ledger(production, by, at, balances(production, by_id), worth, last_takers(production, below), lots)


def _check_draft(production: Production, draft: MoveDraft, at: dt.datetime) -> None:
    name = draft.item.code
    if {draft.item.production_id, draft.from_store.production_id, draft.to_store.production_id} != {production.pk}:
        raise NotFound()
    if draft.quantity <= 0:
        raise NothingToMove(item=name)
    if draft.from_store.pk == draft.to_store.pk:
        raise SamePlace(item=name, place=draft.from_store.code)
    if draft.lot is not None and draft.lot.item_id != draft.item.pk:
        raise LotOfAnother(item=name, lot=draft.lot.code)
    if draft.lot is not None and draft.item.tracking == Tracking.SERIAL and draft.quantity != 1:
        raise SerialIsOne(item=name, lot=draft.lot.code)
    if draft.value_minor is not None and draft.value_minor < 0:
        raise ValueBelowZero(item=name)
    if draft.happened_at is not None and draft.happened_at > at:
        raise NotYetHappened(item=name)


def _barred(draft: MoveDraft, lot: Lot | None, day: dt.date) -> Iterable[Objection]:
    name = draft.item.code
    if lot is not None and lot.held_since is not None:
        yield LotOnHold(item=name, lot=lot.code)
    if lot is not None and is_expired(lot.expires_on, day):
        yield LotExpired(item=name, lot=lot.code, expired=lot.expires_on)
    if draft.from_store.kind == StoreKind.QUARANTINE:
        yield InQuarantine(item=name, place=draft.from_store.code)


def _is_ours(store: Store) -> bool:
    return store.is_ours


def _refuse(objection: Objection, _move: Move) -> None:
    raise objection
