"""Reading imports: drafts, what a check finds, and the list of rows to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.formats.cells import CellFault
from callboard.formats.columns import Matching
from callboard.formats.sheets_json import sheets_as_json, sheets_from_json
from callboard.formats.tables import Value
from callboard.formats.tabular import Cell, Sheet
from callboard.manufacturing.imports.checking import check_table, matching_of
from callboard.manufacturing.imports.found import Outcome
from callboard.manufacturing.imports.mirror import known_of
from callboard.manufacturing.imports.models import ImportDraft
from callboard.manufacturing.imports.rules import PERMISSIONS, Counts, ImportKind, Settings
from callboard.stock.items.models import Item

_HEAVY = ("rows", "faults", "headings", "matching")


def drafts_of(member: Membership, production: Production) -> QuerySet[ImportDraft]:
    """Imports of the plant, the newest first, without their cells."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = ImportDraft.objects.filter(production=production).select_related("created_by")
    return rows.defer(*_HEAVY).order_by("-created_at", "-pk")


def draft_by_id(member: Membership, production: Production, public_id: UUID) -> ImportDraft:
    """One import with its cells, for those who may do by hand what it does. Raises NotFound, NotAllowed."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    draft = ImportDraft.objects.filter(production=production, public_id=public_id).first()
    if draft is None:
        raise NotFound()
    check_may(member, PERMISSIONS[ImportKind(draft.kind)], production)
    return draft


def sheet_as_kept(sheet: Sheet) -> tuple[list[Any], dict[str, Any]]:
    """The rows of a sheet as a draft keeps them, and what it keeps of the file beside its settings."""
    kept = sheets_as_json((sheet,))[0]
    return kept["rows"], {"separator": sheet.separator, "file_faults": kept["faults"], "file_notes": kept["notes"]}


def sheet_of(draft: ImportDraft) -> Sheet:
    """The table as it was read from the file."""
    kept = {
        "name": draft.sheet,
        "headings": draft.headings,
        "rows": draft.rows,
        "separator": draft.settings.get("separator", ""),
        "faults": draft.settings.get("file_faults", []),
        "notes": draft.settings.get("file_notes", []),
    }
    return sheets_from_json([kept])[0]


def matching_for(draft: ImportDraft) -> Matching:
    """Which column holds which field: as chosen on the page, the rest by title."""
    return matching_of(ImportKind(draft.kind), sheet_of(draft), draft.matching)


def settings_of(draft: ImportDraft) -> Settings:
    """How a person wants the table read."""
    return Settings.of(draft.settings)


def counts_of(draft: ImportDraft) -> Counts:
    """What the last check found."""
    return Counts(**draft.counts)


def outcome_of(draft: ImportDraft) -> Outcome[Any]:
    """Check the table against the plant as it is now. Raises ColumnsMissing, ColumnTwice, ProductMissing."""
    kind, sheet = ImportKind(draft.kind), sheet_of(draft)
    known = known_of(draft.production, kind)
    return check_table(kind, sheet, matching_of(kind, sheet, draft.matching), settings_of(draft), known)


def faults_kept(draft: ImportDraft) -> list[CellFault]:
    """The first faults of the last check, as `actions.check_import` kept them."""
    return [CellFault(**fault) for fault in draft.faults]


def products_of(member: Membership, production: Production) -> QuerySet[Item]:
    """What a flat list of components may be the bill of."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Item.objects.filter(production=production, is_active=True)
    return rows.filter(source="make").order_by("code")


@dataclass(frozen=True)
class FixList:
    """The rows that cannot be taken, as they stand in the file, with what is wrong in a last column."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def fix_list(draft: ImportDraft, outcome: Outcome[Any], say: Mapping[str, Any]) -> FixList:
    """Rows with a fault and rows held back, in the order of the file.

    `say` turns faults into sentences: "fault" takes a CellFault, "held" the number of the row that holds one back;
    "title" is the heading of the last column.
    """
    sheet = sheet_of(draft)
    by_row: dict[int, list[str]] = {}
    for fault in outcome.faults:
        by_row.setdefault(fault.row, []).append(say["fault"](fault))
    for row, other in outcome.held.items():
        by_row.setdefault(row, []).append(say["held"](other))
    return FixList((*sheet.headings, say["title"]), tuple(_marked(sheet, by_row)))


def _marked(sheet: Sheet, by_row: Mapping[int, list[str]]) -> Iterator[tuple[Value, ...]]:
    for row in sheet.rows:
        if row.number in by_row:
            yield (*(_value(cell) for cell in row.cells), " / ".join(by_row[row.number]))


def _value(cell: Cell) -> Value:
    """As it was written: "no" stays a word, since an empty cell would say nothing."""
    return "no" if cell is False else cell
