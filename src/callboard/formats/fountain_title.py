"""The title page of a Fountain file: keys and values before the first empty line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from callboard.formats.fountain_marks import SourceLine
from callboard.formats.headings import opens_heading

_ENTRY = re.compile(r"(?P<key>[^\s:：.!@~>#=\[(][^:：]{0,60}?)\s*[:：](?P<value>.*)")


@dataclass(frozen=True)
class TitleEntry:
    """A key as written and its lines as written: first the one beside the key, then the indented ones."""

    key: str
    lines: tuple[str, ...]

    @property
    def value(self) -> str:
        """The lines without indentation, empty ones left out."""
        return "\n".join(line.strip() for line in self.lines if line.strip())


def read_title_page(lines: Sequence[SourceLine]) -> tuple[tuple[TitleEntry, ...], int]:
    """The entries, and how many lines they take.

    A title page begins on the first line. A key without a value there ("CUT TO:", "FADE IN:") is script, and so
    is a scene heading with a colon. Values may go on in indented lines; a full-width colon counts as a colon.
    """
    if not lines or not _begins(lines):
        return (), 0
    entries: list[tuple[str, list[str]]] = []
    for taken, line in enumerate(lines):
        if entries and line.text.startswith("  ") and (not line.is_blank or _goes_on(lines, taken)):
            entries[-1][1].append(line.text)
            continue
        match = _ENTRY.fullmatch(line.text)
        if match is None:
            return _frozen(entries), taken
        entries.append((match["key"], [match["value"].strip()]))
    return _frozen(entries), len(lines)


def _begins(lines: Sequence[SourceLine]) -> bool:
    match = _ENTRY.fullmatch(lines[0].text)
    if match is None or opens_heading(lines[0].text):
        return False
    return bool(match["value"].strip()) or _goes_on(lines, 0)


def _goes_on(lines: Sequence[SourceLine], position: int) -> bool:
    """Whether the next line is an indented value."""
    following = lines[position + 1] if position + 1 < len(lines) else None
    return following is not None and following.text.startswith("  ") and not following.is_blank


def _frozen(entries: list[tuple[str, list[str]]]) -> tuple[TitleEntry, ...]:
    return tuple(TitleEntry(key, tuple(values)) for key, values in entries)
