"""The history of moves: searched, taken away as a table, and one move reversed with a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.engagements.rules import show_amount
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.formats.tables import Value
from callboard.stock.moves.actions import reverse_move
from callboard.stock.moves.queries import MoveFilter, move_by_id, moves_of, stores_of
from callboard.stock.moves.rules import MoveKind
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.stock.forms import ReasonForm
from callboard.web.stock.showing import MOVE_WORDS, amount, file_of, page_of, query_without

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.stock.moves.models import Move


@require_safe
def moves(request: HttpRequest, production: UUID) -> HttpResponse:
    """Every move that fits, newest first."""
    found, member = production_for(request, production), member_of(request)
    context = {
        "production": found,
        "page": page_of(request, moves_of(member, found, _asked(request, found))),
        "asked": request.GET,
        "kinds": [(kind.value, MOVE_WORDS[kind]) for kind in MoveKind],
        "words": MOVE_WORDS,
        "places": stores_of(found),
        "sees_value": may_see(member, DataClass.PAY),
        "query": query_without(request),
    }
    return render(request, "pages/stock_moves.html", context)


@require_safe
def table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The same as a table, all of it."""
    found, member = production_for(request, production), member_of(request)
    sees_value = may_see(member, DataClass.PAY)
    headings = [_("Happened"), _("Recorded"), _("By"), _("Kind"), _("Code"), _("Name"), _("Lot"), _("Quantity")]
    headings += [_("Unit"), _("From"), _("To"), _("Paper"), _("Reason"), _("Reverses")]
    headings += [_("Value"), _("Currency")] if sees_value else []
    lines = []
    for row in moves_of(member, found, _asked(request, found)):
        line = _line(row)
        lines.append(line + ([show_amount(row.value_minor, found.currency), found.currency] if sees_value else []))
    return file_of(suffix, "moves", headings, lines, sheet=_("Moves"))


def reverse_one(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show one move with the form to take it back, or take it back."""
    found, member = production_for(request, production), member_of(request)
    row = move_by_id(member, found, public_id)
    if request.method == "POST":
        check_may(member, Permission.RECONCILE, found)
        return _reverse(request, production, public_id)
    return _page(request, found, row, ReasonForm())


@once
def _reverse(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row, form = move_by_id(member, found, public_id), ReasonForm(request.POST)
    if form.is_valid():
        with form.refusals():
            reverse_move(row, reason=form.cleaned_data["reason"], by=member, at=now())
            messages.success(request, _("The move of %(item)s is reversed.") % {"item": row.item.code})
            return redirect("stock:moves", production)
    return _page(request, found, row, form, status=422)


def _page(
    request: HttpRequest, production: Production, row: Move, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "production": production,
        "move": row,
        "form": form,
        "word": MOVE_WORDS[row.kind],
        "reversal": getattr(row, "reversed_by", None),
        "sees_value": may_see(member_of(request), DataClass.PAY),
    }
    return render(request, "pages/stock_reverse.html", context, status=status)


def _asked(request: HttpRequest, production: Production) -> MoveFilter:
    first, last = _day(request, "first"), _day(request, "last")
    zone, midnight = ZoneInfo(production.zone), dt.time.min
    return MoveFilter(
        item=_key(request, "item"),
        lot=_key(request, "lot"),
        store=_key(request, "place"),
        source=_key(request, "source"),
        kind=request.GET.get("kind", ""),
        since=dt.datetime.combine(first, midnight, zone) if first else None,
        until=dt.datetime.combine(last + dt.timedelta(days=1), midnight, zone) if last else None,
        words=request.GET.get("search", ""),
    )


def _day(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _key(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _line(row: Move) -> list[Value]:
    return [
        _moment(row.happened_at),
        _moment(row.recorded_at),
        row.recorded_by.name,
        str(MOVE_WORDS[row.kind]),
        row.item.code,
        row.item.name,
        row.lot.code if row.lot else "",
        amount(row.quantity, row.item),
        row.item.unit,
        row.from_store.code,
        row.to_store.code,
        row.label,
        row.reason,
        row.reverses_id is not None,
    ]


def _moment(at: dt.datetime) -> str:
    """As the plant's clock showed it."""
    return timezone.localtime(at).isoformat(sep=" ", timespec="minutes")
