"""Bringing tables in: read, match, check, then take all or the good rows only, never a silent half."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from callboard.core.audit.actions import acting
from callboard.core.errors import NotAllowed
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.organizations.scope import tenant_scope
from callboard.formats.faults import Unreadable
from callboard.formats.sheets import read_sheets_in_child
from callboard.formats.tabular import Sheet
from callboard.manufacturing.imports.models import ImportDraft
from callboard.manufacturing.imports.queries import matching_for, outcome_of, sheet_as_kept
from callboard.manufacturing.imports.rules import (
    PERMISSIONS,
    Counts,
    FileUnreadable,
    ImportKind,
    ImportState,
    KindUnknown,
    Settings,
    TakeMode,
    check_can_become,
    check_can_take,
)
from callboard.manufacturing.imports.tables import MONEY_FIELDS, guessed_kind
from callboard.manufacturing.imports.taking import Hand, write_found

KIND = "imports"
MOST_FAULTS_KEPT = 500
"""A page lists so many; the list to mend has all."""


def read_table(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    """The sheets of an upload, read in a process of their own. Raises FileUnreadable."""
    try:
        return read_sheets_in_child(content, file_name=file_name)
    except Unreadable as refusal:
        raise FileUnreadable(reason=str(refusal)) from refusal


def upload_table(
    production: Production,
    content: bytes,
    file_name: str,
    kind: ImportKind | None = None,
    *,
    by: Membership,
    at: dt.datetime,
) -> list[ImportDraft]:
    """Keep every sheet of a file as an import of its own; without a kind, the headings tell it.

    Raises FileUnreadable, KindUnknown, NotAllowed.
    """
    with tenant_scope(by.organization_id):
        check_may(by, PERMISSIONS[kind] if kind else Permission.SEE_PRODUCTION, production)
    sheets = read_table(content, file_name)
    kinds = [_kind_of(sheet, kind) for sheet in sheets]
    return [keep_table(production, sheet, file_name, of, by=by, at=at) for sheet, of in zip(sheets, kinds, strict=True)]


def keep_table(
    production: Production, sheet: Sheet, file_name: str, kind: ImportKind, *, by: Membership, at: dt.datetime
) -> ImportDraft:
    """Keep one table for matching and checking. Nothing of it stands anywhere else yet."""
    with acting(by, "upload table", at=at, may=PERMISSIONS[kind], production=production) as record:
        rows, file = sheet_as_kept(sheet)
        draft = ImportDraft(
            organization_id=production.organization_id,
            production=production,
            kind=kind,
            file_name=_safe_name(file_name),
            sheet=sheet.name[:100],
            headings=list(sheet.headings),
            rows=rows,
            settings={**asdict(Settings()), **file},
            created_at=at,
            created_by=by,
        )
        draft.save()
        record.about(draft)
        record.note(kind=kind.value, file=draft.file_name, rows=len(sheet.rows))
    return draft


def match_columns(
    draft: ImportDraft,
    kind: ImportKind,
    chosen: Mapping[str, int | None],
    settings: Settings,
    *,
    by: Membership,
    at: dt.datetime,
    version: int,
) -> ImportDraft:
    """Say what the table holds, which column holds which field, and how numbers and dates are to be read.

    Of another kind, the columns are matched anew. Raises StaleEdit, ImportOver.
    """
    check_can_become(ImportState(draft.state), ImportState.MATCHING)
    with acting(
        by, "match columns", at=at, may=PERMISSIONS[kind], production=draft.production, on=draft, version=version
    ):
        draft.matching = dict(chosen) if kind == draft.kind else {}
        draft.kind = kind
        draft.state = ImportState.MATCHING
        draft.settings = {**draft.settings, **asdict(settings)}
        draft.faults, draft.counts = [], {}
        draft.save()
    return draft


def check_import(draft: ImportDraft, *, by: Membership, at: dt.datetime) -> ImportDraft:
    """Check every row and keep what was found for the page.

    Raises ColumnsMissing, ColumnTwice, ProductMissing, ImportOver.
    """
    check_can_become(ImportState(draft.state), ImportState.CHECKED)
    may = PERMISSIONS[ImportKind(draft.kind)]
    with acting(by, "check import", at=at, may=may, production=draft.production, on=draft) as record:
        outcome = outcome_of(draft)
        draft.state = ImportState.CHECKED
        draft.faults = [{**vars(fault), "parameters": dict(fault.parameters)} for fault in outcome.faults]
        draft.faults = draft.faults[:MOST_FAULTS_KEPT]
        draft.counts = asdict(outcome.counts)
        draft.save(update_fields=["state", "faults", "counts"])
        record.note(rows=outcome.row_count, faults=len(outcome.faults))
    return draft


def take_import(draft: ImportDraft, mode: TakeMode, *, by: Membership, at: dt.datetime, version: int) -> Counts:
    """Write what the table says, in one transaction: everything, or only the rows without a fault.

    The rows are checked again under the plant's lock, since others may have worked meanwhile. With any fault,
    "all or nothing" changes nothing. Bills, routings and orders come in whole or stay out whole in either way.
    Raises FaultsLeft, NothingToTake, ImportOver, NotChecked, StaleEdit, NotAllowed.
    """
    kind = ImportKind(draft.kind)
    check_can_become(ImportState(draft.state), ImportState.TAKEN)
    with acting(
        by, "take import", at=at, may=PERMISSIONS[kind], production=draft.production, on=draft, version=version
    ) as record:
        # first the event: it holds the plant's lock until commit, so that nothing changes between check and write
        announce(draft.production, KIND, about=draft, at=at)
        _check_money(draft, by)
        outcome = outcome_of(draft)
        counts = outcome.counts
        check_can_take(counts, mode)
        write_found(kind, outcome.found, Hand(draft.production, by, at))
        draft.state, draft.taken_at = ImportState.TAKEN, at
        draft.counts = asdict(counts)
        draft.save(update_fields=["state", "taken_at", "counts"])
        record.note(kind=kind.value, mode=mode.value, new=counts.new, changed=counts.changed, left=counts.faulty)
    return counts


def drop_import(draft: ImportDraft, *, by: Membership, at: dt.datetime, version: int) -> ImportDraft:
    """Put the table away without taking it. Raises ImportOver, StaleEdit."""
    check_can_become(ImportState(draft.state), ImportState.DROPPED)
    may = PERMISSIONS[ImportKind(draft.kind)]
    with acting(by, "drop import", at=at, may=may, production=draft.production, on=draft, version=version):
        draft.state = ImportState.DROPPED
        draft.rows, draft.faults = [], []
        draft.save()
    return draft


def _kind_of(sheet: Sheet, kind: ImportKind | None) -> ImportKind:
    found = kind or guessed_kind(sheet.headings)
    if found is None:
        raise KindUnknown(sheet=sheet.name, headings=", ".join(sheet.headings[:12]))
    return found


def _safe_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-150:] or "table"


def _check_money(draft: ImportDraft, by: Membership) -> None:
    """Who is not shown costs does not set them."""
    if MONEY_FIELDS & set(matching_for(draft).columns) and not may_see(by, DataClass.PAY):
        raise NotAllowed()
