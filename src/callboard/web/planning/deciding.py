"""Deciding on a plan: stop it, adopt it, discard it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from callboard.film.planning.actions import adopt_plan, discard_run, stop_run
from callboard.film.planning.queries import run_of
from callboard.web.asking import member_of, now, once, production_for, version_in


@once
def stop(request: HttpRequest, production: UUID, run: UUID) -> HttpResponse:
    """Stop planning; the best plan so far stays."""
    found, member = production_for(request, production), member_of(request)
    stop_run(run_of(member, found, run), by=member, at=now())
    return redirect("planning:run", production, run)


@once
def adopt(request: HttpRequest, production: UUID, run: UUID) -> HttpResponse:
    """Lay the board out as the plan says."""
    found, member = production_for(request, production), member_of(request)
    kept = run_of(member, found, run)
    move = adopt_plan(kept, version=version_in(request), by=member, at=now())
    text = _("Adopted: %(count)s rows of the board changed, as one move. “Undo” here takes all of it back.")
    messages.success(request, text % {"count": len(move.after)})
    return redirect("stripboard:version", production, kept.board.public_id)


@once
def discard(request: HttpRequest, production: UUID, run: UUID) -> HttpResponse:
    """Put a plan away."""
    found, member = production_for(request, production), member_of(request)
    kept = run_of(member, found, run)
    discard_run(kept, version=version_in(request), by=member, at=now())
    messages.info(request, _("Discarded. The board is as it was; the plan stays in the list below."))
    return redirect("planning:board", production, kept.board.public_id)
