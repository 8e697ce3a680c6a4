"""Rows of a calendar: dates off, and days off that are worked. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from callboard.formats.columns import RowCells
from callboard.manufacturing.imports.found import ENDS_BEFORE, NOT_BOTH, TOO_MANY_DAYS, Found, Outcome, Verb
from callboard.manufacturing.imports.known import Known
from callboard.manufacturing.imports.rules import Settings

MOST_DAYS = 400


@dataclass(frozen=True)
class DaysRow:
    """The dates that one row names, and what they are."""

    dates: tuple[dt.date, ...]
    is_worked: bool
    reason: str


def check_calendar(rows: Iterable[RowCells], known: Known, settings: Settings) -> Outcome[DaysRow]:  # noqa: ARG001 - one signature for all kinds
    """Read and check every row. A row is a date, or the dates from one to another, both included."""
    found, faults = [], []
    seen: dict[dt.date, int] = {}
    for row in rows:
        days = _days(row)
        for date in days.dates:
            if (other := seen.setdefault(date, row.row.number)) != row.row.number:
                row.fault("on", NOT_BOTH, other=other)
                break
        if not row.faults:
            found.append(Found((row.row.number,), _verb(days, known), days))
        faults += row.faults
    return Outcome(tuple(found), tuple(faults))


def _days(row: RowCells) -> DaysRow:
    on = row.date("on", is_required=True)
    until = row.date("until") or on
    worked, reason = row.yes_or_no("is_worked") or False, row.text("reason", most=80)
    if on is None or until is None:
        return DaysRow((), worked, reason)
    count = (until - on).days + 1
    said = {"from_on": on.isoformat(), "to_on": until.isoformat()}
    if count < 1:
        row.fault("until", ENDS_BEFORE, **said)
    elif count > MOST_DAYS:
        row.fault("until", TOO_MANY_DAYS, **said, days=count, most=MOST_DAYS)
    dates = tuple(on + dt.timedelta(days=day) for day in range(min(count, MOST_DAYS)))
    return DaysRow(dates, worked, reason)


def _verb(days: DaysRow, known: Known) -> Verb:
    there = [known.days.get(date) for date in days.dates]
    if all(said == (days.is_worked, days.reason) for said in there):
        return Verb.SAME
    return Verb.NEW if not any(there) else Verb.CHANGED
