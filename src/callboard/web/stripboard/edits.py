"""Edits of the board: each is one operation on strips that names the versions the person saw."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from callboard.core.errors import StaleEdit
from callboard.film.stripboard import actions
from callboard.film.stripboard.queries import board_of, board_view, move_of, strip_of
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.stripboard.reading import after_in, area_in, id_in, minutes_in, pieces_in, strips_in, text_in
from callboard.web.stripboard.wording import strip_name, strips_said, theirs_said, wanted_place_said

if TYPE_CHECKING:
    from callboard.film.stripboard.models import Board, BoardMove
    from callboard.film.stripboard.queries import BoardView

Edit = Callable[[HttpRequest, "Board"], "BoardMove"]
_NOT_ECHOED = {"csrfmiddlewaretoken", "request_key", "strip"}


def edit_of_board(edit: Edit) -> Callable[..., HttpResponse]:
    """A POST view with one effect per key: it answers with the way to the changed rows, or with both states.

    The answer that `once` keeps is that redirect, not the rows: they would fill the table and be old on a replay.
    """

    @wraps(edit)
    def view(request: HttpRequest, production: UUID, board: UUID) -> HttpResponse:
        show = production_for(request, production)
        edited = board_of(member_of(request), show, board)
        try:
            move = edit(request, edited)
        except StaleEdit:
            return _both_states(request, edited)
        if not request.headers.get("HX-Request"):
            return redirect("stripboard:version", production, board)
        rows = reverse("stripboard:rows", args=[production, board])
        return redirect(f"{rows}?{urlencode({'moved': move.public_id})}")

    return once(view)


@edit_of_board
def place(request: HttpRequest, board: Board) -> BoardMove:
    """Move strips, in the order given, behind a row of the board or the boneyard."""
    return actions.place_strips(
        board, strips_in(request), after=after_in(request), area=area_in(request), by=member_of(request), at=now()
    )


@edit_of_board
def day_break(request: HttpRequest, board: Board) -> BoardMove:
    """Close a day behind a row."""
    return actions.create_break(board, after=after_in(request), text=text_in(request), by=member_of(request), at=now())


@edit_of_board
def banner(request: HttpRequest, board: Board) -> BoardMove:
    """Put a banner behind a row."""
    text = text_in(request) or gettext("Banner")
    return actions.create_banner(
        board, after=after_in(request), text=text, minutes=minutes_in(request), by=member_of(request), at=now()
    )


@edit_of_board
def change(request: HttpRequest, board: Board) -> BoardMove:
    """Change a row's words or minutes."""
    return actions.change_strip(
        board,
        strips_in(request)[0],
        text=text_in(request),
        minutes=minutes_in(request),
        by=member_of(request),
        at=now(),
    )


@edit_of_board
def remove(request: HttpRequest, board: Board) -> BoardMove:
    """Take a day break or a banner away."""
    return actions.remove_row(board, strips_in(request)[0], by=member_of(request), at=now())


@edit_of_board
def split(request: HttpRequest, board: Board) -> BoardMove:
    """Divide a scene into pieces."""
    return actions.split_strip(board, strips_in(request)[0], pieces=pieces_in(request), by=member_of(request), at=now())


@edit_of_board
def join(request: HttpRequest, board: Board) -> BoardMove:
    """Make the pieces of a scene one strip again."""
    return actions.join_strips(board, strips_in(request)[0], by=member_of(request), at=now())


@edit_of_board
def undo(request: HttpRequest, board: Board) -> BoardMove:
    """Take a move back, or an undo."""
    return actions.undo_move(
        move_of(board, id_in(request.POST.get("move", ""), "move")), by=member_of(request), at=now()
    )


def _both_states(request: HttpRequest, board: Board) -> HttpResponse:
    """Answer 409 with what the person wanted, what somebody else did, and the same edit on the newest versions."""
    view = board_view(board)
    seen = strips_in(request)
    strips = [strip_of(board, strip.public_id) for strip in seen]
    newest = {strip.public_id: strip for strip in strips}
    changed = [newest[strip.public_id] for strip in seen if newest[strip.public_id].version != strip.version]
    context = {
        "wanted": _wanted(request, strips_said(strips), view),
        "theirs": [(strip_name(strip), theirs_said(view, strip, member_of(request))) for strip in changed],
        "is_gone": any(strip.area == "removed" for strip in changed),
        "is_place": _verb(request) == "place",
        "address": request.path,
        "strips": [f"{strip.public_id}:{strip.version}" for strip in strips],
        "again": [
            (name, value) for name in request.POST if name not in _NOT_ECHOED for value in request.POST.getlist(name)
        ],
        "back": reverse("stripboard:version", args=[board.production.public_id, board.public_id]),
    }
    fragment = bool(request.headers.get("HX-Request"))
    template = "parts/stripboard_conflict.html" if fragment else "pages/stripboard_conflict.html"
    return render(request, template, context, status=409)


def _verb(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _wanted(request: HttpRequest, what: str, view: BoardView) -> str:
    place = wanted_place_said(view, request.POST.get("after", ""), request.POST.get("area", ""))
    sentences = {
        "place": gettext("You wanted %(what)s %(place)s."),
        "change": gettext("You wanted to change %(what)s."),
        "remove": gettext("You wanted to remove %(what)s."),
        "split": gettext("You wanted to split %(what)s."),
        "join": gettext("You wanted to join the parts of %(what)s."),
    }
    return sentences[_verb(request)] % {"what": what, "place": place}
