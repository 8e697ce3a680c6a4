"""The floor page: scan, report, hand over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.manufacturing.shop_floor.actions import report_work
from callboard.manufacturing.shop_floor.models import FloorReport, Nonconformance
from callboard.manufacturing.shop_floor.queries import flow_of
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from tests.builders import FRIDAY_18H, a_member, access, an_engagement, an_organization
from tests.builders_plant import (
    a_plant,
    a_routing,
    a_store,
    a_work_order,
    an_item,
    brackets,
    in_stock,
    released,
)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def oleg(office: Organization, plant: Production) -> Membership:
    member = a_member(office, Role.OPERATOR, "Oleg")
    access(member, plant)
    return member


@pytest.fixture
def order(plant: Production, ada: Membership) -> WorkOrder:
    bracket, bar = brackets(plant)
    in_stock(bar, 100_000, a_store(plant), by=ada)
    made = a_work_order(bracket, 60, by=ada)
    released(made, by=ada)
    return made


def step(order: WorkOrder, name: str) -> WorkOperation:
    return order.operations.select_related("work_order__item", "department").get(name=name)


def floor(plant: Production, row: WorkOperation | None = None, name: str = "") -> str:
    return f"/p/{plant.public_id}/floor/{f'{row.public_id}/' if row else ''}{name}"


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_scan_field_has_the_focus_and_work_waits_by_department(
    plant: Production, oleg: Membership, order: WorkOrder, logged_in: Any
) -> None:
    browser, weld = logged_in(oleg), step(order, "Weld").department
    page = page_of(browser.get(floor(plant)))
    assert "required autofocus data-scan" in page
    assert "BRACKET · 10 Mill" in page
    assert "Nothing waits here." in page_of(browser.get(floor(plant), department=str(weld.public_id)))
    assert "<h1>Weld</h1>" in page_of(browser.get(floor(plant)))  # remembered


@pytest.mark.parametrize("code", ["WO-1001/20", " wo-1001/20 "])
def test_a_scanned_operation_opens(
    plant: Production, oleg: Membership, order: WorkOrder, logged_in: Any, code: str
) -> None:
    answer = logged_in(oleg).get(f"{floor(plant)}scan/", code=code)
    assert answer["Location"] == floor(plant, step(order, "Weld"))


def test_a_scanned_order_opens_where_its_work_is(
    plant: Production, ada: Membership, oleg: Membership, order: WorkOrder, logged_in: Any
) -> None:
    browser, mill = logged_in(oleg), step(order, "Mill")
    address = f"http://testserver/p/{plant.public_id}/work/{order.public_id}/"
    for code in ("WO-1001", "1001", address):
        assert browser.get(f"{floor(plant)}scan/", code=code)["Location"] == floor(plant, mill)
    report_work(mill, ReportKind.GOOD, 60, by=ada, at=FRIDAY_18H)
    report_work(mill, ReportKind.SEND, 60, by=ada, at=FRIDAY_18H)
    assert browser.get(f"{floor(plant)}scan/", code=address)["Location"] == floor(plant, step(order, "Weld"))


def test_an_unknown_code_and_an_order_not_released_are_told(
    plant: Production, ada: Membership, oleg: Membership, order: WorkOrder, logged_in: Any
) -> None:
    a_work_order(order.item, by=ada)
    browser = logged_in(oleg)
    for code, said in (("4711", "Nothing here has the code “4711”."), ("WO-1002", "WO-1002 is not released yet")):
        assert browser.get(f"{floor(plant)}scan/", code=code)["Location"] == floor(plant)
        assert said in page_of(browser.get(floor(plant)))


def test_sixty_brackets_go_from_mill_to_weld_by_the_buttons(
    plant: Production, oleg: Membership, order: WorkOrder, logged_in: Any
) -> None:
    browser, mill, weld = logged_in(oleg), step(order, "Mill"), step(order, "Weld")
    rosa = an_engagement(plant, "Rosa")
    browser.get(floor(plant), operator=str(rosa.public_id))
    browser.post(floor(plant, mill, "report/"), kind="start", device="tablet-3")
    assert "Rosa</span> <small>since" in page_of(browser.get(floor(plant, mill)))
    browser.post(floor(plant, mill, "report/"), kind="good", quantity="57")
    browser.post(floor(plant, mill, "report/"), kind="scrap", quantity="3", reason="burr")
    page = page_of(browser.get(floor(plant, mill)))
    assert "Send to Weld" in page
    browser.post(floor(plant, mill, "report/"), kind="send", quantity="57")
    assert "Accept all 57 pcs" in page_of(browser.get(floor(plant)))

    answer = browser.post(floor(plant, weld, "accept/"), quantity="55", dispute="1", back="home")

    assert answer["Location"] == floor(plant)
    page = page_of(browser.get(floor(plant)))
    assert "55 pcs accepted, 2 pcs disputed" in page
    row = flow_of(order)[1]
    assert (row.waiting, row.disputed, row.in_transit) == (55, 2, 0)
    browser.post(floor(plant, weld, "report/"), kind="found", quantity="2")
    assert flow_of(order)[1].waiting == 57
    first = FloorReport.objects.order_by("pk").first()
    assert first is not None
    assert (first.operator, first.recorded_by, first.device) == (rosa, oleg, "tablet-3")


def test_a_button_pressed_twice_reports_once(
    plant: Production, oleg: Membership, order: WorkOrder, logged_in: Any
) -> None:
    browser, mill = logged_in(oleg), step(order, "Mill")
    for _ in range(2):
        browser.post(floor(plant, mill, "report/"), kind="good", quantity="5", request_key="thumb")
    assert list(FloorReport.objects.values_list("kind", "quantity")) == [("good", 5)]


def test_too_many_are_taken_with_a_word_and_nonsense_is_not(
    plant: Production, oleg: Membership, order: WorkOrder, logged_in: Any
) -> None:
    browser, weld = logged_in(oleg), step(order, "Weld")
    browser.post(floor(plant, weld, "report/"), kind="good", quantity="2")
    assert "on the list to reconcile" in page_of(browser.get(floor(plant, weld)))
    for quantity, said in (("", ""), ("two", "two"), ("1.5", "1.5")):
        browser.post(floor(plant, weld, "report/"), kind="good", quantity=quantity)
        assert said in page_of(browser.get(floor(plant, weld)))
    browser.post(floor(plant, weld, "report/"), kind="scrap", quantity="1")
    assert "Say why: a word is enough." in page_of(browser.get(floor(plant, weld)))
    assert browser.post(floor(plant, weld, "report/"), kind="accept", quantity="1").status_code == 404
    assert FloorReport.objects.count() == 1


def test_pieces_that_are_not_right_are_set_aside(
    plant: Production, oleg: Membership, order: WorkOrder, logged_in: Any
) -> None:
    browser, mill = logged_in(oleg), step(order, "Mill")
    browser.post(floor(plant, mill, "set-aside/"), quantity="4", reason="hole is off")
    assert (Nonconformance.objects.get().what, flow_of(order)[0].rework) == ("hole is off", 4)
    assert "Reworked" in page_of(browser.get(floor(plant, mill)))


def test_pieces_go_to_a_vendor_and_come_back(
    plant: Production, ada: Membership, oleg: Membership, logged_in: Any
) -> None:
    lamp = an_item(plant, "LAMP", source="make")
    a_routing(lamp, ("Turn", "Lathe"), ("Plate", "Buying", {"is_outside": True}), ("Pack", "Packing"))
    made = a_work_order(lamp, 20, by=ada)
    released(made, by=ada)
    turn, plate = step(made, "Turn"), step(made, "Plate")
    report_work(turn, ReportKind.GOOD, 20, by=ada, at=FRIDAY_18H)
    browser = logged_in(oleg)
    assert "Send outside: Plate" in page_of(browser.get(floor(plant, turn)))
    browser.post(floor(plant, plate, "outside/"), way="out", quantity="20", back_on="2027-03-12")
    assert "due back Fri 12 Mar" in page_of(browser.get(floor(plant)))
    browser.post(floor(plant, plate, "outside/"), way="back", good="18", scrap="1", reason="blistered")
    _, plated, packed = flow_of(made)
    assert (plated.waiting, plated.scrap, packed.waiting) == (1, 1, 18)
    assert step(made, "Plate").back_on == dt.date(2027, 3, 12)


def test_work_in_process_is_shown_with_its_balance(
    plant: Production, ada: Membership, order: WorkOrder, logged_in: Any
) -> None:
    browser = logged_in(ada)
    assert "Nothing is in process." in page_of(browser.get(floor(plant, name="wip/")))
    report_work(step(order, "Mill"), ReportKind.GOOD, 20, by=ada, at=FRIDAY_18H)
    page = page_of(browser.get(floor(plant, name="wip/")))
    assert "to the unit" in page
    assert "60 pcs" in page


def test_the_floor_is_closed_to_strangers_and_to_those_who_do_not_work_there(
    office: Organization, plant: Production, order: WorkOrder, logged_in: Any
) -> None:
    mill = step(order, "Mill")
    stranger, crew = logged_in(a_member(an_organization("Others"))), a_member(office, Role.CREW, "Cleo")
    access(crew, plant)
    for path in (floor(plant), floor(plant, mill), floor(plant, name="scan/"), floor(plant, name="wip/")):
        assert stranger.get(path).status_code == 404
    assert stranger.post(floor(plant, mill, "report/"), kind="good", quantity="1").status_code == 404
    cleo = logged_in(crew)
    assert cleo.get(floor(plant)).status_code == 403
    assert cleo.post(floor(plant, mill, "report/"), kind="good", quantity="1").status_code == 403
    assert FloorReport.objects.count() == 0
