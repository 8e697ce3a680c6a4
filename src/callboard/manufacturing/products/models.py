"""What an item is made of, and how."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from callboard.core.engagements.models import Department
from callboard.core.organizations.models import VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party
from callboard.core.resources.models import Machine, Skill
from callboard.manufacturing.products.rules import RevisionState
from callboard.stock.items.models import Item

STATES = [(state.value, state.value) for state in RevisionState]


class Bom(VersionedModel):
    """One revision of a bill of materials. It holds for orders that start in [from_on, to_on)."""

    data_classes = dict.fromkeys(
        ("revision", "state", "from_on", "to_on", "batch_quantity", "note", "released_at"), DataClass.CREW
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="boms")
    revision = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=STATES, default=RevisionState.DRAFT)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    batch_quantity = models.BigIntegerField(default=1)
    """Steps of the item that the lines' quantities are for."""
    note = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "item", "revision"], name="bom_revision_is_unique_in_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} {self.revision}"


class BomLine(VersionedModel):
    """One component of a bill."""

    data_classes = dict.fromkeys(
        (
            "position",
            "quantity",
            "is_fixed",
            "scrap_ppm",
            "operation_number",
            "from_on",
            "to_on",
            "alternative_group",
            "alternative_priority",
            "offset_days",
            "references",
            "is_backflushed",
        ),
        DataClass.CREW,
    )
    bom = models.ForeignKey(Bom, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    component = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="used_in_lines")
    quantity = models.BigIntegerField()
    """Steps of the component for one batch of the parent, or for the whole order when fixed."""
    is_fixed = models.BooleanField(default=False)
    scrap_ppm = models.PositiveIntegerField(default=0)
    """Of a million pieces, so many are lost: need = quantity / (1 - scrap)."""
    operation_number = models.PositiveSmallIntegerField(null=True, blank=True)
    """The operation it is issued at; empty: the first."""
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    alternative_group = models.CharField(max_length=20, blank=True)
    alternative_priority = models.PositiveSmallIntegerField(default=1)
    offset_days = models.SmallIntegerField(default=0)
    """Working days after the order's start at which it is needed."""
    references = models.CharField(max_length=300, blank=True)
    is_backflushed = models.BooleanField(default=True)
    """Taken by what was reported; otherwise picked and issued by hand."""

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "bom", "position"], name="bom_position_is_unique_in_bom"),
        ]


class Routing(VersionedModel):
    """One revision of how an item is made."""

    data_classes = dict.fromkeys(("revision", "state", "from_on", "to_on", "note", "released_at"), DataClass.CREW)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="routings")
    revision = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=STATES, default=RevisionState.DRAFT)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "item", "revision"], name="routing_revision_is_unique_in_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} {self.revision}"


class Operation(VersionedModel):
    """One step of a routing. Operations follow each other by number."""

    data_classes = dict.fromkeys(
        (
            "number",
            "name",
            "instructions",
            "setup_minutes",
            "run_seconds",
            "run_quantity",
            "batch_quantity",
            "batch_minutes",
            "queue_minutes",
            "wait_minutes",
            "move_minutes",
            "yield_ppm",
            "crew_size",
            "skill_level",
            "setup_family",
            "is_outside",
            "outside_days",
        ),
        DataClass.CREW,
    ) | {"outside_price_minor": DataClass.PAY}
    routing = models.ForeignKey(Routing, on_delete=models.CASCADE, related_name="operations")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    instructions = models.TextField(blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="operations")
    machine = models.ForeignKey(Machine, null=True, blank=True, on_delete=models.PROTECT, related_name="operations")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="operations")
    skill_level = models.PositiveSmallIntegerField(default=1)
    crew_size = models.PositiveSmallIntegerField(default=1)
    setup_minutes = models.PositiveIntegerField(default=0)
    run_seconds = models.PositiveIntegerField(default=0)
    """Seconds for `run_quantity` steps of the item."""
    run_quantity = models.BigIntegerField(default=1)
    batch_quantity = models.BigIntegerField(default=0)
    """For an oven: steps that go in at once; 0 for work piece by piece."""
    batch_minutes = models.PositiveIntegerField(default=0)
    queue_minutes = models.PositiveIntegerField(default=0)
    wait_minutes = models.PositiveIntegerField(default=0)
    """Elapsed time after the run, such as cooling: it passes outside working hours, too."""
    move_minutes = models.PositiveIntegerField(default=0)
    yield_ppm = models.PositiveIntegerField(default=1_000_000)
    setup_family = models.CharField(max_length=40, blank=True)
    is_outside = models.BooleanField(default=False)
    vendor = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside_days = models.PositiveSmallIntegerField(default=0)
    outside_price_minor = models.BigIntegerField(default=0)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "routing", "number"], name="operation_number_is_unique_in_routing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class ItemLevel(VersionedModel):
    """Kept up to date with every bill: the low-level code (0 is the top), and the longest path of lead times."""

    data_classes = dict.fromkeys(("low_level", "total_lead_days"), DataClass.CREW)
    is_derived: ClassVar[bool] = True
    """Made from bills and lead times, and made anew from them: it ties nobody's hands."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="level")
    low_level = models.PositiveSmallIntegerField(default=0)
    total_lead_days = models.PositiveIntegerField(default=0)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
