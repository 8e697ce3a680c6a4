"""Messages without editions: what a production owes some parties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection

from callboard.core.facts.triggers import remove_triggers
from callboard.core.messages.actions import MessageDraft, Outbound, queue_messages
from callboard.core.messages.models import Message
from callboard.core.organizations.models import Organization, Production
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.models import Party
from callboard.core.people.sealed import make_missing_keys
from tests.builders import FRIDAY_18H, an_organization

TOPIC = "sheet:saturday"
DEADLINE = FRIDAY_18H + timedelta(hours=11)


def owed(
    production: Production, *parties: Party, sequence: int = 1, at: datetime = FRIDAY_18H, topic: str = TOPIC
) -> list[Message]:
    keys = make_missing_keys(list(parties), at=at)
    drafts = [MessageDraft(party, "called", f"Edition {sequence}", f"For {party.name}") for party in parties]
    return queue_messages(Outbound(production, topic, sequence, DEADLINE), drafts, keys, at=at)


@pytest.fixture
def transactional_office(transactional_db: None) -> Iterator[Organization]:
    """An organization whose rows are really committed. Its facts could not be cleared away under their triggers."""
    organization = an_organization()
    with tenant_scope(organization.pk):
        yield organization
    remove_triggers(connection)  # the clearing afterwards installs them again
