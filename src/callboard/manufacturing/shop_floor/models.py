"""What happened on the floor: reports that are only added, and what was not right."""

from __future__ import annotations

from django.db import models

from callboard.core.engagements.models import Engagement
from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.manufacturing.shop_floor.rules import Disposition, ReportKind
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Move


class FloorReport(Fact):
    """One thing that happened at an operation. States, counts and work in process are folds of these."""

    data_classes = dict.fromkeys(
        ("kind", "quantity", "reason", "happened_at", "recorded_at", "device", "is_flagged"), DataClass.CREW
    )
    operation = models.ForeignKey(WorkOperation, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ReportKind])
    quantity = models.BigIntegerField(default=0)
    """Steps of the order's item; 0 for start and stop."""
    reason = models.CharField(max_length=300, blank=True)
    operator = models.ForeignKey(Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Whose work it was, where that is not the one who typed it."""
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=60, blank=True)
    is_flagged = models.BooleanField(default=False)
    """More than can be: accepted, and on the list to reconcile."""
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta(Fact.Meta):
        app_label = "manufacturing"
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(quantity__gte=0), name="report_is_not_negative"),
        ]
        indexes = [models.Index(fields=["organization", "operation", "happened_at"], name="report_by_operation")]


class ReportMove(Fact):
    """A move of the ledger that a report brought about: taking the report back takes the move back."""

    data_classes = {}
    report = models.ForeignKey(FloorReport, on_delete=models.PROTECT, related_name="moves")
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="+")

    class Meta(Fact.Meta):
        app_label = "manufacturing"


class Nonconformance(VersionedModel):
    """Something is not right: so much, where, why, and what was decided."""

    data_classes = dict.fromkeys(
        ("number", "quantity", "what", "opened_at", "disposition", "decision", "decided_at"), DataClass.CREW
    )
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="nonconformances")
    number = models.CharField(max_length=20)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    work_order = models.ForeignKey(
        WorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="nonconformances"
    )
    operation = models.ForeignKey(WorkOperation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    what = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    disposition = models.CharField(max_length=20, choices=[(d.value, d.value) for d in Disposition], blank=True)
    decision = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "number"], name="nonconformance_number_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.number
