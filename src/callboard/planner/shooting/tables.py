"""A problem as arrays of whole numbers for the search kernel. Positions live here and nowhere else."""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from callboard.planner.shooting.breaches import HARM, Reach
from callboard.planner.shooting.dates import minor_hours_on, payable_dates
from callboard.planner.shooting.plan import ConflictKind
from callboard.planner.shooting.problem import CastMember, Light, Piece, Placement, Problem, ShootDay

NEVER_ALLOWED = -1
FORBIDDEN = -1
NO_LIMIT = 1 << 40
MOST_DROPS = 8
"""As in solvers.board; a deal with more breaks than this drops the eight longest."""
_LIGHT = {Light.EITHER: 0, Light.DAY: 1, Light.NIGHT: 2}
_CAST, _RENTAL, _LOCATION = 0, 1, 2


def numbers(values: Iterable[int]) -> array[int]:
    """Whole numbers of 64 bits; never empty, since an empty array has no address to hand to a kernel."""
    return array("q", list(values) or [0])


@dataclass(frozen=True)
class Rows:
    """Lists of different lengths, one after the other: list i is `values[start[i]:start[i + 1]]`."""

    start: array[int]
    values: array[int]

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Rows:
        """The lists, joined."""
        start = [0]
        for row in lists:
            start.append(start[-1] + len(row))
        return cls(numbers(start), numbers(value for row in lists for value in row))


class Tables:
    """Everything that `solvers.board.Board` reads, by the names that it has there.

    Days are sorted by unit and date, so that a unit's days lie side by side. A piece that fits no day may be put on any
    of them and counts as a misfit there; with `is_relaxed` every piece may.
    """

    def __init__(self, problem: Problem, *, is_relaxed: bool = False) -> None:
        self.problem = problem
        self.days = sorted(problem.days, key=lambda day: (day.unit, day.on, day.key))
        self.pieces = problem.pieces
        self.calendar = payable_dates(problem)
        self.position_ordinal = numbers(day.toordinal() for day in self.calendar)
        self.position = {day: number for number, day in enumerate(self.calendar)}
        self.day_number = {day.key: number for number, day in enumerate(self.days)}
        self.row_number = self._number_rows()
        self.reach = Reach(problem)
        self.piece_count, self.day_count = len(self.pieces), len(self.days)
        self.row_count, self.cast_count = len(self.row_number), len(problem.cast)
        self.date_count = len(self.calendar)
        self.words = max(1, -(-len(self.calendar) // 64))
        self._read_pieces(is_relaxed=is_relaxed)
        self._read_rules()
        self._read_rows()
        self._read_minors()
        self._read_days()
        self._read_pairs()
        self._read_prices()

    @staticmethod
    def zeros(count: int) -> array[int]:
        """So many zeros."""
        return array("q", bytes(8 * max(1, count)))

    @staticmethod
    def small_zeros(count: int) -> array[int]:
        """So many zeros of 32 bits."""
        return array("i", bytes(4 * max(1, count)))

    @staticmethod
    def word_zeros(count: int) -> array[int]:
        """So many empty words."""
        return array("Q", bytes(8 * max(1, count)))

    def days_of(self, placements: Iterable[Placement]) -> array[int]:
        """The day of each piece by position; every piece must be placed."""
        day_of = {placement.piece: placement.day for placement in placements}
        return numbers(self.day_number[day_of[piece.key]] for piece in self.pieces)

    def placements(self, day_of: Sequence[int]) -> tuple[Placement, ...]:
        """The placements by keys, of days by position."""
        return tuple(Placement(piece.key, self.days[day].key) for piece, day in zip(self.pieces, day_of, strict=True))

    def may_be_on(self, piece: int, day: int) -> bool:
        """Whether the search may put the piece on the day."""
        return self.fit[piece * self.day_count + day] != NEVER_ALLOWED

    def _number_rows(self) -> dict[tuple[int, str], int]:
        problem = self.problem
        keys = [(_CAST, person.key) for person in problem.cast]
        keys += [(_RENTAL, rental.key) for rental in problem.rentals]
        keys += [(_LOCATION, location.key) for location in problem.locations]
        return {key: number for number, key in enumerate(keys)}

    def _rows_of(self, piece: Piece) -> list[int]:
        keys = [(_CAST, person) for person in sorted(piece.cast)]
        keys += [(_RENTAL, rental) for rental in sorted(piece.rentals)]
        return [self.row_number[key] for key in [*keys, (_LOCATION, piece.location)]]

    def _read_pieces(self, *, is_relaxed: bool) -> None:
        self.piece_minutes = numbers(piece.minutes for piece in self.pieces)
        self.piece_eighths = numbers(piece.eighths for piece in self.pieces)
        self.piece_light = numbers(_LIGHT[piece.light] for piece in self.pieces)
        rows = Rows.of([self._rows_of(piece) for piece in self.pieces])
        self.piece_rows_start, self.piece_rows = rows.start, rows.values
        places = {location.key: number for number, location in enumerate(self.problem.locations)}
        self.piece_location = numbers(places[piece.location] for piece in self.pieces)
        at_place: list[list[int]] = [[] for _ in places]
        for number, piece in enumerate(self.pieces):
            at_place[places[piece.location]].append(number)
        listed = Rows.of(at_place)
        self.location_pieces_start, self.location_pieces = listed.start, listed.values
        self.fit = numbers(value for piece in self.pieces for value in self._fits(piece, is_relaxed=is_relaxed))

    def _fits(self, piece: Piece, *, is_relaxed: bool) -> list[int]:
        if piece.locked_to is not None:
            return [0 if day.key == piece.locked_to else NEVER_ALLOWED for day in self.days]
        harm = [HARM[ConflictKind.NOT_AVAILABLE] if self.reach.missing(piece, day) else 0 for day in self.days]
        if is_relaxed or all(harm):
            return harm
        return [NEVER_ALLOWED if weight else 0 for weight in harm]

    def _read_rules(self) -> None:
        numbers_of = {piece.key: number for number, piece in enumerate(self.pieces)}
        rules = self.problem.order_rules
        of_piece: list[list[int]] = [[] for _ in self.pieces]
        for number, rule in enumerate(rules):
            of_piece[numbers_of[rule.before]].append(number)
            of_piece[numbers_of[rule.after]].append(number)
        listed = Rows.of(of_piece)
        self.piece_rules_start, self.piece_rules = listed.start, listed.values
        self.rule_count = len(rules)
        self.rule_before = numbers(numbers_of[rule.before] for rule in rules)
        self.rule_after = numbers(numbers_of[rule.after] for rule in rules)

    def _read_rows(self) -> None:
        problem = self.problem
        cast, rentals, locations = problem.cast, problem.rentals, problem.locations
        others = len(rentals) + len(locations)
        rates = [rental.day_rate for rental in rentals]
        self.row_kind = numbers([_CAST] * len(cast) + [_RENTAL] * len(rentals) + [_LOCATION] * len(locations))
        self.row_work = numbers([person.day_rate for person in cast] + rates + [place.rent for place in locations])
        self.row_hold = numbers([person.hold_rate for person in cast] + rates + [0] * len(locations))
        self.row_set_up = numbers([0] * (len(cast) + len(rentals)) + [place.set_up for place in locations])
        self.row_drop_after = numbers([_drop_after(person) for person in cast] + [NO_LIMIT] * others)
        self.row_drops = numbers([_drops(person) for person in cast] + [0] * others)
        self.row_least_idle = numbers([self._least_idle(person) for person in cast] + [NO_LIMIT] * others)
        self.row_forced_call = numbers([person.forced_call for person in cast] + [0] * others)
        change = problem.prices.changed_call if problem.published else 0
        self.row_change = numbers([change] * len(cast) + [0] * others)
        self.row_published = self._published_dates()

    def _least_idle(self, person: CastMember) -> int:
        """The fewest dates without work that a break has which may be dropped."""
        least = NO_LIMIT
        for number, last in enumerate(self.calendar):
            due = last.toordinal() + _drop_after(person)
            following = bisect_right(self.position_ordinal, due)
            if following < len(self.calendar):
                least = min(least, following - number - 1)
        return least

    def _published_dates(self) -> array[int]:
        words = self.word_zeros(self.row_count * self.words)
        days = {day.key: day.on for day in self.problem.days}
        pieces = {piece.key: piece for piece in self.problem.pieces}
        for placement in self.problem.published:
            position = self.position[days[placement.day]]
            for person in pieces[placement.piece].cast:
                row = self.row_number[_CAST, person]
                words[row * self.words + position // 64] |= 1 << (position % 64)
        return words

    def _read_minors(self) -> None:
        problem = self.problem
        bound = [
            [minor_hours_on(person.born_on, day.on, problem.minor_hours) for day in self.days]
            for person in problem.cast
        ]
        minors = [number for number, hours in enumerate(bound) if any(hours)]
        self.minor_count = len(minors)
        self.row_minor = numbers(minors.index(row) if row in minors else -1 for row in range(self.row_count))
        self.minor_row = numbers(minors)
        bands = [band for number in minors for band in bound[number]]
        self.minor_minutes_most = numbers(band.work_minutes if band else NO_LIMIT for band in bands)
        self.minor_nights = numbers(int(band is None or band.may_work_nights) for band in bands)

    def _read_days(self) -> None:
        days = self.days
        self.day_position = numbers(self.position[day.on] for day in days)
        self.day_regular = numbers(day.regular_minutes for day in days)
        self.day_legal = numbers(day.legal_minutes for day in days)
        self.day_comfortable = numbers(day.comfortable_eighths for day in days)
        self.day_most = numbers(NO_LIMIT if day.most_eighths is None else day.most_eighths for day in days)
        self.day_crew = numbers(day.crew_cost for day in days)
        units = [day.unit for day in days]
        self.day_unit_first = numbers(units.index(unit) for unit in units)
        self.day_unit_last = numbers(len(units) - 1 - units[::-1].index(unit) for unit in units)
        at_position: list[list[int]] = [[] for _ in self.calendar]
        for number, day in enumerate(days):
            at_position[self.position[day.on]].append(number)
        listed = Rows.of(at_position)
        self.position_days_start, self.position_days = listed.start, listed.values
        together = [at_position[self.position[day.on]] for day in days]
        siblings = Rows.of([[other for other in row if other != number] for number, row in enumerate(together)])
        self.siblings_start, self.siblings = siblings.start, siblings.values

    def _read_pairs(self) -> None:
        pairs = [(one, other) for one, before in enumerate(self.days) for other in self._following(before)]
        if not self._rest_matters():
            pairs = []
        of_day: list[list[int]] = [[] for _ in self.days]
        for number, (one, other) in enumerate(pairs):
            of_day[one].append(number)
            of_day[other].append(number)
        listed = Rows.of(of_day)
        self.pair_count = len(pairs)
        self.pairs_start, self.pairs = listed.start, listed.values
        self.pair_first = numbers(one for one, _ in pairs)
        self.pair_second = numbers(other for _, other in pairs)
        self.pair_same_unit = numbers(int(self.days[one].unit == self.days[other].unit) for one, other in pairs)

    def _following(self, before: ShootDay) -> list[int]:
        tomorrow = before.on + dt.timedelta(days=1)
        return [number for number, day in enumerate(self.days) if day.on == tomorrow]

    def _rest_matters(self) -> bool:
        prices = self.problem.prices
        return prices.short_rest != 0 or any(person.forced_call for person in self.problem.cast)

    def _read_prices(self) -> None:
        prices = self.problem.prices
        self.move_minutes, self.move_price = prices.move_minutes, prices.move
        self.overtime_price, self.eighth_price = prices.overtime_minute, prices.eighth_over
        self.rest_minutes = prices.rest_minutes
        self.day_call, self.night_call = prices.day_call_minute, prices.night_call_minute
        self.short_rest_price = FORBIDDEN if prices.short_rest is None else prices.short_rest
        self.split_price = FORBIDDEN if prices.split_day is None else prices.split_day
        most = self.problem.most_location_days
        self.most_location_days = FORBIDDEN if most is None else most
        self.harm_legal = HARM[ConflictKind.LEGAL_DAY]
        self.harm_eighth = HARM[ConflictKind.TOO_MANY_PAGES]
        self.harm_split = HARM[ConflictKind.DAY_AND_NIGHT]
        self.harm_minor_minute = HARM[ConflictKind.MINOR_HOURS]
        self.harm_minor_night = HARM[ConflictKind.MINOR_AT_NIGHT]
        self.harm_short_rest = HARM[ConflictKind.SHORT_REST]
        self.harm_order = HARM[ConflictKind.ORDER]
        self.harm_two_places = HARM[ConflictKind.TWO_PLACES]
        self.harm_location_days = HARM[ConflictKind.LOCATION_DAYS]


def _drop_after(person: CastMember) -> int:
    return NO_LIMIT if person.drop_after_days is None else person.drop_after_days


def _drops(person: CastMember) -> int:
    return 0 if person.drop_after_days is None else min(person.most_drops, MOST_DROPS)
