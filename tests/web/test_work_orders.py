"""The pages of work orders."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.manufacturing.shop_floor.actions import open_nonconformance, report_work
from callboard.manufacturing.shop_floor.models import Nonconformance
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOrder
from tests.builders import FRIDAY_18H, a_member, access, an_organization
from tests.builders_plant import a_plant, a_store, a_work_order, brackets, in_stock, released


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


def work(plant: Production) -> str:
    return f"/p/{plant.public_id}/work/"


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_an_empty_list_says_where_orders_come_from(plant: Production, ada: Membership, logged_in: Any) -> None:
    page = page_of(logged_in(ada).get(work(plant)))
    assert "No work orders yet." in page
    assert "New work order" in page


def test_the_list_shows_finds_and_exports(plant: Production, ada: Membership, logged_in: Any) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 100_000, a_store(plant), by=ada)
    a_work_order(bracket, 60, by=ada)
    a_work_order(bracket, 6, by=ada)
    browser = logged_in(ada)
    page = page_of(browser.get(work(plant)))
    assert "WO-1001" in page
    assert 'state-warn">short</span> <small>BAR</small>' in page
    found = page_of(browser.get(work(plant), clear="1"))
    assert "WO-1001" in found
    assert "WO-1002" not in found
    assert "No work order fits this search." in page_of(browser.get(work(plant), search="nothing"))
    csv = browser.get(f"{work(plant)}table.csv").content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("WO-1001,BRACKET,Bracket,60,0,pcs,Firm,")
    assert browser.get(f"{work(plant)}table.xlsx").content.startswith(b"PK")
    assert browser.get(f"{work(plant)}table.pdf").status_code == 404


def test_an_order_is_made_changed_and_a_stale_change_shows_both(
    plant: Production, ada: Membership, logged_in: Any
) -> None:
    brackets(plant)
    browser = logged_in(ada)
    typed = {"item": "BRACKET", "quantity": "60", "due_on": "2027-03-19", "start_on": "2027-03-08", "priority": "3"}
    wrong = browser.post(f"{work(plant)}new/", **{**typed, "item": "BRACKT", "quantity": "many"})
    assert wrong.status_code == 422
    assert "There is no item “BRACKT” in the catalog." in page_of(wrong)

    assert browser.post(f"{work(plant)}new/", **typed).status_code == 302
    order = WorkOrder.objects.get()
    assert (order.quantity, order.priority, order.state) == (60, 3, "firm")
    path = f"{work(plant)}{order.public_id}/change/"
    assert browser.post(path, version=1, **{**typed, "quantity": "70"}).status_code == 302
    assert browser.post(path, version=1, **{**typed, "quantity": "80"}).status_code == 409
    assert WorkOrder.objects.get().quantity == 70


def test_release_with_a_shortage_asks_for_a_reason(plant: Production, ada: Membership, logged_in: Any) -> None:
    bracket, _ = brackets(plant)
    order = a_work_order(bracket, 60, by=ada)
    browser, path = logged_in(ada), f"{work(plant)}{order.public_id}/"
    page = page_of(browser.get(path))
    assert "100 m of BAR is short, and nothing on order covers it." in page
    assert "Release with shortage" in page

    browser.post(f"{path}release/", reason="")
    assert "WO-1001 is not ready" in page_of(browser.get(path))
    assert WorkOrder.objects.get().state == "firm"
    browser.post(f"{path}release/", reason="the bars come at noon")
    page = page_of(browser.get(path))
    assert WorkOrder.objects.get().state == "released"
    assert "the bars come at noon" in page
    assert "backflush at 10" in page


def test_an_order_goes_through_its_steps_by_buttons(plant: Production, ada: Membership, logged_in: Any) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 100_000, a_store(plant), by=ada)
    order = a_work_order(bracket, 60, by=ada, state="planned")
    browser, path = logged_in(ada), f"{work(plant)}{order.public_id}/"

    def step(name: str, **fields: str) -> str:
        assert browser.post(f"{path}step/", step=name, **fields).status_code == 302
        return WorkOrder.objects.get(pk=order.pk).state

    assert step("firm") == "firm"
    browser.post(f"{path}release/")
    assert step("hold", reason="drawing") == "on hold"
    assert "On hold: drawing. It was Released" in page_of(browser.get(path))
    assert step("resume") == "released"
    assert step("close") == "released"
    assert "WO-1001 is released, so it cannot become closed." in page_of(browser.get(path))
    browser.post(f"{path}split/", quantity="12")
    assert list(WorkOrder.objects.order_by("pk").values_list("quantity", flat=True)) == [48, 12]
    assert "Split into" in page_of(browser.get(path))
    assert step("cancel", reason="withdrawn") == "canceled"
    assert browser.post(f"{path}step/", step="dance").status_code == 404


def test_the_order_shows_its_flow_and_takes_a_report_back(plant: Production, ada: Membership, logged_in: Any) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 100_000, a_store(plant), by=ada)
    order = a_work_order(bracket, 60, by=ada)
    mill = released(order, by=ada)["Mill"]
    report_work(mill, ReportKind.GOOD, 50, by=ada, at=FRIDAY_18H)
    scrap = report_work(mill, ReportKind.SCRAP, 12, reason="burr", by=ada, at=FRIDAY_18H)
    browser, path = logged_in(ada), f"{work(plant)}{order.public_id}/"
    page = page_of(browser.get(path))
    assert "to reconcile" in page
    assert '<span class="state state-bad">-2</span>' in page
    assert "Make up what is lost" in page

    browser.post(f"{path}make-up/")
    assert WorkOrder.objects.get(makes_up=order).quantity == 12
    browser.post(f"{path}reports/{scrap.public_id}/reverse/", reason="were good after all")
    assert "taken back" in page_of(browser.get(path))
    assert WorkMaterial.objects.get().work_order.number == "WO-1001"


def test_clear_to_build_says_what_is_short_and_is_taken_away(
    plant: Production, ada: Membership, logged_in: Any
) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 80_000, a_store(plant), by=ada)
    a_work_order(bracket, 60, by=ada)
    browser = logged_in(ada)
    page = page_of(browser.get(f"{work(plant)}clear/"))
    assert "48 pcs <small" in page
    assert "not on order" in page
    assert "No open order fits." in page_of(browser.get(f"{work(plant)}clear/", show="clear"))
    csv = browser.get(f"{work(plant)}clear.csv").content.decode("utf-8-sig").splitlines()
    assert csv[1].endswith(",48,BAR,20,m,")


def test_a_kit_is_staged_picked_and_returned_on_its_page(plant: Production, ada: Membership, logged_in: Any) -> None:
    from callboard.stock.moves.queries import balances
    from callboard.stock.moves.rules import StoreKind

    bracket, bar = brackets(plant)
    shelf = a_store(plant)
    mill = bracket.routings.get().operations.get(number=10).department
    side = a_store(plant, "SIDE", StoreKind.LINE, department=mill)
    in_stock(bar, 100_000, shelf, by=ada)
    order = a_work_order(bracket, 60, by=ada)
    released(order, by=ada)
    browser, path = logged_in(ada), f"{work(plant)}{order.public_id}/kit/"
    page = page_of(browser.get(path))
    assert '<th scope="row">A-01</th><td>BAR' in page

    browser.post(f"{path}stage/")
    assert balances(plant) == {(bar.pk, None, side.pk): 100_000}
    assert "Everything is staged or issued." in page_of(browser.get(path))
    material = WorkMaterial.objects.get()
    browser.post(f"{path}{material.public_id}/pick/", quantity="30 m")
    browser.post(f"{path}{material.public_id}/return/", quantity="10", to_store=str(shelf.public_id))
    assert balances(plant) == {(bar.pk, None, side.pk): 70_000, (bar.pk, None, shelf.pk): 10_000}
    browser.post(f"{path}{material.public_id}/pick/", quantity="900")
    assert "900 m were asked for" in page_of(browser.get(path))


def test_a_nonconformance_is_decided_on_its_page(plant: Production, ada: Membership, logged_in: Any) -> None:
    bracket, _ = brackets(plant)
    mill = released(a_work_order(bracket, by=ada), by=ada)["Mill"]
    row = open_nonconformance(mill, 4, "hole is off", by=ada, at=FRIDAY_18H)
    browser, path = logged_in(ada), f"{work(plant)}quality/"
    assert "hole is off" in page_of(browser.get(path))
    browser.post(f"{path}{row.public_id}/", disposition="scrap", decision="cannot be mended", version=row.version)
    row = Nonconformance.objects.get()
    assert (row.disposition, row.decision) == ("scrap", "cannot be mended")
    assert "cannot be mended" in page_of(browser.get(path))
    assert browser.post(f"{path}{row.public_id}/", disposition="burn", version=2).status_code == 404


@pytest.mark.parametrize("name", ["traveler.pdf", "labels.pdf", "pick-list.pdf"])
def test_papers_are_pdf(plant: Production, ada: Membership, logged_in: Any, name: str) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 80_000, a_store(plant), by=ada)
    order = a_work_order(bracket, by=ada)
    released(order, by=ada)
    answer = logged_in(ada).get(f"{work(plant)}{order.public_id}/{name}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_strangers_find_nothing_and_operators_plan_nothing(
    office: Organization, plant: Production, ada: Membership, logged_in: Any
) -> None:
    bracket, _ = brackets(plant)
    order = a_work_order(bracket, by=ada)
    stranger = logged_in(a_member(an_organization("Others")))
    oleg = a_member(office, Role.OPERATOR, "Oleg")
    access(oleg, plant)
    operator = logged_in(oleg)
    for path in ("", "clear/", "quality/", "new/", f"{order.public_id}/", f"{order.public_id}/kit/"):
        assert stranger.get(work(plant) + path).status_code == 404
    assert operator.get(f"{work(plant)}new/").status_code == 403
    page = page_of(operator.get(f"{work(plant)}{order.public_id}/"))
    assert "BRACKET" in page
    assert "Release" not in page
    assert operator.post(f"{work(plant)}{order.public_id}/release/", reason="I think so too").status_code == 403
