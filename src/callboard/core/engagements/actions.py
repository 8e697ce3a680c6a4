"""Engaging, changing and ending engagements; ordering departments; erasing a party."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

from callboard.core.audit.actions import acting
from callboard.core.engagements.models import Department, Engagement
from callboard.core.engagements.rules import AlreadyEnded, AlreadyEngagedSo, Terms, check_terms, department_position
from callboard.core.events.actions import announce
from callboard.core.links.actions import revoke_links
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.people.actions import blank_party, new_party
from callboard.core.people.models import Party
from callboard.core.people.rules import AlreadyErased, PartyDetails, StillEngaged


class EngagementListener(Protocol):
    """What floors above do when somebody is engaged or their terms change, such as asking for papers."""

    def __call__(self, engagement: Engagement, *, by: Membership, at: datetime) -> object:
        """Follow up, in the same transaction; a refusal undoes the engagement."""
        ...


engagement_listeners: list[EngagementListener] = []
"""Filled by config: called after every engage, change and end."""


def engage(
    production: Production, who: Party | PartyDetails, terms: Terms, *, by: Membership, at: datetime
) -> Engagement:
    """Take somebody, new or known, on board: from here crew list, calls and contract wall follow.

    Whoever left in the same position comes back on the same row.
    Raises PositionMissing, EndsBeforeStart, CurrencyMissing, AlreadyEngagedSo, AlreadyErased and what refuses details.
    """
    check_terms(terms)
    with acting(by, "engage", at=at, may=Permission.ENGAGE, production=production) as record:
        if isinstance(who, PartyDetails):
            party = new_party(production.organization, who, country=production.country, at=at)
        else:
            party = who
        if party.erased_at is not None:
            raise AlreadyErased()
        engagement = _engagement_for(production, party, terms, at=at)
        _write_terms(engagement, terms)
        engagement.save()
        record.about(engagement)
        record.note(kind=terms.kind, position=terms.position)
        _follow_up(engagement, by=by, at=at)
    return engagement


def change_engagement(
    engagement: Engagement, terms: Terms, *, by: Membership, at: datetime, version: int
) -> Engagement:
    """Change a party's part. Raises StaleEdit and what `engage` raises."""
    check_terms(terms)
    production = engagement.production
    with acting(
        by, "change engagement", at=at, may=Permission.ENGAGE, production=production, on=engagement, version=version
    ) as record:
        if engagement.ended_at is not None:
            raise AlreadyEnded()
        _check_only_one(engagement, terms)
        _write_terms(engagement, terms)
        engagement.save()
        record.note(position=terms.position, department=terms.department)
        _follow_up(engagement, by=by, at=at)
    return engagement


def end_engagement(engagement: Engagement, *, by: Membership, at: datetime, version: int) -> Engagement:
    """End a party's part: they are called no more, and with their last engagement their links end.

    Raises StaleEdit, AlreadyEnded.
    """
    production = engagement.production
    with acting(
        by, "end engagement", at=at, may=Permission.ENGAGE, production=production, on=engagement, version=version
    ):
        if engagement.ended_at is not None:
            raise AlreadyEnded()
        engagement.ended_at = at
        engagement.save()
        if not Engagement.objects.filter(party=engagement.party, ended_at=None).exists():
            revoke_links(engagement.party.public_id, at=at)
        _follow_up(engagement, by=by, at=at)
    return engagement


def erase_party(party: Party, *, production: Production, by: Membership, at: datetime, version: int) -> Party:
    """Destroy a party's key and blank what is personal; what was published and recorded stays, unreadable or unnamed.

    Raises StillEngaged while they are engaged in an open production, AlreadyErased, StaleEdit.
    """
    with acting(
        by, "erase person", at=at, may=Permission.ENGAGE, production=production, on=party, version=version
    ) as record:
        if party.erased_at is not None:
            raise AlreadyErased()
        open_ones = Engagement.objects.filter(party=party, ended_at=None, production__closed_at=None)
        titles = sorted(set(open_ones.values_list("production__title", flat=True)))
        if titles:
            raise StillEngaged(name=party.name, productions=", ".join(titles))
        revoke_links(party.public_id, at=at)
        blank_party(party, at=at)
        record.about(party)
    return party


@dataclass(frozen=True)
class DepartmentTerms:
    """How a department stands on the crew list and the call sheet."""

    name: str
    position: int
    pre_call_minutes: int = 0
    channel: str = ""


def create_department(production: Production, terms: DepartmentTerms, *, by: Membership, at: datetime) -> Department:
    """Add a department before anybody stands in it; one that is there already is handed back unchanged."""
    with acting(by, "create department", at=at, may=Permission.ENGAGE, production=production) as record:
        department, _ = Department.objects.get_or_create(
            organization=production.organization,
            production=production,
            name=terms.name.strip()[:60],
            defaults={k: v for k, v in asdict(terms).items() if k != "name"},
        )
        record.about(department)
    return department


def change_department(
    department: Department, terms: DepartmentTerms, *, by: Membership, at: datetime, version: int
) -> Department:
    """Rename, reorder, or give a pre-call and a walkie channel. Raises StaleEdit."""
    production = department.production
    with acting(
        by, "change department", at=at, may=Permission.ENGAGE, production=production, on=department, version=version
    ):
        for name, value in asdict(terms).items():
            setattr(department, name, value)
        department.save()
        announce(production, "crew", about=department, at=at)
    return department


def _follow_up(engagement: Engagement, *, by: Membership, at: datetime) -> None:
    for listener in engagement_listeners:
        listener(engagement, by=by, at=at)
    announce(engagement.production, "crew", about=engagement, at=at)


def _engagement_for(production: Production, party: Party, terms: Terms, *, at: datetime) -> Engagement:
    present = Engagement.objects.filter(production=production, party=party, position=terms.position.strip()).first()
    if present is None:
        return Engagement(organization=production.organization, production=production, party=party, created_at=at)
    if present.ended_at is None:
        raise AlreadyEngagedSo(name=party.name, position=terms.position)
    present.ended_at = None
    return present


def _check_only_one(engagement: Engagement, terms: Terms) -> None:
    same = Engagement.objects.filter(
        production=engagement.production, party=engagement.party, position=terms.position.strip()
    )
    if same.exclude(pk=engagement.pk).exists():
        raise AlreadyEngagedSo(name=engagement.party.name, position=terms.position)


def _write_terms(engagement: Engagement, terms: Terms) -> None:
    for name, value in asdict(terms).items():
        if name not in {"deal", "department"}:
            setattr(engagement, name, value)
    for name, value in asdict(terms.deal).items():
        setattr(engagement, name, value)
    engagement.position = terms.position.strip()
    engagement.department = _department(engagement.production, terms.department)


def _department(production: Production, name: str) -> Department | None:
    if not name.strip():
        return None
    department, _ = Department.objects.get_or_create(
        organization=production.organization,
        production=production,
        name=name.strip()[:60],
        defaults={"position": department_position(name)},
    )
    return department
