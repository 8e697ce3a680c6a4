"""The stream that pages follow."""

from __future__ import annotations

from callboard.core.events.actions import announce
from callboard.core.events.queries import events_after, newest_event_id
from callboard.core.organizations.models import Organization
from tests.builders import FRIDAY_18H, a_production


def test_a_follower_gets_what_came_after_in_order_and_of_their_production_only(office: Organization) -> None:
    production, other = a_production(office), a_production(office, "Another")
    assert newest_event_id(production) == 0
    first = announce(production, "edition", about=production, at=FRIDAY_18H)
    announce(other, "edition", at=FRIDAY_18H)
    second = announce(production, "delivery", at=FRIDAY_18H)

    assert newest_event_id(production) == second.pk
    assert events_after(production, 0) == [first, second]
    assert events_after(production, first.pk) == [second]
    assert events_after(production, 0, limit=1) == [first]
    assert (first.subject_key, second.subject_key) == (str(production.public_id), "")
