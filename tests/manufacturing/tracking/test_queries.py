"""Where is my order? Told from shipments, stock, work and the newest plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.scope import tenant_scope
from callboard.manufacturing.orders.models import ClientOrder, OrderLine
from callboard.manufacturing.requirements.actions import firm_proposal
from callboard.manufacturing.shop_floor.actions import report_work
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.manufacturing.tracking.queries import Whereabouts, find_lines, where_is
from callboard.manufacturing.tracking.rules import Waits
from callboard.manufacturing.work_orders.models import WorkOrder
from callboard.stock.shipping.actions import create_shipment, pack, ship
from callboard.stock.shipping.packing import PackTerms
from tests.builders import FRIDAY_18H, a_member, an_organization
from tests.builders_plant import a_store, in_stock, released
from tests.manufacturing.requirements.scenes import DUE, TODAY, Stand, a_stand, ordered, planned, proposal_of


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def scene(office: Organization, ada: Membership) -> Stand:
    return a_stand(office, by=ada)


def where(scene: Stand, order: ClientOrder, ada: Membership) -> Whereabouts:
    return where_is(ada, scene.plant, order.lines.get().public_id, today=TODAY)


def spots(found: Whereabouts) -> list[tuple[str, str, int, str]]:
    return [
        (spot.order.item.code, spot.operation.operation.name if spot.operation else "", spot.quantity, spot.state)
        for spot in found.spots
    ]


def test_with_no_plan_nobody_knows_a_day(scene: Stand, ada: Membership) -> None:
    found = where(scene, ordered(scene, by=ada), ada)

    assert (found.owed, found.there, found.ships.on, found.ships.waits) == (10, 0, None, Waits.PLAN)
    assert (found.spots, found.late, found.planned_at, found.late_days) == ([], None, None, 0)


def test_what_is_in_stock_can_ship_today(scene: Stand, ada: Membership) -> None:
    order = ordered(scene, by=ada)
    in_stock(scene.stand, 12, a_store(scene.plant), by=ada, value_minor=12)

    found = where(scene, order, ada)

    assert (found.there, found.ships.on, found.ships.waits) == (10, TODAY, Waits.SHIPMENT)


def test_the_plan_says_when_the_rest_ships_how_late_and_why(scene: Stand, ada: Membership) -> None:
    in_stock(scene.stand, 4, a_store(scene.plant), by=ada, value_minor=4)
    order = ordered(scene, by=ada)
    planned(scene, by=ada)

    found = where(scene, order, ada)

    assert (found.owed, found.there) == (10, 4)
    assert (found.ships.on, found.ships.waits, found.late_days) == (dt.date(2027, 3, 30), Waits.PROPOSALS, 11)
    assert found.planned_at == FRIDAY_18H
    assert found.late is not None
    assert [link["item"] for link in found.late.chain] == ["STAND", "FRAME", "TUBE"]


def test_pieces_are_found_at_their_operation_down_to_the_components(scene: Stand, ada: Membership) -> None:
    in_stock(scene.tube, 12_000, a_store(scene.plant), by=ada, value_minor=900)
    order = ordered(scene, by=ada)
    run = planned(scene, by=ada)
    for item in (scene.stand, scene.frame):
        firm_proposal(proposal_of(run, item), version=1, by=ada, at=FRIDAY_18H)
    operations = released(WorkOrder.objects.get(item=scene.frame), by=ada)
    report_work(operations["Saw"], ReportKind.GOOD, 6, by=ada, at=FRIDAY_18H)
    report_work(operations["Saw"], ReportKind.SEND, 4, by=ada, at=FRIDAY_18H)

    found = where(scene, order, ada)

    assert spots(found) == [
        ("FRAME", "Saw", 4, "waiting"),
        ("FRAME", "Saw", 2, "ready to go on"),
        ("FRAME", "Weld", 4, "in transit"),
        ("STAND", "", 10, "not begun"),
    ]
    assert found.ships.waits is Waits.WORK
    planned(scene, by=ada)
    assert spots(where(scene, order, ada)) == spots(found), "the next plan names the work orders themselves"


def test_what_left_is_counted_with_its_day_and_the_rest_is_still_owed(scene: Stand, ada: Membership) -> None:
    order = ordered(scene, by=ada)
    rack = a_store(scene.plant)
    in_stock(scene.stand, 10, rack, by=ada, value_minor=10)
    line = order.lines.get()
    how: dict[str, Any] = {"by": ada, "at": FRIDAY_18H}

    def send(quantity: int) -> None:
        shipment = create_shipment(scene.plant, order.client, **how)
        terms = PackTerms(scene.stand, quantity, rack, line.public_id, f"{order.number}/1")
        pack(shipment, terms, **how)
        ship(shipment, **how)

    send(7)
    found = where(scene, order, ada)
    assert (found.row.shipped, found.owed, found.there, found.ships.on) == (7, 3, 3, TODAY)
    send(3)
    found = where(scene, order, ada)
    assert (found.owed, found.there, found.ships.waits, found.late_days) == (0, 0, Waits.NOTHING, 0)


def test_lines_are_found_by_any_number_name_or_product(scene: Stand, ada: Membership) -> None:
    first = ordered(scene, by=ada)
    ClientOrder.objects.filter(pk=first.pk).update(client_number="4500-77")
    second = ordered(scene, 3, by=ada, due_on=TODAY)
    keys = {first.number: f"{first.number}/1", second.number: f"{second.number}/1"}

    def found(words: str) -> list[str]:
        return [row.key for row in find_lines(ada, scene.plant, words, today=TODAY)]

    assert found("") == [keys[second.number], keys[first.number]]
    assert found("4500") == found(first.number) == [keys[first.number]]
    assert found("ridgeback") == found("stan") == [keys[second.number], keys[first.number]]
    assert found("nobody") == []


def test_many_lines_are_asked_about_in_as_many_questions_as_one(scene: Stand, ada: Membership) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            find_lines(ada, scene.plant, "", today=TODAY)
        return len(asked)

    ordered(scene, by=ada)
    planned(scene, by=ada)
    few = questions()
    for days in range(4):
        ordered(scene, 2, by=ada, due_on=DUE + dt.timedelta(days=days))
    planned(scene, by=ada)

    assert questions() == few


def test_a_line_of_another_house_is_not_there(scene: Stand, ada: Membership) -> None:
    line = ordered(scene, by=ada).lines.get()
    other = an_organization("Other house")
    stranger = a_member(other, name="Charlie")

    with tenant_scope(other.pk), pytest.raises(NotFound):
        where_is(stranger, scene.plant, line.public_id, today=TODAY)
    assert OrderLine.objects.get() == line
