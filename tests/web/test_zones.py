"""Pages of a production show times of its zone, whatever the server's."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from callboard.core.organizations.models import Organization
from callboard.film.callsheets.drafting import TimedLine, draft_from_lines
from tests.builders import FRIDAY_18H, SATURDAY, a_member, a_place, a_production


def test_sunrise_on_a_call_sheet_is_told_in_the_productions_zone(office: Organization, client: Client) -> None:
    """Port Lantern, California, 6 March 2027: the sun rises about 06:24 local time, which is 14:24 UTC."""
    ada = a_member(office)
    show = a_production(office, zone="America/Los_Angeles", country="US")
    place = a_place(show, latitude="35.36710", longitude="-120.84930")
    sheet = draft_from_lines(show, SATURDAY, [TimedLine("All", "A day", 60, place=place)], by=ada, at=FRIDAY_18H)
    client.force_login(ada.user)

    page = client.get(f"/p/{show.public_id}/calls/{sheet.public_id}/").content.decode()

    assert "06:2" in page
    assert "14:2" not in page
    assert str(timezone.get_current_timezone()) == "UTC", "the zone is taken back after the page"
