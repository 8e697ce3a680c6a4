"""One work order: where it stands, its steps, materials, flow and history."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.errors import NotAllowed, NotFound, Refused
from callboard.core.organizations.permissions import may
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.shop_floor.actions import (
    complete_work_order,
    create_make_up_order,
    reopen_work_order,
    reverse_report,
)
from callboard.manufacturing.shop_floor.flow_rules import balance
from callboard.manufacturing.shop_floor.queries import (
    flow_of,
    missing_of,
    nonconformances_of,
    report_by_id,
    reports_of,
    working_now,
)
from callboard.manufacturing.work_orders.actions import (
    blockers_of,
    cancel,
    close,
    firm,
    hold,
    release_work_order,
    resume,
    split_work_order,
    unfirm,
)
from callboard.manufacturing.work_orders.queries import (
    made_so_far,
    materials_of,
    needs_before_release,
    related_orders,
    work_order_by_id,
)
from callboard.manufacturing.work_orders.rules import CHANGEABLE, SPLITTABLE, WorkState, can_move
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.refusals import refusal_text
from callboard.web.templatetags.work import work_word
from callboard.web.work_orders.forms import steps_typed
from callboard.web.work_orders.lists import today_in

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership
    from callboard.manufacturing.work_orders.models import WorkOrder

REPORTS_SHOWN = 60
STEPS: dict[str, tuple[Callable[..., WorkOrder], Permission, WorkState]] = {
    "firm": (firm, Permission.PLAN_WORK, WorkState.FIRM),
    "unfirm": (unfirm, Permission.PLAN_WORK, WorkState.PLANNED),
    "resume": (resume, Permission.RELEASE_WORK, WorkState.RELEASED),
    "complete": (complete_work_order, Permission.RELEASE_WORK, WorkState.COMPLETED),
    "reopen": (reopen_work_order, Permission.RELEASE_WORK, WorkState.IN_PROCESS),
    "close": (close, Permission.RELEASE_WORK, WorkState.CLOSED),
    "hold": (hold, Permission.RELEASE_WORK, WorkState.HELD),
    "cancel": (cancel, Permission.PLAN_WORK, WorkState.CANCELED),
}
WITH_REASON = frozenset({"hold", "cancel"})


@require_safe
def order(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Everything about one order."""
    found, member = production_for(request, production), member_of(request)
    row = work_order_by_id(member, found, public_id)
    flows = flow_of(row)
    busy = working_now(flow.operation.pk for flow in flows)
    is_firm = row.state == WorkState.FIRM
    context: dict[str, Any] = {
        "production": found,
        "order": row,
        "good": made_so_far([row])[row.pk],
        "is_late": row.due_on < today_in(found) and row.closed_at is None and row.completed_at is None,
        "offered": offered_steps(member, row),
        "may_release": is_firm and may(member, Permission.RELEASE_WORK),
        "may_split": row.state in SPLITTABLE and row.quantity > 1 and may(member, Permission.PLAN_WORK),
        "may_change": row.state in CHANGEABLE and may(member, Permission.PLAN_WORK),
        "blockers": blockers_of(row, now()) if is_firm else [],
        "materials": materials_of(row),
        "needs": needs_before_release(row),
        "flows": [(flow, busy.get(flow.operation.pk, [])) for flow in flows],
        "balance": balance([flow.flow for flow in flows]),
        "missing": missing_of(row) if flows else 0,
        "reports": reports_of(row)[:REPORTS_SHOWN],
        "nonconformances": nonconformances_of(member, found).filter(work_order=row),
        "related": related_orders(row),
    }
    return render(request, "pages/work_orders_order.html", context)


def offered_steps(member: Membership, row: WorkOrder) -> list[str]:
    """The steps that lead on from here and that the member may take."""
    found = []
    for name, (_action, permission, leads_to) in STEPS.items():
        if not may(member, permission):
            continue
        if name == "resume":
            is_there = row.state == WorkState.HELD
        elif name == "reopen":
            is_there = row.state == WorkState.COMPLETED
        else:
            is_there = can_move(row.state, leads_to, held_from=row.held_from)
        if is_there:
            found.append(name)
    return found


@once
def step(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take one step."""
    found, member = production_for(request, production), member_of(request)
    row = work_order_by_id(member, found, public_id)
    name = request.POST.get("step", "")
    if name not in STEPS:
        raise NotFound()
    further = {"reason": request.POST.get("reason", "")} if name in WITH_REASON else {}
    action = STEPS[name][0]
    return _done(request, row, lambda: action(row, by=member, at=now(), **further))


@once
def release(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Release the order, with a reason where something is short or down."""
    found, member = production_for(request, production), member_of(request)
    row = work_order_by_id(member, found, public_id)
    reason = request.POST.get("reason", "")
    return _done(request, row, lambda: release_work_order(row, reason=reason, by=member, at=now()))


@once
def split(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take some off into an order of its own."""
    found, member = production_for(request, production), member_of(request)
    row = work_order_by_id(member, found, public_id)

    def take_off() -> WorkOrder:
        quantity = steps_typed(request.POST.get("quantity", ""), row.item)
        return split_work_order(row, quantity, by=member, at=now())

    return _done(request, row, take_off)


@once
def make_up(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Order anew what this order lost."""
    found, member = production_for(request, production), member_of(request)
    row = work_order_by_id(member, found, public_id)
    return _done(request, row, lambda: create_make_up_order(row, by=member, at=now()))


@once
def reverse(request: HttpRequest, production: UUID, public_id: UUID, report: UUID) -> HttpResponse:
    """Take a report back."""
    found, member = production_for(request, production), member_of(request)
    row, wrong = work_order_by_id(member, found, public_id), report_by_id(member, found, report)
    reason = request.POST.get("reason", "")

    def take_back() -> WorkOrder:
        reverse_report(wrong, reason=reason, by=member, at=now())
        return row

    return _done(request, row, take_back)


def _done(request: HttpRequest, row: WorkOrder, action: Callable[[], WorkOrder]) -> HttpResponse:
    """Take the step, or say beside the order why not."""
    before = row.state
    try:
        made = action()
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        messages.error(request, refusal_text(refusal))
        return redirect("work_orders:order", row.production.public_id, row.public_id)
    if made.pk != row.pk:
        said = _("%(number)s is made.") % {"number": made.number}
    elif made.state != before:
        said = _("%(number)s is now: %(state)s.") % {"number": made.number, "state": work_word(made.state)}
    else:
        said = _("%(number)s is changed.") % {"number": made.number}
    messages.success(request, said)
    return redirect("work_orders:order", row.production.public_id, made.public_id)
