"""Reading what an edit of the board asks for."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from callboard.core.errors import Refused, gettext_noop
from callboard.film.stripboard.actions import StripAt


class EditNotUnderstood(Refused):
    """A field of the request is missing or is not what it should be: a page from before an update."""

    text = gettext_noop("This edit of the board could not be read (%(field)s). Load the page again.")


def strips_in(request: HttpRequest) -> list[StripAt]:
    """The strips of the edit in order, each with the version that the person saw: `strip=ID:VERSION`, repeated."""
    try:
        pairs = [value.split(":") for value in request.POST.getlist("strip")]
        strips = [StripAt(UUID(key), int(version)) for key, version in pairs]
    except ValueError:
        raise EditNotUnderstood(field="strip") from None
    if not strips:
        raise EditNotUnderstood(field="strip")
    return strips


def id_in(written: str, field: str) -> UUID:
    """An id that the page was given before."""
    try:
        return UUID(written)
    except ValueError:
        raise EditNotUnderstood(field=field) from None


def after_in(request: HttpRequest) -> UUID | None:
    """The row behind which something goes; None for the top."""
    written = request.POST.get("after", "")
    return id_in(written, "after") if written else None


def area_in(request: HttpRequest) -> str:
    """The board or the boneyard."""
    area = request.POST.get("area", "board")
    if area not in {"board", "boneyard"}:
        raise EditNotUnderstood(field="area")
    return area


def minutes_in(request: HttpRequest) -> int:
    """Minutes of a row: a whole number up to a week; nothing typed is none."""
    written = request.POST.get("minutes", "").strip() or "0"
    if not written.isascii() or not written.isdigit() or int(written[:6]) > 10_080:
        raise EditNotUnderstood(field="minutes")
    return int(written)


def text_in(request: HttpRequest) -> str:
    """A row's words, as long as the row takes."""
    return " ".join(request.POST.get("text", "").split())[:200]


def pieces_in(request: HttpRequest) -> list[int]:
    """Pieces of a split, in eighths."""
    written = request.POST.getlist("piece")
    if not all(piece.isascii() and piece.isdigit() and len(piece) < 6 for piece in written):
        raise EditNotUnderstood(field="piece")
    return [int(piece) for piece in written]
