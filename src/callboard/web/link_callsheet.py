"""One party's call as their phone shows it: the time first, then where, then what else they need at six."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from django.utils.translation import gettext, gettext_lazy

from callboard.core.calendars.rules import read_minutes
from callboard.core.publishing.queries import PartView
from callboard.film.callsheets.part_rules import TIME_FIELDS, PartContact, PartPlace, PersonalPart, from_payload
from callboard.web.locales import MINUTES_A_DAY, Reader

MAP_SEARCH = "https://www.openstreetmap.org/search?query="
_SHOWN_ZONE = re.compile(r"^\d{2}:\d{2}( [+-]\d)?$")


@dataclass(frozen=True)
class ShownTime:
    """A time of the call, with its day where that is another than the sheet's."""

    label: str
    clock: str
    other_day: str


@dataclass(frozen=True)
class ShownPlace:
    """A place with a way to find it on a map."""

    place: PartPlace
    map_url: str


@dataclass(frozen=True)
class ShownContact:
    """Somebody to call, with the number as a phone dials it."""

    contact: PartContact
    dial: str


@dataclass(frozen=True)
class CallSheetPart:
    """Everything the phone page says of a call."""

    part: PersonalPart
    day: str
    call: ShownTime | None
    times: Sequence[ShownTime]
    general_call: str
    place: ShownPlace
    unit_base: ShownPlace
    contacts: Sequence[ShownContact]


@dataclass(frozen=True)
class ShownChange:
    """What was, and what is now."""

    label: str
    before: str
    after: str


def call_sheet_part(view: PartView, reader: Reader) -> CallSheetPart | None:
    """The holder's part, times in the reader's clock; None while they are held or no longer called."""
    if view.payload is None:
        return None
    part = from_payload(view.payload)
    day = dt.date.fromisoformat(part.day_on)
    call = _time(gettext("Your call"), part.times.first_call, day, reader)
    return CallSheetPart(
        part=part,
        day=_day_of(part, day, reader),
        call=call,
        times=[] if _is_one_time(part) else list(_times(part, day, reader)),
        general_call="" if part.general_call is None else reader.clock(part.general_call),
        place=_place(part.place),
        unit_base=_place(part.unit_base),
        contacts=[ShownContact(contact, dialed(contact.phone)) for contact in part.contacts],
    )


def changed_lines(view: PartView, reader: Reader) -> list[ShownChange]:
    """What is different from what the holder knew, in the reader's language and clock."""
    return [
        ShownChange(
            label=gettext(change["label"]),
            before=_shown(change["field"], change["before"], reader),
            after=_shown(change["field"], change["after"], reader),
        )
        for change in view.changes
    ]


def dialed(phone: str) -> str:
    """A phone number as a `tel:` address: digits and a leading plus, or nothing."""
    digits = re.sub(r"[^0-9]", "", phone.replace("(0)", ""))
    return f"{'+' if phone.strip().startswith('+') else ''}{digits}" if digits else ""


def _shown(field: str, value: str, reader: Reader) -> str:
    if field in TIME_FIELDS and _SHOWN_ZONE.match(value):
        minutes = read_minutes(value)
        days = minutes // MINUTES_A_DAY
        return f"{reader.clock(minutes)} ({days:+d})" if days else reader.clock(minutes)
    return value


def _day_of(part: PersonalPart, day: dt.date, reader: Reader) -> str:
    """The calendar date of the first call: a night shoot belongs to the day it began, a body does not."""
    minutes = part.times.first_call
    return reader.day(day + dt.timedelta(days=minutes // MINUTES_A_DAY if minutes is not None else 0))


def _is_one_time(part: PersonalPart) -> bool:
    """A grip reports, is on set and is called at one time: the large one says it all."""
    return {getattr(part.times, name) for name in TIME_FIELDS} <= {part.times.first_call, None}


def _times(part: PersonalPart, day: dt.date, reader: Reader) -> Iterator[ShownTime]:
    labels = {
        "pick_up": gettext("Pick-up"),
        "report": gettext("Report"),
        "make_up": gettext("Make-up"),
        "wardrobe": gettext("Wardrobe"),
        "on_set": gettext("On set"),
    }
    for name, label in labels.items():
        shown = _time(label, getattr(part.times, name), day, reader)
        if shown is not None:
            yield shown


def _time(label: str, minutes: int | None, day: dt.date, reader: Reader) -> ShownTime | None:
    if minutes is None:
        return None
    days = minutes // MINUTES_A_DAY
    return ShownTime(label, reader.clock(minutes), reader.short_day(day + dt.timedelta(days=days)) if days else "")


def _place(place: PartPlace) -> ShownPlace:
    sought = place.address or place.name
    return ShownPlace(place, MAP_SEARCH + quote_plus(sought) if sought else "")


Column = tuple[str, Any]


@dataclass(frozen=True)
class SheetSection:
    """A table of the whole sheet: headings and rows, columns that are empty throughout left out."""

    title: Any
    headings: Sequence[Any]
    rows: Sequence[Sequence[str]]


_SECTIONS: Sequence[tuple[Any, tuple[str, ...], Sequence[Column]]] = (
    (gettext_lazy("Locations"), ("front", "locations"), (
        ("mark", gettext_lazy("No.")), ("name", gettext_lazy("Place")), ("address", gettext_lazy("Address")),
        ("crew_parking", gettext_lazy("Parking")), ("unit_base", gettext_lazy("Unit base")),
        ("notes", gettext_lazy("Finding the way")),
    )),
    (gettext_lazy("Shooting order"), ("front", "running_order"), (
        ("number", gettext_lazy("Scene")), ("time", gettext_lazy("Time")), ("int_ext", gettext_lazy("I/E")),
        ("set_name", gettext_lazy("Set")), ("day_night", gettext_lazy("Time of day")), ("pages", gettext_lazy("Pages")),
        ("cast", gettext_lazy("Cast")), ("location", gettext_lazy("Location")), ("synopsis", gettext_lazy("Synopsis")),
        ("text", gettext_lazy("Note")),
    )),
    (gettext_lazy("Cast"), ("front", "cast"), (
        ("number", gettext_lazy("No.")), ("character", gettext_lazy("Role")), ("artist", gettext_lazy("Name")),
        ("status", gettext_lazy("Status")), ("pick_up", gettext_lazy("Pick-up")), ("report", gettext_lazy("Report")),
        ("make_up", gettext_lazy("Make-up")), ("wardrobe", gettext_lazy("Wardrobe")),
        ("on_set", gettext_lazy("On set")), ("remarks", gettext_lazy("Remarks")),
    )),
    (gettext_lazy("Background"), ("front", "background"), (
        ("count", gettext_lazy("How many")), ("group", gettext_lazy("Group")), ("call", gettext_lazy("Call")),
        ("on_set", gettext_lazy("On set")), ("holding", gettext_lazy("Holding")),
        ("wardrobe", gettext_lazy("Wardrobe")), ("remarks", gettext_lazy("Remarks")),
    )),
    (gettext_lazy("Walkie channels"), ("back", "channels"), (
        ("channel", gettext_lazy("Channel")), ("use", gettext_lazy("Use")),
    )),
)  # fmt: skip
_CREW_COLUMNS: Sequence[Column] = (
    ("position", gettext_lazy("Position")), ("name", gettext_lazy("Name")), ("call", gettext_lazy("Call")),
)  # fmt: skip


def sheet_sections(view: PartView) -> list[SheetSection]:
    """The whole sheet as tables, for those who get all."""
    sheet = view.sheet or {}
    sections = [_section(title, _at(sheet, path), columns) for title, path, columns in _SECTIONS]
    departments = _at(sheet, ("back", "departments"))
    sections += [_section(department["name"], department["crew"], _CREW_COLUMNS) for department in departments]
    return [section for section in sections if section.rows]


def _at(sheet: Mapping[str, Any], path: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    value: Any = sheet
    for name in path:
        value = value.get(name, {})
    return value or []


def _section(title: Any, rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> SheetSection:
    filled = [column for column in columns if any(row.get(column[0]) for row in rows)]
    cells = [[str(row.get(name) or "") for name, _ in filled] for row in rows]
    return SheetSection(title, [heading for _, heading in filled], cells)
