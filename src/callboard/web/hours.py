"""Hours: when each person was really called and dismissed, typed in one table; rest is measured from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callboard.core.calendars.rules import show_minutes
from callboard.core.errors import NotAllowed, NotFound, Refused
from callboard.core.hours.actions import correct_shift, record_shift
from callboard.core.hours.shift_rules import ReasonMissing
from callboard.film.callsheets.hours import (
    HoursDay,
    HoursLine,
    engaged_elsewhere,
    hours_of_day,
    newest_called_day,
    shift_of,
)
from callboard.film.callsheets.typed_hours import (
    CallMissing,
    DismissalMissing,
    read_moment,
    shift_between,
    show_moment,
)
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.callsheets.reading import day_in
from callboard.web.refusals import refusal_text

if TYPE_CHECKING:
    from callboard.core.hours.rules import Shift
    from callboard.core.organizations.models import Production

app_name = "hours"

KINDS = {
    "cast": gettext_lazy("Cast"),
    "crew": gettext_lazy("Crew without department"),
    "background": gettext_lazy("Background"),
    "vendor": gettext_lazy("Vendors"),
}


@dataclass
class Row:
    """A line with its fields as they are shown or were typed, and what is wrong with them."""

    line: HoursLine
    day: HoursDay
    called: str
    dismissed: str
    reason: str = ""
    corrects: str = ""
    """The public id of the shift that the fields were made from; "" while nothing is recorded."""
    errors: dict[str, str] = field(default_factory=dict)
    is_typed: bool = False
    """Whether the fields hold what is not on record."""
    key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def earliest(self) -> int | None:
        """The earliest next call in minutes of this day."""
        return self.day.clock.minutes_at(self.line.rest.earliest_call) if self.line.rest else None

    @property
    def next_call(self) -> int | None:
        """The next call in minutes of this day."""
        return self.day.clock.minutes_at(self.line.next_call.called_at) if self.line.next_call else None

    @property
    def recorded(self) -> tuple[int, int] | None:
        """Call and dismissal on record, in minutes of this day."""
        shift, clock = self.line.shift, self.day.clock
        return (clock.minutes_at(shift.called_at), clock.minutes_at(shift.dismissed_at)) if shift else None


def day(request: HttpRequest, production: UUID, day: str = "") -> HttpResponse:
    """Show a day's hours, or take all that was typed into them."""
    found, member = production_for(request, production), member_of(request)
    today = now().astimezone(ZoneInfo(found.zone)).date()
    newest = newest_called_day(member, found, today)
    asked = day_in(day or request.GET["day"]) if day or request.GET.get("day") else newest
    if request.method == "POST":
        return _save_all(request, production, asked)
    hours = hours_of_day(member, found, asked, also=_ids([request.GET.get("add", "")]))
    return _page(request, found, hours, [_shown(line, hours) for line in hours.lines])


@once
def row(request: HttpRequest, production: UUID, day: str, party: UUID) -> HttpResponse:
    """Take one row; answer with the row as it stands now, and the totals."""
    found, member, on = production_for(request, production), member_of(request), day_in(day)
    hours = hours_of_day(member, found, on, also=[party])
    typed = _typed(request, hours.line_of(party), hours)
    if _is_changed(typed):
        _record(request, found, typed)
    hours = hours_of_day(member, found, on, also=[party])
    typed = _still_typed(typed if typed.errors else None, hours.line_of(party), hours)
    context = {"production": found, "hours": hours, "row": typed, "day": on, "is_fragment": True}
    return render(request, "parts/hours_row.html", context, status=422 if typed.errors else 200)


@once
def _save_all(request: HttpRequest, production: UUID, on: dt.date) -> HttpResponse:
    """Take every row that was typed into, or none: where one is wrong, all stay typed and it says why.

    An answer of 400 or above takes back what was recorded before the wrong row was met.
    """
    found, member = production_for(request, production), member_of(request)
    parties = _ids([name.removeprefix("dismissed-") for name in request.POST if name.startswith("dismissed-")])
    hours = hours_of_day(member, found, on, also=parties)
    changed = [typed for party in parties if _is_changed(typed := _typed(request, hours.line_of(party), hours))]
    for typed in changed:
        _record(request, found, typed)
    wrong_count = sum(bool(typed.errors) for typed in changed)
    if not wrong_count:
        _say_recorded(request, len(changed))
        query = urlencode({name: value for name, value in request.GET.items() if name in {"department", "only"}})
        return redirect(reverse("hours:day", args=[production, on]) + (f"?{query}" if query else ""))
    _say_wrong(request, wrong_count)
    kept = {typed.line.party.public_id: typed for typed in changed}
    rows = [_still_typed(kept.get(line.party.public_id), line, hours) for line in hours.lines]
    return _page(request, found, hours, rows, status=422)


def _page(
    request: HttpRequest, production: Production, hours: HoursDay, rows: Sequence[Row], *, status: int = 200
) -> HttpResponse:
    department, only = request.GET.get("department", ""), request.GET.get("only", "")
    in_department = [row for row in rows if row.is_typed or department in {"", row.line.department}]
    shown = [row for row in in_department if row.is_typed or only != "open" or row.recorded is None]
    context: dict[str, Any] = {
        "production": production,
        "hours": hours,
        "rows": shown,
        "day": hours.clock.day,
        "departments": [(name, KINDS.get(name, name)) for name in hours.departments],
        "department": department,
        "only": only,
        "elsewhere": engaged_elsewhere(hours, production),
    }
    return render(request, "pages/hours.html", context, status=status)


def _shown(line: HoursLine, hours: HoursDay) -> Row:
    """The row as recorded; before that, called as planned."""
    if line.shift is None:
        planned = "" if line.planned is None else show_minutes(line.planned)
        return Row(line, hours, called=planned, dismissed="")
    return Row(
        line,
        hours,
        called=show_moment(line.shift.called_at, hours.clock),
        dismissed=show_moment(line.shift.dismissed_at, hours.clock),
        corrects=str(line.shift.public_id),
    )


def _typed(request: HttpRequest, line: HoursLine, hours: HoursDay) -> Row:
    party = line.party.public_id
    called, dismissed, reason, corrects = (
        request.POST.get(f"{name}-{party}", "").strip() for name in ("called", "dismissed", "reason", "corrects")
    )
    return Row(line, hours, called, dismissed, reason, corrects)


def _still_typed(typed: Row | None, line: HoursLine, hours: HoursDay) -> Row:
    if typed is None:
        return _shown(line, hours)
    corrects = str(line.shift.public_id) if line.shift else ""
    return Row(line, hours, typed.called, typed.dismissed, typed.reason, corrects, typed.errors, is_typed=True)


def _is_changed(typed: Row) -> bool:
    """Whether there is anything to record: a dismissal, or other times than those on record."""
    shown = _shown(typed.line, typed.day)
    if typed.corrects == shown.corrects:
        return (typed.called, typed.dismissed) != (shown.called, shown.dismissed) and bool(
            typed.dismissed or typed.corrects
        )
    return bool(typed.dismissed)


def _record(request: HttpRequest, production: Production, typed: Row) -> None:
    """Record or correct what was typed; a refusal stays beside the field that it is about."""
    member, moment = member_of(request), now()
    shift = _read(typed)
    if shift is None:
        return
    try:
        if typed.corrects:
            [wrong] = _ids([typed.corrects]) or [uuid4()]
            correct_shift(shift_of(member, production, wrong), shift, reason=typed.reason, by=member, at=moment)
        else:
            record_shift(production, typed.line.party, shift, day=typed.day.clock.day, by=member, at=moment)
    except (NotFound, NotAllowed):
        raise
    except ReasonMissing as refusal:
        typed.errors["reason"] = refusal_text(refusal)
    except Refused as refusal:
        typed.errors["dismissed"] = refusal_text(refusal)


def _read(typed: Row) -> Shift | None:
    """The shift that was typed; None where a field cannot be read, and the row says which."""
    moments: dict[str, dt.datetime] = {}
    missing = {"called": CallMissing, "dismissed": DismissalMissing}
    for name, written in (("called", typed.called), ("dismissed", typed.dismissed)):
        try:
            if not written:
                raise missing[name]()
            moments[name] = read_moment(written, typed.day.clock)
        except Refused as refusal:
            typed.errors[name] = refusal_text(refusal)
    if typed.errors:
        return None
    try:
        return shift_between(moments["called"], moments["dismissed"], typed.day.clock)
    except Refused as refusal:
        typed.errors["dismissed"] = refusal_text(refusal)
        return None


def _say_recorded(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nothing was typed, so nothing is recorded."))
        return
    told = ngettext("%(count)d shift is recorded.", "%(count)d shifts are recorded.", count)
    messages.success(request, told % {"count": count})


def _say_wrong(request: HttpRequest, count: int) -> None:
    told = ngettext(
        "Nothing is recorded yet: %(count)d row says what is wrong.",
        "Nothing is recorded yet: %(count)d rows say what is wrong.",
        count,
    )
    messages.warning(request, told % {"count": count})


def _ids(written: Sequence[str]) -> list[UUID]:
    found = []
    for each in written:
        try:
            found.append(UUID(each))
        except ValueError:
            continue  # not an id of ours: names nobody
    return found


urlpatterns = [
    path("", day, name="day"),
    path("<str:day>/", day, name="day"),
    path("<str:day>/<uuid:party>/", row, name="row"),
]
