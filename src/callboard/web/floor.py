"""The floor, for tablet and phone: scan, start, stop, report, hand over; what waits, and who is on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.engagements.queries import departments_of, engagements_of
from callboard.core.errors import NotAllowed, NotFound, Refused
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.shop_floor.actions import (
    accept_handover,
    open_nonconformance,
    report_work,
    send_outside,
    take_back_from_outside,
)
from callboard.manufacturing.shop_floor.queries import (
    OperationFlow,
    floor_of,
    flow_of,
    outside_now,
    reports_of,
    wip_by_department,
    working_now,
)
from callboard.manufacturing.shop_floor.rules import CodeUnknown, NotReleasedYet, ReportKind
from callboard.manufacturing.shop_floor.scanning import scanned
from callboard.manufacturing.work_orders.queries import operation_by_id, operations_of
from callboard.manufacturing.work_orders.rules import ON_THE_FLOOR, WorkState
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.refusals import refusal_text
from callboard.web.templatetags.stock import quantity as in_units
from callboard.web.templatetags.work import KINDS
from callboard.web.work_orders.forms import steps_typed

if TYPE_CHECKING:
    from callboard.core.engagements.models import Department, Engagement
    from callboard.core.organizations.models import Membership, Production
    from callboard.manufacturing.work_orders.models import WorkOperation

app_name = "floor"

REPORTS_SHOWN = 12
BUTTONS = frozenset(
    {
        ReportKind.START,
        ReportKind.STOP,
        ReportKind.GOOD,
        ReportKind.SCRAP,
        ReportKind.REWORK,
        ReportKind.REWORKED,
        ReportKind.SEND,
        ReportKind.FOUND,
        ReportKind.LOST,
    }
)
"""What the operation's page reports with one press; accepting and sending outside have forms of their own."""


@require_safe
def home(request: HttpRequest, production: UUID) -> HttpResponse:
    """What the department has to do with now, and the field to scan into."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.REPORT_WORK, found)
    department = _chosen_department(request, member, found)
    context: dict[str, Any] = {
        "production": found,
        "department": department,
        "departments": departments_of(member, found),
        "floor": floor_of(member, found, department),
        "outside": outside_now(member, found),
        **_operators(request, member, found),
    }
    return render(request, "pages/floor.html", context)


@require_safe
def scan(request: HttpRequest, production: UUID) -> HttpResponse:
    """Go where a scanned or typed code leads: an operation, or the first operation of an order that has work."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.REPORT_WORK, found)
    try:
        wanted = scanned(member, found, request.GET.get("code", ""))
    except (CodeUnknown, NotReleasedYet) as refusal:
        messages.error(request, refusal_text(refusal))
        return redirect("floor:home", production)
    return redirect("floor:operation", production, wanted.public_id)


@require_safe
def operation(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """One operation with its big buttons."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.REPORT_WORK, found)
    row = operation_by_id(member, found, public_id)
    order = row.work_order
    rows = flow_of(order)
    index = next(index for index, one in enumerate(rows) if one.operation.pk == row.pk)
    behind = rows[index + 1] if index + 1 < len(rows) else None
    context: dict[str, Any] = {
        "production": found,
        "order": order,
        "operation": row,
        "flow": rows[index],
        "before": rows[index - 1] if index else None,
        "behind": behind,
        "can_send": behind is not None and behind.is_handed_over and not behind.operation.is_outside,
        "operations": operations_of(order),
        "on_it": working_now([row.pk]).get(row.pk, []),
        "is_on_floor": order.state in ON_THE_FLOOR or order.state == WorkState.COMPLETED,
        "reports": reports_of(order).filter(operation=row)[:REPORTS_SHOWN],
        **_operators(request, member, found),
    }
    return render(request, "pages/floor_operation.html", context)


@once
def report(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take one report."""
    found, member = production_for(request, production), member_of(request)
    row = operation_by_id(member, found, public_id)
    kind = request.POST.get("kind", "")
    if kind not in BUTTONS:
        raise NotFound()
    said = ReportKind(kind)

    def take() -> str:
        steps = 0 if said in {ReportKind.START, ReportKind.STOP} else _steps(request, row)
        made = report_work(
            row,
            said,
            steps,
            reason=_reason(request),
            operator=_operator(request, member, found),
            device=request.POST.get("device", "")[:60],
            by=member,
            at=now(),
        )
        if made.is_flagged:
            messages.warning(
                request, _("That is more than reached this operation. It is recorded, and on the list to reconcile.")
            )
        amount = f"{in_units(steps, row.work_order.item)} " if steps else ""
        return f"{row.work_order.number}, {row.name}: {amount}{KINDS[said]}"

    return _done(request, found, row, take)


@once
def accept(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Accept what was sent; what is not there is disputed, or stays on the way."""
    found, member = production_for(request, production), member_of(request)
    row = operation_by_id(member, found, public_id)

    def take() -> str:
        flow = _flow(row)
        there = _steps(request, row) if request.POST.get("quantity", "").strip() else flow.in_transit
        missing = max(flow.in_transit - there, 0) if request.POST.get("dispute") else 0
        operator = _operator(request, member, found)
        accept_handover(
            row, there, missing, operator=operator, device=request.POST.get("device", "")[:60], by=member, at=now()
        )
        told = _("%(there)s accepted") % {"there": in_units(there, row.work_order.item)}
        if missing:
            told += ", " + _("%(missing)s disputed") % {"missing": in_units(missing, row.work_order.item)}
        return f"{row.work_order.number}, {row.name}: {told}"

    return _done(request, found, row, take)


@once
def outside(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Send pieces to the vendor, or take them back."""
    found, member = production_for(request, production), member_of(request)
    row = operation_by_id(member, found, public_id)

    def take() -> str:
        if request.POST.get("way") == "back":
            good = _steps(request, row, "good") if request.POST.get("good", "").strip() else 0
            scrap = _steps(request, row, "scrap") if request.POST.get("scrap", "").strip() else 0
            take_back_from_outside(row, good, scrap, reason=_reason(request), by=member, at=now())
            return _("%(good)s are back from outside") % {"good": in_units(good, row.work_order.item)}
        steps = _steps(request, row)
        send_outside(row, steps, back_on=_day(request.POST.get("back_on", "")), by=member, at=now())
        return _("%(quantity)s are on their way to the vendor") % {"quantity": in_units(steps, row.work_order.item)}

    return _done(request, found, row, take)


@once
def set_aside(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Open a nonconformance: pieces wait for a decision."""
    found, member = production_for(request, production), member_of(request)
    row = operation_by_id(member, found, public_id)

    def take() -> str:
        opened = open_nonconformance(row, _steps(request, row), _reason(request), by=member, at=now())
        return _("%(number)s is opened. The pieces wait until it is decided.") % {"number": opened.number}

    return _done(request, found, row, take)


@require_safe
def wip(request: HttpRequest, production: UUID) -> HttpResponse:
    """Work in process by department, and the balance that proves it."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.SEE_PRODUCTION, found)
    board = wip_by_department(found)
    return render(request, "pages/floor_wip.html", {"production": found, "board": board})


def _done(request: HttpRequest, production: Production, row: WorkOperation, action: Callable[[], str]) -> HttpResponse:
    """Take the report, or say why not; back to where it was typed."""
    try:
        messages.success(request, action())
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        messages.error(request, refusal_text(refusal))
    if request.POST.get("back") == "home":
        return redirect("floor:home", production.public_id)
    return redirect("floor:operation", production.public_id, row.public_id)


def _flow(row: WorkOperation) -> OperationFlow:
    return next(one for one in flow_of(row.work_order) if one.operation.pk == row.pk)


def _steps(request: HttpRequest, row: WorkOperation, field: str = "quantity") -> int:
    return steps_typed(request.POST.get(field, ""), row.work_order.item)


def _reason(request: HttpRequest) -> str:
    return (request.POST.get("reason", "") or request.POST.get("usual_reason", "")).strip()


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None  # left out: the day of the routing stays


def _chosen_department(request: HttpRequest, member: Membership, production: Production) -> Department | None:
    """The department in the address, else the one chosen last on this device; none is all of them."""
    key = f"floor department {production.public_id}"
    if "department" in request.GET:
        request.session[key] = request.GET["department"]
    chosen = str(request.session.get(key, ""))
    return next((one for one in departments_of(member, production) if str(one.public_id) == chosen), None)


def _operators(request: HttpRequest, member: Membership, production: Production) -> dict[str, Any]:
    """Whose work is reported from this device, and who else it may be."""
    key = f"floor operator {production.public_id}"
    if "operator" in request.GET:
        request.session[key] = request.GET["operator"]
    crew = engagements_of(member, production).select_related("party")
    people = [one for one in crew if one.kind == "crew" and not one.ended_at]
    chosen = str(request.session.get(key, ""))
    return {"operators": people, "operator": next((one for one in people if str(one.public_id) == chosen), None)}


def _operator(request: HttpRequest, member: Membership, production: Production) -> Engagement | None:
    found: Engagement | None = _operators(request, member, production)["operator"]
    return found


urlpatterns = [
    path("", home, name="home"),
    path("scan/", scan, name="scan"),
    path("wip/", wip, name="wip"),
    path("<uuid:public_id>/", operation, name="operation"),
    path("<uuid:public_id>/report/", report, name="report"),
    path("<uuid:public_id>/accept/", accept, name="accept"),
    path("<uuid:public_id>/outside/", outside, name="outside"),
    path("<uuid:public_id>/set-aside/", set_aside, name="set_aside"),
]
