"""Rules of the personal part: what one party must know of a call, and what of it has changed. Pure.

Two parts are compared by meaning: time, place, parking, safety, scenes, day, status. What a part merely mentions
(contacts, channel, general notes, synopses) changes quietly and asks nobody to confirm again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from callboard.core.calendars.rules import show_minutes
from callboard.core.errors import Refused, gettext_noop
from callboard.film.callsheets.rules import CallTimes

Payload = dict[str, Any]  # JSON as it is stored: text, whole numbers, true and false, None, lists, mappings
PART_SCHEMA = 1


class PartFromTheFuture(Refused):
    """Stored by a newer Callboard."""

    text = gettext_noop("This part was written in form %(schema)s, and this server reads up to %(known)s. Update it.")


class NotAPart(Refused):
    """The stored payload lacks what a part has."""

    text = gettext_noop("This stored part cannot be read: %(missing)s is missing. Publish the call sheet again.")


@dataclass(frozen=True)
class PartPlace:
    """A place as a party needs it. `notes` say how to find the way in."""

    name: str = ""
    address: str = ""
    parking: str = ""
    notes: str = ""


@dataclass(frozen=True)
class PartScene:
    """A scene this party is needed for."""

    number: str
    set_name: str = ""
    synopsis: str = ""


@dataclass(frozen=True)
class PartContact:
    """Whom to reach: the assistant directors."""

    name: str
    position: str = ""
    phone: str = ""


@dataclass(frozen=True)
class PersonalPart:
    """What one party must know of one production day. Days are ISO dates; times are minutes of that day, local."""

    production: str
    day_on: str
    day_number: int
    day_count: int
    zone: str
    times: CallTimes
    place: PartPlace
    unit: str = ""
    position: str = ""
    status: str = ""
    is_on_call: bool = False
    general_call: int | None = None
    unit_base: PartPlace = PartPlace()
    scenes: tuple[PartScene, ...] = ()
    safety_notes: tuple[str, ...] = ()
    hospital: str = ""
    general_notes: tuple[str, ...] = ()
    channel: str = ""
    contacts: tuple[PartContact, ...] = ()
    schema: int = PART_SCHEMA


@dataclass(frozen=True)
class Change:
    """One thing that matters and is different. `label` is translatable, `before` and `after` are shown as they are."""

    field: str
    label: str
    before: str
    after: str


LABELS: Mapping[str, str] = {
    "day": gettext_noop("Day"),
    "status": gettext_noop("Status"),
    "on_call": gettext_noop("On call (O/C)"),
    "first_call": gettext_noop("Your call"),
    "pick_up": gettext_noop("Pick-up"),
    "report": gettext_noop("Report"),
    "make_up": gettext_noop("Make-up"),
    "wardrobe": gettext_noop("Wardrobe"),
    "on_set": gettext_noop("On set"),
    "place": gettext_noop("Place"),
    "address": gettext_noop("Address"),
    "parking": gettext_noop("Parking"),
    "place_notes": gettext_noop("Finding the way"),
    "base": gettext_noop("Unit base"),
    "base_address": gettext_noop("Unit base address"),
    "base_parking": gettext_noop("Unit base parking"),
    "base_notes": gettext_noop("Finding the unit base"),
    "scenes": gettext_noop("Scenes"),
    "safety": gettext_noop("Safety"),
    "hospital": gettext_noop("Nearest hospital"),
}
TIME_FIELDS = ("first_call", "pick_up", "report", "make_up", "wardrobe", "on_set")

Meaning = Mapping[str, str]
UpgradeStep = Callable[[Payload], Payload]
UPGRADES: Mapping[int, UpgradeStep] = {}  # from schema n to n + 1


def meaning(part: PersonalPart) -> Meaning:
    """What matters in a part, each item as canonical text: the keys of LABELS, in that order.

    Spacing, Unicode spelling, the case of scene numbers and the order of safety notes carry no meaning; the order
    of scenes does.
    """
    return {
        "day": _plain(part.day_on),
        "status": _plain(part.status),
        "on_call": "O/C" if part.is_on_call else "",
        **{name: _shown(getattr(part.times, name)) for name in TIME_FIELDS},
        **_place_meaning(part.place, ("place", "address", "parking", "place_notes")),
        **_place_meaning(part.unit_base, ("base", "base_address", "base_parking", "base_notes")),
        "scenes": "; ".join(_scene_meaning(scene) for scene in part.scenes),
        "safety": "\n".join(sorted({_plain(note) for note in part.safety_notes} - {""})),
        "hospital": _plain(part.hospital),
    }


def changes(old: PersonalPart, new: PersonalPart) -> list[Change]:
    """What this party must be told, in the order of LABELS; empty if and only if both parts mean the same.

    A time that changed just as "Your call" did is told once: a grip's report, set and call are one time.
    """
    before, after = meaning(old), meaning(new)
    found: list[Change] = []
    for name, label in LABELS.items():
        if before[name] == after[name]:
            continue
        change = Change(name, label, before[name], after[name])
        if name in TIME_FIELDS and any(_same_time(change, told) for told in found if told.field == "first_call"):
            continue
        found.append(change)
    return found


def to_payload(part: PersonalPart) -> Payload:
    """The part as JSON values, to be stored with its schema version."""
    return {name: _as_json(value) for name, value in asdict(part).items()}


def from_payload(payload: Payload, steps: Mapping[int, UpgradeStep] = UPGRADES) -> PersonalPart:
    """The part that was stored, under any schema up to this one. Raises PartFromTheFuture, NotAPart."""
    current = upgrade(payload, steps)
    try:
        return PersonalPart(
            **{
                **current,
                "times": CallTimes(**current["times"]),
                "place": PartPlace(**current["place"]),
                "unit_base": PartPlace(**current["unit_base"]),
                "scenes": tuple(PartScene(**scene) for scene in current["scenes"]),
                "contacts": tuple(PartContact(**contact) for contact in current["contacts"]),
                "safety_notes": tuple(current["safety_notes"]),
                "general_notes": tuple(current["general_notes"]),
            }
        )
    except (KeyError, TypeError) as broken:
        raise NotAPart(missing=str(broken)) from broken


def upgrade(payload: Payload, steps: Mapping[int, UpgradeStep] = UPGRADES, *, to: int = PART_SCHEMA) -> Payload:
    """The payload in the form of schema `to`, one step at a time; the given one is left as it is.

    Raises PartFromTheFuture, NotAPart.
    """
    schema = payload.get("schema")
    if not isinstance(schema, int):
        raise NotAPart(missing="schema")
    if schema > to:
        raise PartFromTheFuture(schema=schema, known=to)
    current = dict(payload)
    for version in range(schema, to):
        if version not in steps:
            raise NotAPart(missing=f"the step from schema {version}")
        current = {**steps[version](dict(current)), "schema": version + 1}
    return current


def _same_time(change: Change, told: Change) -> bool:
    return (change.before, change.after) == (told.before, told.after)


def _place_meaning(place: PartPlace, names: Iterable[str]) -> dict[str, str]:
    values = (place.name, place.address, place.parking, place.notes)
    return {name: _plain(value) for name, value in zip(names, values, strict=True)}


def _scene_meaning(scene: PartScene) -> str:
    return " ".join(word for word in (_plain(scene.number).upper(), _plain(scene.set_name)) if word)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _shown(minutes: int | None) -> str:
    return "" if minutes is None else show_minutes(minutes)


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(item) for item in value]
    return value
