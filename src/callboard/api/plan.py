"""The plan over HTTP: ask for one, read what it says to do, and where a client's order is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Query, Router

from callboard.api.door import member_of, now, once, production_for, scoped
from callboard.api.plan_schemas import (
    PlanMessageOut,
    PlanMessagePageOut,
    PlanOut,
    PlanRunOut,
    SpotOut,
    WhereOut,
)
from callboard.api.schemas import Problem
from callboard.core.errors import NotFound
from callboard.core.organizations.permissions import may_see
from callboard.core.organizations.rules import DataClass
from callboard.manufacturing.requirements.actions import ask_for_plan
from callboard.manufacturing.requirements.queries import MessageFilter, messages_of, newest_run, run_under_way
from callboard.manufacturing.requirements.wording import PlanReader, order_said, said
from callboard.manufacturing.tracking.queries import find_lines
from callboard.stock.items.quantity_rules import shown

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.manufacturing.requirements.models import ActionMessage, PlanRun
    from callboard.manufacturing.tracking.queries import Spot, Whereabouts

router = Router(tags=["plan"])
REFUSALS = {403: Problem, 404: Problem, 409: Problem, 422: Problem, 428: Problem}
MESSAGES_AN_ANSWER = 500
LONGEST_SEARCH = 60


@router.get("/productions/{production}/plan", response={200: PlanOut, **REFUSALS})
@scoped
def read_plan(request: HttpRequest, production: UUID) -> PlanOut:
    """The newest finished plan, and the one that is being made."""
    found, member = production_for(request, production), member_of(request)
    newest, making = newest_run(member, found), run_under_way(member, found)
    reader = _reader(member, found)
    return PlanOut(newest=_run(newest, reader) if newest else None, under_way=_run(making, reader) if making else None)


@router.post("/productions/{production}/plan", response={200: PlanRunOut, **REFUSALS})
@once
def ask_for_a_plan(request: HttpRequest, production: UUID) -> PlanRunOut:
    """Ask for a plan of the whole plant as of today. It is made beside this call: read the plan until it is done."""
    found, member = production_for(request, production), member_of(request)
    return _run(ask_for_plan(found, by=member, at=now()), _reader(member, found))


@router.get("/productions/{production}/plan/messages", response={200: PlanMessagePageOut, **REFUSALS})
@scoped
def list_messages(
    request: HttpRequest,
    production: UUID,
    owner: str = "",
    kind: str = "",
    search: str = "",
    settled: bool = False,
    offset: Query[int] = 0,
) -> PlanMessagePageOut:
    """What the newest plan says to do, the most harmful first, 500 at a time."""
    found, member = production_for(request, production), member_of(request)
    run = newest_run(member, found)
    if run is None:
        raise NotFound()
    asked = MessageFilter(owner=_text(owner), kind=_text(kind), words=_text(search), settled=settled)
    start = min(max(offset, 0), 1_000_000)
    rows = list(messages_of(run, asked, today=_today(found))[start : start + MESSAGES_AN_ANSWER + 1])
    reader = _reader(member, found)
    more = start + MESSAGES_AN_ANSWER if len(rows) > MESSAGES_AN_ANSWER else None
    listed = [_message(row, reader) for row in rows[:MESSAGES_AN_ANSWER]]
    return PlanMessagePageOut(plan=run.public_id, messages=listed, next_offset=more)


@router.get("/productions/{production}/where", response={200: list[WhereOut], **REFUSALS})
@scoped
def where_are_orders(request: HttpRequest, production: UUID, search: str = "") -> list[WhereOut]:
    """Where order lines are: by our number, the client's, client or product; without words what is due first."""
    found = production_for(request, production)
    rows = find_lines(member_of(request), found, _text(search), today=_today(found))
    return [_where(row) for row in rows]


def _text(written: str) -> str:
    return written.replace("\0", "").strip()[:LONGEST_SEARCH]


def _today(found: Production) -> dt.date:
    return now().astimezone(ZoneInfo(found.zone)).date()


def _reader(member: Membership, found: Production) -> PlanReader:
    return PlanReader(found.currency, may_see(member, DataClass.PAY))


def _run(run: PlanRun, reader: PlanReader) -> PlanRunOut:
    counts = run.counts
    return PlanRunOut(
        id=run.public_id,
        state=run.state,
        today=run.today,
        asked_by=run.asked_by.name,
        asked_at=run.started_at,
        finished_at=run.finished_at,
        failure=run.failure,
        items=counts.get("items", 0),
        needs=counts.get("demands", 0),
        proposals=counts.get("proposals", 0),
        late=counts.get("late", 0),
        messages=counts.get("messages", {}),
        faults=[said(fault, reader) for fault in run.faults],
    )


def _message(row: ActionMessage, reader: PlanReader) -> PlanMessageOut:
    return PlanMessageOut(
        id=row.public_id,
        version=row.version,
        rank=row.rank,
        kind=row.kind,
        order=row.order,
        item=row.item.code,
        quantity=shown(row.quantity, row.item.decimals),
        unit=row.item.unit,
        owner=row.owner,
        from_on=row.from_on,
        to_on=row.to_on,
        late_days_avoided=row.late_days_avoided,
        reason=said(row.reason, reader, row.item),
        benefit=said(row.benefit, reader, row.item),
        if_nothing_is_done=said(row.if_nothing_is_done, reader, row.item),
        state=row.state,
    )


def _where(row: Whereabouts) -> WhereOut:
    line = row.row.line
    order, item = line.order, line.item
    return WhereOut(
        line=line.public_id,
        order=row.key,
        client=order.client.name,
        client_number=order.client_number,
        item=item.code,
        unit=item.unit,
        ordered=shown(line.quantity, item.decimals),
        shipped=shown(row.row.shipped, item.decimals),
        owed=shown(row.owed, item.decimals),
        in_stock=shown(row.there, item.decimals),
        promised_on=line.due_on,
        ships_on=row.ships.on,
        late_days=row.late_days,
        waits_for=row.ships.waits.value,
        planned_at=row.planned_at,
        spots=[_spot(spot) for spot in row.spots],
        why_late=[f"{link['item']}: {order_said(link['supply'])}" for link in row.late.chain] if row.late else [],
    )


def _spot(spot: Spot) -> SpotOut:
    item = spot.order.item
    return SpotOut(
        work_order=spot.order.number,
        item=item.code,
        operation=str(spot.operation.operation) if spot.operation else "",
        quantity=shown(spot.quantity, item.decimals),
        unit=item.unit,
        state=spot.state,
    )
