"""A call sheet in a browser, against the started product: draft, edit by keyboard, push, publish, watch it leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.callsheet_seeds import PASSWORD
from tests.journeys.conftest import Product, login, serious_violations

pytestmark = pytest.mark.journey
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def full_day(product: Product) -> dict[str, Any]:
    """Tomorrow: nine cast, sixty crew, twenty-four background; Mara was dismissed at 20:30."""
    return product.seed("tests.journeys.callsheet_seeds:a_full_day", "Calls Journey")


@pytest.fixture
def open_calls(browser: Browser, product: Product, full_day: dict[str, Any]) -> Open:
    """A browser of one's own, logged in, on the list of days."""

    def opened(name: str = "Ada", **context: Any) -> Page:
        page = browser.new_context(**({"viewport": {"width": 1440, "height": 1000}} | context)).new_page()
        page.on("pageerror", lambda fault: pytest.fail(f"script fault: {fault}"))
        login(page, product, full_day["emails"][name], PASSWORD)
        page.goto(f"{product.url}/p/{full_day['production']}/calls/")
        return page

    return opened


def line(page: Page, name: str) -> Any:
    return page.locator("tr[data-name]").filter(has_text=name)


def test_a_day_goes_from_the_board_to_everybody(open_calls: Open, product: Product) -> None:
    page = open_calls()
    page.get_by_role("link", name="Draft the sheet").first.click()
    page.get_by_label("General call").fill("7:00")
    page.get_by_role("button", name="Draft the sheet").click()
    expect(line(page, "Ivo Player")).to_contain_text("08:00")
    expect(page.locator("#breaks")).to_contain_text("Mara Player")
    assert serious_violations(page) == []
    sheet = page.url

    _a_wrong_time_stays_in_its_field_and_a_right_one_is_shown_in_its_line(page)
    _a_second_person_sees_it_without_reloading(page, open_calls, sheet)
    _a_row_moves_by_keyboard(page)
    _the_push_is_shown_before_it_is_done(page)
    _what_is_published_stands_on_the_delivery_board(page)


def _a_wrong_time_stays_in_its_field_and_a_right_one_is_shown_in_its_line(page: Page) -> None:
    line(page, "Lou Adler").get_by_role("link", name="Edit").click()
    panel = page.locator("#edit-panel")
    due = panel.get_by_label("Due at")
    expect(due).to_be_focused()
    due.fill("5.5")
    due.press("Enter")
    expect(panel).to_contain_text("“5.5” is not a time.")
    due.fill("5:45")
    due.press("Enter")
    expect(panel).to_be_hidden()
    expect(line(page, "Lou Adler")).to_contain_text("05:45")
    expect(line(page, "Lou Adler").get_by_role("link", name="Edit")).to_be_focused()


def _a_second_person_sees_it_without_reloading(page: Page, open_calls: Open, sheet: str) -> None:
    other = open_calls("Bob")
    other.goto(sheet)
    line(other, "Gus Adler").get_by_role("link", name="Edit").click()
    other.locator("#edit-panel").get_by_label("Remarks").fill("Long lens")
    line(page, "Gus Adler").get_by_role("link", name="Edit").click()
    page.locator("#edit-panel").get_by_label("Remarks").fill("Wide lens")
    page.locator("#edit-panel").get_by_role("button", name="Save").click()

    expect(line(other, "Gus Adler")).to_contain_text("Wide lens")
    expect(other.locator("#edit-panel").get_by_label("Remarks")).to_have_value("Long lens")
    other.locator("#edit-panel").get_by_role("button", name="Save").click()
    expect(other.locator("#edit-panel")).to_contain_text("Two states")
    expect(other.locator("#edit-panel .differs")).to_contain_text("Long lens")
    expect(other.locator("#edit-panel .differs")).to_contain_text("Wide lens")
    other.context.close()


def _a_row_moves_by_keyboard(page: Page) -> None:
    second = page.locator("#rows tr[data-row]").nth(1)
    expect(second).to_contain_text("PIER")
    second.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#rows tr[data-row]").first).to_contain_text("PIER")
    expect(page.locator("#rows tr[data-row]").first).to_contain_text("08:00")


def _the_push_is_shown_before_it_is_done(page: Page) -> None:
    page.get_by_role("link", name="Push").click()
    page.get_by_role("button", name="+45").click()
    expect(page.get_by_role("heading", name="07:00 → 07:45")).to_be_visible()
    expect(page.locator("tr", has_text="Mara Player")).to_contain_text("07:15 → 08:30 if held")
    assert serious_violations(page) == []
    page.get_by_role("button", name="Push to 07:45").click()
    expect(page.get_by_text("The day was pushed by 45 minutes.")).to_be_visible()
    expect(line(page, "Mara Player")).to_contain_text("08:30")
    expect(page.locator("#breaks")).to_be_empty()


def _what_is_published_stands_on_the_delivery_board(page: Page) -> None:
    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_text("The first edition of this day.")).to_be_visible()
    assert serious_violations(page) == []
    page.get_by_role("button", name="Publish White and tell").click()
    page.wait_for_url("**/delivery/**", timeout=60_000)
    expect(page.get_by_text("White is published:")).to_be_visible()
    expect(page.get_by_text("Ivo Player").first).to_be_visible()


def test_the_sheet_fits_a_phone(open_calls: Open) -> None:
    page = open_calls(viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="Draft the sheet").first.click()
    page.get_by_role("button", name="Draft the sheet").click()
    expect(page.locator("#sheet-body")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(f"{page.url}print/")
    expect(page.get_by_text("WORKING COPY, not published")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
