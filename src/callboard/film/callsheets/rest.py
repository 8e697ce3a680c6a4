"""Which rest rule and which minors' hours bind a party's call: the deal's own, else a preset by kind and country."""

from __future__ import annotations

import datetime as dt

from callboard.core.engagements.models import Engagement
from callboard.core.hours.rules import rest_rule
from callboard.core.organizations.models import Production
from callboard.core.people.models import Party
from callboard.film.callsheets.models import CallSheet
from callboard.film.callsheets.rules import MinorPlan, Rest


def rest_of(engagement: Engagement, production: Production, dismissed_at: dt.datetime) -> Rest:
    """The rest that this party is owed after a dismissal."""
    return Rest(dismissed_at, rest_rule(engagement.rest_rule or _preset(engagement, production)))


def minor_plan(
    party: Party, sheet: CallSheet, *, first_call: int | None, last_row_ends: int | None
) -> MinorPlan | None:
    """A minor's planned stay, from the own call to the end of the last row they are in (else the wrap).

    None where no confirmed preset holds (only California's is), for adults and for unknown birth dates. Whether
    school is on is not known here: weekdays are taken as school days, the stricter reading.
    """
    if not party.is_minor or party.birth_on is None or not sheet.production.country.startswith("US"):
        return None
    begins = sheet.general_call if first_call is None else first_call
    wrap = sheet.estimated_wrap if sheet.estimated_wrap is not None else begins + 8 * 60
    ends = wrap if last_row_ends is None else last_row_ends
    return MinorPlan(
        birth_on=party.birth_on,
        stay_minutes=max(ends - begins, 0),
        school_today=sheet.day.weekday() < 5,
        school_tomorrow=(sheet.day + dt.timedelta(days=1)).weekday() < 5,
        meal_minutes=30,
    )


def _preset(engagement: Engagement, production: Production) -> str:
    if engagement.party.is_minor:
        return "california_minor"
    if engagement.kind in {Engagement.Kind.CAST, Engagement.Kind.BACKGROUND}:
        return "sag_aftra_daily"
    return "uk_daily" if production.country.startswith("GB") else "iatse_daily"
