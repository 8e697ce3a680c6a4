"""Who should log in with a second factor, and has none yet."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from callboard.core.members.rules import needs_second_factor
from callboard.core.organizations.rules import Role


def second_factor_is_due(request: HttpRequest) -> bool:
    """Whether the member's role could call out a crew or let in strangers on the strength of a password alone."""
    member = getattr(request, "member", None)
    if member is None or not needs_second_factor(Role(member.role)):
        return False
    return not is_mfa_enabled(request.user)


def second_factor_is_required(request: HttpRequest) -> bool:
    """Whether this installation lets the member no further without one (CALLBOARD_REQUIRE_SECOND_FACTOR=1)."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and second_factor_is_due(request)
