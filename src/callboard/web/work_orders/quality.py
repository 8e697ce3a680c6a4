"""What is not right: the list, and the decision about each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.errors import NotAllowed, NotFound, Refused
from callboard.manufacturing.shop_floor.actions import decide_nonconformance
from callboard.manufacturing.shop_floor.queries import nonconformance_by_id, nonconformances_of
from callboard.manufacturing.shop_floor.rules import Disposition
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.refusals import refusal_text
from callboard.web.templatetags.work import DISPOSITIONS

SHOWN = 200


@require_safe
def nonconformances(request: HttpRequest, production: UUID) -> HttpResponse:
    """All of them, undecided first."""
    found, member = production_for(request, production), member_of(request)
    rows = nonconformances_of(member, found)
    context: dict[str, Any] = {
        "production": found,
        "rows": rows[:SHOWN],
        "open_count": rows.filter(decided_at=None).count(),
        "dispositions": DISPOSITIONS.items(),
    }
    return render(request, "pages/work_orders_quality.html", context)


@once
def decide(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Decide what becomes of one."""
    found, member = production_for(request, production), member_of(request)
    row = nonconformance_by_id(member, found, public_id)
    try:
        disposition = Disposition(request.POST.get("disposition", ""))
    except ValueError:
        raise NotFound() from None
    said = request.POST.get("decision", "")
    try:
        decide_nonconformance(row, disposition, said, by=member, at=now(), version=version_in(request))
        messages.success(request, _("%(number)s is decided.") % {"number": row.number})
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect("work_orders:quality", production)
