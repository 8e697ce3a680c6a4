"""A run: its progress while it is made, then today's board beside the plan; why a strip is there; two runs compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callboard.film.planning.queries import progress_of, run_of, runs_of
from callboard.film.planning.rules import UNDER_WAY
from callboard.film.planning.views import compare, run_view, why_here
from callboard.web.asking import member_of, now, production_for
from callboard.web.planning.pages import today_in
from callboard.web.planning.showing import (
    bars_of,
    comparison_shown,
    notes_shown,
    pairs_of,
    people_shown,
    progress_shown,
    why_shown,
)

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.film.planning.models import ShootingRun


def run(request: HttpRequest, production: UUID, run: UUID) -> HttpResponse:
    """A run under way, or what came out of it."""
    found = production_for(request, production)
    kept = run_of(member_of(request), found, run)
    context = _frame(request, found, kept)
    if kept.state in UNDER_WAY:
        return render(request, "pages/planning_under_way.html", context)
    view = run_view(member_of(request), kept, today=today_in(found))
    context |= {
        "view": view,
        "bars": bars_of(view.components),
        "people": people_shown(view.people, view.days, view.days_before),
        "pairs": pairs_of(view),
        "notes": notes_shown(view.assumptions, found),
        "compared": _against_base(request, kept),
        "others": _others(request, kept),
    }
    return render(request, "pages/planning_run.html", context)


def progress(request: HttpRequest, production: UUID, run: UUID) -> HttpResponse:
    """How far a run has come, for the page that watches it; when it is over, the page is loaded anew."""
    found = production_for(request, production)
    kept = run_of(member_of(request), found, run)
    if kept.state not in UNDER_WAY:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "parts/planning_progress.html", _frame(request, found, kept) | {"is_part": True})


def why(request: HttpRequest, production: UUID, run: UUID, strip: UUID) -> HttpResponse:
    """Why a strip is where the plan has it, as a page or within one."""
    found = production_for(request, production)
    kept = run_of(member_of(request), found, run)
    shown = why_shown(why_here(member_of(request), kept, str(strip)), found.currency)
    context = {"production": found, "run": kept, "board": kept.board, "why": shown, "tab": "plan"}
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "parts/planning_why.html" if is_part else "pages/planning_why.html", context)


def comparison(request: HttpRequest, production: UUID, run: UUID, other: UUID) -> HttpResponse:
    """Two plans of a board side by side."""
    found, member = production_for(request, production), member_of(request)
    base, changed = run_of(member, found, run), run_of(member, found, other)
    context = {
        "production": found,
        "run": changed,
        "board": base.board,
        "compared": comparison_shown(compare(member, base, changed)),
        "tab": "plan",
    }
    return render(request, "pages/planning_compare.html", context)


def _frame(request: HttpRequest, found: Production, kept: ShootingRun) -> dict[str, Any]:
    shown = progress_shown(progress_of(member_of(request), kept, now=now()), found.currency)
    return {"production": found, "run": kept, "board": kept.board, "progress": shown, "tab": "plan"}


def _against_base(request: HttpRequest, kept: ShootingRun) -> Any:
    """A what-if beside the plan that it was tried against."""
    if kept.base is None or not kept.plan or not kept.base.plan:
        return None
    return comparison_shown(compare(member_of(request), kept.base, kept))


def _others(request: HttpRequest, kept: ShootingRun) -> list[Any]:
    """Other plans of the board, to compare with."""
    rows = runs_of(member_of(request), kept.board)
    return [row for row in rows if row.run.pk != kept.pk and row.has_plan]
