"""An order becomes a shipment: taken, planned, released, made, handed over, packed and shipped, all through pages."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from callboard.cli.demo import PASSWORD
from tests.journeys.conftest import PHONE, ROOT, Product, login

pytestmark = pytest.mark.journey
PLANT = "Lantern Street Works"
CLIENT, THEIR_NUMBER = "Northpier Hotels", "NP-90001"
A_PLAN_TAKES_MS = 60_000
Open = Callable[..., Page]


@pytest.fixture
def worker(demo: Product, tmp_path: Path) -> Iterator[None]:
    """`callboard worker` on the demonstration: it makes the plans that are asked for."""
    log = tmp_path / "worker.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "callboard.cli.main", "worker"],
            cwd=ROOT,
            env=demo.environment,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
            assert process.poll() is None, log.read_text()
        finally:
            process.terminate()
            process.wait(15)


@pytest.fixture
def open_plant(browser: Browser, demo: Product) -> Iterator[Open]:
    """A browser of one's own, logged in, on the plant's front page."""
    contexts = []

    def opened(name: str, **context: object) -> Page:
        contexts.append(browser.new_context(**({"viewport": {"width": 1440, "height": 1000}} | context)))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.on("pageerror", lambda fault: pytest.fail(f"script fault: {fault}"))
        login(page, demo, f"{name}@demo.example", PASSWORD)
        if page.locator("h1").inner_text() != PLANT:
            page.goto(f"{demo.url}/")
            page.locator("main").get_by_role("link", name=PLANT).click()
        return page

    yield opened
    for context in contexts:
        context.close()


def go_to(page: Page, room: str) -> None:
    """Open a room from the navigation, which a phone folds away."""
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.locator("header.rail nav").get_by_role("link", name=room, exact=True).click()
    expect(page.locator("header.rail nav a[aria-current=page]")).to_contain_text(room)


def fact(page: Page, term: str) -> Locator:
    """What a list of facts says about a term."""
    return page.locator(f"dt:text-is('{term}') + dd").first


def plain(text: str) -> str:
    """A quantity with an ordinary space before its unit."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def row_of(page: Page, *words: str) -> Locator:
    """The first table row that has all the words."""
    rows = page.locator("main tbody tr")
    for word in words:
        rows = rows.filter(has_text=word)
    return rows.first


def take_order(page: Page) -> str:
    """Twelve wall lanterns, three more than there are, before anybody else's; returns our number."""
    go_to(page, "Orders")
    page.get_by_role("link", name="Take an order").first.click()
    page.get_by_label("Client", exact=True).select_option(label=CLIENT)
    page.get_by_label("Client's own number").fill(THEIR_NUMBER)
    due = dt.date.fromisoformat(page.get_by_label("Ordered on").input_value()) + dt.timedelta(days=3)
    for field, written in (("item", "LAN-W"), ("quantity", "12"), ("due_on", due.isoformat()), ("price", "99.00")):
        page.locator(f"[name$='-0-{field}']").fill(written)
    page.get_by_role("button", name="Take the order").click()
    heading = page.locator("h1")
    expect(heading).to_contain_text(CLIENT)
    number = heading.inner_text().split()[0]
    expect(page.get_by_text(f"Order {number} is taken.")).to_be_visible()
    return number


def where_is_it(page: Page, number: str) -> None:
    """Ask for the client's own number and open the line."""
    go_to(page, "Where is it?")
    page.get_by_label("Our number, the client's number").fill(THEIR_NUMBER)
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_text("1 line found")).to_be_visible()
    page.get_by_role("link", name=f"{number}/1").click()


def make_plan(page: Page) -> None:
    """Ask for a plan and wait on its page until it is there."""
    go_to(page, "Plan")
    page.get_by_role("button", name="Plan anew").click()
    asked = page.get_by_text("asked for a plan.")
    expect(asked).to_be_visible()
    expect(asked).to_be_hidden(timeout=A_PLAN_TAKES_MS)


def accept_message(page: Page, item: str, line: str) -> None:
    """Do what the plan says about an item for an order line; it is then among what was decided."""
    page.get_by_label("Search").fill(item)
    page.get_by_role("button", name="Show", exact=True).click()
    asked = page.locator(".plan-message", has_text=f"for {line} are to be started").first
    order = asked.locator(".plan-message-head strong").inner_text()
    asked.get_by_role("button", name="Accept").click()
    expect(page.get_by_text(f"{order}: done.")).to_be_visible()
    page.get_by_label("Show", exact=True).select_option(label="Decided and snoozed")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".plan-message-head strong", has_text=order)).to_be_visible()


def open_work_order(page: Page, *words: str) -> str:
    """Open the first work order whose row has all the words; returns its number."""
    go_to(page, "Work orders")
    row_of(page, *words).get_by_role("link", name=re.compile(r"^WO-\d+$")).click()
    expect(page.locator("h1 .state")).to_have_text("Firm")
    return page.locator("h1").inner_text().split()[0]


def release(page: Page) -> tuple[str, int]:
    """Send the firm order for wall lanterns to the floor; returns its number and quantity."""
    number = open_work_order(page, "LAN-W", "Firm")
    planned = int(page.locator(".lead-line").inner_text().split()[0])
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.locator("h1 .state")).to_have_text("Released")
    return number, planned


def release_short(page: Page) -> None:
    """Send an order to the floor of which parts are missing: only with a reason, which stays with the order."""
    open_work_order(page, "LAN-M", "Firm")
    expect(page.get_by_role("heading", name="Not ready to release")).to_be_visible()
    expect(page.locator(".work-blockers")).to_contain_text("BODY-M")
    page.get_by_label("Why it goes to the floor all the same").fill("The bodies come from the paint shop today")
    page.get_by_role("button", name="Release with shortage").click()
    expect(page.locator("h1 .state")).to_have_text("Released")
    expect(fact(page, "Released short because")).to_have_text("The bodies come from the paint shop today")


def assemble_and_send(page: Page, number: str) -> None:
    """At the bench: scan the order, start, report three good ones and send them on."""
    go_to(page, "Floor")
    page.get_by_label("Whose work").select_option(label="Bo Tanaka")
    page.locator("[data-scan]").fill(number)
    page.locator("[data-scan]").press("Enter")
    expect(page.locator("h1")).to_contain_text(f"{number} · 10 Assemble")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("section", has_text="since").locator(".state").first).to_have_text("Bo Tanaka")
    page.get_by_label("How many (pcs)").fill("2")
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Good", exact=True).click()
    expect(fact(page, "Good")).to_have_text("3 pcs")
    expect(fact(page, "To send")).to_have_text("3 pcs")
    page.get_by_role("button", name="Send to Test and packing").click()
    expect(fact(page, "To send")).to_have_count(0)


def accept_and_finish(page: Page, number: str) -> None:
    """At the next department: accept the three and test them; the last operation brings them into stock."""
    go_to(page, "Floor")
    page.locator("[data-scan]").fill(f"{number}/20")
    page.locator("[data-scan]").press("Enter")
    expect(page.get_by_role("heading", name="3 pcs on the way here")).to_be_visible()
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_text("3 pcs accepted")).to_be_visible()
    expect(fact(page, "To do")).to_have_text("3 pcs")
    page.get_by_role("button", name="All 3").click()
    page.get_by_role("button", name="Good", exact=True).click()
    expect(fact(page, "Good")).to_have_text("3 pcs")
    expect(fact(page, "To do")).to_have_text("0 pcs")


def balance_of(page: Page, item: str) -> dict[str, str]:
    """The line of the balance of work in process, by column."""
    go_to(page, "Floor")
    page.get_by_role("link", name="Work in process").click()
    table = page.locator("section[aria-labelledby=balance]")
    expect(table.get_by_role("heading")).to_contain_text("to the unit")
    row = table.locator("tbody tr", has_text=item)
    names, values = table.locator("thead th").all_inner_texts(), map(plain, row.locator("th, td").all_inner_texts())
    return {name: value for name, value in zip(names, values, strict=True) if name != "Item" and value != "0 pcs"}


def on_hand(page: Page, item: str) -> str:
    """How many of the item the stock page says there are."""
    go_to(page, "Stock")
    page.get_by_label("Search").first.fill(item)
    page.get_by_label("Search").first.press("Enter")
    return plain(row_of(page, item).locator("td.number").first.inner_text())


def pack_and_ship(page: Page, number: str) -> str:
    """Pack the twelve for their order line, open the packing list, let them go; returns the shipment's number."""
    go_to(page, "Shipments")
    page.get_by_role("link", name="Begin a shipment").first.click()
    page.get_by_label("Client who waits for something").select_option(label=CLIENT)
    page.get_by_role("button", name="Begin to pack").click()
    form = page.locator("form.trade-pack", has_text=f"{number}/1")
    expect(form).to_contain_text("12 pcs to pack")
    expect(form.get_by_label("Quantity")).to_have_value("12")
    expect(form.get_by_label("From").locator("option")).to_have_text(["FG-01 (12 pcs)"])
    form.get_by_role("button", name="Pack").click()
    expect(row_of(page, f"{number}/1", "LAN-W")).to_contain_text("12 pcs")
    shipment = page.locator("h1").inner_text().split()[0]
    listed = page.get_by_role("link", name="Packing list")
    answer = page.request.get(re.sub(r"(https?://[^/]+).*", r"\1", page.url) + str(listed.get_attribute("href")))
    assert (answer.status, answer.headers["content-type"], answer.body()[:5]) == (200, "application/pdf", b"%PDF-")
    page.get_by_role("button", name="Ship", exact=True).click()
    expect(page.locator(".lead-line .state")).to_have_text("Shipped")
    return shipment


def test_an_order_becomes_a_shipment(worker: None, open_plant: Open) -> None:
    ada, otto, samir = open_plant("ada"), open_plant("otto", viewport=PHONE), open_plant("samir")
    assert on_hand(samir, "LAN-W") == "9 pcs"

    number = take_order(ada)
    where_is_it(ada, number)
    expect(fact(ada, "Still owed")).to_have_text("12 pcs")
    expect(fact(ada, "In stock for it")).to_have_text("9 pcs")
    expect(ada.locator(".tracking-answer")).to_have_text("no day known")
    expect(ada.get_by_text("No work order makes it yet.")).to_be_visible()
    expect(ada.get_by_text("The newest plan does not know this line yet.")).to_be_visible()

    make_plan(ada)
    accept_message(ada, "LAN-W", f"{number}/1")
    release_short(otto)
    work_order, planned = release(otto)
    where_is_it(ada, number)
    expect(ada.locator("section[aria-labelledby=spots]")).to_contain_text(f"{planned} pcs LAN-W · {work_order}")

    assemble_and_send(otto, work_order)
    started = {"Started": f"{planned} pcs", "At operations": f"{planned - 3} pcs"}
    assert balance_of(otto, "LAN-W") == started | {"On the way": "3 pcs"}
    accept_and_finish(otto, work_order)
    assert balance_of(otto, "LAN-W") == started | {"Completed": "3 pcs"}
    assert on_hand(samir, "LAN-W") == "12 pcs"

    shipment = pack_and_ship(samir, number)
    assert on_hand(samir, "LAN-W") == "0 pcs"
    where_is_it(ada, number)
    expect(ada.locator(".tracking-answer")).to_have_text("has left")
    expect(fact(ada, "Shipped")).to_contain_text("12 pcs (12 pcs,")
    expect(ada.get_by_text("All of it has left.")).to_be_visible()
    ada.get_by_role("link", name="The order").click()
    expect(ada.locator(".lead-line .state").first).to_have_text("Shipped")
    expect(ada.locator("section.trade-forms").get_by_role("link", name=shipment)).to_be_visible()
