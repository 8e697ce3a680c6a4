"""What a requirements plan says: orders to make, orders to move, who is served by what, and what to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from callboard.planner.requirements.problem import OrderKind

Parameter = str | int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A translatable message id and the values for its places; days are ISO text, quantities whole numbers."""

    text: str
    parameters: Mapping[str, Parameter]

    def __str__(self) -> str:
        return self.text % self.parameters


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """A new order that is proposed.

    `true_start` and `true_due` are what the needs ask for, even if that day is over; `start` and `due` are what is
    still possible (never before the planning day); `projected_due` also waits for late components. `quantity` is what
    to order, `usable` what will be left of it after shrinkage, `start_quantity` what to begin with so that `quantity`
    is good.
    """

    key: str
    item: str
    kind: OrderKind
    quantity: int
    usable: int
    start_quantity: int
    true_start: dt.date
    true_due: dt.date
    start: dt.date
    due: dt.date
    projected_due: dt.date

    @property
    def is_past_due(self) -> bool:
        """It should have been started before the planning day."""
        return self.true_start < self.start


@dataclass(frozen=True, slots=True)
class MovedOrder:
    """An open order as the plan uses it: all of them are listed, also those that stay.

    `due` is its date so far, `planned_due` where the plan has it (None: not needed, to be canceled),
    `projected_due` also waits for late components; `used` is how much of it the needs take.
    """

    key: str
    item: str
    quantity: int
    used: int
    due: dt.date
    planned_due: dt.date | None
    projected_due: dt.date


@dataclass(frozen=True, slots=True)
class Requirement:
    """A gross requirement: a demand of the problem, or what an order needs of a component.

    `key` is the demand's key, or made from order and component. `parent` is the order (or, through a phantom, the
    demand) that needs it; "" for what comes from outside. `due` may be before the planning day.
    """

    key: str
    item: str
    quantity: int
    due: dt.date
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Peg:
    """So much of a supply serves that requirement. Supplies are stock keys, open orders and planned orders."""

    supply: str
    requirement: str
    quantity: int


class MessageKind(StrEnum):
    """What to do about an order."""

    EXPEDITE = "expedite"
    PAST_DUE_RECEIPT = "past_due_receipt"
    PAST_DUE_START = "past_due_start"
    SHORT_INSIDE_LEAD_TIME = "short_inside_lead_time"
    BELOW_SAFETY = "below_safety"
    RELEASE = "release"
    DEFER = "defer"
    DECREASE = "decrease"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to do about one order; there is never a second one about the same order.

    In the order of the list: the most client lateness avoided (days summed over the demands), then value in minor
    units, then days, then the order's key.
    """

    kind: MessageKind
    order: str
    item: str
    owner: str
    quantity: int
    from_date: dt.date
    to_date: dt.date | None
    late_days_avoided: int
    value: int
    days: int
    reason: Sentence
    benefit: Sentence
    if_nothing_is_done: Sentence
    demands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the chain that makes a demand late: this supply of that item comes on that day, though needed on…"""

    supply: str
    item: str
    needed: dt.date
    available: dt.date
    lead_days: int


@dataclass(frozen=True, slots=True)
class LateDemand:
    """A client's demand that cannot be served in time, and the chain from it down to what holds it up."""

    demand: str
    item: str
    customer: str
    due: dt.date
    projected: dt.date
    late_days: int
    quantity_late: int
    chain: tuple[Link, ...]


class FaultKind(StrEnum):
    """What in the problem made the plan less than it could be."""

    LEAD_TIME_MISSING = "lead_time_missing"
    BILL_MISSING = "bill_missing"
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_CALENDAR = "unknown_calendar"
    UNKNOWN_ORDER = "unknown_order"
    FORECAST_OVER = "forecast_over"
    STOCK_EXPIRES_UNUSED = "stock_expires_unused"


@dataclass(frozen=True, slots=True)
class PlanFault:
    """Something to mend in the data; `subject` is the key of what is meant."""

    kind: FaultKind
    subject: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one day. Every list is sorted and the same for the same problem."""

    today: dt.date
    planned_orders: tuple[PlannedOrder, ...]
    moved_orders: tuple[MovedOrder, ...]
    requirements: tuple[Requirement, ...]
    pegs: tuple[Peg, ...]
    messages: tuple[Message, ...]
    late_demands: tuple[LateDemand, ...]
    faults: tuple[PlanFault, ...]
    low_level_codes: Mapping[str, int]
