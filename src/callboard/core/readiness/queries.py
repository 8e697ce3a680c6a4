"""What is not ready, less what somebody lifted for the day. No page meant for crew may show overrides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.readiness.models import Override
from callboard.core.readiness.rules import Blocker, Lifted, blockers_for, still_open


def open_blockers(kind: str, production: Production, party_ids: Sequence[int], on: date) -> dict[int, list[Blocker]]:
    """What holds each party that day; an empty list means ready. Raises NoCheckRegistered."""
    return still_open(blockers_for(kind, production, party_ids, on), lifted_blockers(production, on))


def lifted_blockers(production: Production, day: date) -> set[Lifted]:
    """What was overridden for the day, as (party id, code, key)."""
    return set(
        Override.objects.filter(production=production, day=day).values_list("party_id", "blocker_code", "blocker_key")
    )


def overrides_of(member: Membership, production: Production, day: date) -> QuerySet[Override]:
    """Who lifted what for the day, and why: for those who publish, never for print."""
    check_may(member, Permission.PUBLISH_CALLS, production)
    return Override.objects.filter(production=production, day=day).select_related("party", "by").order_by("id")
