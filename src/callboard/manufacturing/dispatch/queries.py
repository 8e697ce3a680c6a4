"""Reading dispatch lists, and what waits in a department to be put on one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from callboard.core.engagements.models import Department, Engagement
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.resources.checks import SkillNeed
from callboard.manufacturing.dispatch.models import DispatchList, DispatchRow
from callboard.manufacturing.dispatch.rules import EDITION_KIND, Waiting
from callboard.manufacturing.shop_floor.flow_rules import StationFlow
from callboard.manufacturing.shop_floor.queries import flows_of
from callboard.manufacturing.work_orders.models import WorkOperation
from callboard.manufacturing.work_orders.queries import ClearLine, clear_to_build
from callboard.manufacturing.work_orders.rules import ON_THE_FLOOR


@dataclass(frozen=True)
class Job:
    """An operation that waits in a department, with what is left of it."""

    operation: WorkOperation
    left: int
    waiting: Waiting


@dataclass(frozen=True)
class RowLine:
    """A row of a list with what the reader needs beside it."""

    row: DispatchRow
    clear: ClearLine | None
    """What its order lacks; None when nothing is known to be short."""


def topic_of(dispatch_list: DispatchList) -> str:
    """What all editions of one list share."""
    return f"{EDITION_KIND}:{dispatch_list.public_id}"


def lists_of(member: Membership, production: Production) -> QuerySet[DispatchList]:
    """The plant's lists, the newest day first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = DispatchList.objects.filter(production=production).select_related("department", "supervisor__party")
    return rows.order_by("-day", "starts_minutes", "department__position", "pk")


def list_by_id(member: Membership, production: Production, public_id: UUID) -> DispatchList:
    """One list. Raises NotFound."""
    found = lists_of(member, production).select_related("production").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def row_by_id(member: Membership, production: Production, public_id: UUID) -> DispatchRow:
    """One row of a list. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = DispatchRow.objects.filter(dispatch_list__production=production, public_id=public_id)
    found = rows.select_related("dispatch_list__production", "operation__work_order__item").first()
    if found is None:
        raise NotFound()
    return found


def rows_of(dispatch_list: DispatchList) -> list[DispatchRow]:
    """The list's rows in their order."""
    rows = DispatchRow.objects.filter(dispatch_list=dispatch_list).order_by("rank", "pk")
    return list(
        rows.select_related(
            "operation__work_order__item",
            "operation__work_order__order_line__order",
            "operation__skill",
            "machine",
            "operator__party",
        )
    )


def lines_of(dispatch_list: DispatchList) -> list[RowLine]:
    """The rows, each with what its order lacks. The same number of questions for any length."""
    short = {line.order.pk: line for line in clear_to_build(dispatch_list.production) if not line.is_clear}
    return [RowLine(row, short.get(row.operation.work_order_id)) for row in rows_of(dispatch_list)]


def jobs_in(production: Production, department: Department) -> list[Job]:
    """What could be worked in a department: released, not outside, and not all reported."""
    operations = list(
        WorkOperation.objects.filter(
            work_order__production=production,
            work_order__state__in=list(ON_THE_FLOOR),
            department=department,
            is_outside=False,
        )
        .select_related("work_order__item", "machine", "skill")
        .order_by("pk")
    )
    orders = {operation.work_order_id: operation.work_order for operation in operations}
    flows = {each.operation.pk: each.flow for row in flows_of(list(orders.values())).values() for each in row}
    return list(_jobs(operations, flows))


def _jobs(operations: Sequence[WorkOperation], flows: Mapping[int, StationFlow[int]]) -> Iterator[Job]:
    for operation in operations:
        flow = flows[operation.pk]
        left = operation.planned_quantity - flow.made
        if left <= 0:
            continue
        share = -(-operation.run_minutes * left // operation.planned_quantity)
        waiting = Waiting(
            key=operation.pk,
            order=operation.work_order.number,
            number=operation.number,
            machine=operation.machine_id,
            priority=operation.work_order.priority,
            due_on=operation.due_on,
            minutes=(0 if flow.made else operation.setup_minutes) + share,
            is_here=flow.waiting > 0,
            is_started=flow.made > 0,
        )
        yield Job(operation, left, waiting)


def people_of(production: Production, department: Department) -> list[Engagement]:
    """Who works in a department, by name."""
    rows = Engagement.objects.filter(production=production, department=department, ended_at=None)
    return list(rows.select_related("party").order_by("party__name"))


def needs_of_day(production: Production, party_ids: Sequence[int], on: dt.date) -> list[SkillNeed]:
    """What each party is to do on a day by the lists, for readiness: the skill and level of every row of theirs."""
    rows = DispatchRow.objects.filter(
        dispatch_list__production=production,
        dispatch_list__day=on,
        operator__party__in=list(party_ids),
        operation__skill__isnull=False,
    ).select_related("operation__work_order", "operator")
    return [
        SkillNeed(
            row.operator.party_id,
            row.operation.skill_id,
            row.operation.skill_level,
            f"{row.operation.work_order.number} {row.operation.name}",
        )
        for row in rows
        if row.operator is not None and row.operation.skill_id is not None
    ]
