"""The plan's pages: ask for one, work through it, follow who needs what; who may, and who does not see it at all."""

from __future__ import annotations

import html
import io
import re
import uuid
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.manufacturing.requirements.models import ActionMessage, PlanRun
from callboard.manufacturing.work_orders.models import WorkOrder
from tests.builders import a_member, access, an_organization
from tests.builders_plant import a_bom
from tests.manufacturing.requirements.scenes import (
    Stand,
    a_stand,
    message_about,
    ordered,
    planned,
    proposal_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def scene(office: Organization, ada: Membership) -> Stand:
    return a_stand(office, by=ada)


def address(scene: Stand, name: str = "plan", *more: Any) -> str:
    return reverse(f"requirements:{name}", args=[scene.plant.public_id, *more])


def words(answer: Any) -> str:
    """What a reader sees, on one line."""
    body = html.unescape(answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", body[body.index("<main") :]).replace("\N{NO-BREAK SPACE}", " ").split())


def test_without_a_plan_the_pages_say_what_a_plan_is_and_offer_to_make_one(
    scene: Stand, ada: Membership, logged_in: Any
) -> None:
    page = logged_in(ada).get(address(scene))

    assert "No plan yet. A plan reads orders, stock, bills of materials and open work" in words(page)
    assert "Make the first plan" in words(page)
    assert "nobody knows what will be late" in words(logged_in(ada).get(address(scene, "late")))
    assert "No plan yet." in words(logged_in(ada).get(address(scene, "proposals")))
    assert "No plan yet." in words(logged_in(ada).get(address(scene, "item", scene.tube.public_id)))
    assert logged_in(ada).get(address(scene, "pegging")).status_code == 404


def test_a_plan_is_asked_for_once_and_can_be_stopped(scene: Stand, ada: Membership, logged_in: Any) -> None:
    browser = logged_in(ada)

    asked = browser.post(address(scene, "ask"), request_key="k1")
    again = browser.post(address(scene, "ask"), request_key="k1")
    refused = browser.post(address(scene, "ask"))

    assert (asked.status_code, asked["Location"], again.status_code) == (302, address(scene), 302)
    assert (refused.status_code, "The plan is being made already" in words(refused)) == (422, True)
    run = PlanRun.objects.get()
    page = words(browser.get(address(scene)))
    assert "being made Ada asked for a plan." in page
    assert "Plan anew" not in page
    browser.post(address(scene, "stop", run.public_id))
    assert "Stopped. The plan before this one stands." in browser.get(address(scene)).content.decode()
    run.refresh_from_db()
    assert run.state == "stopped"


def test_messages_are_listed_with_why_what_it_brings_and_what_else_happens(
    scene: Stand, ada: Membership, logged_in: Any
) -> None:
    order = ordered(scene, by=ada)
    planned(scene, by=ada)

    page = words(logged_in(ada).get(address(scene)))

    assert "asked for by Ada: 4 items, 1 need from outside." in page
    assert "Start is past due proposal 1 for TUBE TUBE Tube · 12 m Bo" in page
    assert "Start proposal 1 for TUBE at once: 12 m of TUBE for proposal 1 for FRAME" in page
    assert "should have been started on Wed 24 Feb" in page
    assert "If nothing is done:" in page
    assert f"{order.number}/1" in page
    assert "Late orders (1)" in page
    assert page.index("TUBE Tube") < page.index("FRAME Frame")


def test_messages_are_filtered_and_taken_away_as_a_table(scene: Stand, ada: Membership, logged_in: Any) -> None:
    ordered(scene, by=ada)
    planned(scene, by=ada)
    browser = logged_in(ada)

    assert "TUBE" not in words(browser.get(address(scene), owner="Mia")).split("Decided and snoozed")[1]
    assert "Nothing to do here" in words(browser.get(address(scene), words="nobody"))
    assert "Nothing was decided yet." in words(browser.get(address(scene), show="settled"))
    table = browser.get(address(scene), format="xlsx", kind="past_due_start")
    head, row = CalamineWorkbook.from_filelike(io.BytesIO(table.content)).get_sheet_by_index(0).to_python()
    assert head[:7] == ["Rank", "To do", "Order", "Item", "Name", "Quantity", "Unit"]
    assert row[:7] == [1.0, "Start is past due", "proposal 1 for TUBE", "TUBE", "Tube", "12", "m"]
    text = browser.get(address(scene), format="csv").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 4


def test_a_message_is_accepted_taken_back_and_snoozed_by_its_buttons(
    scene: Stand, ada: Membership, logged_in: Any
) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    message = message_about(run, scene.frame)
    browser, where = logged_in(ada), address(scene, "decide", message.public_id)

    done = browser.post(where, version=1, decision="accept", back=f"{address(scene)}?owner=Mia")
    assert (done.status_code, done["Location"]) == (302, f"{address(scene)}?owner=Mia")
    assert WorkOrder.objects.get().state == "firm"
    assert "accepted" in words(browser.get(address(scene), show="settled"))

    back = browser.post(where, version=2, decision="take back", back="//elsewhere.example/")
    assert back["Location"] == address(scene)
    assert WorkOrder.objects.get().state == "canceled"

    wrong = browser.post(where, version=3, decision="snooze", until="never")
    assert (wrong.status_code, "Choose a day after today, at most 90 days away." in words(wrong)) == (422, True)
    assert browser.post(where, version=3, decision="frown").status_code == 404
    stale = browser.post(where, version=1, decision="dismiss")
    assert (stale.status_code, ActionMessage.objects.get(pk=message.pk).state) == (409, "open")
    browser.post(where, version=3, decision="dismiss")
    assert "dismissed" in words(browser.get(address(scene), show="settled"))


def test_a_proposal_is_firmed_and_taken_back_on_its_page(scene: Stand, ada: Membership, logged_in: Any) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    proposal = proposal_of(run, scene.stand)
    browser = logged_in(ada)
    page = words(browser.get(address(scene, "proposals"), source="buy"))
    assert "should have started 24 Feb" in page
    assert "STAND" not in page

    browser.post(address(scene, "firm", proposal.public_id), version=1, decision="firm")
    assert WorkOrder.objects.get().item == scene.stand
    page = words(browser.get(address(scene, "proposals"), words="stand"))
    assert "ordered" in page
    assert "Take back" in page
    browser.post(address(scene, "firm", proposal.public_id), version=2, decision="take back")
    assert WorkOrder.objects.get().state == "canceled"
    text = browser.get(address(scene, "proposals"), format="csv").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 5


def test_late_orders_show_their_chain_and_lead_to_all_they_wait_for(
    scene: Stand, ada: Membership, logged_in: Any
) -> None:
    order = ordered(scene, by=ada)
    run = planned(scene, by=ada)
    browser, key = logged_in(ada), f"{order.number}/1"
    tube = proposal_of(run, scene.tube).key

    page = words(browser.get(address(scene, "late")))
    assert f"{key} · Ridgeback Cycles 11 days late" in page
    assert "10 pcs promised for Fri 19 Mar will be there on Tue 30 Mar." in page
    assert "TUBE proposal 1 for TUBE needed Wed 10 Mar, comes Fri 19 Mar" in page

    below = words(browser.get(address(scene, "pegging"), need=key))
    assert f"What {key} waits for" in below
    assert "TUBE Tube · 12 m needed Wed 10 Mar proposal 1 for TUBE 12 m there on Fri 19 Mar late" in below
    above = words(browser.get(address(scene, "pegging"), supply=tube))
    assert f"{key} STAND Stand Fri 19 Mar 12 m 11 days late" in above
    nobody = words(browser.get(address(scene, "pegging"), supply="nothing"))
    assert "No client's order needs it" in nobody
    assert browser.get(address(scene, "pegging"), need="SO-0/1").status_code == 404


def test_an_items_stock_is_shown_step_by_step(scene: Stand, ada: Membership, logged_in: Any) -> None:
    ordered(scene, by=ada)
    planned(scene, by=ada)

    page = words(logged_in(ada).get(address(scene, "item", scene.tube.public_id)))

    assert "Available now: 0 m . short from Wed 10 Mar" in page
    assert "-12 m" in page
    assert "+12 m" in page


def test_a_plan_that_failed_says_why(scene: Stand, ada: Membership, logged_in: Any) -> None:
    ordered(scene, by=ada)
    a_bom(scene.tube, (scene.stand, 1))
    planned(scene, by=ada)

    assert "failed The bills of material go round in a circle" in words(logged_in(ada).get(address(scene)))


def test_an_operator_reads_the_plan_and_changes_nothing(
    scene: Stand, ada: Membership, office: Organization, logged_in: Any
) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    message, proposal = message_about(run, scene.frame), proposal_of(run, scene.frame)
    oda = a_member(office, Role.OPERATOR, "Oda")
    access(oda, scene.plant)
    browser = logged_in(oda)

    page = words(browser.get(address(scene)))
    assert "FRAME Frame" in page
    assert "Accept" not in page
    assert "Plan anew" not in page
    for where, fields in (
        (address(scene, "ask"), {}),
        (address(scene, "stop", run.public_id), {}),
        (address(scene, "decide", message.public_id), {"version": 1, "decision": "accept"}),
        (address(scene, "firm", proposal.public_id), {"version": 1}),
    ):
        assert browser.post(where, **fields).status_code == 403
    assert WorkOrder.objects.count() == 0


def test_a_stranger_finds_nothing(scene: Stand, ada: Membership, logged_in: Any) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    stranger = logged_in(a_member(an_organization("Other house"), name="Charlie"))

    for name in ("plan", "late", "proposals", "pegging"):
        assert stranger.get(address(scene, name)).status_code == 404
    assert stranger.get(address(scene, "item", scene.tube.public_id)).status_code == 404
    for name, key in (("stop", run.public_id), ("decide", message_about(run, scene.frame).public_id)):
        assert stranger.post(address(scene, name, key), version=1, decision="accept").status_code == 404
    assert logged_in(ada).post(address(scene, "decide", uuid.uuid4()), version=1).status_code == 404
