"""What the pages of stock share: tables to take away, pages of a list, the day of the plant, words for moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from callboard.core.errors import NotFound
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, Value, as_csv, as_xlsx
from callboard.stock.items.quantity_rules import shown
from callboard.stock.moves.rules import MoveKind
from callboard.web.asking import now

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.stock.items.models import Item

ROWS_A_PAGE = 100
MOST_IN_LIST = 1000
"""So many codes are offered while typing; every other one may be typed in full."""

MOVE_WORDS: dict[str, Any] = {
    MoveKind.RECEIVE: _("Receive"),
    MoveKind.ISSUE: _("Issue"),
    MoveKind.TRANSFER: _("Transfer"),
    MoveKind.PRODUCE: _("Produce"),
    MoveKind.SCRAP: _("Scrap"),
    MoveKind.RETURN: _("Return"),
    MoveKind.SHIP: _("Ship"),
    MoveKind.COUNT: _("Count"),
    MoveKind.OPENING: _("Opening balance"),
}


def page_of(request: HttpRequest, rows: Any, size: int = ROWS_A_PAGE) -> Page[Any]:
    """The page of the list that was asked for."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def file_of(
    suffix: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str
) -> HttpResponse:
    """The rows as a table to take away. Raises NotFound for a kind of file that is not offered."""
    if suffix == "csv":
        response = HttpResponse(as_csv(headings, rows), content_type=CSV_TYPE)
    elif suffix == "xlsx":
        response = HttpResponse(as_xlsx(headings, rows, sheet=sheet), content_type=XLSX_TYPE)
    else:
        raise NotFound()
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def amount(steps: int, item: Item) -> Decimal:
    """A quantity as a number of the item's stock unit, for tables."""
    return Decimal(shown(steps, item.decimals))


def today_of(production: Production) -> dt.date:
    """The day it is at the plant."""
    return now().astimezone(ZoneInfo(production.zone)).date()


def query_without(request: HttpRequest, *names: str) -> str:
    """What was asked for, less some of it, for links."""
    asked = request.GET.copy()
    for name in (*names, "page"):
        asked.pop(name, None)
    return asked.urlencode()
