"""What a shooting plan says: days with their pieces in order, cost by component, proven bound, conflicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from callboard.planner.shooting.problem import Placement


class Component(StrEnum):
    """A part of the cost, in the order in which it is shown."""

    CAST_WORK = "cast_work"
    CAST_HOLD = "cast_hold"
    FORCED_CALLS = "forced_calls"
    CREW = "crew"
    OVERTIME = "overtime"
    PAGES = "pages"
    SHORT_REST = "short_rest"
    SPLIT_DAYS = "split_days"
    MOVES = "moves"
    RENT = "rent"
    SET_UPS = "set_ups"
    RENTALS = "rentals"
    CHANGES = "changes"


class Status(StrEnum):
    """How good a plan is."""

    OPTIMAL = "optimal"  # no hard rule broken, and the bound is the cost
    FEASIBLE = "feasible"  # no hard rule broken
    CONFLICTS = "conflicts"  # the least harmful that was found; `conflicts` says what is broken


class ConflictKind(StrEnum):
    """The hard rules that a plan can break."""

    NOT_AVAILABLE = "not_available"  # a piece on a day that its cast, location, elements, light or unit does not have
    LOCK = "lock"  # a locked piece on another day
    LEGAL_DAY = "legal_day"
    TOO_MANY_PAGES = "too_many_pages"
    DAY_AND_NIGHT = "day_and_night"
    MINOR_HOURS = "minor_hours"
    MINOR_AT_NIGHT = "minor_at_night"
    SHORT_REST = "short_rest"
    ORDER = "order"
    TWO_PLACES = "two_places"  # one person in two units on one date
    LOCATION_DAYS = "location_days"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id with the values for its places; doors translate it."""

    text: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in its original language."""
        return self.text % self.parameters


@dataclass(frozen=True, slots=True)
class Conflict:
    """A hard rule that is broken: where, by how much (minutes, eighths or cases), and what would lift it.

    `harm` weighs it against others (breaches.HARM). Keys that do not concern it are empty.
    """

    kind: ConflictKind
    harm: int
    excess: int
    day: str = ""
    piece: str = ""
    person: str = ""
    sentence: Sentence = Sentence("")
    lifted_by: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonCost:
    """What one cast member costs: dates worked, held and dropped, and the money."""

    person: str
    worked: tuple[dt.date, ...]
    held: tuple[dt.date, ...]
    dropped: tuple[dt.date, ...]
    work_cost: int
    hold_cost: int
    forced_calls: int


@dataclass(frozen=True, slots=True)
class DayCost:
    """What one day of a unit holds and costs: `cost` is its own (crew, overtime, pages, rest, split, moves)."""

    day: str
    pieces: tuple[str, ...]
    locations: tuple[str, ...]
    eighths: int
    minutes: int
    cost: int
    cost_by_component: Mapping[Component, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Priced:
    """A set of placements with everything that it costs and breaks."""

    cost: int
    harm: int
    cost_by_component: Mapping[Component, int]
    people: tuple[PersonCost, ...]
    days: tuple[DayCost, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day that is used, with its pieces in the order in which they are shot."""

    key: str
    on: dt.date
    unit: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal. `bound` is proven: no plan without a conflict costs less.

    `moves` with the same seed gives the same plan again on any machine. A run that was stopped before the moves it had
    set out to do says so: `scheduled_moves` is then larger than `moves`, and both are needed to repeat it.
    """

    status: Status = field(compare=False)  # optimal is what the bound has proven; conflicts are compared below
    cost: int
    bound: int = field(compare=False)  # grows with the time there was
    cost_by_component: Mapping[Component, int]
    days: tuple[PlannedDay, ...]
    conflicts: tuple[Conflict, ...]
    moves: int
    scheduled_moves: int
    seed: int
    cpu_seconds: float = field(compare=False)
    compiled: bool = field(compare=False)

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Every piece with its day."""
        return tuple(Placement(piece, day.key) for day in self.days for piece in day.pieces)

    @property
    def gap(self) -> float:
        """The part of the cost that the bound leaves open, 0 to 1.

        A plan with conflicts has none (0.0): the bound is about plans that keep every rule, and this may cost less.
        """
        if self.conflicts or self.cost <= 0:
            return 0.0
        return (self.cost - self.bound) / self.cost
