"""Lengths, prices and rates: what was said, what is assumed, and refusals beside their fields."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.core.organizations.models import Membership
from callboard.film.planning.models import PlanningTerms
from tests.film.planning.scenes import Shoot
from tests.web.planning.conftest import address, words

pytestmark = pytest.mark.django_db

TYPED = {
    "regular_minutes": "11:00",
    "legal_minutes": "14 h",
    "comfortable_eighths": "4 4/8",
    "most_eighths": "7",
    "day_call_minute": "6:30",
    "night_call_minute": "",
    "rest_minutes": "11:00",
    "move_minutes": "45 min",
    "minutes_per_page": "",
    "first_on": "2027-03-08",
    "last_on": "2027-03-31",
    "keeps_called": "on",
    "forbids_split_days": "on",
}


def test_what_nobody_said_is_marked_as_assumed(shoot: Shoot, bob: Membership, logged_in: Any) -> None:
    page = words(logged_in(bob).get(address(shoot, "terms")))

    assert "figures are assumed" in page
    assert "Regular working day Nobody said it: 12:00 is assumed." in page
    assert "Call of a day Nobody said it: 07:00 is assumed." in page
    assert "Most pages of a day Empty: no limit (pages and eighths, such as 4 6/8)." in page
    assert "A company move Nobody said it: 500.00 USD is assumed." in page


def test_figures_are_typed_as_people_write_them(shoot: Shoot, bob: Membership, logged_in: Any) -> None:
    version = PlanningTerms.objects.get().version
    browser = logged_in(bob)

    answer = browser.post(address(shoot, "terms"), version=version, crew_day_minor="12,500", move_minor="", **TYPED)

    assert answer["Location"] == address(shoot, "terms")
    terms = PlanningTerms.objects.get()
    assert (terms.regular_minutes, terms.legal_minutes, terms.move_minutes) == (660, 840, 45)
    assert (terms.comfortable_eighths, terms.most_eighths, terms.day_call_minute) == (36, 56, 390)
    assert (terms.crew_day_minor, terms.move_minor, terms.minutes_per_page) == (1_250_000, None, None)
    assert (terms.keeps_called, terms.forbids_split_days, terms.forbids_short_rest) == (True, True, False)
    page = browser.get(address(shoot, "terms")).content.decode()
    assert 'value="11:00"' in page
    assert 'value="4 4/8"' in page
    assert 'value="12500.00"' in page


def test_what_cannot_be_read_stands_beside_its_field_and_keeps_what_was_typed(
    shoot: Shoot, bob: Membership, logged_in: Any
) -> None:
    wrong = TYPED | {"regular_minutes": "12", "comfortable_eighths": "five", "crew_day_minor": "much"}

    answer = logged_in(bob).post(address(shoot, "terms"), version=PlanningTerms.objects.get().version, **wrong)

    page = words(answer)
    assert answer.status_code == 422
    assert "Write hours and minutes, such as 12:00 or 0:45; or 45 min." in page
    assert "Write pages and eighths, such as 5 or 4 6/8." in page
    assert 'value="five"' in answer.content.decode()
    assert 'value="much"' in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"regular_minutes": "0:30"}, "Give something between 1:00 and 24:00."),
        ({"regular_minutes": "13:00", "legal_minutes": "12:00"}, "This must not be less than “Regular working day”."),
        ({"first_on": "2027-04-01"}, "The last date 2027-03-31 lies before the first 2027-04-01."),
    ],
)
def test_what_the_rules_refuse_stands_beside_its_field(
    shoot: Shoot, bob: Membership, logged_in: Any, wrong: dict[str, str], said: str
) -> None:
    version = PlanningTerms.objects.get().version

    answer = logged_in(bob).post(address(shoot, "terms"), version=version, **(TYPED | wrong))

    assert answer.status_code == 422
    assert said in words(answer)
    assert PlanningTerms.objects.get().version == version


def test_who_does_not_see_pay_changes_lengths_and_leaves_prices_alone(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    browser = logged_in(ada)
    page = words(browser.get(address(shoot, "terms")))
    assert "prices are left out here and stay as they are" in page
    assert "The crew, a day" not in page

    browser.post(address(shoot, "terms"), version=PlanningTerms.objects.get().version, **TYPED)

    terms = PlanningTerms.objects.get()
    assert (terms.regular_minutes, terms.crew_day_minor) == (660, 500_000)


def test_a_stale_form_shows_both_states(shoot: Shoot, bob: Membership, logged_in: Any) -> None:
    version = PlanningTerms.objects.get().version
    browser = logged_in(bob)
    browser.post(address(shoot, "terms"), version=version, **TYPED)

    answer = browser.post(address(shoot, "terms"), version=version, **(TYPED | {"regular_minutes": "10:00"}))

    assert answer.status_code == 409
    assert "Regular working day differs 10:00 11:00" in words(answer)


def test_who_may_not_change_the_board_reads_the_figures(shoot: Shoot, cleo: Membership, logged_in: Any) -> None:
    browser = logged_in(cleo)

    page = browser.get(address(shoot, "terms"))

    assert "12:00 is assumed" in words(page)
    assert "<button" not in page.content.decode().split('class="page-form')[1]
    assert browser.post(address(shoot, "terms"), version=1, **TYPED).status_code == 403


def test_rates_are_listed_with_what_is_missing_and_where_to_say_it(
    shoot: Shoot, bob: Membership, ada: Membership, logged_in: Any
) -> None:
    shoot.ivo.rate_minor = None
    shoot.ivo.save()

    answer = logged_in(bob).get(address(shoot, "rates"))

    assert "Nell Okoye 1 MARA 1000.00 USD 500.00 USD never" in words(answer)
    assert "Bo Lind has no rate yet and counts as 0" in words(answer)
    assert f'href="/p/{shoot.show.public_id}/people/{shoot.ivo.public_id}/change/"' in answer.content.decode()
    hidden = words(logged_in(ada).get(address(shoot, "rates")))
    assert "Your role does not see pay." in hidden
    assert "1000.00" not in hidden
