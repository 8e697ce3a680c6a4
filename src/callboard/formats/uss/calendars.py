"""Calendars, their events, and weekly days off of the company or of one element."""

from __future__ import annotations

from callboard.formats.uss import faults
from callboard.formats.uss.dates import read_date
from callboard.formats.uss.fields import Part, kind_of
from callboard.formats.uss.identity import Ids
from callboard.formats.uss.values import Calendar, Event, EventKind, Json


def read_calendars(parts: list[Part]) -> tuple[Calendar, ...]:
    """All calendars; an event without a readable date is left out with a repair."""
    ids = Ids("calendar")
    calendars: list[Calendar] = []
    for part in parts:
        identity = ids.of(part)
        name = part.text("name") or ""
        events = read_events(part)
        days_off, further_events = read_weekdays(part, identity)
        starts = sum(event.kind is EventKind.START for event in events)
        if starts > 1:
            part.note(faults.SEVERAL_STARTS, count=starts)
        calendars.append(Calendar(identity, name, days_off, events + further_events, part.extras()))
    return tuple(calendars)


def read_events(part: Part) -> tuple[Event, ...]:
    """The events of a calendar or an element. Their ids are kept as they are: nothing refers to them."""
    events: list[Event] = []
    for number, entry in enumerate(part.parts("events"), start=1):
        on = entry.calendar_date("date")
        if on is None:
            continue
        identity = entry.text("id") or f"{part.place}-event-{number}"
        events.append(Event(identity, _kind(entry), on, entry.text("name"), entry.extras()))
    return tuple(events)


def read_weekdays(part: Part, owner: str) -> tuple[tuple[int, ...], tuple[Event, ...]]:
    """Weekdays off in order, 0 = Sunday; a date that stands among them becomes a day off."""
    weekdays: set[int] = set()
    events: list[Event] = []
    for entry in part.entries("daysOff"):
        weekday = _weekday(entry)
        if weekday is not None:
            weekdays.add(weekday)
        elif isinstance(entry, str) and read_date(entry, zone=part.desk.zone):
            on = part.date_of(entry, "daysOff")
            if on is not None:
                part.note(faults.DATE_AMONG_WEEKDAYS, key="daysOff", read=on.isoformat())
                events.append(Event(f"{owner}-off-{on.isoformat()}", EventKind.DAY_OFF, on, "dayOff"))
        else:
            part.note(faults.WEEKDAY_UNREADABLE, key="daysOff", found=kind_of(entry))
    return tuple(sorted(weekdays)), tuple(events)


def _weekday(entry: Json) -> int | None:
    if isinstance(entry, str) and entry.strip() in {"0", "1", "2", "3", "4", "5", "6"}:
        return int(entry)
    if isinstance(entry, bool) or not isinstance(entry, int | float):
        return None
    return int(entry) if entry in range(7) else None


def _kind(entry: Part) -> EventKind:
    written = entry.text("type") or ""
    for kind in EventKind:
        if kind.value.casefold() == written.strip().casefold():
            return kind
    entry.note(faults.UNKNOWN_TYPE, key="type", found=written, read=EventKind.OTHER.value)
    return EventKind.OTHER
