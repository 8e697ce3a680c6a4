"""The call sheet while it is worked on. What was published lies, frozen, in core.publishing."""

from __future__ import annotations

from django.db import models

from callboard.core.engagements.models import Department, Engagement
from callboard.core.organizations.models import Production, TenantModel, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.places.models import Place
from callboard.film.breakdown.models import Scene


class CallSheet(VersionedModel):
    """The working sheet of one production day (and unit). All times are minutes after midnight of that day, local."""

    data_classes = dict.fromkeys(
        (
            "day",
            "day_number",
            "day_count",
            "unit",
            "title",
            "general_call",
            "shooting_call",
            "estimated_wrap",
            "breakfast",
            "lunch",
            "weather",
            "safety",
            "notes",
            "advance",
            "closed_set",
            "script_color",
            "schedule_color",
            "hospital",
            "company_moves",
            "transport",
            "equipment",
            "status",
        ),
        DataClass.CREW,
    )
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="call_sheets")
    day = models.DateField()
    """The production day; a night shoot belongs to the day it began."""
    day_number = models.PositiveSmallIntegerField(null=True, blank=True)
    day_count = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=40, default="Main unit")
    title = models.CharField(max_length=160, blank=True)
    general_call = models.PositiveSmallIntegerField()
    shooting_call = models.PositiveSmallIntegerField(null=True, blank=True)
    estimated_wrap = models.PositiveSmallIntegerField(null=True, blank=True)
    breakfast = models.PositiveSmallIntegerField(null=True, blank=True)
    lunch = models.PositiveSmallIntegerField(null=True, blank=True)
    weather = models.CharField(max_length=200, blank=True)
    safety = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    advance = models.TextField(blank=True)
    closed_set = models.BooleanField(default=False)
    script_color = models.CharField(max_length=40, blank=True)
    schedule_color = models.CharField(max_length=40, blank=True)
    hospital = models.CharField(max_length=300, blank=True)
    company_moves = models.TextField(blank=True)
    transport = models.TextField(blank=True)
    equipment = models.TextField(blank=True)
    status = models.CharField(max_length=12, default="final", choices=[("prelim", "prelim"), ("final", "final")])
    main_place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit_base = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    crew_parking = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(VersionedModel.Meta):
        app_label = "film"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "day", "unit"], name="one_sheet_per_day_and_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"Call sheet {self.day:%Y-%m-%d}"


class SheetScene(VersionedModel):
    """A row of the day's work in shooting order: a scene, or a timed line without a script (a commercial, a move)."""

    data_classes = dict.fromkeys(
        ("position", "label", "description", "eighths", "minutes", "starts_at_minutes", "cast_numbers"), DataClass.CREW
    )
    call_sheet = models.ForeignKey(CallSheet, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    scene = models.ForeignKey(Scene, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60, blank=True)
    """Scene number, or what a timed line is called."""
    description = models.CharField(max_length=300, blank=True)
    eighths = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    starts_at_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    """Typed by hand; else worked out from the shooting call and the rows before."""
    cast_numbers = models.CharField(max_length=120, blank=True)
    """For a row without a scene: who is in it, comma separated."""
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(VersionedModel.Meta):
        app_label = "film"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label or self.description


class BackgroundGroup(VersionedModel):
    """So many background performers alike, with one call; named people may stand in the group too."""

    data_classes = dict.fromkeys(
        ("name", "count", "anchor", "minutes", "wardrobe", "holding", "position"), DataClass.CREW
    )
    call_sheet = models.ForeignKey(CallSheet, on_delete=models.CASCADE, related_name="background_groups")
    name = models.CharField(max_length=120)
    count = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=8, default="general", choices=[("general", "general"), ("fixed", "fixed")])
    minutes = models.SmallIntegerField(default=0)
    """Offset from the general call, or with anchor "fixed" minutes after midnight."""
    wardrobe = models.CharField(max_length=200, blank=True)
    holding = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(VersionedModel.Meta):
        app_label = "film"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.count} {self.name}"


class Call(VersionedModel):
    """One party, one place, one time, one reason, on one sheet."""

    class Anchor(models.TextChoices):
        """What the time hangs on."""

        GENERAL = "general"
        FIXED = "fixed"
        ON_CALL = "on_call"

    data_classes = dict.fromkeys(
        (
            "anchor",
            "minutes",
            "make_up_minutes",
            "wardrobe_minutes",
            "travel_minutes",
            "status",
            "remarks",
            "is_called",
        ),
        DataClass.CREW,
    )
    call_sheet = models.ForeignKey(CallSheet, on_delete=models.CASCADE, related_name="calls")
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="calls")
    anchor = models.CharField(max_length=8, choices=Anchor, default=Anchor.GENERAL)
    minutes = models.SmallIntegerField(default=0)
    """When due on set (cast) or at work (others): offset from the general call, or "fixed" minutes after midnight."""
    make_up_minutes = models.PositiveSmallIntegerField(default=0)
    wardrobe_minutes = models.PositiveSmallIntegerField(default=0)
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=6, blank=True)
    """Work status of the day: SW, W, WF, SWF, H …"""
    remarks = models.CharField(max_length=300, blank=True)
    is_called = models.BooleanField(default=True)
    """False: listed (hold), but not called."""
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(BackgroundGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="calls")

    class Meta(VersionedModel.Meta):
        app_label = "film"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "call_sheet", "engagement"], name="call_is_one_per_sheet_and_engagement"
            ),
        ]

    def __str__(self) -> str:
        return str(self.engagement)


class DepartmentNote(VersionedModel):
    """What one department must know or bring on the day."""

    data_classes = {"text": DataClass.CREW}
    call_sheet = models.ForeignKey(CallSheet, on_delete=models.CASCADE, related_name="department_notes")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta(VersionedModel.Meta):
        app_label = "film"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "call_sheet", "department"], name="one_note_per_department_and_sheet"
            ),
        ]


class WalkieChannel(TenantModel):
    """A radio channel and who talks on it."""

    data_classes = {"channel": DataClass.CREW, "use": DataClass.CREW}
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="walkie_channels")
    channel = models.CharField(max_length=10)
    use = models.CharField(max_length=80)

    class Meta(TenantModel.Meta):
        app_label = "film"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "channel"], name="walkie_channel_is_listed_once"
            ),
        ]
