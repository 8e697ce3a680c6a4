"""Make the plans that were asked for: one at a time, beside the messages, which must not wait for them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from callboard.manufacturing.requirements.running import Clock, carry_out, give_up_lost_runs, next_asked_run

LOOKS_EVERY_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
_log = logging.getLogger(__name__)


def plan_asked(stop: threading.Event) -> int:
    """Make every plan that was asked for, until `stop` is set; returns how many."""
    count = 0
    while not stop.is_set() and (run := next_asked_run()) is not None:
        carry_out(run, timezone.now)
        count += 1
    return count


def run_forever(stop: threading.Event) -> None:
    """Make plans until `stop` is set."""
    keep_making(stop, plan_asked, give_up=give_up_lost_runs)


def keep_making(
    stop: threading.Event, make: Callable[[threading.Event], int], *, give_up: Callable[[Clock], int]
) -> None:
    """Give up what another worker left behind, then make what is asked for until `stop` is set.

    A database that is away is waited for.
    """
    pause, is_new = LOOKS_EVERY_SECONDS, True
    while not stop.is_set():
        try:
            if is_new:
                give_up(timezone.now)
                is_new = False
            make(stop)
            pause = LOOKS_EVERY_SECONDS
        except (OperationalError, InterfaceError) as fault:
            is_new = True  # whatever was being made is lost, and would be under way for ever
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            _log.warning("the database is away, trying again in %.0f s: %s", pause, fault)
            connections.close_all()
        stop.wait(pause)
