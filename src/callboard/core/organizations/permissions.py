"""Who may do what here: the role table applied to a member and a production."""

from __future__ import annotations

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production, ProductionAccess
from callboard.core.organizations.rules import ROLE_TABLE, DataClass, Permission, Role, can, check_can, sees


def sees_production(member: Membership, production: Production) -> bool:
    """Whether the production is there at all for this member."""
    if production.organization_id != member.organization_id:
        return False
    if ROLE_TABLE[Role(member.role)].sees_every_production:
        return True
    return ProductionAccess.objects.filter(production=production, membership=member).exists()


def check_may(member: Membership, permission: Permission, production: Production | None = None) -> None:
    """Refuse what the role does not carry; what the member cannot see is answered as if it were not there."""
    if production is not None and not sees_production(member, production):
        raise NotFound()
    check_can(Role(member.role), permission)


def may(member: Membership, permission: Permission) -> bool:
    """Whether to offer the button at all."""
    return can(Role(member.role), permission)


def may_see(member: Membership, data_class: DataClass) -> bool:
    """Whether fields of this class are shown to the member."""
    return sees(Role(member.role), data_class)
