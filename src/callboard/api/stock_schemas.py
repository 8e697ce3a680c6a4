"""The shapes of the catalog on the wire. Quantities are texts in the item's unit ("1.5"), never floats."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from callboard.api.schemas import Asked

Written = Field(None, max_length=40, description="A quantity: 1.5, 1 200 mm, 3 roll. Without a unit, the stock unit.")


class ItemSupplierOut(Schema):
    """Who supplies an item. Prices are null for roles that may not see them."""

    supplier: str
    supplier_code: str
    price: str | None
    price_quantity: str | None
    currency: str | None
    minimum: str
    multiple: str
    lead_days: int
    is_preferred: bool
    is_active: bool


class ItemOut(Schema):
    """An item of the catalog and where it stands. Costs are null for roles that may not see them."""

    id: UUID
    version: int
    code: str
    name: str
    description: str
    kind: str
    unit: str
    decimals: int
    tracking: str
    source: str
    is_phantom: bool
    is_active: bool
    lead_days: int
    safety_days: int
    safety_stock: str
    lot_policy: str
    lot_quantity: str
    lot_minimum: str
    lot_multiple: str
    lot_maximum: str
    lot_days: int
    reorder_point: str
    reorder_up_to: str
    abc_class: str
    yield_ppm: int
    shelf_days: int | None
    planner: str
    needs_inspection: bool
    charged_to: str
    standard_cost_minor: int | None
    setup_cost_minor: int | None
    hold_cost_ppm: int | None
    on_hand: str
    free: str
    own_units: dict[str, str]
    suppliers: list[ItemSupplierOut]


class ItemPageOut(Schema):
    """Some of the catalog; `next_offset` is null at its end."""

    items: list[ItemOut]
    next_offset: int | None


class ItemChangeIn(Asked):
    """New terms of an item; what is left out stays (in a new item: what its kind usually has)."""

    code: str | None = Field(None, min_length=1, max_length=60)
    name: str | None = Field(None, min_length=1, max_length=160)
    description: str | None = Field(None, max_length=5000)
    kind: (
        Literal[
            "raw material",
            "component",
            "sub-assembly",
            "finished product",
            "shipping supply",
            "office supply",
            "tool",
            "service",
            "prop",
            "wardrobe",
            "expendable",
        ]
        | None
    ) = None
    unit: str | None = Field(None, max_length=12)
    decimals: int | None = Field(None, ge=0, le=6)
    tracking: Literal["none", "lot", "serial"] | None = None
    source: Literal["make", "buy"] | None = None
    is_phantom: bool | None = None
    lead_days: int | None = Field(None, ge=0, le=3650)
    safety_days: int | None = Field(None, ge=0, le=3650)
    safety_stock: str | None = Written
    lot_policy: (
        Literal["lot for lot", "fixed quantity", "period", "silver-meal", "wagner-whitin", "reorder point"] | None
    ) = None
    lot_quantity: str | None = Written
    lot_minimum: str | None = Written
    lot_multiple: str | None = Written
    lot_maximum: str | None = Written
    lot_days: int | None = Field(None, ge=0, le=3650)
    reorder_point: str | None = Written
    reorder_up_to: str | None = Written
    abc_class: Literal["", "A", "B", "C"] | None = None
    yield_ppm: int | None = Field(None, ge=1, le=1_000_000)
    shelf_days: int | None = Field(None, ge=1, le=32_767)
    planner: str | None = Field(None, max_length=120)
    needs_inspection: bool | None = None
    charged_to: str | None = Field(None, max_length=60)
    standard_cost_minor: int | None = Field(None, ge=0, le=10**15)
    setup_cost_minor: int | None = Field(None, ge=0, le=10**15)
    hold_cost_ppm: int | None = Field(None, ge=0, le=1_000_000)


class ItemIn(ItemChangeIn):
    """A new item."""

    code: str = Field(min_length=1, max_length=60)
    name: str = Field(min_length=1, max_length=160)
