"""The board in a browser, against the started product: mouse, finger-free keyboard, undo, and two people at once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Product, login, serious_violations

pytestmark = pytest.mark.journey
PASSWORD = "lantern-street-27"
Open = Callable[..., Page]
_boards = itertools.count(1)


@pytest.fixture
def saltmarsh(product: Product) -> dict[str, Any]:
    """Fourteen scenes: 1 to 7 on four days, 8 to 14 in the boneyard; fresh for each test."""
    return product.seed("tests.journeys.seeds:a_board", "14", f"Saltmarsh {next(_boards)}")


@pytest.fixture
def open_board(browser: Browser, product: Product, saltmarsh: dict[str, Any]) -> Open:
    """A browser of one's own, logged in, on the board."""

    def opened(name: str = "Ada", **context: Any) -> Page:
        page = browser.new_context(**({"viewport": {"width": 1440, "height": 1000}} | context)).new_page()
        page.on("pageerror", lambda fault: pytest.fail(f"script fault: {fault}"))
        login(page, product, saltmarsh["emails"][name], PASSWORD)
        page.goto(f"{product.url}/p/{saltmarsh['production']}/board/")
        expect(page.locator("#board-days .strip").first).to_be_visible()
        return page

    return opened


def numbers(page: Page, where: str) -> list[str]:
    """Scene numbers and texts of the rows, top to bottom."""
    found: list[str] = page.locator(f"{where} .strip").evaluate_all(
        "rows => rows.map(row => row.querySelector('.strip-number, .strip-text').textContent.trim())"
    )
    return found


def strip(page: Page, number: str) -> Any:
    return page.locator(".strip.is-scene", has=page.locator(f".strip-number:text-is('{number}')"))


def said(page: Page) -> Any:
    return page.locator("#board-voice")


def drag(page: Page, what: Any, onto: Any) -> None:
    """Drag a strip below another. Days it passes give way and shift the goal, so it is led on as a hand would."""
    start = what.bounding_box()
    page.mouse.move(start["x"] + 120, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 125, start["y"] + start["height"] / 2 + 12, steps=4)
    for _ in range(4):
        end = onto.bounding_box()
        page.mouse.move(end["x"] + 120, end["y"] + end["height"] * 0.7, steps=12)
        page.wait_for_timeout(300)
        if page.locator(".is-landing").bounding_box()["y"] > onto.bounding_box()["y"]:
            break
    page.mouse.up()


def test_dragging_keyboard_and_undo_move_strips_and_the_totals_follow(open_board: Open) -> None:
    """Day 1 is scene 1, a company move and scene 2; day 2 is scenes 3 and 4."""
    page = open_board()
    assert numbers(page, "#day-1") == ["1", "Company move to the pier", "2", "End of day"]
    assert numbers(page, "#boneyard") == ["8", "9", "10", "11", "12", "13", "14"]
    expect(page.locator("#day-head-1")).to_contain_text("5/8 pages")

    drag(page, strip(page, "2"), strip(page, "3"))
    expect(said(page)).to_have_text("Scene 2 moved to day 2, after Scene 3.")
    assert numbers(page, "#day-1") == ["1", "Company move to the pier", "End of day"]
    assert numbers(page, "#day-2") == ["3", "2", "4", "End of day"]
    expect(page.locator("#day-head-1")).to_contain_text("1/8 pages")
    expect(page.locator("#day-head-2")).to_contain_text("2 7/8 pages")

    strip(page, "2").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(said(page)).to_have_text("Scene 2 moved to the top of day 2.")
    page.keyboard.press("Alt+ArrowUp")
    expect(said(page)).to_have_text("Scene 2 moved to day 1, after Company move to the pier.")
    expect(strip(page, "2")).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(said(page)).to_have_text("Scene 2 moved to the top of day 2.")
    expect(strip(page, "2")).to_be_focused()

    for _ in range(4):
        page.keyboard.press("Control+z")
    expect(page.locator("#undo")).to_be_disabled()
    assert numbers(page, "#day-1") == ["1", "Company move to the pier", "2", "End of day"]
    page.keyboard.press("Control+Shift+z")
    expect(said(page)).to_have_text("Put back: Scene 2, now in day 2, after Scene 3.")
    page.keyboard.press("u")
    expect(page.locator("#day-head-1")).to_contain_text("5/8 pages")


def test_many_strips_move_together(open_board: Open) -> None:
    """Two neighbors picked with Shift, then dragged from the boneyard, and sent back with one key."""
    page = open_board()
    strip(page, "8").click()
    strip(page, "9").click(modifiers=["Shift"])
    expect(page.locator("#selection-count")).to_have_text("2 strips selected")

    drag(page, strip(page, "9"), strip(page, "5"))
    expect(said(page)).to_have_text("2 strips moved to day 3, after Scene 5.")
    assert numbers(page, "#day-3") == ["5", "8", "9", "6", "End of day"]

    strip(page, "8").focus()
    page.keyboard.press("b")
    expect(said(page)).to_have_text("2 strips moved to the boneyard.")
    assert numbers(page, "#boneyard") == ["10", "11", "12", "13", "14", "8", "9"]
    page.keyboard.press("Escape")


def test_the_dialog_moves_what_cannot_be_dragged_and_splits_scenes(open_board: Open) -> None:
    page = open_board()
    strip(page, "10").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move to…", exact=True).locator("visible=true").click()
    page.get_by_label("Day", exact=True).select_option(label="Day 4 of 4 · Sat 27 March 2027")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(said(page)).to_have_text("Scene 10 moved to day 4, after Scene 7.")

    strip(page, "10").focus()
    page.keyboard.press("s")
    expect(page.locator("#split-pieces input")).to_have_count(2)
    assert [box.input_value() for box in page.locator("#split-pieces input").all()] == ["6", "6"]
    page.locator("#split-pieces input").first.fill("5")
    expect(page.locator("#split-sum")).to_have_text("These come to 1 3/8; the scene has 1 4/8.")
    expect(page.locator("#split-go")).to_be_disabled()
    page.locator("#split-pieces input").last.fill("7")
    page.locator("#split-go").click()
    expect(said(page)).to_have_text("Scene 10 split into 2 parts.")
    expect(page.locator("#day-4 .strip-piece")).to_have_text(["part 1 of 2", "part 2 of 2"])

    strip(page, "10").first.focus()
    page.keyboard.press("j")
    expect(page.locator("#day-4 .strip-piece")).to_have_count(0)
    page.keyboard.press("b")
    expect(said(page)).to_have_text("Scene 10 moved to the boneyard.")


def test_banners_and_ends_of_day_are_made_changed_and_taken_away(open_board: Open) -> None:
    page = open_board()
    strip(page, "3").focus()
    page.keyboard.press("n")
    page.get_by_label("Text", exact=True).fill("Lunch")
    page.get_by_label("Minutes", exact=True).fill("60")
    page.get_by_role("button", name="Save").click()
    expect(said(page)).to_have_text("Lunch added: day 2, after Scene 3.")
    expect(page.locator("#day-head-2")).to_contain_text("4:48 h")

    strip(page, "3").focus()
    page.keyboard.press("d")
    expect(page.locator("#board-days .day-title").nth(1)).to_contain_text("Day 2 of 5")
    assert numbers(page, "#day-3") == ["Lunch", "4", "End of day"]
    page.keyboard.press("u")
    expect(page.locator("#board-days .day-title").nth(1)).to_contain_text("Day 2 of 4")
    page.locator(".strip.is-banner", has_text="Lunch").focus()
    page.keyboard.press("Delete")
    expect(said(page)).to_have_text("Lunch removed.")


def test_a_stale_move_shows_both_states_and_can_be_kept_or_made(open_board: Open) -> None:
    """Bob moves scene 4 while Ada still sees it where it was (her live updates are cut)."""
    # Without motion: axe would measure colors half-way through a button's change.
    ada, bob = open_board("Ada", reduced_motion="reduce"), open_board("Bob")
    ada.context.set_offline(True)
    strip(bob, "4").focus()
    bob.keyboard.press("Alt+Shift+ArrowDown")
    expect(said(bob)).to_have_text("Scene 4 moved to the top of day 3.")
    ada.evaluate("document.body.addEventListener('callboard:board', e => e.stopImmediatePropagation(), true)")
    ada.context.set_offline(False)

    strip(ada, "4").focus()
    ada.keyboard.press("Alt+ArrowUp")
    dialog = ada.locator("#conflict-dialog")
    expect(dialog).to_contain_text("You wanted Scene 4 after")
    expect(dialog).to_contain_text(re.compile(r"Bob moved it to the top of day 3 at \d\d:\d\d\."))
    assert serious_violations(ada) == []
    dialog.get_by_role("button", name="Move it anyway").click()
    expect(ada.locator("#day-2 .strip-number")).to_have_text(["4", "3"])

    bob.evaluate("document.body.addEventListener('callboard:board', e => e.stopImmediatePropagation(), true)")
    strip(bob, "4").focus()
    bob.keyboard.press("b")
    expect(bob.locator("#conflict-dialog")).to_contain_text("Ada moved it to the top of day 2 at")
    bob.locator("#conflict-dialog").get_by_text("Keep theirs").click()
    expect(bob.locator("#conflict-dialog")).not_to_be_visible()
    expect(bob.locator("#day-2 .strip-number")).to_have_text(["4", "3"])

    strip(ada, "4").focus()
    ada.keyboard.press("u")
    expect(said(ada)).to_contain_text("Put back: Scene 4")
    strip(ada, "4").focus()
    ada.keyboard.press("Alt+Shift+ArrowUp")
    expect(ada.locator("#day-2 .strip-number")).to_have_text(["3", "4"])


def test_what_one_moves_the_other_sees_without_loading(open_board: Open) -> None:
    ada, bob = open_board("Ada"), open_board("Bob")
    strip(ada, "14").focus()
    bob.wait_for_function("document.body.dataset.liveState === 'on'")
    ada.keyboard.press("Alt+ArrowUp")
    expect(bob.locator("#boneyard .strip-number").last).not_to_have_text("14", timeout=10_000)
    ada.keyboard.press("u")
    expect(bob.locator("#boneyard .strip-number").filter(has_text="14")).to_be_visible()


def test_the_boneyard_is_searched_and_filtered(open_board: Open) -> None:
    page = open_board()
    page.keyboard.press("/")
    page.keyboard.type("lighthouse")
    expect(page.locator("#boneyard .strip:visible")).to_have_count(1)
    expect(page.locator("#boneyard-shown")).to_have_text("· 1 found")
    page.locator("#find-words").fill("")
    page.locator("#find-side").select_option("ext")
    page.locator("#find-light").select_option("night")
    assert page.locator("#boneyard .strip:visible .strip-number").all_text_contents() == ["11"]


def test_a_reader_sees_the_board_without_handles(open_board: Open) -> None:
    page = open_board("Cleo")
    assert page.locator(".strip-grip, .strip-menu, #undo").count() == 0
    strip(page, "1").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".strip:focus")).to_contain_text("Company move to the pier")
    page.keyboard.press("Alt+ArrowUp")
    assert numbers(page, "#day-1") == ["1", "Company move to the pier", "2", "End of day"]
    assert serious_violations(page) == []


def test_the_board_is_accessible_and_fits_its_screen(open_board: Open) -> None:
    for width, scheme in ((1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")):
        page = open_board(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
        assert serious_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys on the board")).to_be_visible()
        assert serious_violations(page) == []
