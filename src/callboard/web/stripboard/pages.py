"""Reading the board: the page, its rows alone (after an edit, and live), and the one-liner to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from callboard.film.stripboard.queries import active_board, board_of, board_view, move_of, undo_and_redo_of
from callboard.web.asking import member_of, production_for
from callboard.web.stripboard.reading import id_in
from callboard.web.stripboard.setting_up import empty_board
from callboard.web.stripboard.showing import board_shown
from callboard.web.stripboard.wording import announcement, move_said

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.film.stripboard.models import Board


def board(request: HttpRequest, production: UUID) -> HttpResponse:
    """The active board, or how to get one."""
    show = production_for(request, production)
    active = active_board(member_of(request), show)
    if active is None:
        return empty_board(request, show)
    return render(request, "pages/stripboard_board.html", _context(member_of(request), show, active))


def version(request: HttpRequest, production: UUID, board: UUID) -> HttpResponse:
    """One version of the schedule, active or not."""
    show = production_for(request, production)
    shown = board_of(member_of(request), show, board)
    if shown.is_active:
        return redirect("stripboard:board", production)
    return render(request, "pages/stripboard_board.html", _context(member_of(request), show, shown))


def rows(request: HttpRequest, production: UUID, board: UUID) -> HttpResponse:
    """The board without the page around it; after an edit (`?moved=`) with the sentence that says what it did."""
    show = production_for(request, production)
    member = member_of(request)
    shown = board_of(member, show, board)
    context = _context(member, show, shown)
    moved = request.GET.get("moved")
    if moved:
        context["announcement"] = announcement(context["view"], move_of(shown, id_in(moved, "moved")))
    return render(request, "parts/stripboard_board.html", context)


def one_liner(request: HttpRequest, production: UUID, board: UUID) -> HttpResponse:
    """The schedule with a line for each scene, to be printed."""
    show = production_for(request, production)
    shown = board_of(member_of(request), show, board)
    context = {"production": show, "board": shown, "shown": board_shown(board_view(shown))}
    return render(request, "pages/stripboard_one_liner.html", context)


def _context(member: Membership, production: Production, board: Board) -> dict[str, Any]:
    board.production = production
    view = board_view(board)
    undoable, redoable = undo_and_redo_of(board, member)
    return {
        "production": production,
        "board": board,
        "view": view,
        "shown": board_shown(view),
        "undoable": undoable,
        "undoable_said": move_said(undoable) if undoable else "",
        "redoable": redoable,
        "redoable_said": move_said(redoable) if redoable else "",
    }
