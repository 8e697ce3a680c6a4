"""One door for scripts: bytes in, a `Screenplay` out, whichever program wrote them."""

from __future__ import annotations

import re
from dataclasses import replace

from callboard.formats import faults
from callboard.formats.encodings import read_text
from callboard.formats.faults import Fault, Note, Unreadable
from callboard.formats.fdx import read_fdx
from callboard.formats.fountain_scenes import read_fountain
from callboard.formats.limits import MAX_FILE_BYTES, MAX_LINES
from callboard.formats.scenes import Kind, Screenplay, ScriptScene, TextLine

__all__ = ["Fault", "Kind", "Note", "Screenplay", "ScriptScene", "TextLine", "Unreadable", "read_screenplay"]

_FOREIGN: tuple[tuple[bytes, type[Unreadable]], ...] = (
    (b"%PDF", faults.PdfDocument),
    (b"PK\x03\x04", faults.PackedDocument),
    (b"\x1f\x8b", faults.PackedDocument),
    (b"7z\xbc\xaf", faults.PackedDocument),
    (b"{\\rtf", faults.WordProcessorDocument),
    (b"\xd0\xcf\x11\xe0", faults.WordProcessorDocument),
)
_XML_START = re.compile(r"<(?:\?xml|!|/?[A-Za-z][\w.:-]*[\s/>])")
_EPISODE = re.compile(r"\bS\d{1,2}\s?E(\d{1,3})\b|\bEP(?:ISODE)?[\s._-]*(\d{1,3})\b", re.IGNORECASE)


def read_screenplay(content: bytes, *, file_name: str) -> Screenplay:
    """Read a Final Draft (.fdx) or Fountain script, told apart by content.

    The name only helps with title and episode where the script says none. Raises a subclass of `Unreadable`
    for what is no script: too large, empty, binary, damaged or hostile XML, unknown encoding.
    """
    if len(content) > MAX_FILE_BYTES:
        raise faults.FileTooLarge(megabytes=MAX_FILE_BYTES // 1_000_000)
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, refusal in _FOREIGN:
        if head.startswith(signature):
            raise refusal
    screenplay = _read_fdx_or_fountain(content)
    stem = re.sub(r"\.[A-Za-z]{1,8}$", "", re.split(r"[/\\]", file_name)[-1])
    named = _EPISODE.search(f"{screenplay.title} {stem}".replace("_", " "))
    return replace(
        screenplay,
        title=screenplay.title or stem,
        episode=screenplay.episode or (str(int(named[1] or named[2])) if named else ""),
    )


def _read_fdx_or_fountain(content: bytes) -> Screenplay:
    if _looks_like_xml(content):
        return read_fdx(content)
    text, notes = read_text(content)
    if text.count("\n") > MAX_LINES:
        raise faults.TooManyLines(line=MAX_LINES)
    return read_fountain(text, notes)


def _looks_like_xml(content: bytes) -> bool:
    """XML by its first characters, in UTF-8 or, with every other byte a NUL, in UTF-16."""
    head = content[:4096].replace(b"\0", b"").decode("latin-1").lstrip("ï»¿þÿ \t\r\n")
    return _XML_START.match(head) is not None
