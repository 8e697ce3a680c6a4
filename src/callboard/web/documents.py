"""The contract wall: who owes which paper, and each paper with its copies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callboard.core.attachments.queries import content_of
from callboard.core.errors import NotFound, StaleEdit
from callboard.core.organizations.permissions import may
from callboard.core.organizations.rules import Permission
from callboard.film.callsheets.queries import sheets_of
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, Value, as_csv, as_xlsx
from callboard.paperwork.documents.actions import (
    reject_paper,
    send_paper,
    send_papers,
    sign_paper,
    void_paper,
    waive_paper,
)
from callboard.paperwork.documents.kind_actions import require_all_papers, seed_paper_kinds
from callboard.paperwork.documents.permissions import may_open_copies
from callboard.paperwork.documents.queries import (
    copies_of,
    copy_of,
    on_file,
    paper_history,
    paper_of,
    sendable_papers,
    wall,
)
from callboard.paperwork.documents.rules import PaperState, Standing, can_become
from callboard.paperwork.documents.wall_rules import Wall, WallAsked
from callboard.web import paper_kinds
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.paper_forms import ReasonForm, SignForm, sign_form_for
from callboard.web.stale import stale_page
from callboard.web.templatetags.papers import GROUP_NAMES, STANDINGS
from callboard.web.today import add_part

app_name = "documents"


def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _today(zone: str) -> date:
    return _local_day(now(), zone)


def _next_calls(request: HttpRequest, production: UUID, today: date) -> dict[int, date]:
    """Each engagement's next day on a call sheet, drafted or published."""
    sheets = sheets_of(member_of(request), production_for(request, production)).filter(day__gte=today)
    called = sheets.filter(calls__is_called=True, calls__engagement__ended_at=None).order_by("-day")
    return dict(called.values_list("calls__engagement_id", "day"))


def _asked(request: HttpRequest) -> WallAsked:
    return WallAsked(
        **{name: request.GET.get(name, "") for name in ("kind", "department", "paper", "only", "search", "sort")}
    )


def _wall(request: HttpRequest, production: UUID) -> tuple[Any, Wall]:
    found = production_for(request, production)
    today = _today(found.zone)
    calls = _next_calls(request, production, today)
    return found, wall(member_of(request), found, today=today, asked=_asked(request), next_calls=calls)


def show_wall(request: HttpRequest, production: UUID) -> HttpResponse:
    """The wall, or for htmx only what changes when it is filtered or something was signed."""
    found, shown = _wall(request, production)
    context = {
        "production": found,
        "today": _today(found.zone),
        "wall": shown,
        "asked": _asked(request),
        "query": request.GET.urlencode(),
        "standings": _standings(shown),
        "group_names": GROUP_NAMES.items(),
    }
    is_fragment = request.headers.get("HX-Target") == "wall"
    return render(request, "parts/documents_wall.html" if is_fragment else "pages/documents_wall.html", context)


def _standings(shown: Wall) -> list[tuple[Standing, Any, int]]:
    counted = shown.standing_counts
    return [(standing, STANDINGS[standing][0], counted[standing]) for standing in Standing if counted.get(standing)]


def _cell_text(found: Any) -> str:
    if found is None:
        return str(STANDINGS["not needed"][0])
    return str(STANDINGS[found.standing][0])


def _table(shown: Wall) -> tuple[list[str], list[list[Value]]]:
    headings = [_("Group"), _("Name"), _("Position"), _("Department"), _("Next call"), _("Days to call"), _("Cleared")]
    lines: list[list[Value]] = [
        [
            str(GROUP_NAMES[group.kind]),
            row.engaged.name,
            row.engaged.position,
            row.engaged.department,
            row.next_call_on,
            row.days_to_call,
            _("yes") if row.is_cleared else _("no"),
            *(_cell_text(row.cell(kind)) for kind in shown.kinds),
        ]
        for group in shown.groups
        for row in group.rows
    ]
    return [*headings, *(kind.name for kind in shown.kinds)], lines


def wall_table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The wall as filtered, as a table to take away."""
    found, shown = _wall(request, production)
    headings, rows = _table(shown)
    if suffix == "csv":
        response = HttpResponse(as_csv(headings, rows), content_type=CSV_TYPE)
    elif suffix == "xlsx":
        response = HttpResponse(as_xlsx(headings, rows, sheet=_("Contract wall")), content_type=XLSX_TYPE)
    else:
        raise NotFound()
    name = f"contract-wall-{_today(found.zone).isoformat()}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def show_paper(request: HttpRequest, production: UUID, paper: UUID) -> HttpResponse:
    """One paper: where it stands, its copies, its history, and what can be done now."""
    return _paper_page(request, production, paper)


def _paper_page(
    request: HttpRequest,
    production: UUID,
    paper: UUID,
    *,
    sign: SignForm | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    member, found = member_of(request), production_for(request, production)
    row, today = paper_of(member, found, paper), _today(found.zone)
    state = PaperState(row.state)
    checks = may(member, Permission.CHECK_PAPERS)
    context = {
        "production": found,
        "paper": row,
        "standing": on_file(row).standing_on(today),
        "days_out": (today - _local_day(row.out_at, found.zone)).days
        if row.out_at and state is PaperState.OUT
        else None,
        "copies": copies_of(row),
        "may_open": may_open_copies(member, row),
        "history": paper_history(member, row),
        "can_send": checks and can_become(state, PaperState.OUT),
        "can_sign": checks and can_become(state, PaperState.SIGNED),
        "reasoned": [
            (step, label, explained)
            for step, label, explained, to, permission in _reasoned_steps()
            if may(member, permission) and can_become(state, to)
        ],
        "sign": sign or sign_form_for(today),
        "reason": reason or ReasonForm(),
        "back": request.POST.get("back") or request.GET.get("back", ""),
    }
    is_fragment = request.headers.get("HX-Target") == "paper-panel"
    template = "parts/documents_paper.html" if is_fragment else "pages/documents_paper.html"
    return render(request, template, context, status=status)


def _reasoned_steps() -> list[tuple[str, str, str, PaperState, Permission]]:
    checks, waives = Permission.CHECK_PAPERS, Permission.WAIVE_PAPERS
    return [
        ("reject", _("Reject"), _("What came back is not good."), PaperState.REJECTED, checks),
        ("waive", _("Waive"), _("The party works without this paper."), PaperState.WAIVED, waives),
        ("void", _("Void"), _("This paper no longer counts; a new one has to be made out."), PaperState.VOID, checks),
    ]


def _back(request: HttpRequest, production: UUID, paper: UUID) -> HttpResponse:
    """To the wall as it was filtered, for who came from there; else to the paper."""
    back = request.POST.get("back", "")
    if back.startswith("wall"):
        query = back.removeprefix("wall").removeprefix("?")
        return redirect(reverse("documents:wall", args=[production]) + (f"?{query}" if query else ""))
    return redirect("documents:paper", production, paper)


def _stale(request: HttpRequest, refusal: StaleEdit, production: UUID, paper: UUID, wanted: str) -> HttpResponse:
    row = paper_of(member_of(request), production_for(request, production), paper)
    theirs = {_("State"): STANDINGS[row.state][0], _("By"): row.checked_by_name, _("Reason"): row.reason}
    back = reverse("documents:paper", args=[production, paper])
    return stale_page(request, refusal, {_("State"): wanted}, theirs, back=back)


@once
def send(request: HttpRequest, production: UUID, paper: UUID) -> HttpResponse:
    """Note that the paper lies with the party."""
    row = paper_of(member_of(request), production_for(request, production), paper)
    try:
        send_paper(row, by=member_of(request), at=now(), version=version_in(request))
    except StaleEdit as refusal:
        return _stale(request, refusal, production, paper, str(STANDINGS["out"][0]))
    messages.success(request, _("%(paper)s is out.") % {"paper": row})
    return _back(request, production, paper)


@once
def sign(request: HttpRequest, production: UUID, paper: UUID) -> HttpResponse:
    """File a signed copy."""
    form = SignForm(request.POST, request.FILES)
    if form.is_valid():
        row = paper_of(member_of(request), production_for(request, production), paper)
        try:
            with form.refusals():
                sign_paper(row, form.upload(), by=member_of(request), at=now(), version=version_in(request))
                messages.success(request, _("%(paper)s is signed and on file.") % {"paper": row})
                return _back(request, production, paper)
        except StaleEdit as refusal:
            return _stale(request, refusal, production, paper, str(STANDINGS["signed"][0]))
    return _paper_page(request, production, paper, sign=form, status=422)


_REASONED: dict[str, tuple[str, Callable[..., Any]]] = {
    "reject": ("rejected", reject_paper),
    "waive": ("waived", waive_paper),
    "void": ("void", void_paper),
}


@once
def put_aside(request: HttpRequest, production: UUID, paper: UUID, step: str) -> HttpResponse:
    """Reject, waive or void, with a reason."""
    if step not in _REASONED:
        raise NotFound()
    wanted, action = _REASONED[step]
    form = ReasonForm(request.POST)
    if form.is_valid():
        row = paper_of(member_of(request), production_for(request, production), paper)
        try:
            with form.refusals():
                reason = form.cleaned_data["reason"]
                action(row, reason=reason, by=member_of(request), at=now(), version=version_in(request))
                messages.success(request, _("Recorded, with your name and reason."))
                return _back(request, production, paper)
        except StaleEdit as refusal:
            return _stale(request, refusal, production, paper, str(STANDINGS[wanted][0]))
    return _paper_page(request, production, paper, reason=form, status=422)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


@once
def send_many(request: HttpRequest, production: UUID) -> HttpResponse:
    """Note every paper of the ticked parties that can go out (or those of one kind) as out."""
    found = production_for(request, production)
    ticked = [_uuid(text) for text in request.POST.getlist("engagement")]
    kind = request.POST.get("paper", "")
    papers = sendable_papers(member_of(request), found, ticked, kind=_uuid(kind) if kind else None)
    count = len(send_papers(papers, by=member_of(request), at=now()))
    if count:
        text = ngettext("%(count)d paper is out now.", "%(count)d papers are out now.", count)
        messages.success(request, text % {"count": count})
    elif ticked:
        messages.info(request, _("Nothing was sent: the ticked parties have no paper of this kind that can go out."))
    else:
        messages.info(request, _("Nothing was sent: tick the parties whose papers went out."))
    query = request.POST.get("query", "")
    return redirect(reverse("documents:wall", args=[production]) + (f"?{query}" if query else ""))


@once
def bring_up(request: HttpRequest, production: UUID) -> HttpResponse:
    """Put on file what everybody owes; a production without kinds of paper gets the customary ones."""
    found, member = production_for(request, production), member_of(request)
    if may(member, Permission.CHANGE_PRODUCTION):
        seed_paper_kinds(found, by=member, at=now())
    require_all_papers(found, by=member, at=now())
    return redirect("documents:wall", production)


def open_copy(request: HttpRequest, production: UUID, paper: UUID, copy: UUID) -> HttpResponse:
    """Hand over a signed copy, always as a download: what others uploaded is never shown as a page of ours."""
    member = member_of(request)
    row = paper_of(member, production_for(request, production), paper)
    attachment = copy_of(member, row, copy).attachment
    response = HttpResponse(content_of(attachment), content_type=attachment.content_type)
    header = content_disposition_header(as_attachment=True, filename=attachment.file_name)
    response["Content-Disposition"] = header or "attachment"
    return response


def papers_part(request: HttpRequest, production: UUID, moment: datetime) -> dict[str, Any] | None:
    """For the front page: how many are cleared, how many hold the next call, and where the papers stand."""
    member, found = member_of(request), production_for(request, production)
    if found.kind == "plant" or not may(member, Permission.SEE_WALL):
        return None
    today = _local_day(moment, found.zone)
    calls = _next_calls(request, production, today)
    shown = wall(member, found, today=today, asked=WallAsked(only="next"), next_calls=calls)
    # Who holds a call that was drafted stands beside that call.
    holding = [] if calls else [row for group in shown.groups for row in group.rows]
    return {"wall": shown, "holding": holding[:8], "standings": _standings(shown)}


add_part(30, "parts/today_papers.html", papers_part)

urlpatterns = [
    path("", show_wall, name="wall"),
    path("table.<str:suffix>", wall_table, name="table"),
    path("send/", send_many, name="send_many"),
    path("bring-up/", bring_up, name="bring_up"),
    path("kinds/", paper_kinds.show_kinds, name="kinds"),
    path("kinds/new/", paper_kinds.create_kind, name="create_kind"),
    path("kinds/<uuid:kind>/", paper_kinds.change_kind, name="change_kind"),
    path("<uuid:paper>/", show_paper, name="paper"),
    path("<uuid:paper>/send/", send, name="send"),
    path("<uuid:paper>/sign/", sign, name="sign"),
    path("<uuid:paper>/<str:step>/", put_aside, name="put_aside"),
    path("<uuid:paper>/copies/<uuid:copy>/", open_copy, name="copy"),
]
