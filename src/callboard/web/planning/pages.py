"""Before a plan: what would be planned now, what is assumed, and the runs that there were."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callboard.core.organizations.permissions import may_see
from callboard.core.organizations.rules import DataClass
from callboard.film.planning.queries import outlook_of, run_under_way, runs_of
from callboard.film.stripboard.queries import active_board, board_of
from callboard.web.asking import member_of, now, production_for
from callboard.web.planning.forms import AskForm
from callboard.web.planning.showing import notes_shown

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.film.stripboard.models import Board


def plan(request: HttpRequest, production: UUID) -> HttpResponse:
    """The planner on the active board, or how to get a board."""
    found = production_for(request, production)
    active = active_board(member_of(request), found)
    if active is None:
        return render(request, "pages/planning_no_board.html", {"production": found, "tab": "plan"})
    return render(request, "pages/planning_plan.html", context_of(request, found, active))


def of_board(request: HttpRequest, production: UUID, board: UUID) -> HttpResponse:
    """The planner on one version of the schedule."""
    found = production_for(request, production)
    kept = board_of(member_of(request), found, board)
    return render(request, "pages/planning_plan.html", context_of(request, found, kept))


def context_of(request: HttpRequest, found: Production, board: Board, form: AskForm | None = None) -> dict[str, Any]:
    """What the page shows. Where nothing stands on a day yet, the boneyard is what there is to plan."""
    member, today = member_of(request), today_in(found)
    board.production = found
    with_boneyard = _asks_for_boneyard(request)
    outlook = outlook_of(member, board, today=today, with_boneyard=bool(with_boneyard))
    if with_boneyard is None and outlook.refusal and outlook.boneyard_count:
        with_boneyard = True
        outlook = outlook_of(member, board, today=today, with_boneyard=True)
    return {
        "production": found,
        "board": board,
        "tab": "plan",
        "form": form or AskForm(initial={"with_boneyard": bool(with_boneyard)}),
        "outlook": outlook,
        "notes": notes_shown(outlook.assumptions, found),
        "under_way": run_under_way(member, board),
        "runs": runs_of(member, board),
        "sees_pay": may_see(member, DataClass.PAY),
    }


def today_in(found: Production) -> dt.date:
    """The date where the production is."""
    return now().astimezone(ZoneInfo(found.zone)).date()


def _asks_for_boneyard(request: HttpRequest) -> bool | None:
    """What the box says; None where nobody was asked yet."""
    if request.method == "POST":
        return "with_boneyard" in request.POST
    if "seconds" in request.GET:
        return "with_boneyard" in request.GET
    return None
