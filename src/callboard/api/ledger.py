"""The stock ledger over HTTP: what lies where, every move, and moving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from callboard.api.door import member_of, now, once, production_for, scoped
from callboard.api.planning import REFUSALS
from callboard.api.schemas import Asked
from callboard.core.engagements.rules import read_amount, show_amount
from callboard.core.errors import Refused, gettext_noop
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.stock.items.quantity_rules import read_quantity, shown
from callboard.stock.items.queries import chargeable_departments, find_item, items_of, own_units
from callboard.stock.moves.actions import (
    StockTerms,
    issue_stock,
    receive_stock,
    return_stock,
    return_to_supplier,
    reverse_move,
    scrap_stock,
    transfer_stock,
)
from callboard.stock.moves.queries import MoveFilter, move_by_id, moves_of, our_stores, stock_of

if TYPE_CHECKING:
    from callboard.core.engagements.models import Department
    from callboard.core.organizations.models import Membership, Production
    from callboard.stock.items.models import Item
    from callboard.stock.moves.models import Move, Store
    from callboard.stock.moves.queries import StockLine

router = Router(tags=["stock"])
MOST_MOVES = 500


class ItemUnknown(Refused):
    """A code that no item has."""

    text = gettext_noop("There is no item with the code %(code)s.")


class PlaceUnknown(Refused):
    """A code that no place of ours in use has."""

    text = gettext_noop("There is no place of ours in use with the code %(code)s.")


class DepartmentUnknown(Refused):
    """A name that no department has."""

    text = gettext_noop("There is no department called %(name)s.")


class StockOut(Schema):
    """Where an item stands; quantities in its stock unit, as decimal numbers in text."""

    item: str
    name: str
    unit: str
    on_hand: str
    available: str
    reserved: str
    free: str
    quarantine: str
    held: str
    in_transit: str
    at_vendor: str
    value: str | None = Field(description="In the production's currency; null for who does not see amounts.")


class MoveIn(Asked):
    """One move by hand. Which fields are needed follows from the kind."""

    kind: Literal["receive", "issue", "transfer", "scrap", "return", "return to supplier"]
    item: str = Field(max_length=60, description="The item's code.")
    quantity: str = Field(max_length=40, description='In the stock unit, or with a unit: "3 roll".')
    lot: str = Field("", max_length=60, description="A lot's code; a receipt may name a new one.")
    from_place: str = Field("", max_length=40, description="Code of the place it is taken from.")
    to_place: str = Field("", max_length=40, description="Code of the place it is put.")
    department: str = Field("", max_length=120, description="Who is charged, or gives back.")
    value: str = Field("", max_length=20, description="What a receipt is worth in all; empty: at the average.")
    reason: str = Field("", max_length=300)
    label: str = Field("", max_length=120, description="The paper it came with.")
    device: str = Field("", max_length=60)
    happened_at: dt.datetime | None = Field(None, description="With its offset from UTC; empty: now.")


class ReverseIn(Asked):
    """Why a move is taken back."""

    reason: str = Field(max_length=300)


class MoveOut(Schema):
    """One row of the ledger."""

    id: UUID
    kind: str
    item: str
    lot: str
    quantity: str
    unit: str
    from_place: str
    to_place: str
    value: str | None
    happened_at: dt.datetime
    recorded_at: dt.datetime
    recorded_by: str
    reason: str
    label: str
    reverses: UUID | None


class MovesAsked(Schema):
    """Which moves to list."""

    item: UUID | None = None
    search: str = Field("", max_length=100)
    since: dt.datetime | None = None


@router.get("/productions/{production}/stock", response={200: list[StockOut], **REFUSALS})
@scoped
def read_stock(request: HttpRequest, production: UUID) -> list[StockOut]:
    """Where every item stands that ever moved or is asked for."""
    member, found = member_of(request), production_for(request, production)
    check_may(member, Permission.SEE_PRODUCTION, found)
    day = now().astimezone(ZoneInfo(found.zone)).date()
    stock, sees_value = stock_of(found, on=day), may_see(member, DataClass.PAY)
    items = items_of(member, found)
    return [_stock(item, stock[item.pk], found.currency if sees_value else "") for item in items if item.pk in stock]


@router.get("/productions/{production}/moves", response={200: list[MoveOut], **REFUSALS})
@scoped
def list_moves(request: HttpRequest, production: UUID, asked: Query[MovesAsked]) -> list[MoveOut]:
    """The newest 500 moves that fit."""
    member, found = member_of(request), production_for(request, production)
    moves = moves_of(member, found, MoveFilter(item=asked.item, words=asked.search, since=asked.since))
    return [_move(row, member) for row in moves[:MOST_MOVES]]


@router.post("/productions/{production}/moves", response={200: MoveOut, **REFUSALS})
@once
def record_a_move(request: HttpRequest, production: UUID, move: MoveIn) -> MoveOut:
    """Move stock: one effect per key, however often it is sent."""
    member, found = member_of(request), production_for(request, production)
    check_may(member, Permission.MOVE_STOCK, found)
    return _move(_ACTIONS[move.kind](_Typed(found, member, move)), member)


@router.post("/productions/{production}/moves/{move}/reverse", response={200: MoveOut, **REFUSALS})
@once
def reverse_a_move(request: HttpRequest, production: UUID, move: UUID, reverse: ReverseIn) -> MoveOut:
    """Take a move back by its opposite."""
    member = member_of(request)
    row = move_by_id(member, production_for(request, production), move)
    return _move(reverse_move(row, reason=reverse.reason, by=member, at=now()), member)


class _Typed:
    """What a program sent, looked up."""

    def __init__(self, production: Production, member: Membership, move: MoveIn) -> None:
        self.production, self.member, self.move, self.at = production, member, move, now()

    def terms(self) -> StockTerms:
        move = self.move
        item = find_item(self.production, move.item)
        if item is None:
            raise ItemUnknown(code=move.item)
        return StockTerms(
            item=item,
            quantity=read_quantity(move.quantity, item.decimals, item.unit, own_units(item)),
            lot_code=move.lot,
            reason=move.reason,
            label=move.label,
            value_minor=read_amount(move.value, self.production.currency) if move.kind == "receive" else None,
            happened_at=move.happened_at,
            device=move.device,
        )

    def source(self) -> Store:
        return self._place(self.move.from_place)

    def target(self) -> Store:
        return self._place(self.move.to_place)

    def department(self) -> Department:
        name = self.move.department
        found = chargeable_departments(self.member, self.production).filter(name=name).first()
        if found is None:
            raise DepartmentUnknown(name=name)
        return found

    def _place(self, code: str) -> Store:
        found = our_stores(self.production).filter(code=code).first()
        if found is None:
            raise PlaceUnknown(code=code)
        return found


_ACTIONS: dict[str, Callable[[_Typed], Move]] = {
    "receive": lambda asked: receive_stock(
        asked.production, asked.terms(), asked.target(), by=asked.member, at=asked.at
    ),
    "issue": lambda asked: issue_stock(
        asked.production, asked.terms(), asked.source(), asked.department(), by=asked.member, at=asked.at
    ),
    "transfer": lambda asked: transfer_stock(
        asked.production, asked.terms(), asked.source(), asked.target(), by=asked.member, at=asked.at
    ),
    "scrap": lambda asked: scrap_stock(asked.production, asked.terms(), asked.source(), by=asked.member, at=asked.at),
    "return": lambda asked: return_stock(
        asked.production, asked.terms(), asked.target(), asked.department(), by=asked.member, at=asked.at
    ),
    "return to supplier": lambda asked: return_to_supplier(
        asked.production, asked.terms(), asked.source(), by=asked.member, at=asked.at
    ),
}


def _stock(item: Item, line: StockLine, currency: str) -> StockOut:
    def counted(steps: int) -> str:
        return shown(steps, item.decimals)

    return StockOut(
        item=item.code,
        name=item.name,
        unit=item.unit,
        on_hand=counted(line.on_hand),
        available=counted(line.available),
        reserved=counted(line.reserved),
        free=counted(line.free),
        quarantine=counted(line.quarantine),
        held=counted(line.held),
        in_transit=counted(line.in_transit),
        at_vendor=counted(line.at_vendor),
        value=show_amount(line.value_minor, currency) if currency else None,
    )


def _move(row: Move, member: Membership) -> MoveOut:
    return MoveOut(
        id=row.public_id,
        kind=row.kind,
        item=row.item.code,
        lot=row.lot.code if row.lot else "",
        quantity=shown(row.quantity, row.item.decimals),
        unit=row.item.unit,
        from_place=row.from_store.code,
        to_place=row.to_store.code,
        value=show_amount(row.value_minor, row.production.currency) if may_see(member, DataClass.PAY) else None,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.name,
        reason=row.reason,
        label=row.label,
        reverses=row.reverses.public_id if row.reverses else None,
    )
