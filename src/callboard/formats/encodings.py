"""Bytes to text: UTF-8, UTF-16 and Windows-1252, told apart by their bytes."""

from __future__ import annotations

import codecs
import re

from callboard.formats.faults import BinaryContent, EmptyFile, Note, UnknownEncoding, gettext_noop

GUESSED = gettext_noop("The file is not UTF-8; its letters were read as %(encoding)s. Check accents and quotes.")
CONTROLS_DROPPED = gettext_noop("Control characters were left out.")

MOST_HIGH_BYTES = 0.2  # more than this share beyond ASCII is no Western text in one byte per letter

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef]")
_UTF8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")


def read_text(content: bytes) -> tuple[str, list[Note]]:
    """The text with line ends as newlines, and a note if the encoding had to be guessed.

    Refuses empty files, NUL bytes and letters in an unknown or mixed encoding, naming the line.
    """
    text, notes = decoded(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise EmptyFile
    if "\0" in text:
        raise BinaryContent(line=text.count("\n", 0, text.index("\0")) + 1)
    if dropped := _CONTROLS.search(text):
        notes.append(Note(text.count("\n", 0, dropped.start()) + 1, CONTROLS_DROPPED))
        text = without_controls(text)
    return text, notes


def without_controls(text: str) -> str:
    """The text without control characters (tabs and line ends stay) and noncharacters."""
    return _CONTROLS.sub("", text)


def decoded(content: bytes) -> tuple[str, list[Note]]:
    """The letters as they stand, and a note if the encoding had to be guessed. Raises UnknownEncoding with its line."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    notes: list[Note] = []
    if not encoding and (encoding := _sixteen_bits_unmarked(content)):
        notes.append(Note(1, GUESSED, {"encoding": "UTF-16"}))
    try:
        return content.decode(encoding or "utf-8"), notes
    except UnicodeDecodeError as error:
        if encoding:
            raise UnknownEncoding(line=_line_at(content, error.start)) from error
        return _western(content, error.start), [
            Note(_line_at(content, error.start), GUESSED, {"encoding": "Windows-1252"})
        ]


def _sixteen_bits_unmarked(content: bytes) -> str:
    """UTF-16 without its mark shows as a NUL in every other byte of Western text."""
    head = content[:2000]
    pairs = len(head) // 2
    if pairs < 2 or len(content) % 2:
        return ""
    if head[1::2].count(0) > 0.7 * pairs and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * pairs and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def _western(content: bytes, first_bad: int) -> str:
    """Windows-1252, unless the bytes are damaged UTF-8 or far from any Western text."""
    high = len(content) - len(content.translate(None, bytes(range(128, 256))))
    damaged_utf8 = len(_UTF8_LETTER.findall(content)) * 2 > high / 2
    if damaged_utf8 or high > MOST_HIGH_BYTES * len(content):
        raise UnknownEncoding(line=_line_at(content, first_bad))
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnknownEncoding(line=_line_at(content, error.start)) from error


def _line_at(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1
