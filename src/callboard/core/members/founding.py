"""The first organization of an installation and its first member; from then on members add members."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from callboard.core.audit.actions import acting
from callboard.core.members.rules import AlreadyMember, NameMissing, NotAnAddress, OrganizationFounded, PasswordTooWeak
from callboard.core.organizations.models import Membership, Organization, User
from callboard.core.organizations.rules import Permission, Role
from callboard.core.organizations.scope import tenant_scope


def is_empty() -> bool:
    """Whether nobody was ever let in."""
    return not Organization.objects.exists()


def has_user(email: str) -> bool:
    """Whether somebody logs in with this address already; they keep the password they have."""
    return User.objects.filter(email=_address(email)).exists()


def check_can_found(name: str, *, member_name: str, email: str) -> None:
    """Refuse an organization or a first member without a name, no address, and what was founded before.

    Raises NameMissing, NotAnAddress, AlreadyMember, OrganizationFounded.
    """
    if not name.strip() or not member_name.strip():
        raise NameMissing()
    try:
        validate_email(_address(email))
    except ValidationError as fault:
        raise NotAnAddress(written=email) from fault
    for organization in Organization.objects.filter(name__iexact=name.strip()):
        with tenant_scope(organization.pk):
            if Membership.objects.filter(user__email=_address(email), ended_at=None).exists():
                raise AlreadyMember(email=_address(email))
        raise OrganizationFounded(name=organization.name)


def check_password(password: str, *, member_name: str, email: str) -> None:
    """Refuse a password that the installation's rules find weak. Raises PasswordTooWeak."""
    try:
        validate_password(password, User(email=_address(email), first_name=member_name.strip()[:150]))
    except ValidationError as fault:
        raise PasswordTooWeak(why=" ".join(fault.messages)) from fault


def found_organization(name: str, *, member_name: str, email: str, password: str, at: datetime) -> Membership:
    """Make an organization with its first coordinator. For whoever runs the server; no page leads here.

    Somebody who logs in here already keeps their password; the one given is not looked at.
    Raises NameMissing, NotAnAddress, AlreadyMember, OrganizationFounded, PasswordTooWeak.
    """
    check_can_found(name, member_name=member_name, email=email)
    if not has_user(email):
        check_password(password, member_name=member_name, email=email)
    with transaction.atomic():
        organization = Organization.objects.create(name=name.strip(), created_at=at)
        address = _address(email)
        user = User.objects.filter(email=address).first() or User.objects.create_user(
            address, password, first_name=member_name.strip()[:150]
        )
        with tenant_scope(organization.pk):
            member = Membership.objects.create(
                organization=organization, user=user, name=member_name.strip(), role=Role.COORDINATOR, joined_at=at
            )
        with acting(member, "found organization", at=at, may=Permission.MANAGE_MEMBERS, on=member):
            return member


def _address(email: str) -> str:
    return email.strip().lower()
