"""Which papers a production asks for, and putting on file what each engagement owes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from callboard.core.audit.actions import acting
from callboard.core.engagements.models import Engagement
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import DataClass, Permission
from callboard.paperwork.documents.models import Paper, PaperKind
from callboard.paperwork.documents.queries import engaged_parties, wall_kinds
from callboard.paperwork.documents.rules import (
    PRESETS,
    Due,
    KindRule,
    PaperState,
    check_kind,
    paper_step,
)
from callboard.paperwork.documents.wall_rules import EngagedParty, WallKind


@dataclass(frozen=True)
class KindAsked:
    """A kind of paper as a coordinator describes it."""

    name: str
    for_kinds: tuple[str, ...]
    for_drivers: bool = False
    only_minors: bool = False
    for_minors: bool = True
    due: Due = Due.BEFORE_FIRST_CALL
    due_days: int = 0
    data_class: DataClass = DataClass.PAY
    is_active: bool = True


def seed_paper_kinds(production: Production, *, by: Membership, at: datetime) -> list[PaperKind]:
    """Give the production the customary kinds of paper, in the language of whoever asks, and require them.

    A production that has kinds keeps them as they are. Raises NotAllowed.
    """
    with acting(
        by, "create paper kinds", at=at, may=Permission.CHANGE_PRODUCTION, production=production, on=production
    ):
        start_with_customary_kinds(production, at)
    return list(PaperKind.objects.filter(production=production))


def start_with_customary_kinds(production: Production, at: datetime) -> None:
    """The same inside the action that makes a production; listens to `core.productions.actions`."""
    if production.kind == Production.Kind.PLANT or PaperKind.objects.filter(production=production).exists():
        return  # the customary papers are those of film
    PaperKind.objects.bulk_create(
        PaperKind(
            organization_id=production.organization_id,
            production=production,
            name=gettext(preset.name),
            position=position,
            data_class=preset.data_class,
            **_columns(preset.rule),
        )
        for position, preset in enumerate(PRESETS)
    )
    _require(production, at=at)


def _columns(rule: KindRule) -> dict[str, Any]:
    columns = {one.name: getattr(rule, one.name) for one in fields(rule)}
    return {**columns, "for_kinds": sorted(rule.for_kinds), "due": rule.due.value}


def create_paper_kind(production: Production, asked: KindAsked, *, by: Membership, at: datetime) -> PaperKind:
    """Ask for one more kind of paper, from everyone it concerns. Raises NotAllowed, KindUnsound, KindNameTaken."""
    with acting(by, "create paper kind", at=at, may=Permission.CHANGE_PRODUCTION, production=production) as record:
        others = PaperKind.objects.filter(production=production)
        _check(asked, others)
        kind = PaperKind(organization_id=production.organization_id, production=production, position=others.count())
        _fill(kind, asked)
        record.about(kind)
        _require(production, at=at)
    return kind


def change_paper_kind(kind: PaperKind, asked: KindAsked, *, by: Membership, at: datetime, version: int) -> PaperKind:
    """Change who needs the paper or when; what follows for each engagement is put on file at once.

    Raises NotAllowed, KindUnsound, KindNameTaken, StaleEdit.
    """
    production = kind.production
    with acting(
        by,
        "change paper kind",
        at=at,
        may=Permission.CHANGE_PRODUCTION,
        production=production,
        on=kind,
        version=version,
    ):
        _check(asked, PaperKind.objects.filter(production=production).exclude(pk=kind.pk))
        _fill(kind, asked)
        _require(production, at=at)
    return kind


def _check(asked: KindAsked, others: Iterable[PaperKind]) -> None:
    check_kind(
        name=asked.name,
        taken_names=[other.name for other in others],
        is_for_somebody=bool(asked.for_kinds) or asked.for_drivers,
        only_minors=asked.only_minors,
        for_minors=asked.for_minors,
    )


def _fill(kind: PaperKind, asked: KindAsked) -> None:
    kind.name = asked.name.strip()
    kind.for_kinds = sorted(asked.for_kinds)
    kind.for_drivers = asked.for_drivers
    kind.only_minors = asked.only_minors
    kind.for_minors = asked.for_minors
    kind.due = asked.due.value
    kind.due_days = asked.due_days
    kind.data_class = asked.data_class.value
    kind.is_active = asked.is_active
    kind.save()


def require_papers(engagement: Engagement, *, by: Membership, at: datetime) -> int:  # noqa: ARG001 - a listener's shape
    """Put on file what the engagement owes, inside the action that made or changed it; again changes nothing.

    A paper that is no longer needed and was never signed becomes void. Returns how many papers changed. Listens to
    `core.engagements.actions`, whose audit row names `by`.
    """
    return _require(engagement.production, at=at, party_ids=[engagement.party_id])


def require_all_papers(production: Production, *, by: Membership, at: datetime) -> int:
    """The same for every running engagement of the production. Raises NotAllowed."""
    with acting(by, "require papers", at=at, may=Permission.CHECK_PAPERS, production=production) as record:
        changed = _require(production, at=at)
        record.note(count=changed)
    return changed


def _require(production: Production, *, at: datetime, party_ids: Sequence[int] | None = None) -> int:
    kinds = wall_kinds(production)
    made: list[Paper] = []
    changed = 0
    for engaged in engaged_parties(production, party_ids):
        for kind in kinds:
            held = engaged.papers.get(kind.id)
            if held is None:
                if engaged.needs(kind):
                    made.append(_paper(production, engaged, kind))
                continue
            step = paper_step(held.on_file.state, is_needed=engaged.needs(kind))
            due_on = kind.rule.due_on(engaged.starts_on)
            if step is not held.on_file.state or due_on != held.on_file.due_on:
                changed += _bring_up(held.public_id, step, due_on)
    Paper.objects.bulk_create(made)
    if made or changed:
        announce(production, "documents", at=at)
    return len(made) + changed


def _paper(production: Production, engaged: EngagedParty, kind: WallKind) -> Paper:
    return Paper(
        organization_id=production.organization_id,
        engagement_id=engaged.id,
        kind_id=kind.id,
        due_on=kind.rule.due_on(engaged.starts_on),
    )


def _bring_up(public_id: UUID, state: PaperState, due_on: date | None) -> int:
    paper = Paper.objects.get(public_id=public_id)
    paper.claim_version(paper.version)
    if paper.state != state.value:
        paper.reason = ""
    paper.state, paper.due_on = state.value, due_on
    paper.save(update_fields=["state", "due_on", "reason"])
    return 1
