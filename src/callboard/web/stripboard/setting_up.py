"""Making a board, its name and first day, and taking in the scenes of a new draft."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.film.breakdown.queries import scenes_of
from callboard.film.stripboard.actions import change_board, create_board, gather_new_scenes
from callboard.film.stripboard.queries import board_of
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import DayInput, PageForm
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production


class BoardForm(PageForm):
    """A version of the schedule: its name and the first shooting day."""

    name = forms.CharField(label=_("Name of this version"), max_length=80)
    starts_on = forms.DateField(
        label=_("First shooting day"), widget=DayInput, help_text=_("All dates follow; days off are skipped.")
    )


def empty_board(request: HttpRequest, production: Production, form: BoardForm | None = None) -> HttpResponse:
    """What stands where a board will be: the step to take next."""
    first = {"name": _("First pass"), "starts_on": production.starts_on}
    context = {
        "production": production,
        "scene_count": len(scenes_of(member_of(request), production)),
        "form": form or BoardForm(initial=first),
    }
    return render(request, "pages/stripboard_empty.html", context, status=422 if form else 200)


@once
def new_board(request: HttpRequest, production: UUID) -> HttpResponse:
    """Start a board with every scene in the boneyard."""
    show = production_for(request, production)
    form = BoardForm(request.POST)
    if not form.is_valid():
        return empty_board(request, show, form)
    made = create_board(show, **form.cleaned_data, by=member_of(request), at=now())
    return redirect("stripboard:version", production, made.public_id)


def settings(request: HttpRequest, production: UUID, board: UUID) -> HttpResponse:
    """Name and first day of a board."""
    if request.method == "POST":
        return _change(request, production=production, board=board)
    show = production_for(request, production)
    check_may(member_of(request), Permission.CHANGE_BOARD, show)
    kept = board_of(member_of(request), show, board)
    form = BoardForm(initial={"name": kept.name, "starts_on": kept.starts_on})
    return render(request, "pages/stripboard_settings.html", {"production": show, "board": kept, "form": form})


@once
def _change(request: HttpRequest, production: UUID, board: UUID) -> HttpResponse:
    show = production_for(request, production)
    kept = board_of(member_of(request), show, board)
    form = BoardForm(request.POST)
    if not form.is_valid():
        context = {"production": show, "board": kept, "form": form}
        return render(request, "pages/stripboard_settings.html", context, status=422)
    try:
        change_board(kept, version=version_in(request), **form.cleaned_data, by=member_of(request), at=now())
    except StaleEdit as stale:
        theirs = board_of(member_of(request), show, board)
        typed = {str(field.label): form.cleaned_data[field.name] for field in form}
        kept_now = {str(field.label): getattr(theirs, field.name) for field in form}
        return stale_page(request, stale, typed, kept_now, version=theirs.version)
    return redirect("stripboard:version", production, board)


@once
def gather(request: HttpRequest, production: UUID, board: UUID) -> HttpResponse:
    """Put the scenes of a new draft into the boneyard."""
    show = production_for(request, production)
    count = gather_new_scenes(board_of(member_of(request), show, board), by=member_of(request), at=now())
    said = ngettext("%(count)s scene is now in the boneyard.", "%(count)s scenes are now in the boneyard.", count)
    messages.success(request, said % {"count": count})
    return redirect("stripboard:version", production, board)
