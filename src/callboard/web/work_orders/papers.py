"""Traveler, pick list and labels as PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.formats.pdf.process import RenderingFailed
from callboard.manufacturing.work_orders.papers import MOST_LABELS, labels_pdf, pick_list_pdf, traveler_pdf
from callboard.manufacturing.work_orders.queries import work_order_by_id
from callboard.web.asking import member_of, now, production_for

if TYPE_CHECKING:
    from callboard.manufacturing.work_orders.models import WorkOrder


@require_safe
def traveler(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """The paper that goes with the order; its QR code opens the order."""
    row, address = _order(request, production, public_id)
    return _pdf(request, lambda: traveler_pdf(row, address=address, at=now()), f"{row.number}-traveler")


@require_safe
def picks(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """The pick list; its QR code opens the kit."""
    row, address = _order(request, production, public_id, page="kit")
    return _pdf(request, lambda: pick_list_pdf(row, address=address, at=now()), f"{row.number}-pick-list")


@require_safe
def labels(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Stickers: `count` of them, on A4 sheets or (size=62mm) for a label printer."""
    row, address = _order(request, production, public_id)
    written = request.GET.get("count", "1")
    count = min(int(written), MOST_LABELS) if written.isdecimal() and len(written) < 6 else 1
    size = request.GET.get("size", "")
    return _pdf(
        request,
        lambda: labels_pdf(row, address=address, count=count, size="62mm" if size == "62mm" else "a4-3x8"),
        f"{row.number}-labels",
    )


def _order(request: HttpRequest, production: UUID, public_id: UUID, page: str = "order") -> tuple[WorkOrder, str]:
    found = production_for(request, production)
    row = work_order_by_id(member_of(request), found, public_id)
    return row, request.build_absolute_uri(reverse(f"work_orders:{page}", args=[production, public_id]))


def _pdf(request: HttpRequest, render_it: Callable[[], bytes], name: str) -> HttpResponse:
    try:
        content = render_it()
    except RenderingFailed as failed:
        return render(request, "pages/refusal.html", {"message": _(failed.text) % failed.parameters}, status=422)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
