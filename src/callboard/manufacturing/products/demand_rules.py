"""How much of each component an order needs, and how many pieces start each operation. Pure.

Fractions until the end, rounded up once to the component's step: needs that are rounded on the way drift.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

MILLION = 1_000_000


def share(ppm: int) -> Fraction:
    """Parts of a million as a fraction."""
    return Fraction(ppm, MILLION)


def rounded_up(quantity: Fraction) -> int:
    """Whole steps that cover the quantity."""
    return -(-quantity.numerator // quantity.denominator)


def good_yields(yields: Mapping[int, int], item_yield_ppm: int = MILLION) -> dict[int, Fraction]:
    """Operation number → the share of what starts there that ends as good pieces: its own yield times all later ones.

    `yields` are parts per million by operation number. The item's own yield stands in where no operation loses
    anything: both together would count the same loss twice.
    """
    good = Fraction(1) if any(ppm != MILLION for ppm in yields.values()) else share(item_yield_ppm)
    found = {}
    for number in sorted(yields, reverse=True):
        good *= share(yields[number])
        found[number] = good
    return dict(sorted(found.items()))


def yield_at(operation_number: int | None, good: Mapping[int, Fraction], item_yield_ppm: int = MILLION) -> Fraction:
    """The share of what starts at an operation that ends as good pieces; None is the first operation.

    An operation that the routing lacks is read as the next one there is; without a routing the item's yield counts.
    """
    if not good:
        return share(item_yield_ppm)
    wanted = min(good) if operation_number is None else operation_number
    later = [number for number in good if number >= wanted]
    return good[min(later)] if later else Fraction(1)


def operation_starts(quantity: int, yields: Mapping[int, int], item_yield_ppm: int = MILLION) -> dict[int, int]:
    """Operation number → steps to start there so that `quantity` good ones come out: Q ÷ the yields from there on."""
    return {
        number: rounded_up(Fraction(quantity) / good) for number, good in good_yields(yields, item_yield_ppm).items()
    }


def need_per_step(quantity: int, batch_quantity: int, scrap_ppm: int, good_yield: Fraction) -> Fraction:
    """Component steps for one good step of the parent: ÷ (1 − scrap), so 10 % scrap is ÷ 0.9 and not × 1.1."""
    return Fraction(quantity, batch_quantity) / (1 - share(scrap_ppm)) / good_yield


def component_need(
    order_quantity: int,
    quantity: int,
    *,
    batch_quantity: int = 1,
    scrap_ppm: int = 0,
    good_yield: Fraction = Fraction(1),
    is_fixed: bool = False,
) -> int:
    """Steps of a component for an order of so many good steps of the parent.

    Q ÷ yield × quantity ÷ batch ÷ (1 − scrap), rounded up once. A fixed quantity is needed once for each order,
    whatever its size, and nothing for an order of nothing.
    """
    if not order_quantity:
        return 0
    if is_fixed:
        return quantity
    return rounded_up(order_quantity * need_per_step(quantity, batch_quantity, scrap_ppm, good_yield))


def work_minutes(
    quantity: int, *, setup_minutes: int, run_seconds: int, run_quantity: int, batch_quantity: int, batch_minutes: int
) -> int:
    """Minutes on the machine for so many steps started: setup, and then the run or as many batches as it takes."""
    if batch_quantity:
        return setup_minutes + rounded_up(Fraction(quantity, batch_quantity)) * batch_minutes
    return setup_minutes + rounded_up(Fraction(quantity * run_seconds, run_quantity * 60))
