"""Days that are alike for the bound: what they may hold, by positions, for the kernel of day patterns."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from callboard.planner.shooting.dates import minor_hours_on
from callboard.planner.shooting.problem import Light, MinorHours, Piece, Problem, ShootDay

NO_LIMIT = 2**40
MOST_KINDS = 6
"""With more kinds of days than this, all are taken as one kind with the widest limits: weaker, never wrong."""
WORD = 64


@dataclass(frozen=True, slots=True)
class DayLimits:
    """What a class of days may hold and costs: the widest limits and the least costs of its days."""

    most_eighths: int
    legal_minutes: int
    regular_minutes: int
    comfortable_eighths: int
    crew_cost: int

    @classmethod
    def widest(cls, days: Iterable[ShootDay]) -> DayLimits:
        """Limits that no day of these exceeds."""
        rows = list(days)
        return cls(
            most_eighths=max(NO_LIMIT if day.most_eighths is None else day.most_eighths for day in rows),
            legal_minutes=max(day.legal_minutes for day in rows),
            regular_minutes=max(day.regular_minutes for day in rows),
            comfortable_eighths=max(day.comfortable_eighths for day in rows),
            crew_cost=min(day.crew_cost for day in rows),
        )


@dataclass(frozen=True, slots=True)
class DayClass:
    """Days that can hold the same pieces at the same price; `lights` says which of their light are left out."""

    kind: int
    days: tuple[ShootDay, ...]
    limits: DayLimits
    pieces: tuple[int, ...]
    """Positions in `Problem.pieces`."""
    dates: tuple[tuple[int, ...], ...]
    """By piece: positions of the days on which it can be shot."""
    most_minutes: Mapping[str, int]
    """By minor: the longest work that the law allows on any of the days."""

    def holds(self, pieces: Iterable[int]) -> bool:
        """Whether all these pieces are of the class."""
        return set(self.pieces).issuperset(pieces)


def day_classes(problem: Problem) -> tuple[DayClass, ...]:
    """Every plan without conflict has, on each day used, a set of pieces that the day's class may hold.

    Where a day may not mix day and night work there are two classes of each kind of day, one without night pieces and
    one without day pieces: a set without a conflict fits one of them at least.
    """
    open_days = possible_days(problem)
    bands = Bands(problem)
    classes = []
    for kind, days in enumerate(_kinds(problem.days)):
        for left_out in _left_out(problem):
            found = _day_class(problem, kind, days, left_out, open_days, bands)
            if found.pieces:
                classes.append(found)
    return tuple(classes)


def possible_days(problem: Problem) -> tuple[frozenset[str], ...]:
    """By piece: keys of the days on which it can be without a conflict; its lock is stronger than all else."""
    dates = sorted({day.on for day in problem.days})
    had = {("cast", row.key): {on for on in dates if row.available.holds(on)} for row in problem.cast}
    had |= {("place", row.key): {on for on in dates if row.available.holds(on)} for row in problem.locations}
    found = []
    for piece in problem.pieces:
        if piece.locked_to is not None:
            found.append(frozenset({piece.locked_to}))
            continue
        on = {date for date in dates if piece.available.holds(date)}
        for key in (("place", piece.location), *(("cast", key) for key in piece.cast)):
            on &= had.get(key, on)
        found.append(frozenset(day.key for day in problem.days if day.on in on and _has_light_and_unit(piece, day)))
    return tuple(found)


def _has_light_and_unit(piece: Piece, day: ShootDay) -> bool:
    is_light = Light.EITHER in {piece.light, day.light} or piece.light is day.light
    return is_light and (piece.unit is None or piece.unit == day.unit)


class Bands:
    """The hours of minors by date, asked once each."""

    def __init__(self, problem: Problem) -> None:
        self._hours = problem.minor_hours
        self._born = {person.key: person.born_on for person in problem.cast if person.born_on is not None}
        self._known: dict[tuple[str, dt.date], MinorHours | None] = {}

    def on(self, person: str, date: dt.date) -> MinorHours | None:
        """The hours that bind this person on the date; None for adults and strangers."""
        if person not in self._born:
            return None
        if (person, date) not in self._known:
            self._known[person, date] = minor_hours_on(self._born[person], date, self._hours)
        return self._known[person, date]

    def keeps_from_night(self, piece: Piece, date: dt.date) -> bool:
        """Whether somebody in the piece may not work on a day with night work.

        Without a night piece a day of the class without day pieces is none with night work, and fits the other class.
        """
        bands = (self.on(person, date) for person in piece.cast)
        return any(band is not None and not band.may_work_nights for band in bands)

    def most_minutes(self, person: str, dates: Iterable[dt.date]) -> int | None:
        """The longest work that is allowed on any of the dates; None where one of them sets no limit."""
        bands = [self.on(person, date) for date in dates]
        minutes = [band.work_minutes for band in bands if band is not None]
        return max(minutes) if minutes and len(minutes) == len(bands) else None


def _kinds(days: tuple[ShootDay, ...]) -> Iterator[tuple[ShootDay, ...]]:
    groups: dict[tuple[object, ...], list[ShootDay]] = {}
    for day in days:
        alike = (
            day.unit,
            day.light,
            day.regular_minutes,
            day.legal_minutes,
            day.comfortable_eighths,
            day.most_eighths,
            day.crew_cost,
        )
        groups.setdefault(alike, []).append(day)
    if len(groups) > MOST_KINDS:
        yield days
    else:
        yield from map(tuple, groups.values())


def _left_out(problem: Problem) -> tuple[Light | None, ...]:
    lights = {piece.light for piece in problem.pieces}
    if problem.prices.split_day is None and Light.NIGHT in lights:
        return (Light.NIGHT, Light.DAY)
    return (None,)


def _day_class(
    problem: Problem,
    kind: int,
    days: tuple[ShootDay, ...],
    left_out: Light | None,
    open_days: tuple[frozenset[str], ...],
    bands: Bands,
) -> DayClass:
    pieces, dates = [], []
    for position, piece in enumerate(problem.pieces):
        if left_out is not None and piece.light is left_out:
            continue
        on = tuple(
            number
            for number, day in enumerate(days)
            if day.key in open_days[position] and not (left_out is Light.DAY and bands.keeps_from_night(piece, day.on))
        )
        if on:
            pieces.append(position)
            dates.append(on)
    minutes = {person.key: bands.most_minutes(person.key, (day.on for day in days)) for person in problem.cast}
    most_minutes = {key: most for key, most in minutes.items() if most is not None}
    return DayClass(kind, days, DayLimits.widest(days), tuple(pieces), tuple(dates), most_minutes)


def units_on_a_date(problem: Problem) -> int:
    """How many days at most fall on one date: what is paid once a date is shared by so many."""
    return max(Counter(day.on for day in problem.days).values(), default=1)


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody or something that a day pays once if any of its pieces uses it."""

    key: tuple[str, str]
    rate: int
    is_place: bool = False


def uses_of(problem: Problem) -> dict[tuple[str, str], Use]:
    """Every use with the least that one day with it adds to the cost.

    Rent and rentals are paid by the date, whatever the number of units: each of them bears its part, rounded down. A
    place bears the company move to it.
    """
    units = units_on_a_date(problem)
    rents = {place.key: place.rent // units for place in problem.locations}
    found = {("cast", person.key): Use(("cast", person.key), person.day_rate) for person in problem.cast}
    found |= {
        ("rental", rental.key): Use(("rental", rental.key), rental.day_rate // units) for rental in problem.rentals
    }
    for place in sorted({piece.location for piece in problem.pieces}):
        found["place", place] = Use(("place", place), rents.get(place, 0) + problem.prices.move, is_place=True)
    return found


def keys_of(piece: Piece, known: Mapping[tuple[str, str], Use]) -> list[tuple[str, str]]:
    """The uses of a piece, its place first."""
    others = [("cast", key) for key in sorted(piece.cast)] + [("rental", key) for key in sorted(piece.rentals)]
    return [("place", piece.location), *(key for key in others if key in known)]


def words_of(positions: Iterable[int], words: int) -> array[int]:
    """A set of positions as bits."""
    bits = array("Q", [0]) * words
    for position in positions:
        bits[position // WORD] |= 1 << position % WORD
    return bits
