"""A run at work: read the plant, plan in a process of its own, write what came out; no transaction is held long."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext

from callboard.core.errors import gettext_noop
from callboard.core.events.actions import announce
from callboard.core.organizations.scope import every_organization, tenant_scope
from callboard.manufacturing.requirements.bulk import BATCH, write_rows
from callboard.manufacturing.requirements.models import (
    ActionMessage,
    LateLine,
    MovedOrder,
    Need,
    PegEdge,
    PlanRun,
    Proposal,
)
from callboard.manufacturing.requirements.problem import Reading, read_problem
from callboard.manufacturing.requirements.rules import RUNS_KEPT, RunState, counts_by_kind
from callboard.planner.refusals import CannotPlan
from callboard.planner.requirements.plan import Message, Plan, PlannedOrder, Sentence
from callboard.planner.requirements.plan import MovedOrder as PlannedMove
from callboard.planner.requirements.process import plan_in_child

Clock = Callable[[], datetime]
DEFECT = gettext_noop(
    "The plan could not be made: a defect of the program, written to its log. The plan before stands."
)
LOST = gettext_noop("The program ended while it made this plan. Ask for it again.")
_log = logging.getLogger(__name__)


def next_asked_run() -> PlanRun | None:
    """The oldest run that somebody asked for, over all organizations."""
    with every_organization("the worker serves all"):
        return PlanRun.objects.filter(state=RunState.ASKED).select_related("production").order_by("pk").first()


def give_up_lost_runs(clock: Clock) -> int:
    """Say of runs that were being made when their worker ended that they failed; returns how many.

    A worker calls it when it starts. Were another one still at it, nothing of that one's plan would be kept.
    """
    with every_organization("the worker serves all"):
        lost = list(PlanRun.objects.filter(state=RunState.RUNNING).select_related("production"))
    for run in lost:
        with tenant_scope(run.organization_id):
            _fail(run, gettext(LOST), clock())
    return len(lost)


def carry_out(run: PlanRun, clock: Clock) -> PlanRun:
    """Make the plan that was asked for. What goes wrong is written on the run, for whoever asked."""
    with tenant_scope(run.organization_id):
        if not _move(run, RunState.ASKED, RunState.RUNNING, clock()):
            return run  # stopped, or taken by another worker
        try:
            _make(run, clock)
        except CannotPlan as refusal:
            _fail(run, gettext(refusal.text) % refusal.parameters, clock())
        except (OperationalError, InterfaceError):
            raise  # the database is away: the worker waits for it
        except Exception:
            _log.exception("plan run %s failed", run.public_id)
            _fail(run, gettext(DEFECT), clock())
    return run


def _make(run: PlanRun, clock: Clock) -> None:
    began = time.monotonic()
    with _standing_still():
        reading = read_problem(run.production, run.today)
    read = time.monotonic()
    plan = plan_in_child(reading.problem)
    write_plan(run, plan, reading, {"read": read - began, "plan": time.monotonic() - read}, clock)


@contextmanager
def _standing_still() -> Iterator[None]:
    """Let all questions see the plant at one moment, without holding up who writes.

    Else a delivery booked between two questions would be on order and in stock, or neither.
    """
    if connection.in_atomic_block:
        yield  # within somebody else's transaction
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # atomic() would take the write lock
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _move(run: PlanRun, state: RunState, following: RunState, at: datetime) -> bool:
    with transaction.atomic():
        if not PlanRun.objects.filter(pk=run.pk, state=state).update(state=following):
            return False
        run.state = following
        announce(run.production, "requirements", about=run, at=at)
    return True


def _fail(run: PlanRun, why: str, at: datetime) -> None:
    with transaction.atomic():
        running = PlanRun.objects.filter(pk=run.pk, state=RunState.RUNNING)
        running.update(state=RunState.FAILED, failure=why[:300], finished_at=at)
        announce(run.production, "requirements", about=run, at=at)
    run.refresh_from_db()


def write_plan(run: PlanRun, plan: Plan, reading: Reading, seconds: dict[str, float], clock: Clock) -> None:
    """Write what came out in one transaction, unless somebody stopped the run meanwhile."""
    began = time.monotonic()
    with transaction.atomic():
        if not PlanRun.objects.select_for_update().filter(pk=run.pk, state=RunState.RUNNING).exists():
            return  # somebody stopped it meanwhile: nothing of it is kept
        _write_rows(run, plan, reading)
        _forget_old_runs(run)
        seconds = seconds | {"write": time.monotonic() - began}
        run.state, run.finished_at = RunState.DONE, clock()
        run.seconds = {name: round(value, 3) for name, value in seconds.items()}
        run.counts = _counts(plan, reading)
        run.faults = [
            {"kind": fault.kind.value, "subject": fault.subject, **_sentence(fault.sentence)} for fault in plan.faults
        ]
        run.save()
        announce(run.production, "requirements", about=run, at=clock())


def _write_rows(run: PlanRun, plan: Plan, reading: Reading) -> None:
    same = {"organization_id": run.organization_id, "run_id": run.pk}
    ids = {code: row.pk for code, row in reading.items.items()}
    write_rows(Proposal, same, ({"item_id": ids[order.item], **_proposal(order)} for order in plan.planned_orders))
    write_rows(MovedOrder, same, ({"item_id": ids[order.item], **_moved(order)} for order in plan.moved_orders))
    needs = (
        {
            "key": each.key,
            "item_id": ids[each.item],
            "quantity": each.quantity,
            "due_on": each.due,
            "parent": each.parent,
        }
        for each in plan.requirements
    )
    write_rows(Need, same, needs)
    edges = ({"supply": peg.supply, "need": peg.requirement, "quantity": peg.quantity} for peg in plan.pegs)
    write_rows(PegEdge, same, edges)
    LateLine.objects.bulk_create(_late_lines(plan, same, ids), batch_size=BATCH)
    ActionMessage.objects.bulk_create(
        (
            ActionMessage(**same, rank=rank, item_id=ids[message.item], **_message(message))
            for rank, message in enumerate(plan.messages, start=1)
        ),
        batch_size=BATCH,
    )


def _moved(order: PlannedMove) -> dict[str, Any]:
    return {
        "key": order.key,
        "quantity": order.quantity,
        "used": order.used,
        "due_on": order.due,
        "planned_due_on": order.planned_due,
        "projected_due_on": order.projected_due,
    }


def _proposal(order: PlannedOrder) -> dict[str, Any]:
    return {
        "key": order.key,
        "source": "make" if order.kind.value == "work" else "buy",
        "quantity": order.quantity,
        "usable": order.usable,
        "start_quantity": order.start_quantity,
        "start_on": order.start,
        "true_start_on": order.true_start,
        "due_on": order.due,
        "true_due_on": order.true_due,
        "projected_due_on": order.projected_due,
    }


def _late_lines(plan: Plan, base: dict[str, Any], ids: dict[str, int]) -> Iterable[LateLine]:
    for late in plan.late_demands:
        chain = [asdict(link) for link in late.chain]
        for link in chain:
            link["needed"], link["available"] = link["needed"].isoformat(), link["available"].isoformat()
        yield LateLine(
            **base,
            key=late.demand,
            item_id=ids[late.item],
            client=late.customer,
            due_on=late.due,
            projected_on=late.projected,
            late_days=late.late_days,
            quantity_late=late.quantity_late,
            chain=chain,
        )


def _message(message: Message) -> dict[str, Any]:
    return {
        "kind": message.kind.value,
        "order": message.order,
        "owner": message.owner,
        "quantity": message.quantity,
        "from_on": message.from_date,
        "to_on": message.to_date,
        "late_days_avoided": message.late_days_avoided,
        "value_minor": message.value,
        "days": message.days,
        "reason": _sentence(message.reason),
        "benefit": _sentence(message.benefit),
        "if_nothing_is_done": _sentence(message.if_nothing_is_done),
        "demands": list(message.demands),
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "parameters": dict(sentence.parameters)}


def _counts(plan: Plan, reading: Reading) -> dict[str, Any]:
    return {
        "items": len(reading.problem.items),
        "lines": len(reading.problem.lines),
        "demands": len(reading.problem.demands),
        "proposals": len(plan.planned_orders),
        "late": len(plan.late_demands),
        "messages": counts_by_kind(message.kind.value for message in plan.messages),
    }


def _forget_old_runs(run: PlanRun) -> None:
    """Throw away what older runs proposed, row by row in bulk: no row of theirs is a fact."""
    kept = PlanRun.objects.filter(production=run.production).order_by("-pk").values_list("pk", flat=True)[:RUNS_KEPT]
    old = list(
        PlanRun.objects.filter(production=run.production).exclude(pk__in=list(kept)).values_list("pk", flat=True)
    )
    for table in (Proposal, MovedOrder, Need, PegEdge, LateLine, ActionMessage):
        table.objects.filter(run__in=old)._raw_delete(table.objects.db)
    PlanRun.objects.filter(pk__in=old).delete()
