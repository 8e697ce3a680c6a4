"""Making dispatch lists: filled from what waits, then changed by hand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from callboard.core.audit.actions import acting
from callboard.core.engagements.models import Department, Engagement
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.resources.models import Certification, Machine
from callboard.core.resources.queries import absent_on, valid_certifications
from callboard.manufacturing.dispatch.models import DispatchList, DispatchRow
from callboard.manufacturing.dispatch.queries import Job, jobs_in
from callboard.manufacturing.dispatch.rules import (
    Candidate,
    ListThere,
    NotOnTheList,
    OnTheListAlready,
    ShiftEndsBeforeItStarts,
    choose_operator,
    fill_shift,
)
from callboard.manufacturing.work_orders.models import WorkOperation


@dataclass(frozen=True)
class Shift:
    """A shift of a day: its name, and minutes after midnight from and to which it runs."""

    day: dt.date
    name: str
    starts: int
    ends: int


@dataclass(frozen=True)
class RowTerms:
    """What a supervisor says of one job."""

    machine: Machine | None
    operator: Engagement | None
    starts: int
    minutes: int
    quantity: int
    note: str = ""


def create_dispatch_list(
    production: Production, department: Department, shift: Shift, *, by: Membership, at: dt.datetime
) -> DispatchList:
    """Make a department's list for a shift, filled with what waits there, the most urgent first.

    Raises NotAllowed, ShiftEndsBeforeItStarts, ListThere.
    """
    if shift.ends <= shift.starts:
        raise ShiftEndsBeforeItStarts()
    with acting(by, "create dispatch list", at=at, may=Permission.DISPATCH_WORK, production=production) as record:
        Department.objects.select_for_update().get(pk=department.pk)  # two at once would both find none
        there = DispatchList.objects.filter(
            production=production, department=department, day=shift.day, shift=shift.name
        )
        if there.exists():
            raise ListThere(department=department.name)
        head = Engagement.objects.filter(department=department, is_head=True, ended_at=None).order_by("pk").first()
        made = DispatchList(
            organization_id=production.organization_id,
            production=production,
            department=department,
            day=shift.day,
            shift=shift.name,
            starts_minutes=shift.starts,
            ends_minutes=shift.ends,
            supervisor=head,
        )
        made.save()
        _fill(made)
        record.about(made)
        record.note(department=department.name, day=shift.day.isoformat(), shift=shift.name)
        announce(production, "dispatch", about=made, at=at)
    return made


def refill_dispatch_list(dispatch_list: DispatchList, *, by: Membership, at: dt.datetime, version: int) -> DispatchList:
    """Throw the rows away and fill the list anew from what waits now."""
    production = dispatch_list.production
    with acting(
        by,
        "refill dispatch list",
        at=at,
        may=Permission.DISPATCH_WORK,
        production=production,
        on=dispatch_list,
        version=version,
    ):
        DispatchRow.objects.filter(dispatch_list=dispatch_list).delete()
        _fill(dispatch_list)
        announce(production, "dispatch", about=dispatch_list, at=at)
    return dispatch_list


def add_dispatch_row(
    dispatch_list: DispatchList, operation: WorkOperation, *, by: Membership, at: dt.datetime
) -> DispatchRow:
    """Put one more operation at the end of the list, with what is left of it. Raises NotOnTheList, OnTheListAlready."""
    production = dispatch_list.production
    with acting(
        by, "add dispatch row", at=at, may=Permission.DISPATCH_WORK, production=production, on=dispatch_list
    ) as record:
        if (
            operation.department_id != dispatch_list.department_id
            or operation.work_order.production_id != production.pk
        ):
            raise NotOnTheList(operation=str(operation), department=dispatch_list.department.name)
        rows = list(DispatchRow.objects.select_for_update().filter(dispatch_list=dispatch_list).order_by("rank"))
        if any(row.operation_id == operation.pk for row in rows):
            raise OnTheListAlready(operation=str(operation))
        job, starts = _waiting(dispatch_list, operation), dispatch_list.starts_minutes
        ends = [row.starts_minutes + row.planned_minutes for row in rows if row.machine_id == operation.machine_id]
        row = DispatchRow(
            organization_id=dispatch_list.organization_id,
            dispatch_list=dispatch_list,
            rank=(rows[-1].rank if rows else 0) + 1,
            operation=operation,
            quantity=job.left,
            machine_id=operation.machine_id,
            starts_minutes=max(ends, default=dispatch_list.starts_minutes) if operation.machine_id else starts,
            planned_minutes=job.waiting.minutes,
        )
        row.save()
        record.note(operation=str(operation), order=operation.work_order.number)
        announce(production, "dispatch", about=dispatch_list, at=at)
    return row


def _waiting(dispatch_list: DispatchList, operation: WorkOperation) -> Job:
    jobs = jobs_in(dispatch_list.production, dispatch_list.department)
    found = next((job for job in jobs if job.operation.pk == operation.pk), None)
    if found is None:
        raise NotOnTheList(operation=str(operation), department=dispatch_list.department.name)
    return found


def change_dispatch_row(
    row: DispatchRow, terms: RowTerms, *, by: Membership, at: dt.datetime, version: int
) -> DispatchRow:
    """Put a job on another machine, person or time. Raises StaleEdit."""
    dispatch_list = row.dispatch_list
    with acting(
        by,
        "change dispatch row",
        at=at,
        may=Permission.DISPATCH_WORK,
        production=dispatch_list.production,
        on=row,
        version=version,
    ):
        row.machine, row.operator = terms.machine, terms.operator
        row.starts_minutes, row.planned_minutes = terms.starts, terms.minutes
        row.quantity, row.note = terms.quantity, terms.note
        row.save()
        announce(dispatch_list.production, "dispatch", about=dispatch_list, at=at)
    return row


def move_dispatch_row(row: DispatchRow, steps: int, *, by: Membership, at: dt.datetime, version: int) -> DispatchRow:
    """Move a job up (negative) or down the list; times on its machine follow the new order."""
    dispatch_list = row.dispatch_list
    with acting(
        by,
        "move dispatch row",
        at=at,
        may=Permission.DISPATCH_WORK,
        production=dispatch_list.production,
        on=row,
        version=version,
    ):
        rows = list(DispatchRow.objects.select_for_update().filter(dispatch_list=dispatch_list).order_by("rank", "pk"))
        here = next(index for index, one in enumerate(rows) if one.pk == row.pk)
        rows.insert(min(max(here + steps, 0), len(rows) - 1), rows.pop(here))
        _number_anew(rows, dispatch_list.starts_minutes)
        row.refresh_from_db()
        announce(dispatch_list.production, "dispatch", about=dispatch_list, at=at)
    return row


def remove_dispatch_row(row: DispatchRow, *, by: Membership, at: dt.datetime, version: int) -> None:
    """Take a job off the list; it waits for another shift."""
    dispatch_list = row.dispatch_list
    with acting(
        by,
        "remove dispatch row",
        at=at,
        may=Permission.DISPATCH_WORK,
        production=dispatch_list.production,
        on=row,
        version=version,
    ) as record:
        record.about(dispatch_list)
        record.note(operation=str(row.operation), order=row.operation.work_order.number)
        row.delete()
        announce(dispatch_list.production, "dispatch", about=dispatch_list, at=at)


def _number_anew(rows: list[DispatchRow], starts: int) -> None:
    free: dict[int, int] = {}
    for rank, row in enumerate(rows, start=1):
        row.rank = rank
        if row.machine_id is not None:
            row.starts_minutes = free.get(row.machine_id, starts)
            free[row.machine_id] = row.starts_minutes + row.planned_minutes
        row.save(update_fields=["rank", "starts_minutes"])


def _fill(dispatch_list: DispatchList) -> None:
    jobs = {job.waiting.key: job for job in jobs_in(dispatch_list.production, dispatch_list.department)}
    slots = fill_shift(
        (job.waiting for job in jobs.values()), starts=dispatch_list.starts_minutes, ends=dispatch_list.ends_minutes
    )
    crew = _Crew(dispatch_list)
    DispatchRow.objects.bulk_create(
        DispatchRow(
            organization_id=dispatch_list.organization_id,
            dispatch_list=dispatch_list,
            rank=rank,
            operation=jobs[slot.key].operation,
            quantity=jobs[slot.key].left,
            machine_id=slot.machine,
            operator_id=crew.take(jobs[slot.key], slot.minutes),
            starts_minutes=slot.starts,
            planned_minutes=slot.minutes,
        )
        for rank, slot in enumerate(sorted(slots, key=lambda slot: (slot.starts, slot.key)), start=1)
    )


class _Crew:
    """Who is in the department today, what they may do, and how much they have to do already."""

    def __init__(self, dispatch_list: DispatchList) -> None:
        production, day = dispatch_list.production, dispatch_list.day
        away = absent_on(production, day)
        rows = Engagement.objects.filter(department=dispatch_list.department, ended_at=None)
        self.people = [pk for pk in rows.order_by("pk").values_list("pk", flat=True) if pk not in away]
        self.load: dict[int, int] = defaultdict(int)
        self.levels = {(row.engagement_id, row.skill_id): row.level for row in self._certificates(production, day)}

    def _certificates(self, production: Production, day: dt.date) -> list[Certification]:
        return list(valid_certifications(production, day).filter(engagement__in=self.people))

    def take(self, job: Job, minutes: int) -> int | None:
        """Choose who does the job, and count it as theirs."""
        skill = job.operation.skill_id
        able = [Candidate(pk, self.levels.get((pk, skill), 0) if skill else 1, self.load[pk]) for pk in self.people]
        chosen = choose_operator(able, level=job.operation.skill_level if skill else 0)
        if chosen is not None:
            self.load[chosen] += minutes
        return chosen
