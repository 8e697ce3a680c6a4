"""Rules of the catalog: kinds of items and how they are planned. Pure: no database, no clock, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from callboard.core.errors import Refused, gettext_noop
from callboard.stock.items.quantity_rules import shown
from callboard.stock.items.unit_rules import UNITS, UnknownUnit


class ItemKind(StrEnum):
    """What an item is. The kind decides defaults, never the arithmetic."""

    RAW = "raw material"
    COMPONENT = "component"
    SUB_ASSEMBLY = "sub-assembly"
    PRODUCT = "finished product"
    SHIPPING_SUPPLY = "shipping supply"
    OFFICE_SUPPLY = "office supply"
    TOOL = "tool"
    SERVICE = "service"
    PROP = "prop"
    WARDROBE = "wardrobe"
    EXPENDABLE = "expendable"


SUPPLIES = frozenset({ItemKind.SHIPPING_SUPPLY, ItemKind.OFFICE_SUPPLY, ItemKind.EXPENDABLE})
"""Reordered like anything else, but in no bill of materials and in no product's cost: charged to a department."""


class Source(StrEnum):
    """Where more of an item comes from."""

    MAKE = "make"
    BUY = "buy"


class Tracking(StrEnum):
    """How closely single pieces are told apart."""

    NONE = "none"
    LOT = "lot"
    SERIAL = "serial"


class LotPolicy(StrEnum):
    """How net requirements become order quantities (domain 3.5)."""

    LOT_FOR_LOT = "lot for lot"
    FIXED = "fixed quantity"
    PERIOD = "period"
    SILVER_MEAL = "silver-meal"
    WAGNER_WHITIN = "wagner-whitin"
    REORDER_POINT = "reorder point"


class CodeMissing(Refused):
    """Everything in stock is asked for by its code."""

    text = gettext_noop("Give the item a code of up to 60 signs and a name.")


class CodeTaken(Refused):
    """Two items of one code would be mixed up on a shelf."""

    text = gettext_noop("%(code)s is in the catalog already. Give this item another code, or change that one.")


class UnitIsFixed(Refused):
    """Stock and orders are counted in it: another unit would change what every number means."""

    text = gettext_noop(
        "%(code)s is already counted in its unit and decimals, so they stay. Retire it and add an item in the new unit."
    )


class TrackingIsFixed(Refused):
    """Stock without a lot would have no lot afterwards, either."""

    text = gettext_noop(
        "%(code)s has stock or lots already, so the way it is tracked stays. Retire it and add another item."
    )


class SerialNotWhole(Refused):
    """One serial number is one whole piece."""

    text = gettext_noop("An item with serial numbers is counted in whole pieces: unit pcs and no decimal places.")


class LotSizesDiffer(Refused):
    """No order could keep to all of them."""

    text = gettext_noop("The largest order (%(maximum)s) is below the smallest (%(minimum)s). Change one of them.")


class LotQuantityMissing(Refused):
    """The policy orders by a number that is not given."""

    text = gettext_noop("The policy %(policy)s needs %(field)s above zero.")


class ReorderUpToTooLow(Refused):
    """The order would not bring stock back over the point."""

    text = gettext_noop("Fill up to at least the reorder point.")


class PhantomBought(Refused):
    """A phantom is built into its parent and never ordered."""

    text = gettext_noop("A phantom is never ordered. Let it be made, or untick phantom.")


class OutOfRange(Refused):
    """A number that no item has."""

    text = gettext_noop("%(field)s lies between %(least)s and %(most)s.")


class SupplyInBom(Refused):
    """Supplies are charged to a department and stay out of products and their cost."""

    text = gettext_noop(
        "%(code)s is a supply (%(kind)s). Supplies are charged to a department and stand in no bill of materials. "
        "If it goes into the product, change its kind first."
    )


class OwnUnitWrong(Refused):
    """A factor of zero, or a second name for the stock unit."""

    text = gettext_noop("Give the unit a name other than %(unit)s, and how many %(unit)s one of it is, above zero.")


class OwnUnitTaken(Refused):
    """A unit has one meaning per item."""

    text = gettext_noop("This item has a unit called %(unit)s already.")


class LotCodeMissing(Refused):
    """A lot is known by its code."""

    text = gettext_noop("Give the lot a code of up to 60 signs.")


class LotTaken(Refused):
    """Two lots of one code could not be told apart."""

    text = gettext_noop("This item has a lot %(code)s already.")


class NotTracked(Refused):
    """The item's pieces are not told apart."""

    text = gettext_noop("%(code)s is not tracked by lot or serial number. Change that on its page first.")


class SupplierTermsWrong(Refused):
    """A price or quantity that nobody can order by."""

    text = gettext_noop("Price, minimum and multiple are zero or more, and the price is for more than nothing.")


class SupplierTaken(Refused):
    """The same supplier with the same code, twice."""

    text = gettext_noop("%(supplier)s supplies this item under that code already. Change that line.")


class DepartmentUnknown(Refused):
    """A cost needs somebody who bears it."""

    text = gettext_noop("There is no department called %(name)s here. Known are: %(known)s.")


FILM_KINDS = (ItemKind.PROP, ItemKind.WARDROBE, ItemKind.EXPENDABLE, ItemKind.TOOL, ItemKind.OFFICE_SUPPLY)
PLANT_KINDS = (
    ItemKind.RAW,
    ItemKind.COMPONENT,
    ItemKind.SUB_ASSEMBLY,
    ItemKind.PRODUCT,
    ItemKind.SHIPPING_SUPPLY,
    ItemKind.OFFICE_SUPPLY,
    ItemKind.TOOL,
    ItemKind.SERVICE,
)
LARGEST = 10**15
MOST_DECIMALS = 6


def kinds_for(production_kind: str) -> tuple[ItemKind, ...]:
    """Every kind, those that such a production uses most first: props before raw materials on a film."""
    usual = PLANT_KINDS if production_kind == "plant" else FILM_KINDS
    return (*usual, *(kind for kind in ItemKind if kind not in usual))


@dataclass(frozen=True)
class ItemTerms:
    """Everything of an item that a person decides. Quantities are steps of the item, money whole minor units."""

    code: str
    name: str
    kind: str = ItemKind.COMPONENT
    description: str = ""
    unit: str = "pcs"
    decimals: int = 0
    tracking: str = Tracking.NONE
    source: str = Source.BUY
    is_phantom: bool = False
    lead_days: int = 0
    safety_days: int = 0
    safety_stock: int = 0
    lot_policy: str = LotPolicy.LOT_FOR_LOT
    lot_quantity: int = 0
    lot_minimum: int = 0
    lot_multiple: int = 0
    lot_maximum: int = 0
    lot_days: int = 0
    reorder_point: int = 0
    reorder_up_to: int = 0
    abc_class: str = ""
    yield_ppm: int = 1_000_000
    shelf_days: int | None = None
    planner: str = ""
    needs_inspection: bool = False
    charged_to: str = ""
    """The name of the department that pays for a supply."""
    standard_cost_minor: int = 0
    setup_cost_minor: int = 0
    hold_cost_ppm: int = 0

    @classmethod
    def of_kind(cls, kind: str, *, code: str, name: str, **given: Any) -> ItemTerms:
        """Terms with the defaults of a kind, and what is given in their place."""
        return replace(cls(code, name, kind), **{**KIND_DEFAULTS[ItemKind(kind)], **given})


COST_FIELDS = frozenset({"standard_cost_minor", "setup_cost_minor", "hold_cost_ppm"})
"""Shown to, and set by, those who see pay."""

_MADE = {"source": Source.MAKE, "lead_days": 2}
_REORDERED = {"lot_policy": LotPolicy.REORDER_POINT, "lead_days": 3}
KIND_DEFAULTS: Mapping[ItemKind, Mapping[str, Any]] = MappingProxyType(
    {
        ItemKind.RAW: {"unit": "m", "decimals": 3, "lead_days": 10, "tracking": Tracking.LOT},
        ItemKind.COMPONENT: {"lead_days": 10},
        ItemKind.SUB_ASSEMBLY: _MADE,
        ItemKind.PRODUCT: _MADE,
        ItemKind.SHIPPING_SUPPLY: _REORDERED,
        ItemKind.OFFICE_SUPPLY: _REORDERED,
        ItemKind.TOOL: {"lead_days": 15},
        ItemKind.SERVICE: {"unit": "h", "decimals": 2},
        ItemKind.PROP: {"lead_days": 5},
        ItemKind.WARDROBE: {"lead_days": 5},
        ItemKind.EXPENDABLE: _REORDERED,
    }
)
"""What a new item of a kind starts with. Only defaults: a person may change each."""


@dataclass(frozen=True)
class SupplierTerms:
    """What a supplier asks for an item: a price per `price_quantity` steps, smallest order, step and lead time."""

    supplier_code: str = ""
    price_minor: int = 0
    price_quantity: int = 1
    currency: str = ""
    """Empty: the production's own."""
    minimum: int = 0
    multiple: int = 0
    lead_days: int = 0
    is_preferred: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class ItemSearch:
    """What the catalog is asked for."""

    words: str = ""
    kind: str = ""
    source: str = ""
    active: str = "yes"
    """"yes", "no" or "all"."""
    sort: str = "code"


def is_supply(kind: str) -> bool:
    """Whether an item is reordered like anything else, yet charged to a department and in no product's cost."""
    return kind in SUPPLIES


def check_can_be_component(kind: str, code: str) -> None:
    """Refuse a supply in a bill of materials. Raises SupplyInBom."""
    if is_supply(kind):
        raise SupplyInBom(code=code, kind=kind)


def check_terms(terms: ItemTerms) -> None:
    """Refuse an item that could not be planned or counted."""
    if not (terms.code.strip() and terms.name.strip()) or len(terms.code.strip()) > 60 or len(terms.name.strip()) > 160:
        raise CodeMissing()
    if terms.unit not in UNITS:
        raise UnknownUnit(unit=terms.unit or "–", known=", ".join(UNITS))
    if terms.tracking == Tracking.SERIAL and (terms.decimals or UNITS[terms.unit].code != "pcs"):
        raise SerialNotWhole()
    if terms.is_phantom and terms.source != Source.MAKE:
        raise PhantomBought()
    _check_numbers(terms)
    _check_lots(terms)


_RANGES: Mapping[str, tuple[str, int, int]] = {
    "decimals": (gettext_noop("Decimal places"), 0, MOST_DECIMALS),
    "lead_days": (gettext_noop("Lead time"), 0, 3650),
    "safety_days": (gettext_noop("Safety time"), 0, 3650),
    "lot_days": (gettext_noop("Days per order"), 0, 3650),
    "yield_ppm": (gettext_noop("Yield"), 1, 1_000_000),
    "hold_cost_ppm": (gettext_noop("Cost of holding"), 0, 1_000_000),
} | dict.fromkeys(
    (
        "safety_stock",
        "lot_quantity",
        "lot_minimum",
        "lot_multiple",
        "lot_maximum",
        "reorder_point",
        "reorder_up_to",
        "standard_cost_minor",
        "setup_cost_minor",
    ),
    (gettext_noop("A quantity or cost"), 0, LARGEST),
)


def _check_numbers(terms: ItemTerms) -> None:
    for name, (label, least, most) in _RANGES.items():
        if not least <= getattr(terms, name) <= most:
            raise OutOfRange(field=label, least=least, most=most)
    if terms.shelf_days is not None and not 1 <= terms.shelf_days <= 32_767:
        raise OutOfRange(field=gettext_noop("Shelf life"), least=1, most=32_767)


def _check_lots(terms: ItemTerms) -> None:
    smallest = max(terms.lot_minimum, terms.lot_multiple)
    if terms.lot_maximum and terms.lot_maximum < smallest:
        raise LotSizesDiffer(maximum=shown(terms.lot_maximum, terms.decimals), minimum=shown(smallest, terms.decimals))
    if terms.lot_policy == LotPolicy.FIXED and not terms.lot_quantity:
        raise LotQuantityMissing(policy=terms.lot_policy, field=gettext_noop("a fixed quantity"))
    if terms.lot_policy == LotPolicy.PERIOD and not terms.lot_days:
        raise LotQuantityMissing(policy=terms.lot_policy, field=gettext_noop("a number of working days"))
    if terms.reorder_up_to and terms.reorder_up_to < terms.reorder_point:
        raise ReorderUpToTooLow()


def check_supplier_terms(terms: SupplierTerms) -> None:
    """Refuse numbers nobody can order by. Raises SupplierTermsWrong."""
    numbers = (terms.price_minor, terms.minimum, terms.multiple, terms.lead_days)
    if min(numbers) < 0 or max(numbers) > LARGEST or not 1 <= terms.price_quantity <= LARGEST:
        raise SupplierTermsWrong()
    if terms.lead_days > 3650:
        raise OutOfRange(field=gettext_noop("Lead time"), least=0, most=3650)


def lot_code(written: str) -> str:
    """The code of a lot without stray spaces. Raises LotCodeMissing."""
    code = written.strip()
    if not code or len(code) > 60:
        raise LotCodeMissing()
    return code
