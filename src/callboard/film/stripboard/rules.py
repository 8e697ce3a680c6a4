"""Rules of the board: strips' looks, rows into days, splits and moves. Pure: no database, no Django."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from callboard.core.calendars.rules import WorkCalendar, working_days
from callboard.core.errors import Refused, gettext_noop
from callboard.formats.eighths import eighths_text
from callboard.formats.headings import story_light

RowKind = Literal["scene", "day_break", "banner"]
LONG_DAY_MINUTES = 12 * 60


class SplitDoesNotSum(Refused):
    """The pieces are not the scene."""

    text = gettext_noop("The pieces come to %(pieces)s pages and the scene has %(scene)s. Make them come to the same.")


class PieceTooShort(Refused):
    """A piece of less than an eighth cannot stand on a strip."""

    text = gettext_noop("Every piece of a split scene has at least 1/8 of a page.")


class SplitNeedsTwoPieces(Refused):
    """One piece is the scene itself."""

    text = gettext_noop("Split a scene into two pieces or more.")


class BannerHasNoPages(Refused):
    """Only scenes have pages."""

    text = gettext_noop("“%(label)s” is not a scene and cannot have pages. Give it minutes instead.")


@dataclass(frozen=True)
class BoardRow:
    """One row of the board, in shooting order. `keeps_empty_day` is for a day break that closes a day without rows."""

    key: str
    kind: RowKind = "scene"
    eighths: int = 0
    minutes: int = 0
    cast_ids: tuple[str, ...] = ()
    set_name: str = ""
    label: str = ""
    keeps_empty_day: bool = False

    def __post_init__(self) -> None:
        if self.kind != "scene" and self.eighths:
            raise BannerHasNoPages(label=self.label or self.key)


@dataclass(frozen=True)
class BoardDay:
    """Day `number` of `count`: its date, its rows without the break that closes it, and its totals."""

    number: int
    count: int
    on: dt.date
    rows: tuple[BoardRow, ...]
    break_key: str | None  # None for the open last day

    @property
    def eighths(self) -> int:
        """Pages of the day, in eighths."""
        return sum(row.eighths for row in self.rows)

    @property
    def minutes(self) -> int:
        """Estimated minutes of scenes and banners."""
        return sum(row.minutes for row in self.rows)

    @property
    def is_long(self) -> bool:
        """Whether the estimate is longer than a long shooting day."""
        return self.minutes > LONG_DAY_MINUTES

    @property
    def cast_ids(self) -> tuple[str, ...]:
        """Who works, each once, in board order: 2 before 10."""
        return tuple(sorted({cast_id for row in self.rows for cast_id in row.cast_ids}, key=cast_order))

    @property
    def set_names(self) -> tuple[str, ...]:
        """The sets of the day, each once, in shooting order."""
        return tuple(dict.fromkeys(row.set_name for row in self.rows if row.set_name))


def cast_order(cast_id: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key of a cast number, which is text: 2 < 10 < 10A < X."""
    parts = re.findall(r"[0-9]+|[^0-9]+", cast_id)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts)


def split_into_days(rows: Iterable[BoardRow], *, start_on: dt.date, calendar: WorkCalendar) -> list[BoardDay]:
    """Days of the board, numbered and dated. A day break closes the day above it; what follows the last is open.

    A break with nothing above it makes no day, unless it keeps its day empty. Raises NoWorkingDays.
    """
    closed: list[tuple[tuple[BoardRow, ...], str | None]] = []
    above: list[BoardRow] = []
    for row in rows:
        if row.kind != "day_break":
            above.append(row)
            continue
        if above or row.keeps_empty_day:
            closed.append((tuple(above), row.key))
        above = []
    if above:
        closed.append((tuple(above), None))
    dates = working_days(start_on, calendar, len(closed))
    return [
        BoardDay(number, len(closed), on, day_rows, break_key)
        for number, (on, (day_rows, break_key)) in enumerate(zip(dates, closed, strict=True), start=1)
    ]


def check_can_split(scene_eighths: int, pieces: Sequence[int]) -> None:
    """Refuse pieces that are not the scene. Raises SplitNeedsTwoPieces, PieceTooShort, SplitDoesNotSum."""
    if len(pieces) < 2:
        raise SplitNeedsTwoPieces
    if min(pieces) < 1:
        raise PieceTooShort
    if sum(pieces) != scene_eighths:
        raise SplitDoesNotSum(pieces=eighths_text(sum(pieces)), scene=eighths_text(scene_eighths))


@dataclass(frozen=True)
class StripLook:
    """How a strip looks. The label is always printed and the pattern differs: color is never the only cue."""

    key: str
    label: str
    pattern: str
    paper: str
    ink: str = "#000000"


Light = Literal["day", "night", "dawn", "dusk", "unknown"]
Side = Literal["int", "ext", "int_ext", "unknown"]

LIGHTS: Mapping[str, Light] = {"DAY": "day", "NIGHT": "night", "SUNRISE": "dawn", "SUNSET": "dusk"}

PALETTE: Mapping[str, StripLook] = {
    look.key: look
    for look in (
        StripLook("int_day", gettext_noop("INT DAY"), "plain", "#ffffff"),
        StripLook("ext_day", gettext_noop("EXT DAY"), "plain", "#fff3a0"),
        StripLook("int_night", gettext_noop("INT NIGHT"), "edge", "#bcd7f5"),
        StripLook("ext_night", gettext_noop("EXT NIGHT"), "edge", "#bfe5c0"),
        StripLook("int_ext_day", gettext_noop("INT/EXT DAY"), "split", "#fff9cf"),
        StripLook("int_ext_night", gettext_noop("INT/EXT NIGHT"), "split-edge", "#bde0dc"),
        StripLook("int_dawn", gettext_noop("INT DAWN"), "rising", "#fbe3ec"),
        StripLook("ext_dawn", gettext_noop("EXT DAWN"), "rising", "#f9c6d7"),
        StripLook("int_ext_dawn", gettext_noop("INT/EXT DAWN"), "split-rising", "#fad5e2"),
        StripLook("int_dusk", gettext_noop("INT DUSK"), "falling", "#fde3c8"),
        StripLook("ext_dusk", gettext_noop("EXT DUSK"), "falling", "#fbc78d"),
        StripLook("int_ext_dusk", gettext_noop("INT/EXT DUSK"), "split-falling", "#fcd5aa"),
        StripLook("unknown", gettext_noop("TIME NOT KNOWN"), "dotted", "#eeeeee"),
        StripLook("day_break", gettext_noop("END OF DAY"), "solid", "#1d1d1f", "#ffffff"),
        StripLook("week_break", gettext_noop("END OF WEEK"), "double", "#e8762b"),
        StripLook("free_day", gettext_noop("FREE DAY"), "hatched", "#c7c7cc"),
        StripLook("holiday", gettext_noop("HOLIDAY"), "cross-hatched", "#c0392b", "#ffffff"),
        StripLook("banner", gettext_noop("BANNER"), "barred", "#e3dcf3"),
    )
}


def light_of(time_of_day: str) -> Light:
    """The story light that a heading's time word means; unknown rather than guessed."""
    return LIGHTS.get(story_light(" ".join(time_of_day.split())), "unknown")


def side_of(int_ext: str) -> Side:
    """Inside, outside or both, from a heading's INT, EXT., INT/EXT, I/E."""
    letters = set(re.findall(r"[IE]", re.sub(r"(?<=[IE])[A-Z]+", "", int_ext.upper())))
    if letters == {"I", "E"}:
        return "int_ext"
    return "int" if letters == {"I"} else "ext" if letters == {"E"} else "unknown"


def strip_look(int_ext: str, time_of_day: str, palette: Mapping[str, StripLook] = PALETTE) -> StripLook:
    """The look of a scene's strip, by story light: INT DAY white, EXT DAY yellow, INT NIGHT blue, EXT NIGHT green."""
    return palette.get(f"{side_of(int_ext)}_{light_of(time_of_day)}", palette["unknown"])


def row_look(kind: str, palette: Mapping[str, StripLook] = PALETTE) -> StripLook:
    """The look of a row that is no scene: day_break, week_break, free_day, holiday, banner."""
    return palette[kind]
