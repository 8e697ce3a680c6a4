"""Reading members and productions."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from callboard.core.errors import NotFound
from callboard.core.organizations.models import ApiKey, DayOff, Membership, Production, User
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import ROLE_TABLE, Permission, Role
from callboard.core.organizations.scope import every_organization


def memberships_of(user: User) -> list[Membership]:
    """Every organization the user may act in, for the log-in to choose from."""
    with every_organization("a user's memberships are what the tenant is taken from"):
        return list(
            Membership.objects.filter(user=user, ended_at=None)
            .select_related("organization")
            .order_by("organization__name")
        )


def membership_of_key(token: str) -> Membership | None:
    """The membership a program acts as, or None for an unknown or revoked key."""
    with every_organization("an API key is what the tenant is taken from"):
        key = (
            ApiKey.objects.filter(token_hash=keyed_hash(token), revoked_at=None, membership__ended_at=None)
            .select_related("membership__organization")
            .first()
        )
        return key.membership if key else None


def keyed_hash(token: str) -> str:
    """Digest of a token under the installation's link key: the database alone is of no use to a thief."""
    return hmac.new(settings.LINK_KEY.encode(), token.encode(), hashlib.sha256).hexdigest()


def productions_of(member: Membership) -> QuerySet[Production]:
    """The productions the member can see, open ones first, newest first."""
    rows = Production.objects.filter(organization_id=member.organization_id)
    if not ROLE_TABLE[Role(member.role)].sees_every_production:
        rows = rows.filter(accesses__membership=member)
    return rows.order_by("-closed_at", "-starts_on", "title")


def production_of(member: Membership, public_id: UUID) -> Production:
    """One production by its public id; refuses as NotFound what is not there or not theirs."""
    production = productions_of(member).filter(public_id=public_id).first()
    if production is None:
        raise NotFound()
    return production


def members_of(member: Membership) -> QuerySet[Membership]:
    """The organization's members, for those who manage them."""
    check_may(member, Permission.MANAGE_MEMBERS)
    return Membership.objects.filter(ended_at=None).select_related("user").order_by("name")


def days_off_of(production: Production) -> QuerySet[DayOff]:
    """Single days off (or worked days off) of the production."""
    return DayOff.objects.filter(production=production).order_by("on")
