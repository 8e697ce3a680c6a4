"""The plant's part of the front page: what asks for a decision now; before that, the steps to the first plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callboard.core.organizations.permissions import may
from callboard.core.organizations.rules import Permission
from callboard.core.resources.queries import absences_on, stops_now
from callboard.manufacturing.orders.queries import open_order_lines
from callboard.manufacturing.products.queries import boms_of
from callboard.manufacturing.requirements.queries import MessageFilter, late_lines_of, messages_of, newest_run
from callboard.manufacturing.work_orders.queries import WorkFilter, clear_to_build, work_orders_of
from callboard.stock.items.queries import items_of
from callboard.stock.moves.queries import discrepancies_of
from callboard.stock.purchasing.queries import open_lines
from callboard.web.asking import member_of, production_for
from callboard.web.today import add_part

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production

SHOWN = 6


@dataclass(frozen=True)
class Asks:
    """One thing that asks for somebody: how many of it, and where it is dealt with."""

    label: str
    count: int
    url: str
    is_bad: bool
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One thing that a new plant still needs, in the order in which it is done."""

    label: str
    url: str
    is_done: bool


def plant_part(request: HttpRequest, production: UUID, moment: datetime) -> dict[str, Any] | None:
    """What asks for a decision, what is due, who is away; before the first plan, the steps that lead to it."""
    member, found = member_of(request), production_for(request, production)
    if found.kind != "plant":
        return None
    today = moment.astimezone(ZoneInfo(found.zone)).date()
    run = newest_run(member, found)
    return {
        "asks": [ask for ask in _asks(member, found, today) if ask.count],
        "steps": [] if run else list(_steps(member, found)),
        "stops": stops_now(found),
        "away": list(absences_on(found, today)),
        "moment": moment,
        "to_do": list(messages_of(run, MessageFilter(), today=today)[:SHOWN]) if run else [],
        "run": run,
    }


def _asks(member: Membership, found: Production, today: date) -> Iterator[Asks]:
    week = today + timedelta(days=7)
    run = newest_run(member, found)
    late = list(late_lines_of(run)) if run else []
    where, plan = (
        reverse("tracking:orders", args=[found.public_id]),
        reverse("requirements:late", args=[found.public_id]),
    )
    yield Asks(
        ngettext("client's line will be late", "clients' lines will be late", len(late)),
        len(late),
        plan,
        is_bad=True,
        lines=tuple(f"{line.key} {line.client}: +{line.late_days}" for line in late[:SHOWN]),
    )
    due = [row for row in open_order_lines(found) if row.line.due_on <= week]
    yield Asks(ngettext("line to ship within a week", "lines to ship within a week", len(due)), len(due), where, False)
    short = [line for line in clear_to_build(found) if not line.is_clear]
    clear = reverse("work_orders:clear", args=[found.public_id])
    yield Asks(ngettext("work order lacks material", "work orders lack material", len(short)), len(short), clear, True)
    behind = work_orders_of(member, found, WorkFilter(is_late=True, today=today)).count()
    orders = reverse("work_orders:list", args=[found.public_id])
    yield Asks(ngettext("work order is past due", "work orders are past due", behind), behind, orders, True)
    overdue = [row for row in open_lines(found) if row.line.due_on < today]
    buying = reverse("purchasing:list", args=[found.public_id])
    yield Asks(ngettext("delivery is overdue", "deliveries are overdue", len(overdue)), len(overdue), buying, True)
    if may(member, Permission.RECONCILE):
        count = discrepancies_of(member, found).filter(settled_at=None).count()
        settle = reverse("stock:reconcile", args=[found.public_id])
        yield Asks(ngettext("report does not add up", "reports do not add up", count), count, settle, True)


def _steps(member: Membership, found: Production) -> Iterator[Step]:
    has_items = items_of(member, found).exists()
    has_bills = boms_of(member, found).exists()
    has_orders = bool(open_order_lines(found))
    key = [found.public_id]
    yield Step(_("Bring in items, bills and stock, or enter them"), reverse("imports:list", args=key), has_items)
    yield Step(_("Say what products are made of, and how"), reverse("products:list", args=key), has_bills)
    yield Step(_("Take the first order"), reverse("orders:list", args=key), has_orders)
    yield Step(_("Make the first plan"), reverse("requirements:plan", args=key), False)


add_part(10, "parts/today_plant.html", plant_part)
