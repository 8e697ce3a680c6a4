"""The plan: make one, work through what it says to do, see what is late and why, follow who needs what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.core.errors import NotFound
from callboard.core.organizations.permissions import may_see
from callboard.core.organizations.rules import DataClass
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx
from callboard.manufacturing.requirements.actions import (
    accept_message,
    ask_for_plan,
    dismiss_message,
    firm_proposal,
    snooze_message,
    stop_plan,
    take_back_message,
    take_back_proposal,
)
from callboard.manufacturing.requirements.queries import (
    MessageFilter,
    clients_served,
    item_of_supply,
    late_lines_of,
    message_by_id,
    messages_of,
    newest_run,
    owners_of,
    projection_of,
    proposal_by_id,
    proposals_of,
    run_by_id,
    run_under_way,
    runs_of,
    supplies_below,
)
from callboard.manufacturing.requirements.wording import PlanReader, order_said, said
from callboard.stock.items.quantity_rules import shown
from callboard.stock.items.queries import item_by_id
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.plan_words import KINDS

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.manufacturing.requirements.models import ActionMessage, PlanRun

app_name = "requirements"

A_PAGE = 100


def plan(request: HttpRequest, production: UUID) -> HttpResponse:
    """What to do, the most harmful first."""
    found = production_for(request, production)
    member = member_of(request)
    run = newest_run(member, found)
    context = _frame(request, found, run, "messages")
    if run is not None:
        asked = MessageFilter(
            owner=request.GET.get("owner", ""),
            kind=request.GET.get("kind", ""),
            words=request.GET.get("words", "").strip()[:60],
            settled=request.GET.get("show") == "settled",
        )
        rows = messages_of(run, asked, today=_today(found))
        if request.GET.get("format"):
            reader = PlanReader(found.currency, may_see(member, DataClass.PAY))
            return _exported_messages(request, list(rows), reader)
        context |= {
            "rows": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
            "asked": asked,
            "owners": owners_of(run),
            "kinds": KINDS,
            "tomorrow": _today(found) + dt.timedelta(days=1),
        }
    return render(request, "pages/requirements_plan.html", context)


def late(request: HttpRequest, production: UUID) -> HttpResponse:
    """Clients' lines that will be late, each with the chain that makes it so."""
    found = production_for(request, production)
    run = newest_run(member_of(request), found)
    rows = late_lines_of(run) if run else []
    return render(request, "pages/requirements_late.html", _frame(request, found, run, "late") | {"rows": rows})


def proposals(request: HttpRequest, production: UUID) -> HttpResponse:
    """Orders that the plan proposes to make or to buy."""
    found = production_for(request, production)
    run = newest_run(member_of(request), found)
    source, words = request.GET.get("source", ""), request.GET.get("words", "").strip()[:60]
    rows = list(proposals_of(run, source=source, words=words)) if run else []
    if run and request.GET.get("format"):
        return _exported_proposals(request, rows)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = _frame(request, found, run, "proposals") | {"rows": page, "source": source, "words": words}
    return render(request, "pages/requirements_proposals.html", context)


def item(request: HttpRequest, production: UUID, item: UUID) -> HttpResponse:
    """How the stock of one item goes by the newest plan."""
    found = production_for(request, production)
    member = member_of(request)
    run, row = newest_run(member, found), item_by_id(member, found, item)
    context = _frame(request, found, run, "") | {"item": row, "projection": projection_of(run, row) if run else None}
    return render(request, "pages/requirements_item.html", context)


def pegging(request: HttpRequest, production: UUID) -> HttpResponse:
    """Whom an order serves (`supply`), or what a client's line waits for (`need`)."""
    found = production_for(request, production)
    run = newest_run(member_of(request), found)
    if run is None:
        raise NotFound()
    supply, need = request.GET.get("supply", "")[:120], request.GET.get("need", "")[:200]
    context = _frame(request, found, run, "") | {
        "supply": supply,
        "need": need,
        "supplied": item_of_supply(run, supply) if supply else None,
        "served": clients_served(run, supply) if supply else [],
        "below": supplies_below(run, need) if need else None,
    }
    return render(request, "pages/requirements_pegging.html", context)


@once
def ask(request: HttpRequest, production: UUID) -> HttpResponse:
    """Ask for a new plan."""
    ask_for_plan(production_for(request, production), by=member_of(request), at=now())
    return redirect("requirements:plan", production)


@once
def stop(request: HttpRequest, production: UUID, run: UUID) -> HttpResponse:
    """Stop the plan that is being made."""
    found, member = production_for(request, production), member_of(request)
    stop_plan(run_by_id(member, found, run), by=member, at=now())
    messages.info(request, _("Stopped. The plan before this one stands."))
    return redirect("requirements:plan", production)


@once
def decide(request: HttpRequest, production: UUID, message: UUID) -> HttpResponse:
    """Accept, snooze or dismiss a message, or take that back."""
    found, member = production_for(request, production), member_of(request)
    row = message_by_id(member, found, message)
    _decide(request, row)
    messages.success(request, _SAID[request.POST["decision"]] % {"order": order_said(row.order)})
    return redirect(request.POST.get("back", "") if _is_ours(request) else row_address(found))


@once
def firm(request: HttpRequest, production: UUID, proposal: UUID) -> HttpResponse:
    """Turn a proposal into an order, or take that back."""
    found, member = production_for(request, production), member_of(request)
    row = proposal_by_id(member, found, proposal)
    how: dict[str, Any] = {"by": member, "at": now(), "version": version_in(request)}
    if request.POST.get("decision") == "take back":
        take_back_proposal(row, **how)
        messages.success(request, _("%(item)s: taken back.") % {"item": row.item.code})
    else:
        firm_proposal(row, **how)
        messages.success(request, _("%(item)s is ordered: see work orders or purchasing.") % {"item": row.item.code})
    return redirect(request.POST["back"] if _is_ours(request) else reverse("requirements:proposals", args=[production]))


_SAID = {
    "accept": gettext_lazy("%(order)s: done."),
    "snooze": gettext_lazy("%(order)s: out of sight until then."),
    "dismiss": gettext_lazy("%(order)s: nothing will be done."),
    "take back": gettext_lazy("%(order)s: taken back."),
}


def _decide(request: HttpRequest, row: ActionMessage) -> None:
    how: dict[str, Any] = {"by": member_of(request), "at": now(), "version": version_in(request)}
    decision = request.POST.get("decision", "")
    if decision == "accept":
        accept_message(row, **how)
    elif decision == "dismiss":
        dismiss_message(row, **how)
    elif decision == "take back":
        take_back_message(row, **how)
    elif decision == "snooze":
        snooze_message(row, _day(request.POST.get("until", "")), **how)
    else:
        raise NotFound()


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return dt.date.min  # refused by the action with a sentence


def _is_ours(request: HttpRequest) -> bool:
    return request.POST.get("back", "").startswith("/p/")


def row_address(found: Production) -> str:
    """Where the messages are."""
    return f"/p/{found.public_id}/plan/"


def _today(found: Production) -> dt.date:
    return now().astimezone(ZoneInfo(found.zone)).date()


def _frame(request: HttpRequest, found: Production, run: PlanRun | None, tab: str) -> dict[str, Any]:
    """What every page of the room shows: which plan this is, and whether one is being made."""
    member = member_of(request)
    return {
        "production": found,
        "run": run,
        "under_way": run_under_way(member, found),
        "last": runs_of(member, found).first(),
        "tab": tab,
        "today": _today(found),
    }


def _exported_messages(request: HttpRequest, rows: list[ActionMessage], reader: PlanReader) -> HttpResponse:
    head = [_("Rank"), _("To do"), _("Order"), _("Item"), _("Name"), _("Quantity"), _("Unit"), _("From"), _("To"),
            _("Late days avoided"), _("Owner"), _("Why"), _("If nothing is done")]  # fmt: skip
    table = [
        [
            row.rank,
            str(KINDS.get(row.kind, row.kind)),
            order_said(row.order),
            row.item.code,
            row.item.name,
            shown(row.quantity, row.item.decimals),
            row.item.unit,
            row.from_on,
            row.to_on,
            row.late_days_avoided,
            row.owner,
            said(row.reason, reader, row.item),
            said(row.if_nothing_is_done, reader, row.item),
        ]
        for row in rows
    ]
    return _file(request, "plan", head, table)


def _exported_proposals(request: HttpRequest, rows: list[Any]) -> HttpResponse:
    head = [_("Order"), _("Make or buy"), _("Item"), _("Name"), _("Quantity"), _("Unit"), _("Start"),
            _("Should have started"), _("Due"), _("Will be there")]  # fmt: skip
    table = [
        [
            order_said(row.key),
            row.source,
            row.item.code,
            row.item.name,
            shown(row.quantity, row.item.decimals),
            row.item.unit,
            row.start_on,
            row.true_start_on,
            row.due_on,
            row.projected_due_on,
        ]
        for row in rows
    ]
    return _file(request, "proposals", head, table)


def _file(request: HttpRequest, name: str, head: list[str], table: list[list[Any]]) -> HttpResponse:
    is_xlsx = request.GET["format"] == "xlsx"
    content = as_xlsx(head, table, sheet=name) if is_xlsx else as_csv(head, table)
    response = HttpResponse(content, content_type=XLSX_TYPE if is_xlsx else CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{"xlsx" if is_xlsx else "csv"}"'
    return response


urlpatterns = [
    path("", plan, name="plan"),
    path("late/", late, name="late"),
    path("proposals/", proposals, name="proposals"),
    path("pegging/", pegging, name="pegging"),
    path("items/<uuid:item>/", item, name="item"),
    path("ask/", ask, name="ask"),
    path("runs/<uuid:run>/stop/", stop, name="stop"),
    path("messages/<uuid:message>/", decide, name="decide"),
    path("proposals/<uuid:proposal>/firm/", firm, name="firm"),
]
