"""A shoot is planned in a browser: asked for, watched, stopped, explained, adopted and undone; and a what-if."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, ROOT, Product, login, serious_violations

pytestmark = pytest.mark.journey
PASSWORD = "lantern-street-27"
A_PLAN_TAKES_MS = 60_000
Open = Callable[..., Page]
_boards = itertools.count(1)


@pytest.fixture
def worker(product: Product, tmp_path: Path) -> Iterator[None]:
    """`callboard worker` beside the server: it makes the plans that are asked for."""
    log = tmp_path / "worker.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "callboard.cli.main", "worker"],
            cwd=ROOT,
            env=product.environment,
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
def saltmarsh(product: Product) -> dict[str, Any]:
    """28 scenes: half of them on days, the rest in the boneyard; Ada is 1st AD, Bob coordinates and sees pay."""
    return product.seed("tests.journeys.seeds:a_board", "28", f"Planned marsh {next(_boards)}")


@pytest.fixture
def open_board(browser: Browser, product: Product, saltmarsh: dict[str, Any]) -> Iterator[Open]:
    """A browser of one's own, logged in, on the board."""
    contexts = []

    def opened(name: str, **context: Any) -> Page:
        contexts.append(browser.new_context(**({"viewport": DESK} | context)))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda fault: pytest.fail(f"script fault: {fault}"))
        login(page, product, saltmarsh["emails"][name], PASSWORD)
        page.goto(f"{product.url}/p/{saltmarsh['production']}/board/")
        return page

    yield opened
    for context in contexts:
        context.close()


def go_to_plan(page: Page) -> None:
    """From the board by its button."""
    page.locator(".page-tools").get_by_role("link", name="Plan").click()
    expect(page.get_by_role("heading", name="Plan the shoot")).to_be_visible()


def ask(page: Page, seconds: str, *, with_boneyard: bool = False) -> None:
    """Press Plan."""
    page.get_by_label("Plan for").select_option(seconds)
    if with_boneyard:
        page.get_by_label("Place the strips of the boneyard too").check()
        expect(page.locator("#outlook dd").first).to_have_text("28")
    page.get_by_role("button", name="Plan", exact=True).click()


def wait_for_result(page: Page) -> None:
    expect(page.get_by_role("heading", name="What it costs")).to_be_visible(timeout=A_PLAN_TAKES_MS)


def fits(page: Page) -> bool:
    """Whether nothing is wider than the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide <= 0


def scenes_on_days(page: Page) -> list[str]:
    found: list[str] = page.locator("#board-days .strip.is-scene .strip-number").all_text_contents()
    return found


def test_a_plan_is_watched_explained_adopted_and_undone(worker: None, open_board: Open) -> None:
    page = open_board("Ada")
    before = scenes_on_days(page)
    assert len(before) == 14
    go_to_plan(page)
    ask(page, "5", with_boneyard=True)

    expect(page.get_by_role("heading", name="Planning the shoot")).to_be_visible()
    expect(page.locator("#plan-progress")).to_contain_text("Best plan so far:", timeout=A_PLAN_TAKES_MS)
    expect(page.locator("#plan-chart path.chart-cost").last).to_be_attached()
    expect(page.locator("#plan-voice")).to_contain_text("Best plan so far:")
    assert serious_violations(page) == []
    wait_for_result(page)
    assert serious_violations(page) == []
    assert "USD" not in page.locator("main").inner_text(), "the 1st AD does not see pay"

    why = page.get_by_role("link", name="Why is scene").first
    why.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Everything else staying where it is")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(why).to_be_focused()

    page.get_by_role("button", name="Adopt").click()
    expect(page.locator("#notices")).to_contain_text("as one move")
    assert len(scenes_on_days(page)) == 28
    page.locator("#undo").click()
    expect(page.locator("#board-days .strip.is-scene")).to_have_count(14)
    assert scenes_on_days(page) == before


def test_a_long_search_is_stopped_and_a_what_if_stands_beside_what_it_found(worker: None, open_board: Open) -> None:
    page = open_board("Bob", viewport=PHONE)
    go_to_plan(page)
    ask(page, "300")
    expect(page.locator("#plan-progress")).to_contain_text("Best plan so far:", timeout=A_PLAN_TAKES_MS)
    page.get_by_role("button", name="Stop").click()
    wait_for_result(page)
    expect(page.locator(".lead-line")).to_contain_text("stopped")
    assert (fits(page), serious_violations(page)) == (True, [])

    page.get_by_role("link", name="What if").click()
    page.get_by_label("What if").first.select_option("lost_day")
    expect(page.get_by_label("Who or where").first).to_be_hidden()
    page.get_by_role("button", name="Try it").click()
    expect(page.locator(".what-if-row").first).to_contain_text("Give a date.")
    page.get_by_label("From").first.fill("2027-03-24")
    page.get_by_label("Plan for").select_option("5")
    page.get_by_role("button", name="Try it").click()
    wait_for_result(page)
    expect(page.locator(".plan-changes")).to_contain_text("Wed 24 Mar is lost")
    expect(page.get_by_role("heading", name="Against the plan without it")).to_be_visible()
    assert (fits(page), serious_violations(page)) == (True, [])
