"""Reading the history back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from callboard.core.audit.models import AuditEntry
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission


def history(member: Membership, production: Production) -> QuerySet[AuditEntry]:
    """Everything done in the production, newest first."""
    check_may(member, Permission.SEE_HISTORY, production)
    return AuditEntry.objects.filter(production=production).order_by("-id")


@dataclass(frozen=True)
class HistoryFilter:
    """What of the history is asked for."""

    person: str = ""
    verb: str = ""
    first: date | None = None
    last: date | None = None


def history_asked(member: Membership, production: Production, asked: HistoryFilter) -> QuerySet[AuditEntry]:
    """The history narrowed to a person, a verb, and local days of the production, both included."""
    rows = history(member, production)
    if asked.person:
        rows = rows.filter(actor_name=asked.person)
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    zone = ZoneInfo(production.zone)
    if asked.first:
        rows = rows.filter(at__gte=datetime.combine(asked.first, time(), zone))
    if asked.last:
        rows = rows.filter(at__lt=datetime.combine(asked.last + timedelta(days=1), time(), zone))
    return rows


def history_choices(member: Membership, production: Production) -> tuple[list[str], list[str]]:
    """The names and the verbs that occur, to choose from."""
    rows = history(member, production).order_by()
    names = sorted(set(rows.values_list("actor_name", flat=True).distinct()))
    return names, sorted(set(rows.values_list("verb", flat=True).distinct()))
