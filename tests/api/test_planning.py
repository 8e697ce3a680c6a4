"""The board, scenes, people and places over HTTP: keys, versions, tenants and roles."""

from __future__ import annotations

from datetime import date

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.places.models import Place
from callboard.film.stripboard.actions import create_board
from callboard.film.stripboard.models import BoardMove
from tests.api.conftest import Program, a_program
from tests.builders import FRIDAY_18H, a_member, a_place, a_production, a_scene, access, an_engagement

FOUNTAIN = "INT. MILL - DAY #1#\n\nFlour.\n\nBAKER\nMorning.\n"


def test_a_key_says_who_it_acts_as(program: Program) -> None:
    me = program.get("/me").json()
    assert (me["name"], me["role"], me["organization"]) == ("Ada", "coordinator", "Lantern Street Pictures")


def test_without_a_key_nothing_is_answered(program: Program) -> None:
    program.headers = {}
    assert program.get("/me").status_code == 401
    program.headers = {"Authorization": "Bearer made-up"}
    assert program.get("/me").status_code == 401


def test_a_strip_is_placed_once_however_often_the_call_is_retried(
    program: Program, show: Production, ada: Membership
) -> None:
    a_scene(show, "1")
    create_board(show, name="First pass", starts_on=date(2027, 3, 5), by=ada, at=FRIDAY_18H)
    strip = program.get(f"/productions/{show.public_id}/board").json()["boneyard"][0]
    move = {"strips": [{"id": strip["id"], "version": strip["version"]}], "after": None}

    first = program.send("POST", f"/productions/{show.public_id}/board/moves", move, key="k1")
    again = program.send("POST", f"/productions/{show.public_id}/board/moves", move, key="k1")
    other = program.send("POST", f"/productions/{show.public_id}/board/moves", {**move, "area": "boneyard"}, key="k1")

    assert first.status_code == again.status_code == 200
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert (other.status_code, other.json()["title"]) == (422, "KeyUsedForAnotherRequest")
    assert BoardMove.objects.count() == 1
    assert [s["scene"] for s in program.get(f"/productions/{show.public_id}/board").json()["days"][0]["strips"]] == [
        "1"
    ]


def test_a_stale_strip_is_refused_as_a_problem(program: Program, show: Production, ada: Membership) -> None:
    a_scene(show, "1")
    create_board(show, name="First pass", starts_on=date(2027, 3, 5), by=ada, at=FRIDAY_18H)
    strip = program.get(f"/productions/{show.public_id}/board").json()["boneyard"][0]
    stale = {"strips": [{"id": strip["id"], "version": 7}]}

    answer = program.send("POST", f"/productions/{show.public_id}/board/moves", stale)

    assert (answer.status_code, answer["Content-Type"]) == (412, "application/problem+json")
    assert answer.json()["parameters"]["public_id"] == strip["id"]


def test_unsafe_calls_need_a_key_and_edits_a_version(program: Program, show: Production) -> None:
    place = a_place(show)
    path = f"/productions/{show.public_id}/places/{place.public_id}"
    assert program.send("PATCH", path, {"address": "Pier 9"}, key=None, match=1).json()["title"] == "KeyMissing"
    assert program.send("PATCH", path, {"address": "Pier 9"}).json()["status"] == 428

    changed = program.send("PATCH", path, {"address": "Pier 9"}, match=1)
    stale = program.send("PATCH", path, {"address": "Pier 10"}, match=1)

    assert (changed.status_code, changed.json()["address"], changed.json()["version"]) == (200, "Pier 9", 2)
    assert stale.status_code == 412
    assert Place.objects.get(pk=place.pk).address == "Pier 9"


def test_a_stranger_finds_nothing_and_changes_nothing(program: Program, stranger: Program, show: Production) -> None:
    place = a_place(show)
    reads = [
        f"/productions/{show.public_id}/{what}"
        for what in ("scenes", "board", "engagements", "places", "callsheets", "editions")
    ]
    assert [stranger.get(path).status_code for path in reads] == [404] * len(reads)
    assert stranger.get("/productions").json() == []

    answer = stranger.send(
        "PATCH", f"/productions/{show.public_id}/places/{place.public_id}", {"address": "Mine"}, match=1
    )
    assert answer.status_code == 404
    assert Place.objects.get(pk=place.pk).address == place.address


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.COORDINATOR, True), (Role.CREW, False), (Role.HEAD_OF_DEPARTMENT, True)]
)
def test_contacts_are_shown_to_roles_that_may_see_them(office: Organization, role: Role, sees: bool) -> None:
    show = a_production(office)
    an_engagement(show, "Gus Gaffer")
    member = a_member(office, role, "Reader")
    access(member, show)

    rows = a_program_of(member).get(f"/productions/{show.public_id}/engagements").json()

    assert [(row["name"], row["email"]) for row in rows] == [
        ("Gus Gaffer", "gus.gaffer@crew.example" if sees else None)
    ]


def a_program_of(member: Membership) -> Program:
    """A key is made by whoever manages members; here a coordinator makes it for the reader."""
    return a_program(member) if member.role == Role.COORDINATOR else _key_by_coordinator(member)


def _key_by_coordinator(member: Membership) -> Program:
    from callboard.core.members.actions import create_api_key

    _, token = create_api_key(member, "Reader's script", by=a_member(member.organization, name="Boss"), at=FRIDAY_18H)
    return Program(token)


def test_the_document_describes_every_route_in_openapi_3_1(program: Program) -> None:
    document = program.client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert len(document["paths"]) >= 14
