"""Uploaded tables as sheets of typed cells: CSV and XLSX. Strangers' files go through `read_sheets_in_child`."""

from __future__ import annotations

from pathlib import PurePath

from callboard.formats.confined import Reader, answer_from_child
from callboard.formats.limits import MAX_SHEETS_BYTES, SHEET_LIMITS, Limits
from callboard.formats.separated import read_separated
from callboard.formats.sheet_faults import (
    NothingInSheets,
    SheetFileTooLarge,
    SheetReaderStopped,
    SheetsTookTooLong,
    SheetsTookTooMuchMemory,
)
from callboard.formats.sheets_json import sheets_from_json
from callboard.formats.tabular import Cell, Sheet, SheetRow
from callboard.formats.workbooks import looks_packed, read_workbook

__all__ = ["Cell", "Sheet", "SheetRow", "read_sheets", "read_sheets_in_child"]

MOST_ANSWER_BYTES = 100_000_000
SHEET_READER = Reader("sheets", SheetsTookTooLong, SheetsTookTooMuchMemory, SheetReaderStopped)


def read_sheets(content: bytes, *, file_name: str) -> tuple[Sheet, ...]:
    """Every visible sheet with text in it; a CSV is one sheet named like the file. What it is, the content decides.

    CSV in UTF-8, UTF-16 or Windows-1252 (then with a note), separated by comma, semicolon, tab or bar; XLSX by
    calamine. The apostrophe that `tables.neutralized` puts before a formula's sign is taken off, so that what
    `as_csv` and `as_xlsx` wrote comes back as it was.

    Raises the refusals of `sheet_faults`. A workbook made to do harm can end the whole process, so a stranger's file
    is read by `read_sheets_in_child` only.
    """
    if len(content) > MAX_SHEETS_BYTES:
        raise SheetFileTooLarge(megabytes=MAX_SHEETS_BYTES // 1_000_000)
    sheets = read_workbook(content) if looks_packed(content) else read_separated(content, PurePath(file_name).stem)
    if not sheets:
        raise NothingInSheets
    return tuple(sheets)


def read_sheets_in_child(content: bytes, *, file_name: str, limits: Limits = SHEET_LIMITS) -> tuple[Sheet, ...]:
    """`read_sheets` in a limited process, for uploads and shell alike.

    Raises what `read_sheets` raises, and SheetsTookTooLong, SheetsTookTooMuchMemory or SheetReaderStopped.
    """
    if len(content) > MAX_SHEETS_BYTES:
        raise SheetFileTooLarge(megabytes=MAX_SHEETS_BYTES // 1_000_000)
    answer = answer_from_child(
        SHEET_READER, content, file_name=file_name, limits=limits, most_answer_bytes=MOST_ANSWER_BYTES
    )
    return sheets_from_json(answer)
