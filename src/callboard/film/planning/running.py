"""A run at work: the planner in a process of its own, its progress written as it comes, stopped when asked."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext

from callboard.core.errors import gettext_noop
from callboard.core.events.actions import announce
from callboard.core.organizations.scope import every_organization, tenant_scope
from callboard.film.planning.frozen import problem_of, start_of
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import CHANGED, RUNS_KEPT, UNDER_WAY, ProgressRow, RunState, thinned
from callboard.planner.refusals import CannotPlan
from callboard.planner.shooting.asked import Asked
from callboard.planner.shooting.plan import Plan
from callboard.planner.shooting.plan_json import plan_as_json
from callboard.planner.shooting.planning import Progress
from callboard.planner.shooting.problem import Problem
from callboard.planner.shooting.process import ShootingProcess

Clock = Callable[[], datetime]
WRITES_EVERY_SECONDS = 1.0
LOOKS_EVERY_SECONDS = 0.4
_DIGITS = 2
DEFECT = gettext_noop(
    "The plan could not be made: a defect of the program, written to its log. The board is unchanged."
)
LOST = gettext_noop("The program ended while it made this plan. Ask for it again.")
_log = logging.getLogger(__name__)


def next_queued_run() -> ShootingRun | None:
    """The oldest run that somebody asked for, over all organizations."""
    with every_organization("the worker serves all"):
        queued = ShootingRun.objects.filter(state=RunState.QUEUED)
        return queued.select_related("board__production").order_by("pk").first()


def give_up_lost_runs(clock: Clock) -> int:
    """Say of runs that were being made when their worker ended that they failed; returns how many.

    An installation has one worker: whatever is being made while this one makes nothing is lost.
    """
    with every_organization("the worker serves all"):
        lost = list(ShootingRun.objects.filter(state=RunState.RUNNING).select_related("board__production"))
    for run in lost:
        with tenant_scope(run.organization_id):
            _fail(run, gettext(LOST), clock())
    return len(lost)


def _never() -> bool:
    return False


def carry_out(run: ShootingRun, clock: Clock, is_ending: Callable[[], bool] = _never) -> ShootingRun:
    """Make the plan that was asked for. What goes wrong is written on the run, for whoever asked.

    When the worker is ending, the run is stopped with its best plan so far.
    """
    with tenant_scope(run.organization_id):
        if not _take(run, clock()):
            return run  # stopped, or taken by another worker
        try:
            _make(run, clock, is_ending)
        except CannotPlan as refusal:
            _fail(run, gettext(refusal.text) % refusal.parameters, clock())
        except (OperationalError, InterfaceError):
            raise  # the database is away: the worker waits for it
        except Exception:
            _log.exception("shooting plan %s failed", run.public_id)
            _fail(run, gettext(DEFECT), clock())
    return run


def _take(run: ShootingRun, at: datetime) -> bool:
    with transaction.atomic():
        queued = ShootingRun.objects.filter(pk=run.pk, state=RunState.QUEUED)
        if not queued.update(state=RunState.RUNNING, started_at=at):
            return False
        run.refresh_from_db()
        announce(run.board.production, CHANGED, about=run, at=at)
    return True


def _make(run: ShootingRun, clock: Clock, is_ending: Callable[[], bool]) -> None:
    problem = problem_of(run)
    watch = _Watch(run, is_ending)
    start = start_of(run, problem)
    is_whole = len(start) == len(problem.pieces)  # with scenes set aside there is no board to begin from
    asked = Asked(problem, seconds=run.seconds, seed=run.seed, start=start if is_whole else ())
    with ShootingProcess(asked) as process:
        for progress in process:
            if watch.saw(progress):
                process.stop()
        plan = process.plan()
    _finish(run, plan, problem, watch, clock())


class _Watch:
    """Writes progress on the run at most once a second, and looks whether somebody asked to stop or the worker ends."""

    def __init__(self, run: ShootingRun, is_ending: Callable[[], bool]) -> None:
        self.run, self.is_ending = run, is_ending
        self.rows: list[ProgressRow] = []
        self.is_stopping = False
        self._wrote_at = self._looked_at = float("-inf")

    def saw(self, progress: Progress) -> bool:
        """Take note; whether the process is to be stopped now, which is said once."""
        row: ProgressRow = [round(progress.seconds, _DIGITS), progress.cost, progress.harm, progress.bound]
        self.rows.append(row)
        now = time.monotonic()
        if now - self._wrote_at >= WRITES_EVERY_SECONDS:
            self._wrote_at = now
            self._write()
        if self.is_stopping:
            return False
        if self.is_ending():
            self.is_stopping = True
            return True
        if now - self._looked_at < LOOKS_EVERY_SECONDS:
            return False
        self._looked_at = now
        self.is_stopping = ShootingRun.objects.filter(pk=self.run.pk).exclude(stop_asked_at=None).exists()
        return self.is_stopping

    def _write(self) -> None:
        try:
            ShootingRun.objects.filter(pk=self.run.pk).update(progress=thinned(self.rows))
        except OperationalError as fault:  # a busy database: who watches sees it a second later, the search goes on
            _log.warning("the progress of plan %s was not written: %s", self.run.public_id, fault)


def _finish(run: ShootingRun, plan: Plan, problem: Problem, watch: _Watch, at: datetime) -> None:
    with transaction.atomic():
        row = ShootingRun.objects.select_for_update().filter(pk=run.pk, state=RunState.RUNNING).first()
        if row is None:
            return  # given up meanwhile: nothing of it is kept
        row.state = RunState.STOPPED if watch.is_stopping or row.stop_asked_at else RunState.DONE
        row.finished_at = at
        row.plan = plan_as_json(plan, problem)
        row.cost, row.bound, row.moves = plan.cost, plan.bound, plan.moves
        row.harm = sum(conflict.harm for conflict in plan.conflicts)
        row.progress = thinned([*watch.rows, _last_row(watch, plan, row.harm)])
        row.save()
        _forget_old_runs(row)
        announce(run.board.production, CHANGED, about=run, at=at)
    run.refresh_from_db()


def _forget_old_runs(run: ShootingRun) -> None:
    """Throw away the oldest proposals of the board that nobody adopted: none of them is a fact."""
    runs = ShootingRun.objects.filter(board=run.board_id).order_by("-pk")
    kept = list(runs.values_list("pk", flat=True)[:RUNS_KEPT])
    runs.exclude(pk__in=kept).exclude(state__in=[*UNDER_WAY, RunState.ADOPTED]).delete()


def _last_row(watch: _Watch, plan: Plan, harm: int) -> ProgressRow:
    seconds = watch.rows[-1][0] if watch.rows else 0
    return [seconds, plan.cost, harm, plan.bound]


def _fail(run: ShootingRun, why: str, at: datetime) -> None:
    with transaction.atomic():
        running = ShootingRun.objects.filter(pk=run.pk, state=RunState.RUNNING)
        running.update(state=RunState.FAILED, failure=why[:300], finished_at=at)
        announce(run.board.production, CHANGED, about=run, at=at)
    run.refresh_from_db()
