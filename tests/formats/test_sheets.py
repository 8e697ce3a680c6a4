"""Tables come back as they were written, from this process and from a limited one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from callboard.formats import sheet_faults
from callboard.formats.faults import Fault, Note
from callboard.formats.limits import MAX_SHEETS_BYTES, Limits
from callboard.formats.sheets import Cell, Sheet, SheetRow, read_sheets, read_sheets_in_child
from callboard.formats.sheets_json import sheets_as_json, sheets_from_json
from callboard.formats.tables import Value, as_csv, as_xlsx

PATIENT = Limits(wall_seconds=60, cpu_seconds=60, memory_bytes=1024**3)
HEADINGS = ["Part", "Qty", "Due"]
ROWS: list[list[Value]] = [["=SUM(A1)", 12, date(2027, 3, 6)], ["'=x", Decimal("1.5"), None], ["-cmd", -3, None]]

letters = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\t\n\r"), max_size=12
) | st.text("'=+-@;,|\t\"\n a1_x0D", max_size=6)
texts = letters.filter(lambda text: text != "")
headings = st.lists(texts.filter(lambda text: text.strip() == text), min_size=2, max_size=4)


@st.composite
def tables(draw: st.DrawFn, values: st.SearchStrategy[Value]) -> tuple[list[str], list[list[Value]]]:
    """Headings, and rows with at least their first cell filled: an empty row is no record."""
    titles = draw(headings)
    rows = draw(st.lists(st.tuples(texts, *[values] * (len(titles) - 1)).map(list), max_size=5))
    return titles, rows


def sheet_of(content: bytes, name: str = "t.csv") -> Sheet:
    (sheet,) = read_sheets(content, file_name=name)
    return sheet


def records(rows: list[list[Value]]) -> tuple[SheetRow, ...]:
    return tuple(SheetRow(number, tuple(row)) for number, row in enumerate(rows, start=2))


@settings(deadline=None)
@given(tables(st.none() | texts))
@example((["a;b;c", 'x,"'], [["p;q;r", "s"]]))
@example((["'=a", "b|c"], [["''", "\t"]]))
def test_texts_come_back_from_csv_as_they_were(table: tuple[list[str], list[list[Value]]]) -> None:
    titles, rows = table

    sheet = sheet_of(as_csv(titles, rows))

    assert (list(sheet.headings), sheet.rows, sheet.separator) == (titles, records(rows), ",")


numbers = st.integers(-(10**14), 10**14) | st.decimals(-(10**6), 10**6, places=3)
days = st.dates(date(1950, 1, 1), date(2190, 1, 1))


@settings(deadline=None, max_examples=60)
@given(tables(st.none() | texts | numbers | days))
@example((["a", "b"], [["x\ry", "_x0041_"], ["''=1", Decimal("0.1")]]))
def test_texts_numbers_and_dates_come_back_from_a_workbook_as_they_were(
    table: tuple[list[str], list[list[Value]]],
) -> None:
    titles, rows = table

    sheet = sheet_of(as_xlsx(titles, rows, sheet="Stock"))

    assert (sheet.name, list(sheet.headings), sheet.rows) == ("Stock", titles, records(rows))


cells = st.none() | st.booleans() | texts | st.integers() | st.decimals(allow_nan=False) | days | st.datetimes()


@given(st.lists(st.tuples(cells, cells), max_size=4))
def test_sheets_cross_the_border_of_a_process_unchanged(pairs: list[tuple[Cell, Cell]]) -> None:
    rows = tuple(SheetRow(number, pair) for number, pair in enumerate(pairs, start=5))
    sheets = (Sheet("A", ("x", ""), rows, ";", (Fault(7, "%(row)s", {"row": 7}),), (Note(1, "n"),)),)

    assert sheets_from_json(sheets_as_json(sheets)) == sheets


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_the_child_answers_what_the_reader_answers(make) -> None:
    content = make(HEADINGS, ROWS)

    assert read_sheets_in_child(content, file_name="t.csv", limits=PATIENT) == read_sheets(content, file_name="t.csv")


def test_a_cell_with_a_time_of_day_stays_a_moment() -> None:
    """`as_xlsx` takes datetimes for days: the moment is kept, its day is what is shown."""
    sheet = sheet_of(as_xlsx(["a", "b"], [["x", datetime(2027, 3, 6, 7, 30)]]))  # noqa: DTZ001 - spreadsheets have no zones

    assert sheet.rows == (SheetRow(2, ("x", datetime(2027, 3, 6, 7, 30))),)  # noqa: DTZ001


def test_a_refusal_crosses_with_its_place() -> None:
    with pytest.raises(sheet_faults.QuotesMisplaced) as refusal:
        read_sheets_in_child(b'a,b\r\n1,2\r\n"x"y,3\r\n', file_name="t.csv", limits=PATIENT)

    assert refusal.value.parameters == {"line": 3, "row": 3}


def test_hunger_and_endless_work_are_ended_by_the_limits() -> None:
    content = as_csv(["a", "b"], [[f"text {n}", n] for n in range(60_000)])
    hungry = Limits(wall_seconds=60, cpu_seconds=60, memory_bytes=50 * 1024**2)

    with pytest.raises(sheet_faults.SheetsTookTooMuchMemory):
        read_sheets_in_child(content, file_name="t.csv", limits=hungry)
    with pytest.raises(sheet_faults.SheetsTookTooLong):
        read_sheets_in_child(content, file_name="t.csv", limits=Limits(wall_seconds=60, cpu_seconds=0))


def test_a_file_too_large_is_refused_before_a_process_is_started() -> None:
    with pytest.raises(sheet_faults.SheetFileTooLarge, match="larger than 20 MB"):
        read_sheets_in_child(b"x" * (MAX_SHEETS_BYTES + 1), file_name="t.csv", limits=Limits(wall_seconds=0))


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b",,\r\n,,\r\n", as_xlsx(["", ""], [])])
def test_a_file_without_any_cell_is_refused(content: bytes) -> None:
    with pytest.raises(sheet_faults.NothingInSheets):
        read_sheets(content, file_name="t.csv")
