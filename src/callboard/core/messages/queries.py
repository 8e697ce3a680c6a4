"""Reading the outbox."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from callboard.core.errors import NotFound
from callboard.core.messages.models import MailboxItem, Message
from callboard.core.messages.rules import WAITING, MessageState
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.queries import productions_of
from callboard.core.organizations.rules import ROLE_TABLE, Permission, Role
from callboard.core.organizations.scope import every_organization


def message_of(member: Membership, production: Production, public_id: UUID) -> Message:
    """One message of the production, for those who watch delivery. Raises NotFound."""
    check_may(member, Permission.SEE_DELIVERY, production)
    message = Message.objects.filter(production=production, public_id=public_id).select_related("party").first()
    if message is None:
        raise NotFound()
    return message


def newest_messages(topic: str) -> QuerySet[Message]:
    """The newest message on the topic for each party and channel, without what is sealed."""
    newest = Message.objects.filter(topic=topic).values("party", "channel").annotate(newest=Max("pk")).values("newest")
    return Message.objects.filter(pk__in=newest).defer("sealed")


def sequences_sent(topic: str) -> set[tuple[int, int, str]]:
    """What was surely handed over on the topic, as (party id, sequence, kind)."""
    sent = Message.objects.filter(topic=topic, state=MessageState.SENT)
    return set(sent.values_list("party_id", "sequence", "kind"))


def is_newest(message: Message) -> bool:
    """Whether nothing newer on its topic was written for its party."""
    return not Message.objects.filter(
        topic=message.topic, party_id=message.party_id, channel=message.channel, pk__gt=message.pk
    ).exists()


def oldest_waiting_since(now: datetime) -> datetime | None:
    """When the longest-waiting message that is due was queued, over all organizations: the alarm's question."""
    with every_organization("the alarm is for whoever runs the server"):
        due = Message.objects.filter(state__in=[*WAITING], next_attempt_at__lte=now).order_by("queued_at")
        return due.values_list("queued_at", flat=True).first()


def mailbox(member: Membership) -> QuerySet[MailboxItem]:
    """Mail that was kept instead of sent, newest first. It shows every call, so it is for those who publish them.

    A member who sees some productions only sees their mail only.
    """
    check_may(member, Permission.PUBLISH_CALLS)
    items = MailboxItem.objects.order_by("-pk")
    if ROLE_TABLE[Role(member.role)].sees_every_production:
        return items
    theirs = Message.objects.filter(production__in=productions_of(member))
    return items.filter(message_id__in=theirs.values("message_id"))


def mailbox_item(member: Membership, public_id: UUID) -> MailboxItem:
    """One kept mail. Raises NotFound."""
    item = mailbox(member).filter(public_id=public_id).first()
    if item is None:
        raise NotFound()
    return item
