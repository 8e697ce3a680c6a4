"""A broken rule as a sentence for people, with what would lift it.

The sentences of `lifted_by` that begin with "if" and "and if" belong together; each that begins with "or if" is another
way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from callboard.planner.shooting import conflict_texts as texts
from callboard.planner.shooting.breaches import Breach, Reach
from callboard.planner.shooting.dates import minor_hours_on
from callboard.planner.shooting.plan import Conflict, ConflictKind, Sentence
from callboard.planner.shooting.problem import CastMember, Light, Piece, Problem, ShootDay
from callboard.planner.shooting.working_day import DAY_MINUTES, WorkingDay, is_short_rest, working_days

Parameters = dict[str, str | int]
LARGEST_SHOWN = 6


def conflicts_of(
    problem: Problem, days: Mapping[str, WorkingDay], day_of: Mapping[str, str], breaches: Iterable[Breach]
) -> tuple[Conflict, ...]:
    """The breaches of a board in words: `day_of` is the day of each piece, `days` the days that are used, by keys."""
    reach, used = Reach(problem), tuple(days.values())
    return tuple(_conflict_of(_Scene(problem, day_of, breach, reach, used)) for breach in breaches)


def conflict_of(problem: Problem, day_of: Mapping[str, str], breach: Breach) -> Conflict:
    """One breach of a board in words."""
    (conflict,) = conflicts_of(problem, working_days(problem, day_of), day_of, [breach])
    return conflict


def _conflict_of(scene: _Scene) -> Conflict:
    breach = scene.breach
    parameters, lifted_by = _SAID_BY[breach.kind](scene)
    return Conflict(
        kind=breach.kind,
        harm=breach.harm,
        excess=breach.excess,
        day=breach.day,
        piece=breach.piece,
        person=breach.person,
        sentence=Sentence(_what_is_wrong(scene, parameters), parameters),
        lifted_by=tuple(Sentence(text, parameters | more) for text, more in lifted_by),
    )


Lifts = list[tuple[str, Parameters]]


def _what_is_wrong(scene: _Scene, said: Parameters) -> str:
    """The sentence of the kind, or a plainer one where one thing alone is missing or there is no rest at all."""
    if scene.breach.kind is ConflictKind.NOT_AVAILABLE:
        missing = scene.reach.missing(scene.piece, scene.day)
        if len(missing) == 1:
            return _without(scene.piece, missing[0])
    if scene.breach.kind is ConflictKind.SHORT_REST and "overlap" in said:
        return texts.CALL_BEFORE_WRAP
    return texts.WHAT_IS_WRONG[scene.breach.kind]


def _without(piece: Piece, missing: str) -> str:
    if missing in {piece.location, *piece.cast}:
        return texts.ONE_IS_MISSING
    if missing == "light":
        return texts.NO_NIGHT_WORK if piece.light is Light.NIGHT else texts.NO_DAY_WORK
    return texts.OTHER_UNIT if missing == "unit" else texts.DATE_NOT_OPEN


@dataclass(frozen=True, slots=True)
class _Scene:
    """The board on which a rule is broken."""

    problem: Problem
    day_of: Mapping[str, str]
    breach: Breach
    reach: Reach
    days: tuple[WorkingDay, ...]

    @property
    def day(self) -> ShootDay:
        return self.day_named(self.breach.day)

    def day_named(self, key: str) -> ShootDay:
        return next(day for day in self.problem.days if day.key == key)

    @property
    def piece(self) -> Piece:
        return next(piece for piece in self.problem.pieces if piece.key == self.breach.piece)

    @property
    def person(self) -> CastMember:
        return next(person for person in self.problem.cast if person.key == self.breach.person)

    @property
    def date(self) -> str:
        return str(self.day.on)

    @property
    def working_day(self) -> WorkingDay:
        return next(day for day in self.days if day.key == self.breach.day)


def _keys(rows: Iterable[Piece]) -> str:
    keys = [row.key for row in rows]
    shown = ", ".join(keys[:LARGEST_SHOWN])
    return f"{shown}, … ({len(keys)})" if len(keys) > LARGEST_SHOWN else shown


def _not_available(scene: _Scene) -> tuple[Parameters, Lifts]:
    piece, day, date = scene.piece, scene.day, scene.date
    reach = scene.reach
    missing = reach.missing(piece, day)
    people = [key for key in sorted(piece.cast) if day.on not in reach.cast[key]]
    is_closed = day.on not in reach.locations[piece.location]
    night = piece.light is Light.NIGHT
    ways: list[tuple[bool, str, str]] = [
        (bool(people), texts.IF_PEOPLE_WERE_FREE, texts.AND_IF_PEOPLE_WERE_FREE),
        (is_closed, texts.IF_LOCATION_WERE_OPEN, texts.AND_IF_LOCATION_WERE_OPEN),
        ("elements" in missing, texts.IF_ELEMENTS_WERE_THERE, texts.AND_IF_ELEMENTS_WERE_THERE),
        ("light" in missing and night, texts.IF_NIGHT_WORK, texts.AND_IF_NIGHT_WORK),
        ("light" in missing and not night, texts.IF_DAY_WORK, texts.AND_IF_DAY_WORK),
        ("unit" in missing, texts.IF_UNIT_SHOT_IT, texts.AND_IF_UNIT_SHOT_IT),
    ]
    needed = [(first, following) for applies, first, following in ways if applies]
    more: Parameters = {"people": ", ".join(people), "location": piece.location}
    lifts: Lifts = [(following if number else first, more) for number, (first, following) in enumerate(needed)]
    possible = [other for other in scene.problem.days if not reach.missing(piece, other)]
    if possible:
        nearest = min(possible, key=lambda other: (abs(other.on - day.on), other.on, other.key))
        lifts.append((texts.OR_IF_ON_A_DAY_THAT_HAS_ALL, {"other": str(nearest.on)}))
    said: Parameters = {"piece": piece.key, "date": date, "missing": ", ".join(missing), "unit": piece.unit or ""}
    return said, lifts


def _lock(scene: _Scene) -> tuple[Parameters, Lifts]:
    piece = scene.piece
    locked = scene.day_named(piece.locked_to or "")
    said: Parameters = {"piece": piece.key, "date": scene.date, "locked": str(locked.on)}
    if locked.on == scene.day.on:  # another unit of the same date: only the keys tell them apart
        said |= {"date": scene.day.key, "locked": locked.key}
    return said, [(texts.IF_LOCK_WERE_KEPT, {}), (texts.OR_IF_LOCK_WERE_TAKEN_OFF, {})]


def _legal_day(scene: _Scene) -> tuple[Parameters, Lifts]:
    day, excess = scene.working_day, scene.breach.excess
    said: Parameters = {
        "date": scene.date,
        "minutes": day.minutes,
        "excess": excess,
        "most": day.day.legal_minutes,
    }
    if len(day.pieces) == 1:
        only = day.pieces[0]
        return said, [
            (texts.IF_DAY_WERE_LONGER, {}),
            (texts.OR_IF_PIECE_WERE_SPLIT, {"piece": only.key, "minutes": only.minutes}),
        ]
    gone = _enough(day.pieces, lambda pieces: day.minutes - _minutes_of(scene.problem, pieces), excess)
    lifts: Lifts = []
    if gone:
        lifts.append(
            (texts.IF_PIECE_WENT_MINUTES, {"pieces": _keys(gone), "minutes": sum(piece.minutes for piece in gone)})
        )
    return said, [*lifts, (texts.OR_IF_DAY_WERE_LONGER if lifts else texts.IF_DAY_WERE_LONGER, {})]


def _minutes_of(problem: Problem, pieces: Sequence[Piece]) -> int:
    moves = max(0, len({piece.location for piece in pieces}) - 1)
    return sum(piece.minutes for piece in pieces) + moves * problem.prices.move_minutes


def _enough(pieces: Sequence[Piece], freed: Callable[[Sequence[Piece]], int], excess: int) -> list[Piece]:
    """The one piece that frees enough with least to spare, else the ones that free most until it is enough.

    `freed` says what is saved when only the given pieces stay.
    """
    movable = [piece for piece in pieces if piece.locked_to is None]

    def frees(gone: Sequence[Piece]) -> int:
        return freed([piece for piece in pieces if piece not in gone])

    alone = [piece for piece in movable if frees([piece]) >= excess]
    if alone:
        return [min(alone, key=lambda piece: (frees([piece]), piece.key))]
    gone: list[Piece] = []
    for piece in sorted(movable, key=lambda piece: (-frees([piece]), piece.key)):
        gone.append(piece)
        if frees(gone) >= excess:
            break
    return gone


def _too_many_pages(scene: _Scene) -> tuple[Parameters, Lifts]:
    day, excess = scene.working_day, scene.breach.excess
    said: Parameters = {
        "date": scene.date,
        "eighths": day.eighths,
        "excess": excess,
        "most": day.day.most_eighths or 0,
    }
    gone = _enough(day.pieces, lambda pieces: day.eighths - sum(piece.eighths for piece in pieces), excess)
    if not gone:  # every piece is locked
        return said, [(texts.IF_MORE_EIGHTHS, {})]
    eighths = sum(piece.eighths for piece in gone)
    return said, [
        (texts.IF_PIECE_WENT_EIGHTHS, {"pieces": _keys(gone), "eighths": eighths}),
        (texts.OR_IF_MORE_EIGHTHS, {}),
    ]


def _in_light(day: WorkingDay, light: Light) -> list[Piece]:
    return [piece for piece in day.pieces if piece.light is light]


def _day_and_night(scene: _Scene) -> tuple[Parameters, Lifts]:
    by_day, by_night = _in_light(scene.working_day, Light.DAY), _in_light(scene.working_day, Light.NIGHT)
    return {"date": scene.date, "day": _keys(by_day), "night": _keys(by_night)}, [
        (texts.IF_NIGHT_WENT, {"pieces": _keys(by_night)}),
        (texts.OR_IF_DAY_WENT, {"pieces": _keys(by_day)}),
    ]


def _minor_hours(scene: _Scene) -> tuple[Parameters, Lifts]:
    person, excess = scene.person, scene.breach.excess
    pieces = [piece for piece in scene.working_day.pieces if person.key in piece.cast]
    hours = minor_hours_on(person.born_on, scene.day.on, scene.problem.minor_hours)
    minutes = sum(piece.minutes for piece in pieces)
    said: Parameters = {
        "person": person.key,
        "date": scene.date,
        "minutes": minutes,
        "excess": excess,
        "most": hours.work_minutes if hours else minutes - excess,
    }
    if len(pieces) == 1:
        return said, [(texts.IF_PIECE_WERE_SPLIT, {"piece": pieces[0].key})]
    gone = _enough(pieces, lambda stay: minutes - sum(piece.minutes for piece in stay), excess) or pieces
    less = sum(piece.minutes for piece in gone)
    return said, [(texts.IF_PIECE_WENT_MINUTES, {"pieces": _keys(gone), "minutes": less})]


def _minor_at_night(scene: _Scene) -> tuple[Parameters, Lifts]:
    day = scene.working_day
    pieces = [piece for piece in day.pieces if scene.breach.person in piece.cast]
    return {"person": scene.breach.person, "date": scene.date}, [
        (texts.IF_MINORS_PIECES_WENT, {"pieces": _keys(pieces)}),
        (texts.OR_IF_NIGHT_WENT, {"pieces": _keys(_in_light(day, Light.NIGHT))}),
    ]


def _short_rest(scene: _Scene) -> tuple[Parameters, Lifts]:
    prices, after = scene.problem.prices, scene.working_day
    before = next(day for day in scene.days if day.unit == after.unit and is_short_rest(day, after, prices))
    rest = after.call_minute(prices) + DAY_MINUTES - before.wrap_minute(prices)
    said: Parameters = {
        "before": str(before.day.on),
        "date": scene.date,
        "minutes": rest,
        "most": prices.rest_minutes,
        "excess": prices.rest_minutes - rest,
    }
    if rest < 0:
        said["overlap"] = -rest
    return said, [(texts.IF_WRAP_WERE_EARLIER, {}), (texts.OR_IF_CALL_WERE_LATER, {})]


def _order(scene: _Scene) -> tuple[Parameters, Lifts]:
    dates = {day.key: day.on for day in scene.problem.days}
    followers = sorted(
        {
            rule.after
            for rule in scene.problem.order_rules
            if rule.before == scene.breach.piece and dates[scene.day_of[rule.after]] < scene.day.on
        }
    )
    first = min(dates[scene.day_of[follower]] for follower in followers)
    said: Parameters = {"piece": scene.breach.piece, "date": scene.date, "others": ", ".join(followers)}
    return said, [(texts.IF_SHOT_BY, {"other": str(first)}), (texts.OR_IF_FOLLOWED, {})]


def _two_places(scene: _Scene) -> tuple[Parameters, Lifts]:
    person, here = scene.breach.person, scene.working_day
    there = [day for day in scene.days if day.day.on == here.day.on and day.key != here.key]
    pieces = [piece for piece in here.pieces if person in piece.cast]
    others = [piece for day in there for piece in day.pieces if person in piece.cast]
    said: Parameters = {"person": person, "date": scene.date, "pieces": _keys(pieces), "others": _keys(others)}
    return said, [(texts.IF_WENT_TO_ANOTHER_DATE, {}), (texts.OR_IF_WENT_TO_ANOTHER_DATE, {})]


def _location_days(scene: _Scene) -> tuple[Parameters, Lifts]:
    """The example is the pair with least work whose location has another day as well."""
    days = scene.days
    pairs = [(day, location) for day in days for location in day.locations]
    often = [(day, location) for day, location in pairs if sum(location == other for _, other in pairs) > 1]

    def work(pair: tuple[WorkingDay, str]) -> tuple[int, int]:
        pieces = [piece for piece in pair[0].pieces if piece.location == pair[1]]
        return len(pieces), sum(piece.minutes for piece in pieces)

    said: Parameters = {
        "count": len(pairs),
        "excess": scene.breach.excess,
        "most": scene.problem.most_location_days or 0,
    }
    if not often:
        return said, [(texts.IF_MORE_LOCATION_DAYS, {})]
    day, location = min(often, key=work)
    pieces = [piece for piece in day.pieces if piece.location == location]
    example: Parameters = {"pieces": _keys(pieces), "location": location, "date": str(day.day.on)}
    return said, [(texts.IF_JOINED_ITS_LOCATION, example), (texts.OR_IF_MORE_LOCATION_DAYS, {})]


_SAID_BY: dict[ConflictKind, Callable[[_Scene], tuple[Parameters, Lifts]]] = {
    ConflictKind.NOT_AVAILABLE: _not_available,
    ConflictKind.LOCK: _lock,
    ConflictKind.LEGAL_DAY: _legal_day,
    ConflictKind.TOO_MANY_PAGES: _too_many_pages,
    ConflictKind.DAY_AND_NIGHT: _day_and_night,
    ConflictKind.MINOR_HOURS: _minor_hours,
    ConflictKind.MINOR_AT_NIGHT: _minor_at_night,
    ConflictKind.SHORT_REST: _short_rest,
    ConflictKind.ORDER: _order,
    ConflictKind.TWO_PLACES: _two_places,
    ConflictKind.LOCATION_DAYS: _location_days,
}
