"""Shipments: what is packed for a client, in which packages, and when it left."""

from __future__ import annotations

from django.db import models

from callboard.core.organizations.models import Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Store
from callboard.stock.shipping.rules import ShipmentState


class Shipment(VersionedModel):
    """Goods on their way to a client."""

    data_classes = dict.fromkeys(
        ("number", "state", "carrier", "tracking", "note", "created_at", "shipped_at", "delivered_at", "proof"),
        DataClass.CREW,
    ) | {"address": DataClass.CONTACT}
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="shipments")
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="shipments")
    number = models.CharField(max_length=20)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in ShipmentState], default=ShipmentState.PACKING
    )
    address = models.CharField(max_length=300, blank=True)
    carrier = models.CharField(max_length=80, blank=True)
    tracking = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    proof = models.CharField(max_length=200, blank=True)
    """Who signed for it."""

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "number"], name="shipment_number_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Package(VersionedModel):
    """A box or pallet of a shipment."""

    data_classes = dict.fromkeys(("number", "sscc", "weight_grams"), DataClass.CREW)
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="packages")
    number = models.PositiveSmallIntegerField()
    supply = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The shipping supply it is packed in; one is used up when the shipment leaves."""
    sscc = models.CharField(max_length=18, blank=True)
    weight_grams = models.PositiveIntegerField(default=0)

    class Meta(VersionedModel.Meta):
        app_label = "stock"


class ShipmentLine(VersionedModel):
    """So much of an item for one line of a client's order."""

    data_classes = dict.fromkeys(("quantity", "for_id", "label"), DataClass.CREW)
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    package = models.ForeignKey(Package, null=True, blank=True, on_delete=models.SET_NULL, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    for_id = models.UUIDField()
    """The client's order line (its public id)."""
    label = models.CharField(max_length=120)

    class Meta(VersionedModel.Meta):
        app_label = "stock"
