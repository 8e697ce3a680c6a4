"""Productions are opened, changed, closed; single days come and go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from callboard.core.audit.queries import history
from callboard.core.calendars.rules import NoSuchZone
from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.organizations.models import Organization, Production
from callboard.core.organizations.queries import days_off_of, productions_of
from callboard.core.organizations.rules import Role
from callboard.core.productions.actions import (
    change_production,
    close_production,
    create_production,
    production_listeners,
    remove_day_off,
    reopen_production,
    set_day_off,
)
from callboard.core.productions.rules import ColorTwice, NoDayLeftToWork, ProductionTerms, TitleMissing
from tests.builders import FRIDAY_18H, SATURDAY, a_member, a_production

TERMS = ProductionTerms(
    title=" Saltmarsh ",
    kind="series",
    company="Lantern Street Pictures",
    zone="Europe/Berlin",
    starts_on=SATURDAY,
    weekly_days_off=(6, 5, 6),
    edition_colors=("White", "Blue"),
)


@pytest.fixture
def told() -> Iterator[list[Production]]:
    """A floor above that sets up what every production has."""
    heard: list[Production] = []

    def listen(production: Production, at: datetime) -> None:
        heard.append(production)

    production_listeners.append(listen)
    yield heard
    production_listeners.remove(listen)


def test_opening_a_production_keeps_its_terms_and_tells_the_floors_above(
    office: Organization, told: list[Production]
) -> None:
    ada = a_member(office)

    made = create_production(TERMS, by=ada, at=FRIDAY_18H)

    assert (made.title, made.weekly_days_off, made.edition_colors) == ("Saltmarsh", [5, 6], ["White", "Blue"])
    assert (list(productions_of(ada)), told) == ([made], [made])


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": "  "}, TitleMissing),
        ({"zone": "Europe/Atlantis"}, NoSuchZone),
        ({"weekly_days_off": tuple(range(7))}, NoDayLeftToWork),
        ({"edition_colors": ("White", "white")}, ColorTwice),
    ],
)
def test_terms_no_calendar_can_be_made_from_are_refused(
    office: Organization, wrong: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        create_production(replace(TERMS, **wrong), by=a_member(office), at=FRIDAY_18H)
    assert Production.objects.count() == 0


def test_a_director_opens_no_production(office: Organization) -> None:
    with pytest.raises(NotAllowed):
        create_production(TERMS, by=a_member(office, Role.DIRECTOR), at=FRIDAY_18H)


def test_a_stale_change_is_refused_and_changes_nothing(office: Organization) -> None:
    ada, production = a_member(office), a_production(office, "Saltmarsh")
    change_production(production, replace(TERMS, title="Salt"), by=ada, at=FRIDAY_18H, version=1)

    with pytest.raises(StaleEdit):
        change_production(production, replace(TERMS, title="Marsh"), by=ada, at=FRIDAY_18H, version=1)

    kept = Production.objects.get()
    assert (kept.title, kept.version) == ("Salt", 2)


def test_a_closed_production_can_be_opened_again(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    close_production(production, by=ada, at=FRIDAY_18H, version=1)
    assert Production.objects.get().closed_at == FRIDAY_18H
    reopen_production(production, by=ada, at=FRIDAY_18H, version=2)
    assert Production.objects.get().closed_at is None


def test_a_single_day_is_taken_off_changed_and_let_go(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    day = date(2027, 3, 8)
    set_day_off(production, day, reason="Company move", is_worked=False, by=ada, at=FRIDAY_18H)
    set_day_off(production, day, reason="Move is done", is_worked=True, by=ada, at=FRIDAY_18H)

    assert [(row.on, row.reason, row.is_worked) for row in days_off_of(production)] == [(day, "Move is done", True)]
    remove_day_off(production, day, by=ada, at=FRIDAY_18H)
    assert list(days_off_of(production)) == []
    with pytest.raises(NotFound):
        remove_day_off(production, day, by=ada, at=FRIDAY_18H)


def test_the_history_of_a_production_begins_with_its_making(office: Organization) -> None:
    ada = a_member(office)
    show = create_production(
        ProductionTerms(title="Saltmarsh", kind="feature", company="", zone="Europe/Berlin", starts_on=SATURDAY),
        by=ada,
        at=FRIDAY_18H,
    )
    assert [entry.verb for entry in history(ada, show)] == ["create production"]
