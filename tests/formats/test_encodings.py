from __future__ import annotations

import pytest

from callboard.formats.encodings import read_text
from callboard.formats.faults import BinaryContent, EmptyFile, Note, UnknownEncoding

TEXT = "INT. CAFÉ – DAY\n\nÜber alles “quoted”.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_note(encoding):
    assert read_text(TEXT.encode(encoding)) == (TEXT, [])


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system_are_newlines(line_end):
    assert read_text(b"one\ntwo\n".replace(b"\n", line_end.encode())) == ("one\ntwo\n", [])


def test_windows_1252_is_read_with_a_note_on_its_first_line():
    text, notes = read_text(b"\n" + TEXT.encode("cp1252"))

    assert text == "\n" + TEXT
    assert [(note.line, note.message) for note in notes] == [
        (2, "The file is not UTF-8; its letters were read as Windows-1252. Check accents and quotes.")
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_guessed(encoding):
    text, notes = read_text("INT. HOUSE - DAY\n".encode(encoding))

    assert (text, [note.parameters for note in notes]) == ("INT. HOUSE - DAY\n", [{"encoding": "UTF-16"}])


def test_control_characters_are_left_out_with_a_note():
    assert read_text(b"one\nt\x08wo\x0c\n") == (
        "one\ntwo\n",
        [Note(2, "Control characters were left out.")],
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("INT. ДОМ - ДЕНЬ\n".encode("cp1251") * 3, 1),
        ("INT. 家 - 昼\n\n桜が咲く\n".encode("shift-jis"), 1),
        (b"one\ntwo\n" + "é".encode() * 4 + b"\n\xe9\n", 4),
        (b"one\n\x81\n" + b"x" * 100, 2),
        ("one\ntwo".encode("utf-16") + b"\xd8", 2),
    ],
)
def test_unknown_or_mixed_encodings_are_refused_with_the_line(content, line):
    with pytest.raises(UnknownEncoding) as refusal:
        read_text(content)

    assert refusal.value.line == line
    assert "Save the script again as UTF-8" in str(refusal.value)


def test_nul_bytes_are_refused_with_the_line():
    with pytest.raises(BinaryContent) as refusal:
        read_text(b"INT. HOUSE - DAY\n\nHe \0waits.\n")

    assert refusal.value.line == 3


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content):
    with pytest.raises(EmptyFile):
        read_text(content)
