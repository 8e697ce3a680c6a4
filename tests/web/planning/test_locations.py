"""Where sets are shot, when locations can be had, and what they cost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization
from callboard.film.planning.models import LocationTerms, SetPlace
from callboard.web.planning.date_forms import spans
from callboard.web.planning.showing import periods_said
from tests.builders import a_place, a_production, access
from tests.film.planning.scenes import Shoot
from tests.web.planning.conftest import address, words

pytestmark = pytest.mark.django_db


def periods(*rows: tuple[str, str, str], kept: int = 0) -> dict[str, str]:
    """What the form of a location sends."""
    sent = {"period-TOTAL_FORMS": str(len(rows)), "period-INITIAL_FORMS": str(kept)}
    for number, (kind, first, last) in enumerate(rows):
        sent |= {
            f"period-{number}-kind": kind,
            f"period-{number}-first": first,
            f"period-{number}-last": last,
        }
    return sent


def test_locations_are_listed_with_sets_dates_and_prices_for_who_sees_pay(
    shoot: Shoot, bob: Membership, ada: Membership, logged_in: Any
) -> None:
    page = words(logged_in(bob).get(address(shoot, "locations")))

    assert "KITCHEN no place yet KITCHEN 2 2 always – – Change KITCHEN" in page
    assert "PIER no place yet PIER 2 2 4/8 always 100.00 USD 50.00 USD Change PIER" in page
    assert "No places yet. Until a set has one, it counts as a location of its own. Add place" in page
    assert "USD" not in words(logged_in(ada).get(address(shoot, "locations")))


def test_sets_are_placed_in_one_form_which_touches_only_what_changed(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    harbor = a_place(shoot.show, "Old harbor")
    browser = logged_in(ada)

    answer = browser.post(
        address(shoot, "sets"),
        set=["KITCHEN", "PIER"],
        place=["", str(harbor.public_id)],
        was=["", ""],
    )

    assert answer["Location"] == address(shoot, "locations")
    assert [(row.set_name, row.place) for row in SetPlace.objects.all()] == [("PIER", harbor)]
    page = words(browser.get(address(shoot, "locations")))
    assert "Saved: 1 set changed." in page
    assert "Old harbor PIER 2 2 4/8" in page
    browser.post(address(shoot, "sets"), set=["PIER"], place=[""], was=[str(harbor.public_id)])
    assert not SetPlace.objects.exists()


def test_dates_and_prices_of_a_location_are_typed_in_rows(shoot: Shoot, bob: Membership, logged_in: Any) -> None:
    browser, where = logged_in(bob), f"{address(shoot, 'location')}?key=set:PIER"
    assert 'value="100.00"' in browser.get(where).content.decode()

    answer = browser.post(
        where,
        version=LocationTerms.objects.get().version,
        rent="250",
        set_up="",
        **periods(
            ("window", "2027-03-08", ""), ("away", "2027-03-10", "2027-03-11"), ("away", "2027-03-13", ""),
            ("window", "", ""),
        ),
    )  # fmt: skip

    assert answer["Location"] == address(shoot, "locations")
    terms = LocationTerms.objects.get()
    assert (terms.windows, terms.away) == ([["2027-03-08", None]], ["2027-03-10", "2027-03-11", "2027-03-13"])
    assert (terms.rent_minor, terms.set_up_minor) == (25_000, 0)
    page = words(browser.get(address(shoot, "locations")))
    assert "from Mon 8 Mar; not 10–11 Mar, Sat 13 Mar" in page
    again = browser.get(where).content.decode()
    assert 'value="2027-03-11"' in again


def test_dates_that_cross_stand_beside_their_row(shoot: Shoot, bob: Membership, logged_in: Any) -> None:
    answer = logged_in(bob).post(
        f"{address(shoot, 'location')}?key=set:PIER",
        version=LocationTerms.objects.get().version,
        rent="much",
        set_up="",
        **periods(("window", "2027-03-12", "2027-03-08"), ("away", "", "2027-03-12")),
    )

    assert answer.status_code == 422
    assert "This lies before the first date." in words(answer)
    assert "Give a date." in words(answer)
    assert 'value="much"' in answer.content.decode()


def test_a_stale_location_shows_both_states(shoot: Shoot, bob: Membership, logged_in: Any) -> None:
    version = LocationTerms.objects.get().version
    browser, where = logged_in(bob), f"{address(shoot, 'location')}?key=set:PIER"
    browser.post(where, version=version, rent="1", set_up="", **periods(("away", "2027-03-10", "")))

    answer = browser.post(where, version=version, rent="1", set_up="", **periods(("away", "2027-03-11", "")))

    assert answer.status_code == 409
    assert "not Thu 11 Mar not Wed 10 Mar" in words(answer)


def test_who_does_not_see_pay_keeps_the_prices_as_they_are(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    browser, where = logged_in(ada), f"{address(shoot, 'location')}?key=set:PIER"
    assert "Rent" not in words(browser.get(where))

    browser.post(where, version=LocationTerms.objects.get().version, **periods(("away", "2027-03-10", "")))

    terms = LocationTerms.objects.get()
    assert (terms.away, terms.rent_minor, terms.set_up_minor) == (["2027-03-10"], 10_000, 5_000)


def test_who_may_not_change_the_board_looks_only(shoot: Shoot, cleo: Membership, logged_in: Any) -> None:
    a_place(shoot.show, "Old harbor")
    browser = logged_in(cleo)

    assert "Save places" not in words(browser.get(address(shoot, "locations")))
    assert browser.get(f"{address(shoot, 'location')}?key=set:PIER").status_code == 403
    assert browser.post(address(shoot, "sets"), set=["PIER"], place=[""], was=["x"]).status_code == 403


def test_an_unknown_location_is_not_here(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    assert logged_in(ada).get(f"{address(shoot, 'location')}?key=set:MOON").status_code == 404


def test_without_scenes_the_next_step_is_the_breakdown(office: Organization, ada: Membership, logged_in: Any) -> None:
    show = a_production(office, "Empty")
    access(ada, show)

    assert "No scenes yet, so no sets." in words(logged_in(ada).get(f"/p/{show.public_id}/planning/locations/"))


def test_dates_are_said_as_runs() -> None:
    days = [date(2027, 3, day) for day in (10, 8, 9, 12)]

    assert spans(days) == [(date(2027, 3, 8), date(2027, 3, 10)), (date(2027, 3, 12), date(2027, 3, 12))]
    assert periods_said([(None, date(2027, 3, 9))], days[3:]) == "until Tue 9 Mar; not Fri 12 Mar"
    assert periods_said([], []) == "always"
