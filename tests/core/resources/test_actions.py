"""Machines, skills, absences and the line that is down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound, Refused, StaleEdit
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.resources.actions import (
    certify,
    change_certification,
    change_machine,
    change_skill,
    change_stop,
    create_machine,
    create_skill,
    end_absence,
    end_stop,
    record_absence,
    stop_machine,
)
from callboard.core.resources.models import Absence, Certification, Machine, MachineStop
from callboard.core.resources.queries import absent_on, stops_now
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
)
from tests.builders import FRIDAY_18H, SATURDAY, a_department, a_member, access
from tests.builders_plant import a_plant
from tests.builders_products import a_machine, a_skill, an_operator

WHO = dict[str, Any]
HOUR = timedelta(hours=1)
SUNDAY = SATURDAY + timedelta(days=1)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def who(ada: Membership) -> WHO:
    return {"by": ada, "at": FRIDAY_18H}


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


def test_a_machine_stands_in_a_department_under_a_code_of_its_own(plant: Production, who: WHO) -> None:
    milling, welding = a_department(plant, "Milling"), a_department(plant, "Welding")
    machine = create_machine(plant, milling, MachineTerms(" MILL-1 ", "Five-axis mill"), **who)
    other = create_machine(plant, milling, MachineTerms("MILL-2", "Old mill"), **who)

    change_machine(other, welding, MachineTerms("WELD-1", "Robot", is_active=False), version=1, **who)

    rows = Machine.objects.order_by("pk").values_list("code", "name", "department__name", "is_active")
    assert list(rows) == [("MILL-1", "Five-axis mill", "Milling", True), ("WELD-1", "Robot", "Welding", False)]
    refused: list[tuple[MachineTerms, Any, type[Refused]]] = [
        (MachineTerms("MILL-1", "Another"), milling, CodeTaken),
        (MachineTerms("MILL-3", " "), milling, NameMissing),
        (MachineTerms("MILL-3", "New"), a_department(a_plant(plant.organization), "Milling"), OfAnotherProduction),
    ]
    for terms, department, refusal in refused:
        with pytest.raises(refusal):
            create_machine(plant, department, terms, **who)
    with pytest.raises(StaleEdit):
        change_machine(machine, milling, MachineTerms("M", "M"), version=7, **who)


def test_skills_have_names_of_their_own_whatever_their_letters(plant: Production, who: WHO) -> None:
    welding = create_skill(plant, "Welding", **who)
    with pytest.raises(SkillTaken):
        create_skill(plant, " welding", **who)
    with pytest.raises(NameMissing):
        create_skill(plant, " ", **who)
    assert change_skill(welding, "TIG welding", version=1, **who).name == "TIG welding"


def test_a_certificate_is_renewed_and_never_doubled(plant: Production, who: WHO) -> None:
    gita, welding = an_operator(plant, "Gita"), a_skill(plant)
    certify(gita, welding, CertificationTerms(2, SATURDAY, SUNDAY), **who)
    renewed = certify(gita, welding, CertificationTerms(3, SUNDAY), **who)
    change_certification(renewed, CertificationTerms(4, SUNDAY), version=2, **who)
    rows = Certification.objects.values_list("engagement", "level", "valid_from", "valid_to", "version")
    assert list(rows) == [(gita.pk, 4, SUNDAY, None, 3)]
    with pytest.raises(OfAnotherProduction):
        certify(gita, a_skill(a_plant(plant.organization)), CertificationTerms(1, SATURDAY), **who)


def test_somebody_is_away_on_both_days_and_in_again_when_taken_back(plant: Production, who: WHO) -> None:
    gita = an_operator(plant, "Gita")
    absence = record_absence(gita, AbsenceTerms(SATURDAY, SUNDAY, "sick", " flu "), **who)
    days = [SATURDAY - timedelta(1), SATURDAY, SUNDAY, SUNDAY + timedelta(1)]
    assert [absent_on(plant, day) for day in days] == [set(), {gita.pk}, {gita.pk}, set()]
    with pytest.raises(AwayAlready):
        record_absence(gita, AbsenceTerms(SUNDAY, SUNDAY + timedelta(9), "leave"), **who)

    end_absence(absence, version=1, **who)

    assert absent_on(plant, SATURDAY) == set()
    with pytest.raises(AbsenceEnded):
        end_absence(absence, version=2, **who)
    record_absence(gita, AbsenceTerms(SUNDAY, SUNDAY, "leave"), **who)
    assert Absence.objects.count() == 2


def test_the_note_of_an_absence_stays_out_of_the_history(plant: Production, who: WHO) -> None:
    record_absence(an_operator(plant, "Gita"), AbsenceTerms(SATURDAY, SUNDAY, "sick", "canary flu"), **who)
    [entry] = AuditEntry.objects.all()
    assert (entry.verb, entry.detail) == ("record absence", {"from_on": "2027-03-06", "to_on": "2027-03-07"})


def test_a_line_is_down_until_somebody_says_it_runs(plant: Production, who: WHO, ada: Membership) -> None:
    mill = a_machine(plant)
    stop = stop_machine(mill, StopTerms("breakdown", "spindle", "Mo", started_at=FRIDAY_18H - HOUR), **who)
    assert [(row.machine, row.cause, row.owner, row.started_at) for row in stops_now(plant)] == [
        (mill, "breakdown", "Mo", FRIDAY_18H - HOUR)
    ]
    with pytest.raises(DownAlready):
        stop_machine(mill, StopTerms("tool"), **who)
    change_stop(stop, StopTerms("tool", "cutter broke", "Nia"), version=1, **who)

    end_stop(stop, by=ada, at=FRIDAY_18H + HOUR, version=2)

    row = MachineStop.objects.get()
    assert (row.cause, row.owner, row.ended_at, stops_now(plant)) == ("tool", "Nia", FRIDAY_18H + HOUR, [])
    assert AuditEntry.objects.order_by("-pk")[0].detail == {"minutes": 120}
    attempts: list[Callable[[], object]] = [
        lambda: end_stop(stop, version=3, **who),
        lambda: change_stop(stop, StopTerms("other"), version=3, **who),
    ]
    for again in attempts:
        with pytest.raises(RunsAgain):
            again()
    stop_machine(mill, StopTerms("setup"), **who)
    assert len(stops_now(plant)) == 1


def test_nothing_stands_in_the_future_nor_runs_before_it_stood(plant: Production, who: WHO) -> None:
    mill = a_machine(plant)
    with pytest.raises(EndsBeforeStop):
        stop_machine(mill, StopTerms("tool", started_at=FRIDAY_18H + HOUR), **who)
    stop = stop_machine(mill, StopTerms("tool"), **who)
    for ended_at in (FRIDAY_18H - HOUR, FRIDAY_18H + HOUR):
        with pytest.raises(EndsBeforeStop):
            end_stop(stop, version=1, ended_at=ended_at, **who)


def test_an_operator_says_that_a_line_is_down_and_changes_nothing_else(
    office: Organization, plant: Production, who: WHO
) -> None:
    otto, mill, gita = a_member(office, Role.OPERATOR, "Otto"), a_machine(plant), an_operator(plant, "Gita")
    with pytest.raises(NotFound):
        stop_machine(mill, StopTerms("tool"), by=otto, at=FRIDAY_18H)
    access(otto, plant)
    stop_machine(mill, StopTerms("tool"), by=otto, at=FRIDAY_18H)
    for refused in (
        lambda: record_absence(gita, AbsenceTerms(SATURDAY, SUNDAY), by=otto, at=FRIDAY_18H),
        lambda: create_skill(plant, "Paint", by=otto, at=FRIDAY_18H),
    ):
        with pytest.raises(NotAllowed):
            refused()
