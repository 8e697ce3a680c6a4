from __future__ import annotations

from pathlib import Path

import pytest

from callboard.formats import faults
from callboard.formats.limits import MAX_FILE_BYTES, MAX_XML_DEPTH
from callboard.formats.screenplay import read_screenplay

FILM = Path(__file__).parents[3] / "shared/data/film"
PHOENIX = FILM / "screenplays/Barrier15_S01E01_ThePhoenixChild.fountain"

FOUNTAIN = b"INT. HOUSE - DAY\n\nShe waits.\n"
FDX = b"""<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft><Content><Paragraph Type="Scene Heading"><Text>INT. HOUSE - DAY</Text></Paragraph></Content></FinalDraft>"""


@pytest.mark.parametrize(
    ("content", "file_name", "format_name"),
    [
        (FOUNTAIN, "a.fdx", "fountain"),
        (FDX, "a.fountain", "fdx"),
        (b"\xef\xbb\xbf\n " + FDX.partition(b"\n")[2], "a.txt", "fdx"),
        (FDX.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "a.fdx", "fdx"),
        (b"<sings>\n\n" + FOUNTAIN, "a.txt", "fountain"),
    ],
)
def test_the_content_says_what_it_is_whatever_the_name(content, file_name, format_name):
    if b"<sings>" in content:
        content = content.replace(b"<sings>", b"< sings >")
    screenplay = read_screenplay(content, file_name=file_name)

    assert (screenplay.format, [scene.set for scene in screenplay.scenes]) == (format_name, ["HOUSE"])


@pytest.mark.parametrize(
    ("file_name", "content", "title", "episode"),
    [
        ("/tmp/Night Boat.fountain", FOUNTAIN, "Night Boat", ""),
        ("C:\\show_S02E07.fdx", FDX, "show_S02E07", "7"),
        ("x.fountain", b"Title: Boats, Episode 12\n\n" + FOUNTAIN, "Boats, Episode 12", "12"),
        ("x.fountain", b"Title: Boats\nEpisode: 3\n\n" + FOUNTAIN, "Boats", "3"),
    ],
)
def test_title_and_episode_come_from_the_script_or_else_from_the_name(file_name, content, title, episode):
    screenplay = read_screenplay(content, file_name=file_name)

    assert (screenplay.title, screenplay.episode) == (title, episode)


@pytest.mark.parametrize(
    ("content", "refusal", "line"),
    [
        (b"", faults.EmptyFile, 1),
        (b"%PDF-1.7\n...", faults.PdfDocument, 1),
        (b"PK\x03\x04...", faults.PackedDocument, 1),
        (b"{\\rtf1 ...", faults.WordProcessorDocument, 1),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", faults.WordProcessorDocument, 1),
        (b"INT. HOUSE - DAY\n\n\0", faults.BinaryContent, 3),
        (FDX[:-30], faults.TruncatedXml, 2),
        (FDX[:-3], faults.TruncatedXml, 2),
        (FDX.replace(b"INT.", b"\xe9NT."), faults.BrokenXml, 2),
        (b"<html><body>A script</body></html>", faults.NotFinalDraft, 1),
        (b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<FinalDraft/>', faults.ForbiddenXml, 2),
        (b"<FinalDraft>\n" + b"<a>" * 20_000, faults.NestedTooDeep, 2),
        (b"<FinalDraft>\n" + b"<a/>" * 300_000 + b"</FinalDraft>", faults.TooManyLines, 2),
        (FDX.replace(b"INT.", b"x" * 60_000), faults.LineTooLong, 2),
        (b"Title: A\n\n" + b"x" * 300_000, faults.LineTooLong, 3),
        (b"A\n" * 250_000, faults.TooManyLines, 200_000),
        (b"x" * (MAX_FILE_BYTES + 1), faults.FileTooLarge, 1),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_no_script_is_refused_with_line_and_mending(content, refusal, line):
    with pytest.raises(refusal) as raised:
        read_screenplay(content, file_name="x.fdx")

    assert raised.value.line == line
    assert str(raised.value).startswith(f"Line {line}")
    assert any(word in str(raised.value) for word in ("Export", "Save", "Import", "Open", "Copy"))


def test_an_entity_bomb_is_refused_before_it_unfolds():
    levels = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY e0 "boom">{levels}]><FinalDraft>&e12;</FinalDraft>'

    with pytest.raises(faults.ForbiddenXml):
        read_screenplay(bomb.encode(), file_name="x.fdx")


def test_depth_below_the_limit_is_read():
    nested = b"<a>" * (MAX_XML_DEPTH - 1) + b"</a>" * (MAX_XML_DEPTH - 1)

    assert len(read_screenplay(FDX.replace(b"</FinalDraft>", nested + b"</FinalDraft>"), file_name="x").scenes) == 1


@pytest.mark.skipif(not PHOENIX.is_file(), reason="shared/data/film/screenplays is not here")
def test_the_script_of_a_television_hour():
    content = PHOENIX.read_bytes()
    screenplay = read_screenplay(content, file_name=PHOENIX.name)

    with_place = [scene for scene in screenplay.scenes if scene.int_ext]
    without_time = [scene for scene in screenplay.scenes if not scene.time_of_day]
    assert screenplay.faults == ()
    assert len(with_place) == 114
    assert [scene.heading for scene in screenplay.scenes if not scene.int_ext] == ["IMAGINED ENDLESS OCEAN"]
    assert [note.line for note in screenplay.notes] == [scene.line for scene in without_time]
    assert len(without_time) == 25
    assert {scene.set for scene in with_place if "(JEFF)" in scene.heading} == {"GRAND HALL"}
    assert (screenplay.title, screenplay.episode) == ('Barrier_15 "The Phoenix Child"', "1")
    assert [scene.voices for scene in screenplay.scenes if scene.voices] == [("BRIANNA",)]
    headings = content.decode().split("\n")
    assert all(headings[scene.line - 1].lstrip(".") == scene.heading for scene in screenplay.scenes)
