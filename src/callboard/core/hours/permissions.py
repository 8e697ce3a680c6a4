"""Who may read hours."""

from __future__ import annotations

from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission


def check_may_read_hours(member: Membership, production: Production) -> None:
    """Hours are read by whoever records them."""
    check_may(member, Permission.RECORD_HOURS, production)
