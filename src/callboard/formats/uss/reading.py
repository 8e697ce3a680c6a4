"""A Universal Schedule Standard file to values: the header, and the parts in the order that ids need."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from callboard.formats.uss import faults
from callboard.formats.uss.boards import StripboardReader
from callboard.formats.uss.breakdown_sheets import BreakdownReader
from callboard.formats.uss.calendars import read_calendars, read_events, read_weekdays
from callboard.formats.uss.faults import NotASchedule, Repair
from callboard.formats.uss.fields import Desk, Part
from callboard.formats.uss.identity import Ids, known_ids
from callboard.formats.uss.json_text import read_json
from callboard.formats.uss.values import Category, Element, Json, Schedule

_ENVELOPE = "universalScheduleStandard"
_OTHER_UCID = 126
_FIRST_CUSTOM_UCID = 500


def read_uss(content: bytes, *, zone: ZoneInfo | None) -> tuple[Schedule, tuple[Repair, ...]]:
    """Read a .uss file (versions 0.9 and 1.0, and what programs make of them) and say what had to be mended.

    `zone` is the show's; without it dates are rounded to the nearest midnight UTC (see `dates.read_date`). Out come
    only strict values: every id is unique in its list and every mention of one is in the file; each breakdown is on
    each stripboard once (in the boneyard if the file forgot it); pages are whole eighths, durations whole minutes.
    Own keys, which the standard lets begin with "_", are kept in `extras`.

    Refuses (`formats.faults.Unreadable`) what is no JSON, more than 10 MB, 60 levels or 20,000 entries in a list, and
    a file without breakdowns, categories or elements. Source: docs of UniversalScheduleStandard 0.9 and 1.0.
    """
    values, repairs = read_json(content)
    desk = Desk(zone, repairs)
    body, outer = _body(values, desk)
    schedule = _Schedule(body, desk).read(outer)
    return schedule, tuple(desk.repairs)


def _body(values: Json, desk: Desk) -> tuple[Part, Part | None]:
    if not isinstance(values, dict):
        raise NotASchedule
    inner = values.get(_ENVELOPE)
    if isinstance(inner, dict):
        outer = Part({key: value for key, value in values.items() if key != _ENVELOPE}, "", desk)
        return Part(inner, "", desk), outer
    if "breakdowns" not in values or "elements" not in values:
        raise NotASchedule
    desk.note("", faults.NO_ENVELOPE)
    return Part(values, "", desk), None


@dataclass(frozen=True)
class _Schedule:
    body: Part
    desk: Desk

    def read(self, outer: Part | None) -> Schedule:
        """The parts in the order in which they refer to one another, then the header."""
        body = self.body
        categories, owners = _read_categories(body.required_parts("categories"))
        elements = _read_elements(body.required_parts("elements"), categories, owners)
        sheets = BreakdownReader(frozenset(element.id for element in elements))
        breakdowns = sheets.read(body.required_parts("breakdowns"))
        calendars = read_calendars(_optional(body, "calendars"))
        stripboards = StripboardReader(
            breakdown_ids={breakdown.id: None for breakdown in breakdowns},
            day_breaks=sheets.day_breaks,
            calendar_ids=tuple(calendar.id for calendar in calendars),
        ).read(_optional(body, "stripboards"))
        return Schedule(
            id=body.text("id") or "schedule",
            name=body.text("name") or "",
            source=body.text("source") or "",
            version=body.text("ussVersion", "version") or "",
            created=body.instant("created"),
            project=body.text("project"),
            author=body.text("author"),
            company=body.text("company"),
            description=body.text("description"),
            season=body.text("season"),
            episode=body.text("episode"),
            episode_name=body.text("episodeName"),
            schedule_color=body.text("schedColor"),
            schedule_on=body.calendar_date("schedDate"),
            script_color=body.text("scriptColor"),
            script_on=body.calendar_date("scriptDate"),
            breakdowns=breakdowns,
            categories=categories,
            elements=elements,
            stripboards=stripboards,
            calendars=calendars,
            extras=body.extras(),
            outer_extras=outer.extras() if outer else {},
        )


def _optional(body: Part, key: str) -> list[Part]:
    """A breakdown alone has neither stripboards nor calendars, and says so as null, [] or not at all."""
    return body.parts(key) if body.has(key) else []


def _read_categories(parts: list[Part]) -> tuple[tuple[Category, ...], dict[str, str]]:
    """The categories, and for each element that a category lists (version 0.9) the first that does."""
    ids = Ids("category")
    categories: list[Category] = []
    owners: dict[str, str] = {}
    next_custom = _FIRST_CUSTOM_UCID
    for part in parts:
        identity = ids.of(part)
        for element_id in part.ids("elements") if part.has("elements") else ():
            owners.setdefault(element_id, identity)
        ucid = part.whole("ucid", "catId")
        if ucid is None or ucid < 0:
            ucid, next_custom = next_custom, next_custom + 1
            part.note(faults.NO_UCID, ucid=ucid)
        name = part.text("name") or ""
        categories.append(Category(identity, name, ucid, part.instant("created"), part.extras()))
    return tuple(categories), owners


def _read_elements(parts: list[Part], categories: tuple[Category, ...], owners: dict[str, str]) -> tuple[Element, ...]:
    ids = Ids("element")
    named = [(ids.of(part), part) for part in parts]
    category_ids = frozenset(category.id for category in categories)
    fallback = next((c for c in categories if c.ucid == _OTHER_UCID), categories[-1] if categories else None)
    if fallback is None and parts:
        raise faults.PartMissing(place="categories[0]")
    elements: list[Element] = []
    known = ids.known
    for identity, part in named:
        category_id = _category_id(part, identity, category_ids, owners)
        if category_id is None and fallback is not None:
            part.note(faults.NO_CATEGORY, category=fallback.name)
            category_id = fallback.id
        elements.append(_element(part, identity, category_id or "", known))
    return tuple(elements)


def _category_id(part: Part, identity: str, known: frozenset[str], owners: dict[str, str]) -> str | None:
    if part.has("category"):
        category_id = part.text("category")
        if category_id in known:
            return category_id
    if identity in owners:
        part.note(faults.IN_CATEGORY_LIST)
    return owners.get(identity)


def _element(part: Part, identity: str, category_id: str, element_ids: frozenset[str]) -> Element:
    events = read_events(part)
    days_off, further_events = read_weekdays(part, identity)
    return Element(
        id=identity,
        name=part.text("name") or "",
        category_id=category_id,
        board_id=part.text("elementId") or None,
        is_board_id_locked=part.truth("isIdLock", "elementIdLock"),
        is_dood=part.truth("isDood", "doodInclude"),
        is_hold=part.truth("isHold", "doodHoldAllow"),
        is_drop=part.truth("isDrop", "doodDropAllow"),
        drop_day_count=max(part.whole("dropDayCount", "doodDropDays") or 0, 0),
        days_off=days_off,
        events=events + further_events,
        linked_ids=tuple(known_ids(part, "linkedElements", element_ids)),
        created=part.instant("created"),
        extras=part.extras(),
    )
