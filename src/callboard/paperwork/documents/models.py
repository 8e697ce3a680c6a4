"""Kinds of papers, which parties owe them, and the signed copies."""

from __future__ import annotations

from django.db import models

from callboard.core.attachments.models import Attachment
from callboard.core.engagements.models import Engagement
from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.paperwork.documents.rules import PaperState


class PaperKind(VersionedModel):
    """A kind of paper of a production: who needs it, and by when."""

    class Due(models.TextChoices):
        """The moment by which the paper must be in hand."""

        BEFORE_FIRST_CALL = "before first call"
        WITHIN_DAYS_OF_START = "within days of start"
        BEFORE_FIRST_DRIVE = "before first drive"

    data_classes = dict.fromkeys(
        (
            "name",
            "for_kinds",
            "for_minors",
            "for_drivers",
            "only_minors",
            "due",
            "due_days",
            "position",
            "is_active",
            "data_class",
        ),
        DataClass.CREW,
    )
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="paper_kinds")
    name = models.CharField(max_length=80)
    for_kinds = models.JSONField(default=list)
    """Kinds of engagement that need it: cast, crew, background, vendor."""
    only_minors = models.BooleanField(default=False)
    for_drivers = models.BooleanField(default=False)
    """Needed by whoever drives, whatever their kind."""
    for_minors = models.BooleanField(default=True)
    """False: minors do not need it (another paper takes its place)."""
    due = models.CharField(max_length=24, choices=Due, default=Due.BEFORE_FIRST_CALL)
    due_days = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    data_class = models.CharField(max_length=10, default=DataClass.PAY)
    """Who may open the signed copy."""

    class Meta(VersionedModel.Meta):
        app_label = "paperwork"
        ordering = ["position", "id"]
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "name"], name="paper_kind_name_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Paper(VersionedModel):
    """One paper that one engagement owes, and where it stands."""

    data_classes = dict.fromkeys(
        ("state", "due_on", "out_at", "signed_on", "valid_until", "checked_by_name", "checked_at", "reason"),
        DataClass.CREW,
    )
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="papers")
    kind = models.ForeignKey(PaperKind, on_delete=models.PROTECT, related_name="papers")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.name.title()) for state in PaperState],
        default=PaperState.NEEDED.value,
    )
    due_on = models.DateField(null=True, blank=True)
    """None: due before the first call, whenever that is."""
    out_at = models.DateTimeField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    checked_by_name = models.CharField(max_length=120, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it was rejected or waived."""

    class Meta(VersionedModel.Meta):
        app_label = "paperwork"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "engagement", "kind"], name="paper_is_one_per_engagement_and_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.engagement}"


class SignedCopy(Fact):
    """The upload of a signed paper, with who checked it."""

    data_classes = {"at": DataClass.CREW, "checked_by_name": DataClass.CREW}
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="copies")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    checked_by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(Fact.Meta):
        app_label = "paperwork"
