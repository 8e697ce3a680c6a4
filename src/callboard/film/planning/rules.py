"""Rules of planning a shoot: states of a run, what-if changes, lengths and limits. Pure: no database, no Django."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from callboard.core.errors import Refused, gettext_noop

CHANGED = "planning"
"""The kind of event that pages hear when a run or the terms change."""
SHORTEST_SECONDS, LONGEST_SECONDS = 1, 600
DEFAULT_SECONDS = 10
PROGRESS_KEPT = 200
"""Rows of progress that are kept: enough for a chart."""
RUNS_KEPT = 30
"""Runs of a board that are kept; older ones that were adopted stay, too."""
MOST_CHANGES = 40
EXTRA_DAYS_WITHIN = dt.timedelta(days=60)
"""How long after the last date an extra day of a what-if may be."""
"""What-if changes of one run."""
NAMED = 5
"""How many changed strips a refusal names."""


class RunState(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    ADOPTED = "adopted"
    DISCARDED = "discarded"


NEXT_STATES: Mapping[RunState, frozenset[RunState]] = {
    RunState.QUEUED: frozenset({RunState.RUNNING, RunState.STOPPED}),
    RunState.RUNNING: frozenset({RunState.DONE, RunState.STOPPED, RunState.FAILED}),
    RunState.DONE: frozenset({RunState.ADOPTED, RunState.DISCARDED}),
    RunState.STOPPED: frozenset({RunState.ADOPTED, RunState.DISCARDED}),
    RunState.FAILED: frozenset({RunState.DISCARDED}),
    RunState.ADOPTED: frozenset(),
    RunState.DISCARDED: frozenset(),
}
UNDER_WAY = frozenset({RunState.QUEUED, RunState.RUNNING})
DECIDABLE = frozenset({RunState.DONE, RunState.STOPPED})


class RunUnderWay(Refused):
    """One run at a time and board: two would take each other's processor."""

    text = gettext_noop("This board is being planned already. Wait until that run is done, or stop it.")


class WrongRunState(Refused):
    """The run is not where this can be done with it."""

    text = gettext_noop("This run is %(state)s: that cannot be done with it any more.")


class NoPlanToAdopt(Refused):
    """Stopped before there was anything."""

    text = gettext_noop("This run has no plan: it was stopped before one was found. Ask for a new one.")


class BoardHasChanged(Refused):
    """The plan is of a board that is no more."""

    text = gettext_noop("The board has changed since this plan was asked for (%(what)s). Ask for a new plan.")


class ScenarioIsNoPlan(Refused):
    """What holds only if something were otherwise cannot be adopted."""

    text = gettext_noop("This is a what-if: make its changes real (absences, windows, days) and plan again.")


class WrongTime(Refused):
    """No time to plan in, or more than a person would wait for."""

    text = gettext_noop("Give the planner between %(shortest)s and %(longest)s seconds.")


class WrongChange(Refused):
    """A what-if change that cannot be read."""

    text = gettext_noop("“%(change)s” is not a change that can be tried. Name a person or location and its dates.")


class TooManyChanges(Refused):
    """More changes than anybody could compare."""

    text = gettext_noop("Try at most %(most)s changes at a time.")


class ExtraDayTooLate(Refused):
    """Far behind the shoot: every date up to it would have to be looked at, and paid for by who is held."""

    text = gettext_noop("An extra day on %(day)s is too late. Choose a date up to %(last)s.")


class CannotBePlanned(Refused):
    """The planner refuses what it would get."""

    text = gettext_noop("This board cannot be planned as it is. %(why)s")


class NothingToPlan(Refused):
    """No strip may move."""

    text = gettext_noop("There is nothing to plan: every strip is on a day that is over or called. Add scenes or days.")


class NoDaysToPlan(Refused):
    """No date to shoot on."""

    text = gettext_noop("No shooting day lies between %(first)s and %(last)s. Change the first or last shooting date.")


class NegativeFigure(Refused):
    """Prices and lengths are not below zero."""

    text = gettext_noop("%(figure)s cannot be less than 0.")


class WrongFigure(Refused):
    """Outside of what a day can hold."""

    text = gettext_noop("%(figure)s must lie between %(least)s and %(most)s.")


class DayLimitsCross(Refused):
    """The legal day is shorter than the regular one, or the most pages fewer than the comfortable ones."""

    text = gettext_noop("%(most)s must not be less than %(less)s.")


class DatesCross(Refused):
    """The last date lies before the first."""

    text = gettext_noop("The last date %(last)s lies before the first %(first)s.")


class NoSuchSet(Refused):
    """No scene has this set."""

    text = gettext_noop("No scene plays in “%(name)s”. Choose one of the sets of the breakdown.")


class PricesNotYours(Refused):
    """Money may be written only by who sees it."""

    text = gettext_noop("Your role does not see prices, so it cannot change them. Ask the line producer.")


def check_next(state: RunState, following: RunState) -> None:
    """Refuse a step that the table does not have. Raises WrongRunState."""
    if following not in NEXT_STATES[state]:
        raise WrongRunState(state=state.value)


def check_seconds(seconds: int) -> None:
    """Raises WrongTime."""
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise WrongTime(shortest=SHORTEST_SECONDS, longest=LONGEST_SECONDS)


@dataclass(frozen=True)
class Change:
    """One what-if: a person free or away, a location away, a day more or less. Dates are whole days.

    Exactly one of: `person` with `free_on` (available on these dates after all), `person` with `away`, `location` with
    `away`, `extra_day` (a date that may be shot on besides), `lost_day` (a date that may not).
    """

    person: str = ""
    location: str = ""
    free_on: tuple[dt.date, ...] = ()
    away: tuple[dt.date, ...] = ()
    extra_day: dt.date | None = None
    lost_day: dt.date | None = None

    def __post_init__(self) -> None:
        kinds = (
            bool(self.person and self.free_on and not self.away and not self.location),
            bool(self.person and self.away and not self.free_on and not self.location),
            bool(self.location and self.away and not self.free_on and not self.person),
            self.extra_day is not None and not (self.person or self.location),
            self.lost_day is not None and not (self.person or self.location),
        )
        if sum(kinds) != 1:
            raise WrongChange(change=self.person or self.location or "?")


def change_as_json(change: Change) -> dict[str, Any]:
    """The change with only what it says: {"person": key, "free_on": ["2027-03-05"]}."""
    form: dict[str, Any] = {}
    for name in ("person", "location"):
        if getattr(change, name):
            form[name] = getattr(change, name)
    for name in ("free_on", "away"):
        if getattr(change, name):
            form[name] = [day.isoformat() for day in getattr(change, name)]
    for name in ("extra_day", "lost_day"):
        if getattr(change, name):
            form[name] = getattr(change, name).isoformat()
    return form


def change_from_json(form: Mapping[str, Any]) -> Change:
    """The change that `change_as_json` gave; a lone date stands for a list of one. Raises WrongChange."""
    try:
        return Change(
            person=str(form.get("person", "")),
            location=str(form.get("location", "")),
            free_on=_dates(form.get("free_on")),
            away=_dates(form.get("away")),
            extra_day=dt.date.fromisoformat(form["extra_day"]) if form.get("extra_day") else None,
            lost_day=dt.date.fromisoformat(form["lost_day"]) if form.get("lost_day") else None,
        )
    except (ValueError, TypeError, AttributeError) as fault:
        raise WrongChange(change=json.dumps(form, default=str)[:100]) from fault


def _dates(written: object) -> tuple[dt.date, ...]:
    if not written:
        return ()
    rows = [written] if isinstance(written, str) else list(written)  # type: ignore[call-overload]
    return tuple(sorted({dt.date.fromisoformat(row) for row in rows}))


def check_changes(changes: Sequence[Change]) -> None:
    """Raises TooManyChanges."""
    if len(changes) > MOST_CHANGES:
        raise TooManyChanges(most=MOST_CHANGES)


def check_extra_days(days: Iterable[dt.date], *, last: dt.date) -> None:
    """Extra days lie at most so long after the last date that there is. Raises ExtraDayTooLate."""
    for day in sorted(days):
        if day > last + EXTRA_DAYS_WITHIN:
            raise ExtraDayTooLate(day=day.isoformat(), last=(last + EXTRA_DAYS_WITHIN).isoformat())


ProgressRow = list[float | int]
"""[seconds, cost, harm, bound]."""


def thinned(rows: Sequence[ProgressRow], most: int = PROGRESS_KEPT) -> list[ProgressRow]:
    """At most so many rows, evenly picked, the first and the last among them."""
    if len(rows) <= most:
        return list(rows)
    step = (len(rows) - 1) / (most - 1)
    return [rows[round(number * step)] for number in range(most)]


@dataclass(frozen=True)
class Layout:
    """A board as a plan knows it: days with their strips in order, what is set aside, and how long each strip is.

    Strips by their public ids; lengths as (eighths, minutes).
    """

    days: tuple[tuple[dt.date, tuple[str, ...]], ...]
    boneyard: tuple[str, ...]
    lengths: Mapping[str, tuple[int, int]]

    @property
    def day_of(self) -> dict[str, dt.date | None]:
        """The date of each strip; None for the boneyard."""
        placed: dict[str, dt.date | None] = {strip: on for on, strips in self.days for strip in strips}
        return placed | dict.fromkeys(self.boneyard)

    @property
    def fingerprint(self) -> str:
        """The same for two boards that say the same."""
        return hashlib.sha256(json.dumps(layout_as_json(self), sort_keys=True).encode()).hexdigest()


def layout_as_json(layout: Layout) -> dict[str, Any]:
    """The layout for a JSON field."""
    return {
        "days": [[on.isoformat(), list(strips)] for on, strips in layout.days],
        "boneyard": sorted(layout.boneyard),
        "lengths": {strip: list(pair) for strip, pair in sorted(layout.lengths.items())},
    }


def layout_from_json(form: Mapping[str, Any]) -> Layout:
    """The layout that `layout_as_json` gave."""
    return Layout(
        days=tuple((dt.date.fromisoformat(on), tuple(strips)) for on, strips in form["days"]),
        boneyard=tuple(form["boneyard"]),
        lengths={strip: (pair[0], pair[1]) for strip, pair in form["lengths"].items()},
    )


def changed_strips(before: Layout, now: Layout) -> list[str]:
    """Strips that are new, gone, of another length, or on another day, in the order of the board now."""
    was, is_now = before.day_of, now.day_of
    changed = {
        strip
        for strip in was.keys() | is_now.keys()
        if strip not in was
        or strip not in is_now
        or was[strip] != is_now[strip]
        or before.lengths.get(strip) != now.lengths.get(strip)
    }
    order = [*is_now, *(strip for strip in was if strip not in is_now)]
    return [strip for strip in order if strip in changed]


def first_of(names: Iterable[str]) -> str:
    """The first few names, and how many there are besides."""
    every = list(names)
    shown = ", ".join(every[:NAMED])
    return f"{shown}, +{len(every) - NAMED}" if len(every) > NAMED else shown


@dataclass(frozen=True)
class PlanAsk:
    """What is asked of the planner. `base` is the public id of the run that a what-if is compared with."""

    seconds: int = DEFAULT_SECONDS
    seed: int = 1
    with_boneyard: bool = False
    what_if: tuple[Change, ...] = ()
    base: UUID | None = None


Dates = tuple[dt.date | None, dt.date | None]
"""From a first to a last date, both included; None is open."""


@dataclass(frozen=True)
class LocationOffer:
    """When a location can be had and what it costs; money None leaves what stands."""

    windows: tuple[Dates, ...] = ()
    away: tuple[dt.date, ...] = ()
    rent_minor: int | None = None
    set_up_minor: int | None = None


def check_offer(offer: LocationOffer) -> None:
    """Raises DatesCross, NegativeFigure."""
    for first, last in offer.windows:
        if first and last and last < first:
            raise DatesCross(first=first.isoformat(), last=last.isoformat())
    for label, amount in ((RENT, offer.rent_minor), (SET_UP, offer.set_up_minor)):
        if amount is not None and amount < 0:
            raise NegativeFigure(figure=label)


RENT, SET_UP = gettext_noop("Rent"), gettext_noop("Set-up")
PLACE, SET = "place:", "set:"


def set_key(set_name: str) -> str:
    """The key of a location that is only a set so far."""
    return f"{SET}{folded(set_name)}"


def place_key(place: UUID) -> str:
    """The key of a location that is a real place."""
    return f"{PLACE}{place}"


def folded(set_name: str) -> str:
    """A set's name as it is compared: capitals, single blanks."""
    return " ".join(set_name.upper().split())


def state_diagram() -> str:
    """The table of states as the picture in the docs."""
    steps = [f"    {state} --> {then}" for state, row in NEXT_STATES.items() for then in RunState if then in row]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {RunState.QUEUED}", *steps])
