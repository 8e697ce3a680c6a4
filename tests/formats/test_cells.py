"""One cell to a value: what is clear is taken, what is not is refused aloud with a way out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.formats import cells
from callboard.formats.cells import (
    CellAt,
    CellFault,
    choice_of,
    date_of,
    decimal_of,
    decimal_sign_in,
    text_of,
    whole_number_of,
    yes_or_no_of,
)


def at(value: Any) -> CellAt:
    return CellAt(7, 2, "Qty", value)


def said(found: Any) -> str:
    assert isinstance(found, CellFault), found
    return found.message


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1250", "1250"),
        ("0", "0"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        ("+4", "4"),
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,234,567.89", "1234567.89"),
        ("12.345,678", "12345.678"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("1'234.50", "1234.5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1234.567", "1234.567"),
        ("12.3456", "12.3456"),
        ("007", "7"),
        (12, "12"),
        (Decimal("0.3"), "0.3"),
    ],
)
def test_clear_numbers_are_exact(written: Any, number: str) -> None:
    assert decimal_of(at(written)) == Decimal(number)


@pytest.mark.parametrize(
    "written",
    ["12 kg", "abc", "1,2.3,4", "1,23,456.7", "1.23.456", "--1", "1-", "10 %", "1..5", "½", "٣", True, "9" * 40],
)
def test_what_is_no_number_is_refused(written: Any) -> None:
    assert said(decimal_of(at(written))) == (
        f"Row 7, column C (Qty): “{written}” is no number."
        " Write digits and a decimal sign only, units in a column of their own."
    )


def test_a_number_with_two_meanings_is_refused_with_both_until_the_sign_is_known() -> None:
    assert said(decimal_of(at("1,234"))) == (
        "Row 7, column C (Qty): “1,234” can mean 1.234 or 1234."
        " Say which sign is the decimal sign, or write it without separator."
    )
    assert [decimal_of(at("1,234"), decimal_sign=sign) for sign in (".", ",")] == [Decimal(1234), Decimal("1.234")]
    assert [decimal_of(at("1.234"), decimal_sign=sign) for sign in (".", ",")] == [Decimal("1.234"), Decimal(1234)]


def test_scientific_form_is_refused_because_digits_are_lost() -> None:
    assert "digits may be lost" in said(decimal_of(at("1.23E+05")))


def test_limits_and_steps_are_kept_and_nothing_is_rounded() -> None:
    assert "5 is too small: 6 is the least" in said(decimal_of(at("5"), least=6))
    assert "5 is too large: 4 is the most" in said(decimal_of(at("5"), most=4))
    assert "1.2345 has more than 3 decimals" in said(decimal_of(at("1.2345"), places=3))
    assert decimal_of(at("1.50"), places=1, least=1, most=2) == Decimal("1.5")


@given(st.decimals(-(10**12), 10**12, places=4), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]))
def test_a_grouped_number_reads_as_it_was_meant_once_the_sign_is_known(number: Decimal, signs: tuple[str, str]) -> None:
    group, sign = signs
    written = f"{number:,.4f}".translate(str.maketrans({",": group, ".": sign}))

    assert decimal_of(at(written), decimal_sign=sign) == number  # type: ignore[arg-type]


@given(st.text("0123456789.,- '", max_size=12))
def test_a_number_is_never_read_against_what_is_known(text: str) -> None:
    """Without knowledge the answer is the one that knowledge gives, or a refusal, or nothing: never another number."""
    without = decimal_of(at(text))

    if isinstance(without, Decimal):
        known = [decimal_of(at(text), decimal_sign=sign) for sign in (".", ",")]
        assert without in known
        assert {number for number in known if isinstance(number, Decimal)} == {without}


@pytest.mark.parametrize(
    ("column", "separator", "sign"),
    [
        (["1", "2.5", "1.234"], "", "."),
        (["1,5", "1.234"], ";", ","),
        (["1.234.567"], "", ","),
        (["1.5", "1,5"], ",", ""),
        (["1.234", "12"], ",", "."),
        (["1.234"], ";", ""),
        (["1.234"], "", ""),
        (["1,234"], ",", "."),
        (["5 kg", None, 3, "1,5"], "", ","),
        (["31.03.2027", "1.2.3"], "", ""),
        ([], "\t", ""),
    ],
)
def test_a_column_proves_its_decimal_sign(column: list[Any], separator: str, sign: str) -> None:
    assert decimal_sign_in(column, separator=separator) == sign


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12", 12),
        ("12.0", 12),
        ("1,234,567", 1234567),
        (" 5 ", 5),
        (3, 3),
        (Decimal(3), 3),
        ("", None),
        (None, None),
    ],
)
def test_whole_numbers(written: Any, number: int | None) -> None:
    assert whole_number_of(at(written)) == number


def test_what_is_not_whole_is_refused() -> None:
    for written in ("1.5", "x", Decimal("0.5")):
        assert said(whole_number_of(at(written))) == (
            f"Row 7, column C (Qty): “{written}” is no whole number. Write digits only, such as 1250."
        )
    assert "can mean 1.234 or 1234" in said(whole_number_of(at("1.234")))
    assert whole_number_of(at("1,234"), decimal_sign=".") == 1234
    assert "1.234" in said(whole_number_of(at("1.234"), decimal_sign="."))
    assert "0 is too small: 1 is the least" in said(whole_number_of(at("0"), least=1))


@pytest.mark.parametrize(
    "written",
    [
        date(2027, 3, 31),
        datetime(2027, 3, 31, 7, 30),  # noqa: DTZ001 - spreadsheets have no zones
        "2027-03-31",
        "2027/3/31",
        "2027.03.31",
        "20270331",
        "2027-03-31T00:00:00",
        "2027-03-31 00:00",
        "31.03.2027",
        "31.3.2027",
        "31/03/2027",
        "03/31/2027",
        "03-31-2027",
        "31 Mar 2027",
        "31-Mar-2027",
        "31. March 2027",
        "March 31, 2027",
        "Mar 31st 2027",
    ],
)
def test_clear_dates(written: Any) -> None:
    assert date_of(at(written)) == date(2027, 3, 31)


def test_a_date_with_two_meanings_is_refused_with_both_until_the_order_is_known() -> None:
    assert said(date_of(at("03/04/2027"))) == (
        "Row 7, column C (Qty): “03/04/2027” can mean 2027-04-03 or 2027-03-04."
        " Say which comes first, or write 2027-04-03."
    )
    assert [date_of(at("03/04/2027"), is_day_first=first) for first in (True, False)] == [
        date(2027, 4, 3),
        date(2027, 3, 4),
    ]
    assert [date_of(at(same)) for same in ("05/05/2027", "03.04.2027")] == [date(2027, 5, 5), date(2027, 4, 3)]


@pytest.mark.parametrize(
    "written", ["30.02.2027", "2027-13-01", "31.03.27", "soon", "46477", 46477, "1 Xyz 2027", "14/31/2027", True]
)
def test_what_is_no_date_is_refused(written: Any) -> None:
    assert "is no date. Write year, month and day, such as 2027-03-31." in said(date_of(at(written)))


@given(st.dates(date(1900, 1, 1)))
def test_every_day_is_read_in_every_clear_form(day: date) -> None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d %b %Y"):
        assert date_of(at(day.strftime(form))) == day


def test_yes_and_no_in_english_and_in_the_words_of_the_reader() -> None:
    assert [yes_or_no_of(at(value)) for value in (True, "YES", "x", "✓", 1)] == [True] * 5
    assert [yes_or_no_of(at(value)) for value in (False, " no ", "0", "-")] == [False] * 4
    assert [yes_or_no_of(at(value)) for value in (None, "", "  ")] == [None] * 3
    assert yes_or_no_of(at("Tak"), more_yes=["tak"], more_no=["nie"]) is True
    assert said(yes_or_no_of(at("maybe"))).endswith(
        "“maybe” is neither yes nor no. Write yes or no, or leave the cell empty."
    )


def test_a_choice_by_any_of_its_words() -> None:
    kinds = {"raw": ["Raw material", "raw"], "sub": ["Sub-assembly", "WIP"]}

    assert [choice_of(at(word), kinds) for word in ("RAW", "subassembly", "raw_material", "wip", "", None)] == [
        "raw",
        "sub",
        "raw",
        "sub",
        None,
        None,
    ]
    assert said(choice_of(at("tool"), kinds)).endswith(
        "“tool” is not known here. Write one of: Raw material, Sub-assembly."
    )
    assert "not known" in said(choice_of(at("?"), kinds))


def test_text_is_written_in_full_and_its_length_is_kept() -> None:
    values = [" Bolt ", 12345, Decimal("1E+2"), date(2027, 3, 6), True, None]

    assert [text_of(at(value)) for value in values] == ["Bolt", "12345", "100", "2027-03-06", "yes", ""]
    assert said(text_of(at("Bolts"), most=4)).endswith("The text has 5 characters; 4 are the most. Shorten it.")


def test_a_fault_says_where_what_and_shows_no_novel() -> None:
    fault = cells.fault_at(CellAt(3, 27, "Note", "x" * 500), cells.NOT_WHOLE)

    assert (fault.row, fault.column, fault.title, len(str(fault.parameters["value"]))) == (3, "AB", "Note", 80)
