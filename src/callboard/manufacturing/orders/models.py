"""Clients' orders, and the history of the dates they were told."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party
from callboard.manufacturing.orders.rules import OrderDateKind, OrderState
from callboard.stock.items.models import Item


class ClientOrder(VersionedModel):
    """What a client ordered."""

    data_classes = dict.fromkeys(
        ("number", "client_number", "state", "ordered_on", "note", "created_at", "closed_at"), DataClass.CREW
    ) | {"currency": DataClass.PAY, "ship_to": DataClass.CONTACT}
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="client_orders")
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="client_orders")
    number = models.CharField(max_length=40)
    client_number = models.CharField(max_length=60, blank=True)
    """The client's own number: on everything they see."""
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in OrderState], default=OrderState.OPEN)
    ordered_on = models.DateField()
    currency = models.CharField(max_length=3, blank=True)
    ship_to = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "number"], name="client_order_number_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(VersionedModel):
    """One item of a client's order. Shipped is the sum of its shipments."""

    data_classes = dict.fromkeys(
        ("position", "quantity", "due_on", "priority", "canceled_at", "cancel_reason"), DataClass.CREW
    ) | {"price_minor": DataClass.PAY}
    order = models.ForeignKey(ClientOrder, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="order_lines")
    quantity = models.BigIntegerField()
    price_minor = models.BigIntegerField(default=0)
    """Price of one whole stock unit."""
    due_on = models.DateField()
    """The newest of its dates; all are in `OrderDate`."""
    priority = models.PositiveSmallIntegerField(default=5)
    """1 goes first."""
    canceled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "order", "position"], name="order_line_position_is_unique_in_order"
            ),
        ]


class OrderDate(Fact):
    """A date that was named for an order line: which, by whom, when and why."""

    data_classes = dict.fromkeys(("kind", "on", "reason", "said_at"), DataClass.CREW)
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=14, choices=[(k.value, k.value) for k in OrderDateKind])
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta(Fact.Meta):
        app_label = "manufacturing"
