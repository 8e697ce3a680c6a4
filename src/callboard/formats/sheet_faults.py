"""What a reader of tables says: refusals of a whole file, and remarks on single rows. Messages are translatable ids."""

from __future__ import annotations

from callboard.formats.faults import Unreadable, gettext_noop

MORE_CELLS_THAN_HEADINGS = gettext_noop(
    "Row %(row)s has %(cells)s cells, but there are %(headings)s headings."
    " Put text that holds a separator into quotes, or give the column a heading."
)
ERROR_IN_CELL = gettext_noop(
    "Cell %(cell)s holds the error %(error)s. Mend its formula, or type the value itself into the cell."
)
FORMULA_NOT_COMPUTED = gettext_noop(
    "Cell %(cell)s holds a formula without its result."
    " Open the workbook in a spreadsheet program, save it there and take that file."
)


class SheetFileTooLarge(Unreadable):
    """More bytes than a table of the allowed rows has."""

    text = gettext_noop(
        "The file is larger than %(megabytes)s MB."
        " Leave out pictures and unused sheets, or split the table into smaller files."
    )


class NothingInSheets(Unreadable):
    """No sheet that is shown has a cell in it."""

    text = gettext_noop(
        "There is no table in the file: no visible sheet has text in it."
        " Put headings into the first row and one record into each row below."
    )


class NotATable(Unreadable):
    """The content is no table of any kind: a PDF, a picture, a program's own file."""

    text = gettext_noop(
        "Line %(line)s: this is no table but something else (%(kind)s)."
        " Save the table as CSV (UTF-8) or as an Excel workbook (.xlsx)."
    )


class OtherSpreadsheet(Unreadable):
    """A spreadsheet in a form that is not read: old Excel, OpenDocument, binary or locked workbooks."""

    text = gettext_noop(
        "The file is a spreadsheet in another form (%(kind)s)."
        " Open it and save it as an Excel workbook (.xlsx) without a password, or as CSV (UTF-8)."
    )


class DamagedWorkbook(Unreadable):
    """A workbook that breaks off or does not hold together."""

    text = gettext_noop(
        "The workbook is damaged (%(part)s: %(reason)s)."
        " Copy it again, or open it in a spreadsheet program and save it."
    )


class WorkbookUnpacksTooLarge(Unreadable):
    """A small file that would unpack to something huge, or to very many files."""

    text = gettext_noop(
        "The workbook would unpack to more than %(megabytes)s MB or %(files)s files."
        " Copy the cells into a new workbook and save that one."
    )


class TooManySheets(Unreadable):
    """More visible sheets than anybody fills."""

    text = gettext_noop(
        "The workbook has %(sheets)s visible sheets; %(most)s are the most."
        " Hide or delete those that are not to be imported."
    )


class TooManyRows(Unreadable):
    """A sheet with too many records."""

    text = gettext_noop(
        "Sheet “%(sheet)s”, row %(row)s: a sheet may have %(most)s rows below its headings."
        " Split the table, or delete what stands far below it."
    )


class TooManyColumns(Unreadable):
    """A sheet with a cell too far to the right."""

    text = gettext_noop(
        "Sheet “%(sheet)s”, row %(row)s: a sheet may have %(most)s columns."
        " Delete the columns that are not to be imported, and what stands far to the right of the table."
    )


class TooManyCells(Unreadable):
    """All sheets together are too large."""

    text = gettext_noop(
        "Sheet “%(sheet)s”: the file has more than %(most)s cells with this sheet."
        " Delete the columns that are not to be imported, or split the table."
    )


class CellTooLong(Unreadable):
    """A cell with a novel in it: mostly a quote that was never closed."""

    text = gettext_noop(
        "Sheet “%(sheet)s”, row %(row)s: a cell has more than %(most)s characters."
        " Look for a quotation mark that is not closed, or shorten the text."
    )


class QuotesMisplaced(Unreadable):
    """CSV with a quoted cell that goes on after its closing quote, or is never closed."""

    text = gettext_noop(
        "Line %(line)s, row %(row)s: the quotation marks do not fit here. Write a quotation mark inside a quoted cell"
        " twice, close every quoted cell, or save the table again as CSV from a spreadsheet program."
    )


class LettersUnknown(Unreadable):
    """Bytes that are neither UTF-8 nor UTF-16 nor plausibly Windows-1252."""

    text = gettext_noop(
        "Line %(line)s: the letters here are in an unknown or mixed encoding."
        " Save the table again as CSV (UTF-8) or as an Excel workbook (.xlsx)."
    )


class SheetsTookTooLong(Unreadable):
    """The reader was stopped at its time limit."""

    text = gettext_noop(
        "Reading the table took too long and was stopped. Nothing was changed. Split it into smaller files."
    )


class SheetsTookTooMuchMemory(Unreadable):
    """The reader was stopped at its memory limit."""

    text = gettext_noop(
        "Reading the table needs too much memory and was stopped. Nothing was changed."
        " Delete what stands far below or beside the table, or split it into smaller files."
    )


class SheetReaderStopped(Unreadable):
    """The reading process ended without an answer: a defect of ours, said aloud."""

    text = gettext_noop(
        "The reader of tables stopped without an answer (%(reason)s). Nothing was changed."
        " Save the table again as CSV (UTF-8); if that does not help, report this message."
    )
