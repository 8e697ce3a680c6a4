"""What the call sheet knows that readiness asks for: rest too short, a minor's hours broken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from callboard.core.errors import gettext_noop
from callboard.core.hours.rules import RestShortfall
from callboard.core.organizations.models import Production
from callboard.core.readiness.rules import Blocker, Requirement
from callboard.core.units import show_duration, whole_minutes
from callboard.film.callsheets.models import CallSheet
from callboard.film.callsheets.queries import CallView, sheet_view
from callboard.film.callsheets.rules import CallBreach

REST_KEPT = Requirement(
    code="rest",
    what=gettext_noop("Rest too short: %(rest)s h where %(needed)s h are owed"),
    owner=gettext_noop("Assistant director"),
    next_step=gettext_noop("Call at %(earliest)s or later, or record a forced call with its reason"),
)
MINORS_HOURS_KEPT = Requirement(
    code="minor_hours",
    what=gettext_noop("A minor's hours: %(breach)s"),
    owner=gettext_noop("Assistant director"),
    next_step=gettext_noop("Change the minor's call or their scenes' order"),
)


def check_calls(production: Production, party_ids: Sequence[int], on: dt.date) -> Iterator[Blocker]:
    """Blockers of everyone whose call that day breaks a rest or a minor's hours."""
    wanted = set(party_ids)
    sheets = CallSheet.objects.filter(production=production, day=on).select_related(
        "production", "main_place", "unit_base", "crew_parking"
    )
    for sheet in sheets:
        for view in sheet_view(sheet).breaking:
            if view.engagement.party_id in wanted:
                yield from (_blocker(view, breach, on) for breach in view.breaches)


def _blocker(view: CallView, breach: CallBreach, on: dt.date) -> Blocker:
    party_id = view.engagement.party_id
    if isinstance(breach, RestShortfall):
        return REST_KEPT.unmet_by(
            party_id,
            key=breach.rule_code,
            due_on=on,
            rest=show_duration(max(whole_minutes(breach.rest), 0)),
            needed=show_duration(whole_minutes(breach.needed)),
            earliest=view.hold.parameters["earliest"] if view.hold else "",
        )
    return MINORS_HOURS_KEPT.unmet_by(
        party_id,
        key=breach.code,
        due_on=on,
        breach=breach.text % {"allowed": breach.allowed, "planned": breach.planned},
    )
