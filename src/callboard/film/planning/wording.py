"""The planner's keys and sentences in the reader's language: strips by scene number, people by name, days as days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from callboard.core.errors import gettext_noop
from callboard.core.organizations.rules import DataClass
from callboard.film.planning.adopting import label_of
from callboard.film.planning.casting import Note, Player
from callboard.film.planning.rules import SET, Change, place_key
from callboard.film.stripboard.queries import BoardView
from callboard.planner.shooting.plan import Component, Sentence, Status

COMPONENTS: Mapping[Component, str] = {
    Component.CAST_WORK: gettext_noop("Cast, days worked"),
    Component.CAST_HOLD: gettext_noop("Cast, days held"),
    Component.FORCED_CALLS: gettext_noop("Forced calls"),
    Component.CREW: gettext_noop("Crew days"),
    Component.OVERTIME: gettext_noop("Overtime"),
    Component.PAGES: gettext_noop("Pages above the comfortable day"),
    Component.SHORT_REST: gettext_noop("Short rest"),
    Component.SPLIT_DAYS: gettext_noop("Days with day and night work"),
    Component.MOVES: gettext_noop("Company moves"),
    Component.RENT: gettext_noop("Rent of locations"),
    Component.SET_UPS: gettext_noop("Set-ups"),
    Component.RENTALS: gettext_noop("Rentals"),
    Component.CHANGES: gettext_noop("Changed calls"),
}
STATUSES: Mapping[Status, str] = {
    Status.OPTIMAL: gettext_noop("Proved: no plan costs less"),
    Status.FEASIBLE: gettext_noop("Keeps every rule"),
    Status.CONFLICTS: gettext_noop("Breaks rules: see the conflicts"),
}
STATES: Mapping[str, str] = {
    "queued": gettext_noop("waiting"),
    "running": gettext_noop("being planned"),
    "done": gettext_noop("done"),
    "stopped": gettext_noop("stopped"),
    "failed": gettext_noop("failed"),
    "adopted": gettext_noop("adopted"),
    "discarded": gettext_noop("discarded"),
}
_WORDS = {
    "elements": gettext_noop("an open date"),
    "light": gettext_noop("its light"),
    "unit": gettext_noop("its unit"),
}
_COUNTED: Mapping[str, Callable[[int], str]] = {
    "defaults": lambda count: ngettext(
        "%(count)s figure was never typed: a customary value stands in for it.",
        "%(count)s figures were never typed: customary values stand in for them.",
        count,
    ),
    "times_estimated": lambda count: ngettext(
        "%(count)s strip has no time of its own and counts %(minutes)s minutes a page.",
        "%(count)s strips have no time of their own and count %(minutes)s minutes a page.",
        count,
    ),
    "banners": lambda count: ngettext(
        "%(count)s banner stays on its date; its minutes are not counted.",
        "%(count)s banners stay on their dates; their minutes are not counted.",
        count,
    ),
    "past_days": lambda count: ngettext(
        "%(count)s day is over and stays as it is.", "%(count)s days are over and stay as they are.", count
    ),
    "called_days": lambda count: ngettext(
        "%(count)s day with a published call sheet stays as it is.",
        "%(count)s days with a published call sheet stay as they are.",
        count,
    ),
    "rates_hidden": lambda count: ngettext(
        "The rate of %(count)s person could not be counted by the day.",
        "The rates of %(count)s people could not be counted by the day.",
        count,
    ),
    "minors_hidden": lambda count: ngettext(
        "The hours allowed are not counted for %(count)s minor.",
        "The hours allowed are not counted for %(count)s minors.",
        count,
    ),
}
HIDDEN_NOTES: Mapping[DataClass, str] = {DataClass.PAY: "rates_hidden", DataClass.MINOR: "minors_hidden"}
"""What stands for the notes of a class that a member does not see."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

FREE = gettext_noop("%(name)s is free on %(dates)s")
AWAY = gettext_noop("%(name)s is away on %(dates)s")
CLOSED = gettext_noop("%(name)s cannot be had on %(dates)s")
EXTRA = gettext_noop("%(dates)s may be shot on")
LOST = gettext_noop("%(dates)s is lost")


@dataclass(frozen=True)
class StripLine:
    """A strip as a list shows it."""

    key: str
    number: str
    heading: str
    look_key: str
    eighths: int
    minutes: int


@dataclass(frozen=True)
class Names:
    """What the planner's keys stand for."""

    strips: Mapping[str, StripLine]
    people: Mapping[str, Player]
    locations: Mapping[str, str]

    def strip(self, key: str) -> StripLine:
        """A strip; one that is gone from the board says so."""
        return self.strips.get(key) or StripLine(key, "?", gettext("not on the board any more"), "unknown", 0, 0)

    def person(self, key: str) -> str:
        """Who it is."""
        player = self.people.get(key)
        return player.name if player else gettext("somebody who is gone")

    def location(self, key: str) -> str:
        """Where it is."""
        return self.locations.get(key) or key.removeprefix(SET)

    def said(self, sentence: Sentence) -> str:
        """One sentence of the planner."""
        shown = {name: self._shown(value) for name, value in sentence.parameters.items()}
        return gettext(sentence.text) % shown

    def said_whole(self, sentence: Sentence) -> str:
        """One sentence that stands alone: with a capital, whatever name it begins with."""
        said = self.said(sentence)
        return said[:1].upper() + said[1:]

    def _shown(self, value: str | int) -> str | int:
        if not isinstance(value, str):
            return value
        if value in _WORDS:
            return gettext(_WORDS[value])
        words = ", ".join(gettext(_WORDS[word]) if word in _WORDS else word for word in value.split(", "))
        named = self._keys.sub(lambda found: self._name(found[0]), words) if self._all else words
        return _DATE.sub(lambda found: day_said(dt.date.fromisoformat(found[0])), named)

    @cached_property
    def _all(self) -> dict[str, str]:
        strips = {key: gettext("scene %(number)s") % {"number": row.number} for key, row in self.strips.items()}
        return strips | {key: player.name for key, player in self.people.items()} | dict(self.locations)

    @cached_property
    def _keys(self) -> re.Pattern[str]:
        # the longest first: a set's name may begin with another's
        return re.compile("|".join(re.escape(key) for key in sorted(self._all, key=len, reverse=True)))

    def _name(self, key: str) -> str:
        return self._all[key]

    def change(self, change: Change) -> str:
        """A what-if as a sentence."""
        if change.extra_day or change.lost_day:
            day = change.extra_day or change.lost_day
            return gettext(EXTRA if change.extra_day else LOST) % {"dates": day_said(day)}
        if change.location:
            return gettext(CLOSED) % {"name": self.location(change.location), "dates": days_said(change.away)}
        text, dates = (FREE, change.free_on) if change.free_on else (AWAY, change.away)
        return gettext(text) % {"name": self.person(change.person), "dates": days_said(dates)}


def names_of(view: BoardView, players: Iterable[Player], places: Mapping[str, str]) -> Names:
    """Names of a board's strips, its cast, and locations by key."""
    cards = [*(card for day in view.days for card in day.cards), *view.boneyard]
    strips = {
        card.key: StripLine(
            key=card.key,
            number=label_of(card),
            heading=card.scene.heading,
            look_key=card.look.key,
            eighths=card.strip.eighths,
            minutes=card.strip.minutes,
        )
        for card in cards
        if card.scene is not None
    }
    return Names(strips, {player.key: player for player in players}, places)


def place_names(rows: Iterable[Any]) -> dict[str, str]:
    """Places by the key of their location."""
    return {place_key(place.public_id): place.name for place in rows}


def day_said(day: dt.date | None) -> str:
    """A day as people say it."""
    return date_format(day, "D j M") if day else ""


def days_said(days: Iterable[dt.date]) -> str:
    """Days as people say them, those that follow each other as "14–20 May"."""
    return ", ".join(span_said(first, last) for first, last in spans(days))


def span_said(first: dt.date, last: dt.date) -> str:
    """The first and the last day of a span; of a span of one day, that day."""
    if first == last:
        return day_said(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{date_format(first, 'j')}–{date_format(last, 'j M')}"
    return f"{date_format(first, 'j M')} – {date_format(last, 'j M')}"


def spans(dates: Iterable[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """Dates as runs of consecutive ones."""
    found: list[tuple[dt.date, dt.date]] = []
    for on in sorted(set(dates)):
        if found and (on - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], on)
        else:
            found.append((on, on))
    return found


def note_said(note: Note) -> str:
    """An assumption as a sentence."""
    counted = _COUNTED.get(note.code)
    text = counted(int(note.parameters["count"])) if counted else gettext(note.text)
    return text % note.parameters
