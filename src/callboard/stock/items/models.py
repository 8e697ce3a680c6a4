"""The catalog: items of every kind, their own units, lots, and who supplies them.

Quantities are whole numbers of an item's smallest step: with `decimals` = 3 and the unit "m", 1500 is 1.5 m.
"""

from __future__ import annotations

from django.db import models

from callboard.core.attachments.models import Attachment
from callboard.core.engagements.models import Department
from callboard.core.organizations.models import Production, TenantModel, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party
from callboard.stock.items.rules import ItemKind, LotPolicy, Source, Tracking


class Item(VersionedModel):
    """Something that is bought, made, used or shipped."""

    data_classes = dict.fromkeys(
        (
            "code",
            "name",
            "description",
            "kind",
            "unit",
            "decimals",
            "tracking",
            "source",
            "is_phantom",
            "is_active",
            "lead_days",
            "safety_days",
            "safety_stock",
            "lot_policy",
            "lot_quantity",
            "lot_minimum",
            "lot_multiple",
            "lot_maximum",
            "lot_days",
            "reorder_point",
            "reorder_up_to",
            "abc_class",
            "yield_ppm",
            "shelf_days",
            "planner",
            "needs_inspection",
        ),
        DataClass.CREW,
    ) | dict.fromkeys(("standard_cost_minor", "setup_cost_minor", "hold_cost_ppm"), DataClass.PAY)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ItemKind])
    unit = models.CharField(max_length=12, default="pcs")
    """The stock unit: a code of `unit_rules.UNITS`."""
    decimals = models.PositiveSmallIntegerField(default=0)
    """Quantities are whole numbers of 10 ** -decimals stock units."""
    tracking = models.CharField(max_length=8, choices=[(t.value, t.value) for t in Tracking], default=Tracking.NONE)
    source = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Source], default=Source.BUY)
    is_phantom = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    lead_days = models.PositiveSmallIntegerField(default=0)
    """Working days from order to stock."""
    safety_days = models.PositiveSmallIntegerField(default=0)
    safety_stock = models.BigIntegerField(default=0)
    lot_policy = models.CharField(
        max_length=20, choices=[(p.value, p.value) for p in LotPolicy], default=LotPolicy.LOT_FOR_LOT
    )
    lot_quantity = models.BigIntegerField(default=0)
    lot_minimum = models.BigIntegerField(default=0)
    lot_multiple = models.BigIntegerField(default=0)
    lot_maximum = models.BigIntegerField(default=0)
    lot_days = models.PositiveSmallIntegerField(default=0)
    """For the period policy: working days that one order covers."""
    reorder_point = models.BigIntegerField(default=0)
    reorder_up_to = models.BigIntegerField(default=0)
    abc_class = models.CharField(max_length=1, blank=True)
    yield_ppm = models.PositiveIntegerField(default=1_000_000)
    """Good parts per million started."""
    shelf_days = models.PositiveSmallIntegerField(null=True, blank=True)
    planner = models.CharField(max_length=120, blank=True)
    """Who looks after it: action messages go to them."""
    needs_inspection = models.BooleanField(default=False)
    """What arrives or is made waits in quarantine until released."""
    charged_to = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="supplies"
    )
    """The department that pays for a supply."""
    standard_cost_minor = models.BigIntegerField(default=0)
    """Cost of one whole stock unit."""
    setup_cost_minor = models.BigIntegerField(default=0)
    hold_cost_ppm = models.PositiveIntegerField(default=0)
    """Cost of holding one unit for a working day, in millionths of its standard cost."""

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "code"], name="item_code_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ItemUnit(VersionedModel):
    """A unit of one item's own: 1 roll = 25 m. It outweighs the general factor of the same name."""

    data_classes = dict.fromkeys(("unit", "numerator", "denominator"), DataClass.CREW)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="units")
    unit = models.CharField(max_length=20)
    numerator = models.PositiveBigIntegerField()
    denominator = models.PositiveBigIntegerField(default=1)
    """One `unit` is numerator / denominator stock units."""

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "item", "unit"], name="item_unit_is_named_once"),
        ]


class Lot(VersionedModel):
    """A batch, or a single serial-numbered piece, of an item."""

    data_classes = dict.fromkeys(
        ("code", "made_on", "expires_on", "supplier_code", "held_since", "hold_reason"), DataClass.CREW
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="lots")
    code = models.CharField(max_length=60)
    made_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    supplier_code = models.CharField(max_length=60, blank=True)
    held_since = models.DateTimeField(null=True, blank=True)
    """On quality hold: nothing of it is available, wherever it lies."""
    hold_reason = models.CharField(max_length=300, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "item", "code"], name="lot_code_is_unique_in_item"),
        ]

    def __str__(self) -> str:
        return self.code


class SupplierItem(VersionedModel):
    """What a supplier asks for an item, and how fast they are."""

    data_classes = dict.fromkeys(
        ("supplier_code", "minimum", "multiple", "lead_days", "is_preferred", "is_active"), DataClass.CREW
    ) | dict.fromkeys(("price_minor", "price_quantity", "currency"), DataClass.PAY)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="suppliers")
    supplier = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="supplied_items")
    supplier_code = models.CharField(max_length=80, blank=True)
    price_minor = models.BigIntegerField(default=0)
    """Price of `price_quantity` steps of the item."""
    price_quantity = models.BigIntegerField(default=1)
    currency = models.CharField(max_length=3, blank=True)
    minimum = models.BigIntegerField(default=0)
    multiple = models.BigIntegerField(default=0)
    lead_days = models.PositiveSmallIntegerField(default=0)
    is_preferred = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "item", "supplier", "supplier_code"],
                name="supplier_item_is_one_per_supplier_and_code",
            ),
        ]


class ItemFile(TenantModel):
    """A file kept with an item: a drawing, a data sheet, a picture."""

    data_classes = {"added_at": DataClass.CREW}
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        app_label = "stock"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "item", "attachment"], name="item_file_is_kept_once"),
        ]

    def __str__(self) -> str:
        return self.attachment.file_name
