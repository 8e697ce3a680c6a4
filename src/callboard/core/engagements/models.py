"""Engagements: a party's part in one production, and the departments they stand in."""

from __future__ import annotations

from django.db import models

from callboard.core.organizations.models import Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party


class Department(VersionedModel):
    """A department of a production, in the order of the crew list, with its pre-call and walkie channel."""

    data_classes = {
        "name": DataClass.PUBLIC,
        "position": DataClass.PUBLIC,
        "pre_call_minutes": DataClass.CREW,
        "channel": DataClass.CREW,
    }
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="departments")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    pre_call_minutes = models.SmallIntegerField(default=0)
    """Minutes before the general call at which the department starts."""
    channel = models.CharField(max_length=20, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "core"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "name"], name="department_name_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Engagement(VersionedModel):
    """A party's part in one production: position, department, dates and deal."""

    class Kind(models.TextChoices):
        """How the call sheet and the paperwork treat the party."""

        CAST = "cast"
        CREW = "crew"
        BACKGROUND = "background"
        VENDOR = "vendor"

    class RatePer(models.TextChoices):
        """What one rate buys."""

        DAY = "day"
        WEEK = "week"
        FLAT = "flat"

    data_classes = {
        **dict.fromkeys(
            (
                "kind",
                "position",
                "is_head",
                "starts_on",
                "ends_on",
                "ended_at",
                "make_up_minutes",
                "wardrobe_minutes",
                "travel_minutes",
                "rest_rule",
                "drives",
                "status_note",
                "created_at",
            ),
            DataClass.CREW,
        ),
        **dict.fromkeys(
            (
                "rate_minor",
                "currency",
                "rate_per",
                "hold_rate_minor",
                "kit_minor",
                "can_hold",
                "drop_after_days",
                "deal_note",
            ),
            DataClass.PAY,
        ),
    }
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="engagements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="engagements")
    kind = models.CharField(max_length=12, choices=Kind)
    position = models.CharField(max_length=80)
    """Job title, or for cast the character, for vendors what they supply."""
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements"
    )
    is_head = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    make_up_minutes = models.PositiveSmallIntegerField(default=0)
    wardrobe_minutes = models.PositiveSmallIntegerField(default=0)
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    """Minutes from pick-up to the place; 0 when they come by themselves."""
    rest_rule = models.CharField(max_length=40, blank=True)
    """Code of the rest preset (core.hours.rules) that holds for this deal."""
    drives = models.BooleanField(default=False)
    status_note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    rate_minor = models.BigIntegerField(null=True, blank=True)
    """Whole cents (or the currency's smallest unit)."""
    currency = models.CharField(max_length=3, blank=True)
    rate_per = models.CharField(max_length=5, choices=RatePer, default=RatePer.DAY)
    hold_rate_minor = models.BigIntegerField(null=True, blank=True)
    kit_minor = models.BigIntegerField(null=True, blank=True)
    can_hold = models.BooleanField(default=True)
    drop_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    deal_note = models.TextField(blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "core"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "party", "position"],
                name="engagement_is_one_per_party_and_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} ({self.position})"
