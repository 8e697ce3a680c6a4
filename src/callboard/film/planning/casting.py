"""The cast as the planner knows it: who plays what, for how much, and when they can be had."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from callboard.core.engagements.models import Engagement
from callboard.core.errors import gettext_noop
from callboard.core.hours.minor_rules import CALIFORNIA, Age, MinorLaw
from callboard.core.organizations.models import Production
from callboard.core.organizations.rules import DataClass
from callboard.core.resources.models import Absence
from callboard.film.breakdown.models import Element
from callboard.film.planning.figures import Figures
from callboard.film.planning.rules import Change
from callboard.planner.shooting.problem import Availability, CastMember, MinorHours, Window

A_DAY = dt.timedelta(days=1)
NOBODY_CAST = gettext_noop("%(name)s is not cast yet: no rate, no dates away, no minor’s hours are counted.")
NO_RATE = gettext_noop("%(name)s has no rate yet and counts as 0: nothing is saved by working %(name)s less.")
FLAT_RATE = gettext_noop("%(name)s is paid a flat sum: it costs the same however the days fall, and counts as 0.")
OTHER_CURRENCY = gettext_noop("%(name)s is paid in %(currency)s, not in the production’s currency, and counts as 0.")
BIRTH_MISSING = gettext_noop("%(name)s is a minor without a date of birth: the hours allowed are not counted.")

PRIVATE_NOTES = {
    "no_rate": DataClass.PAY,
    "flat_rate": DataClass.PAY,
    "other_currency": DataClass.PAY,
    "birth_missing": DataClass.MINOR,
}
"""The notes that tell something of a person, by code: who may read them."""


@dataclass(frozen=True)
class Note:
    """Something that had to be assumed, or is not known: a code, a message id and the values for its places."""

    code: str
    text: str
    """Empty where the sentence depends on a number: `wording` then has it by the code."""
    parameters: Mapping[str, str | int]
    engagement: str = ""
    """Public id of the engagement that would settle it."""


@dataclass(frozen=True)
class Player:
    """Who is called: an engagement with every role that it plays, or a role that nobody is cast for yet."""

    key: str
    name: str
    roles: tuple[str, ...]
    engagement: Engagement | None
    elements: tuple[int, ...]


def players_of(production: Production) -> tuple[Player, ...]:
    """Everybody who may be called, in the order of their board ids. One query."""
    rows = (
        Element.objects.filter(production=production, category__is_cast=True)
        .select_related("played_by__party")
        .order_by("number", "name")
    )
    found: dict[str, list[Element]] = defaultdict(list)
    for element in rows:
        found[str(element.played_by.public_id if element.played_by else element.public_id)].append(element)
    return tuple(_player(key, elements) for key, elements in found.items())


def _player(key: str, elements: list[Element]) -> Player:
    engagement = elements[0].played_by
    roles = tuple(str(element) for element in elements)
    return Player(
        key=key,
        name=engagement.party.name if engagement else elements[0].name,
        roles=roles,
        engagement=engagement,
        elements=tuple(element.pk for element in elements),
    )


def cast_members(
    players: Iterable[Player], production: Production, figures: Figures, changes: Iterable[Change]
) -> tuple[tuple[CastMember, ...], list[Note]]:
    """The planner's cast with their deals, and what is not known of them. One query."""
    rows = list(players)
    engagements = [player.engagement.pk for player in rows if player.engagement]
    away: dict[int, set[dt.date]] = defaultdict(set)
    for absence in Absence.objects.filter(engagement__in=engagements, ended_at=None):
        away[absence.engagement_id] |= set(_span(absence.from_on, absence.to_on))
    work_days = 7 - len(set(production.weekly_days_off))
    notes: list[Note] = []
    members = []
    for player in rows:
        rate = _rate(player, production.currency, max(1, work_days), notes)
        available = _available(player.engagement, away, ZoneInfo(production.zone))
        members.append(_member(player, rate, figures, changed(available, player.key, changes)))
    return tuple(members), notes


def _member(player: Player, rate: int, figures: Figures, available: Availability) -> CastMember:
    engagement = player.engagement
    forced = rate if figures.forced_call_minor is None else figures.forced_call_minor
    if engagement is None:
        return CastMember(player.key, available=available)
    return CastMember(
        key=player.key,
        day_rate=rate,
        hold_rate=hold_rate(engagement, rate),
        drop_after_days=engagement.drop_after_days,
        available=available,
        born_on=engagement.party.birth_on if engagement.party.is_minor else None,
        forced_call=forced,
    )


def hold_rate(engagement: Engagement, day_rate: int) -> int:
    """What a held day costs: nothing without a hold in the deal, else its own rate, else a day's pay."""
    if not engagement.can_hold:
        return 0
    if engagement.hold_rate_minor is None or not day_rate:
        return day_rate
    return engagement.hold_rate_minor


def _rate(player: Player, currency: str, work_days: int, notes: list[Note]) -> int:
    engagement = player.engagement
    if engagement is None:
        notes.append(Note("nobody_cast", NOBODY_CAST, {"name": player.name}))
        return 0
    named = {"name": player.name, "currency": engagement.currency}
    if engagement.party.is_minor and engagement.party.birth_on is None:
        notes.append(Note("birth_missing", BIRTH_MISSING, named, str(engagement.public_id)))
    rate, problem = day_rate_of(engagement, currency, work_days)
    if problem is not None:
        notes.append(Note(problem[0], problem[1], named, str(engagement.public_id)))
    return rate


def day_rate_of(engagement: Engagement, currency: str, work_days: int) -> tuple[int, tuple[str, str] | None]:
    """What a day costs, rounded up to the whole unit, and a code and sentence when it cannot be said.

    A week's rate buys as many days as the production works in a week.
    """
    if not engagement.rate_minor:
        return 0, ("no_rate", NO_RATE)
    if engagement.currency and engagement.currency != currency:
        return 0, ("other_currency", OTHER_CURRENCY)
    if engagement.rate_per == Engagement.RatePer.FLAT:
        return 0, ("flat_rate", FLAT_RATE)
    if engagement.rate_per == Engagement.RatePer.WEEK:
        return -(-engagement.rate_minor // work_days), None
    return engagement.rate_minor, None


def crew_day_of(production: Production) -> int:
    """What the crew's own deals come to for a day; 0 where none is known."""
    work_days = max(1, 7 - len(set(production.weekly_days_off)))
    crew = Engagement.objects.filter(production=production, kind=Engagement.Kind.CREW, ended_at=None)
    return sum(day_rate_of(engagement, production.currency, work_days)[0] for engagement in crew)


def _available(engagement: Engagement | None, away: Mapping[int, set[dt.date]], zone: dt.tzinfo) -> Availability:
    return availability_of(engagement, away.get(engagement.pk, set()), zone) if engagement else Availability()


def availability_of(engagement: Engagement, away: set[dt.date], zone: dt.tzinfo) -> Availability:
    """The dates of an engagement, without the absences; none of them for one that ended before it began."""
    last = engagement.ends_on
    if engagement.ended_at is not None:
        ended = engagement.ended_at.astimezone(zone).date()
        last = min(last, ended) if last else ended
    first = engagement.starts_on
    if first and last and last < first:  # a window has at least one date: it is taken away again
        return Availability((Window(first, first + A_DAY),), frozenset({*away, first}))
    window = Window(engagement.starts_on, last + A_DAY if last else None)
    windows = (window,) if window != Window() else ()
    return Availability(windows, frozenset(away))


def changed(available: Availability, key: str, changes: Iterable[Change]) -> Availability:
    """The same with what a what-if says of this person or location."""
    windows, away = available.windows, set(available.away)
    for change in changes:
        if key in {change.person, change.location}:
            away = (away - set(change.free_on)) | set(change.away)
            if windows:
                windows = (*windows, *(Window(day, day + A_DAY) for day in change.free_on))
    return Availability(windows, frozenset(away))


def minor_hours(*, in_school: bool, law: MinorLaw = CALIFORNIA) -> tuple[MinorHours, ...]:
    """The law's bands as the planner counts them: hours of work, while school is in session or not; never by night."""
    starts = [_months(band.from_age) for band in law.bands] + [_months(law.adult_from)]
    return tuple(
        MinorHours(first, following, band.work_school_day_minutes if in_school else band.work_free_day_minutes)
        for band, first, following in zip(law.bands, starts, starts[1:], strict=False)
    )


def _months(age: Age) -> int:
    return 12 * age.years + age.months


def _span(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
