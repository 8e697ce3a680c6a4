"""Every page that the navigation offers, in the demonstration: nothing that axe calls serious, no error, no page wider
than a phone.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from callboard.cli.demo import PASSWORD
from tests.journeys.conftest import Product, login, running_product, serious_violations

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
OPEN_ROOMS = {"Today", "Scripts", "Breakdown", "Board", "Calls", "Crew list", "Places", "Productions", "Roles"}
OF_THE_OFFICE = {"Hours", "Delivery", "Contract wall", "History", "Settings", "Members", "Mailbox"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demonstration, loaded by its own command into its own data directory."""
    with running_product(tmp_path_factory.mktemp("demo")) as started:
        started.run("callboard.cli.main", "demo")
        yield started


def rooms_of(page: Page) -> dict[str, str]:
    """The addresses that the navigation offers, by what it calls them."""
    links = page.locator("header.rail nav a").all()
    return {(link.text_content() or "").strip(): link.get_attribute("href") or "" for link in links}


def errors_of(page: Page) -> list[str]:
    """A list that fills with what the page's console calls an error, and with what its scripts throw."""
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def note_thrown(error: Error) -> None:
        errors.append(str(error))

    page.on("console", note)
    page.on("pageerror", note_thrown)
    return errors


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return serious_violations(page) + ([f"{too_wide} px wider than the window"] if too_wide > 0 else [])


@pytest.mark.parametrize(
    ("name", "themes", "offered", "kept_back"),
    [("ada", ("light", "dark"), OPEN_ROOMS | OF_THE_OFFICE, set()), ("kit", ("light",), OPEN_ROOMS, OF_THE_OFFICE)],
    ids=["coordinator", "crew"],
)
def test_every_page_of_the_navigation_is_sound_at_a_desk_and_on_a_phone_by_day_and_by_night(
    demo: Product, browser: Browser, name: str, themes: tuple[str, ...], offered: set[str], kept_back: set[str]
) -> None:
    found: dict[str, list[str]] = {}
    visited: dict[str, int] = {}
    for theme in themes:
        with browser.new_context(color_scheme=theme, viewport=DESK, reduced_motion="reduce") as context:  # type: ignore[arg-type]
            page = context.new_page()
            errors = errors_of(page)
            login(page, demo, f"{name}@demo.example", PASSWORD)
            page.locator("main").get_by_role("link", name="The Tide Clock").click()
            for label, address in rooms_of(page).items():
                answer = page.goto(demo.url + address)
                visited[label] = answer.status if answer else 0
                for size in (DESK, PHONE):
                    page.set_viewport_size(size)  # type: ignore[arg-type]
                    where = f"{label}, {theme}, {size['width']} px"
                    found[where] = faults_of(page)
            found[f"console, {theme}"] = errors

    assert set(visited.values()) == {200}
    assert (offered - visited.keys(), kept_back & visited.keys()) == (set(), set())
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_the_demonstration_opens_on_the_papers_that_hold_its_next_call(demo: Product, page: Page) -> None:
    login(page, demo, "ada@demo.example", PASSWORD)
    page.locator("main").get_by_role("link", name="The Tide Clock").click()

    holders = page.locator(".today-holders > li")

    assert [
        " ".join(text.split()).partition(" Call ")[0].partition(" Send ")[0] for text in holders.all_text_contents()
    ] == [
        "Bertil Aronsen IVO Performer contract is out and not signed",
        "Breakwater Grip and Lighting Grip and lighting trucks Certificate of insurance has not been sent",
        "Ray Dominguez Transport captain Driver's license has not been sent",
        "Wren Maddox PIP Child's work permit or license is out and not signed",
    ]
    told = page.locator(".today-told .is-bad").all_text_contents()
    assert [text for text in told if "to ring up" not in text] == ["4 held"]  # who is silent grows with the hour
