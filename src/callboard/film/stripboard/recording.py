"""Writing a move of the board: what each strip was and is, so that the move can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership
from callboard.film.stripboard.models import Board, BoardMove, Strip
from callboard.film.stripboard.move_rules import rank_between


def snapshot(rows: Sequence[Strip]) -> dict[str, dict[str, Any]]:
    """What each strip is, by its public id."""
    return {
        str(row.public_id): {
            "area": row.area,
            "rank": row.rank,
            "eighths": row.eighths,
            "minutes": row.minutes,
            "text": row.text,
            "version": row.version,
        }
        for row in rows
    }


def says_the_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two snapshots of a strip differ in their versions only."""
    return {**one, "version": None} == {**other, "version": None}


def give_free_ranks(board: Board, rows: Sequence[Strip]) -> None:
    """Another strip may have got the very rank that a row comes back to; two of one rank would never part again."""
    staying = board.strips.exclude(pk__in=[row.pk for row in rows]).exclude(area=Strip.Area.REMOVED)
    taken = {(area, rank) for area, rank in staying.values_list("area", "rank")}
    for row in rows:
        while row.area != Strip.Area.REMOVED and (row.area, row.rank) in taken:
            behind = min((rank for area, rank in taken if area == row.area and rank > row.rank), default=None)
            row.rank = rank_between(row.rank, behind)
        taken.add((row.area, row.rank))


def record_move(
    board: Board,
    verb: str,
    rows: Sequence[Strip],
    before: dict[str, dict[str, Any]],
    *,
    by: Membership,
    at: dt.datetime,
    undoes: BoardMove | None = None,
) -> BoardMove:
    """Write the strips and the move that changed them, and tell the pages."""
    Strip.objects.bulk_update(rows, ["area", "rank", "eighths", "minutes", "text", "version"])
    move = BoardMove(
        organization_id=board.organization_id,
        board=board,
        verb=verb,
        before=before,
        after=snapshot(rows),
        undoes=undoes,
        by=by,
        at=at,
    )
    move.save()
    announce(board.production, "board", about=board, at=at)
    return move


def new_strip(board: Board, kind: str, *, area: str, rank: str, **fields: Any) -> Strip:
    """Make a row of the board."""
    return Strip.objects.create(
        organization_id=board.organization_id, board=board, kind=kind, area=area, rank=rank, **fields
    )
