"""Rules of the call sheet's day: status codes, head counts, estimated times. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from callboard.core.errors import Refused, gettext_noop

PartyKind = Literal["cast", "crew", "vendor"]


class MoreDietsThanPeople(Refused):
    """A background group with more diets or minors than people."""

    text = gettext_noop("“%(group)s” counts %(count)s people but more diets or minors than that. Correct one of them.")


@dataclass(frozen=True)
class CountedParty:
    """One person at the table. A minor of the cast counts with the cast, and among the minors."""

    kind: PartyKind
    diet: str = ""
    is_minor: bool = False


@dataclass(frozen=True)
class BackgroundGroup:
    """Background artists called together, without names."""

    name: str
    count: int
    minor_count: int = 0
    diets: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if max(sum(self.diets.values()), self.minor_count) > self.count:
            raise MoreDietsThanPeople(group=self.name, count=self.count)


@dataclass(frozen=True)
class HeadCount:
    """Who is to be fed. `minors` are of the others and are not added again; `diets` holds stated ones only."""

    cast: int
    crew: int
    background: int
    vendors: int
    minors: int
    diets: dict[str, int]

    @property
    def total(self) -> int:
        """All heads, each once."""
        return self.cast + self.crew + self.background + self.vendors


def head_counts(parties: Sequence[CountedParty], groups: Sequence[BackgroundGroup] = ()) -> HeadCount:
    """Heads by kind, and diets over all of them, by name; "Vegan" and "vegan " are one diet."""
    kinds = Counter(party.kind for party in parties)
    diets = Counter(_diet(party.diet) for party in parties if _diet(party.diet))
    for group in groups:
        for diet, count in group.diets.items():
            diets[_diet(diet)] += count
    return HeadCount(
        cast=kinds["cast"],
        crew=kinds["crew"],
        background=sum(group.count for group in groups),
        vendors=kinds["vendor"],
        minors=sum(party.is_minor for party in parties) + sum(group.minor_count for group in groups),
        diets=dict(sorted((diet, count) for diet, count in diets.items() if diet and count)),
    )


def _diet(written: str) -> str:
    return " ".join(written.split()).casefold()


def work_status(
    days_worked: Collection[dt.date], on_date: dt.date, *, hold_allowed: bool = True, is_day_off: bool = False
) -> str:
    """The day-out-of-days code on a date: SW, W, WF, SWF, H between start and finish, "" outside or on a day off.

    Work on a company day off is still work.
    """
    if on_date in days_worked:
        start = "S" if on_date == min(days_worked) else ""
        finish = "F" if on_date == max(days_worked) else ""
        return f"{start}W{finish}"
    if not days_worked or not min(days_worked) < on_date < max(days_worked):
        return ""
    return "H" if hold_allowed and not is_day_off else ""


@dataclass(frozen=True)
class TimedRow:
    """A scene, or a banner with a duration, in shooting order."""

    key: str
    minutes: int


@dataclass(frozen=True)
class Lunch:
    """The meal break, in minutes of the day."""

    starts: int
    minutes: int


@dataclass(frozen=True)
class EstimatedTime:
    """When a row is expected to begin and end; half-open."""

    key: str
    starts: int
    ends: int


def estimated_times(rows: Sequence[TimedRow], shooting_call: int, lunch: Lunch | None = None) -> list[EstimatedTime]:
    """Estimated times, one row after the other. A row running into lunch is broken by it; none begins during it."""
    times: list[EstimatedTime] = []
    at = shooting_call
    for row in rows:
        starts = _past_lunch(at, lunch)
        ends = starts + row.minutes
        if lunch is not None and starts < lunch.starts < ends:
            ends += lunch.minutes
        times.append(EstimatedTime(row.key, starts, ends))
        at = ends
    return times


def estimated_wrap(rows: Sequence[TimedRow], shooting_call: int, lunch: Lunch | None = None) -> int:
    """When the last row is expected to end; the shooting call itself for a day without rows."""
    times = estimated_times(rows, shooting_call, lunch)
    return times[-1].ends if times else shooting_call


def _past_lunch(at: int, lunch: Lunch | None) -> int:
    """The first minute at or after `at` that is not lunch."""
    if lunch is not None and lunch.starts <= at < lunch.starts + lunch.minutes:
        return lunch.starts + lunch.minutes
    return at
