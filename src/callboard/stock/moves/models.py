"""The ledger: places that hold stock, moves between them, who needs what, and what does not add up yet."""

from __future__ import annotations

from django.db import models

from callboard.core.engagements.models import Department
from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.rules import ON_HAND, MoveKind, StoreKind


class Store(VersionedModel):
    """A place of the ledger: a shelf, a line side, quarantine, a vendor's yard, or the world outside."""

    data_classes = dict.fromkeys(("code", "name", "kind", "is_active", "count_position"), DataClass.CREW)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="stores")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in StoreKind])
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="stores")
    vendor = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="stores")
    count_position = models.PositiveIntegerField(default=0)
    """The order in which a picker or counter walks past."""
    is_active = models.BooleanField(default=True)

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "code"], name="store_code_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_ours(self) -> bool:
        """Whether what lies there is on hand; the other places are the world around the plant."""
        return self.kind in ON_HAND


class Move(Fact):
    """So much of an item went from one place to another. On hand is the sum of moves; no row holds a balance."""

    data_classes = dict.fromkeys(
        ("kind", "quantity", "happened_at", "recorded_at", "reason", "source_kind", "source", "label", "device"),
        DataClass.CREW,
    ) | {"value_minor": DataClass.PAY}
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="moves")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="moves")
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.PROTECT, related_name="moves")
    from_store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="moves_out")
    to_store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="moves_in")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in MoveKind])
    quantity = models.BigIntegerField()
    """Steps of the item, more than zero."""
    value_minor = models.BigIntegerField(default=0)
    """What the quantity was worth when it moved, in the production's currency."""
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    charged_to = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    source_kind = models.CharField(max_length=20, blank=True)
    """What caused it: "purchase line", "work order", "shipment line", "count line"."""
    source = models.UUIDField(null=True, blank=True)
    label = models.CharField(max_length=120, blank=True)
    """The cause in words, as on paper: PO-1004."""
    device = models.CharField(max_length=60, blank=True)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta(Fact.Meta):
        app_label = "stock"
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="move_moves_something"),
            models.CheckConstraint(
                condition=~models.Q(from_store=models.F("to_store")), name="move_goes_to_another_place"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "item", "to_store"], name="move_in"),
            models.Index(fields=["organization", "item", "from_store"], name="move_out"),
            models.Index(fields=["organization", "source"], name="move_source"),
            models.Index(fields=["organization", "production", "-happened_at"], name="move_newest"),
        ]


class LotUse(Fact):
    """Genealogy: so much of one lot went into another."""

    data_classes = dict.fromkeys(("quantity", "is_inferred", "at", "source_kind", "source", "label"), DataClass.CREW)
    consumed = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="used_in")
    produced = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="made_from")
    quantity = models.BigIntegerField()
    is_inferred = models.BooleanField(default=False)
    """Nobody scanned it: one of the lots that may have been used."""
    at = models.DateTimeField()
    source_kind = models.CharField(max_length=20, blank=True)
    source = models.UUIDField(null=True, blank=True)
    label = models.CharField(max_length=120, blank=True)

    class Meta(Fact.Meta):
        app_label = "stock"


class Reservation(VersionedModel):
    """Somebody needs so much by a date. What each gets is worked out by need date, never kept in a row."""

    data_classes = dict.fromkeys(
        ("quantity", "need_on", "priority", "for_kind", "for_id", "label", "made_at", "released_at"), DataClass.CREW
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="reservations")
    quantity = models.BigIntegerField()
    need_on = models.DateField()
    priority = models.PositiveSmallIntegerField(default=5)
    for_kind = models.CharField(max_length=20)
    """"work material" or "order line"."""
    for_id = models.UUIDField()
    label = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.CheckConstraint(condition=models.Q(quantity__gte=0), name="reservation_is_not_negative"),
            models.UniqueConstraint(
                fields=["organization", "for_id", "item"],
                condition=models.Q(released_at=None),
                name="reservation_is_one_per_need_and_item",
            ),
        ]


class Discrepancy(VersionedModel):
    """Something was reported that does not add up: accepted, flagged, and to be reconciled by a person."""

    data_classes = dict.fromkeys(
        ("what", "parameters", "source_kind", "source", "opened_at", "settled_at", "settlement"), DataClass.CREW
    )
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="discrepancies")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=300)
    """A message id; `parameters` fill its places."""
    parameters = models.JSONField(default=dict)
    source_kind = models.CharField(max_length=20)
    source = models.UUIDField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settlement = models.CharField(max_length=300, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "stock"
