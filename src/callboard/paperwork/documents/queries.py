"""Reading papers: the wall, one paper with its copies, and what the check for calls asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from callboard.core.audit.models import AuditEntry
from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.paperwork.documents.models import Paper, PaperKind, SignedCopy
from callboard.paperwork.documents.permissions import check_may_open_copies, check_sees_wall
from callboard.paperwork.documents.rules import Due, KindRule, PaperOnFile, PaperState
from callboard.paperwork.documents.wall_rules import (
    EngagedParty,
    HeldPaper,
    Wall,
    WallAsked,
    WallKind,
    hang_wall,
    wall_row,
)

NOBODY_CALLED: Mapping[int, date] = {}


def rule_of(kind: PaperKind) -> KindRule:
    """The row as the rule that decides who needs it."""
    return KindRule(
        for_kinds=frozenset(kind.for_kinds),
        for_drivers=kind.for_drivers,
        only_minors=kind.only_minors,
        for_minors=kind.for_minors,
        due=Due(kind.due),
        due_days=kind.due_days,
    )


def wall_kinds(production: Production) -> list[WallKind]:
    """The kinds of paper in use, in the order of the wall's columns."""
    rows = PaperKind.objects.filter(production=production, is_active=True)
    return [WallKind(kind.pk, kind.public_id, kind.name, rule_of(kind)) for kind in rows]


def engaged_parties(production: Production, party_ids: Sequence[int] | None = None) -> list[EngagedParty]:
    """Running engagements with their papers, in one query however many they are; of some parties, or of all."""
    engagements = Engagement.objects.filter(production=production, ended_at=None)
    if party_ids is not None:
        engagements = engagements.filter(party_id__in=party_ids)
    zone = ZoneInfo(production.zone)
    fields: dict[int, dict[str, Any]] = {}
    papers: dict[int, dict[int, HeldPaper]] = {}
    for row in engagements.order_by("id").values(*_ENGAGED, *_PAPER):
        fields[row["id"]] = row
        held = papers.setdefault(row["id"], {})
        if row["papers__kind_id"] is not None:
            held[row["papers__kind_id"]] = _held(row, zone)
    return [_engaged(row, papers[key], production.starts_on) for key, row in fields.items()]


_ENGAGED = (
    "id", "public_id", "party_id", "party__name", "kind", "position", "department__name", "department__position",
    "is_head", "drives", "party__is_minor", "party__birth_on", "starts_on",
)  # fmt: skip
_PAPER = (
    "papers__kind_id", "papers__public_id", "papers__state", "papers__due_on", "papers__valid_until",
    "papers__out_at", "papers__signed_on", "papers__checked_by_name",
)  # fmt: skip


def _held(row: dict[str, Any], zone: ZoneInfo) -> HeldPaper:
    return HeldPaper(
        public_id=row["papers__public_id"],
        on_file=PaperOnFile(PaperState(row["papers__state"]), row["papers__due_on"], row["papers__valid_until"]),
        out_on=row["papers__out_at"] and row["papers__out_at"].astimezone(zone).date(),
        signed_on=row["papers__signed_on"],
        checked_by_name=row["papers__checked_by_name"],
    )


def _engaged(row: dict[str, Any], papers: Mapping[int, HeldPaper], production_starts_on: date) -> EngagedParty:
    return EngagedParty(
        id=row["id"],
        public_id=row["public_id"],
        party_id=row["party_id"],
        name=row["party__name"],
        kind=row["kind"],
        position=row["position"],
        department=row["department__name"] or "",
        department_position=row["department__position"] or 0,
        is_head=row["is_head"],
        drives=row["drives"],
        is_minor_marked=row["party__is_minor"],
        birth_on=row["party__birth_on"],
        starts_on=row["starts_on"] or production_starts_on,
        papers=papers,
    )


def wall(
    member: Membership,
    production: Production,
    *,
    today: date,
    asked: WallAsked | None = None,
    next_calls: Mapping[int, date] = NOBODY_CALLED,
) -> Wall:
    """The contract wall. `next_calls`: engagement id → its next day on a call sheet, where one is known."""
    check_sees_wall(member, production)
    kinds = wall_kinds(production)
    rows = [
        wall_row(engaged, kinds, today=today, next_call_on=next_calls.get(engaged.id))
        for engaged in engaged_parties(production)
    ]
    return hang_wall(rows, kinds, asked or WallAsked())


def paper_kinds_of(member: Membership, production: Production) -> QuerySet[PaperKind]:
    """Every kind of paper of the production, those out of use too."""
    check_sees_wall(member, production)
    return PaperKind.objects.filter(production=production).order_by("position", "id")


def paper_kind_of(member: Membership, production: Production, public_id: UUID) -> PaperKind:
    """One kind by its public id."""
    kind = paper_kinds_of(member, production).filter(public_id=public_id).first()
    if kind is None:
        raise NotFound()
    return kind


def papers_of(member: Membership, production: Production, public_ids: Sequence[UUID]) -> list[Paper]:
    """Papers by their public ids, in the order of the ids. Raises NotFound if one is not there."""
    check_sees_wall(member, production)
    rows = Paper.objects.filter(engagement__production=production, public_id__in=public_ids).select_related(
        "kind", "engagement__party", "engagement__department", "engagement__production"
    )
    found = {paper.public_id: paper for paper in rows}
    if set(public_ids) - set(found):
        raise NotFound()
    return [found[public_id] for public_id in public_ids]


def paper_of(member: Membership, production: Production, public_id: UUID) -> Paper:
    """One paper with its engagement and kind."""
    return papers_of(member, production, [public_id])[0]


def sendable_papers(
    member: Membership, production: Production, engagement_ids: Sequence[UUID], *, kind: UUID | None = None
) -> list[Paper]:
    """The papers of these engagements (public ids) that can go out now; of one kind (public id), or of all in use."""
    check_sees_wall(member, production)
    rows = Paper.objects.filter(
        engagement__production=production,
        engagement__public_id__in=engagement_ids,
        engagement__ended_at=None,
        kind__is_active=True,
        # A waiver is not undone in bulk, and what was voided is made out again one by one.
        state__in=[PaperState.NEEDED, PaperState.REJECTED],
    ).select_related("kind", "engagement__party", "engagement__production")
    if kind:
        rows = rows.filter(kind__public_id=kind)
    return list(rows.order_by("id"))


def on_file(paper: Paper) -> PaperOnFile:
    """The row as the value that the rules judge."""
    return PaperOnFile(PaperState(paper.state), paper.due_on, paper.valid_until)


def copies_of(paper: Paper) -> QuerySet[SignedCopy]:
    """The signed copies, newest first."""
    return paper.copies.select_related("attachment").order_by("-id")


def copy_of(member: Membership, paper: Paper, public_id: UUID) -> SignedCopy:
    """One signed copy. Raises NotFound, NotAllowed when what it holds is not for the member's role."""
    check_may_open_copies(member, paper)
    copy = copies_of(paper).filter(public_id=public_id).first()
    if copy is None:
        raise NotFound()
    return copy


def paper_history(member: Membership, paper: Paper) -> QuerySet[AuditEntry]:
    """What was done with the paper, newest first, for whoever sees the wall."""
    check_sees_wall(member, paper.engagement.production)
    return AuditEntry.objects.filter(
        production=paper.engagement.production, subject_kind="paper", subject_key=str(paper.public_id)
    ).order_by("-id")
