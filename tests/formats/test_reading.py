"""The reading process: it answers like the reader itself, and every limit ends it with a refusal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from callboard.formats import faults
from callboard.formats.limits import MAX_FILE_BYTES, Limits
from callboard.formats.reading import read_in_child, read_script_file
from callboard.formats.screenplay import read_screenplay

FILM = Path(__file__).parents[3] / "shared/data/film"
SCRIPT = b"INT. HOUSE - DAY\n\nADA (V.O.)\nWait.\n"
PATIENT = Limits(wall_seconds=60, cpu_seconds=60)  # for machines under load; the limits themselves are tested below


def test_the_child_answers_what_the_reader_answers():
    assert read_in_child(SCRIPT, file_name="a.fountain", limits=PATIENT) == read_screenplay(
        SCRIPT, file_name="a.fountain"
    )


@pytest.mark.skipif(not FILM.is_dir(), reason="shared/data/film is not here")
@pytest.mark.parametrize(
    "path", sorted([*FILM.glob("fdx/*.fdx"), *FILM.glob("screenplays/*.fountain")]), ids=lambda p: p.name
)
def test_real_scripts_cross_from_the_child_unchanged(path):
    assert read_script_file(path, limits=PATIENT) == read_screenplay(path.read_bytes(), file_name=path.name)


def test_a_refusal_crosses_with_its_line_and_parameters():
    with pytest.raises(faults.BrokenXml) as refusal:
        read_in_child(b"<FinalDraft>\n<Content></Contest>", file_name="a.fdx", limits=PATIENT)

    assert refusal.value.parameters == {"line": 2, "column": 12, "reason": "mismatched tag"}


def test_a_hang_is_ended_by_the_wall_clock(monkeypatch, tmp_path):
    sleeper = tmp_path / "python"
    sleeper.write_text("#!/bin/sh\nexec sleep 60\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(sleeper))

    with pytest.raises(faults.TookTooLong):
        read_in_child(SCRIPT, file_name="a.fountain", limits=Limits(wall_seconds=0.2))


def test_an_answer_too_large_for_the_asking_process_is_refused(monkeypatch):
    monkeypatch.setattr("callboard.formats.reading.MOST_ANSWER_BYTES", 100)

    with pytest.raises(faults.TookTooMuchMemory):
        read_in_child(SCRIPT, file_name="a.fountain", limits=PATIENT)


def slow_script() -> bytes:
    return b"INT. HOUSE - DAY\n\n" + b"ADA\nA word. Another word.\n\n" * 60_000


def test_endless_work_is_ended_by_the_processor_limit():
    with pytest.raises(faults.TookTooLong):
        read_in_child(slow_script(), file_name="a.fountain", limits=Limits(wall_seconds=60, cpu_seconds=0))


def test_hunger_is_ended_by_the_memory_limit():
    tight = Limits(wall_seconds=60, cpu_seconds=60, memory_bytes=48 * 1024 * 1024)

    with pytest.raises(faults.TookTooMuchMemory):
        read_in_child(slow_script(), file_name="a.fountain", limits=tight)


def test_a_reader_that_dies_is_reported_with_its_last_words(monkeypatch, tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'Oops: bug' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))

    with pytest.raises(faults.ReaderStopped) as refusal:
        read_in_child(SCRIPT, file_name="a.fountain", limits=PATIENT)

    assert refusal.value.parameters == {"line": 1, "reason": "Oops: bug"}


BOMB = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(12))
READ = None
HOSTILE = {
    "bomb.fdx": (f'<!DOCTYPE b [<!ENTITY e0 "boom">{BOMB}]><FinalDraft>&e12;</FinalDraft>', {faults.ForbiddenXml}),
    "deep.fdx": ("<FinalDraft>" + "<a>" * 20_000, {faults.NestedTooDeep}),
    "wide.fdx": ("<FinalDraft><Content>" + '<Paragraph Type="Action"/>' * 380_000, {faults.TooManyLines}),
    "crowded.fdx": ("<FinalDraft><Content>" + "<a/>" * 240_000 + "</Content></FinalDraft>", {READ}),
    "line.fountain": ("x" * 9_000_000, {faults.LineTooLong}),
    "lines.fountain": ("A\n\n" * 99_000, {READ, faults.TookTooMuchMemory}),
    "notes.fountain": ("[[a\n\n" * 60_000 + "]]", {READ, faults.TookTooMuchMemory}),
    "boneyards.fountain": ("/*" * 20_000, {READ}),
    "spaces.fountain": ("INT. " + " " * 45_000 + "- DAY\n", {READ}),
    "brackets.fountain": ("INT. " + "(" * 45_000 + "\n", {READ}),
    "stars.fountain": ("*_" * 22_000, {READ}),
    "nul.fountain": ("\0" * 9_000_000, {faults.BinaryContent}),
    "paper.fountain": ("%PDF-1.4\n" + "x" * 9_000_000, {faults.PdfDocument}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_or_read_and_costs_little(name):
    """With the product's own limits: memory is measured; where work may be long, the clock is one allowed end."""
    content, outcomes = HOSTILE[name]

    said, kilobytes = outcome_and_memory(content.encode(), name)

    assert said in {one if one is READ else one.__name__ for one in outcomes | {faults.TookTooLong}}
    assert kilobytes < 300 * 1024


# In a process of its own: there, the peak of all children is the peak of this one reading.
_MEASURED = """
import resource, sys
from callboard.formats import faults
from callboard.formats.reading import read_in_child
try:
    read_in_child(sys.stdin.buffer.read(), file_name=sys.argv[1])
    said = "None"
except faults.Unreadable as refusal:
    said = type(refusal).__name__
print(said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def outcome_and_memory(content: bytes, name: str) -> tuple[str | None, int]:
    """What became of the file, and the most memory that its child held, in kilobytes."""
    done = subprocess.run([sys.executable, "-c", _MEASURED, name], input=content, capture_output=True, check=True)
    said, kilobytes = done.stdout.decode().split()
    return READ if said == "None" else said, int(kilobytes)


def test_folders_pipes_and_huge_files_are_refused_before_they_are_read(tmp_path):
    pipe, huge = tmp_path / "pipe", tmp_path / "huge.fountain"
    os.mkfifo(pipe)
    with huge.open("wb") as file:
        file.truncate(5 * MAX_FILE_BYTES)  # 50 MB in one line, none of it on the disk

    for path, refusal in ((tmp_path, faults.NotAFile), (pipe, faults.NotAFile), (huge, faults.FileTooLarge)):
        with pytest.raises(refusal):
            read_script_file(path)
    with pytest.raises(faults.FileTooLarge):
        read_in_child(b"x" * (MAX_FILE_BYTES + 1), file_name="x")


def test_the_reading_process_knows_no_framework():
    code = "import sys, callboard.formats.child; print({'django', 'click'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
