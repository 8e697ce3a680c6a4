"""Rules of the delivery board: in which one state a party is shown. Pure: no database, no clock, no Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from callboard.core.messages.rules import WAITING, MessageState
from callboard.core.publishing.rules import SILENT_AFTER


class DeliveryState(StrEnum):
    """What the coordinator sees of one party, in the order of how much it asks for a look."""

    BOUNCED = "bounced"
    EXPIRED = "expired"
    HELD = "held"
    SILENT = "silent"
    UNKNOWN = "unknown"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    SUPERSEDED = "superseded"


NEEDS_A_CALL = frozenset({DeliveryState.BOUNCED, DeliveryState.EXPIRED, DeliveryState.SILENT})
"""States in which only a phone call helps."""


@dataclass(frozen=True)
class Signs:
    """All that is known of whether a party has been reached."""

    is_held: bool = False
    message_state: MessageState | None = None
    deadline: datetime | None = None
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None


def delivery_state(signs: Signs, at: datetime) -> DeliveryState:
    """The one state that says most. What the party did (confirmed, opened) outweighs what the mail server said.

    A message still waiting after its deadline is shown as expired even while no sender runs to say so.
    """
    waits = signs.message_state in WAITING
    answers = (
        (signs.is_held, DeliveryState.HELD),
        (signs.confirmed_at is not None, DeliveryState.CONFIRMED),
        (signs.sent_at is not None and at >= signs.sent_at + SILENT_AFTER, DeliveryState.SILENT),
        (signs.opened_at is not None, DeliveryState.OPENED),
        (waits and signs.deadline is not None and at >= signs.deadline, DeliveryState.EXPIRED),
    )
    for holds, state in answers:
        if holds:
            return state
    return DeliveryState(signs.message_state or MessageState.SUPERSEDED)


class HasState(Protocol):
    """A row of the board."""

    @property
    def state(self) -> DeliveryState:
        """Its state."""
        ...


def counts(rows: Iterable[HasState]) -> dict[DeliveryState, int]:
    """How many rows are in each state; states without rows are left out."""
    found = Counter(row.state for row in rows)
    return {state: found[state] for state in DeliveryState if found[state]}
