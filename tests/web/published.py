"""Scenes of a published call sheet: parties with parts of their own, their mails taken, their links in hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.models import Party
from callboard.core.publishing.actions import publish_edition
from callboard.core.publishing.drafts import EditionDraft, PartDraft
from callboard.core.publishing.models import Edition, new_check_code
from callboard.core.publishing.queries import current_edition
from callboard.film.callsheets.part_rules import (
    PART_SCHEMA,
    PartContact,
    PartPlace,
    PartScene,
    PersonalPart,
    to_payload,
)
from callboard.film.callsheets.rules import CallTimes
from tests.builders import FakeMailServer, a_member, a_production, an_organization
from tests.core.publishing.scenes import deliver_all

TOPIC = "callsheet:saturday"
SEVEN = 7 * 60
OLD_HARBOR = PartPlace("Old harbor", "Quay 4, 20457 Hamburg", "Lot B behind the crane", "Through the blue gate")
_LINK = re.compile(r"/l/([^/\s]+)/")


def now() -> datetime:
    return timezone.now()


def a_part(name: str = "", minutes: int | None = SEVEN, **fields: Any) -> PersonalPart:
    """A grip's day at the old harbor; `name` is only there to make it somebody's own (it goes into the notes)."""
    defaults: dict[str, Any] = {
        "production": "Saltmarsh",
        "day_on": "2027-03-06",
        "day_number": 4,
        "day_count": 12,
        "zone": "Europe/Berlin",
        "times": CallTimes(report=minutes, on_set=minutes, first_call=minutes),
        "place": OLD_HARBOR,
        "position": "Grip",
        "general_call": SEVEN,
        "scenes": (PartScene("12A", "KITCHEN", "The lamp falls"),),
        "safety_notes": ("Slippery quay: boots",),
        "hospital": "St. Georg, Lohmühlenstr. 5",
        "general_notes": (f"Only for {name}",) if name else (),
        "channel": "3",
        "contacts": (PartContact("Ada Fenn", "1st AD", "+49 40 555 0101"),),
    }
    return PersonalPart(**(defaults | fields))


class Saltmarsh:
    """A production whose call sheet for Saturday is published, delivered, published again."""

    def __init__(self, server: FakeMailServer) -> None:
        self.server = server
        self.organization: Organization = an_organization()
        self.coordinator: Membership = a_member(self.organization)
        with tenant_scope(self.organization.pk):
            self.production: Production = a_production(self.organization)

    def publish(self, parts: Mapping[Party, PersonalPart], *, at: datetime | None = None, **fields: Any) -> Edition:
        """Publish the next edition and have every mail taken."""
        at = at or now()
        heads = fields.pop("heads", ())
        with tenant_scope(self.organization.pk):
            edition = publish_edition(self._draft(parts, at, heads, fields), by=self.coordinator, at=at)
            deliver_all(at)
        return edition

    def _draft(self, parts: Mapping[Party, PersonalPart], at: datetime, heads: Any, fields: Any) -> EditionDraft:
        current = current_edition(TOPIC)
        draft = EditionDraft(
            production=self.production,
            topic=TOPIC,
            kind="callsheet",
            title="Day 4",
            day=date(2027, 3, 6),
            payload={"front": {"cast": []}, "back": {"departments": []}},
            payload_schema=PART_SCHEMA,
            parts=[PartDraft(party, to_payload(part), gets_all=party in heads) for party, part in parts.items()],
            deadline=at + timedelta(hours=12),
            expected_number=current.number + 1 if current else 1,
            check_code=new_check_code(),
        )
        return replace(draft, **fields)

    def token(self, party: Party) -> str:
        """The token in the last mail to the party."""
        [*_, last] = [mail for mail in self.server.taken if mail.to == party.email]
        found = _LINK.search(last.text)
        assert found is not None
        return found[1]


def logged_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client
