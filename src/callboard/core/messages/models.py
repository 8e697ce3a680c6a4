"""The outbox: one row per message owed, its attempts as facts, and the mailbox that stands in for a mail server."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.messages.rules import MessageState
from callboard.core.organizations.models import Production, TenantModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party


class Message(TenantModel):
    """Something one party must be told. Its body is sealed under the party's key."""

    data_classes = {
        **dict.fromkeys(
            (
                "topic",
                "sequence",
                "channel",
                "kind",
                "message_id",
                "state",
                "queued_at",
                "next_attempt_at",
                "lease_until",
                "deadline",
                "attempt_count",
                "settled_at",
                "last_answer",
            ),
            DataClass.CREW,
        ),
        "sealed": DataClass.SECRET,
    }
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="messages")
    topic = models.CharField(max_length=80)
    """What it is about, such as "callsheet:<public id>": a newer sequence of a topic supersedes older ones."""
    sequence = models.PositiveIntegerField()
    channel = models.CharField(max_length=10, default="mail")
    kind = models.CharField(max_length=20)
    """Why it is sent: called, changed, quiet, canceled, held, released."""
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.name.title()) for state in MessageState],
        default=MessageState.QUEUED.value,
    )
    sealed = models.BinaryField()
    """Subject, text, html and address, sealed."""
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField()
    """After this moment the message helps nobody: it is not sent, and listed for a phone call."""
    attempt_count = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    last_answer = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        app_label = "core"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "topic", "sequence", "party", "channel", "kind"],
                name="message_is_one_per_topic_sequence_party_channel_and_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="message_due"),
            models.Index(fields=["organization", "topic", "party"], name="message_by_topic"),
        ]


class MessageAttempt(Fact):
    """One try to hand a message over, and how it ended."""

    data_classes = {
        "number": DataClass.CREW,
        "outcome": DataClass.CREW,
        "answer": DataClass.CREW,
        "at": DataClass.CREW,
    }
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12)
    answer = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta(Fact.Meta):
        app_label = "core"


class MailboxItem(Fact):
    """A mail as a mail server would have taken it: where no SMTP is set, mail lands here and people can look at it."""

    data_classes = {
        "message_id": DataClass.CREW,
        "to": DataClass.CONTACT,
        "subject": DataClass.CONTACT,
        "text": DataClass.CONTACT,
        "html": DataClass.CONTACT,
        "received_at": DataClass.CREW,
    }
    message_id = models.CharField(max_length=120)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    received_at = models.DateTimeField()

    class Meta(Fact.Meta):
        app_label = "core"
        indexes = [models.Index(fields=["organization", "-id"], name="mailbox_newest")]
