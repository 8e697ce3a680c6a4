"""What a requirements plan is made from: items, bills of material, stock, open orders and demands. Keys, no positions.

Quantities are whole numbers of the item's base unit step; money is whole minor units; days are dates. Everything is
named by its key, and equal problems give equal plans in whatever order their parts are listed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

EVERY_DAY = frozenset(range(7))
MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which something is worked: weekdays (Monday is 0), less `closed`, and `opened` in any case."""

    key: str
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    closed: frozenset[dt.date] = frozenset()
    opened: frozenset[dt.date] = frozenset()


class LotKind(StrEnum):
    """How net needs become lots. The order modifiers of the rule apply after each of them."""

    LOT_FOR_LOT = "lot_for_lot"
    FIXED = "fixed"  # whole multiples of `quantity`
    PERIOD_OF_DAYS = "period_of_days"  # one lot for the needs of the next `periods` days, the first need's day included
    PERIOD_OF_NEEDS = "period_of_needs"  # one lot for the next `periods` buckets that have a need
    SILVER_MEAL = "silver_meal"
    LEAST_UNIT_COST = "least_unit_cost"
    WAGNER_WHITIN = "wagner_whitin"


@dataclass(frozen=True, slots=True)
class LotRule:
    """A lot rule with its order modifiers: max(net, minimum), up to `multiple`, split by `maximum`; 0 is none.

    `setup_cost` is per order and `hold_cost` per unit and bucket, in minor units, for the rules that weigh them.
    A bucket is `bucket_days` calendar days, counted from the planning day; its lot is due at its first need.
    """

    kind: LotKind = LotKind.LOT_FOR_LOT
    quantity: int = 0
    periods: int = 1
    minimum: int = 0
    multiple: int = 0
    maximum: int = 0
    setup_cost: int = 0
    hold_cost: Fraction = Fraction(0)
    bucket_days: int = 1


class Source(StrEnum):
    """Where new orders of an item come from."""

    MAKE = "make"
    BUY = "buy"


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `lead_days`, `safety_days` and `fence_days` are working days of its calendar.

    `lead_days` None means that nobody has said it: planned as 0, with a fault. An order of Q starts Q ÷ `good_yield`;
    of what is ordered, the part `shrinkage` is lost before it can be used. `rebuild_safety_at_once` orders up to the
    safety stock today instead of with the next need. `owner` is the person who decides on its orders.
    `calendar` "" is every day of the week.
    """

    key: str
    lead_days: int | None = 0
    source: Source = Source.BUY
    lot: LotRule = LotRule()
    safety_stock: int = 0
    safety_days: int = 0
    rebuild_safety_at_once: bool = False
    good_yield: Fraction = Fraction(1)
    shrinkage: Fraction = Fraction(0)
    phantom: bool = False
    fence_days: int = 0
    calendar: str = ""
    unit_value: Fraction = Fraction(0)
    owner: str = ""


class AlternativeUse(StrEnum):
    """How the lines of one alternative group share a need."""

    ALL_OR_NOTHING = "all_or_nothing"  # the first by priority whose stock holds the whole need, else the first
    USE_UP = "use_up"  # what stock the earlier ones have, by priority; the rest, and all orders, from the last


@dataclass(frozen=True, slots=True)
class BomLine:
    """A component of a parent: `per` for each `batch` of the parent's start quantity, ÷ (1 − scrap), plus `fixed`.

    Valid for orders that start in [`valid_from`, `valid_until`). Needed `offset_days` working days after the start.
    Lines of one parent with the same `group` are alternatives, in the order of `priority`.
    """

    parent: str
    component: str
    per: Fraction = Fraction(1)
    batch: int = 1
    scrap: Fraction = Fraction(0)
    fixed: int = 0
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    group: str = ""
    priority: int = 1
    use: AlternativeUse = AlternativeUse.ALL_OR_NOTHING
    offset_days: int = 0


@dataclass(frozen=True, slots=True)
class Stock:
    """What can be used now (no holds), free or reserved for one demand, until the day it expires (that day excluded).

    `key` names the stock in the pegging; "" gives it the item's own (one such row for an item).
    """

    item: str
    quantity: int
    reserved_for: str = ""
    expires: dt.date | None = None
    key: str = ""


class OrderKind(StrEnum):
    """What an open order is."""

    PURCHASE = "purchase"
    WORK = "work"


class OrderStatus(StrEnum):
    """How far an open order is bound."""

    PLANNED = "planned"
    FIRM = "firm"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order that is out: the good `quantity` still expected on `due`.

    If `movable`, the plan may move it, but not before `earliest` (None is the planning day); else it comes on `due`.
    """

    key: str
    item: str
    quantity: int
    due: dt.date
    kind: OrderKind = OrderKind.PURCHASE
    status: OrderStatus = OrderStatus.RELEASED
    movable: bool = True
    earliest: dt.date | None = None


class DemandKind(StrEnum):
    """Why something is needed."""

    ORDER = "order"  # a client's
    FORECAST = "forecast"
    RESERVATION = "reservation"
    COMPONENT = "component"  # still to be issued to the open work order `parent`, by its own frozen bill


@dataclass(frozen=True, slots=True)
class Demand:
    """What is needed when. Lower `priority` numbers go first among equal dates. `customer` is the client's key."""

    key: str
    item: str
    quantity: int
    due: dt.date
    kind: DemandKind = DemandKind.ORDER
    priority: int = 100
    customer: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class MessageRules:
    """When a move is worth a message. Moves of fewer days, less quantity or less value are left where they are.

    Orders that start within `release_days` of the planning day are to be released. Nobody acting means that the
    order waits `review_days`: that is what the consequence of doing nothing is reckoned with.
    """

    release_days: int = 5
    review_days: int = 7
    expedite_days: int = 1
    defer_days: int = 5
    least_quantity: int = 0
    least_value: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One plant on the day `today`."""

    today: dt.date
    items: tuple[Item, ...]
    calendars: tuple[Calendar, ...] = ()
    lines: tuple[BomLine, ...] = ()
    stock: tuple[Stock, ...] = ()
    open_orders: tuple[OpenOrder, ...] = ()
    demands: tuple[Demand, ...] = ()
    rules: MessageRules = field(default_factory=MessageRules)
