"""Finding out who holds a link. The link is the credential: the organization comes from it."""

from __future__ import annotations

from datetime import datetime

from callboard.core.links.models import CapabilityLink
from callboard.core.links.rules import LinkUnknown, check_still_open
from callboard.core.organizations.queries import keyed_hash
from callboard.core.organizations.scope import every_organization


def holder_of_link(token: str, purpose: str, at: datetime) -> CapabilityLink:
    """The link of a token, found by its keyed hash alone, so that near misses cost and answer the same as any.

    Raises LinkUnknown, LinkEnded.
    """
    with every_organization("a link is what the tenant is taken from"):
        link = CapabilityLink.objects.filter(token_hash=keyed_hash(token), purpose=purpose).first()
    if link is None:
        raise LinkUnknown()
    check_still_open(expires_at=link.expires_at, revoked_at=link.revoked_at, at=at)
    return link
