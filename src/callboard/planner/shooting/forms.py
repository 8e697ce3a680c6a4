"""The shapes of JSON values: each reads a value, says what is wrong where and how to mend it, gives its schema."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any, Protocol

from callboard.planner.refusals import gettext_noop
from callboard.planner.shooting.plan import Sentence
from callboard.planner.shooting.ranges import Range

WRONG: Any = object()
"""What a form gives for a value that it could not read; the faults say why."""

MOST_FAULTS = 200
MOST_CHARACTERS = 300
_SHOWN_CHARACTERS = 40
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)

NO_TEXT = gettext_noop("%(at)s: %(value)s is no text. Put it in quotation marks.")
TOO_LONG = gettext_noop("%(at)s: a text of %(count)s characters. Shorten it to %(most)s.")
NO_NUMBER = gettext_noop("%(at)s: %(value)s is no whole number. Give one from %(least)s to %(most)s.")
OUT_OF_RANGE = gettext_noop("%(at)s: %(value)s is out of range. Give a whole number from %(least)s to %(most)s.")
NO_FLAG = gettext_noop("%(at)s: %(value)s is neither true nor false. Give one of them.")
NO_DATE = gettext_noop("%(at)s: %(value)s is no date. Write it as year-month-day, such as 2026-03-12.")
NO_CHOICE = gettext_noop("%(at)s: %(value)s is not known here. Give one of: %(choices)s.")
NO_LIST = gettext_noop("%(at)s: %(value)s is no list. Put it in square brackets.")
TOO_MANY = gettext_noop("%(at)s: a list of %(count)s. There may be %(most)s at most.")
TWICE = gettext_noop("%(at)s: %(value)s is there twice. Leave one of them out.")
NO_OBJECT = gettext_noop("%(at)s: %(value)s is no object. Put its fields in curly brackets.")
NO_SUCH_FIELD = gettext_noop("%(at)s: there is no such field. Take it out, or use one of: %(choices)s.")
NEEDED = gettext_noop("%(at)s: this field is missing. Add it.")


class Faults:
    """What was found wrong so far, each with the JSON pointer of its place."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []

    def add(self, text: str, at: str, value: object = None, **more: str | int) -> Any:
        """Note one and give WRONG; after the first `MOST_FAULTS` nothing is gained by more."""
        if len(self.sentences) < MOST_FAULTS:
            self.sentences.append(Sentence(text, {"at": at or "/", "value": _shown(value), **more}))
        return WRONG


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) > 10**_SHOWN_CHARACTERS:
        return "a very large number"
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


class Form(Protocol):
    """The shape of a value."""

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """The value as the planner holds it, or WRONG; `at` is its JSON pointer."""

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""


@dataclass(frozen=True)
class Text:
    """A text."""

    least_length: int = 0

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """The text itself."""
        if not isinstance(value, str):
            return faults.add(NO_TEXT, at, value)
        if len(value) > MOST_CHARACTERS:
            return faults.add(TOO_LONG, at, count=len(value), most=MOST_CHARACTERS)
        return value

    def schema(self) -> dict[str, Any]:
        """A string."""
        least = {"minLength": self.least_length} if self.least_length else {}
        return {"type": "string", **least, "maxLength": MOST_CHARACTERS}


@dataclass(frozen=True)
class Whole:
    """A whole number."""

    within: Range

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """The number itself."""
        limits = {"least": self.within.least, "most": self.within.most}
        if not isinstance(value, int) or isinstance(value, bool):
            return faults.add(NO_NUMBER, at, value, **limits)
        if not self.within.holds(value):
            return faults.add(OUT_OF_RANGE, at, value, **limits)
        return value

    def schema(self) -> dict[str, Any]:
        """An integer with its limits."""
        return {"type": "integer", "minimum": self.within.least, "maximum": self.within.most}


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """The truth value itself."""
        return value if isinstance(value, bool) else faults.add(NO_FLAG, at, value)

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Date:
    """A date as ISO text."""

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """The date."""
        if isinstance(value, str) and _DATE.match(value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                pass  # the 30th of February: said below
        return faults.add(NO_DATE, at, value)

    def schema(self) -> dict[str, Any]:
        """A string of the format of dates."""
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True)
class OneOf:
    """One of the words of an enumeration."""

    kind: type[StrEnum]

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """The member."""
        words = [member.value for member in self.kind]
        if not isinstance(value, str) or value not in words:
            return faults.add(NO_CHOICE, at, value, choices=", ".join(words))
        return self.kind(value)

    def schema(self) -> dict[str, Any]:
        """An enumeration."""
        return {"type": "string", "enum": [member.value for member in self.kind]}


@dataclass(frozen=True)
class OrNull:
    """A value, or null."""

    form: Form

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """The value or None."""
        return None if value is None else self.form.read(value, at, faults)

    def schema(self) -> dict[str, Any]:
        """Either of the two."""
        return {"anyOf": [self.form.schema(), {"type": "null"}]}


@dataclass(frozen=True)
class ManyOf:
    """A list in its order."""

    form: Form
    most: int

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """A tuple."""
        if not isinstance(value, list):
            return faults.add(NO_LIST, at, value)
        if len(value) > self.most:
            return faults.add(TOO_MANY, at, count=len(value), most=self.most)
        read = tuple(self.form.read(part, f"{at}/{number}", faults) for number, part in enumerate(value))
        return WRONG if any(part is WRONG for part in read) else read

    def schema(self) -> dict[str, Any]:
        """An array."""
        return {"type": "array", "items": self.form.schema(), "maxItems": self.most}


@dataclass(frozen=True)
class SetOf:
    """A list whose order says nothing, each value once."""

    form: Form
    most: int

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """A frozen set."""
        read = ManyOf(self.form, self.most).read(value, at, faults)
        if read is WRONG:
            return WRONG
        seen = set()
        for number, part in enumerate(read):
            if part in seen:
                return faults.add(TWICE, f"{at}/{number}", value[number])
            seen.add(part)
        return frozenset(read)

    def schema(self) -> dict[str, Any]:
        """An array of different values."""
        return {**ManyOf(self.form, self.most).schema(), "uniqueItems": True}


@dataclass(frozen=True)
class Record:
    """An object that becomes a dataclass; fields with a default may be left out. `says` describes each field."""

    kind: type
    forms: Mapping[str, Form]
    says: Mapping[str, str]

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """The dataclass's instance."""
        if not isinstance(value, dict):
            return faults.add(NO_OBJECT, at, value)
        found = len(faults.sentences)
        for name in value.keys() - self.forms.keys():
            faults.add(NO_SUCH_FIELD, f"{at}/{_escaped(name)}", choices=", ".join(self.forms))
        for name in self._needed():
            if name not in value:
                faults.add(NEEDED, f"{at}/{name}")
        read = {
            name: form.read(value[name], f"{at}/{name}", faults) for name, form in self.forms.items() if name in value
        }
        is_wrong = len(faults.sentences) > found or any(part is WRONG for part in read.values())
        return WRONG if is_wrong else self.kind(**read)

    def _needed(self) -> list[str]:
        return [row.name for row in fields(self.kind) if row.default is MISSING and row.default_factory is MISSING]

    def schema(self) -> dict[str, Any]:
        """An object that has no other fields."""
        return {
            "type": "object",
            "description": self.says[""],
            "properties": {name: self._property(name, form) for name, form in self.forms.items()},
            "required": self._needed(),
            "additionalProperties": False,
        }

    def _property(self, name: str, form: Form) -> dict[str, Any]:
        row = next(row for row in fields(self.kind) if row.name == name)
        default = row.default
        said: dict[str, Any] = {"description": self.says[name]} if name in self.says else {}
        if default is None or isinstance(default, str | int):
            said["default"] = default
        return {**said, **form.schema()}


def _escaped(name: str) -> str:
    """A field's name within a JSON pointer (RFC 6901), cut to what a sentence can hold."""
    return name[:_SHOWN_CHARACTERS].replace("~", "~0").replace("/", "~1")
