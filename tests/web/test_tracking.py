"""Where is my order? The page that is open while the client is on the phone."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.manufacturing.orders.models import ClientOrder
from callboard.manufacturing.requirements.actions import firm_proposal
from callboard.manufacturing.shop_floor.actions import report_work
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.manufacturing.work_orders.models import WorkOrder
from tests.builders import FRIDAY_18H, a_member, access, an_organization
from tests.builders_plant import a_store, in_stock, released
from tests.manufacturing.requirements.scenes import Stand, a_stand, ordered, planned, proposal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def scene(office: Organization, ada: Membership) -> Stand:
    return a_stand(office, by=ada)


def address(scene: Stand, name: str = "orders", *more: Any) -> str:
    return reverse(f"tracking:{name}", args=[scene.plant.public_id, *more])


def words(answer: Any) -> str:
    body = html.unescape(answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", body[body.index("<main") :]).replace("\N{NO-BREAK SPACE}", " ").split())


def test_a_line_is_found_by_the_clients_own_number(scene: Stand, ada: Membership, logged_in: Any) -> None:
    order = ordered(scene, by=ada)
    ClientOrder.objects.filter(pk=order.pk).update(client_number="4500-77")
    browser = logged_in(ada)

    page = words(browser.get(address(scene), words="4500-77"))

    assert "1 line found" in page
    assert f"{order.number}/1 Ridgeback Cycles 4500-77 STAND Stand 10 pcs 0 pcs 0 pcs Fri 19 Mar no day known" in page
    assert "What is owed, the next due first" in words(browser.get(address(scene)))
    nothing = words(browser.get(address(scene), words="9999"))
    assert "No order line matches “9999”." in nothing
    assert "Show what is owed" in nothing


def test_with_nothing_owed_the_page_leads_to_the_orders(scene: Stand, ada: Membership, logged_in: Any) -> None:
    page = logged_in(ada).get(address(scene))
    assert "Nothing is owed to any client." in words(page)
    assert reverse("orders:list", args=[scene.plant.public_id]) in page.content.decode()


def test_a_line_says_operation_quantity_day_and_reason(scene: Stand, ada: Membership, logged_in: Any) -> None:
    in_stock(scene.tube, 6_000, a_store(scene.plant), by=ada, value_minor=900)
    order = ordered(scene, by=ada)
    run = planned(scene, by=ada)
    frames = firm_proposal(proposal_of(run, scene.frame), version=1, by=ada, at=FRIDAY_18H)
    assert frames.became is not None
    operations = released(WorkOrder.objects.get(public_id=frames.became), by=ada)
    report_work(operations["Saw"], ReportKind.GOOD, 6, by=ada, at=FRIDAY_18H)
    browser = logged_in(ada)

    page = words(browser.get(address(scene, "line", order.lines.get().public_id)))

    assert "When it ships Tue 30 Mar 11 days late" in page
    assert "It waits for orders that are only proposed: nobody has released them." in page
    assert "Ordered 10 pcs Shipped 0 pcs Still owed 10 pcs In stock for it 0 pcs Promised for Friday 19 March" in page
    number = WorkOrder.objects.get().number
    assert f"6 pcs FRAME · {number} 10 Saw, Saw: ready to go on" in page
    assert "Why it is late" in page
    assert "needed Wed 10 Mar, comes Fri 19 Mar" in page
    assert "Everything it waits for" in page


def test_without_a_plan_the_line_says_that_nobody_knows(scene: Stand, ada: Membership, logged_in: Any) -> None:
    order = ordered(scene, by=ada)

    page = words(logged_in(ada).get(address(scene, "line", order.lines.get().public_id)))

    assert "When it ships no day known" in page
    assert "No work order makes it yet." in page
    assert "No plan was made yet, so nobody can say when it ships." in page


def test_everyone_of_the_plant_may_look_and_a_stranger_finds_nothing(
    scene: Stand, ada: Membership, office: Organization, logged_in: Any
) -> None:
    line = ordered(scene, by=ada).lines.get().public_id
    oda = a_member(office, Role.OPERATOR, "Oda")
    access(oda, scene.plant)
    assert logged_in(oda).get(address(scene, "line", line)).status_code == 200
    stranger = logged_in(a_member(an_organization("Other house"), name="Charlie"))
    assert stranger.get(address(scene)).status_code == 404
    assert stranger.get(address(scene, "line", line)).status_code == 404
    assert logged_in(ada).get(address(scene, "line", uuid.uuid4())).status_code == 404
