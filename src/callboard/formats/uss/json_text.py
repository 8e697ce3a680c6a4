"""Bytes of a .uss file to JSON values, within limits of size and depth."""

from __future__ import annotations

import json
import math
import re
from typing import NoReturn, cast

from callboard.formats.encodings import decoded
from callboard.formats.faults import UnknownEncoding
from callboard.formats.uss.faults import (
    ENCODING,
    NotJson,
    NumberBeyondMeasure,
    Repair,
    ScheduleFileEmpty,
    ScheduleFileTooLarge,
    ScheduleLettersUnknown,
    ScheduleNestedTooDeep,
)
from callboard.formats.uss.values import Json

MAX_FILE_BYTES = 10_000_000  # 150 strips with all their elements are 200 kB
MAX_DEPTH = 60  # the standard itself goes to 7
MAX_DIGITS = 300

# Possessive, so that no text makes it try twice; a string that never ends runs to the end of the text.
_STRINGS_AND_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def read_json(content: bytes) -> tuple[Json, list[Repair]]:
    """The values of a JSON text, and a repair where its encoding had to be guessed.

    Refuses more than 10 MB, bytes that are no text, more than 60 levels, numbers of more than 300 digits, NaN and
    infinity, and everything that is no JSON, naming line and column.
    """
    if len(content) > MAX_FILE_BYTES:
        raise ScheduleFileTooLarge(megabytes=MAX_FILE_BYTES // 1_000_000)
    try:
        text, notes = decoded(content)
    except UnknownEncoding as error:
        raise ScheduleLettersUnknown(line=error.line) from error
    if not text.strip():
        raise ScheduleFileEmpty
    if "\0" in text:
        raise ScheduleLettersUnknown(line=_line_at(text, text.index("\0")))
    _check_depth(text)
    repairs = [Repair("", ENCODING, note.parameters) for note in notes]
    return _parsed(text), repairs


def _check_depth(text: str) -> None:
    depth = 0
    for match in _STRINGS_AND_BRACKETS.finditer(text):
        mark = match[0][0]
        if mark in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise ScheduleNestedTooDeep(line=_line_at(text, match.start()), levels=MAX_DEPTH)
        elif mark in "]}":
            depth -= 1


def _parsed(text: str) -> Json:
    try:
        return cast(Json, json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=_refuse_constant))
    except json.JSONDecodeError as error:
        raise NotJson(line=error.lineno, column=error.colno, reason=error.msg) from error


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise NumberBeyondMeasure(number=digits[:20])
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number) or len(digits) > MAX_DIGITS:
        raise NumberBeyondMeasure(number=digits[:20])
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise NumberBeyondMeasure(number=name)


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
