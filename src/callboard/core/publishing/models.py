"""Editions: what was published, each party's part of it, and who acknowledged."""

from __future__ import annotations

import secrets

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production, TenantModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party
from callboard.core.publishing.rules import Audience


def new_check_code() -> str:
    """Make the unguessable code in a printed sheet's QR: it answers only whether the sheet is current."""
    return secrets.token_urlsafe(16)


class Edition(Fact):
    """A version, published: frozen, numbered, colored. Whether it is current is said by its topic's pointer."""

    data_classes = dict.fromkeys(
        (
            "kind",
            "title",
            "number",
            "color",
            "day",
            "payload",
            "payload_schema",
            "check_code",
            "published_at",
            "deadline",
            "summary",
        ),
        DataClass.CREW,
    )
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="editions")
    topic = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    color = models.CharField(max_length=40)
    day = models.DateField(null=True)
    """The production day it is for."""
    payload = models.JSONField()
    """The sheet itself, without what is only one party's."""
    payload_schema = models.PositiveSmallIntegerField()
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    check_code = models.CharField(max_length=40, unique=True, default=new_check_code)
    summary = models.JSONField(default=dict)
    """Counts of told, quiet, held and removed parties, as published."""
    published_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    deadline = models.DateTimeField()
    """When the first call of the sheet has passed, nobody is mailed any more."""

    data_classes["topic"] = data_classes["pdf_sha256"] = DataClass.CREW

    class Meta(Fact.Meta):
        app_label = "core"
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "topic", "number"], name="edition_number_is_unique_in_its_topic"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.color}"


class CurrentEdition(TenantModel):
    """The pointer: which edition of a topic is current. All others of the topic are void."""

    data_classes = {"topic": DataClass.CREW}
    topic = models.CharField(max_length=80)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        app_label = "core"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "topic"], name="one_edition_of_a_topic_is_current"),
        ]


class EditionPart(Fact):
    """One party's own part of an edition, sealed under that party's key."""

    data_classes = {"audience": DataClass.CREW, "sealed": DataClass.SECRET, "payload_schema": DataClass.CREW}
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="parts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="parts")
    audience = models.CharField(
        max_length=10, choices=[(told.value, told.name.title()) for told in Audience if told is not Audience.HELD]
    )
    gets_all = models.BooleanField(default=False)
    """Heads of department get the whole sheet."""
    sealed = models.BinaryField()
    """The part and the list of changes, sealed."""
    payload_schema = models.PositiveSmallIntegerField()
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeated_by")
    """The first part with this very meaning: a confirmation of it stands for this part too."""

    data_classes["gets_all"] = DataClass.CREW

    class Meta(Fact.Meta):
        app_label = "core"
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "edition", "party"], name="part_is_one_per_edition_and_party"
            ),
        ]

    @property
    def root_id(self) -> int:
        """The part that a confirmation is counted under."""
        return self.same_as_id or self.pk


class HeldPart(TenantModel):
    """A party whose call is held back until cleared or overridden. Released when a part of theirs is published."""

    data_classes = {
        "blockers": DataClass.CREW,
        "held_at": DataClass.CREW,
        "released_at": DataClass.CREW,
        "sealed": DataClass.SECRET,
    }
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="held")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    blockers = models.JSONField()
    """The blockers as published: code, what, owner, next step."""
    sealed = models.BinaryField()
    """The part that waits, sealed."""
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        app_label = "core"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "edition", "party"], name="hold_is_one_per_edition_and_party"
            ),
        ]


class Acknowledgement(Fact):
    """A party said "I have read my part": bound to the edition and to that very part."""

    class Via(models.TextChoices):
        """How it was said."""

        LINK = "link"
        PHONE = "phone"  # told on the phone, entered by a coordinator

    data_classes = {"at": DataClass.CREW, "via": DataClass.CREW, "recorded_by_name": DataClass.CREW}
    part = models.ForeignKey(EditionPart, on_delete=models.PROTECT, related_name="acknowledgements")
    root = models.ForeignKey(EditionPart, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=8, choices=Via)
    at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=120, blank=True)

    class Meta(Fact.Meta):
        app_label = "core"
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "part"], name="part_is_acknowledged_once"),
        ]
