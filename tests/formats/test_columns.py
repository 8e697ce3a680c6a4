"""Columns find their fields by title, rows are read by field with every fault collected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from callboard.formats.columns import Field, Matching, match_columns, rows_of
from callboard.formats.sheets import read_sheets
from callboard.formats.tables import as_csv
from callboard.formats.tabular import Sheet, column_letters

FIELDS = (
    Field("number", ("Part number", "Part No.", "IPN"), is_required=True),
    Field("name", ("Name", "Description")),
    Field("weight", ("Weight",)),
    Field("quantity", ("Quantity", "Qty"), is_required=True),
    Field("due", ("Due date",)),
    Field("is_active", ("Active",)),
    Field("kind", ("Kind",)),
)
KINDS = {"raw": ("Raw material",), "finished": ("Finished product", "FG")}


def a_sheet(text: str) -> Sheet:
    (sheet,) = read_sheets(text.encode(), file_name="parts.csv")
    return sheet


def test_titles_match_without_case_accents_signs_and_brackets() -> None:
    matching = match_columns(["PART_NO", "námé", "Weight (kg)", "qty*", "is active"], FIELDS)

    assert matching == Matching({"number": 0, "name": 1, "weight": 2, "quantity": 3, "is_active": 4})


def test_the_best_title_wins_and_the_other_column_is_shown_as_doubled() -> None:
    matching = match_columns(["Description", "Color", "Name", "", "IPN", "Qty", "Qty [pcs]"], FIELDS)

    assert matching == Matching({"number": 4, "name": 2, "quantity": 5}, unmatched=(0, 1, 6), doubled=(0, 6))


def test_required_fields_without_a_column_are_missing() -> None:
    assert match_columns(["Name"], FIELDS) == Matching({"name": 0}, missing=("number", "quantity"))


def test_what_a_person_chose_goes_before_the_titles() -> None:
    chosen = {"name": 1, "weight": None, "number": 0}

    matching = match_columns(["Code", "Text", "Name", "Weight", "Qty"], FIELDS, chosen=chosen)

    assert matching == Matching({"name": 1, "number": 0, "quantity": 4}, unmatched=(2, 3), doubled=(2,))


def test_rows_are_read_by_field_and_every_fault_is_kept() -> None:
    sheet = a_sheet(
        "Part no.;Name;Weight;Qty;Due date;Active;Kind\n"
        "007;Bolt;1,250;1000;31.03.2027;yes;FG\n"
        ";;0,5;x;03/04/2027;?;tool\n"
    )

    good, bad = rows_of(sheet, match_columns(sheet.headings, FIELDS))
    values = [
        (
            row.text("number", is_required=True),
            row.text("name", most=3),
            row.decimal("weight", places=3),
            row.whole_number("quantity", least=1),
            row.date("due"),
            row.yes_or_no("is_active"),
            row.choice("kind", KINDS),
        )
        for row in (good, bad)
    ]

    assert values == [
        ("007", "", Decimal("1.25"), 1000, date(2027, 3, 31), True, "finished"),
        ("", "", Decimal("0.5"), None, None, None, None),
    ]
    assert [(fault.row, fault.column, fault.title) for fault in good.faults] == [(2, "B", "Name")]
    assert [fault.message.partition(". ")[0] for fault in bad.faults] == [
        "Row 3, column A (Part no.): A value is missing here",
        "Row 3, column D (Qty): “x” is no whole number",
        "Row 3, column E (Due date): “03/04/2027” can mean 2027-04-03 or 2027-03-04",
        "Row 3, column F (Active): “?” is neither yes nor no",
        "Row 3, column G (Kind): “tool” is not known here",
    ]


def test_what_a_person_said_about_numbers_and_dates_is_taken() -> None:
    sheet = a_sheet("Part no.;Weight;Qty;Due date\nA;1.250;1;03/04/2027\n")
    matching = match_columns(sheet.headings, FIELDS)

    (american,) = rows_of(sheet, matching, decimal_sign=".", is_day_first=False)
    (german,) = rows_of(sheet, matching, decimal_sign=",", is_day_first=True)

    assert (american.decimal("weight"), american.date("due")) == (Decimal("1.25"), date(2027, 3, 4))
    assert (german.decimal("weight"), german.date("due")) == (Decimal(1250), date(2027, 4, 3))


def test_our_own_export_reads_back_without_a_question() -> None:
    """12.345 alone is ambiguous; in a file separated by commas it is not."""
    content = as_csv(["number", "weight", "quantity", "due"], [["007", Decimal("12.345"), 1000, date(2027, 3, 4)]])
    (sheet,) = read_sheets(content, file_name="items.csv")

    (row,) = rows_of(sheet, match_columns(sheet.headings, FIELDS))

    assert (row.text("number"), row.decimal("weight"), row.whole_number("quantity"), row.date("due"), row.faults) == (
        "007",
        Decimal("12.345"),
        1000,
        date(2027, 3, 4),
        [],
    )


def test_a_field_without_a_column_is_empty_and_a_fault_of_the_caller_stands_at_its_cell() -> None:
    sheet = a_sheet("Part no.,Qty\nA,1\n")
    (row,) = rows_of(sheet, match_columns(sheet.headings, FIELDS))

    assert (row.text("name"), row.date("due"), row.faults) == ("", None, [])
    row.text("name", is_required=True)
    row.fault("number", "No item %(value)s. Add it first.")
    assert [fault.message for fault in row.faults] == [
        "Row 2 (name): A value is missing here. Fill in the cell, or leave the row out.",
        "Row 2, column A (Part no.): No item A. Add it first.",
    ]


def test_columns_are_called_as_in_a_spreadsheet() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 51, 52, 199, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "GR", "ZZ", "AAA",
    ]  # fmt: skip
