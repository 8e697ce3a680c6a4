"""Deliver what the outbox owes: one pass, or for ever."""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from callboard.core.messages.sending import Claimed, Clock, claim_due, deliver_claimed, give_back, tell_followers

BATCH = 10
IDLE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
_log = logging.getLogger(__name__)


def deliver_due(*, now: datetime, stop: threading.Event | None = None) -> int:
    """Take up every message that is due at `now`; returns how many. Once `stop` is set, ends after the mail in hand."""
    clock = _ticking_from(now)
    handled = 0
    while not _is_set(stop) and (batch := claim_due(clock(), BATCH)):
        handled += _deliver(batch, clock, stop)
    return handled


def run_forever(stop: threading.Event) -> None:
    """Deliver until `stop` is set. A database that is away is waited for; what was being sent then is sent again."""
    pause = IDLE_SECONDS
    while not stop.is_set():
        try:
            deliver_due(now=timezone.now(), stop=stop)
            pause = IDLE_SECONDS
        except (OperationalError, InterfaceError) as fault:
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            _log.warning("the database is away, trying again in %.0f s: %s", pause, fault)
            connections.close_all()
        stop.wait(pause)


def _deliver(batch: Claimed, clock: Clock, stop: threading.Event | None) -> int:
    done = 0
    for message in batch:
        if _is_set(stop):
            break
        deliver_claimed(message, clock)
        done += 1
    give_back(batch[done:], clock())
    tell_followers(batch[:done], clock())
    return done


def _is_set(stop: threading.Event | None) -> bool:
    return stop is not None and stop.is_set()


def _ticking_from(now: datetime) -> Clock:
    """A clock that stands at `now` and runs on: sending takes time, and leases are measured by it."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)
