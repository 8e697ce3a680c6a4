"""Rules of dispatch lists: the order of work in a shift, and what of a person's part has changed. Pure.

A list is filled per machine: the most urgent operation first (priority, then due date, then number), one after the
other from the start of the shift, each for its setup and run; what does not fit into the shift is left for the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from callboard.core.calendars.rules import show_minutes
from callboard.core.errors import Refused, gettext_noop

EDITION_KIND = "dispatch"
CHECK_KIND = "dispatch"
PART_SCHEMA = 1
SHEET_SCHEMA = 1
Payload = dict[str, Any]


class ShiftEndsBeforeItStarts(Refused):
    """A shift has a length; one over midnight ends after 24:00."""

    text = gettext_noop("The shift must end after it starts. For a night shift write the end as 30:00, not 6:00.")


class NothingToDo(Refused):
    """A list without work tells nobody anything."""

    text = gettext_noop("There is no work on this list. Add an operation, or release work orders first.")


class ListThere(Refused):
    """One list per department, day and shift."""

    text = gettext_noop("%(department)s has a list for this shift already. Change that one.")


class NotOnTheList(Refused):
    """The operation does not belong to this department."""

    text = gettext_noop("%(operation)s does not wait in %(department)s. Choose released work that is not done.")


class OnTheListAlready(Refused):
    """Twice the same operation would be worked twice."""

    text = gettext_noop("%(operation)s is on this list already.")


@dataclass(frozen=True)
class Waiting:
    """An operation that could be worked: what is left of it, and how urgent it is."""

    key: int
    order: str
    number: int
    machine: int | None
    priority: int
    due_on: dt.date
    minutes: int
    """Setup, if it was not begun, and run of what is left."""
    is_here: bool
    """Something of it has reached the operation."""
    is_started: bool = False


@dataclass(frozen=True)
class Slot:
    """A place in the shift."""

    key: int
    machine: int | None
    starts: int
    minutes: int


def urgency(job: Waiting) -> tuple[bool, bool, int, dt.date, str, int]:
    """What is begun is finished first, then what is here, then by priority, due date and number."""
    return (not job.is_started, not job.is_here, job.priority, job.due_on, job.order, job.number)


def fill_shift(jobs: Iterable[Waiting], *, starts: int, ends: int) -> list[Slot]:
    """Give each machine its work from the start of the shift on; what begins before its end is on the list.

    Work without a machine is by hand, side by side: it all starts with the shift.
    """
    free: dict[int | None, int] = {}
    slots = []
    for job in sorted(jobs, key=urgency):
        at = starts if job.machine is None else free.get(job.machine, starts)
        if at >= ends:
            continue
        slots.append(Slot(job.key, job.machine, at, job.minutes))
        free[job.machine] = at + job.minutes
    return slots


@dataclass(frozen=True)
class Candidate:
    """Somebody who could work an operation: certified at a level, in today, with so many minutes of work already."""

    key: int
    level: int
    minutes: int


def choose_operator(candidates: Sequence[Candidate], *, level: int) -> int | None:
    """Who does it: certified at least at the level, the least loaded first, then the least overqualified."""
    able = [one for one in candidates if one.level >= level]
    return min(able, key=lambda one: (one.minutes, one.level, one.key)).key if able else None


@dataclass(frozen=True)
class PartJob:
    """One job as its operator must know it."""

    order: str
    item: str
    operation: str
    quantity: str
    start: int
    minutes: int
    machine: str = ""
    note: str = ""


@dataclass(frozen=True)
class DispatchPart:
    """What one person must know of a shift. Times are minutes of the day it begins, as the clocks show."""

    production: str
    department: str
    day_on: str
    shift: str
    zone: str
    starts: int
    ends: int
    jobs: tuple[PartJob, ...] = ()
    note: str = ""
    schema: int = PART_SCHEMA


@dataclass(frozen=True)
class Change:
    """One thing that matters and is different."""

    field: str
    label: str
    before: str
    after: str


def to_payload(part: DispatchPart) -> Payload:
    """The part as JSON."""
    payload = asdict(part)
    payload["jobs"] = [dict(job) for job in payload["jobs"]]
    return payload


def from_payload(payload: Mapping[str, Any]) -> DispatchPart:
    """The part as it was stored."""
    fields = dict(payload)
    return DispatchPart(**fields | {"jobs": tuple(PartJob(**job) for job in fields["jobs"])})


_CHANGES: tuple[tuple[str, str, Callable[[DispatchPart], str]], ...] = (
    ("day", gettext_noop("Day"), lambda part: part.day_on),
    (
        "shift",
        gettext_noop("Shift"),
        lambda part: f"{part.shift} {show_minutes(part.starts)}–{show_minutes(part.ends)}",
    ),
    ("department", gettext_noop("Department"), lambda part: part.department),
    ("jobs", gettext_noop("Work"), lambda part: "\n".join(job_line(job) for job in part.jobs)),
)


def job_line(job: PartJob) -> str:
    """A job in one line: what matters of it."""
    place = f" @ {job.machine}" if job.machine else ""
    return f"{show_minutes(job.start)} {job.order} {job.operation}: {job.quantity} {job.item}{place}"


def changes(old: DispatchPart, new: DispatchPart) -> list[Change]:
    """What changed for one person by meaning: day, shift, department, work. A note changes quietly."""
    return [
        Change(field, label, shown(old), shown(new)) for field, label, shown in _CHANGES if shown(old) != shown(new)
    ]
