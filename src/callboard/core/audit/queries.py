"""Reading the history back."""

from __future__ import annotations

from django.db.models import QuerySet

from callboard.core.audit.models import AuditEntry
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission


def history(member: Membership, production: Production) -> QuerySet[AuditEntry]:
    """Everything done in the production, newest first."""
    check_may(member, Permission.SEE_HISTORY, production)
    return AuditEntry.objects.filter(production=production).order_by("-id")
