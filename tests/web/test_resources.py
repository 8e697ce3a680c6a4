"""Machines and the line that is down, skills, and who is in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.resources.actions import record_absence, stop_machine
from callboard.core.resources.models import Absence, Certification, Machine, MachineStop, Skill
from callboard.core.resources.rules import AbsenceTerms, StopTerms
from tests.builders import FRIDAY_18H, SATURDAY, a_department, a_member, access, an_organization
from tests.builders_plant import a_plant
from tests.builders_products import a_certification, a_machine, a_skill, an_operator


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def home(plant: Production) -> str:
    return f"/p/{plant.public_id}/resources/"


def test_a_machine_that_stands_says_since_when_why_and_whose_it_is(
    plant: Production, ada: Membership, home: str, logged_in: Any
) -> None:
    mill = a_machine(plant)
    a_machine(plant, "WELD-1", "Welding")
    stop_machine(mill, StopTerms("tool", "cutter broke", "Mo"), by=ada, at=FRIDAY_18H)
    page = logged_in(ada).get(home).content.decode()
    assert "1 machine is down" in page
    assert 'down since <time datetime="2027-03-05T18:00:00+01:00">18:00</time>' in page
    assert 'data-since="2027-03-05T18:00:00+01:00"' in page
    assert "Tool: cutter broke" in page
    assert "<dd>Mo</dd>" in page
    assert "down since 18:00, Tool, Mo" in page
    assert page.count('state-ok">runs') == 1


def test_a_line_goes_down_gets_an_owner_and_runs_again(
    plant: Production, office: Organization, home: str, logged_in: Any
) -> None:
    mill, otto = a_machine(plant), a_member(office, Role.OPERATOR, "Otto")
    access(otto, plant)
    browser = logged_in(otto)
    path = f"{home}machines/{mill.public_id}/stop/"
    assert browser.post(path, cause="breakdown", owner="", note="noise").status_code == 302
    assert browser.post(path, cause="breakdown", owner="", note="").status_code == 422
    assert browser.post(path, cause="gremlins").status_code == 422
    stop = MachineStop.objects.get()
    assert "nobody yet" in browser.get(home).content.decode()

    more = {f"s{mill.pk}-cause": "tool", f"s{mill.pk}-owner": "Mo", f"s{mill.pk}-note": "cutter"}
    assert browser.post(f"{home}stops/{stop.public_id}/", version=1, **more).status_code == 302
    assert browser.post(f"{home}stops/{stop.public_id}/end/", version=1).status_code == 409
    assert browser.post(f"{home}stops/{stop.public_id}/end/", version=2).status_code == 302

    stop.refresh_from_db()
    assert (stop.cause, stop.owner, stop.note, stop.ended_at is not None) == ("tool", "Mo", "cutter", True)
    assert "cutter" in browser.get(f"{home}machines/{mill.public_id}/").content.decode()


def test_one_press_of_a_nervous_finger_is_one_stop(
    plant: Production, ada: Membership, home: str, logged_in: Any
) -> None:
    mill, browser = a_machine(plant), logged_in(ada)
    answers = [
        browser.post(f"{home}machines/{mill.public_id}/stop/", request_key="k", cause="tool", owner="", note="")
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert MachineStop.objects.count() == 1


def test_a_machine_is_added_and_changed(plant: Production, ada: Membership, home: str, logged_in: Any) -> None:
    browser = logged_in(ada)
    assert "No machines yet" in browser.get(home).content.decode()
    assert "There is no department yet" in browser.get(f"{home}machines/new/").content.decode()
    fields = {"code": "MILL-1", "name": "Mill", "is_active": "on"}
    fields["department"] = str(a_department(plant, "Milling").public_id)
    assert browser.post(f"{home}machines/new/", **fields).status_code == 302
    again = browser.post(f"{home}machines/new/", **fields)
    assert (again.status_code, "another code" in again.content.decode()) == (422, True)
    path = f"{home}machines/{Machine.objects.get().public_id}/change/"
    assert browser.post(path, version=1, **fields | {"name": "Old mill"}).status_code == 302
    stale = browser.post(path, version=1, **fields)
    assert (stale.status_code, "<td>Mill</td><td>Old mill</td>" in stale.content.decode()) == (409, True)


def test_the_matrix_marks_what_has_ended_with_a_word(
    plant: Production, ada: Membership, home: str, logged_in: Any
) -> None:
    welding, crane = a_skill(plant), a_skill(plant, "Crane")
    gita, mo = an_operator(plant, "Gita"), an_operator(plant, "Mo")
    a_certification(gita, welding, 3)
    a_certification(mo, welding, 2, valid_to=SATURDAY)
    page = logged_in(ada).get(f"{home}skills/", day="2027-03-06").content.decode()
    assert '3</strong> <span class="state state-ok">valid</span>' in page
    assert '2</strong> <span class="state state-bad">expired</span> <small>2027-03-06</small>' in page
    assert "1 certified, 1 in" in page
    assert f"{crane.name}<small>0 certified, 0 in</small>" in page
    table = logged_in(ada).get(f"{home}skills/table.csv", day="2027-03-06").content.decode("utf-8-sig").splitlines()
    assert table[1:] == [
        "Gita,Milling,Welding,3,2026-01-01,,valid",
        "Mo,Milling,Welding,2,2026-01-01,2027-03-06,expired",
    ]


def test_people_are_certified_for_skills(plant: Production, ada: Membership, home: str, logged_in: Any) -> None:
    gita, browser = an_operator(plant, "Gita"), logged_in(ada)
    assert browser.post(f"{home}skills/new/", name="Welding").status_code == 302
    twice = browser.post(f"{home}skills/new/", name="welding")
    assert (twice.status_code, "already" in twice.content.decode()) == (422, True)
    fields = {
        "engagement": str(gita.public_id),
        "skill": str(Skill.objects.get().public_id),
        "level": "3",
        "valid_from": "2027-03-01",
        "valid_to": "2028-03-01",
    }
    assert browser.post(f"{home}skills/certify/", **fields).status_code == 302
    wrong = browser.post(f"{home}skills/certify/", **fields | {"valid_to": "2027-02-01"})
    assert (wrong.status_code, "The end must lie behind" in wrong.content.decode()) == (422, True)
    rows = Certification.objects.values_list("engagement", "level", "valid_to")
    assert list(rows) == [(gita.pk, 3, date(2028, 3, 1))]


def test_who_is_away_shows_who_could_stand_in_and_comes_back(
    plant: Production, ada: Membership, home: str, logged_in: Any
) -> None:
    welding, crane = a_skill(plant), a_skill(plant, "Crane")
    gita, mo = an_operator(plant, "Gita"), an_operator(plant, "Mo")
    for skill in (welding, crane):
        a_certification(gita, skill, 3)
    a_certification(mo, welding, 4)
    browser = logged_in(ada)
    fields = {"engagement": str(gita.public_id), "from_on": "2027-03-06", "to_on": "2027-03-07", "kind": "sick"}
    assert browser.post(f"{home}people/away/?day=2027-03-06", **fields).status_code == 302
    again = browser.post(f"{home}people/away/?day=2027-03-06", **fields)
    assert (again.status_code, "is away from 2027-03-06" in again.content.decode()) == (422, True)

    page = browser.get(f"{home}people/", day="2027-03-06").content.decode()

    assert "1 in, 1 away" in page
    assert "Welding 3: Mo" in page
    assert 'Crane 3: <span class="state state-bad">nobody certified is in</span>' in page
    absence = Absence.objects.get()
    assert browser.post(f"{home}absences/{absence.public_id}/end/", version=1).status_code == 302
    assert "2 in, 0 away" in browser.get(f"{home}people/", day="2027-03-06").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_why_somebody_is_ill_is_read_only_by_those_who_may(
    office: Organization, plant: Production, ada: Membership, home: str, logged_in: Any, role: Role
) -> None:
    member = a_member(office, role, "Reader")
    access(member, plant)
    terms = AbsenceTerms(SATURDAY, SATURDAY + timedelta(1), "sick", "canary flu")
    record_absence(an_operator(plant, "Gita"), terms, by=ada, at=FRIDAY_18H)
    page = logged_in(member).get(f"{home}people/", day="2027-03-06").content.decode()
    assert ("canary flu" in page) is (role in {Role.COORDINATOR, Role.LINE_PRODUCER})


def test_resources_are_closed_to_strangers_and_unchanged_by_readers(
    office: Organization, plant: Production, home: str, logged_in: Any
) -> None:
    mill, gita = a_machine(plant), an_operator(plant, "Gita")
    reader = a_member(office, Role.READ_ONLY, "Reader")
    access(reader, plant)
    stranger = a_member(an_organization("Other house"), name="Sam")
    for page in ("", "skills/", "people/", f"machines/{mill.public_id}/", "skills/table.csv"):
        assert logged_in(stranger).get(home + page).status_code == 404
        assert logged_in(reader).get(home + page).status_code == 200
    away = {"engagement": str(gita.public_id), "from_on": "2027-03-06", "to_on": "2027-03-06", "kind": "sick"}
    posts: list[tuple[str, dict[str, str]]] = [
        (f"machines/{mill.public_id}/stop/", {"cause": "tool"}),
        ("people/away/", away),
        ("skills/new/", {"name": "Crane"}),
        ("machines/new/", {}),
    ]
    for path, fields in posts:
        assert logged_in(reader).post(home + path, **fields).status_code == 403
        assert logged_in(stranger).post(home + path, **fields).status_code == 404
    assert "Line down" not in logged_in(reader).get(home).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_for_one_and_for_three(
    plant: Production, ada: Membership, home: str, logged_in: Any, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        stop_machine(a_machine(plant, f"M{number}"), StopTerms("tool"), by=ada, at=FRIDAY_18H)
        person = an_operator(plant, f"Person {number}")
        a_certification(person, a_skill(plant, f"Skill {number}"))
        record_absence(person, AbsenceTerms(SATURDAY, SATURDAY), by=ada, at=FRIDAY_18H)
    browser = logged_in(ada)
    browser.get(home)
    for page, queries in (("", 8), ("skills/", 10), ("people/", 9)):
        with django_assert_num_queries(queries):
            browser.get(home + page, day="2027-03-06")
