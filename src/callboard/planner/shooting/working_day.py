"""One day of a unit with what is placed on it: minutes, light, call, wrap and rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from callboard.planner.shooting.problem import Light, Piece, Prices, Problem, ShootDay

DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class WorkingDay:
    """A shooting day that has at least one piece."""

    day: ShootDay
    pieces: tuple[Piece, ...]
    minutes: int
    """Of the pieces and the company moves between their locations."""

    @property
    def key(self) -> str:
        """The day's key."""
        return self.day.key

    @property
    def unit(self) -> str:
        """The unit that shoots."""
        return self.day.unit

    @property
    def eighths(self) -> int:
        """Pages, in eighths."""
        return sum(piece.eighths for piece in self.pieces)

    @property
    def locations(self) -> tuple[str, ...]:
        """The locations, sorted."""
        return tuple(sorted({piece.location for piece in self.pieces}))

    @property
    def cast(self) -> frozenset[str]:
        """Everybody who is called."""
        return frozenset(person for piece in self.pieces for person in piece.cast)

    @property
    def rentals(self) -> frozenset[str]:
        """Everything rented that is used."""
        return frozenset(rental for piece in self.pieces for rental in piece.rentals)

    def count(self, light: Light) -> int:
        """How many pieces need this light."""
        return sum(piece.light is light for piece in self.pieces)

    @property
    def is_split(self) -> bool:
        """Whether there is work by day and by night."""
        return self.count(Light.DAY) > 0 and self.count(Light.NIGHT) > 0

    @property
    def is_night(self) -> bool:
        """Whether the call is the night's: some night work and no day work."""
        return self.count(Light.NIGHT) > 0 and self.count(Light.DAY) == 0

    def call_minute(self, prices: Prices) -> int:
        """The call, in minutes after midnight of the date."""
        return prices.night_call_minute if self.is_night else prices.day_call_minute

    def wrap_minute(self, prices: Prices) -> int:
        """The wrap, in minutes after midnight of the date on which the day began."""
        return self.call_minute(prices) + self.minutes


def working_days(problem: Problem, day_of: Mapping[str, str]) -> dict[str, WorkingDay]:
    """The days that are used, by key, in the order of date and unit."""
    pieces: dict[str, list[Piece]] = {}
    for piece in problem.pieces:
        pieces.setdefault(day_of[piece.key], []).append(piece)
    used = sorted((day for day in problem.days if day.key in pieces), key=lambda day: (day.on, day.unit, day.key))
    return {day.key: _working_day(day, tuple(pieces[day.key]), problem.prices) for day in used}


def _working_day(day: ShootDay, pieces: tuple[Piece, ...], prices: Prices) -> WorkingDay:
    moves = len({piece.location for piece in pieces}) - 1
    return WorkingDay(day, pieces, sum(piece.minutes for piece in pieces) + prices.move_minutes * moves)


def short_rests(days: Iterable[WorkingDay], prices: Prices) -> Iterator[tuple[WorkingDay, WorkingDay]]:
    """Pairs of days on following dates, of any two units, with too little rest between them."""
    on: dict[dt.date, list[WorkingDay]] = {}
    for day in days:
        on.setdefault(day.day.on, []).append(day)
    for date, together in on.items():
        for before in together:
            for after in on.get(date + dt.timedelta(days=1), ()):
                if is_short_rest(before, after, prices):
                    yield before, after


def is_short_rest(before: WorkingDay, after: WorkingDay, prices: Prices) -> bool:
    """Whether the next date's call comes before the rest is over.

    Call times are planned wall-clock times; a night in which the clocks change is an hour off here, which the call
    sheet's own check counts exactly.
    """
    if after.day.on - before.day.on != dt.timedelta(days=1):
        return False
    return after.call_minute(prices) + DAY_MINUTES - before.wrap_minute(prices) < prices.rest_minutes
