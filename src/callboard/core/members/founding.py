"""The first organization of an installation and its first member; from then on members add members."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from callboard.core.audit.actions import acting
from callboard.core.members.rules import NameMissing
from callboard.core.organizations.models import Membership, Organization, User
from callboard.core.organizations.rules import Permission, Role
from callboard.core.organizations.scope import tenant_scope


def is_empty() -> bool:
    """Whether nobody was ever let in."""
    return not Organization.objects.exists()


def found_organization(name: str, *, member_name: str, email: str, password: str, at: datetime) -> Membership:
    """Make an organization with its first coordinator. For whoever runs the server; no page leads here.

    Raises NameMissing.
    """
    if not name.strip() or not member_name.strip():
        raise NameMissing()
    with transaction.atomic():
        organization = Organization.objects.create(name=name.strip(), created_at=at)
        address = email.strip().lower()
        user = User.objects.filter(email=address).first() or User.objects.create_user(
            address, password, first_name=member_name.strip()[:150]
        )
        with tenant_scope(organization.pk):
            member = Membership.objects.create(
                organization=organization, user=user, name=member_name.strip(), role=Role.COORDINATOR, joined_at=at
            )
        with acting(member, "found organization", at=at, may=Permission.MANAGE_MEMBERS, on=member):
            return member
