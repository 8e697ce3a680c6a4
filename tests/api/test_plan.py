"""The plan over HTTP: asked for once, read with its sentences, and where an order is."""

from __future__ import annotations

import pytest

from callboard.core.members.actions import create_api_key
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.manufacturing.requirements.models import PlanRun
from tests.api.conftest import Program
from tests.builders import FRIDAY_18H, a_member, access
from tests.manufacturing.requirements.scenes import Stand, a_stand, ordered, planned


@pytest.fixture
def scene(office: Organization, ada: Membership) -> Stand:
    return a_stand(office, by=ada)


@pytest.fixture
def path(scene: Stand) -> str:
    return f"/productions/{scene.plant.public_id}"


def test_a_plan_is_asked_for_once_and_a_second_one_is_refused_while_it_is_made(program: Program, path: str) -> None:
    assert program.get(f"{path}/plan").json() == {"newest": None, "under_way": None}

    asked = program.send("POST", f"{path}/plan", key="k1")
    again = program.send("POST", f"{path}/plan", key="k1")

    assert (asked.status_code, asked.json()["state"]) == (200, "asked")
    assert (again.json(), again["Idempotency-Replayed"]) == (asked.json(), "true")
    assert PlanRun.objects.count() == 1
    assert program.get(f"{path}/plan").json()["under_way"]["id"] == asked.json()["id"]
    assert program.send("POST", f"{path}/plan").json()["title"] == "RunUnderWay"
    assert program.send("POST", f"{path}/plan", key=None).status_code == 428


def test_what_to_do_is_read_with_why_and_in_units(program: Program, path: str, scene: Stand, ada: Membership) -> None:
    assert program.get(f"{path}/plan/messages").status_code == 404
    ordered(scene, by=ada)
    run = planned(scene, by=ada)

    newest = program.get(f"{path}/plan").json()["newest"]
    found = program.get(f"{path}/plan/messages").json()

    assert {name: newest[name] for name in ("id", "state", "items", "needs", "proposals", "late", "messages")} == {
        "id": str(run.public_id),
        "state": "done",
        "items": 4,
        "needs": 1,
        "proposals": 4,
        "late": 1,
        "messages": {"past_due_start": 1, "release": 2},
    }
    assert (found["plan"], found["next_offset"]) == (str(run.public_id), None)
    assert [(row["rank"], row["item"]) for row in found["messages"]] == [(1, "TUBE"), (2, "FOOT"), (3, "FRAME")]
    first = found["messages"][0]
    assert (first["quantity"], first["unit"], first["from_on"], first["to_on"]) == (
        "12",
        "m",
        "2027-02-24",
        "2027-03-05",
    )
    assert first["reason"].split()[:9] == ["Start", "proposal", "1", "for", "TUBE", "at", "once:", "12", "m"]
    assert [row["item"] for row in program.get(f"{path}/plan/messages?owner=Mia").json()["messages"]] == ["FRAME"]
    assert program.get(f"{path}/plan/messages?offset=3").json()["messages"] == []


def test_where_an_order_is(program: Program, path: str, scene: Stand, ada: Membership) -> None:
    order = ordered(scene, by=ada)
    planned(scene, by=ada)

    [where] = program.get(f"{path}/where?search={order.number}").json()

    assert {name: where[name] for name in ("order", "client", "owed", "in_stock", "promised_on", "spots")} == {
        "order": f"{order.number}/1",
        "client": "Ridgeback Cycles",
        "owed": "10",
        "in_stock": "0",
        "promised_on": "2027-03-19",
        "spots": [],
    }
    assert (where["waits_for"], where["ships_on"], where["late_days"]) == ("proposals", "2027-03-30", 11)
    assert where["why_late"] == [
        "STAND: proposal 1 for STAND",
        "FRAME: proposal 1 for FRAME",
        "TUBE: proposal 1 for TUBE",
    ]
    assert program.get(f"{path}/where?search=nobody").json() == []


def test_an_operator_reads_and_does_not_ask_and_a_stranger_finds_nothing(
    stranger: Program, path: str, scene: Stand, office: Organization
) -> None:
    coordinator = a_member(office, name="Boss")
    oda = a_member(office, Role.OPERATOR, "Oda")
    access(oda, scene.plant)
    reader = a_program_of(oda, coordinator)

    assert reader.get(f"{path}/plan").status_code == 200
    assert reader.send("POST", f"{path}/plan").status_code == 403
    for name in ("plan", "plan/messages", "where"):
        assert stranger.get(f"{path}/{name}").status_code == 404
    assert stranger.send("POST", f"{path}/plan").status_code == 404
    assert PlanRun.objects.count() == 0


def a_program_of(member: Membership, boss: Membership) -> Program:

    _, token = create_api_key(member, "Reader's script", by=boss, at=FRIDAY_18H)
    return Program(token)
