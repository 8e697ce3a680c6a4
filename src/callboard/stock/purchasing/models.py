"""Orders to suppliers, the history of their dates, and what was received (moves with the line as source)."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party
from callboard.stock.items.models import Item
from callboard.stock.purchasing.rules import PurchaseDateKind, PurchaseState


class PurchaseOrder(VersionedModel):
    """What we asked a supplier for."""

    data_classes = dict.fromkeys(
        ("number", "state", "supplier_number", "note", "created_at", "sent_at", "confirmed_at", "closed_at"),
        DataClass.CREW,
    ) | {"currency": DataClass.PAY}
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="purchase_orders")
    supplier = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="purchase_orders")
    number = models.CharField(max_length=40)
    supplier_number = models.CharField(max_length=60, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in PurchaseState], default=PurchaseState.DRAFT
    )
    currency = models.CharField(max_length=3)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "number"], name="purchase_number_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PurchaseLine(VersionedModel):
    """One item of a purchase order. Its date is the newest of its dates."""

    data_classes = dict.fromkeys(("position", "quantity", "due_on", "canceled_at", "cancel_reason"), DataClass.CREW) | {
        "price_minor": DataClass.PAY,
        "price_quantity": DataClass.PAY,
    }
    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="purchase_lines")
    quantity = models.BigIntegerField()
    price_minor = models.BigIntegerField(default=0)
    price_quantity = models.BigIntegerField(default=1)
    due_on = models.DateField()
    """The newest date; how it came about is in `PurchaseDate`."""
    canceled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "order", "position"], name="purchase_line_position_is_unique_in_order"
            ),
        ]


class PurchaseDate(Fact):
    """Who said, when, that a line comes on which date."""

    data_classes = dict.fromkeys(("kind", "on", "reason", "said_at"), DataClass.CREW)
    line = models.ForeignKey(PurchaseLine, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in PurchaseDateKind])
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta(Fact.Meta):
        app_label = "stock"
