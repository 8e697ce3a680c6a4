"""The outbox at work: claim, look again, hand over outside any transaction, record.

What a sender knows of a message may be old the moment it was read. So each step first locks the row and asks whether
this sender still holds it: the lease it was claimed under, or renewed to, is the proof.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from callboard.core.events.actions import announce
from callboard.core.messages.models import Message, MessageAttempt
from callboard.core.messages.queries import is_newest
from callboard.core.messages.rules import (
    CLAIM_LEASE,
    SEND_LEASE,
    WAITING,
    Handover,
    MessageState,
    Outcome,
    is_settled,
    retry_at,
    state_after,
    without_address,
)
from callboard.core.organizations.models import Production
from callboard.core.organizations.scope import every_organization, tenant_scope
from callboard.core.people.sealed import open_sealed
from callboard.core.ports import MailDeferred, MailRefused, MailUnknown, OutgoingMail, mail_port

Clock = Callable[[], datetime]
Claimed = list[Message]
Lane = tuple[int, str, str]
"""Party, topic and channel: in a lane one message goes at a time."""
SENDER_WENT_AWAY = "the sender went away while it was sending"
_log = logging.getLogger(__name__)


def claim_due(now: datetime, limit: int) -> Claimed:
    """Take messages whose time has come, the longest due first, and keep other senders off them for a while.

    A message is not taken while an older one for the same party, topic and channel is in somebody's hands. One whose
    sender went away is taken again when its lease is over.
    """
    with every_organization("the sender serves all"):
        due = Message.objects.filter(_is_due(now))
        return _claim(due, now, limit) if due.exists() else []  # an idle look must not queue behind writers


def give_back(messages: Iterable[Message], at: datetime) -> int:
    """Let go of claimed messages that were not begun, so that the next sender need not wait for the lease."""
    count = 0
    for message in messages:
        with tenant_scope(message.organization_id):
            count += _still_held(message).update(
                state=MessageState.QUEUED, lease_until=None, next_attempt_at=min(message.next_attempt_at, at)
            )
    return count


def deliver_claimed(message: Message, clock: Clock) -> Handover | None:
    """Send one claimed message, unless it must not go any more; returns what became of the attempt, if there was one.

    A crash anywhere in here leaves the message in `sending`: when the lease is over it goes again under the same
    Message-ID.
    """
    with tenant_scope(message.organization_id):
        mail = _begin(message, clock())
        if mail is None:
            return None
        handover = _hand_over(mail)
        _record(message, handover, clock())
    return handover


def tell_followers(messages: Iterable[Message], at: datetime) -> None:
    """Announce once per production that the state of deliveries changed."""
    touched = {message.production_id: message.organization_id for message in messages}
    for production_id, organization_id in touched.items():
        with tenant_scope(organization_id), transaction.atomic():
            announce(Production.objects.get(pk=production_id), "delivery", at=at)


def _claim(due: QuerySet[Message], now: datetime, limit: int) -> Claimed:
    with transaction.atomic():
        claimed = _one_per_party_and_topic(_lock_free(due, limit))
        lost = [_attempt(row, Outcome.LOST, SENDER_WENT_AWAY, now) for row in _begun_and_never_ended(claimed)]
        MessageAttempt.objects.bulk_create(lost)
        Message.objects.filter(pk__in=[row.pk for row in claimed]).update(
            state=MessageState.SENDING, lease_until=now + CLAIM_LEASE
        )
    for row in claimed:
        row.state, row.lease_until = MessageState.SENDING, now + CLAIM_LEASE
    return claimed


def _is_due(now: datetime) -> Q:
    waits = Q(state__in=[*WAITING], next_attempt_at__lte=now)
    return waits | Q(state=MessageState.SENDING, lease_until__lte=now)


def _lock_free(due: QuerySet[Message], limit: int) -> list[Message]:
    """Lock the longest due that may go now; look further only when all of a look must wait for another message.

    Who must wait is asked of the few rows in hand, never by joining the outbox with itself: with ten thousand
    messages and old statistics PostgreSQL took that join row by row, for minutes.
    """
    width = max(limit, 1)
    while True:
        rows = list(due.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True)[:width])
        in_flight = _in_flight_beside(rows)
        free = [row for row in rows if not in_flight.get(_lane(row), set()) - {row.pk}]
        if free or len(rows) < width:
            return free[:limit]
        width *= 4


def _in_flight_beside(rows: list[Message]) -> dict[Lane, set[int]]:
    """By party, topic and channel of the rows: which messages are in somebody's hands."""
    parties, topics = {row.party_id for row in rows}, {row.topic for row in rows}
    sending = Message.objects.filter(state=MessageState.SENDING, party__in=parties, topic__in=topics)
    found: dict[Lane, set[int]] = defaultdict(set)
    for row in sending.only("party_id", "topic", "channel"):
        found[_lane(row)].add(row.pk)
    return found


def _lane(message: Message) -> Lane:
    return message.party_id, message.topic, message.channel


def _one_per_party_and_topic(rows: list[Message]) -> list[Message]:
    newest = {_lane(row): row.pk for row in sorted(rows, key=lambda row: row.pk)}
    kept = set(newest.values())
    return [row for row in rows if row.pk in kept]


def _begun_and_never_ended(rows: list[Message]) -> list[Message]:
    """Of messages left behind in `sending`, those with an attempt whose end nobody wrote down."""
    left_behind = [row for row in rows if row.state == MessageState.SENDING]
    if not left_behind:
        return []
    ended = set(MessageAttempt.objects.filter(message__in=left_behind).values_list("message_id", "number"))
    return [row for row in left_behind if row.attempt_count and (row.pk, row.attempt_count) not in ended]


def _begin(message: Message, at: datetime) -> OutgoingMail | None:
    """Look again, under lock, whether this message is still to be sent; if so, begin the attempt."""
    with transaction.atomic():
        row = _still_held(message).select_for_update(of=("self",)).select_related("party").first()
        if row is None:
            return None  # the lease ran out, and somebody else has it
        if not is_newest(row):
            _put_aside(row, MessageState.SUPERSEDED, at)
            return None
        if at >= row.deadline:
            _put_aside(row, MessageState.EXPIRED, at)
            return None
        content = open_sealed(row.party, row.sealed)
        if content is None:  # the party was erased: nobody is left to be told
            _put_aside(row, MessageState.SUPERSEDED, at)
            return None
        message.attempt_count, message.lease_until = row.attempt_count + 1, at + SEND_LEASE
        Message.objects.filter(pk=row.pk).update(attempt_count=message.attempt_count, lease_until=message.lease_until)
    return OutgoingMail(organization_id=row.organization_id, message_id=row.message_id, **content)


def _put_aside(row: Message, state: MessageState, at: datetime) -> None:
    Message.objects.filter(pk=row.pk).update(state=state, lease_until=None, settled_at=at)


def _hand_over(mail: OutgoingMail) -> Handover:
    try:
        return Handover(Outcome.SENT, without_address(mail_port().send(mail), mail.to))
    except MailRefused as refusal:
        return Handover(Outcome.BOUNCED, without_address(str(refusal), mail.to))
    except MailDeferred as deferral:
        return Handover(Outcome.DEFERRED, without_address(str(deferral), mail.to))
    except MailUnknown as fault:
        return Handover(Outcome.UNKNOWN, without_address(str(fault), mail.to))
    except Exception as fault:
        # A fault of ours in one mail must not stop all the others behind it. Nobody knows how far it came.
        _log.exception("mail %s could not be sent", mail.message_id)
        return Handover(Outcome.UNKNOWN, type(fault).__name__)


def _record(message: Message, handover: Handover, at: datetime) -> None:
    """Keep the attempt as a fact; move the message only if no other sender took it over meanwhile."""
    state = state_after(handover, attempt_count=message.attempt_count, at=at, deadline=message.deadline)
    with transaction.atomic():
        moved = _still_held(message).update(
            state=state,
            lease_until=None,
            next_attempt_at=retry_at(message.attempt_count, at),
            settled_at=at if is_settled(state) else None,
            last_answer=handover.answer,
        )
        if moved:
            _attempt(message, handover.outcome, handover.answer, at).save()
        elif handover.outcome is Outcome.SENT:
            _attempt(message, handover.outcome, f"after the lease was over: {handover.answer}"[:300], at).save()


def _still_held(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, state=MessageState.SENDING, lease_until=message.lease_until)


def _attempt(message: Message, outcome: Outcome, answer: str, at: datetime) -> MessageAttempt:
    return MessageAttempt(
        organization_id=message.organization_id,
        message=message,
        number=message.attempt_count,
        outcome=outcome,
        answer=answer,
        at=at,
    )
