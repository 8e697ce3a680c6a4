"""Adding members, changing their role, ending a membership; API keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from callboard.core.audit.actions import acting
from callboard.core.members.rules import AlreadyMember, NameMissing, UserOfOthersToo, check_somebody_manages
from callboard.core.organizations.models import ApiKey, Membership, Production, ProductionAccess, User
from callboard.core.organizations.queries import keyed_hash, productions_of
from callboard.core.organizations.rules import ROLE_TABLE, Permission, Role
from callboard.core.organizations.scope import every_organization


@dataclass(frozen=True)
class NewMember:
    """Who is added, as what."""

    name: str
    email: str
    role: Role


def add_member(
    new: NewMember, *, productions: Iterable[Production], by: Membership, at: datetime
) -> tuple[Membership, User]:
    """Let somebody in, with a role and the productions they see. A new user has no password yet.

    Raises AlreadyMember, NameMissing.
    """
    if not new.name.strip():
        raise NameMissing()
    email = new.email.strip().lower()
    with acting(by, "add member", at=at, may=Permission.MANAGE_MEMBERS) as record:
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, first_name=new.name.strip()[:150]
        )
        member = Membership.objects.filter(user=user).first()
        if member is not None and member.ended_at is None:
            raise AlreadyMember(email=email)
        member = member or Membership(organization=by.organization, user=user)
        member.name, member.role, member.joined_at, member.ended_at = new.name.strip(), new.role, at, None
        member.save()
        _give_access(member, productions, by=by)
        record.about(member)
        record.note(role=new.role)
    return member, user


def change_member(
    member: Membership, role: Role, *, productions: Iterable[Production], by: Membership, at: datetime, version: int
) -> Membership:
    """Give a member another role and other productions; it holds from their next request on.

    Raises NobodyLeftToManage, StaleEdit.
    """
    with acting(by, "change member", at=at, may=Permission.MANAGE_MEMBERS, on=member, version=version) as record:
        _check_manager_left(member, role)
        record.note(role_before=member.role, role=role)
        member.role = role
        member.save()
        _give_access(member, productions, by=by)
    return member


def end_membership(member: Membership, *, by: Membership, at: datetime, version: int) -> Membership:
    """Shut somebody out from their next request on, with every key that acts as them. Raises NobodyLeftToManage."""
    with acting(by, "end membership", at=at, may=Permission.MANAGE_MEMBERS, on=member, version=version) as record:
        _check_manager_left(member, None)
        member.ended_at = at
        member.save()
        revoked = ApiKey.objects.filter(membership=member, revoked_at=None).update(revoked_at=at)
        record.note(revoked_keys=revoked)
    return member


def create_api_key(member: Membership, label: str, *, by: Membership, at: datetime) -> tuple[ApiKey, str]:
    """Make a key with which a program acts as the member; the token is handed back once and kept as a hash only."""
    token = f"cb_{secrets.token_urlsafe(32)}"
    with acting(by, "create API key", at=at, may=Permission.MANAGE_MEMBERS) as record:
        key = ApiKey(
            organization=by.organization,
            membership=member,
            label=label.strip()[:80] or "API key",
            token_hash=keyed_hash(token),
            created_at=at,
        )
        key.save()
        record.about(member)
        record.note(label=key.label)
    return key, token


def revoke_api_key(key: ApiKey, *, by: Membership, at: datetime) -> ApiKey:
    """Make a key useless at once; doing it twice changes nothing."""
    with acting(by, "revoke API key", at=at, may=Permission.MANAGE_MEMBERS) as record:
        ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at)
        key.refresh_from_db()
        record.about(key.membership)
        record.note(label=key.label)
    return key


def allow_password_link(member: Membership, *, by: Membership, at: datetime) -> User:
    """Let a link be made with which the member sets a password; returns the user it is for.

    Whoever holds such a link becomes that user, so it is refused for a user who also belongs to others.
    Raises UserOfOthersToo.
    """
    with acting(by, "create password link", at=at, may=Permission.MANAGE_MEMBERS, on=member):
        if _belongs_elsewhere(member):
            raise UserOfOthersToo(name=member.name)
    return member.user


def _belongs_elsewhere(member: Membership) -> bool:
    with every_organization("a user's password opens every organization they belong to"):
        others = Membership.objects.filter(user=member.user).exclude(organization_id=member.organization_id)
        return others.exists()


def _check_manager_left(member: Membership, role_after: Role | None) -> None:
    managing = [role.value for role, row in ROLE_TABLE.items() if Permission.MANAGE_MEMBERS in row.permissions]
    others = Membership.objects.filter(ended_at=None, role__in=managing).exclude(pk=member.pk).count()
    check_somebody_manages(name=member.name, role_after=role_after, other_managers=others)


def _give_access(member: Membership, productions: Iterable[Production], *, by: Membership) -> None:
    visible = set(productions_of(by).values_list("pk", flat=True))
    wanted = {production.pk for production in productions} & visible
    present = set(ProductionAccess.objects.filter(membership=member).values_list("production_id", flat=True))
    ProductionAccess.objects.filter(membership=member, production_id__in=(present & visible) - wanted).delete()
    for production_id in sorted(wanted - present):
        ProductionAccess(organization=member.organization, production_id=production_id, membership=member).save()
