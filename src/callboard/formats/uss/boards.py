"""Stripboards: boards with their days, from lists of lists (1.0) and from flat lists with day breaks (0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from callboard.formats.uss import faults
from callboard.formats.uss.fields import Part, checked_count
from callboard.formats.uss.identity import Ids
from callboard.formats.uss.values import Board, Json, Stripboard

_BONEYARD = "boneyard"


@dataclass(frozen=True)
class StripboardReader:
    """Reads stripboards against the ids of the breakdowns, day breaks and calendars of the file."""

    breakdown_ids: Mapping[str, None]  # in the file's order
    day_breaks: Set[str]
    calendar_ids: tuple[str, ...]

    def read(self, parts: list[Part]) -> tuple[Stripboard, ...]:
        """All scenarios; each holds every breakdown of the file exactly once."""
        ids = Ids("stripboard")
        return tuple(self._stripboard(part, ids.of(part)) for part in parts)

    def _stripboard(self, part: Part, identity: str) -> Stripboard:
        name = part.text("name") or ""
        board_ids = Ids("board")
        placed: set[str] = set()
        boards = [self._board(board, board_ids.of(board), placed) for board in part.parts("boards")]
        left = tuple(breakdown_id for breakdown_id in self.breakdown_ids if breakdown_id not in placed)
        if left:
            part.note(faults.ON_NO_BOARD, count=len(left))
            boards = _with_boneyard(boards, left, f"{identity}-{_BONEYARD}")
        return Stripboard(identity, name, tuple(boards), self._calendar_id(part), part.extras())

    def _calendar_id(self, part: Part) -> str | None:
        calendar_id = part.text("calendar")
        if calendar_id in self.calendar_ids:
            return calendar_id
        if calendar_id:
            part.note(faults.UNKNOWN_ID, key="calendar", id=calendar_id)
        if len(self.calendar_ids) != 1:
            return None
        part.note(faults.NO_CALENDAR, key="calendar")
        return self.calendar_ids[0]

    def _board(self, part: Part, identity: str, placed: set[str]) -> Board:
        name = part.text("name") or ""
        entries = part.entries("breakdownIds")
        place = f"{part.place}.breakdownIds"
        days: list[tuple[str, ...]] = []
        for day in self._days(entries):
            checked_count(day, place)
            days.append(tuple(self._strips(part, day, placed)))
        if entries and not all(isinstance(entry, list) for entry in entries):
            part.note(faults.FLAT_BOARD, key="breakdownIds", days=len(days))
        return Board(identity, name, tuple(days), part.extras())

    def _days(self, entries: list[Json]) -> Iterable[list[Json]]:
        """The lists as they stand; single ids go together up to and with the day break that closes their day."""
        open_day: list[Json] = []
        for entry in entries:
            if isinstance(entry, list):
                if open_day:
                    yield open_day
                open_day = []
                yield entry
                continue
            open_day.append(entry)
            if isinstance(entry, str) and entry in self.day_breaks:
                yield open_day
                open_day = []
        if open_day:
            yield open_day

    def _strips(self, part: Part, day: list[Json], placed: set[str]) -> Iterable[str]:
        for entry in day:
            strip = part.as_text(entry, "breakdownIds") or ""
            if strip in placed:
                part.note(faults.TWICE, key="breakdownIds", id=strip[:40])
            elif strip in self.breakdown_ids:
                placed.add(strip)
                yield strip
            elif strip and strip not in self.day_breaks:
                part.note(faults.UNKNOWN_ID, key="breakdownIds", id=strip[:40])


def _with_boneyard(boards: list[Board], left: tuple[str, ...], identity: str) -> list[Board]:
    """The boards with these strips at the end of the first boneyard; one is made where there is none."""
    for position, board in enumerate(boards):
        if board.is_boneyard:
            return [*boards[:position], replace(board, days=(*board.days, left)), *boards[position + 1 :]]
    return [*boards, Board(identity, _BONEYARD, (left,))]
