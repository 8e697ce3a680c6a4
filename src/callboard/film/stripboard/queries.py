"""Reading boards: strips with what is written on them, days with dates and totals."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from callboard.core.calendars.rules import working_days
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.places.models import Place
from callboard.core.productions.queries import work_calendar
from callboard.film.breakdown.models import Scene, SceneElement
from callboard.film.stripboard.models import Board, BoardMove, Strip
from callboard.film.stripboard.move_rules import undo_and_redo
from callboard.film.stripboard.rules import BoardDay, BoardRow, StripLook, row_look, split_into_days, strip_look

MOVES_REMEMBERED = 300
"""How far back undo reaches."""
HOLIDAYS_AHEAD = dt.timedelta(days=2 * 366)
"""How far from the first day on public holidays are looked up."""


@dataclass(frozen=True)
class CastMark:
    """A cast number with the name behind it."""

    number: str
    name: str
    element_id: int


@dataclass(frozen=True)
class StripCard:
    """One row as it is shown: everything the strip says, and the version an edit must name."""

    strip: Strip
    look: StripLook
    cast: tuple[CastMark, ...]
    piece: int = 1
    pieces: int = 1

    @property
    def key(self) -> str:
        """The strip's public id, as text."""
        return str(self.strip.public_id)

    @property
    def scene(self) -> Scene | None:
        """The scene behind the strip; none for breaks and banners."""
        return self.strip.scene


@dataclass(frozen=True)
class OffDay:
    """A date between two shooting days on which nobody is called, and why; the reason is empty for the weekly day."""

    on: dt.date
    reason: str


@dataclass(frozen=True)
class DayView:
    """A day of the board with its cards, the card of the break that closes it, and the days off before it."""

    day: BoardDay
    cards: tuple[StripCard, ...]
    break_card: StripCard | None
    off_before: tuple[OffDay, ...] = ()

    @property
    def cast(self) -> tuple[CastMark, ...]:
        """Who works on this day, each once, in board order."""
        marks = {mark.element_id: mark for card in self.cards for mark in card.cast}
        return tuple(sorted(marks.values(), key=_cast_order))


@dataclass(frozen=True)
class BoardView:
    """A whole board, ready to be shown."""

    board: Board
    days: tuple[DayView, ...]
    boneyard: tuple[StripCard, ...]
    scenes_without_strip: int
    last_move: BoardMove | None
    next_on: dt.date
    """The date of the shooting day that would follow the last."""

    @property
    def eighths(self) -> int:
        """Pages scheduled, in eighths."""
        return sum(day.day.eighths for day in self.days)

    @property
    def boneyard_eighths(self) -> int:
        """Pages still to be scheduled, in eighths."""
        return sum(card.strip.eighths for card in self.boneyard)


def active_board(member: Membership, production: Production) -> Board | None:
    """The version of the schedule that counts; None before the first board is made."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return Board.objects.filter(production=production, is_active=True).first()


def board_of(member: Membership, production: Production, public_id: UUID) -> Board:
    """One board of a production the member can see."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    board = Board.objects.filter(production=production, public_id=public_id).first()
    if board is None:
        raise NotFound()
    return board


def strip_of(board: Board, public_id: UUID) -> Strip:
    """One strip of the board."""
    strip = board.strips.select_related("scene").filter(public_id=public_id).first()
    if strip is None:
        raise NotFound()
    return strip


def board_view(board: Board) -> BoardView:
    """The board as it is shown. Five queries, whatever its size."""
    strips = list(
        board.strips.exclude(area=Strip.Area.REMOVED)
        .select_related("scene")
        .defer("scene__text")  # whole pages of script that no strip shows
        .order_by("rank", "id")
    )
    cards = _cards(strips)
    on_board = [card for card in cards if card.strip.area == Strip.Area.BOARD]
    by_key = {card.key: card for card in on_board}
    calendar, reasons = work_calendar(board.production, board.starts_on, board.starts_on + HOLIDAYS_AHEAD)
    days = split_into_days([_row(card) for card in on_board], start_on=board.starts_on, calendar=calendar)
    following = days[-1].on + dt.timedelta(days=1) if days else board.starts_on
    starts = [board.starts_on, *(day.on + dt.timedelta(days=1) for day in days)]
    used = {strip.scene_id for strip in strips if strip.scene_id}
    missing = Scene.objects.filter(production=board.production, is_omitted=False).exclude(pk__in=used).count()
    return BoardView(
        board=board,
        days=tuple(_day_view(day, by_key, _off_days(start, day.on, reasons)) for start, day in zip(starts, days)),  # noqa: B905 - one start is left over
        boneyard=tuple(card for card in cards if card.strip.area == Strip.Area.BONEYARD),
        scenes_without_strip=missing,
        last_move=last_undoable_move(board),
        next_on=working_days(following, calendar, 1)[0],
    )


def sun_place_of(production: Production) -> Place | None:
    """The place whose sunrise and sunset the board shows: the first active location with coordinates."""
    return (
        Place.objects.filter(production=production, is_active=True, latitude__isnull=False, longitude__isnull=False)
        .select_related("production")
        .order_by("kind", "name")
        .first()
    )


def move_of(board: Board, public_id: UUID) -> BoardMove:
    """One move of the board, with who made it."""
    move = BoardMove.objects.filter(board=board, public_id=public_id).select_related("by").first()
    if move is None:
        raise NotFound()
    return move


def newest_move_of_strip(strip: Strip) -> BoardMove | None:
    """Who last changed this strip, when, and from what: what a stale edit is shown."""
    moves = BoardMove.objects.filter(board_id=strip.board_id, after__has_key=str(strip.public_id))
    return moves.select_related("by").order_by("-id").first()


def undo_and_redo_of(board: Board, member: Membership | None = None) -> tuple[BoardMove | None, BoardMove | None]:
    """What the undo and the redo button take back. With a member, only that member's own moves count."""
    newest = BoardMove.objects.filter(board=board).select_related("by").defer("before", "after").order_by("-id")
    if member is not None:
        newest = newest.filter(by=member)
    by_id = {move.pk: move for move in newest[:MOVES_REMEMBERED]}
    undoable, redoable = undo_and_redo((pk, by_id[pk].undoes_id) for pk in sorted(by_id))
    return (by_id[undoable[-1]] if undoable else None, by_id[redoable[-1]] if redoable else None)


def last_undoable_move(board: Board, member: Membership | None = None) -> BoardMove | None:
    """The newest move that still stands (a redo stands too): what the undo button takes back."""
    return undo_and_redo_of(board, member)[0]


def day_of_board(board: Board, on: dt.date) -> DayView | None:
    """The board's day on a date, for a call sheet to be drafted from."""
    return next((day for day in board_view(board).days if day.day.on == on), None)


def work_dates_of_cast(view: BoardView) -> dict[int, list[dt.date]]:
    """On which dates each cast element works, from the board."""
    dates: dict[int, set[dt.date]] = defaultdict(set)
    for day in view.days:
        for card in day.cards:
            for mark in card.cast:
                dates[mark.element_id].add(day.day.on)
    return {element_id: sorted(found) for element_id, found in dates.items()}


def _day_view(day: BoardDay, by_key: dict[str, StripCard], off_before: tuple[OffDay, ...]) -> DayView:
    return DayView(
        day=day,
        cards=tuple(by_key[row.key] for row in day.rows),
        break_card=by_key.get(day.break_key or ""),
        off_before=off_before,
    )


def _off_days(first: dt.date, until: dt.date, reasons: dict[dt.date, str]) -> tuple[OffDay, ...]:
    dates = (first + dt.timedelta(days=offset) for offset in range((until - first).days))
    return tuple(OffDay(on, reasons.get(on, "")) for on in dates)


def _cards(strips: Sequence[Strip]) -> list[StripCard]:
    cast = _cast_by_scene({strip.scene_id for strip in strips if strip.scene_id})
    pieces: dict[int, list[int]] = defaultdict(list)
    for strip in strips:
        if strip.scene_id:
            pieces[strip.scene_id].append(strip.pk)
    return [_card(strip, cast, pieces) for strip in strips]


def _card(strip: Strip, cast: dict[int, tuple[CastMark, ...]], pieces: dict[int, list[int]]) -> StripCard:
    scene = strip.scene
    if scene is None:
        return StripCard(strip, row_look(strip.kind), ())
    siblings = pieces[scene.pk]
    return StripCard(
        strip,
        strip_look(scene.int_ext, scene.time_of_day),
        cast.get(scene.pk, ()),
        piece=siblings.index(strip.pk) + 1,
        pieces=len(siblings),
    )


def _row(card: StripCard) -> BoardRow:
    strip, scene = card.strip, card.scene
    return BoardRow(
        key=card.key,
        kind=strip.kind,  # type: ignore[arg-type]
        eighths=strip.eighths if scene else 0,
        minutes=strip.minutes,
        cast_ids=tuple(mark.number or mark.name for mark in card.cast),
        set_name=scene.set_name if scene else "",
        label=strip.text,
        keeps_empty_day=strip.kind == Strip.Kind.DAY_BREAK,
    )


def _cast_by_scene(scene_ids: Iterable[int]) -> dict[int, tuple[CastMark, ...]]:
    rows = (
        SceneElement.objects.filter(scene_id__in=set(scene_ids), element__category__is_cast=True, by_voice=False)
        .select_related("element")
        .order_by("element__number", "element__name")
    )
    found: dict[int, list[CastMark]] = defaultdict(list)
    for row in rows:
        found[row.scene_id].append(CastMark(row.element.number, row.element.name, row.element_id))
    return {scene_id: tuple(sorted(marks, key=_cast_order)) for scene_id, marks in found.items()}


def _cast_order(mark: CastMark) -> tuple[int, str, str]:
    return (int(mark.number) if mark.number.isdigit() else 9999, mark.number, mark.name)


def strips_of_move(move: BoardMove) -> list[Strip]:
    """The strips that a move touched, also those that are gone since, in board order."""
    touched = Strip.objects.filter(board_id=move.board_id, public_id__in=list(move.after)).select_related("scene")
    return list(touched.order_by("area", "rank", "id"))
