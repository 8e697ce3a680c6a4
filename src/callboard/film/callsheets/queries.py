"""Reading call sheets: the day's rows with their times, every call worked back, what each call breaks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from callboard.core.calendars.rules import DayClock
from callboard.core.engagements.models import Department, Engagement
from callboard.core.errors import NotFound
from callboard.core.hours.queries import shifts_in_force
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.places.models import Place
from callboard.film.breakdown.models import Element, SceneElement
from callboard.film.callsheets.day_rules import (
    BackgroundGroup as CountedGroup,
)
from callboard.film.callsheets.day_rules import (
    CountedParty,
    EstimatedTime,
    HeadCount,
    Lunch,
    TimedRow,
    estimated_times,
    head_counts,
)
from callboard.film.callsheets.models import BackgroundGroup, Call, CallSheet, DepartmentNote, SheetScene, WalkieChannel
from callboard.film.callsheets.rest import minor_plan, rest_of
from callboard.film.callsheets.rules import (
    CallBreach,
    CallSituation,
    CallTerms,
    CallTimes,
    Hold,
    PlannedCall,
    PushLine,
    Rest,
    call_breaches,
    call_times,
    hold_until_rested,
    push_preview,
)

LUNCH_MINUTES = 60


@dataclass(frozen=True)
class RowView:
    """A row of the day's work with its estimated time, and the cast in it."""

    row: SheetScene
    time: EstimatedTime | None
    cast: tuple[Element, ...] = ()

    @property
    def cast_text(self) -> str:
        """Cast numbers as printed."""
        return ", ".join(element.number or element.name for element in self.cast) or self.row.cast_numbers


@dataclass(frozen=True)
class CallView:
    """One call with its times worked back, and what it breaks."""

    call: Call
    terms: CallTerms
    times: CallTimes
    role: Element | None
    rows: tuple[RowView, ...]
    planned: PlannedCall
    breaches: tuple[CallBreach, ...]
    hold: Hold | None

    @property
    def engagement(self) -> Engagement:
        """Who is called, and as what."""
        return self.call.engagement

    @property
    def is_called(self) -> bool:
        """Whether they are to come: not on hold, and still engaged. Whoever left stays listed, without times."""
        return is_called(self.call)

    @property
    def key(self) -> str:
        """The call's public id, as text."""
        return str(self.call.public_id)

    @property
    def place(self) -> Place | None:
        """Where: the call's own place, else that of its first row."""
        return self.call.place or next((row.row.place for row in self.rows if row.row.place), None)


@dataclass(frozen=True)
class DepartmentView:
    """A department's calls in order, heads first, and its note for the day."""

    department: Department | None
    calls: tuple[CallView, ...]
    note: DepartmentNote | None


@dataclass(frozen=True)
class SheetView:
    """A whole working sheet, everything worked out."""

    sheet: CallSheet
    rows: tuple[RowView, ...]
    calls: tuple[CallView, ...]
    groups: tuple[BackgroundGroup, ...]
    notes: tuple[DepartmentNote, ...]
    channels: tuple[WalkieChannel, ...]
    situation: CallSituation = field(repr=False)

    @cached_property
    def cast(self) -> tuple[CallView, ...]:
        """Cast by number."""
        return tuple(sorted(self._of(Engagement.Kind.CAST), key=_by_number))

    @cached_property
    def background(self) -> tuple[CallView, ...]:
        """Background performers called by name."""
        return self._of(Engagement.Kind.BACKGROUND)

    @cached_property
    def vendors(self) -> tuple[CallView, ...]:
        """Companies that are called."""
        return self._of(Engagement.Kind.VENDOR)

    @cached_property
    def departments(self) -> tuple[DepartmentView, ...]:
        """The crew by department, in the order of the crew list."""
        notes = {note.department_id: note for note in self.notes}
        found: dict[int | None, list[CallView]] = defaultdict(list)
        for call in self._of(Engagement.Kind.CREW):
            found[call.engagement.department_id].append(call)
        views = [
            DepartmentView(calls[0].engagement.department, tuple(calls), notes.get(key or 0))
            for key, calls in found.items()
        ]
        return tuple(sorted(views, key=_by_department))

    @cached_property
    def head_count(self) -> HeadCount:
        """Who is to be fed: called people by name, and groups without names."""
        named: dict[int | None, int] = defaultdict(int)
        parties = []
        for view in self.calls:
            if not view.is_called:
                continue
            kind = view.engagement.kind
            if kind == Engagement.Kind.BACKGROUND:
                named[view.call.group_id] += 1
            else:
                party = view.engagement.party
                parties.append(CountedParty(kind, party.diet, party.is_minor))  # type: ignore[arg-type]
        ids = {group.pk for group in self.groups}
        counted = [CountedGroup(group.name, max(group.count, named[group.pk])) for group in self.groups]
        loose = sum(count for key, count in named.items() if key not in ids)
        if loose:
            counted.append(CountedGroup("", loose))
        return head_counts(parties, counted)

    @property
    def breaking(self) -> list[CallView]:
        """Calls that break a rest or a minor's day."""
        return [view for view in self.calls if view.breaches]

    def _of(self, kind: str) -> tuple[CallView, ...]:
        return tuple(view for view in self.calls if view.engagement.kind == kind)


def sheets_of(member: Membership, production: Production) -> QuerySet[CallSheet]:
    """The production's working sheets, newest day first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return CallSheet.objects.filter(production=production).order_by("-day", "unit")


def sheet_of(member: Membership, production: Production, public_id: UUID) -> CallSheet:
    """One working sheet of a production the member can see."""
    sheet = (
        sheets_of(member, production)
        .select_related("production", "main_place", "unit_base", "crew_parking")
        .filter(public_id=public_id)
        .first()
    )
    if sheet is None:
        raise NotFound()
    return sheet


def call_of(sheet: CallSheet, public_id: UUID) -> Call:
    """One call of the sheet."""
    call = sheet.calls.select_related("engagement__party", "engagement__department").filter(public_id=public_id).first()
    if call is None:
        raise NotFound()
    return call


def row_of(sheet: CallSheet, public_id: UUID) -> SheetScene:
    """One row of the sheet."""
    row = sheet.rows.select_related("scene", "place").filter(public_id=public_id).first()
    if row is None:
        raise NotFound()
    return row


def group_of(sheet: CallSheet, public_id: UUID) -> BackgroundGroup:
    """One background group of the sheet."""
    group = sheet.background_groups.filter(public_id=public_id).first()
    if group is None:
        raise NotFound()
    return group


def channels_of(sheet: CallSheet) -> list[WalkieChannel]:
    """The production's walkie channels, in the order in which they were listed."""
    return list(WalkieChannel.objects.filter(production=sheet.production).order_by("id"))


def not_on_sheet(sheet: CallSheet) -> QuerySet[Engagement]:
    """Engaged people who have no call on the sheet yet."""
    return (
        Engagement.objects.filter(production=sheet.production, ended_at=None)
        .exclude(pk__in=sheet.calls.values("engagement_id"))
        .select_related("party", "department")
        .order_by("kind", "department__position", "party__name")
    )


def sheet_view(sheet: CallSheet) -> SheetView:
    """The sheet with everything worked out; the same number of queries whatever the size of the crew."""
    rows = list(sheet.rows.select_related("scene__episode", "place").order_by("position", "id"))
    calls = _calls(sheet)
    roles = _roles(call.engagement_id for call in calls)
    row_views = _row_views(sheet, rows)
    situation = situation_of(sheet, calls)
    return SheetView(
        sheet=sheet,
        rows=row_views,
        calls=tuple(_call_view(call, roles.get(call.engagement_id), row_views, situation) for call in calls),
        groups=tuple(sheet.background_groups.order_by("position", "id")),
        notes=tuple(sheet.department_notes.select_related("department").order_by("department__position")),
        channels=tuple(channels_of(sheet)),
        situation=situation,
    )


def preview_push(view: SheetView, minutes: int) -> list[tuple[CallView, PushLine]]:
    """What "push by so many minutes" does to every call, before it is done. Raises CallLeavesTheDay."""
    called = [call for call in view.calls if call.is_called]
    planned = [call.planned for call in called]
    lines = push_preview(planned, general_call=view.sheet.general_call, push_minutes=minutes, situation=view.situation)
    return list(zip(called, lines, strict=True))


def situation_of(sheet: CallSheet, calls: Sequence[Call]) -> CallSituation:
    """The day's clocks and each person's own dismissal before it."""
    clock = DayClock(sheet.day, sheet.production.zone)
    dismissed = _dismissals(sheet, [call.engagement.party_id for call in calls])
    rests: dict[str, Rest] = {}
    for call in calls:
        moment = dismissed.get(call.engagement.party_id)
        if moment is not None:
            rests[str(call.public_id)] = rest_of(call.engagement, sheet.production, moment)
    return CallSituation(clock=clock, rests=rests, pick_up_counts=sheet.production.pick_up_counts)


def is_called(call: Call) -> bool:
    """Whether a call stands: it is not a hold, and its engagement has not ended since the sheet was drafted."""
    return call.is_called and call.engagement.ended_at is None


def terms_of(call: Call) -> CallTerms:
    """The rules' view of a stored call."""
    department = call.engagement.department
    is_fixed = call.anchor == Call.Anchor.FIXED
    return CallTerms(
        anchor=call.anchor,  # type: ignore[arg-type]
        offset_minutes=0 if is_fixed else call.minutes,
        fixed_minutes=call.minutes if is_fixed else None,
        make_up_minutes=call.make_up_minutes,
        wardrobe_minutes=call.wardrobe_minutes,
        travel_minutes=call.travel_minutes,
        department_pre_call_minutes=max(department.pre_call_minutes, 0) if department and not is_fixed else 0,
    )


def _calls(sheet: CallSheet) -> list[Call]:
    return list(
        sheet.calls.select_related("engagement__party", "engagement__department", "place", "group").order_by(
            "engagement__department__position", "-engagement__is_head", "engagement__party__name", "id"
        )
    )


def _roles(engagement_ids: Iterable[int]) -> Mapping[int, Element]:
    elements = Element.objects.filter(played_by_id__in=list(engagement_ids), category__is_cast=True)
    return {element.played_by_id: element for element in elements.order_by("-number") if element.played_by_id}


def _row_views(sheet: CallSheet, rows: Sequence[SheetScene]) -> tuple[RowView, ...]:
    times = {time.key: time for time in _estimated(sheet, rows)}
    cast = _cast_in([row.scene_id for row in rows if row.scene_id])
    return tuple(RowView(row, times.get(str(row.pk)), cast.get(row.scene_id or 0, ())) for row in rows)


def _estimated(sheet: CallSheet, rows: Sequence[SheetScene]) -> list[EstimatedTime]:
    """Rows one after the other from the shooting call; a time typed by hand restarts the clock there."""
    at = sheet.shooting_call if sheet.shooting_call is not None else sheet.general_call
    lunch = Lunch(sheet.lunch, LUNCH_MINUTES) if sheet.lunch is not None else None
    found: list[EstimatedTime] = []
    for row in rows:
        start = row.starts_at_minutes if row.starts_at_minutes is not None else at
        found += estimated_times([TimedRow(str(row.pk), row.minutes)], start, lunch)
        at = found[-1].ends
    return found


def _cast_in(scene_ids: Sequence[int]) -> dict[int, tuple[Element, ...]]:
    found: dict[int, list[Element]] = defaultdict(list)
    rows = SceneElement.objects.filter(
        scene_id__in=scene_ids, element__category__is_cast=True, by_voice=False
    ).select_related("element")
    for row in rows:
        found[row.scene_id].append(row.element)
    return {scene_id: tuple(sorted(elements, key=_element_order)) for scene_id, elements in found.items()}


def _call_view(call: Call, role: Element | None, rows: Sequence[RowView], situation: CallSituation) -> CallView:
    terms = terms_of(call)
    general = call.call_sheet.general_call
    times = call_times(terms, general, pick_up_counts=situation.pick_up_counts, clock=situation.clock)
    own_rows = tuple(row for row in rows if role is not None and _is_in(role, row))
    ends = [row.time.ends for row in own_rows if row.time]
    planned = PlannedCall(
        str(call.public_id),
        terms,
        minor_plan(
            call.engagement.party, call.call_sheet, first_call=times.first_call, last_row_ends=max(ends, default=None)
        ),
    )
    has_time = is_called(call) and call.anchor != Call.Anchor.ON_CALL
    return CallView(
        call=call,
        terms=terms,
        times=times,
        role=role,
        rows=own_rows,
        planned=planned,
        breaches=tuple(call_breaches(planned, general_call=general, situation=situation)) if has_time else (),
        hold=hold_until_rested(planned, general_call=general, situation=situation) if has_time else None,
    )


def _is_in(role: Element, row: RowView) -> bool:
    named = {number.strip().casefold() for number in row.row.cast_numbers.split(",")}
    return role in row.cast or (bool(role.number) and role.number.casefold() in named)


def _dismissals(sheet: CallSheet, party_ids: Sequence[int]) -> dict[int, dt.datetime]:
    """Each party's newest dismissal before the day: as recorded, or else the wrap planned on the day before."""
    shifts = shifts_in_force().filter(party_id__in=party_ids, day__lt=sheet.day).order_by("dismissed_at")
    recorded = {shift.party_id: shift for shift in shifts}
    planned: dict[int, dt.datetime] = {}
    earlier = CallSheet.objects.filter(
        production=sheet.production, day=sheet.day - dt.timedelta(days=1), estimated_wrap__isnull=False
    )
    for before in earlier:
        wrap = DayClock(before.day, sheet.production.zone).moment(before.estimated_wrap or 0)
        for party_id in before.calls.filter(is_called=True).values_list("engagement__party_id", flat=True):
            planned[party_id] = max(wrap, planned.get(party_id, wrap))
    known_yesterday = {
        party_id for party_id, shift in recorded.items() if shift.day == sheet.day - dt.timedelta(days=1)
    }
    unrecorded = {party_id: wrap for party_id, wrap in planned.items() if party_id not in known_yesterday}
    return {party_id: shift.dismissed_at for party_id, shift in recorded.items()} | unrecorded


def _by_number(view: CallView) -> tuple[int, str, str]:
    return _element_order(view.role) if view.role else (99999, "", view.engagement.party.name)


def _element_order(element: Element) -> tuple[int, str, str]:
    digits = "".join(letter for letter in element.number if letter.isdigit())
    return (int(digits) if digits else 9999, element.number, element.name)


def _by_department(view: DepartmentView) -> tuple[int, str]:
    return (view.department.position, view.department.name) if view.department else (9999, "")
