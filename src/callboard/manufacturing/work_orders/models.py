"""Work orders, with the materials and operations that were copied into them at release."""

from __future__ import annotations

from django.db import models

from callboard.core.engagements.models import Department
from callboard.core.organizations.models import Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party
from callboard.core.resources.models import Machine, Skill
from callboard.manufacturing.orders.models import OrderLine
from callboard.manufacturing.products.models import Bom, Routing
from callboard.manufacturing.work_orders.rules import WorkState
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Store


class WorkOrder(VersionedModel):
    """So much of an item is to be made by a date."""

    data_classes = dict.fromkeys(
        (
            "number",
            "state",
            "held_from",
            "hold_reason",
            "quantity",
            "start_on",
            "due_on",
            "priority",
            "note",
            "released_at",
            "release_reason",
            "kitted_at",
            "completed_at",
            "closed_at",
            "created_at",
        ),
        DataClass.CREW,
    )
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="work_orders")
    number = models.CharField(max_length=20)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="work_orders")
    quantity = models.BigIntegerField()
    """Good steps wanted."""
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in WorkState], default=WorkState.FIRM)
    held_from = models.CharField(max_length=12, blank=True)
    hold_reason = models.CharField(max_length=300, blank=True)
    start_on = models.DateField()
    due_on = models.DateField()
    priority = models.PositiveSmallIntegerField(default=5)
    order_line = models.ForeignKey(
        OrderLine, null=True, blank=True, on_delete=models.PROTECT, related_name="work_orders"
    )
    """Made for this client's line, where it is made to order."""
    makes_up = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="made_up_by")
    """It replaces what another order lost."""
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="split_into")
    bom = models.ForeignKey(Bom, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    routing = models.ForeignKey(Routing, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.PROTECT, related_name="work_orders")
    """The lot that is born from it."""
    to_store = models.ForeignKey(Store, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Where the finished goods go."""
    note = models.TextField(blank=True)
    release_reason = models.CharField(max_length=300, blank=True)
    """Why it was released although something was short."""
    created_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    kitted_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "number"], name="work_order_number_is_unique_in_production"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="work_order_makes_something"),
        ]

    def __str__(self) -> str:
        return self.number


class WorkMaterial(VersionedModel):
    """A component of one work order, frozen from the bill at release. Issued is the sum of its moves."""

    data_classes = dict.fromkeys(
        (
            "position",
            "quantity",
            "per_numerator",
            "per_denominator",
            "is_fixed",
            "operation_number",
            "need_on",
            "is_backflushed",
            "references",
        ),
        DataClass.CREW,
    )
    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="materials")
    position = models.PositiveSmallIntegerField()
    component = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="work_materials")
    quantity = models.BigIntegerField()
    """Needed for the whole order, scrap included, rounded up once."""
    per_numerator = models.BigIntegerField()
    per_denominator = models.BigIntegerField(default=1)
    """Needed for one step that enters the operation, scrap included (0 when fixed)."""
    is_fixed = models.BooleanField(default=False)
    operation_number = models.PositiveSmallIntegerField(null=True, blank=True)
    need_on = models.DateField()
    is_backflushed = models.BooleanField(default=True)
    from_store = models.ForeignKey(Store, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    references = models.CharField(max_length=300, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "work_order", "position"], name="work_material_position_is_unique_in_order"
            ),
        ]


class WorkOperation(VersionedModel):
    """An operation of one work order, frozen from the routing at release. What happened is in the floor's reports."""

    data_classes = dict.fromkeys(
        (
            "number",
            "name",
            "instructions",
            "planned_quantity",
            "setup_minutes",
            "run_minutes",
            "queue_minutes",
            "wait_minutes",
            "move_minutes",
            "yield_ppm",
            "crew_size",
            "skill_level",
            "setup_family",
            "is_outside",
            "back_on",
            "start_on",
            "due_on",
        ),
        DataClass.CREW,
    )
    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="operations")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    instructions = models.TextField(blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    machine = models.ForeignKey(Machine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    skill_level = models.PositiveSmallIntegerField(default=1)
    crew_size = models.PositiveSmallIntegerField(default=1)
    planned_quantity = models.BigIntegerField()
    """Steps that must enter so that the order's quantity comes out: yields taken into account."""
    setup_minutes = models.PositiveIntegerField(default=0)
    run_minutes = models.PositiveIntegerField(default=0)
    """For the whole planned quantity."""
    queue_minutes = models.PositiveIntegerField(default=0)
    wait_minutes = models.PositiveIntegerField(default=0)
    move_minutes = models.PositiveIntegerField(default=0)
    yield_ppm = models.PositiveIntegerField(default=1_000_000)
    setup_family = models.CharField(max_length=40, blank=True)
    is_outside = models.BooleanField(default=False)
    vendor = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    back_on = models.DateField(null=True, blank=True)
    """When the vendor is to have it back."""
    start_on = models.DateField()
    due_on = models.DateField()

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "work_order", "number"], name="work_operation_number_is_unique_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
