from __future__ import annotations

import re

import pytest

from callboard.formats import faults, sheet_faults
from callboard.formats.faults import Fault, Unreadable, refusal_named

PLACE = {faults.__name__: r"Line 7\b", sheet_faults.__name__: r"Line 7|Sheet “x”|[Tt]he (file|workbook|table|reader)"}
# Converters refuse whole files of another program: they name no place in it.
KINDS = sorted(
    (kind for kind in Unreadable.__subclasses__() if kind.__module__ in PLACE), key=lambda kind: kind.__name__
)


def test_a_finding_is_a_translatable_text_with_its_values():
    fault = Fault(3, "“%(heading)s” is not read.", {"heading": "INT. A"})

    assert (fault.line, fault.message) == (3, "“INT. A” is not read.")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_refusal_names_its_place_and_crosses_processes_by_name(kind):
    names = set(re.findall(r"%\((\w+)\)s", kind.text)) - {"line"}
    refusal = kind(line=7, **dict.fromkeys(names, "x"))

    crossed = refusal_named(kind.__name__, refusal.parameters)

    assert re.search(PLACE[kind.__module__], str(refusal).partition(". ")[0])
    assert (type(crossed), str(crossed), crossed.line) == (kind, str(refusal), 7)
    assert kind.text.count(". ") >= 1, "a refusal says what is wrong and how to mend it"
