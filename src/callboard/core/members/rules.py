"""Rules of membership. Pure: no database, no clock, no Django."""

from __future__ import annotations

from callboard.core.errors import Refused, gettext_noop
from callboard.core.organizations.rules import Permission, Role, can


class AlreadyMember(Refused):
    """One user, one membership per organization."""

    text = gettext_noop("%(email)s is already a member here. Change their role instead.")


class NobodyLeftToManage(Refused):
    """The last member who manages members would lose that."""

    text = gettext_noop("%(name)s is the last member who can manage members. Give another member such a role first.")


class UserOfOthersToo(Refused):
    """A password link would open another organization's productions as well."""

    text = gettext_noop(
        "%(name)s also uses Callboard with another organization. They keep their password, or reset it themselves."
    )


class NameMissing(Refused):
    """A member is shown by name in the history."""

    text = gettext_noop("Give the member a name: the history shows it.")


class NotAnAddress(Refused):
    """Nobody could be reached there, or log in with it."""

    text = gettext_noop("“%(written)s” is not an e-mail address. Write it as name@example.org.")


class OrganizationFounded(Refused):
    """Two organizations of one name could not be told apart."""

    text = gettext_noop(
        "There is an organization %(name)s already. One of its coordinators adds further members on the page Members."
    )


class PasswordTooWeak(Refused):
    """The first coordinator's password opens everything."""

    text = gettext_noop("Choose another password. %(why)s")


def check_somebody_manages(*, name: str, role_after: Role | None, other_managers: int) -> None:
    """Refuse to leave the organization without a member who can manage members."""
    keeps = role_after is not None and can(role_after, Permission.MANAGE_MEMBERS)
    if not keeps and other_managers == 0:
        raise NobodyLeftToManage(name=name)


def needs_second_factor(role: Role) -> bool:
    """Whether a stolen password of this role could call a whole crew out, or let strangers in."""
    return can(role, Permission.PUBLISH_CALLS) or can(role, Permission.MANAGE_MEMBERS)
