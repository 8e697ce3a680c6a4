"""Reading a working sheet: the page, its body alone (after an edit, and live), and the copy for paper and phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callboard.core.engagements.queries import departments_of
from callboard.core.events.queries import events_after, newest_event_id
from callboard.core.hours.minor_rules import minor_band
from callboard.core.places.queries import sun_at
from callboard.film.callsheets.drift import drift_of
from callboard.film.callsheets.queries import not_on_sheet, sheet_view
from callboard.web.asking import member_of
from callboard.web.callsheets.opening import as_saved, open_sheet

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership
    from callboard.film.callsheets.models import CallSheet
    from callboard.film.callsheets.queries import CallView, SheetView

_CHANGES_A_SHEET = frozenset({"callsheets", "edition", "place", "crew", "readiness"})


@dataclass(frozen=True)
class MinorLine:
    """A minor's planned day beside what the rules allow; no band where no confirmed rule is known."""

    view: CallView
    age: str
    at_place_minutes: int | None
    school_minutes: int | None
    leaves: int | None
    leave_by: int | None


def sheet(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """The sheet, to be worked on."""
    found = open_sheet(request, production, sheet)
    pushed = request.GET.get("pushed", "")
    context = _context(member_of(request), found) | {
        "pushed": int(pushed) if pushed.lstrip("-").isdigit() else None,
    }
    if context["pushed"] is not None:
        context["push_back"] = -context["pushed"]
    return render(request, "pages/callsheets_sheet.html", context)


def body(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """The sheet without its frame. With `seen`, nothing while nothing of it changed since that event."""
    found = open_sheet(request, production, sheet)
    seen = request.GET.get("seen", "")
    if seen.isdigit() and not _changed_since(found, int(seen)):
        return HttpResponse(status=204)
    response = render(request, "parts/callsheets_body.html", _context(member_of(request), found))
    return as_saved(response, request.GET["saved"]) if "saved" in request.GET else response


def working_copy(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """The sheet to read: for paper and for a phone, marked as a working copy."""
    found = open_sheet(request, production, sheet)
    return render(request, "pages/callsheets_print.html", _context(member_of(request), found))


def _context(member: Membership, sheet: CallSheet) -> dict[str, Any]:
    seen = newest_event_id(sheet.production)  # read first: a change that comes while we read is asked for again
    view = sheet_view(sheet)
    return {
        "production": sheet.production,
        "sheet": sheet,
        "view": view,
        "seen": seen,
        "drift": drift_of(view),
        "sun": sun_at(sheet.main_place, sheet.day) if sheet.main_place else None,
        "minors": [_minor_line(view, call) for call in view.calls if call.engagement.party.is_minor],
        "missing": not_on_sheet(sheet),
        "holds": [call for call in view.calls if call.hold],
        "departments": _departments(member, view),
        "called_count": sum(call.is_called for call in view.calls),
        "total_minutes": sum(row.row.minutes for row in view.rows),
        "total_eighths": sum(row.row.eighths for row in view.rows),
        "last_row": len(view.rows) - 1,
    }


def _departments(member: Membership, view: SheetView) -> list[dict[str, Any]]:
    """Departments that are called, then those that only have a note or nobody yet."""
    called = {department.department: department for department in view.departments}
    notes = {note.department_id: note for note in view.notes}
    shown: list[dict[str, Any]] = []
    for department in departments_of(member, view.sheet.production):
        of_sheet = called.pop(department, None)
        calls = of_sheet.calls if of_sheet else ()
        note = notes.get(department.pk)
        if calls or note:
            shown.append({
                "department": department,
                "calls": calls,
                "note": note,
                "call": view.sheet.general_call - department.pre_call_minutes,
                "called_count": sum(call.is_called for call in calls),
            })  # fmt: skip
    rest = [{"department": of.department, "calls": of.calls, "note": of.note} for of in called.values()]
    return [*shown, *rest]


def _minor_line(view: SheetView, call: CallView) -> MinorLine:
    plan, first = call.planned.minor, call.times.first_call
    if plan is None or first is None:
        return MinorLine(call, "", None, None, None, None)
    band = minor_band(plan.birth_on, view.sheet.day)
    if band is None:
        return MinorLine(call, "", None, None, first + plan.stay_minutes, None)
    return MinorLine(
        call,
        age=band.label,
        at_place_minutes=band.at_place_minutes,
        school_minutes=band.school_minutes if plan.school_today else None,
        leaves=first + plan.stay_minutes,
        leave_by=first + band.at_place_minutes + plan.meal_minutes,
    )


def _changed_since(sheet: CallSheet, seen: int) -> bool:
    own = str(sheet.public_id)
    return any(
        event.kind in _CHANGES_A_SHEET and (event.kind != "callsheets" or event.subject_key == own)
        for event in events_after(sheet.production, seen)
    )
