"""Machines, skills, certificates, absences, and the line that is down: every change with who and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from callboard.core.audit.actions import Record, acting
from callboard.core.engagements.models import Department, Engagement
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import Permission
from callboard.core.resources.models import Absence, Certification, Machine, MachineStop, Skill
from callboard.core.resources.rules import (
    AbsenceEnded,
    AbsenceTerms,
    AwayAlready,
    CertificationTerms,
    CodeTaken,
    DownAlready,
    EndsBeforeStop,
    MachineTerms,
    NameMissing,
    OfAnotherProduction,
    RunsAgain,
    SkillTaken,
    StopTerms,
    check_absence,
    check_certification,
    check_machine,
    known_cause,
)

KIND = "resources"


def create_machine(
    production: Production, department: Department, terms: MachineTerms, *, by: Membership, at: datetime
) -> Machine:
    """Add a machine or work center. Raises NameMissing, CodeTaken, OfAnotherProduction."""
    with _changing(production, "create machine", by=by, at=at) as record:
        machine = Machine(organization_id=production.organization_id, production=production)
        _write_machine(machine, department, terms)
        record.about(machine)
    return machine


def change_machine(
    machine: Machine, department: Department, terms: MachineTerms, *, by: Membership, at: datetime, version: int
) -> Machine:
    """Rename, move or retire a machine. Raises StaleEdit and what `create_machine` raises."""
    with _changing(machine.production, "change machine", on=machine, by=by, at=at, version=version):
        _write_machine(machine, department, terms)
    return machine


def create_skill(production: Production, name: str, *, by: Membership, at: datetime) -> Skill:
    """Name something that people are certified for. Raises NameMissing, SkillTaken."""
    with _changing(production, "create skill", by=by, at=at) as record:
        skill = Skill(organization_id=production.organization_id, production=production)
        _write_skill(skill, name)
        record.about(skill)
    return skill


def change_skill(skill: Skill, name: str, *, by: Membership, at: datetime, version: int) -> Skill:
    """Rename a skill. Raises NameMissing, SkillTaken, StaleEdit."""
    with _changing(skill.production, "change skill", on=skill, by=by, at=at, version=version):
        _write_skill(skill, name)
    return skill


def certify(
    engagement: Engagement, skill: Skill, terms: CertificationTerms, *, by: Membership, at: datetime
) -> Certification:
    """Record a certificate, or renew the one there is. Raises LevelOutOfRange, ValidOnNoDay, OfAnotherProduction."""
    check_certification(terms)
    with _changing(engagement.production, "certify person", by=by, at=at) as record:
        if skill.production_id != engagement.production_id:
            raise OfAnotherProduction()
        row = Certification.objects.select_for_update().filter(engagement=engagement, skill=skill).first()
        if row is None:
            row = Certification(organization_id=engagement.organization_id, engagement=engagement, skill=skill)
        else:
            row.version += 1
        _write_certification(row, terms)
        record.about(engagement)
        record.note(skill=skill.name, level=terms.level)
    return row


def change_certification(
    certification: Certification, terms: CertificationTerms, *, by: Membership, at: datetime, version: int
) -> Certification:
    """Change level or dates. Raises LevelOutOfRange, ValidOnNoDay, StaleEdit."""
    check_certification(terms)
    production = certification.engagement.production
    with _changing(production, "change certificate", on=certification, by=by, at=at, version=version) as record:
        _write_certification(certification, terms)
        record.about(certification.engagement)
        record.note(skill=certification.skill.name, level=terms.level)
    return certification


def record_absence(engagement: Engagement, terms: AbsenceTerms, *, by: Membership, at: datetime) -> Absence:
    """Somebody is away on these days. Raises BackBeforeAway, AwayAlready."""
    check_absence(terms)
    with _changing(engagement.production, "record absence", may=Permission.RECORD_ABSENCE, by=by, at=at) as record:
        Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
        same = Absence.objects.filter(engagement=engagement, ended_at=None)
        other = same.filter(from_on__lte=terms.to_on, to_on__gte=terms.from_on).order_by("from_on").first()
        if other is not None:
            name, days = engagement.party.name, (other.from_on.isoformat(), other.to_on.isoformat())
            raise AwayAlready(name=name, from_on=days[0], to_on=days[1])
        absence = Absence(
            organization_id=engagement.organization_id,
            engagement=engagement,
            from_on=terms.from_on,
            to_on=terms.to_on,
            kind=terms.kind,
            note=terms.note.strip(),
        )
        absence.save()
        record.about(engagement)
        record.note(from_on=terms.from_on.isoformat(), to_on=terms.to_on.isoformat())
    return absence


def end_absence(absence: Absence, *, by: Membership, at: datetime, version: int) -> Absence:
    """Take an absence back: they are in after all. Raises AbsenceEnded, StaleEdit."""
    production = absence.engagement.production
    with _changing(
        production, "end absence", may=Permission.RECORD_ABSENCE, on=absence, by=by, at=at, version=version
    ) as record:
        if absence.ended_at is not None:
            raise AbsenceEnded()
        absence.ended_at = at
        absence.save()
        record.about(absence.engagement)
    return absence


def stop_machine(machine: Machine, terms: StopTerms, *, by: Membership, at: datetime) -> MachineStop:
    """The line is down: since when, why, and who brings it back. Raises DownAlready, EndsBeforeStop."""
    cause = known_cause(terms.cause)
    with _changing(machine.production, "stop machine", may=Permission.REPORT_WORK, by=by, at=at) as record:
        Machine.objects.select_for_update(no_key=True).get(pk=machine.pk)
        if MachineStop.objects.filter(machine=machine, ended_at=None).exists():
            raise DownAlready(machine=machine.code)
        started_at = terms.started_at or at
        _check_order(started_at, at)
        stop = MachineStop(
            organization_id=machine.organization_id,
            machine=machine,
            cause=cause,
            note=terms.note.strip(),
            owner=terms.owner.strip(),
            started_at=started_at,
            reported_by=by,
        )
        stop.save()
        record.about(machine)
        record.note(cause=cause.value, owner=stop.owner)
    return stop


def change_stop(stop: MachineStop, terms: StopTerms, *, by: Membership, at: datetime, version: int) -> MachineStop:
    """Say more of a stop under way: another cause, an owner. Raises RunsAgain, StaleEdit."""
    production = stop.machine.production
    with _changing(
        production, "change stop", may=Permission.REPORT_WORK, on=stop, by=by, at=at, version=version
    ) as record:
        if stop.ended_at is not None:
            raise RunsAgain()
        stop.cause, stop.note, stop.owner = known_cause(terms.cause), terms.note.strip(), terms.owner.strip()
        stop.save()
        record.about(stop.machine)
        record.note(cause=stop.cause, owner=stop.owner)
    return stop


def end_stop(
    stop: MachineStop, *, by: Membership, at: datetime, version: int, ended_at: datetime | None = None
) -> MachineStop:
    """The machine runs again, since now or since a moment before. Raises RunsAgain, EndsBeforeStop, StaleEdit."""
    production = stop.machine.production
    with _changing(
        production, "end stop", may=Permission.REPORT_WORK, on=stop, by=by, at=at, version=version
    ) as record:
        if stop.ended_at is not None:
            raise RunsAgain()
        running_at = ended_at or at
        _check_order(stop.started_at, running_at)
        _check_order(running_at, at)
        stop.ended_at = running_at
        stop.save()
        record.about(stop.machine)
        record.note(minutes=int((running_at - stop.started_at).total_seconds()) // 60)
    return stop


@contextmanager
def _changing(
    production: Production,
    verb: str,
    *,
    may: Permission = Permission.CHANGE_RESOURCES,
    on: VersionedModel | None = None,
    by: Membership,
    at: datetime,
    version: int | None = None,
) -> Iterator[Record]:
    """The frame of every change here, and the news of it to whoever looks at the resources."""
    with acting(by, verb, at=at, may=may, production=production, on=on, version=version) as record:
        yield record
        announce(production, KIND, about=record.subject, at=at)


def _write_machine(machine: Machine, department: Department, terms: MachineTerms) -> None:
    check_machine(terms)
    if department.production_id != machine.production_id:
        raise OfAnotherProduction()
    code = terms.code.strip()
    same = Machine.objects.filter(production=machine.production, code=code)
    if same.exclude(pk=machine.pk).exists():
        raise CodeTaken(code=code)
    machine.department, machine.code, machine.name = department, code, terms.name.strip()
    machine.is_active = terms.is_active
    machine.save()


def _write_skill(skill: Skill, name: str) -> None:
    skill.name = name.strip()
    if not skill.name:
        raise NameMissing()
    same = Skill.objects.filter(production=skill.production, name__iexact=skill.name)
    if same.exclude(pk=skill.pk).exists():
        raise SkillTaken(name=skill.name)
    skill.save()


def _write_certification(row: Certification, terms: CertificationTerms) -> None:
    row.level, row.valid_from, row.valid_to = terms.level, terms.valid_from, terms.valid_to
    row.save()


def _check_order(earlier: datetime, later: datetime) -> None:
    if later < earlier:
        raise EndsBeforeStop(started_at=earlier.isoformat(sep=" ", timespec="minutes"))
