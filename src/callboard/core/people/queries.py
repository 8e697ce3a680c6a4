"""Reading parties."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.people.models import Party


def parties_of(member: Membership) -> QuerySet[Party]:
    """Everybody the organization knows, for those who engage people."""
    check_may(member, Permission.ENGAGE)
    return Party.objects.filter(erased_at=None).order_by("name")


def party_by_id(member: Membership, public_id: UUID) -> Party:
    """One party the organization knows. Raises NotFound."""
    found = parties_of(member).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found
