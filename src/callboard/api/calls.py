"""Call sheets, publishing and delivery over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from callboard.api.door import expected_version, member_of, now, once, production_for, scoped
from callboard.api.planning import REFUSALS
from callboard.api.schemas import (
    CallOut,
    CallSheetOut,
    DeliveryOut,
    DraftIn,
    EditionOut,
    PlannedOut,
    PreviewOut,
    PublishIn,
    PushIn,
)
from callboard.core.errors import NotFound
from callboard.core.publishing.delivery import delivery
from callboard.core.publishing.queries import editions_of
from callboard.film.callsheets.actions import push_sheet
from callboard.film.callsheets.drafting import draft_from_day
from callboard.film.callsheets.publish import preview_call_sheet, publish_call_sheet, topic_of
from callboard.film.callsheets.queries import sheet_of, sheet_view, sheets_of
from callboard.film.stripboard.queries import active_board

if TYPE_CHECKING:
    from callboard.core.publishing.models import Edition
    from callboard.film.callsheets.models import CallSheet
    from callboard.film.callsheets.queries import CallView

router = Router(tags=["calls"])


@router.get("/productions/{production}/callsheets", response={200: list[CallSheetOut], **REFUSALS})
@scoped
def list_call_sheets(request: HttpRequest, production: UUID) -> list[CallSheetOut]:
    """The working sheets, newest day first; read one for its calls."""
    return [_sheet(sheet) for sheet in sheets_of(member_of(request), production_for(request, production))]


@router.post("/productions/{production}/callsheets", response={200: CallSheetOut, **REFUSALS})
@once
def draft_a_call_sheet(request: HttpRequest, production: UUID, draft: DraftIn) -> CallSheetOut:
    """Draft the sheet of a day of the active board."""
    member = member_of(request)
    board = active_board(member, production_for(request, production))
    if board is None:
        raise NotFound()
    return _sheet(
        draft_from_day(board, draft.day, general_call=draft.general_call, by=member, at=now()), with_calls=True
    )


@router.get("/productions/{production}/callsheets/{sheet}", response={200: CallSheetOut, **REFUSALS})
@scoped
def read_call_sheet(request: HttpRequest, production: UUID, sheet: UUID) -> CallSheetOut:
    """One working sheet with every call worked back, and what each breaks."""
    return _sheet(_sheet_row(request, production, sheet), with_calls=True)


@router.post("/productions/{production}/callsheets/{sheet}/push", response={200: CallSheetOut, **REFUSALS})
@once
def push_a_call_sheet(request: HttpRequest, production: UUID, sheet: UUID, push: PushIn) -> CallSheetOut:
    """Push the general call (If-Match)."""
    row = _sheet_row(request, production, sheet)
    version = expected_version(request)
    member = member_of(request)
    pushed = push_sheet(row, push.minutes, version=version, hold_rested=push.hold_rested, by=member, at=now())
    return _sheet(pushed, with_calls=True)


@router.get("/productions/{production}/callsheets/{sheet}/preview", response={200: PreviewOut, **REFUSALS})
@scoped
def preview_publishing(request: HttpRequest, production: UUID, sheet: UUID) -> PreviewOut:
    """Whom publishing would tell what; nothing is written."""
    plan = preview_call_sheet(_sheet_row(request, production, sheet), by=member_of(request), at=now())
    return PreviewOut(
        number=plan.number,
        color=plan.color,
        parties=[
            PlannedOut(
                name=part.party.name,
                audience=part.audience,
                changes=[dict(change) for change in part.changes],
                blockers=[str(blocker.what) for blocker in part.blockers],
            )
            for part in plan.parts
        ],
    )


@router.post("/productions/{production}/callsheets/{sheet}/publish", response={200: EditionOut, **REFUSALS})
@once
def publish_a_call_sheet(request: HttpRequest, production: UUID, sheet: UUID, publish: PublishIn) -> EditionOut:
    """Freeze the sheet as its next edition and tell each party their part."""
    row = _sheet_row(request, production, sheet)
    number = publish.expected_number
    return _edition(publish_call_sheet(row, expected_number=number, by=member_of(request), at=now()))


@router.get("/productions/{production}/editions", response={200: list[EditionOut], **REFUSALS})
@scoped
def list_editions(request: HttpRequest, production: UUID) -> list[EditionOut]:
    """Everything published, newest first."""
    return [_edition(edition) for edition in editions_of(member_of(request), production_for(request, production))]


@router.get("/productions/{production}/callsheets/{sheet}/delivery", response={200: list[DeliveryOut], **REFUSALS})
@scoped
def read_delivery(request: HttpRequest, production: UUID, sheet: UUID) -> list[DeliveryOut]:
    """Where each party's part of the current edition stands."""
    row = _sheet_row(request, production, sheet)
    return [
        DeliveryOut(
            name=line.name,
            audience=line.audience,
            state=line.state,
            opened_at=line.opened_at,
            confirmed_at=line.confirmed_at,
        )
        for line in delivery(member_of(request), row.production, topic_of(row), at=now())
    ]


def _sheet_row(request: HttpRequest, production: UUID, sheet: UUID) -> CallSheet:
    return sheet_of(member_of(request), production_for(request, production), sheet)


def _sheet(sheet: CallSheet, *, with_calls: bool = False) -> CallSheetOut:
    return CallSheetOut(
        id=sheet.public_id,
        day=sheet.day,
        title=str(sheet),
        general_call=sheet.general_call,
        version=sheet.version,
        calls=[_call(call) for call in sheet_view(sheet).calls] if with_calls else [],
    )


def _call(view: CallView) -> CallOut:
    return CallOut(
        id=view.call.public_id,
        name=view.engagement.party.name,
        kind=view.engagement.kind,
        anchor=view.call.anchor,
        is_called=view.call.is_called,
        first_call=view.times.first_call,
        pick_up=view.times.pick_up,
        report=view.times.report,
        on_set=view.times.on_set,
        breaks=[getattr(breach, "rule_code", "") or getattr(breach, "code", "") for breach in view.breaches],
        version=view.call.version,
    )


def _edition(edition: Edition) -> EditionOut:
    return EditionOut(
        id=edition.public_id,
        title=edition.title,
        number=edition.number,
        color=edition.color,
        day=edition.day,
        published_at=edition.published_at,
        summary=edition.summary,
    )
