"""Draft a call sheet: from a day of the board, or from a timed list without a script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from callboard.core.audit.actions import acting
from callboard.core.engagements.models import Engagement
from callboard.core.errors import Refused, gettext_noop
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.places.models import Place
from callboard.film.breakdown.models import Element, SceneElement
from callboard.film.callsheets.day_rules import Lunch, TimedRow, estimated_times, estimated_wrap, work_status
from callboard.film.callsheets.edits import new_call, new_row
from callboard.film.callsheets.models import BackgroundGroup, CallSheet, SheetScene
from callboard.film.callsheets.queries import LUNCH_MINUTES, sheet_view
from callboard.film.callsheets.rules import check_sheet_time
from callboard.film.stripboard.models import Board, Strip
from callboard.film.stripboard.queries import BoardView, DayView, board_view, work_dates_of_cast

GENERAL_CALL = 7 * 60
SET_UP_MINUTES = 60
LUNCH_AFTER = 6 * 60


class SheetExists(Refused):
    """The day and unit have a sheet already."""

    text = gettext_noop("%(day)s already has a call sheet for the %(unit)s. Open that one.")


class NoSuchDay(Refused):
    """The board has no shooting day on the date."""

    text = gettext_noop("The board has no shooting day on %(day)s. Place strips and a day break there first.")


@dataclass(frozen=True)
class TimedLine:
    """A line of a day without a script: what, how long, who is in it, and where."""

    label: str
    description: str
    minutes: int
    cast_numbers: str = ""
    place: Place | None = None


def draft_from_day(
    board: Board,
    on: dt.date,
    *,
    general_call: int = GENERAL_CALL,
    unit: str = "Main unit",
    by: Membership,
    at: dt.datetime,
) -> CallSheet:
    """Draft the sheet of a day of the board: rows from its strips, cast called for their first row, crew and vendors.

    Raises NoSuchDay, SheetExists.
    """
    production = board.production
    with acting(by, "draft call sheet", at=at, may=Permission.DRAFT_CALLS, production=production) as record:
        view = board_view(board)
        day = next((day for day in view.days if day.day.on == on), None)
        if day is None:
            raise NoSuchDay(day=on.isoformat())
        sheet = _new_sheet(production, on, general_call=general_call, unit=unit)
        sheet.day_number, sheet.day_count = day.day.number, day.day.count
        sheet.advance = _advance(view, day)
        _rows_from_day(sheet, day)
        _finish_draft(sheet, work_dates_of_cast(view))
        record.about(sheet)
        record.note(rows=len(day.cards))
        announce(production, "callsheets", about=sheet, at=at)
        return sheet


def draft_from_lines(
    production: Production,
    on: dt.date,
    lines: Sequence[TimedLine],
    *,
    title: str = "",
    general_call: int = GENERAL_CALL,
    by: Membership,
    at: dt.datetime,
) -> CallSheet:
    """Draft the sheet of a day without a script, such as a commercial's, from a timed list. Raises SheetExists."""
    with acting(by, "draft call sheet", at=at, may=Permission.DRAFT_CALLS, production=production) as record:
        sheet = _new_sheet(production, on, general_call=general_call)
        sheet.title = title
        for position, line in enumerate(lines):
            new_row(
                SheetScene,
                sheet,
                position=position,
                label=line.label,
                description=line.description,
                minutes=line.minutes,
                cast_numbers=line.cast_numbers,
                place=line.place,
            )
        _finish_draft(sheet, {})
        record.about(sheet)
        announce(production, "callsheets", about=sheet, at=at)
        return sheet


def _new_sheet(production: Production, on: dt.date, *, general_call: int, unit: str = "Main unit") -> CallSheet:
    if CallSheet.objects.filter(production=production, day=on, unit=unit).exists():
        raise SheetExists(day=on.isoformat(), unit=unit)
    check_sheet_time(general_call)
    sheet = CallSheet(
        organization_id=production.organization_id,
        production=production,
        day=on,
        unit=unit,
        general_call=general_call,
        shooting_call=general_call + SET_UP_MINUTES,
        lunch=general_call + LUNCH_AFTER,
    )
    _take_over(sheet)
    sheet.save()
    return sheet


def _take_over(sheet: CallSheet) -> None:
    """What usually stays the same from one day to the next is taken from the sheet before."""
    before = CallSheet.objects.filter(production=sheet.production, day__lt=sheet.day).order_by("-day").first()
    if before is None:
        return
    for name in ("unit_base", "crew_parking", "main_place", "safety", "hospital", "script_color", "schedule_color"):
        setattr(sheet, name, getattr(before, name))


def _rows_from_day(sheet: CallSheet, day: DayView) -> None:
    places = _places_of_sets(sheet.production)
    for position, card in enumerate(day.cards):
        scene = card.scene
        new_row(
            SheetScene,
            sheet,
            position=position,
            scene=scene,
            label=scene.number if scene else card.strip.text[:60],
            description=scene.synopsis if scene else "",
            eighths=card.strip.eighths if card.strip.kind == Strip.Kind.SCENE else 0,
            minutes=card.strip.minutes,
            place=places.get(scene.set_name) if scene else None,
        )


def _places_of_sets(production: Production) -> dict[str, Place]:
    """Where each set was shot last: a set of the story has no address of its own."""
    rows = (
        SheetScene.objects.filter(call_sheet__production=production, scene__isnull=False, place__isnull=False)
        .select_related("scene", "place")
        .order_by("call_sheet__day", "id")
    )
    return {row.scene.set_name: row.place for row in rows if row.scene and row.place}


def _finish_draft(sheet: CallSheet, work_dates: Mapping[int, Sequence[dt.date]]) -> None:
    """Wrap, place and hospital from the rows; then everyone's call."""
    rows = list(sheet.rows.select_related("place").order_by("position"))
    timed = [TimedRow(str(row.pk), row.minutes) for row in rows]
    lunch = Lunch(sheet.lunch, LUNCH_MINUTES) if sheet.lunch is not None else None
    shooting_call = sheet.general_call + SET_UP_MINUTES
    sheet.estimated_wrap = estimated_wrap(timed, shooting_call, lunch)
    sheet.main_place = next((row.place for row in rows if row.place), sheet.main_place)
    if sheet.main_place and sheet.main_place.nearest_hospital:
        place = sheet.main_place
        sheet.hospital = ", ".join(part for part in (place.nearest_hospital, place.hospital_phone) if part)
    sheet.save()
    starts = {int(time.key): time.starts for time in estimated_times(timed, shooting_call, lunch)}
    _call_cast(sheet, rows, starts, work_dates)
    _call_groups(sheet, rows, starts)
    for engagement in _engaged(sheet).exclude(kind=Engagement.Kind.CAST):
        new_call(sheet, engagement)
    sheet_view(sheet)  # raises before anything is kept when the clocks skip a call's time


def _call_cast(
    sheet: CallSheet, rows: Sequence[SheetScene], starts: Mapping[int, int], work_dates: Mapping[int, Sequence[dt.date]]
) -> None:
    """Cast are due on set when their first row begins; who is between two working days is listed on hold."""
    first_start = _first_starts(rows, starts)
    roles = Element.objects.filter(
        production=sheet.production, category__is_cast=True, played_by__isnull=False, played_by__ended_at=None
    ).select_related("played_by__party", "played_by__department")
    for role in roles:
        engagement = role.played_by
        status = work_status(
            work_dates.get(role.pk, ()), sheet.day, hold_allowed=bool(engagement and engagement.can_hold)
        )
        begins = first_start.get(role.pk, first_start.get(f"number:{role.number}"))
        if engagement is None or (begins is None and not status):
            continue
        if sheet.calls.filter(engagement=engagement).exists():
            continue
        call = new_call(sheet, engagement)
        call.minutes = (begins if begins is not None else sheet.general_call) - sheet.general_call
        call.status = status or "W"
        call.is_called = begins is not None
        call.save()


def _first_starts(rows: Sequence[SheetScene], starts: Mapping[int, int]) -> dict[int | str, int]:
    """When each cast element is first needed, by element or, for a timed line, by cast number."""
    found: dict[int | str, int] = {}
    by_scene = {row.scene_id: starts[row.pk] for row in reversed(rows) if row.scene_id}
    cast = SceneElement.objects.filter(scene_id__in=by_scene, element__category__is_cast=True, by_voice=False)
    for scene_id, element_id in cast.values_list("scene_id", "element_id"):
        found[element_id] = min(by_scene[scene_id], found.get(element_id, by_scene[scene_id]))
    for row in rows:
        for number in filter(None, (number.strip() for number in row.cast_numbers.split(","))):
            found.setdefault(f"number:{number}", starts[row.pk])
    return found


def _call_groups(sheet: CallSheet, rows: Sequence[SheetScene], starts: Mapping[int, int]) -> None:
    by_scene = {row.scene_id: starts[row.pk] for row in reversed(rows) if row.scene_id}
    elements = (
        Element.objects.filter(category__is_background=True, scene_elements__scene_id__in=by_scene)
        .distinct()
        .order_by("name")
    )
    for position, element in enumerate(elements):
        new_row(BackgroundGroup, sheet, name=element.name, count=element.quantity, position=position)


def _engaged(sheet: CallSheet) -> QuerySet[Engagement]:
    """Who is on the production that day."""
    return (
        Engagement.objects.filter(production=sheet.production, ended_at=None)
        .exclude(starts_on__gt=sheet.day)
        .exclude(ends_on__lt=sheet.day)
        .select_related("party", "department")
        .order_by("id")
    )


def _advance(view: BoardView, today: DayView) -> str:
    """The next two shooting days, a line each."""
    lines = []
    for day in view.days[today.day.number : today.day.number + 2]:
        scenes = ", ".join(dict.fromkeys(card.scene.number for card in day.cards if card.scene))
        lines.append(f"{day.day.on:%a %d %b} · {scenes} · {', '.join(day.day.set_names)}")
    return "\n".join(lines)
