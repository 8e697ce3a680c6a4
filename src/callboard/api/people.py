"""Who is on board, and their papers, over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Router

from callboard.api.door import member_of, now, once, production_for, scoped
from callboard.api.planning import REFUSALS
from callboard.api.schemas import EngageIn, EngagementOut, PapersOut
from callboard.core.engagements.actions import engage
from callboard.core.engagements.queries import engagements_of
from callboard.core.engagements.rules import Terms
from callboard.core.organizations.permissions import may_see
from callboard.core.organizations.rules import DataClass
from callboard.core.people.rules import PartyDetails
from callboard.paperwork.documents.queries import wall

if TYPE_CHECKING:
    from callboard.core.engagements.models import Engagement
    from callboard.core.organizations.models import Membership

router = Router(tags=["people"])


@router.get("/productions/{production}/engagements", response={200: list[EngagementOut], **REFUSALS})
@scoped
def list_engagements(request: HttpRequest, production: UUID) -> list[EngagementOut]:
    """Who is on board."""
    member = member_of(request)
    return [_engagement(row, member) for row in engagements_of(member, production_for(request, production))]


@router.post("/productions/{production}/engagements", response={200: EngagementOut, **REFUSALS})
@once
def engage_somebody(request: HttpRequest, production: UUID, hire: EngageIn) -> EngagementOut:
    """Take somebody on board: crew list, calls and contract wall follow."""
    member = member_of(request)
    details = PartyDetails(**hire.party.model_dump())
    terms = Terms(**hire.terms.model_dump())
    return _engagement(engage(production_for(request, production), details, terms, by=member, at=now()), member)


@router.get("/productions/{production}/papers", response={200: list[PapersOut], **REFUSALS})
@scoped
def read_the_wall(request: HttpRequest, production: UUID, day: dt.date | None = None) -> list[PapersOut]:
    """The contract wall: where each party's papers stand for a day (default today, in the production's zone)."""
    show = production_for(request, production)
    today = day or now().astimezone(ZoneInfo(show.zone)).date()
    rows = [row for group in wall(member_of(request), show, today=today).groups for row in group.rows]
    return [
        PapersOut(
            name=row.engaged.name,
            kind=row.engaged.kind,
            position=row.engaged.position,
            is_cleared=row.is_cleared,
            papers={cell.kind.name: str(cell.standing) for cell in row.cells},
        )
        for row in rows
    ]


def _engagement(row: Engagement, member: Membership) -> EngagementOut:
    party = row.party
    sees_contact = may_see(member, DataClass.CONTACT) and (not party.is_minor or may_see(member, DataClass.MINOR))
    return EngagementOut(
        id=row.public_id,
        name=party.name,
        kind=row.kind,
        position=row.position,
        department=row.department.name if row.department else "",
        is_head=row.is_head,
        email=party.email if sees_contact else None,
        phone=party.phone if sees_contact else None,
        version=row.version,
    )
