"""Reading worked shifts: corrections stand in place of what they replace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Max, QuerySet

from callboard.core.hours.models import WorkedShift
from callboard.core.hours.permissions import check_may_read_hours
from callboard.core.organizations.models import Membership, Production


def shifts_in_force() -> QuerySet[WorkedShift]:
    """Every shift that no correction replaces."""
    return WorkedShift.objects.filter(replaced_by=None)


def last_dismissal(party_ids: Collection[int], before: dt.datetime) -> dict[int, dt.datetime]:
    """When each party was last dismissed up to that moment, in any production of the organization.

    Whoever has no shift before is not in the answer. One query for a crew of any size.
    """
    shifts = shifts_in_force().filter(party_id__in=list(party_ids), dismissed_at__lte=before)
    rows = shifts.order_by().values_list("party_id").annotate(last=Max("dismissed_at"))
    return dict(rows)


def shifts_of_day(member: Membership, production: Production, day: dt.date) -> QuerySet[WorkedShift]:
    """The shifts of one production day in force, by name."""
    check_may_read_hours(member, production)
    return shifts_in_force().filter(production=production, day=day).select_related("party").order_by("party__name")
