"""The crew list and the new-hire form, each role with what it may see and do."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from callboard.core.engagements.models import Department, Engagement
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import ROLE_TABLE, DataClass, Role
from callboard.core.people.models import Party
from tests.builders import a_department, a_member, a_party, a_production, access, an_engagement, an_organization
from tests.core.engagements.test_queries import CANARIES, a_crew_with_canaries

HIRE = {
    "name": "Nils Krog",
    "kind_of_party": "person",
    "email": "nils@crew.example",
    "phone": "040 1234567",
    "kind": "crew",
    "position": "Key grip",
    "department": "Grip",
    "is_head": "on",
    "starts_on": "2027-03-06",
    "make_up_minutes": "0",
    "wardrobe_minutes": "0",
    "travel_minutes": "0",
    "rest_rule": "iatse_daily",
    "rate": "520",
    "currency": "eur",
    "rate_per": "day",
    "can_hold": "on",
}


def words_of(content: bytes, suffix: str) -> str:
    if suffix == "csv":
        return "\n".join(",".join(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return "\n".join(",".join(map(str, row)) for row in rows)


@pytest.mark.parametrize("role", list(Role))
def test_page_and_exports_show_each_role_exactly_its_classes(office: Organization, logged_in: Any, role: Role) -> None:
    production = a_production(office)
    a_crew_with_canaries(production)
    member = a_member(office, role)
    access(member, production)
    asking, people = logged_in(member), f"/p/{production.public_id}/people/"
    kid, adult = Engagement.objects.get(party__name="Kid"), Engagement.objects.get(party__name="Canary Crew")
    seen = {
        "page": asking.get(people).content.decode(),
        "csv": words_of(asking.get(f"{people}crew-list.csv").content, "csv"),
        "xlsx": words_of(asking.get(f"{people}crew-list.xlsx").content, "xlsx"),
        "rows": "".join(asking.get(f"{people}{row.public_id}/").content.decode() for row in (kid, adult)),
    }
    dates = {"2011-11-11": ("2011-11-11", "11 Nov 2011", "Nov. 11, 2011")}
    for text in seen.values():
        shown = {c for c, words in CANARIES.items() if any(any(f in text for f in dates.get(w, (w,))) for w in words)}
        whole = {c for c, words in CANARIES.items() if all(any(f in text for f in dates.get(w, (w,))) for w in words)}
        assert shown == whole == ROLE_TABLE[role].sees & CANARIES.keys()
    contacts = asking.get(f"{people}contacts/").content.decode()
    assert ("canary-phone" in contacts) is (DataClass.CONTACT in ROLE_TABLE[role].sees)
    assert ("child-phone" in contacts) is (DataClass.MINOR in ROLE_TABLE[role].sees)
    assert not any(word in contacts for word in CANARIES[DataClass.PAY] | CANARIES[DataClass.MEDICAL])


def test_an_export_neutralizes_formulas_and_is_saved_under_a_plain_name(office: Organization, logged_in: Any) -> None:
    production = a_production(office, "Salt & Sea")
    an_engagement(production, '=HYPERLINK("https://evil.example")')
    answer = logged_in(a_member(office)).get(f"/p/{production.public_id}/people/crew-list.csv")
    assert "'=HYPERLINK" in answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="crew-list-Salt---Sea.csv"'


def test_one_form_takes_somebody_on_board(office: Organization, logged_in: Any) -> None:
    production = a_production(office, country="DE")
    ada, people = logged_in(a_member(office)), f"/p/{production.public_id}/people/"
    assert "New hire" in ada.get(f"{people}new/").content.decode()

    answer = ada.post(f"{people}new/", **HIRE)

    made = Engagement.objects.select_related("party", "department").get()
    assert answer["Location"] == f"{people}{made.public_id}/"
    assert made.department is not None
    assert (made.party.name, made.party.phone, made.position, made.department.name) == (
        "Nils Krog",
        "+49 40 1234567",
        "Key grip",
        "Grip",
    )
    assert (made.rate_minor, made.currency, made.rest_rule, made.is_head) == (52000, "EUR", "iatse_daily", True)
    assert "Nils Krog" in ada.get(people).content.decode()


def test_an_odd_phone_number_is_kept_and_said(office: Organization, logged_in: Any) -> None:
    ada, people = logged_in(a_member(office)), f"/p/{a_production(office).public_id}/people/"
    page = ada.client.post(f"{people}new/", {**HIRE, "phone": "12", "request_key": "k"}, follow=True).content.decode()
    assert "looks odd" in page
    assert Party.objects.get().phone == "12"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"is_minor": "on"}, "add a guardian"),
        ({"rate": "lots"}, "is not an amount of money"),
        ({"currency": ""}, "Give the currency of the rate"),
        ({"ends_on": "2027-01-01"}, "lies before the first day"),
        ({"rest_rule": "none such"}, "Select a valid choice"),
    ],
)
def test_a_refused_hire_comes_back_and_writes_nothing(
    office: Organization, logged_in: Any, typed: dict[str, str], said: str
) -> None:
    answer = logged_in(a_member(office)).post(f"/p/{a_production(office).public_id}/people/new/", **{**HIRE, **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="Nils Krog"' in page
    assert (Party.objects.count(), Engagement.objects.count()) == (0, 0)


def test_somebody_known_is_taken_without_typing_them_again(office: Organization, logged_in: Any) -> None:
    production, mara = a_production(office), a_party(office, "Mara")
    ada, path = logged_in(a_member(office)), f"/p/{production.public_id}/people/new/?party={mara.public_id}"
    page = ada.get(path).content.decode()
    assert "New hire: Mara" in page
    assert 'name="guardian_email"' not in page

    ada.post(path, **{name: HIRE[name] for name in HIRE if name not in {"name", "email", "phone", "kind_of_party"}})

    assert [row.party for row in Engagement.objects.select_related("party")] == [mara]
    assert ada.get(f"/p/{production.public_id}/people/new/?party=nobody").status_code == 404


def test_terms_are_changed_and_a_stale_change_shows_both_states(office: Organization, logged_in: Any) -> None:
    production = a_production(office)
    grip = an_engagement(production, "Nils", position="Grip")
    ada, path = logged_in(a_member(office)), f"/p/{production.public_id}/people/{grip.public_id}/change/"
    assert 'value="Grip"' in ada.get(path).content.decode()

    assert ada.post(path, version=1, **{**HIRE, "position": "Best boy"}).status_code == 302
    stale = ada.post(path, version=1, **{**HIRE, "position": "Dolly grip"})

    assert stale.status_code == 409
    page = stale.content.decode()
    assert "<td>Dolly grip</td><td>Best boy</td>" in page
    assert "<td>Crew</td><td>Crew</td>" in page
    assert "<td>yes</td><td>yes</td>" in page
    assert "<td>2027-03-06</td><td>2027-03-06</td>" in page
    assert Engagement.objects.get().position == "Best boy"


def test_an_ended_engagement_leaves_the_list_and_is_found_on_request(office: Organization, logged_in: Any) -> None:
    production = a_production(office)
    grip = an_engagement(production, "Nils Krog")
    ada, people = logged_in(a_member(office)), f"/p/{production.public_id}/people/"
    ada.post(f"{people}{grip.public_id}/end/", version=1)
    ada.get(people)  # the notice names the person once
    assert "Nils Krog" not in ada.get(people).content.decode()
    assert "Nils Krog" in ada.get(people, ended="1").content.decode()


def test_departments_are_ordered_and_given_pre_calls(office: Organization, logged_in: Any) -> None:
    production = a_production(office)
    grip = a_department(production, "Grip", position=40)
    ada, path = logged_in(a_member(office)), f"/p/{production.public_id}/people/departments/"
    ada.post(f"{path}{grip.public_id}/", version=1, name="Grips", position=5, pre_call_minutes=30, channel="2")
    ada.post(f"{path}new/", name="Drone unit", position=7, pre_call_minutes=0, channel="")
    rows = Department.objects.order_by("position").values_list("name", "position", "pre_call_minutes", "channel")
    assert list(rows) == [("Grips", 5, 30, "2"), ("Drone unit", 7, 0, "")]
    stale = ada.post(f"{path}{grip.public_id}/", version=1, name="G", position=5, pre_call_minutes=0, channel="")
    assert stale.status_code == 409
    assert "Grips" in ada.get(path).content.decode()


def test_strangers_find_nothing_and_other_roles_change_nothing(office: Organization, logged_in: Any) -> None:
    production, crew = a_production(office), a_member(office, Role.CREW, "Cleo")
    access(crew, production)
    grip = an_engagement(production, "Nils")
    people = f"/p/{production.public_id}/people/"
    stranger = logged_in(a_member(an_organization("Other house"), name="Sam"))
    reads = ["", "contacts/", "crew-list.csv", "crew-list.xlsx", f"{grip.public_id}/"]
    writes = ["new/", f"{grip.public_id}/change/", "departments/"]
    assert {path: stranger.get(people + path).status_code for path in reads + writes} == dict.fromkeys(
        reads + writes, 404
    )
    assert {path: logged_in(crew).get(people + path).status_code for path in reads} == dict.fromkeys(reads, 200)
    assert {path: logged_in(crew).get(people + path).status_code for path in writes} == dict.fromkeys(writes, 403)
    assert logged_in(crew).post(f"{people}{grip.public_id}/end/", version=1).status_code == 403
    assert stranger.post(f"{people}{grip.public_id}/end/", version=1).status_code == 404
    assert Engagement.objects.get().ended_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_for_three(
    office: Organization, logged_in: Any, count: int, django_assert_num_queries: Any
) -> None:
    production, ada = a_production(office), logged_in(a_member(office))
    for number in range(count):
        an_engagement(production, f"Person {number}")
    path = f"/p/{production.public_id}/people/"
    ada.get(path)
    with django_assert_num_queries(8):
        assert ada.get(path).content.decode().count("Person ") >= count
