"""Putting a whole board into a new order as one move, which one undo takes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from callboard.core.audit.actions import acting
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership
from callboard.core.organizations.rules import Permission
from callboard.film.stripboard.models import Board, BoardMove, Strip
from callboard.film.stripboard.move_rules import ranks_between, ranks_in_order
from callboard.film.stripboard.recording import new_strip, record_move, snapshot


def arrange_board(board: Board, rows: Sequence[UUID | None], *, by: Membership, at: dt.datetime) -> BoardMove:
    """Make the board these rows from top to bottom, None standing for a new day break, as one move.

    Strips of the board that are not named go to the boneyard, breaks that are not named are taken away. Rows that
    already stand in this order are not touched. Raises NotFound for a row that is not of this board.
    """
    with acting(
        by, "arrange board", at=at, may=Permission.CHANGE_BOARD, production=board.production, on=board
    ) as record:
        Board.objects.select_for_update().get(pk=board.pk)
        strips = {strip.public_id: strip for strip in board.strips.exclude(area=Strip.Area.REMOVED)}
        named = [public_id for public_id in rows if public_id is not None]
        if len(set(named)) < len(named) or not strips.keys() >= set(named):
            raise NotFound()
        before = snapshot(list(strips.values()))
        ranks = ranks_in_order([(_slot(place, row), _rank(strips, row)) for place, row in enumerate(rows)])
        touched = [
            *_placed(strips, ranks),
            *_left_out([strip for key, strip in strips.items() if key not in set(named)]),
            *_new_breaks(board, rows, ranks),
        ]
        record.note(strips=len(touched))
        kept = {str(strip.public_id) for strip in touched}
        was = {key: values for key, values in before.items() if key in kept}
        return record_move(board, "arrange", touched, was, by=by, at=at)


def _slot(place: int, row: UUID | None) -> str:
    return str(row) if row else f"new {place}"


def _rank(strips: dict[UUID, Strip], row: UUID | None) -> str | None:
    strip = strips.get(row) if row else None
    return strip.rank if strip and strip.area == Strip.Area.BOARD else None


def _placed(strips: dict[UUID, Strip], ranks: dict[str, str]) -> list[Strip]:
    moved = [strip for key, strip in strips.items() if str(key) in ranks]
    for strip in moved:
        strip.area, strip.rank = Strip.Area.BOARD, ranks[str(strip.public_id)]
        strip.version += 1
    return moved


def _left_out(strips: list[Strip]) -> list[Strip]:
    """Scenes and banners of the board go behind what is set aside already; breaks go away."""
    last = max((strip.rank for strip in strips if strip.area == Strip.Area.BONEYARD), default=None)
    leaving = sorted((strip for strip in strips if strip.area == Strip.Area.BOARD), key=lambda strip: strip.rank)
    for strip, rank in zip(leaving, ranks_between(last, None, len(leaving)), strict=True):
        is_break = strip.kind == Strip.Kind.DAY_BREAK
        strip.area = Strip.Area.REMOVED if is_break else Strip.Area.BONEYARD
        strip.rank = strip.rank if is_break else rank
        strip.version += 1
    return leaving


def _new_breaks(board: Board, rows: Sequence[UUID | None], ranks: dict[str, str]) -> list[Strip]:
    return [
        new_strip(board, Strip.Kind.DAY_BREAK, area=Strip.Area.BOARD, rank=ranks[_slot(place, row)])
        for place, row in enumerate(rows)
        if row is None
    ]
