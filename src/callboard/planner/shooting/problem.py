"""What a shooting plan is made from: pieces of scenes, days, cast, locations, rentals and prices. Keys, no positions.

Money is whole minor units, lengths are whole eighths of a page and whole minutes, days are dates. Everything is named
by its key. A price of None means that what it would buy is forbidden: a hard rule. docs/algorithms/shooting.md states
the model; `callboard.planner.shooting.pricing` is its one definition of cost.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Light(StrEnum):
    """The light that a piece is shot in, or that a day offers."""

    DAY = "day"
    NIGHT = "night"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class ShootDay:
    """A day on which a unit may shoot; it costs nothing unless something is placed on it.

    Minutes are of the crew's work, company moves included, meals not. Above `regular_minutes` is overtime, above
    `legal_minutes` is forbidden; above `comfortable_eighths` each eighth has a price, above `most_eighths` it is
    forbidden: a piece longer than that is shot on a day of its own, which keeps the limit. `crew_cost` is what the unit
    costs for the day.
    """

    key: str
    on: dt.date
    unit: str = ""
    regular_minutes: int = 720
    legal_minutes: int = 840
    comfortable_eighths: int = 40
    most_eighths: int | None = None
    crew_cost: int = 0
    light: Light = Light.EITHER


@dataclass(frozen=True, slots=True)
class Window:
    """Dates from `start` on and before `end`; None is open."""

    start: dt.date | None = None
    end: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the day is inside."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Availability:
    """The dates on which somebody or some place can be had: in any of `windows` (none: always), and not `away`."""

    windows: tuple[Window, ...] = ()
    away: frozenset[dt.date] = frozenset()

    def holds(self, day: dt.date) -> bool:
        """Whether the day can be had."""
        return day not in self.away and (not self.windows or any(window.holds(day) for window in self.windows))


ALWAYS = Availability()


@dataclass(frozen=True, slots=True)
class Piece:
    """A scene, or the part of one that is shot in one go. `locked_to` is the key of the day that it stays on.

    `unit` None lets any unit shoot it. `available` are the dates that its elements leave (a crane, a tide).
    """

    key: str
    scene: str
    eighths: int
    minutes: int
    location: str
    light: Light = Light.EITHER
    cast: frozenset[str] = frozenset()
    rentals: frozenset[str] = frozenset()
    available: Availability = ALWAYS
    unit: str | None = None
    locked_to: str | None = None


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody in the cast, and the deal: `day_rate` for a day worked, `hold_rate` for a day held in between.

    Held are the dates between the first and the last day worked that are neither worked nor company days off. A break
    of more than `drop_after_days` calendar days from one day worked to the next need not be held, `most_drops` times;
    None: never. `forced_call` is paid for a call with too little rest.
    """

    key: str
    day_rate: int = 0
    hold_rate: int = 0
    drop_after_days: int | None = None
    most_drops: int = 1
    available: Availability = ALWAYS
    born_on: dt.date | None = None
    forced_call: int = 0


@dataclass(frozen=True, slots=True)
class Location:
    """Where pieces are shot: `rent` for each date used, `set_up` each time the company comes to it anew."""

    key: str
    rent: int = 0
    set_up: int = 0
    available: Availability = ALWAYS


@dataclass(frozen=True, slots=True)
class Rental:
    """A thing paid by the day from its first use to its last; company days off cost nothing."""

    key: str
    day_rate: int = 0


@dataclass(frozen=True, slots=True)
class OrderRule:
    """`before` is shot on the same day as `after` (and earlier in it) or on a day before; both are piece keys."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MinorHours:
    """What somebody of this age on the date may do: from `from_months` until `below_months` of age."""

    from_months: int
    below_months: int
    work_minutes: int
    may_work_nights: bool = False


@dataclass(frozen=True, slots=True)
class Prices:
    """What the producer pays for. A price of None forbids.

    A company move is each further location on a unit's day. Rest is counted from wrap to the next day's call, on
    following dates: the call is `day_call_minute` after midnight, on a day with night work only `night_call_minute`.
    `short_rest` is for the unit; cast pay their own `forced_call`. `split_day` is for a day with both day and night
    work. `changed_call` is for each call (one person, one date) that is new or gone against `Problem.published`.
    """

    move_minutes: int = 60
    move: int = 0
    overtime_minute: int = 0
    eighth_over: int = 0
    rest_minutes: int = 600
    day_call_minute: int = 7 * 60
    night_call_minute: int = 18 * 60
    short_rest: int | None = 0
    split_day: int | None = None
    changed_call: int = 0


@dataclass(frozen=True, slots=True)
class Placement:
    """A piece on a day, by their keys."""

    piece: str
    day: str


@dataclass(frozen=True, slots=True)
class Problem:
    """All that is known. `published` is the board that people were told (for replanning).

    `days_off` are the company's days off: nobody is paid for them. `most_location_days` limits how many pairs of
    location and day there may be; None: no limit.
    """

    days: tuple[ShootDay, ...]
    pieces: tuple[Piece, ...]
    cast: tuple[CastMember, ...] = ()
    locations: tuple[Location, ...] = ()
    rentals: tuple[Rental, ...] = ()
    order_rules: tuple[OrderRule, ...] = ()
    minor_hours: tuple[MinorHours, ...] = ()
    days_off: frozenset[dt.date] = frozenset()
    prices: Prices = Prices()
    most_location_days: int | None = None
    published: tuple[Placement, ...] = ()
    currency: str = field(default="", compare=False)
