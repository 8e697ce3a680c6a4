"""Making, ending and counting capability links: steps of larger actions, inside their transactions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from callboard.core.links.models import CapabilityLink, LinkOpening
from callboard.core.links.rules import OPENINGS_COUNT_APART, new_token
from callboard.core.organizations.queries import keyed_hash
from callboard.core.organizations.scope import UnscopedQuery, current_scope, tenant_scope

Holder = tuple[UUID, UUID]
"""Public ids of who holds the link and of what it shows."""


def create_links(purpose: str, holders: Sequence[Holder], expires_at: datetime, at: datetime) -> list[str]:
    """Make one link for each (holder, subject), in order, in one query. Only the caller ever has the tokens."""
    organization_id = current_scope().organization_id
    if organization_id is None:
        raise UnscopedQuery("A link belongs to one organization: open tenant_scope(organization_id) first.")
    tokens = [new_token() for _ in holders]
    CapabilityLink.objects.bulk_create(
        CapabilityLink(
            organization_id=organization_id,
            token_hash=keyed_hash(token),
            purpose=purpose,
            holder_key=holder_key,
            subject_key=subject_key,
            created_at=at,
            expires_at=expires_at,
        )
        for token, (holder_key, subject_key) in zip(tokens, holders, strict=True)
    )
    return tokens


def record_opening(link: CapabilityLink, at: datetime) -> LinkOpening | None:
    """Note that the link's page was shown in a browser; None when it was a moment ago already."""
    with tenant_scope(link.organization_id):
        if LinkOpening.objects.filter(link=link, at__gt=at - OPENINGS_COUNT_APART).exists():
            return None
        opening = LinkOpening(organization_id=link.organization_id, link=link, at=at)
        opening.save()
    return opening


def revoke_links(holder_key: UUID, *, subject_key: UUID | None = None, at: datetime) -> int:
    """End a holder's links at once, all or those to one subject; returns how many ended."""
    links = CapabilityLink.objects.filter(holder_key=holder_key, revoked_at=None)
    if subject_key is not None:
        links = links.filter(subject_key=subject_key)
    return links.update(revoked_at=at)
