"""Lifting a blocker for one day, by name and with a reason."""

from __future__ import annotations

from datetime import date, datetime

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.people.models import Party
from callboard.core.readiness.models import Override
from callboard.core.readiness.rules import AlreadyOverridden, Blocker, OverrideForAnother, sound_reason


def override_blocker(
    production: Production, party: Party, blocker: Blocker, day: date, *, reason: str, by: Membership, at: datetime
) -> Override:
    """Let the party be called on this day though the blocker stands; it stands again on any other day.

    Raises NotAllowed, ReasonTooShort, OverrideForAnother, AlreadyOverridden.
    """
    with acting(by, "override hold", at=at, may=Permission.OVERRIDE_HOLDS, production=production) as record:
        said = sound_reason(reason)
        if blocker.party_id != party.pk:
            raise OverrideForAnother(party=party.name)
        same = Override.objects.filter(
            production=production, party=party, day=day, blocker_code=blocker.code, blocker_key=blocker.key
        )
        earlier = same.select_related("by").first()
        if earlier is not None:
            raise AlreadyOverridden(name=earlier.by.name)
        override = Override(
            organization_id=by.organization_id,
            production=production,
            party=party,
            blocker_code=blocker.code,
            blocker_key=blocker.key,
            day=day,
            reason=said,
            by=by,
            at=at,
        )
        override.save()
        record.about(override)
        record.note(party=party.name, what=str(blocker.what), day=day.isoformat(), reason=said)
        announce(production, "readiness", about=override, at=at)
    return override
