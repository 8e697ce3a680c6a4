"""What a shoot must be before it is planned: every wrong value is found, then all are refused at once."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from callboard.planner.refusals import gettext_noop
from callboard.planner.shooting.plan import Sentence
from callboard.planner.shooting.problem import Availability, Piece, Problem
from callboard.planner.shooting.ranges import FIRST_DAY, LAST_DAY, LONGEST_SHOOT_DAYS, MOST_ROWS, RANGES
from callboard.planner.shooting.refusals import WrongProblem

NOTHING = gettext_noop("There are no %(what)s. Add at least one.")
TOO_MANY = gettext_noop("There are %(count)s %(what)s; there may be %(most)s at most.")
NO_KEY = gettext_noop("One of the %(what)s has an empty key. Give it one.")
TWICE = gettext_noop("%(key)s is there twice among the %(what)s. Give each its own key.")
UNKNOWN = gettext_noop("%(key)s names %(named)s, which is not among the %(what)s. Add it there, or correct the name.")
OUT_OF_RANGE = gettext_noop("%(key)s: %(field)s is %(value)s. Give a whole number from %(least)s to %(most)s.")
OUT_OF_TIME = gettext_noop("%(key)s: the date %(date)s is outside the years 1970–2199. Correct it.")
TOO_LONG = gettext_noop("The shoot goes from %(first)s to %(last)s. It may last %(most)s days at most.")
DAY_OFF = gettext_noop("Day %(key)s is on %(date)s, a company day off. Take one of the two out.")
SAME_DATE = gettext_noop("Days %(key)s and %(other)s are both of unit “%(unit)s” on %(date)s. Make them one day.")
LEGAL_BELOW_REGULAR = gettext_noop(
    "Day %(key)s: its legal length (%(legal)s minutes) is below the regular one (%(regular)s). Raise the legal one."
)
NO_SUCH_UNIT = gettext_noop("%(key)s is for unit “%(unit)s”, which has no day. Give it a day, or correct the name.")
EMPTY_WINDOW = gettext_noop("%(key)s: a window ends on %(end)s, not after its start on %(start)s. Correct one of them.")
BEFORE_ITSELF = gettext_noop("%(key)s is to be shot before itself. Take this order rule out.")
CIRCLE = gettext_noop("The order rules go round in a circle: %(path)s. Take one of them out.")
EMPTY_BAND = gettext_noop("Hours of minors from %(from)s to below %(below)s months hold for nobody. Correct the ages.")
BANDS_OVERLAP = gettext_noop(
    "Two rows of minors' hours hold at %(months)s months of age. Let one end where the other begins."
)

KEYED = ("days", "pieces", "cast", "locations", "rentals")


def check_problem(problem: Problem) -> None:
    """Raise WrongProblem with a sentence for every wrong value."""
    found = list(_faults(problem))
    if found:
        raise WrongProblem(found)


def _faults(problem: Problem) -> Iterator[Sentence]:
    for name in ("days", "pieces"):
        if not getattr(problem, name):
            yield Sentence(NOTHING, {"what": name})
    too_many = list(_too_many(problem))
    if too_many:  # the rest would take long and say little
        yield from too_many
        return
    for name in KEYED:
        yield from _key_faults(name, [row.key for row in getattr(problem, name)])
    yield from _range_faults(problem)
    yield from _day_faults(problem)
    yield from _piece_faults(problem)
    yield from _availability_faults(problem)
    yield from _order_faults(problem)
    yield from _minor_faults(problem)
    yield from _published_faults(problem)


def _too_many(problem: Problem) -> Iterator[Sentence]:
    for name, most in MOST_ROWS.items():
        count = len(getattr(problem, name))
        if count > most:
            yield Sentence(TOO_MANY, {"what": name, "count": count, "most": most})


def _key_faults(what: str, keys: Sequence[str]) -> Iterator[Sentence]:
    for key, count in Counter(keys).items():
        if not key:
            yield Sentence(NO_KEY, {"what": what})
        elif count > 1:
            yield Sentence(TWICE, {"what": what, "key": key})


def _range_faults(problem: Problem) -> Iterator[Sentence]:
    rows: Iterable[tuple[str, Any]] = [
        ("prices", problem.prices),
        ("problem", problem),
        *(("minor_hours", band) for band in problem.minor_hours),
        *((row.key, row) for name in KEYED for row in getattr(problem, name)),
    ]
    for key, row in rows:
        for field, within in RANGES[type(row)].items():
            value = getattr(row, field)
            if value is not None and not within.holds(value):
                limits = {"least": within.least, "most": within.most}
                yield Sentence(OUT_OF_RANGE, {"key": key, "field": field, "value": value, **limits})


def _day_faults(problem: Problem) -> Iterator[Sentence]:
    for day in problem.days:
        yield from _in_time(day.key, day.on)
        if day.on in problem.days_off:
            yield Sentence(DAY_OFF, {"key": day.key, "date": str(day.on)})
        if day.legal_minutes < day.regular_minutes:
            said = {"legal": day.legal_minutes, "regular": day.regular_minutes}
            yield Sentence(LEGAL_BELOW_REGULAR, {"key": day.key, **said})
    seen: dict[tuple[str, dt.date], str] = {}
    for day in problem.days:
        other = seen.setdefault((day.unit, day.on), day.key)
        if other != day.key:
            yield Sentence(SAME_DATE, {"key": other, "other": day.key, "unit": day.unit, "date": str(day.on)})
    dates = [day.on for day in problem.days]
    if dates and (max(dates) - min(dates)).days >= LONGEST_SHOOT_DAYS:
        yield Sentence(TOO_LONG, {"first": str(min(dates)), "last": str(max(dates)), "most": LONGEST_SHOOT_DAYS})


def _in_time(key: str, day: dt.date | None) -> Iterator[Sentence]:
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        yield Sentence(OUT_OF_TIME, {"key": key, "date": str(day)})


def _piece_faults(problem: Problem) -> Iterator[Sentence]:
    known = {name: frozenset(row.key for row in getattr(problem, name)) for name in KEYED}
    units = frozenset(day.unit for day in problem.days)
    for piece in problem.pieces:
        for what, keys in _named_by(piece).items():
            for key in sorted(keys):
                yield from _unknown(piece.key, key, what, known[what])
        if piece.unit is not None and piece.unit not in units:
            yield Sentence(NO_SUCH_UNIT, {"key": piece.key, "unit": piece.unit})


def _named_by(piece: Piece) -> Mapping[str, Collection[str]]:
    return {
        "locations": [piece.location],
        "cast": piece.cast,
        "rentals": piece.rentals,
        "days": [] if piece.locked_to is None else [piece.locked_to],
    }


def _unknown(key: str, named: str, what: str, known: Collection[str]) -> Iterator[Sentence]:
    if named not in known:
        yield Sentence(UNKNOWN, {"key": key, "named": named, "what": what})


def _availability_faults(problem: Problem) -> Iterator[Sentence]:
    rows: list[tuple[str, Availability]] = [
        *((piece.key, piece.available) for piece in problem.pieces),
        *((person.key, person.available) for person in problem.cast),
        *((location.key, location.available) for location in problem.locations),
    ]
    for key, available in rows:
        for window in available.windows:
            if window.start is not None and window.end is not None and window.end <= window.start:
                yield Sentence(EMPTY_WINDOW, {"key": key, "start": str(window.start), "end": str(window.end)})


def _order_faults(problem: Problem) -> Iterator[Sentence]:
    known = frozenset(piece.key for piece in problem.pieces)
    followers: dict[str, list[str]] = defaultdict(list)
    for rule in problem.order_rules:
        name = f"{rule.before} → {rule.after}"
        yield from _unknown(name, rule.before, "pieces", known)
        yield from _unknown(name, rule.after, "pieces", known)
        if rule.before == rule.after:
            yield Sentence(BEFORE_ITSELF, {"key": rule.before})
        else:
            followers[rule.before].append(rule.after)
    circle = circle_in(followers)
    if circle:
        yield Sentence(CIRCLE, {"path": " → ".join(circle)})


def circle_in(followers: Mapping[str, Sequence[str]]) -> list[str]:
    """A way along the arrows that comes back to where it began, its first key again at its end; [] if there is none."""
    done: set[str] = set()
    for start in followers:
        path: list[str] = []
        on_path: set[str] = set()
        waiting: list[Iterator[str]] = [iter([start])]
        while waiting:
            key = next(waiting[-1], None)
            if key is None:
                waiting.pop()
                if path:
                    on_path.discard(path[-1])
                    done.add(path.pop())
            elif key in on_path:
                return [*path[path.index(key) :], key]
            elif key not in done:
                path.append(key)
                on_path.add(key)
                waiting.append(iter(followers.get(key, ())))
    return []


def _minor_faults(problem: Problem) -> Iterator[Sentence]:
    bands = sorted(problem.minor_hours, key=lambda band: (band.from_months, band.below_months))
    for band in bands:
        if band.below_months <= band.from_months:
            yield Sentence(EMPTY_BAND, {"from": band.from_months, "below": band.below_months})
    for younger, older in itertools.pairwise(bands):
        if older.from_months < younger.below_months:
            yield Sentence(BANDS_OVERLAP, {"months": older.from_months})
    for person in problem.cast:
        yield from _in_time(person.key, person.born_on)


def _published_faults(problem: Problem) -> Iterator[Sentence]:
    days = frozenset(day.key for day in problem.days)
    pieces = frozenset(piece.key for piece in problem.pieces)
    for placement in problem.published:
        yield from _unknown("published", placement.piece, "pieces", pieces)
        yield from _unknown("published", placement.day, "days", days)
    for piece, count in Counter(placement.piece for placement in problem.published).items():
        if count > 1:
            yield Sentence(TWICE, {"what": "published", "key": piece})
