"""The order of one day: rules kept, daylight used, few company moves, little waiting inside the day, in this order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from callboard.planner.shooting.problem import Light

MOST_EXACT = 10  # blocks; 2^10 sets of them take some hundredths of a second


@dataclass(frozen=True, slots=True)
class DayPiece:
    """What is shot on the day: where, in which light, for how many minutes, with whom."""

    key: str
    location: str
    light: Light
    minutes: int
    cast: frozenset[str]


class DayCost(NamedTuple):
    """What is wrong with an order; the first that differs decides.

    `broken_rules` counts pairs, `dark_pieces` day pieces after a night piece, `moves` changes of location, `waiting`
    the minutes that each of the cast is between two of his pieces and not in front of the camera, added up.
    """

    broken_rules: int
    dark_pieces: int
    moves: int
    waiting: int


Rules = Collection[tuple[str, str]]


def cost_of_day(pieces: Sequence[DayPiece], rules: Rules) -> DayCost:
    """The pieces as they stand; each rule is (before, after), and counts if both are there."""
    place = {piece.key: number for number, piece in enumerate(pieces)}
    broken = sum(
        1 for before, after in set(rules) if before in place and after in place and place[before] > place[after]
    )
    dark = sum(
        1
        for number, piece in enumerate(pieces)
        if piece.light is Light.DAY and any(earlier.light is Light.NIGHT for earlier in pieces[:number])
    )
    moves = sum(1 for one, two in pairwise(pieces) if one.location != two.location)
    waiting = 0
    for person in {person for piece in pieces for person in piece.cast}:
        own = [number for number, piece in enumerate(pieces) if person in piece.cast]
        waiting += sum(piece.minutes for piece in pieces[own[0] : own[-1]] if person not in piece.cast)
    return DayCost(broken, dark, moves, waiting)


def order_of_day(pieces: Sequence[DayPiece], rules: Rules = ()) -> tuple[str, ...]:
    """The keys in a good order: the best one up to MOST_EXACT blocks, beyond that the best that shifting finds.

    A block is made of pieces that nothing tells apart: location, light, cast, and no rule about them. Among equal
    orders the one that keeps closest to the order given.
    """
    blocks = _blocks(pieces, rules)
    numbered = _Day(blocks, rules)
    order = numbered.exact() if len(blocks) <= MOST_EXACT else numbered.shifted()
    return tuple(key for number in order for key in blocks[number].keys)


@dataclass(frozen=True, slots=True)
class _Block:
    keys: tuple[str, ...]
    piece: DayPiece


def _blocks(pieces: Sequence[DayPiece], rules: Rules) -> list[_Block]:
    ruled = {key for rule in rules for key in rule}
    groups: dict[tuple[object, ...], list[DayPiece]] = {}
    for piece in pieces:
        alike = (piece.location, piece.light, piece.cast, piece.key if piece.key in ruled else "")
        groups.setdefault(alike, []).append(piece)
    return [
        _Block(
            tuple(piece.key for piece in group),
            DayPiece(
                group[0].key,
                group[0].location,
                group[0].light,
                sum(piece.minutes for piece in group),
                group[0].cast,
            ),
        )
        for group in groups.values()
    ]


class _Day:
    """Blocks by number, sets of them and casts as bits of a whole number."""

    def __init__(self, blocks: Sequence[_Block], rules: Rules) -> None:
        self.pieces = [block.piece for block in blocks]
        self.rules = rules
        number = {piece.key: place for place, piece in enumerate(self.pieces)}
        person = {name: place for place, name in enumerate(sorted({name for p in self.pieces for name in p.cast}))}
        self.casts = [sum(1 << person[name] for name in piece.cast) for piece in self.pieces]
        self.first = [0] * len(self.pieces)  # who must come before
        for before, after in rules:
            if before in number and after in number and before != after:
                self.first[number[after]] |= 1 << number[before]
        self.nights = sum(1 << place for place, piece in enumerate(self.pieces) if piece.light is Light.NIGHT)
        minutes = sum(piece.minutes for piece in self.pieces)
        self.move = 1 + minutes * len(person)
        self.dark = self.move * (1 + len(self.pieces))
        self.broken = self.dark * (1 + len(self.pieces))

    def exact(self) -> list[int]:
        """Dynamic programming over the sets of blocks that are done and the location where the company stands."""
        whole = (1 << len(self.pieces)) - 1
        casts_of = self._casts_of_sets(whole)
        best: list[dict[str, tuple[int, int, str]]] = [{} for _ in range(whole + 1)]
        best[0][""] = (0, -1, "")
        for done in range(whole):
            present = casts_of[done] & casts_of[whole ^ done]
            for location, (cost, _, _) in best[done].items():
                for number, piece in enumerate(self.pieces):
                    if done >> number & 1:
                        continue
                    reached = cost + self._step(done, location, number, present)
                    there = best[done | 1 << number]
                    known = there.get(piece.location)
                    if known is None or reached < known[0]:
                        there[piece.location] = (reached, number, location)
        return self._path(best, whole)

    def _casts_of_sets(self, whole: int) -> list[int]:
        casts = [0] * (whole + 1)
        for done in range(1, whole + 1):
            last = done.bit_length() - 1
            casts[done] = casts[done ^ (1 << last)] | self.casts[last]
        return casts

    def _step(self, done: int, location: str, number: int, present: int) -> int:
        """What this block adds after those: everyone present who is not in it waits."""
        piece = self.pieces[number]
        cost = piece.minutes * (present & ~self.casts[number]).bit_count()
        cost += self.broken * (self.first[number] & ~done).bit_count()
        if piece.light is Light.DAY and self.nights & done:
            cost += self.dark
        return cost + (self.move if done and location != piece.location else 0)

    @staticmethod
    def _path(best: Sequence[Mapping[str, tuple[int, int, str]]], whole: int) -> list[int]:
        order: list[int] = []
        done = whole
        location = min(best[whole], key=lambda name: best[whole][name][0])
        while done:
            _, number, location = best[done][location]
            order.append(number)
            done ^= 1 << number
        return order[::-1]

    def shifted(self) -> list[int]:
        """Take one block after the other out and put it where it costs least, until nothing gets better."""
        order = self._begun()
        cost = self._cost(order)
        while True:
            before = cost
            for number in range(len(order)):
                rest = [other for other in order if other != number]
                tries = [[*rest[:place], number, *rest[place:]] for place in range(len(order))]
                best = min(tries, key=self._cost)
                if (reached := self._cost(best)) < cost:
                    order, cost = best, reached
            if cost == before:
                return order

    def _begun(self) -> list[int]:
        """Location by location, by day before by night, as far as the rules let."""
        locations = list(dict.fromkeys(piece.location for piece in self.pieces))
        places = [locations.index(piece.location) for piece in self.pieces]
        left = sorted(range(len(places)), key=lambda number: (bool(self.nights >> number & 1), places[number]))
        order: list[int] = []
        done = 0
        while left:
            free = next((number for number in left if not self.first[number] & ~done), left[0])
            left.remove(free)
            order.append(free)
            done |= 1 << free
        return order

    def _cost(self, order: Sequence[int]) -> DayCost:
        return cost_of_day([self.pieces[number] for number in order], self.rules)
