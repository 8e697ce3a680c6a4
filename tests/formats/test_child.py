"""The reading process from within: limits first, then the answer. Its behavior under limits is in test_reading."""

from __future__ import annotations

import io
import json
import resource
import sys
from types import SimpleNamespace

import pytest

from callboard.formats import child
from callboard.formats.screenplay import read_screenplay
from callboard.formats.screenplay_json import screenplay_from_json
from callboard.formats.sheets import Sheet, SheetRow
from callboard.formats.sheets_json import sheets_from_json

SCRIPT = b"INT. HOUSE - DAY\n\nShe waits.\n"


@pytest.fixture
def run(monkeypatch):
    """Runs the child's main in this process, which must not limit itself: the limits are only noted down."""

    def run(content: bytes, reader: str = "script") -> tuple[dict, list]:
        limits: list = []
        answer = io.BytesIO()
        monkeypatch.setattr(resource, "setrlimit", lambda kind, values: limits.append((kind, values)))
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answer))
        child.main([reader, "house.fountain", "1000", "2"])
        monkeypatch.undo()
        return json.loads(answer.getvalue()), limits

    return run


def test_a_script_is_answered_with_a_screenplay_under_both_limits(run):
    answer, limits = run(SCRIPT)

    assert screenplay_from_json(answer["read"]) == read_screenplay(SCRIPT, file_name="house.fountain")
    assert limits == [(resource.RLIMIT_AS, (1000, 1000)), (resource.RLIMIT_CPU, (2, 2))]


def test_a_refusal_is_answered_by_name(run):
    assert run(b"%PDF-1.7")[0] == {"refusal": "PdfDocument", "parameters": {"line": 1}}


def test_running_out_of_memory_is_a_refusal(run, monkeypatch):
    def hungry(content: bytes, *, file_name: str) -> None:
        raise MemoryError

    monkeypatch.setattr(child, "read_screenplay", hungry)

    assert run(SCRIPT)[0] == {"refusal": "TookTooMuchMemory", "parameters": {"line": 1}}


def test_a_table_is_answered_as_sheets(run):
    answer, _ = run(b"Part,Qty\r\n007,3\r\n", reader="sheets")

    assert sheets_from_json(answer["read"]) == (Sheet("house", ("Part", "Qty"), (SheetRow(2, ("007", "3")),), ","),)


def test_a_table_that_runs_out_of_memory_is_refused_in_its_own_words(run, monkeypatch):
    def hungry(content: bytes, *, file_name: str) -> None:
        raise MemoryError

    monkeypatch.setattr(child, "read_sheets", hungry)

    assert run(b"a,b", reader="sheets")[0] == {"refusal": "SheetsTookTooMuchMemory", "parameters": {"line": 1}}
