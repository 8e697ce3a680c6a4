"""Writing to the outbox, sending again, and the mailbox that stands in for a mail server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlparse

from cryptography.fernet import Fernet
from django.conf import settings

from callboard.core.audit.actions import acting
from callboard.core.errors import NotFound
from callboard.core.events.actions import announce
from callboard.core.messages.models import MailboxItem, Message
from callboard.core.messages.queries import is_newest
from callboard.core.messages.rules import WAITING, AddressMissing, MessageState, check_can_send_again
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.models import Party
from callboard.core.people.rules import contact_address
from callboard.core.people.sealed import open_sealed, seal, seal_with
from callboard.core.ports import OutgoingMail

NO_ADDRESS = "no e-mail address"


@dataclass(frozen=True)
class MessageDraft:
    """What one party is to be told. The address is taken from the party when the message is queued."""

    party: Party
    kind: str
    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class Outbound:
    """What the messages of one action have in common."""

    production: Production
    topic: str
    sequence: int
    deadline: datetime


def queue_messages(
    outbound: Outbound, drafts: Sequence[MessageDraft], keys: Mapping[int, Fernet], *, at: datetime
) -> list[Message]:
    """Write messages into the outbox, in the order given, inside the transaction of what they tell of.

    Whatever still waits for the same parties on the same topic is superseded. What a sender holds at this moment is
    not: it asks again before it sends, and the new message waits until the old one is out of its hands. A party
    without an address shows as bounced at once, so that somebody calls.
    """
    supersede_waiting(outbound.topic, [draft.party.pk for draft in drafts], at=at)
    return Message.objects.bulk_create(_message(outbound, draft, keys[draft.party.pk], at) for draft in drafts)


def supersede_waiting(topic: str, party_ids: Sequence[int], *, at: datetime) -> int:
    """Put aside what waits for these parties on this topic; returns how many."""
    waiting = Message.objects.filter(topic=topic, party_id__in=party_ids, state__in=[*WAITING])
    return waiting.update(state=MessageState.SUPERSEDED, settled_at=at)


def resend_message(message: Message, *, by: Membership, at: datetime) -> Message:
    """Send the same mail again, under the same Message-ID, to the address it was written to.

    Raises NotAllowed, MessageReplaced, BeingSent, DeadlinePassed, AddressMissing.
    """
    return _send_again(message, "resend message", by=by, at=at, to_present_address=False)


def resend_to_corrected_address(message: Message, *, by: Membership, at: datetime) -> Message:
    """Send the same mail again, to the address the party has now.

    Raises NotAllowed, MessageReplaced, BeingSent, DeadlinePassed, AddressMissing.
    """
    return _send_again(message, "resend message to corrected address", by=by, at=at, to_present_address=True)


def _send_again(message: Message, verb: str, *, by: Membership, at: datetime, to_present_address: bool) -> Message:
    production = message.production
    with acting(by, verb, at=at, may=Permission.PUBLISH_CALLS, production=production, on=message) as record:
        row = Message.objects.select_for_update(of=("self",)).select_related("party").get(pk=message.pk)
        party = row.party
        check_can_send_again(
            state=MessageState(row.state), is_newest=is_newest(row), deadline=row.deadline, at=at, name=party.name
        )
        mail = open_sealed(party, row.sealed)
        if mail is None:
            raise NotFound()  # the party was erased
        to = contact_address(party) if to_present_address else mail["to"]
        if not to:
            raise AddressMissing(name=party.name)
        row.sealed = seal(party, mail | {"to": to}, at=at)
        row.state, row.next_attempt_at, row.lease_until, row.settled_at = MessageState.QUEUED, at, None, None
        row.save(update_fields=["sealed", "state", "next_attempt_at", "lease_until", "settled_at"])
        record.note(party=party.name)
        announce(production, "delivery", about=row, at=at)
    return row


def drop_into_mailbox(mail: OutgoingMail, *, at: datetime) -> MailboxItem:
    """Take a mail as a mail server would."""
    with tenant_scope(mail.organization_id):
        item = MailboxItem(
            organization_id=mail.organization_id,
            message_id=mail.message_id,
            to=mail.to,
            subject=mail.subject[:300],
            text=mail.text,
            html=mail.html,
            received_at=at,
        )
        item.save()
    return item


def _message(outbound: Outbound, draft: MessageDraft, key: Fernet, at: datetime) -> Message:
    party = draft.party
    to = contact_address(party)
    content = {
        "to": to,
        "subject": " ".join(draft.subject.split()),  # a line break here would start a new header
        "text": draft.text,
        "html": draft.html,
        "language": party.language or settings.LANGUAGE_CODE,
    }
    message = Message(
        organization_id=party.organization_id,
        production=outbound.production,
        party=party,
        topic=outbound.topic,
        sequence=outbound.sequence,
        kind=draft.kind,
        state=MessageState.QUEUED if to else MessageState.BOUNCED,
        last_answer="" if to else NO_ADDRESS,
        settled_at=None if to else at,
        sealed=seal_with(key, content),
        queued_at=at,
        next_attempt_at=at,
        deadline=outbound.deadline,
    )
    message.message_id = f"<{message.public_id}@{urlparse(settings.SITE_URL).hostname or 'localhost'}>"
    return message
