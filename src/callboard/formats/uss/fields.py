"""One object of the file, taken apart key by key: liberal in what it takes, every repair written down."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from callboard.formats.uss import faults
from callboard.formats.uss.dates import Reading, is_strictly_written, read_date, read_instant
from callboard.formats.uss.faults import PartMissing, Repair, TooManyParts, TooManyRepairs, WrongShape
from callboard.formats.uss.values import Json

MOST_ENTRIES = 20_000  # of any one list: ten times the largest feature's elements
MOST_REPAIRS = 100_000  # 600 strips of version 0.9 with 2,000 elements need 20,000
_MOST_WHOLE = 1_000_000_000
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # lone surrogates cannot be written out
_TRUE_WORDS, _FALSE_WORDS = {"true", "yes", "1"}, {"false", "no", "0", ""}
_DATE_REPAIRS = {Reading.ROUNDED: faults.DATE_ROUNDED, Reading.WITHOUT_ZONE: faults.DATE_WITHOUT_ZONE}


@dataclass(frozen=True)
class Desk:
    """What the whole reading shares: the show's zone and the repairs so far."""

    zone: ZoneInfo | None
    repairs: list[Repair]

    def note(self, place: str, text: str, **parameters: str | int) -> None:
        """Write a repair down. Refuses a file that needs more than 100,000: nobody could look at them."""
        if len(self.repairs) >= MOST_REPAIRS:
            raise TooManyRepairs(place=place, most=MOST_REPAIRS)
        self.repairs.append(Repair(place, text, parameters))


class Part:
    """An object of the file at a place; each key is taken once, what is left at the end is `extras`."""

    def __init__(self, entries: dict[str, Json], place: str, desk: Desk) -> None:
        self._left = dict(entries)
        self.place = place
        self.desk = desk

    def has(self, key: str) -> bool:
        """Whether the key stands there and has not been taken yet."""
        return key in self._left

    def note(self, text: str, *, key: str = "", **parameters: str | int) -> None:
        """Write down a repair of this object, or of one of its keys."""
        named: dict[str, str | int] = {"key": key} if key else {}
        self.desk.note(self._at(key) if key else self.place, text, **named, **parameters)

    def raw(self, key: str, *older: str) -> Json:
        """The value under the key or one of its older spellings; None, with a repair, where there is none."""
        spellings = [name for name in (key, *older) if name in self._left]
        if not spellings:
            self.note(faults.KEY_MISSING, key=key)
            return None
        value = self._left.pop(spellings[0])
        if spellings[0] != key:
            self.note(faults.OLDER_SPELLING, key=key, older=spellings[0])
        for name in spellings[1:]:
            if self._left.pop(name) != value:
                self.note(faults.TWO_SPELLINGS, key=key, older=name)
        return value

    def assume_null(self, *keys: str) -> None:
        """Let these keys be null where they are missing, without a repair."""
        for key in keys:
            self._left.setdefault(key, None)

    def text(self, key: str, *older: str) -> str | None:
        """Text as it stands; numbers become text; None for null."""
        return self._as_text(self.raw(key, *older), self._at(key))

    def truth(self, key: str, *older: str) -> bool:
        """True or false, also as 0 and 1 or as words; null and nonsense are false."""
        value = self.raw(key, *older)
        if value is None or isinstance(value, bool):
            return bool(value)
        word = str(value).strip().casefold()
        if isinstance(value, list | dict) or word not in _TRUE_WORDS | _FALSE_WORDS:
            self._left_out(value, self._at(key))
            return False
        self.note(faults.NUMBER_EXPECTED, key=key, read=str(word in _TRUE_WORDS).casefold())
        return word in _TRUE_WORDS

    def number(self, key: str, *older: str) -> float | str | None:
        """A number, or text that may hold one; None for null and for what is neither."""
        value = self.raw(key, *older)
        if isinstance(value, bool | list | dict):
            self._left_out(value, self._at(key))
            return None
        return value

    def whole(self, key: str, *older: str) -> int | None:
        """A whole number of at most a thousand million, also as text or with zeros behind its point."""
        value = self.number(key, *older)
        if value is None or isinstance(value, int):
            if value is None or abs(value) <= _MOST_WHOLE:
                return value
            self._left_out(value, self._at(key))
            return None
        try:
            number = float(value)
        except ValueError:
            number = math.inf
        if not abs(number) <= _MOST_WHOLE or number != int(number):
            self._left_out(value, self._at(key))
            return None
        if isinstance(value, str):
            self.note(faults.NUMBER_EXPECTED, key=key, read=int(number))
        return int(number)

    def entries(self, key: str, *older: str) -> list[Json]:
        """A list; null is an empty one, a single value a list of one. Refuses more than 20,000 entries."""
        value = self.raw(key, *older)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(faults.ONE_FOR_A_LIST, key=key)
            return [value]
        return checked_count(value, self._at(key))

    def ids(self, key: str, *older: str) -> list[str]:
        """A list of ids, each once."""
        found: dict[str, None] = {}
        for position, entry in enumerate(self.entries(key, *older)):
            identity = self._as_text(entry, f"{self._at(key)}[{position}]")
            if identity in found:
                self.note(faults.TWICE, key=key, id=identity)
            elif identity is not None:
                found[identity] = None
        return list(found)

    def parts(self, key: str, *older: str) -> list[Part]:
        """A list of objects; null is an empty one. Refuses entries that are no objects."""
        return [
            part_at(entry, f"{self._at(key)}[{position}]", self.desk)
            for position, entry in enumerate(self.entries(key, *older))
        ]

    def required_parts(self, key: str) -> list[Part]:
        """A list of objects without which there is no schedule."""
        value = self._left.get(key)
        if value is None:
            raise PartMissing(place=self._at(key))
        if not isinstance(value, list):
            raise WrongShape(place=self._at(key), expected="a list", found=kind_of(value))
        return self.parts(key)

    def calendar_date(self, key: str) -> date | None:
        """A calendar date; None for null and for what is no date."""
        written = self.text(key)
        return None if not written else self.date_of(written, key)

    def date_of(self, written: str, key: str) -> date | None:
        """The calendar date that this text under the key means, with a repair where it was not plain."""
        read = read_date(written, zone=self.desk.zone)
        if read is None:
            self.note(faults.DATE_UNREADABLE, key=key, written=written[:40])
            return None
        on, reading = read
        if not is_strictly_written(written):
            self.note(faults.DATE_SPELLING, key=key, written=written, read=on.isoformat())
        if reading in _DATE_REPAIRS:
            self.note(_DATE_REPAIRS[reading], key=key, written=written, read=on.isoformat())
        return on

    def instant(self, key: str) -> datetime | None:
        """A moment in UTC; None for null and for what is none."""
        written = self.text(key)
        if not written:
            return None
        at = read_instant(written)
        if at is None:
            self.note(faults.DATE_UNREADABLE, key=key, written=written[:40])
        elif not is_strictly_written(written):
            self.note(faults.DATE_SPELLING, key=key, written=written, read=at.isoformat())
        return at

    def extras(self) -> dict[str, Json]:
        """All keys that nobody took, for the way out; those without the standard's underscore get one."""
        left = {without_bad_characters(key): storable(value) for key, value in self._left.items()}
        kept: dict[str, Json] = {key: value for key, value in left.items() if key.startswith("_")}
        for key, value in left.items():
            if not key.startswith("_"):
                name = "_" + key
                while name in kept:
                    name = "_" + name
                kept[name] = value
                self.note(faults.UNKNOWN_KEY, key=key, kept=name)
        self._left = {}
        return kept

    def as_text(self, value: Json, key: str) -> str | None:
        """A value from a list under the key as text."""
        return self._as_text(value, self._at(key))

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _as_text(self, value: Json, place: str) -> str | None:
        if value is None:
            return None
        if isinstance(value, list | dict):
            self._left_out(value, place)
            return None
        if not isinstance(value, str):
            value = str(value)
            self.desk.note(place, faults.TEXT_EXPECTED, read=value)
        cleaned = without_bad_characters(value)
        if cleaned != value:
            self.desk.note(place, faults.CHARACTERS)
        return cleaned

    def _left_out(self, value: Json, place: str) -> None:
        self.desk.note(place, faults.WRONG_KIND, found=kind_of(value))


def without_bad_characters(text: str) -> str:
    """The text without control characters and halves of surrogate pairs, which no database and no page can hold."""
    return _NOT_IN_TEXT.sub("", text)


def storable(value: Json) -> Json:
    """The value with all its texts and keys cleaned, so that it can be kept and written out again."""
    if isinstance(value, str):
        return without_bad_characters(value)
    if isinstance(value, list):
        return [storable(entry) for entry in value]
    if isinstance(value, dict):
        return {without_bad_characters(key): storable(entry) for key, entry in value.items()}
    return value


def part_at(value: Json, place: str, desk: Desk) -> Part:
    """The object at a place; refuses anything else."""
    if not isinstance(value, dict):
        raise WrongShape(place=place, expected="an object", found=kind_of(value))
    return Part(value, place, desk)


def checked_count(entries: list[Json], place: str) -> list[Json]:
    """The list itself; refuses more than 20,000 entries."""
    if len(entries) > MOST_ENTRIES:
        raise TooManyParts(place=place, count=len(entries), most=MOST_ENTRIES)
    return entries


def kind_of(value: Json) -> str:
    """What a value of JSON is, and for a short one what it says, for a message."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else without_bad_characters(str(value))[:40]
