"""Rules of calls: times worked back from the set, pushes, rest. Pure: no database, no clock, no Django.

Times are minutes after midnight of the production day (`core.calendars.rules`): 1530 is 01:30 the next date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from callboard.core.calendars.rules import DayClock, show_minutes
from callboard.core.errors import Refused, gettext_noop
from callboard.core.hours.minor_rules import CALIFORNIA, MinorBreach, MinorDay, MinorLaw, check_minor_day
from callboard.core.hours.rules import RestRule, RestShortfall, Shift, earliest_call, rest_shortfall

Anchor = Literal["general", "fixed", "on_call"]
CallBreach = RestShortfall | MinorBreach

FIRST_MINUTE, LAST_MINUTE = -1440, 2 * 1440 - 1


class FixedCallNeedsATime(Refused):
    """A fixed call without a time, or a time on a call that is not fixed."""

    text = gettext_noop("A fixed call needs a time; a call by the general call or on call (O/C) has none of its own.")


class MinutesBelowZero(Refused):
    """Make-up, wardrobe, travel and pre-call take time, they do not give any."""

    text = gettext_noop("Minutes for make-up, wardrobe, travel and pre-call cannot be below zero.")


class CallLeavesTheDay(Refused):
    """A call more than a day away from its production day belongs to another one."""

    text = gettext_noop("%(time)s is too far from this production day. Put the call on another day.")


@dataclass(frozen=True)
class CallTerms:
    """What a call hangs on. The anchor says when the person is due on set (cast) or at work (crew).

    "general": `offset_minutes` after the general call (before, if negative), less the department's pre-call.
    "fixed": at `fixed_minutes` whatever the general call does. "on_call": O/C, no time.
    """

    anchor: Anchor = "general"
    offset_minutes: int = 0
    fixed_minutes: int | None = None
    make_up_minutes: int = 0
    wardrobe_minutes: int = 0
    travel_minutes: int = 0
    department_pre_call_minutes: int = 0

    def __post_init__(self) -> None:
        if (self.anchor == "fixed") != (self.fixed_minutes is not None):
            raise FixedCallNeedsATime
        durations = (
            self.make_up_minutes,
            self.wardrobe_minutes,
            self.travel_minutes,
            self.department_pre_call_minutes,
        )
        if min(durations) < 0:
            raise MinutesBelowZero

    @property
    def anchor_minutes(self) -> int:
        """The offset of a call by the general call, the time of a fixed one, 0 for O/C: as one field stores it."""
        return self.offset_minutes if self.fixed_minutes is None else self.fixed_minutes

    def anchored_at(self, minutes: int) -> CallTerms:
        """The same terms with that one field changed; O/C stays O/C."""
        if self.anchor == "on_call":
            return self
        if self.anchor == "fixed":
            return replace(self, fixed_minutes=minutes)
        return replace(self, offset_minutes=minutes)

    def later_by(self, minutes: int) -> CallTerms:
        """The same terms with the person due so many minutes later; O/C stays O/C."""
        return self.anchored_at(self.anchor_minutes + minutes)


@dataclass(frozen=True)
class CallTimes:
    """A call's times. None where it does not apply: no pick-up, no make-up; all None for O/C."""

    pick_up: int | None = None
    report: int | None = None
    make_up: int | None = None
    wardrobe: int | None = None
    on_set: int | None = None
    first_call: int | None = None


@dataclass(frozen=True)
class MinorPlan:
    """What the minors' rules ask about a planned call: a stay at the place that begins with the first call."""

    birth_on: dt.date
    stay_minutes: int
    school_today: bool
    school_tomorrow: bool
    own_school: bool = False
    meal_minutes: int = 0


@dataclass(frozen=True)
class PlannedCall:
    """One party's call on the draft. `key` is the caller's own id for the party."""

    key: str
    terms: CallTerms
    minor: MinorPlan | None = None


@dataclass(frozen=True)
class Rest:
    """When a person was, or will be, dismissed before this day, and the rest rule that binds."""

    dismissed_at: dt.datetime
    rule: RestRule

    @property
    def earliest_call(self) -> dt.datetime:
        """The first minute at which the person may be called again."""
        return earliest_call(self.dismissed_at, self.rule)


@dataclass(frozen=True)
class CallSituation:
    """What calls of one day are judged against."""

    clock: DayClock
    rests: Mapping[str, Rest]
    pick_up_counts: bool = True
    minor_law: MinorLaw = CALIFORNIA


@dataclass(frozen=True)
class PushLine:
    """What a push does to one call: `breaks` that were kept before, `cures` that were broken, `stays_broken`."""

    key: str
    before: CallTimes
    after: CallTimes
    moves: bool
    breaks: tuple[CallBreach, ...]
    cures: tuple[CallBreach, ...]
    stays_broken: tuple[CallBreach, ...]


@dataclass(frozen=True)
class Hold:
    """A proposal: the same call, later, so that the person has rested. `reason` has places for `parameters`."""

    key: str
    terms: CallTerms
    before: CallTimes
    after: CallTimes
    later_by: int
    reason: str
    parameters: Mapping[str, str]


HELD_FOR_REST = gettext_noop("Dismissed %(dismissed)s, rested at %(earliest)s: called %(later_by)s minutes later.")


def due_minutes(terms: CallTerms, general_call: int) -> int | None:
    """When the person is due on set or at work; None for O/C."""
    if terms.anchor == "on_call":
        return None
    if terms.fixed_minutes is not None:
        return terms.fixed_minutes
    return general_call + terms.offset_minutes - terms.department_pre_call_minutes


def call_times(
    terms: CallTerms, general_call: int, *, pick_up_counts: bool = True, clock: DayClock | None = None
) -> CallTimes:
    """Times worked back from the set: wardrobe ends on set, make-up ends at wardrobe, pick-up is travel before report.

    With a clock, minutes are real ones, also on the night the clocks change. `pick_up_counts`: whether the pick-up is
    the first call that rest runs to. Raises CallLeavesTheDay, TimeSkippedByClockChange, TimeHappensTwice.
    """
    on_set = due_minutes(terms, general_call)
    if on_set is None:
        return CallTimes()
    wardrobe = _earlier(on_set, terms.wardrobe_minutes, on_set, clock)
    make_up_lead = terms.wardrobe_minutes + terms.make_up_minutes
    report = _earlier(on_set, make_up_lead, on_set, clock)
    pick_up = _earlier(on_set, make_up_lead + terms.travel_minutes, on_set, clock) if terms.travel_minutes else None
    times = CallTimes(
        pick_up=pick_up,
        report=report,
        make_up=report if terms.make_up_minutes else None,
        wardrobe=wardrobe if terms.wardrobe_minutes else None,
        on_set=on_set,
        first_call=pick_up if pick_up is not None and pick_up_counts else report,
    )
    for minutes in (on_set, report if pick_up is None else pick_up):
        _check_in_day(minutes)
    return times


def _earlier(minutes: int, by: int, anchor: int, clock: DayClock | None) -> int:
    if clock is None or not by:
        return minutes - by
    return clock.minutes_at(clock.moment(anchor) - dt.timedelta(minutes=by))


def push(general_call: int, minutes: int) -> int:
    """The general call so many minutes later, earlier if negative. Raises CallLeavesTheDay."""
    _check_in_day(general_call + minutes)
    return general_call + minutes


def _check_in_day(minutes: int) -> None:
    if not FIRST_MINUTE <= minutes <= LAST_MINUTE:
        raise CallLeavesTheDay(time=show_minutes(minutes))


def check_sheet_time(minutes: int) -> None:
    """Refuse a time of the day itself (general call, lunch, wrap) before its midnight or after the next date."""
    if not 0 <= minutes <= LAST_MINUTE:
        raise CallLeavesTheDay(time=show_minutes(minutes))


def first_call_at(call: PlannedCall, *, general_call: int, situation: CallSituation) -> dt.datetime | None:
    """The moment of a person's first call; None for O/C.

    Worked back in real minutes, so that only the time a person typed can fall into a clock change.
    Raises TimeSkippedByClockChange, TimeHappensTwice.
    """
    due = due_minutes(call.terms, general_call)
    if due is None:
        return None
    travel_minutes = call.terms.travel_minutes if situation.pick_up_counts else 0
    lead = call.terms.make_up_minutes + call.terms.wardrobe_minutes + travel_minutes
    return situation.clock.moment(due) - dt.timedelta(minutes=lead)


def call_breaches(call: PlannedCall, *, general_call: int, situation: CallSituation) -> list[CallBreach]:
    """What a call breaks for this person: rest from own dismissal to own first call, and a minor's day."""
    called_at = first_call_at(call, general_call=general_call, situation=situation)
    if called_at is None:
        return []
    found: list[CallBreach] = []
    rest = situation.rests.get(call.key)
    if rest is not None:
        short = rest_shortfall(dismissed_at=rest.dismissed_at, called_at=called_at, rule=rest.rule)
        found += [short] if short is not None else []
    if call.minor is not None:
        found += check_minor_day(_minor_day(call.minor, called_at), clock=situation.clock, law=situation.minor_law)
    return found


def _minor_day(minor: MinorPlan, called_at: dt.datetime) -> MinorDay:
    return MinorDay(
        birth_on=minor.birth_on,
        shift=Shift(called_at, called_at + dt.timedelta(minutes=minor.stay_minutes)),
        school_today=minor.school_today,
        school_tomorrow=minor.school_tomorrow,
        own_school=minor.own_school,
        meal_minutes=minor.meal_minutes,
    )


def push_preview(
    calls: Sequence[PlannedCall], *, general_call: int, push_minutes: int, situation: CallSituation
) -> list[PushLine]:
    """Every call before and after a push, in the order given, with what it breaks and what it cures.

    Calls by the general call move; fixed and O/C ones do not, and are judged all the same. Raises CallLeavesTheDay.
    """
    pushed = push(general_call, push_minutes)
    return [_push_line(call, general_call, pushed, situation) for call in calls]


def _push_line(call: PlannedCall, general_call: int, pushed: int, situation: CallSituation) -> PushLine:
    before, after = (_times(call.terms, general, situation) for general in (general_call, pushed))
    broken_before, broken_after = (
        {_kind(breach): breach for breach in call_breaches(call, general_call=general, situation=situation)}
        for general in (general_call, pushed)
    )
    return PushLine(
        key=call.key,
        before=before,
        after=after,
        moves=before != after,
        breaks=tuple(breach for kind, breach in broken_after.items() if kind not in broken_before),
        cures=tuple(breach for kind, breach in broken_before.items() if kind not in broken_after),
        stays_broken=tuple(breach for kind, breach in broken_after.items() if kind in broken_before),
    )


def _kind(breach: CallBreach) -> str:
    return f"rest:{breach.rule_code}" if isinstance(breach, RestShortfall) else f"minor:{breach.code}"


def hold_until_rested(call: PlannedCall, *, general_call: int, situation: CallSituation) -> Hold | None:
    """The later call that keeps the person's rest, as a proposal; None where the rest is kept or there is no time.

    An actor dismissed at 20:30 under 12 h is not called before 08:30, wherever the general call is pushed to.
    Raises TimeSkippedByClockChange, TimeHappensTwice.
    """
    rest = situation.rests.get(call.key)
    called_at = first_call_at(call, general_call=general_call, situation=situation)
    due = due_minutes(call.terms, general_call)
    if rest is None or called_at is None or due is None or called_at >= rest.earliest_call:
        return None
    clock = situation.clock
    later_by = clock.minutes_at(clock.moment(due) + (rest.earliest_call - called_at)) - due
    terms = call.terms.later_by(later_by)
    parameters = {
        "dismissed": show_minutes(clock.minutes_at(rest.dismissed_at)),
        "earliest": show_minutes(clock.minutes_at(rest.earliest_call)),
        "later_by": str(later_by),
    }
    before, after = (_times(each, general_call, situation) for each in (call.terms, terms))
    return Hold(call.key, terms, before, after, later_by, HELD_FOR_REST, parameters)


def _times(terms: CallTerms, general_call: int, situation: CallSituation) -> CallTimes:
    return call_times(terms, general_call, pick_up_counts=situation.pick_up_counts, clock=situation.clock)
