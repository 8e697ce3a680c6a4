"""Reading machines, skills, who is certified, who is in, and what stands still."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.resources.models import Absence, Certification, Machine, MachineStop, Skill
from callboard.core.resources.rules import CertificateState, Held, certificate_state, substitutes

_R = TypeVar("_R")


@dataclass(frozen=True)
class SkillCell:
    """What one person has of one skill on a day."""

    certification: Certification
    state: CertificateState

    @property
    def counts(self) -> bool:
        """Whether they may do the work."""
        return self.state in {CertificateState.VALID, CertificateState.ENDING}


@dataclass(frozen=True)
class MatrixRow:
    """A person of the skills matrix: one cell for each skill, None where they have no certificate."""

    engagement: Engagement
    cells: tuple[tuple[Skill, SkillCell | None], ...]


@dataclass(frozen=True)
class SkillGap:
    """How many are certified for a skill on a day, and how many of them are in."""

    skill: Skill
    certified_count: int
    in_count: int


@dataclass(frozen=True)
class Cover:
    """A skill of somebody who is away, and who could stand in, best first."""

    skill: Skill
    level: int
    people: tuple[Engagement, ...]


@dataclass(frozen=True)
class Presence:
    """Somebody on a day: in, or away with the absence and who covers."""

    engagement: Engagement
    absence: Absence | None
    note: str
    """Only for those who may see medical notes."""
    cover: tuple[Cover, ...]


def machines_of(member: Membership, production: Production) -> QuerySet[Machine]:
    """The production's machines by department, those in use first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Machine.objects.filter(production=production).select_related("department")
    return rows.order_by("department__position", "department__name", "-is_active", "code")


def machines_with_stops(member: Membership, production: Production) -> QuerySet[Machine]:
    """The same, each with the stop under way in `stops_under_way` (a list of one or none)."""
    under_way = MachineStop.objects.filter(ended_at=None).select_related("reported_by")
    return machines_of(member, production).prefetch_related(
        Prefetch("stops", queryset=under_way, to_attr="stops_under_way")
    )


def machine_by_id(member: Membership, production: Production, public_id: UUID) -> Machine:
    """One machine. Raises NotFound."""
    return _one(machines_of(member, production).filter(public_id=public_id).first())


def skills_of(member: Membership, production: Production) -> QuerySet[Skill]:
    """The production's skills by name."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return Skill.objects.filter(production=production).order_by("name")


def skill_by_id(member: Membership, production: Production, public_id: UUID) -> Skill:
    """One skill. Raises NotFound."""
    return _one(skills_of(member, production).filter(public_id=public_id).first())


def certification_by_id(member: Membership, production: Production, public_id: UUID) -> Certification:
    """One certificate. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Certification.objects.filter(engagement__production=production, public_id=public_id)
    return _one(rows.select_related("engagement__production", "engagement__party", "skill").first())


def absence_by_id(member: Membership, production: Production, public_id: UUID) -> Absence:
    """One absence. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Absence.objects.filter(engagement__production=production, public_id=public_id)
    return _one(rows.select_related("engagement__production", "engagement__party").first())


def stop_by_id(member: Membership, production: Production, public_id: UUID) -> MachineStop:
    """One stop of a machine. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = MachineStop.objects.filter(machine__production=production, public_id=public_id)
    return _one(rows.select_related("machine__production", "machine__department").first())


def stops_now(production: Production) -> list[MachineStop]:
    """The machines that stand at this moment, the longest first."""
    rows = MachineStop.objects.filter(machine__production=production, ended_at=None)
    return list(rows.select_related("machine__department").order_by("started_at", "pk"))


def stops_of(member: Membership, production: Production, machine: Machine | None = None) -> QuerySet[MachineStop]:
    """Stops, the newest first, of one machine or of all."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = MachineStop.objects.filter(machine__production=production)
    if machine is not None:
        rows = rows.filter(machine=machine)
    return rows.select_related("machine__department", "reported_by").order_by("-started_at", "-pk")


def engaged_on(production: Production, on: dt.date) -> QuerySet[Engagement]:
    """Who is on board on a day, whether in or away: cast and crew, not vendors."""
    rows = Engagement.objects.filter(production=production, ended_at=None).exclude(kind=Engagement.Kind.VENDOR)
    rows = rows.filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))
    return rows.select_related("party", "department").order_by(
        "department__position", "department__name", "party__name"
    )


def absences_on(production: Production, on: dt.date) -> QuerySet[Absence]:
    """The absences that hold on a day."""
    rows = Absence.objects.filter(engagement__production=production, ended_at=None)
    return rows.filter(from_on__lte=on, to_on__gte=on).select_related("engagement__party")


def absent_on(production: Production, on: dt.date) -> set[int]:
    """Keys of the engagements that are away on a day."""
    return set(absences_on(production, on).values_list("engagement_id", flat=True))


def valid_certifications(production: Production, on: dt.date) -> QuerySet[Certification]:
    """The certificates that hold on a day, of people who are still on board."""
    rows = Certification.objects.filter(engagement__production=production, engagement__ended_at=None)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on).select_related("skill")


def certified(production: Production, skill: Skill, level: int, on: dt.date) -> list[Engagement]:
    """Who may do the work on a day: a valid certificate at the level or above, and not away. The best first."""
    away = absent_on(production, on)
    rows = valid_certifications(production, on).filter(skill=skill, level__gte=level)
    rows = rows.select_related("engagement__party").order_by("-level", "engagement__party__name")
    return [row.engagement for row in rows if row.engagement_id not in away]


def skills_matrix(member: Membership, production: Production, on: dt.date) -> tuple[list[SkillGap], list[MatrixRow]]:
    """Each skill with how many may do it, and each person with a cell for each skill. Four queries, however wide."""
    skills = list(skills_of(member, production))
    away, people = absent_on(production, on), list(engaged_on(production, on))
    held: dict[tuple[int, int], SkillCell] = {}
    for row in Certification.objects.filter(engagement__in=[each.pk for each in people]).select_related("skill"):
        held[row.engagement_id, row.skill_id] = SkillCell(row, certificate_state(row.valid_from, row.valid_to, on))
    rows = [MatrixRow(each, tuple((skill, held.get((each.pk, skill.pk))) for skill in skills)) for each in people]
    able: dict[int, list[int]] = defaultdict(list)
    for (person, skill_key), cell in held.items():
        if cell.counts:
            able[skill_key].append(person)
    gaps = [
        SkillGap(skill, len(able[skill.pk]), sum(person not in away for person in able[skill.pk])) for skill in skills
    ]
    return gaps, rows


def who_is_in(member: Membership, production: Production, on: dt.date) -> list[Presence]:
    """Everybody on board on a day: who is in, who is away, and which certified people could stand in for them."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    people = {each.pk: each for each in engaged_on(production, on)}
    absences = {row.engagement_id: row for row in absences_on(production, on)}
    certificates = list(valid_certifications(production, on).filter(engagement__in=list(people)))
    skills = {row.skill_id: row.skill for row in certificates}
    held = [Held(row.engagement_id, row.skill_id, row.level) for row in certificates]
    sees_notes = may_see(member, DataClass.MEDICAL)
    found = []
    for key, each in people.items():
        absence = absences.get(key)
        cover = _cover(key, held, set(absences), people, skills) if absence else ()
        note = absence.note if absence and sees_notes else ""
        found.append(Presence(each, absence, note, cover))
    return found


def _cover(
    person: int,
    held: Collection[Held],
    away: Iterable[int],
    people: Mapping[int, Engagement],
    skills: Mapping[int, Skill],
) -> tuple[Cover, ...]:
    needs = {each.skill: each.level for each in held if each.person == person}
    found = substitutes(needs, held, away=away, of=person)
    covers = (Cover(skills[skill], needs[skill], tuple(people[key] for key in keys)) for skill, keys in found.items())
    return tuple(sorted(covers, key=lambda cover: cover.skill.name))


def _one(row: _R | None) -> _R:
    if row is None:
        raise NotFound()
    return row
