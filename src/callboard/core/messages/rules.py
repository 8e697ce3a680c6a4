"""Rules of the outbox: states, retries, deadlines. Pure: no database, no clock, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from callboard.core.errors import Refused, gettext_noop


class MessageState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


_S = MessageState
NEXT_STATES: dict[MessageState, frozenset[MessageState]] = {
    _S.QUEUED: frozenset({_S.SENDING, _S.SUPERSEDED}),
    # From a sender's hands: done, not now, nobody knows, refused for good; or put down unsent.
    _S.SENDING: frozenset({_S.SENT, _S.QUEUED, _S.UNKNOWN, _S.BOUNCED, _S.EXPIRED, _S.SUPERSEDED}),
    # It may have arrived. A double is harmless and a missing call is not, so it goes again under the same Message-ID.
    _S.UNKNOWN: frozenset({_S.SENDING, _S.QUEUED, _S.SUPERSEDED}),
    # A coordinator may send these again: the address was mended, or somebody stays silent.
    _S.SENT: frozenset({_S.QUEUED}),
    _S.BOUNCED: frozenset({_S.QUEUED}),
    _S.EXPIRED: frozenset({_S.QUEUED}),
    _S.SUPERSEDED: frozenset(),
}
WAITING = frozenset({_S.QUEUED, _S.UNKNOWN})
"""States from which a sender takes a message when its time has come, and in which a newer one replaces it."""

RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 120, 300))
"""Waits after the first, second … attempt; the last one repeats until the deadline."""
CLAIM_LEASE = timedelta(seconds=30)
"""How long a claimed message that nobody began to send is kept from other senders."""
SEND_LEASE = timedelta(seconds=90)
"""How long one attempt may take before another sender may try; a double is harmless, so it need not outlast all."""


class Outcome(StrEnum):
    """How one attempt ended."""

    SENT = "sent"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    LOST = "lost"  # the sender itself went away in the middle


@dataclass(frozen=True)
class Handover:
    """What became of one attempt, with the server's answer."""

    outcome: Outcome
    answer: str = ""


class MessageReplaced(Refused):
    """A newer message of the same topic went to this party."""

    text = gettext_noop("A newer message on this went to %(name)s. Send that one again instead.")


class BeingSent(Refused):
    """The message is in a sender's hands right now."""

    text = gettext_noop("This message is being sent right now. Wait a moment and look again.")


class DeadlinePassed(Refused):
    """It is too late for this message to help anybody."""

    text = gettext_noop("It is too late to send this to %(name)s. Call them instead.")


class AddressMissing(Refused):
    """There is no address to send to."""

    text = gettext_noop("%(name)s has no e-mail address. Add one, or call them instead.")


def retry_at(attempt_count: int, at: datetime) -> datetime:
    """When to try again after so many attempts."""
    return at + RETRY_DELAYS[min(max(attempt_count, 1), len(RETRY_DELAYS)) - 1]


def state_after(handover: Handover, *, attempt_count: int, at: datetime, deadline: datetime) -> MessageState:
    """Where an attempt leaves its message. One that could only be tried again after its deadline is given up now, so
    that somebody can still call.
    """
    if handover.outcome is Outcome.SENT:
        return MessageState.SENT
    if handover.outcome is Outcome.BOUNCED:
        return MessageState.BOUNCED
    if retry_at(attempt_count, at) >= deadline:
        return MessageState.EXPIRED
    return MessageState.QUEUED if handover.outcome is Outcome.DEFERRED else MessageState.UNKNOWN


def is_settled(state: MessageState) -> bool:
    """Whether no sender will take it up again by itself."""
    return state not in WAITING and state is not MessageState.SENDING


def check_can_send_again(*, state: MessageState, is_newest: bool, deadline: datetime, at: datetime, name: str) -> None:
    """Refuse to queue a message once more. Raises MessageReplaced, BeingSent, DeadlinePassed."""
    if state is MessageState.SUPERSEDED or not is_newest:
        raise MessageReplaced(name=name)
    if state is MessageState.SENDING:
        raise BeingSent()
    if at >= deadline:
        raise DeadlinePassed(name=name)


def without_address(answer: str, address: str) -> str:
    """A server's answer fit to be kept in the open: the address it was about is left out, on one line."""
    shown = answer.replace(address, "…") if address else answer
    return " ".join(shown.split())[:300]
