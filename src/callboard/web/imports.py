"""Imports: upload a table, match its columns, look at what would come in, take it or leave it; and tables out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from callboard.formats.cells import CellFault
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, Value, as_csv, as_xlsx
from callboard.manufacturing.imports.actions import (
    check_import,
    drop_import,
    match_columns,
    take_import,
    upload_table,
)
from callboard.manufacturing.imports.exporting import EXPORTED, exported
from callboard.manufacturing.imports.found import HELD_BACK
from callboard.manufacturing.imports.queries import (
    counts_of,
    draft_by_id,
    drafts_of,
    faults_kept,
    fix_list,
    matching_for,
    outcome_of,
    products_of,
    settings_of,
    sheet_of,
)
from callboard.manufacturing.imports.rules import ImportKind, ImportState, TakeMode
from callboard.manufacturing.imports.tables import fields_of
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.import_forms import KIND_NAMES, MatchForm, UploadForm, match_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callboard.core.organizations.models import Production
    from callboard.manufacturing.imports.models import ImportDraft

app_name = "imports"

IMPORTS_A_PAGE = 50


@dataclass(frozen=True)
class ShownFault:
    """A fault in the reader's language."""

    row: int
    column: str
    title: str
    message: str


@require_safe
def imports(request: HttpRequest, production: UUID) -> HttpResponse:
    """Every import, the upload of the next, and tables to take along."""
    return _list(request, production_for(request, production), UploadForm())


def _list(request: HttpRequest, production: Production, form: UploadForm, status: int = 200) -> HttpResponse:
    drafts = Paginator(drafts_of(member_of(request), production), IMPORTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "production": production,
        "form": form,
        "page": drafts,
        "drafts": [(draft, KIND_NAMES[ImportKind(draft.kind)]) for draft in drafts],
        "exports": [(kind.name.lower(), name) for kind, name in KIND_NAMES.items() if kind in EXPORTED],
    }
    return render(request, "pages/imports.html", context, status=status)


@require_POST
def upload(request: HttpRequest, production: UUID) -> HttpResponse:
    """Keep each sheet of a file and check those whose columns are all known. The same file twice is no harm."""
    found, form = production_for(request, production), UploadForm(request.POST, request.FILES)
    if form.is_valid():
        member, kind = member_of(request), form.chosen_kind()
        with form.refusals():
            name = form.cleaned_data["file"].name
            drafts = upload_table(found, form.content(), name, kind, by=member, at=now())
            for draft in drafts:
                if _is_ready(draft):
                    check_import(draft, by=member, at=now())
            if len(drafts) == 1:
                return redirect("imports:draft", production, drafts[0].public_id)
            messages.success(
                request, _("Each of the %(count)s sheets is an import of its own.") % {"count": len(drafts)}
            )
            return redirect("imports:list", production)
    return _list(request, found, form, 422)


def _is_ready(draft: ImportDraft) -> bool:
    return not matching_for(draft).missing and draft.kind != ImportKind.BOM_FLAT


@require_safe
def draft(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """What was found in a table. Writes nothing."""
    found = production_for(request, production)
    shown = draft_by_id(member_of(request), found, public_id)
    form = match_form(shown, sheet_of(shown), matching_for(shown).columns, settings_of(shown))
    return _page(request, found, shown, form)


def _page(
    request: HttpRequest, production: Production, shown: ImportDraft, form: MatchForm, status: int = 200
) -> HttpResponse:
    sheet, matching = sheet_of(shown), matching_for(shown)
    fields = fields_of(ImportKind(shown.kind))
    context = {
        "production": production,
        "draft": shown,
        "kind": KIND_NAMES[ImportKind(shown.kind)],
        "form": form,
        "products": products_of(member_of(request), production) if "product" in form.fields else [],
        "unmatched": [sheet.headings[column] for column in matching.unmatched],
        "missing": [fields[name].titles[0] for name in matching.missing],
        "is_open": shown.state in {ImportState.MATCHING, ImportState.CHECKED},
        "counts": counts_of(shown) if shown.counts else None,
        "faults": [_shown(fault, shown) for fault in faults_kept(shown)],
        "notes": [_(note.text) % note.parameters for note in sheet.notes],
        "sample": [(row.number, row.cells) for row in sheet.rows[:3]],
        "headings": sheet.headings,
        "row_count": len(sheet.rows),
    }
    return render(request, "pages/imports_draft.html", context, status=status)


def _shown(fault: CellFault, draft: ImportDraft) -> ShownFault:
    fields = fields_of(ImportKind(draft.kind))
    title = fields[fault.title].titles[0] if not fault.column and fault.title in fields else fault.title
    return ShownFault(fault.row, fault.column, title, _(fault.text) % fault.parameters)


@once
def match(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Match the columns as chosen and check the table again."""
    found, member = production_for(request, production), member_of(request)
    shown = draft_by_id(member, found, public_id)
    kind = ImportKind(shown.kind)
    form = MatchForm(request.POST, table=sheet_of(shown), of=kind)
    if form.is_valid():
        chosen = ImportKind(form.cleaned_data["kind"])
        version = version_in(request)
        match_columns(shown, chosen, form.columns(), form.settings(), by=member, at=now(), version=version)
        if chosen != kind:
            return redirect("imports:draft", production, public_id)
        with form.refusals():
            check_import(shown, by=member, at=now())
            return redirect("imports:draft", production, public_id)
    return _page(request, found, shown, form, 422)


@once
def take(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take the table: all of it, or its good rows."""
    found, member = production_for(request, production), member_of(request)
    shown = draft_by_id(member, found, public_id)
    mode = TakeMode.GOOD_ROWS if request.POST.get("mode") == "good" else TakeMode.EVERYTHING
    counts = take_import(shown, mode, by=member, at=now(), version=version_in(request))
    taken = counts.new + counts.changed
    text = ngettext("%(count)s row has come in.", "%(count)s rows have come in.", taken)
    messages.success(request, text % {"count": taken})
    return redirect("imports:draft", production, public_id)


@once
def drop(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Put a table away."""
    found, member = production_for(request, production), member_of(request)
    drop_import(draft_by_id(member, found, public_id), by=member, at=now(), version=version_in(request))
    messages.success(request, _("The table is put away. Nothing was changed."))
    return redirect("imports:list", production)


@require_safe
def fixes(request: HttpRequest, production: UUID, public_id: UUID, form: str) -> HttpResponse:
    """The rows that cannot be taken, with what is wrong, to be mended and uploaded again."""
    found = production_for(request, production)
    shown = draft_by_id(member_of(request), found, public_id)

    def sentence(fault: CellFault) -> str:
        said = _shown(fault, shown)
        return f"{said.title}: {said.message}" if said.title else said.message

    say = {"fault": sentence, "held": lambda row: _(HELD_BACK) % {"other": row}, "title": _("Fault")}
    wanted = fix_list(shown, outcome_of(shown), say)
    return _file(f"{_stem(shown.file_name)}-to-mend", form, wanted.headings, wanted.rows)


@require_safe
def export(request: HttpRequest, production: UUID, kind: str, form: str) -> HttpResponse:
    """A table of the plant in the columns that an import reads."""
    kinds = {one.name.lower(): one for one in EXPORTED}
    if kind not in kinds:
        raise Http404
    headings, rows = exported(member_of(request), production_for(request, production), kinds[kind])
    return _file(kind.replace("_", "-"), form, headings, rows)


def _file(name: str, form: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> HttpResponse:
    makers: dict[str, Any] = {"csv": (as_csv, CSV_TYPE), "xlsx": (as_xlsx, XLSX_TYPE)}
    if form not in makers:
        raise Http404
    make, content_type = makers[form]
    response = HttpResponse(make(headings, rows), content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _stem(file_name: str) -> str:
    return file_name.rpartition(".")[0] or file_name


urlpatterns = [
    path("", imports, name="list"),
    path("upload/", upload, name="upload"),
    path("export/<slug:kind>.<slug:form>", export, name="export"),
    path("<uuid:public_id>/", draft, name="draft"),
    path("<uuid:public_id>/match/", match, name="match"),
    path("<uuid:public_id>/take/", take, name="take"),
    path("<uuid:public_id>/drop/", drop, name="drop"),
    path("<uuid:public_id>/to-mend.<slug:form>", fixes, name="fixes"),
]
