"""Decision 9: what the database keeps of a link is of no use without the installation's key."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from callboard.core.links.actions import create_links
from callboard.core.links.models import CapabilityLink
from callboard.core.links.queries import holder_of_link
from callboard.core.links.rules import LinkUnknown
from callboard.core.organizations.models import Organization
from tests.builders import FRIDAY_18H


def test_a_link_is_kept_as_a_hash_under_the_installations_key_alone(office: Organization, settings: Any) -> None:
    holder = (uuid4(), uuid4())
    [token] = create_links("part", [holder], FRIDAY_18H + timedelta(days=1), FRIDAY_18H)
    kept = CapabilityLink.objects.get()
    plain = hashlib.sha256(token.encode()).hexdigest()

    assert (kept.holder_key, kept.subject_key) == holder
    assert kept.token_hash not in {token, plain}
    assert holder_of_link(token, "part", FRIDAY_18H) == kept
    settings.LINK_KEY = "another installation's"
    with pytest.raises(LinkUnknown):
        holder_of_link(token, "part", FRIDAY_18H)
