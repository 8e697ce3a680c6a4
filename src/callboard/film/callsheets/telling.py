"""What publishing must know of call sheets: how parts compare, how whole sheets compare, and what the mail says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from callboard.core.calendars.rules import show_minutes
from callboard.core.errors import gettext_noop
from callboard.core.publishing.rules import Audience, EditionKind, MessageText, PartToTell, Payload
from callboard.film.callsheets.part_rules import PART_SCHEMA, PersonalPart, changes, from_payload

# The sections of a sheet that heads of department are told of when they change, with the words for it.
_SECTIONS: Mapping[tuple[str, ...], str] = {
    ("times",): gettext_noop("Times of the day"),
    ("front", "locations"): gettext_noop("Locations"),
    ("front", "running_order"): gettext_noop("Shooting order"),
    ("front", "cast"): gettext_noop("Cast calls"),
    ("front", "background"): gettext_noop("Background"),
    ("front", "company_moves"): gettext_noop("Company moves"),
    ("front", "safety"): gettext_noop("Safety"),
    ("back", "departments"): gettext_noop("Crew calls"),
    ("back", "department_notes"): gettext_noop("Department notes"),
    ("back", "transport"): gettext_noop("Transport"),
    ("back", "channels"): gettext_noop("Walkie channels"),
    ("back", "equipment"): gettext_noop("Equipment"),
    ("emergency",): gettext_noop("Emergency"),
}


def part_changes(old: Payload, new: Payload) -> list[dict[str, Any]]:
    """What changed for one party, by meaning; empty if and only if nothing did."""
    return [asdict(change) for change in changes(from_payload(dict(old)), from_payload(dict(new)))]


def sheet_changes(old: Payload, new: Payload) -> list[dict[str, Any]]:
    """Which sections of the whole sheet changed, and how many lines of each."""
    found = []
    for path, label in _SECTIONS.items():
        before, after = _lines(_at(old, path)), _lines(_at(new, path))
        if before != after:
            gone = [line for line in before if line not in after]
            come = [line for line in after if line not in before]
            found.append({"field": path[-1], "label": label, "before": "\n".join(gone), "after": "\n".join(come)})
    return found


def write_message(told: PartToTell) -> MessageText:
    """The mail to one party: the time first, then what changed, then the link. The link shows the rest."""
    lines = [
        _greeting(told),
        "",
        *_news(told),
        "",
        _("Your call, always the newest, and the place to confirm it:"),
        told.link,
    ]
    lines += ["", _("%(production)s production office") % {"production": told.production}]
    return MessageText(subject=_subject(told), text="\n".join(lines) + "\n")


CALL_SHEET_KIND = EditionKind(
    name="callsheet",
    changes=part_changes,
    write_message=write_message,
    payload_schema=PART_SCHEMA,
    check_kind="call",
    sheet_changes=sheet_changes,
)


def _at(payload: Payload, path: Sequence[str]) -> Any:
    value: Any = payload
    for name in path:
        value = value.get(name, {}) if isinstance(value, Mapping) else {}
    return value


def _lines(section: Any) -> list[str]:
    """A section's rows as comparable lines of their filled values."""
    rows = section if isinstance(section, (list, tuple)) else [section]
    return [_line(row) for row in rows]


def _line(row: Any) -> str:
    if isinstance(row, Mapping):
        # By name: PostgreSQL's jsonb gives the fields of a stored sheet back in an order of its own.
        return " · ".join(filter(None, (_line(value) for name, value in sorted(row.items()) if name != "tint")))
    if isinstance(row, (list, tuple)):
        return ", ".join(filter(None, (_line(item) for item in row)))
    return "" if row is None or row is False else str(row)


def _day(told: PartToTell) -> str:
    return date_format(date.fromisoformat(told.day), "D j M Y")


def _subject(told: PartToTell) -> str:
    words = {"production": told.production, "day": _day(told), "color": told.color, "time": _first_call(told)}
    if told.audience is Audience.CANCELED:
        return _("%(production)s: you are NOT called on %(day)s") % words
    if told.audience is Audience.HELD:
        return _("%(production)s: your call for %(day)s is being confirmed") % words
    if told.audience is Audience.QUIET:
        return _("%(production)s: %(color)s sheet for %(day)s, nothing changes for you") % words
    if told.audience is Audience.CHANGED:
        return _("%(production)s: CHANGED, your call for %(day)s is %(time)s (%(color)s)") % words
    return _("%(production)s: your call for %(day)s is %(time)s (%(color)s)") % words


def _greeting(told: PartToTell) -> str:
    if told.addressee and told.addressee != told.name:
        return _("Hello %(addressee)s, this is for %(name)s.") % {"addressee": told.addressee, "name": told.name}
    return _("Hello %(name)s,") % {"name": told.name}


def _news(told: PartToTell) -> list[str]:
    if told.audience is Audience.CANCELED:
        return [
            _("You are no longer called on %(day)s. The sheet you have is void.") % {"day": _day(told)},
            _please(),
        ]
    if told.audience is Audience.HELD:
        return [
            _("The sheet you have for %(day)s is void. Your call is being confirmed; the office will reach you.")
            % {"day": _day(told)}
        ]
    lines = _replaces(told)
    if told.audience is Audience.QUIET:
        return [*lines, _("Nothing changes for you, and your confirmation stands.")]
    if told.changes:
        lines += [_("What changed:"), *(_change_line(change) for change in told.changes), ""]
    return [*lines, *_own_part(told), "", _please()]


def _replaces(told: PartToTell) -> list[str]:
    if not told.replaces:
        return []
    return [_("%(new)s replaces %(old)s. The %(old)s sheet is void.") % {"new": told.color, "old": told.replaces}]


def _change_line(change: Mapping[str, Any]) -> str:
    words = {"label": _(str(change["label"])), "before": change["before"] or "—", "after": change["after"] or "—"}
    return _("- %(label)s: %(before)s → %(after)s") % words


def _own_part(told: PartToTell) -> list[str]:
    if told.payload is None:
        return []
    part = from_payload(dict(told.payload))
    call = _first_call(told)
    times = (
        (_("Pick-up"), _time(part.times.pick_up)),
        (_("Report"), _time(part.times.report)),
        (_("On set"), _time(part.times.on_set)),
    )
    rows = [
        (_("Day"), _day(told)),
        (_("Your call"), call),
        *((label, time) for label, time in times if time != call),  # a grip's report, set and call are one time
        (_("Place"), ", ".join(filter(None, (part.place.name, part.place.address)))),
        (_("Parking"), part.place.parking),
        *((_("Safety"), note) for note in part.safety_notes),
    ]
    return [f"{label}: {value}" for label, value in rows if value]


def _please() -> str:
    return _("Please confirm with the link below.")


def _first_call(told: PartToTell) -> str:
    if told.payload is None:
        return ""
    part: PersonalPart = from_payload(dict(told.payload))
    return _("O/C") if part.is_on_call else _time(part.times.first_call)


def _time(minutes: int | None) -> str:
    return "" if minutes is None else show_minutes(minutes)
