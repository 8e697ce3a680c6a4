"""Drafting a sheet: from a day of the board, or from a timed list without a script."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callboard.core.errors import NotFound
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.places.queries import places_of
from callboard.film.callsheets.drafting import GENERAL_CALL, TimedLine, draft_from_day, draft_from_lines
from callboard.film.stripboard.queries import active_board, day_of_board
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.callsheets.forms import TIME_HINT, SheetForm, TimeField
from callboard.web.callsheets.reading import day_in
from callboard.web.forms import DayInput

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.core.places.models import Place
    from callboard.film.stripboard.queries import DayView

_BLANK_LINES = 6
_LONGEST_LIST = 200


class DraftForm(SheetForm):
    """What is asked before a day of the board becomes a sheet."""

    time_field = "general_call"
    general_call = TimeField(label=_("General call"), required=True, help_text=TIME_HINT)
    unit = forms.CharField(label=_("Unit"), max_length=40, initial="Main unit")


class LinesForm(SheetForm):
    """The head of a day without a script."""

    time_field = "general_call"
    day = forms.DateField(label=_("Day"), widget=DayInput())
    general_call = TimeField(label=_("General call"), required=True, help_text=TIME_HINT)
    title = forms.CharField(label=_("Title"), max_length=160, required=False, help_text=_("Product, client, film."))


@dataclass(frozen=True)
class TypedLine:
    """A line of the table as it was typed, with what is wrong with it."""

    label: str = ""
    description: str = ""
    minutes: str = ""
    cast: str = ""
    place: str = ""
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in it."""
        return not any((self.label, self.description, self.minutes, self.cast))


def draft(request: HttpRequest, production: UUID) -> HttpResponse:
    """Ask for the general call of a day of the board, then draft its sheet."""
    show = production_for(request, production)
    check_may(member_of(request), Permission.DRAFT_CALLS, show)
    if request.method == "POST":
        return _draft(request, production)
    on = day_in(request.GET.get("day", ""))
    return _draft_page(request, show, on, DraftForm(initial={"general_call": GENERAL_CALL, "unit": "Main unit"}))


@once
def _draft(request: HttpRequest, production: UUID) -> HttpResponse:
    show, form = production_for(request, production), DraftForm(request.POST)
    on = day_in(request.GET.get("day", ""))
    board = active_board(member_of(request), show)
    if board is None:
        raise NotFound()
    if form.is_valid():
        with form.refusals():
            sheet = draft_from_day(
                board,
                on,
                general_call=form.cleaned_data["general_call"],
                unit=form.cleaned_data["unit"],
                by=member_of(request),
                at=now(),
            )
            return _drafted(request, sheet)
    return _draft_page(request, show, on, form, status=422)


def _draft_page(
    request: HttpRequest, show: Production, on: dt.date, form: DraftForm, *, status: int = 200
) -> HttpResponse:
    context = {"production": show, "on": on, "day": _board_day(request, show, on), "form": form}
    return render(request, "pages/callsheets_draft.html", context, status=status)


def _board_day(request: HttpRequest, show: Production, on: dt.date) -> DayView:
    board = active_board(member_of(request), show)
    day = day_of_board(board, on) if board else None
    if day is None:
        raise NotFound()
    return day


def draft_lines(request: HttpRequest, production: UUID) -> HttpResponse:
    """Ask for a timed list, then draft its sheet: a commercial has no script."""
    show = production_for(request, production)
    check_may(member_of(request), Permission.DRAFT_CALLS, show)
    if request.method == "POST":
        return _draft_lines(request, production)
    form = LinesForm(initial={"general_call": GENERAL_CALL, "day": request.GET.get("day", "")})
    return _lines_page(request, show, form, [TypedLine()] * _BLANK_LINES)


@once
def _draft_lines(request: HttpRequest, production: UUID) -> HttpResponse:
    show, form = production_for(request, production), LinesForm(request.POST)
    places = {place.name: place for place in places_of(member_of(request), show)}
    typed = [_checked(line, places) for line in _typed_lines(request)]
    if form.is_valid() and not any(line.fault for line in typed):
        if not typed:
            form.add_error(None, gettext("Type at least one line: what happens, and how many minutes it takes."))
        else:
            with form.refusals():
                lines = [_timed_line(line, places) for line in typed]
                return _drafted(request, draft_from_lines(show, lines=lines, **_head(form), **_by(request)))
    return _lines_page(request, show, form, [*typed, TypedLine()], status=422)


def _head(form: LinesForm) -> dict[str, Any]:
    typed = form.cleaned_data
    return {"on": typed["day"], "title": typed["title"], "general_call": typed["general_call"]}


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": member_of(request), "at": now()}


def _typed_lines(request: HttpRequest) -> list[TypedLine]:
    columns = [request.POST.getlist(name) for name in ("label", "description", "minutes", "cast", "place")]
    lines = [TypedLine(*(value.strip() for value in values)) for values in zip(*columns, strict=False)]
    return [line for line in lines if not line.is_blank][:_LONGEST_LIST]


def _checked(line: TypedLine, places: dict[str, Place]) -> TypedLine:
    """The line with its fault, if it has one."""
    fault = ""
    if not (line.label or line.description):
        fault = gettext("Say what happens in this line.")
    elif len(line.label) > 60 or len(line.description) > 300 or len(line.cast) > 120:
        fault = gettext("Shorten this line: 60 letters for the name, 300 for the description, 120 for the cast.")
    elif not (line.minutes.isdigit() and int(line.minutes) <= 1440):
        fault = gettext("Give the minutes as a whole number, such as 45.")
    elif line.place and line.place not in places:
        fault = gettext("There is no place by this name. Choose one from the list, or add it under Places.")
    return TypedLine(line.label, line.description, line.minutes, line.cast, line.place, fault)


def _timed_line(line: TypedLine, places: dict[str, Place]) -> TimedLine:
    return TimedLine(
        label=line.label or line.description[:60],
        description=line.description if line.label else "",
        minutes=int(line.minutes),
        cast_numbers=line.cast,
        place=places.get(line.place),
    )


def _lines_page(
    request: HttpRequest, show: Production, form: LinesForm, lines: list[TypedLine], *, status: int = 200
) -> HttpResponse:
    context = {
        "production": show,
        "form": form,
        "lines": lines,
        "places": [place.name for place in places_of(member_of(request), show)],
        "has_faults": any(line.fault for line in lines),
    }
    return render(request, "pages/callsheets_lines.html", context, status=status)


def _drafted(request: HttpRequest, sheet: Any) -> HttpResponse:
    messages.success(request, gettext("The sheet is drafted. Check every time before you publish it."))
    return redirect("callsheets:sheet", sheet.production.public_id, sheet.public_id)
