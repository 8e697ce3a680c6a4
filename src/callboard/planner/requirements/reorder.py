"""Order quantities and order points of the textbooks. Rates and costs are plain numbers; what is ordered is whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Number = int | float


def economic_order_quantity(*, demand: Number, setup_cost: Number, hold_cost: Number) -> float:
    """√(2·K·D ÷ h) (Harris 1913): demand and holding cost for the same span of time."""
    return math.sqrt(2 * setup_cost * demand / hold_cost)


def cost_of_quantity(quantity: Number, *, demand: Number, setup_cost: Number, hold_cost: Number) -> float:
    """Set-ups and holding for the span of the demand, without the price of the units."""
    return setup_cost * demand / quantity + hold_cost * quantity / 2


def needs_per_order(*, quantity: Number, mean_need: Number) -> int:
    """How many needs one order covers by the period rule: round(EOQ ÷ mean need), at least 1."""
    return max(1, round(quantity / mean_need))


@dataclass(frozen=True, slots=True)
class Price:
    """What a unit costs when at least `from_quantity` are bought at once: all units get this price."""

    from_quantity: int
    unit_price: float


@dataclass(frozen=True, slots=True)
class Purchase:
    """How much to buy at a time, at what price, and what the span then costs, units included."""

    quantity: float
    unit_price: float
    cost: float


def best_purchase(
    prices: Sequence[Price], *, demand: Number, setup_cost: Number, hold_rate: Number, smallest: Number = 1
) -> Purchase:
    """The cheapest quantity with all-units discounts; holding is `hold_rate` of the unit's price.

    For each price the EOQ at that price, raised to its break; the cheapest of these, the smaller one at equal cost.
    Prices above the one that holds for a quantity are not used: an EOQ past the next break is left to that break.
    """
    offers = []
    ordered = sorted(prices, key=lambda price: price.from_quantity)
    ends = [*(price.from_quantity for price in ordered[1:]), math.inf]
    for price, end in zip(ordered, ends, strict=True):
        hold = hold_rate * price.unit_price
        quantity = max(
            economic_order_quantity(demand=demand, setup_cost=setup_cost, hold_cost=hold),
            price.from_quantity,
            smallest,
        )
        if quantity >= end:
            continue
        cost = cost_of_quantity(quantity, demand=demand, setup_cost=setup_cost, hold_cost=hold)
        offers.append(Purchase(quantity, price.unit_price, cost + price.unit_price * demand))
    return min(offers, key=lambda offer: (offer.cost, offer.quantity))


def reorder_point(
    *, demand: Number, lead_time: Number, service_factor: Number = 0, demand_deviation: Number = 0,
    lead_time_deviation: Number = 0,
) -> float:  # fmt: skip
    """d·L + z·√(L·σ_d² + d²·σ_L²), demand per unit of the lead time's time. Compare it with `stock_position`."""
    spread = math.sqrt(lead_time * demand_deviation**2 + demand**2 * lead_time_deviation**2)
    return demand * lead_time + service_factor * spread


def order_up_to_level(
    *, demand: Number, lead_time: Number, review_time: Number, service_factor: Number = 0, demand_deviation: Number = 0
) -> float:
    """d·(L + R) + z·σ·√(L + R): the level of a system that looks every R."""
    time = lead_time + review_time
    return demand * time + service_factor * demand_deviation * math.sqrt(time)


def stock_position(*, on_hand: int, on_order: int, back_orders: int) -> int:
    """On hand + on order − back orders: what order points are compared with, never the stock on hand alone."""
    return on_hand + on_order - back_orders


def minimum_maximum_order(position: int, *, minimum: int, maximum: int) -> int:
    """How many to order by the minimum–maximum rule: up to the maximum once the position is at or under the minimum."""
    return max(0, maximum - position) if position <= minimum else 0
