"""Tables as files: read back by another reader, and nothing in them computes."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from callboard.formats.tables import as_csv, as_xlsx, neutralized, unneutralized

HEADINGS = ["Name", "Rate", "First day", "Drives"]
ROWS = [["Zoë Ångström", Decimal("450.50"), date(2027, 3, 6), True], ["Bo", None, None, False]]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def read_xlsx(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_csv_is_utf_8_with_a_mark_and_crlf() -> None:
    content = as_csv(HEADINGS, ROWS)
    assert content.startswith(b"\xef\xbb\xbfName,Rate")
    assert content.count(b"\r\n") == 3
    assert read_csv(content) == [HEADINGS, ["Zoë Ångström", "450.50", "2027-03-06", "yes"], ["Bo", "", "", ""]]


def test_a_workbook_keeps_numbers_and_dates_as_such() -> None:
    assert read_xlsx(as_xlsx(HEADINGS, ROWS, sheet="Crew: list/1")) == [
        HEADINGS,
        ["Zoë Ångström", 450.5, date(2027, 3, 6), "yes"],
        ["Bo", "", "", ""],
    ]


ATTACKS = [
    "=1+1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("https://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "-1-1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "＝1+1",
    "＋1",
    "＠x",
    "-cmd",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_that_would_compute_is_neutralized_in_both_formats(attack: str) -> None:
    assert neutralized(attack) == f"'{attack}"
    (_, (name, heading)) = read_csv(as_csv(["a", "b"], [[attack, attack]]))
    assert (name, heading) == (f"'{attack}", f"'{attack}")
    cells = read_xlsx(as_xlsx([attack], [[attack]]))
    assert all(str(cell).startswith(("'", attack)) for row in cells for cell in row)


@pytest.mark.parametrize(
    "plain", ["+49 40 1234567", "+1 415-555-2671", "+1 (415) 555", "-12", "-12.5", "Grip", "a=b", ""]
)
def test_phone_numbers_and_plain_text_stay_as_they_are(plain: str) -> None:
    assert neutralized(plain) == plain


@given(st.text(max_size=20))
def test_no_text_starts_a_formula_and_nothing_is_lost(text: str) -> None:
    safe = neutralized(text)
    assert safe in {text, f"'{text}"}
    assert not safe.lstrip().startswith(("=", "@"))


@given(st.text(alphabet="'=+-@ 1\t\ufeffa", max_size=6) | st.text(max_size=20))
def test_every_text_comes_back_from_its_neutralized_form(text: str) -> None:
    assert unneutralized(neutralized(text)) == text


def test_semicolons_tabs_and_apostrophes_are_quoted_so_that_no_reader_guesses_another_separator() -> None:
    assert as_csv(["a;b", "c"], [["x\ty", 'z"'], ["", "it's"]]) == (
        b'\xef\xbb\xbf"a;b",c\r\n"x\ty","z"""\r\n,"it\'s"\r\n'
    )
    assert as_csv(["one"], [[""]]) == b'\xef\xbb\xbfone\r\n""\r\n'


def test_a_row_of_the_wrong_length_is_a_fault() -> None:
    with pytest.raises(ValueError, match="1 values, the table 2 columns"):
        as_csv(["a", "b"], [["x"]])
    with pytest.raises(ValueError, match="1 values, the table 2 columns"):
        as_xlsx(["a", "b"], [["x"]])
