"""The kit of an order: what to pick where, staging it to the line, issuing and bringing back by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.errors import NotAllowed, NotFound, Refused
from callboard.manufacturing.work_orders.actions import pick_material, return_material, stage_kit
from callboard.manufacturing.work_orders.kits import pick_list
from callboard.manufacturing.work_orders.queries import material_by_id, materials_of, work_order_by_id
from callboard.manufacturing.work_orders.rules import STARTED
from callboard.stock.moves.queries import our_stores, store_by_id
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.refusals import refusal_text
from callboard.web.work_orders.forms import steps_typed


@require_safe
def kit(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """What to take where, in walking order; and each material with what is issued."""
    found, member = production_for(request, production), member_of(request)
    row = work_order_by_id(member, found, public_id)
    context: dict[str, Any] = {
        "production": found,
        "order": row,
        "is_open": row.state in STARTED,
        "picks": pick_list(row),
        "materials": materials_of(row),
        "stores": our_stores(found),
    }
    return render(request, "pages/work_orders_kit.html", context)


@once
def stage(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Bring the kit to the line."""
    found, member = production_for(request, production), member_of(request)
    row = work_order_by_id(member, found, public_id)
    return _done(request, production, public_id, lambda: stage_kit(row, by=member, at=now()))


@once
def pick(request: HttpRequest, production: UUID, public_id: UUID, material: UUID) -> HttpResponse:
    """Issue a material by hand."""
    found, member = production_for(request, production), member_of(request)
    row = material_by_id(member, found, material)

    def issue() -> object:
        quantity = steps_typed(request.POST.get("quantity", ""), row.component)
        place = request.POST.get("from_store", "")
        store = store_by_id(member, found, _id(place)) if place else None
        return pick_material(row, quantity, from_store=store, by=member, at=now())

    return _done(request, production, public_id, issue)


@once
def bring_back(request: HttpRequest, production: UUID, public_id: UUID, material: UUID) -> HttpResponse:
    """Return a material to stock."""
    found, member = production_for(request, production), member_of(request)
    row = material_by_id(member, found, material)

    def back() -> object:
        quantity = steps_typed(request.POST.get("quantity", ""), row.component)
        store = store_by_id(member, found, _id(request.POST.get("to_store", "")))
        return return_material(row, quantity, to_store=store, by=member, at=now())

    return _done(request, production, public_id, back)


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotFound() from None


def _done(request: HttpRequest, production: UUID, order: UUID, action: Callable[[], object]) -> HttpResponse:
    try:
        action()
        messages.success(request, _("Recorded."))
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect("work_orders:kit", production, order)
