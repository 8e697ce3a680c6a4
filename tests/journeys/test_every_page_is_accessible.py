"""Every page that the navigation offers, in the demonstration: nothing that axe calls serious, no error, no page wider
than a phone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from callboard.cli.demo import PASSWORD
from tests.journeys.conftest import DESK, PHONE, Product, login, serious_violations

pytestmark = pytest.mark.journey

FILM, PLANT = "The Tide Clock", "Lantern Street Works"
OPEN_ROOMS = {
    "Today", "Scripts", "Breakdown", "Board", "Shooting plan", "Calls", "Crew list", "Places", "Productions", "Roles",
}  # fmt: skip
OF_THE_OFFICE = {"Hours", "Delivery", "Contract wall", "History", "Settings", "Members", "Mailbox"}
OF_A_FILM = {"Scripts", "Breakdown", "Board", "Shooting plan", "Calls", "Places", "Hours"}
OF_A_PLANT = {
    "Orders", "Where is it?", "Plan", "Work orders", "Floor", "Dispatch", "Products",
    "Shipments", "Imports", "Machines and skills",
}  # fmt: skip
PLANT_PAGES = {
    "items/*/", "products/items/*/", "products/bills/*/", "products/routings/*/", "work/*/", "work/*/kit/",
    "work/clear/", "floor/*/", "floor/wip/", "stock/lots/*/", "stock/moves/", "stock/reconcile/", "counts/*/",
    "purchasing/*/", "orders/*/", "orders/new/", "where/lines/*/", "shipments/*/", "dispatch/*/",
    "dispatch/*/preview/", "plan/late/", "plan/proposals/", "plan/items/*/", "plan/pegging/", "resources/skills/",
    "resources/machines/*/",
}  # fmt: skip
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
A_FILE = re.compile(r"\.\w+$|/files/")


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


@contextmanager
def logged_in(demo: Product, browser: Browser, name: str, theme: str) -> Iterator[Page]:
    """A browser of that person's at a desk, by day or by night."""
    with browser.new_context(color_scheme=theme, viewport=DESK, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        login(page, demo, f"{name}@demo.example", PASSWORD)
        yield page


def open_production(page: Page, demo: Product, title: str) -> None:
    """Go to a production's front page; who sees only one is there already."""
    if page.locator("h1").inner_text() != title:
        page.goto(f"{demo.url}/")
        page.locator("main").get_by_role("link", name=title, exact=True).click()


@pytest.mark.parametrize(
    ("name", "title", "themes", "offered", "kept_back"),
    [
        ("ada", FILM, ("light", "dark"), OPEN_ROOMS | OF_THE_OFFICE, OF_A_PLANT),
        ("kit", FILM, ("light",), OPEN_ROOMS, OF_THE_OFFICE | OF_A_PLANT),
        (
            "ada",
            PLANT,
            ("light", "dark"),
            OF_A_PLANT | {"Counts", "Delivery", "History", "Settings", "Mailbox"},
            OF_A_FILM,
        ),
        ("otto", PLANT, ("light",), OF_A_PLANT - {"Imports"} | {"Delivery"}, OF_A_FILM | {"Settings"}),
        (
            "samir",
            PLANT,
            ("dark",),
            OF_A_PLANT - {"Floor", "Imports"} | {"Counts"},
            OF_A_FILM | {"Settings", "Delivery"},
        ),
    ],
    ids=["coordinator", "crew", "coordinator of a plant", "supervisor", "storekeeper"],
)
def test_every_page_of_the_navigation_is_sound_at_a_desk_and_on_a_phone_by_day_and_by_night(
    demo: Product,
    browser: Browser,
    name: str,
    title: str,
    themes: tuple[str, ...],
    offered: set[str],
    kept_back: set[str],
) -> None:
    found: dict[str, list[str]] = {}
    visited: dict[str, int] = {}
    for theme in themes:
        with logged_in(demo, browser, name, theme) as page:
            errors = errors_of(page)
            open_production(page, demo, title)
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


def shape_of(address: str) -> str:
    """An address without what it is about: pages of one shape are made by one template."""
    return KEY.sub("*", urlsplit(address).path)


def links_of(page: Page, below: str) -> list[str]:
    """The addresses of pages, not files, that the page's own part links to below a path."""
    hrefs = page.evaluate("[...document.querySelectorAll('main a[href]')].map(a => a.href)")
    inside = [href for href in hrefs if href.startswith(below)]
    return [href for href in inside if not A_FILE.search(urlsplit(href).path) and "format=" not in href]


def visited_pages(page: Page, demo: Product) -> Iterator[tuple[str, str]]:
    """Open one page of every shape that the plant links to; gives the shape, and what is wrong with the answer."""
    open_production(page, demo, PLANT)
    below, seen = page.url, set[str]()
    to_visit = [demo.url + address for address in rooms_of(page).values() if address.startswith("/p/")]
    while to_visit:
        address = to_visit.pop(0)
        shape = shape_of(address)
        if shape in seen:
            continue
        seen.add(shape)
        answer = page.goto(address)
        yield shape, "" if answer and answer.status == 200 else f"{answer and answer.status}: {address}"
        to_visit += links_of(page, below)


def test_every_shape_of_page_in_a_plant_is_sound_by_day_at_a_desk_and_by_night_on_a_phone(
    demo: Product, browser: Browser
) -> None:
    found: dict[str, list[str]] = {}
    with logged_in(demo, browser, "ada", "light") as page:
        errors = errors_of(page)
        for shape, refused in visited_pages(page, demo):
            found[shape] = [refused] if refused else []
            for theme, size in (("light", DESK), ("dark", PHONE)):
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                page.set_viewport_size(size)  # type: ignore[arg-type]
                found[shape] += [f"{theme}: {fault}" for fault in faults_of(page)]
            found[shape] += errors
            errors.clear()

    assert {shape: faults for shape, faults in found.items() if faults} == {}
    assert {f"/p/*/{shape}" for shape in PLANT_PAGES} - found.keys() == set()


@pytest.mark.parametrize("name", ["pia", "otto", "samir"])
def test_no_link_that_is_shown_leads_to_a_page_that_is_refused(demo: Product, browser: Browser, name: str) -> None:
    with logged_in(demo, browser, name, "light") as page:
        errors = errors_of(page)
        refused = {shape: fault for shape, fault in visited_pages(page, demo) if fault}

    assert (refused, errors) == ({}, [])


def test_what_an_operator_sees_behind_the_link_is_sound(demo: Product, browser: Browser) -> None:
    found: dict[str, list[str]] = {}
    with logged_in(demo, browser, "ada", "light") as page:
        page.goto(f"{demo.url}/mailbox/?search=Assembly")
        page.locator("main tbody a").first.click()
        link = page.locator(".mail-text a[href*='/l/']").first.get_attribute("href")
    for theme, size in itertools.product(("light", "dark"), (DESK, PHONE)):
        with browser.new_context(color_scheme=theme, viewport=size) as context:  # type: ignore[arg-type]
            page = context.new_page()
            errors = errors_of(page)
            page.goto(str(link))
            assert "Assembly" in page.locator("main").inner_text()
            found[f"{theme}, {size['width']} px"] = faults_of(page) + errors

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
