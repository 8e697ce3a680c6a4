"""Rules of hours: rest between working days, per person. Pure: no database, no clock, no Django.

The numbers are presets of agreements and laws: dated, sourced, replaceable. Minors are in `minor_rules`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from callboard.core.calendars.rules import A_MINUTE, elapsed, in_utc
from callboard.core.errors import Refused, gettext_noop


class DismissedBeforeCalled(Refused):
    """A working day cannot end before it begins."""

    text = gettext_noop("Dismissed at %(dismissed_at)s, before the call at %(called_at)s. Check the dates of both.")


class NoSuchRestRule(Refused):
    """Not among the rules of this production."""

    text = gettext_noop("There is no rest rule “%(code)s”. Choose one of: %(known)s.")


@dataclass(frozen=True)
class RestRule:
    """The least time from own dismissal to own next first call.

    `effective_on` is None where the source gives no date; `read_on` is when the source was read.
    `confirmed` is False where no source bears the number out: it is shown as a proposal to check.
    """

    code: str
    applies_to: str
    minutes: int
    source: str
    effective_on: dt.date | None
    read_on: dt.date
    confirmed: bool


READ_ON = dt.date(2026, 11, 23)

REST_RULES: tuple[RestRule, ...] = (
    RestRule(
        code="sag_aftra_daily",
        applies_to=gettext_noop("Performers under SAG-AFTRA, first call of any kind"),
        minutes=12 * 60,
        source="sagaftra.org/rest-periods-forced-calls-0",
        effective_on=None,
        read_on=READ_ON,
        confirmed=True,
    ),
    RestRule(
        code="iatse_daily",
        applies_to=gettext_noop("Crew under the IATSE Basic Agreement"),
        minutes=10 * 60,
        source="basic.iatse.net",
        effective_on=None,
        read_on=READ_ON,
        confirmed=True,
    ),
    RestRule(
        code="uk_daily",
        applies_to=gettext_noop("Crew in the United Kingdom"),
        minutes=11 * 60,
        source=gettext_noop("General trade knowledge of the Working Time rules; check before use"),
        effective_on=None,
        read_on=READ_ON,
        confirmed=False,
    ),
    RestRule(
        code="california_minor",
        applies_to=gettext_noop("Minors under California's rules"),
        minutes=12 * 60,
        source="8 CCR 11760",
        effective_on=None,
        read_on=READ_ON,
        confirmed=True,
    ),
    RestRule(
        code="england_minor",
        applies_to=gettext_noop("Children licensed in England; the rules here are incomplete"),
        minutes=12 * 60,
        source="360arts.co.uk/child-licensing (2014 regulations)",
        effective_on=None,
        read_on=READ_ON,
        confirmed=False,
    ),
)


@dataclass(frozen=True)
class Shift:
    """One person's working day as it happened or is planned, from own first call to own dismissal. Half-open, UTC."""

    called_at: dt.datetime
    dismissed_at: dt.datetime

    def __post_init__(self) -> None:
        if elapsed(self.called_at, self.dismissed_at) < dt.timedelta():
            raise DismissedBeforeCalled(called_at=self.called_at, dismissed_at=self.dismissed_at)

    @property
    def length(self) -> dt.timedelta:
        """Real time from call to dismissal."""
        return elapsed(self.called_at, self.dismissed_at)


@dataclass(frozen=True)
class RestShortfall:
    """By how much a call breaks a rest, and when the person may be called."""

    rest: dt.timedelta
    needed: dt.timedelta
    short_by: dt.timedelta
    earliest_call: dt.datetime
    rule_code: str


def rest_rule(code: str, rules: Sequence[RestRule] = REST_RULES) -> RestRule:
    """The rule of this code. Raises NoSuchRestRule."""
    for rule in rules:
        if rule.code == code:
            return rule
    raise NoSuchRestRule(code=code, known=", ".join(rule.code for rule in rules))


def earliest_call(dismissed_at: dt.datetime, rule: RestRule) -> dt.datetime:
    """The first whole minute, in UTC, at which the person may be called again."""
    exact = in_utc(dismissed_at) + dt.timedelta(minutes=rule.minutes)
    whole = exact.replace(second=0, microsecond=0)
    return whole if whole == exact else whole + A_MINUTE


def rest_between(dismissed_at: dt.datetime, called_at: dt.datetime) -> dt.timedelta:
    """Real time from own dismissal to own next first call; negative if called while still at work."""
    return elapsed(dismissed_at, called_at)


def rest_shortfall(*, dismissed_at: dt.datetime, called_at: dt.datetime, rule: RestRule) -> RestShortfall | None:
    """How far the call is from a full rest, or None if the rest is kept."""
    rest = rest_between(dismissed_at, called_at)
    needed = dt.timedelta(minutes=rule.minutes)
    if rest >= needed:
        return None
    return RestShortfall(
        rest=rest,
        needed=needed,
        short_by=needed - rest,
        earliest_call=earliest_call(dismissed_at, rule),
        rule_code=rule.code,
    )
