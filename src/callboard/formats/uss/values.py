"""What a Universal Schedule Standard file says, strict: whole eighths and minutes, calendar dates, known ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Extras: TypeAlias = Mapping[str, Json]

_BONEYARD_NAMES = ("boneyard", "recycle")


class BreakdownKind(StrEnum):
    """What a strip is; day breaks are no breakdowns here but the borders between the days of a board."""

    SCENE = "scene"
    BANNER = "banner"


class EventKind(StrEnum):
    """What an event does to the calendar; the values are the file's own words."""

    START = "start"
    DAY_OFF = "dayOff"
    OTHER = "event"


@dataclass(frozen=True)
class Event:
    """One date of a calendar or an element: the start, a day off ("holiday", "dayOff"), or "travel", "fitting" …

    Only a day off keeps the company from shooting; an event of another kind is a remark on its date.
    """

    id: str
    kind: EventKind
    on: date
    name: str | None
    extras: Extras = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Breakdown:
    """A scene or a piece of one ("5PT1"), or a banner.

    `element_ids` keeps the file's order: the first element of a category is the one that a single-valued field
    (the set, INT/EXT, day or night) means. `eighths` and `minutes` are None where nobody has estimated them.
    """

    id: str
    kind: BreakdownKind
    scene: str | None
    eighths: int | None
    minutes: int | None
    description: str | None
    banner_text: str | None
    comments: str | None
    script_page: str | None
    element_ids: tuple[str, ...]
    created: datetime | None
    extras: Extras = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Category:
    """A kind of element. `ucid` is the Universal Category Identification: 0–49 and 100–499 fixed, others custom."""

    id: str
    name: str
    ucid: int
    created: datetime | None
    extras: Extras = field(default_factory=dict, hash=False)

    @property
    def is_custom(self) -> bool:
        """Whether the number says nothing beyond this file: 50–99 on the scene's level, 500 and up for elements."""
        return 50 <= self.ucid <= 99 or self.ucid >= 500


@dataclass(frozen=True)
class Element:
    """A person, a thing or a place that strips need, in exactly one category.

    `drop_day_count` as the file has it: 0 is written by programs where nobody set it. `days_off` are weekdays,
    0 = Sunday.
    """

    id: str
    name: str
    category_id: str
    board_id: str | None
    is_board_id_locked: bool
    is_dood: bool
    is_hold: bool
    is_drop: bool
    drop_day_count: int
    days_off: tuple[int, ...]
    events: tuple[Event, ...]
    linked_ids: tuple[str, ...]
    created: datetime | None
    extras: Extras = field(default_factory=dict, hash=False)

    def is_off(self, on: date) -> bool:
        """Whether the element cannot be had on this date: its weekday off, or an own day off."""
        return _is_off(on, self.days_off, self.events)


@dataclass(frozen=True)
class Board:
    """An ordered part of a stripboard: `days` hold breakdown ids, one tuple for each day between two day breaks."""

    id: str
    name: str
    days: tuple[tuple[str, ...], ...]
    extras: Extras = field(default_factory=dict, hash=False)

    @property
    def is_boneyard(self) -> bool:
        """Whether its strips are unscheduled: the name says boneyard or recycle, as the standard's author reads it."""
        return any(name in self.name.casefold() for name in _BONEYARD_NAMES)

    @property
    def breakdown_ids(self) -> tuple[str, ...]:
        """All its strips and banners in order."""
        return tuple(breakdown_id for day in self.days for breakdown_id in day)


@dataclass(frozen=True)
class Stripboard:
    """One scenario of the shoot: boards that hold every breakdown once, and the calendar that dates them."""

    id: str
    name: str
    boards: tuple[Board, ...]
    calendar_id: str | None
    extras: Extras = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Calendar:
    """Start, weekly days off (0 = Sunday) and events of one scenario."""

    id: str
    name: str
    days_off: tuple[int, ...]
    events: tuple[Event, ...]
    extras: Extras = field(default_factory=dict, hash=False)

    @property
    def starts_on(self) -> date | None:
        """The date of the first shooting day; the earliest where a file has several."""
        return min((event.on for event in self.events if event.kind is EventKind.START), default=None)

    def is_off(self, on: date) -> bool:
        """Whether the company has this date off: the weekly pattern, a holiday or a single day off."""
        return _is_off(on, self.days_off, self.events)


@dataclass(frozen=True)
class Schedule:
    """A whole file. `outer_extras` are own keys beside "universalScheduleStandard", `extras` those inside it."""

    id: str
    name: str
    source: str
    version: str
    created: datetime | None
    project: str | None
    author: str | None
    company: str | None
    description: str | None
    season: str | None
    episode: str | None
    episode_name: str | None
    schedule_color: str | None
    schedule_on: date | None
    script_color: str | None
    script_on: date | None
    breakdowns: tuple[Breakdown, ...]
    categories: tuple[Category, ...]
    elements: tuple[Element, ...]
    stripboards: tuple[Stripboard, ...]
    calendars: tuple[Calendar, ...]
    extras: Extras = field(default_factory=dict, hash=False)
    outer_extras: Extras = field(default_factory=dict, hash=False)


def _is_off(on: date, days_off: tuple[int, ...], events: tuple[Event, ...]) -> bool:
    return on.isoweekday() % 7 in days_off or any(event.on == on for event in events if event.kind is EventKind.DAY_OFF)
