"""Edits of the board: each is an operation on strips, recorded with what was before, so that it can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from callboard.core.audit.actions import Record, acting
from callboard.core.errors import NotFound, Refused, StaleEdit, gettext_noop
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.film.breakdown.models import Scene
from callboard.film.stripboard.models import Board, BoardMove, Strip
from callboard.film.stripboard.move_rules import (
    MovedOnSince,
    NotOnTheBoard,
    Position,
    move_after,
    rank_between,
    ranks_between,
)
from callboard.film.stripboard.recording import give_free_ranks, new_strip, record_move, says_the_same, snapshot
from callboard.film.stripboard.rules import check_can_split


class OnlyScenesSplit(Refused):
    """A break or banner has no pages to divide."""

    text = gettext_noop("Only scenes can be split. A banner can simply be placed twice.")


class ScenesAreSetAside(Refused):
    """A scene's strip is never thrown away."""

    text = gettext_noop("A scene cannot be removed from the board. Move it to the boneyard instead.")


class NothingToUndo(Refused):
    """The move was undone already, or is itself an undo's."""

    text = gettext_noop("There is nothing left to undo here.")


@dataclass(frozen=True)
class StripAt:
    """A strip as the person saw it."""

    public_id: UUID
    version: int


def create_board(production: Production, *, name: str, starts_on: dt.date, by: Membership, at: dt.datetime) -> Board:
    """Start a version of the schedule with every scene in the boneyard; the first of a production is the active one."""
    with acting(by, "create board", at=at, may=Permission.CHANGE_BOARD, production=production) as record:
        is_first = not Board.objects.filter(production=production, is_active=True).exists()
        board = Board.objects.create(
            organization_id=by.organization_id,
            production=production,
            name=name,
            starts_on=starts_on,
            is_active=is_first,
        )
        record.about(board)
        record.note(scenes=_add_missing_strips(board))
        return board


def gather_new_scenes(board: Board, *, by: Membership, at: dt.datetime) -> int:
    """Put scenes that have no strip yet (a new draft) into the boneyard; returns how many."""
    with _changing(board, "gather scenes", by=by, at=at) as record:
        count = _add_missing_strips(board)
        record.note(scenes=count)
        return count


def change_board(
    board: Board, *, version: int, name: str, starts_on: dt.date, by: Membership, at: dt.datetime
) -> Board:
    """Rename the board or move its first day; all dates follow."""
    with acting(
        by, "change board", at=at, may=Permission.CHANGE_BOARD, production=board.production, on=board, version=version
    ):
        board.name, board.starts_on = name, starts_on
        board.save(update_fields=["name", "starts_on"])
        announce(board.production, "board", about=board, at=at)
        return board


def place_strips(
    board: Board,
    strips: Sequence[StripAt],
    *,
    after: UUID | None,
    area: str = Strip.Area.BOARD,
    by: Membership,
    at: dt.datetime,
) -> BoardMove:
    """Move one or many strips, in the order given, behind another (None: to the top) of the board or boneyard.

    Raises StaleEdit naming the strip that somebody moved since, NotOnTheBoard.
    """
    with _changing(board, "place strips", by=by, at=at) as record:
        rows = _claim(board, strips)
        _check_anchor(board, after, area)
        moves = move_after(
            [str(row.public_id) for row in rows],
            after=str(after) if after else None,
            area=area,
            positions=_positions(board),
        )
        before = snapshot(rows)
        by_key = {str(row.public_id): row for row in rows}
        for move in moves:
            by_key[move.strip].area, by_key[move.strip].rank = move.area, move.rank
        record.note(strips=len(rows), area=area)
        return record_move(board, "place", rows, before, by=by, at=at)


def create_break(board: Board, *, after: UUID | None, text: str = "", by: Membership, at: dt.datetime) -> BoardMove:
    """Close a day behind the strip `after`."""
    return _create_row(board, Strip.Kind.DAY_BREAK, after=after, text=text, minutes=0, by=by, at=at)


def create_banner(
    board: Board, *, after: UUID | None, text: str, minutes: int = 0, by: Membership, at: dt.datetime
) -> BoardMove:
    """Put a banner (company move, meal, set-up, note) behind the strip `after`; it may take time, never pages."""
    return _create_row(board, Strip.Kind.BANNER, after=after, text=text, minutes=minutes, by=by, at=at)


def change_strip(
    board: Board, strip: StripAt, *, text: str, minutes: int, by: Membership, at: dt.datetime
) -> BoardMove:
    """Change a banner's words, or the minutes that this piece takes."""
    with _changing(board, "change strip", by=by, at=at) as record:
        rows = _claim(board, [strip])
        before = snapshot(rows)
        rows[0].text, rows[0].minutes = text, minutes
        record.about(rows[0])
        return record_move(board, "change", rows, before, by=by, at=at)


def remove_row(board: Board, strip: StripAt, *, by: Membership, at: dt.datetime) -> BoardMove:
    """Take a day break or banner away. Raises ScenesAreSetAside for a scene."""
    with _changing(board, "remove row", by=by, at=at) as record:
        rows = _claim(board, [strip])
        if rows[0].kind == Strip.Kind.SCENE:
            raise ScenesAreSetAside()
        before = snapshot(rows)
        rows[0].area = Strip.Area.REMOVED
        record.about(rows[0])
        return record_move(board, "remove", rows, before, by=by, at=at)


def split_strip(board: Board, strip: StripAt, *, pieces: Sequence[int], by: Membership, at: dt.datetime) -> BoardMove:
    """Divide a scene's strip into pieces (in eighths) that can be shot on different days. Raises SplitDoesNotSum …"""
    with _changing(board, "split strip", by=by, at=at) as record:
        rows = _claim(board, [strip])
        first = rows[0]
        if first.kind != Strip.Kind.SCENE:
            raise OnlyScenesSplit()
        check_can_split(first.eighths, pieces)
        before = snapshot(rows)
        minutes, total = first.minutes, first.eighths
        following = board.strips.filter(area=first.area, rank__gt=first.rank).order_by("rank").first()
        ranks = ranks_between(first.rank, following.rank if following else None, len(pieces) - 1)
        shares = _shares(minutes, pieces, total)
        first.eighths, first.minutes = pieces[0], shares[0]
        made = [
            new_strip(
                board, Strip.Kind.SCENE, area=first.area, rank=rank, scene=first.scene, eighths=size, minutes=share
            )
            for rank, size, share in zip(ranks, pieces[1:], shares[1:], strict=True)
        ]
        record.note(pieces=list(pieces))
        return record_move(board, "split", [first, *made], before, by=by, at=at)


def join_strips(board: Board, strip: StripAt, *, by: Membership, at: dt.datetime) -> BoardMove:
    """Make all pieces of the strip's scene one again, where this piece stands."""
    with _changing(board, "join strips", by=by, at=at):
        first = _claim(board, [strip])[0]
        others = list(board.strips.filter(scene=first.scene).exclude(pk=first.pk).exclude(area=Strip.Area.REMOVED))
        if first.kind != Strip.Kind.SCENE or not others:
            raise OnlyScenesSplit()
        before = snapshot([first, *others])
        first.eighths += sum(other.eighths for other in others)
        first.minutes += sum(other.minutes for other in others)
        for other in others:
            other.version += 1
            other.area = Strip.Area.REMOVED
        return record_move(board, "join", [first, *others], before, by=by, at=at)


def undo_move(move: BoardMove, *, by: Membership, at: dt.datetime) -> BoardMove:
    """Put back what the move changed; an undo can itself be undone (redo). Raises MovedOnSince, NothingToUndo."""
    board = move.board
    with _changing(board, "undo move", by=by, at=at):
        if BoardMove.objects.filter(undoes=move).exists():
            raise NothingToUndo()
        Board.objects.select_for_update().get(pk=board.pk)
        rows = list(board.strips.select_related("scene").filter(public_id__in=list(move.after)))
        before = snapshot(rows)
        for row in rows:
            # What the row says counts, not its version: undoing a later move of the same strip counts that up, too.
            if not says_the_same(before[str(row.public_id)], move.after[str(row.public_id)]):
                raise MovedOnSince(strip=str(row))
        for row in rows:
            then = move.before.get(str(row.public_id))
            # A row the move had made goes away; it stays in the table, so that the redo finds it.
            row.area = then["area"] if then else Strip.Area.REMOVED
            if then:
                row.rank, row.eighths, row.minutes, row.text = (then[k] for k in ("rank", "eighths", "minutes", "text"))
            row.version += 1
        give_free_ranks(board, rows)
        return record_move(board, "undo", rows, before, by=by, at=at, undoes=move)


def _changing(board: Board, verb: str, *, by: Membership, at: dt.datetime) -> AbstractContextManager[Record]:
    """The frame of every edit; `_claim` then locks the board's row, so that two moves come one after the other."""
    return acting(by, verb, at=at, may=Permission.CHANGE_BOARD, production=board.production, on=board)


def _claim(board: Board, strips: Sequence[StripAt]) -> list[Strip]:
    Board.objects.select_for_update().get(pk=board.pk)
    found = {
        row.public_id: row
        for row in board.strips.select_related("scene").filter(public_id__in=[s.public_id for s in strips])
    }
    rows = []
    for seen in strips:
        row = found.get(seen.public_id)
        if row is None:
            raise NotFound()
        if row.version != seen.version:
            raise StaleEdit(what=str(row), public_id=str(row.public_id))
        row.version += 1
        rows.append(row)
    return rows


def _check_anchor(board: Board, after: UUID | None, area: str) -> None:
    """Refuse a neighbor that has gone elsewhere, by its name: the ids of the rule would tell nobody anything."""
    if after is None:
        return
    anchor = board.strips.select_related("scene").filter(public_id=after).first()
    if anchor is None:
        raise NotFound()
    if anchor.area != area:
        raise NotOnTheBoard(strip=str(anchor))


def _positions(board: Board) -> dict[str, Position]:
    rows = board.strips.values_list("public_id", "area", "rank")
    return {str(public_id): Position(area, rank) for public_id, area, rank in rows}


def _create_row(
    board: Board, kind: str, *, after: UUID | None, text: str, minutes: int, by: Membership, at: dt.datetime
) -> BoardMove:
    with _changing(board, f"create {kind.replace('_', ' ')}", by=by, at=at) as record:
        Board.objects.select_for_update().get(pk=board.pk)
        rank = _rank_behind(board, after)
        strip = new_strip(board, kind, area=Strip.Area.BOARD, rank=rank, text=text, minutes=minutes)
        record.about(strip)
        return record_move(board, "create", [strip], {}, by=by, at=at)


def _rank_behind(board: Board, after: UUID | None) -> str:
    rows = board.strips.filter(area=Strip.Area.BOARD).order_by("rank", "id")
    if after is None:
        first = rows.first()
        return rank_between(None, first.rank if first else None)
    anchor = rows.filter(public_id=after).first()
    if anchor is None:
        raise NotFound()
    following = rows.filter(rank__gt=anchor.rank).first()
    return rank_between(anchor.rank, following.rank if following else None)


def _add_missing_strips(board: Board) -> int:
    used = board.strips.filter(scene__isnull=False).values("scene_id")
    scenes = list(
        Scene.objects.filter(production=board.production, is_omitted=False)
        .exclude(pk__in=used)
        .order_by("episode__number", "sort_key", "id")
    )
    last = board.strips.filter(area=Strip.Area.BONEYARD).order_by("rank").last()
    ranks = ranks_between(last.rank if last else None, None, len(scenes))
    Strip.objects.bulk_create(
        Strip(
            organization_id=board.organization_id,
            board=board,
            kind=Strip.Kind.SCENE,
            scene=scene,
            area=Strip.Area.BONEYARD,
            rank=rank,
            eighths=scene.eighths,
            minutes=scene.minutes,
        )
        for scene, rank in zip(scenes, ranks, strict=True)
    )
    return len(scenes)


def _shares(minutes: int, pieces: Sequence[int], total: int) -> list[int]:
    """Minutes by pages, whole, and their sum is the scene's."""
    shares = [minutes * piece // total for piece in pieces]
    shares[0] += minutes - sum(shares)
    return shares
