"""Asking for a plan, and for what would come out if something were otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.film.planning.actions import ask_for_plan
from callboard.film.planning.queries import changeable_of, run_of
from callboard.film.planning.rules import PlanAsk
from callboard.film.planning.views import run_view
from callboard.film.stripboard.queries import board_of
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.planning.date_forms import change_rows, changes_of
from callboard.web.planning.forms import AskForm
from callboard.web.planning.pages import context_of, today_in

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.film.planning.models import ShootingRun


class WhatIfForm(AskForm):
    """How long a what-if is planned; the boneyard is as in the plan that it is compared with."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["with_boneyard"]


@once
def ask(request: HttpRequest, production: UUID, board: UUID) -> HttpResponse:
    """Ask for a plan of a board."""
    found, member = production_for(request, production), member_of(request)
    kept = board_of(member, found, board)
    kept.production = found
    form = AskForm(request.POST)
    if form.is_valid():
        with form.refusals():
            made = ask_for_plan(kept, form.ask(), by=member, at=now())
            return redirect("planning:run", production, made.public_id)
    return render(request, "pages/planning_plan.html", context_of(request, found, kept, form), status=422)


def what_if(request: HttpRequest, production: UUID, run: UUID) -> HttpResponse:
    """Show, or take, what is to be tried against a plan."""
    found = production_for(request, production)
    check_may(member_of(request), Permission.CHANGE_BOARD, found)
    base = run_of(member_of(request), found, run)
    if request.method == "POST":
        return _try(request, production, run)
    form = WhatIfForm(initial={"seconds": base.seconds})
    return _what_if_page(request, found, base, form, change_rows(_choices(request, found, base)))


@once
def _try(request: HttpRequest, production: UUID, run: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    base = run_of(member, found, run)
    form, rows = WhatIfForm(request.POST), change_rows(_choices(request, found, base), request.POST)
    if form.is_valid() and rows.is_valid():
        with form.refusals():
            asked = PlanAsk(
                seconds=form.cleaned_data["seconds"],
                seed=base.seed,
                with_boneyard=base.with_boneyard,
                what_if=changes_of(rows),
                base=base.public_id,
            )
            made = ask_for_plan(base.board, asked, by=member, at=now())
            return redirect("planning:run", production, made.public_id)
    return _what_if_page(request, found, base, form, rows, status=422)


def _choices(request: HttpRequest, found: Production, base: ShootingRun) -> Any:
    return changeable_of(member_of(request), base.board, today=today_in(found))


def _what_if_page(
    request: HttpRequest, found: Production, base: ShootingRun, form: AskForm, rows: Any, status: int = 200
) -> HttpResponse:
    context = {
        "production": found,
        "run": base,
        "board": base.board,
        "form": form,
        "rows": rows,
        "changed_since": run_view(member_of(request), base, today=today_in(found)).changed_since,
        "tab": "plan",
    }
    return render(request, "pages/planning_what_if.html", context, status=status)
