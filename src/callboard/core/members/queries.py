"""Reading members with what they see, and the keys of programs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from callboard.core.errors import NotFound
from callboard.core.organizations.models import ApiKey, Membership
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.queries import members_of
from callboard.core.organizations.rules import Permission


def member_list(member: Membership) -> QuerySet[Membership]:
    """The organization's members with the productions each was given."""
    return members_of(member).prefetch_related("accesses__production")


def member_by_id(member: Membership, public_id: UUID) -> Membership:
    """One of the organization's members. Raises NotFound."""
    found = member_list(member).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def api_keys_of(member: Membership) -> QuerySet[ApiKey]:
    """The keys in force, newest first."""
    check_may(member, Permission.MANAGE_MEMBERS)
    return ApiKey.objects.filter(revoked_at=None).select_related("membership").order_by("-created_at")


def api_key_by_id(member: Membership, public_id: UUID) -> ApiKey:
    """One key in force. Raises NotFound."""
    found = api_keys_of(member).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found
