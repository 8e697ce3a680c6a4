"""Make the shooting plans that were asked for: one at a time, beside messages and the plant's plans."""

from __future__ import annotations

import threading

from django.utils import timezone

from callboard.film.planning.running import carry_out, give_up_lost_runs, next_queued_run
from callboard.jobs.plan import keep_making


def plan_asked(stop: threading.Event) -> int:
    """Make every shooting plan that was asked for, until `stop` is set, which also ends the one under way."""
    count = 0
    while not stop.is_set() and (run := next_queued_run()) is not None:
        carry_out(run, timezone.now, stop.is_set)
        count += 1
    return count


def run_forever(stop: threading.Event) -> None:
    """Make shooting plans until `stop` is set."""
    keep_making(stop, plan_asked, give_up=give_up_lost_runs)
