"""Reading the hours of a day: who was called, when they were dismissed, whether their next call leaves them rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from callboard.core.calendars.rules import DayClock
from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotFound
from callboard.core.hours.models import WorkedShift
from callboard.core.hours.permissions import check_may_read_hours
from callboard.core.hours.queries import shifts_of_day
from callboard.core.organizations.models import Membership, Production
from callboard.core.people.models import Party
from callboard.film.callsheets.models import CallSheet
from callboard.film.callsheets.queries import CallView, SheetView, sheet_view, sheets_of
from callboard.film.callsheets.rest import rest_of
from callboard.film.callsheets.rules import Rest, first_call_at

_KINDS = (Engagement.Kind.CAST, Engagement.Kind.CREW, Engagement.Kind.BACKGROUND, Engagement.Kind.VENDOR)


@dataclass(frozen=True)
class NextCall:
    """A party's first call on the next day that has a sheet."""

    sheet: CallSheet
    engagement: Engagement
    called_at: dt.datetime


@dataclass(frozen=True)
class HoursLine:
    """One party's day: as planned, as it happened, and what follows from it. `planned` is minutes of the day."""

    party: Party
    engagement: Engagement | None
    planned: int | None
    is_on_sheet: bool
    shift: WorkedShift | None
    rest: Rest | None
    next_call: NextCall | None

    @property
    def department(self) -> str:
        """Where the line is filtered: the department, or without one the kind."""
        if self.engagement is None:
            return ""
        return self.engagement.department.name if self.engagement.department else self.engagement.kind

    @property
    def is_called_too_early(self) -> bool:
        """Whether their next call comes before their rest is over."""
        return bool(self.rest and self.next_call and self.next_call.called_at < self.rest.earliest_call)


@dataclass(frozen=True)
class HoursDay:
    """Everybody's hours of one production day, cast first, then the crew by department."""

    clock: DayClock
    lines: tuple[HoursLine, ...]
    sheets: tuple[CallSheet, ...]
    next_sheets: tuple[CallSheet, ...]
    previous_on: dt.date | None
    next_on: dt.date | None

    @property
    def out(self) -> list[HoursLine]:
        """Who was dismissed."""
        return [line for line in self.lines if line.shift]

    @property
    def still_in(self) -> list[HoursLine]:
        """Of whom no dismissal is recorded."""
        return [line for line in self.lines if not line.shift]

    @property
    def called_too_early(self) -> list[HoursLine]:
        """Whose next call breaks their rest."""
        return [line for line in self.lines if line.is_called_too_early]

    @cached_property
    def departments(self) -> list[str]:
        """Departments, and kinds without one, in the order of the lines."""
        return list(dict.fromkeys(line.department for line in self.lines if line.department))

    def line_of(self, party_id: UUID) -> HoursLine:
        """One party's line. Raises NotFound."""
        for line in self.lines:
            if line.party.public_id == party_id:
                return line
        raise NotFound()


def newest_called_day(member: Membership, production: Production, today: dt.date) -> dt.date:
    """The newest day with a sheet up to today, else the first one to come, else today. Raises NotAllowed."""
    check_may_read_hours(member, production)
    days = sorted(set(sheets_of(member, production).values_list("day", flat=True)))
    return max((day for day in days if day <= today), default=min(days, default=today))


def hours_of_day(member: Membership, production: Production, day: dt.date, *, also: Collection[UUID] = ()) -> HoursDay:
    """Everybody called on a day's sheets, whoever has hours on it besides, and the engaged parties named in `also`.

    The same number of queries for a crew of any size. Raises NotAllowed.
    """
    recorded = shifts_of_day(member, production, day).select_related("party", "production")
    shifts = {shift.party_id: shift for shift in recorded}
    days = sorted(set(sheets_of(member, production).values_list("day", flat=True)))
    previous_on = max((on for on in days if on < day), default=None)
    next_on = min((on for on in days if on > day), default=None)
    views = _views(member, production, day)
    next_views = _views(member, production, next_on) if next_on else []
    calls = _first_calls(views)
    others = _others(production, {shift.party.public_id for shift in shifts.values()} | set(also), calls)
    following = _next_calls(next_views)
    lines = [_line(call.engagement, call, shifts, following) for call in calls.values()]
    lines += [_line(engagement, None, shifts, following) for engagement in others.values()]
    known = calls.keys() | others.keys()
    lines += [
        HoursLine(shift.party, None, None, is_on_sheet=False, shift=shift, rest=None, next_call=following.get(party_id))
        for party_id, shift in shifts.items()
        if party_id not in known
    ]
    return HoursDay(
        clock=DayClock(day, production.zone),
        lines=tuple(sorted(lines, key=_order)),
        sheets=tuple(view.sheet for view in views),
        next_sheets=tuple(view.sheet for view in next_views),
        previous_on=previous_on,
        next_on=next_on,
    )


def shift_of(member: Membership, production: Production, public_id: UUID) -> WorkedShift:
    """One recorded shift of the production, in force or corrected since. Raises NotFound, NotAllowed."""
    check_may_read_hours(member, production)
    shifts = WorkedShift.objects.filter(production=production, public_id=public_id)
    shift = shifts.select_related("party", "production__organization").first()
    if shift is None:
        raise NotFound()
    return shift


def engaged_elsewhere(hours: HoursDay, production: Production) -> list[Engagement]:
    """Who is engaged and not among the day's lines: they may have worked all the same."""
    shown = {line.party.pk for line in hours.lines}
    engaged = Engagement.objects.filter(production=production, ended_at=None).exclude(party_id__in=shown)
    return list(engaged.select_related("party", "department").order_by("party__name", "pk"))


def _views(member: Membership, production: Production, day: dt.date) -> list[SheetView]:
    sheets = sheets_of(member, production).filter(day=day)
    return [
        sheet_view(sheet)
        for sheet in sheets.select_related("production", "main_place", "unit_base", "crew_parking").order_by("unit")
    ]


def _first_calls(views: Iterable[SheetView]) -> dict[int, CallView]:
    """Each called party once; of two calls the earlier one."""
    called = [call for view in views for call in view.calls if call.is_called]
    found: dict[int, CallView] = {}
    for call in sorted(called, key=_first_minute):
        found.setdefault(call.engagement.party_id, call)
    return found


def _first_minute(call: CallView) -> tuple[bool, int]:
    first = call.times.first_call
    return (first is None, first or 0)


def _next_calls(views: Sequence[SheetView]) -> dict[int, NextCall]:
    situations = {view.sheet.pk: (view.sheet, view.situation) for view in views}
    found = {}
    for party_id, call in _first_calls(views).items():
        sheet, situation = situations[call.call.call_sheet_id]
        moment = first_call_at(call.planned, general_call=sheet.general_call, situation=situation)
        if moment is not None:
            found[party_id] = NextCall(sheet, call.engagement, moment)
    return found


def _others(production: Production, party_ids: set[UUID], calls: Mapping[int, CallView]) -> dict[int, Engagement]:
    """Engagements of parties without a call; of several the one that still runs, then the newest."""
    engaged = Engagement.objects.filter(production=production, party__public_id__in=party_ids)
    found: dict[int, Engagement] = {}
    for engagement in engaged.exclude(party_id__in=list(calls)).select_related("party", "department").order_by("-pk"):
        held = found.get(engagement.party_id)
        if held is None or (held.ended_at is not None and engagement.ended_at is None):
            found[engagement.party_id] = engagement
    return found


def _line(
    engagement: Engagement, call: CallView | None, shifts: Mapping[int, WorkedShift], following: Mapping[int, NextCall]
) -> HoursLine:
    shift, next_call = shifts.get(engagement.party_id), following.get(engagement.party_id)
    # The rule that binds is that of the job they are called for next, as publishing will hold them to it.
    bound_by = next_call.engagement if next_call else engagement
    return HoursLine(
        party=engagement.party,
        engagement=engagement,
        planned=call.times.first_call if call else None,
        is_on_sheet=call is not None,
        shift=shift,
        rest=rest_of(bound_by, shift.production, shift.dismissed_at) if shift else None,
        next_call=next_call,
    )


def _order(line: HoursLine) -> tuple[int, int, str, bool, str]:
    engagement = line.engagement
    if engagement is None:
        return (len(_KINDS), 0, "", False, line.party.name)
    department = engagement.department
    return (
        list(_KINDS).index(Engagement.Kind(engagement.kind)),
        department.position if department else 9999,
        department.name if department else "",
        not engagement.is_head,
        line.party.name,
    )
