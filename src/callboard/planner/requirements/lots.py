"""Lot sizing: how net needs become orders. Pure functions on whole numbers, exact, without floating point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from callboard.planner.requirements.problem import LotKind, LotRule

Need = tuple[int, int]  # (bucket, quantity > 0), buckets ascending


def modified(net: int, rule: LotRule) -> int:
    """The quantity of the next order for a net need: max(net, minimum), up to the multiple, at most the maximum.

    Always in this order. If the maximum cuts, call again with what is left; so the rest obeys the minimum as well.
    A maximum that is not a whole multiple is cut to one.
    """
    quantity = net
    if rule.kind is LotKind.FIXED:
        quantity = _up_to(quantity, rule.quantity)
    quantity = _up_to(max(quantity, rule.minimum), rule.multiple)
    if rule.maximum and quantity > rule.maximum:
        quantity = rule.maximum - rule.maximum % rule.multiple if rule.multiple else rule.maximum
    return quantity


def _up_to(quantity: int, step: int) -> int:
    return quantity if step < 2 else -(-quantity // step) * step


def first_lot_span(needs: Sequence[Need], rule: LotRule) -> int:
    """How many of the needs, from the first on, the next lot covers under this rule (before the modifiers).

    `needs` holds buckets that have a need; buckets between them have none. At least 1 for any needs.
    """
    if rule.kind is LotKind.PERIOD_OF_DAYS:
        until = needs[0][0] + max(1, rule.periods)
        return sum(1 for bucket, _ in needs if bucket < until)
    if rule.kind is LotKind.PERIOD_OF_NEEDS:
        return min(max(1, rule.periods), len(needs))
    if rule.kind is LotKind.SILVER_MEAL:
        return silver_meal_span(needs, rule.setup_cost, rule.hold_cost)
    if rule.kind is LotKind.LEAST_UNIT_COST:
        return least_unit_cost_span(needs, rule.setup_cost, rule.hold_cost)
    if rule.kind is LotKind.WAGNER_WHITIN:
        return wagner_whitin_spans(needs, rule.setup_cost, rule.hold_cost)[0]
    return 1


def silver_meal_span(needs: Sequence[Need], setup_cost: int, hold_cost: Fraction) -> int:
    """Silver and Meal's heuristic: extend while the cost per bucket falls, stop at its first rise.

    Buckets without a need count as buckets. The constant cost of the units themselves is left out, as it must be.
    """
    setup, hold = _whole(setup_cost, hold_cost)
    first, cost = needs[0][0], setup
    for place, (bucket, quantity) in enumerate(needs[1:], start=1):
        buckets = bucket - first
        longer = cost + hold * buckets * quantity
        # longer ÷ (buckets + 1) against cost ÷ buckets: the span up to the bucket before
        if longer * buckets > cost * (buckets + 1):
            return place
        cost = longer
    return len(needs)


def least_unit_cost_span(needs: Sequence[Need], setup_cost: int, hold_cost: Fraction) -> int:
    """The same with the cost per unit: extend while it does not rise."""
    setup, hold = _whole(setup_cost, hold_cost)
    first, units = needs[0]
    cost = setup
    for place, (bucket, quantity) in enumerate(needs[1:], start=1):
        longer = cost + hold * (bucket - first) * quantity
        if longer * units > cost * (units + quantity):
            return place
        cost, units = longer, units + quantity
    return len(needs)


def wagner_whitin_spans(needs: Sequence[Need], setup_cost: int, hold_cost: Fraction) -> list[int]:
    """The cheapest plan (Wagner and Whitin 1958): how many needs each lot covers, in order.

    Exact. Buckets without a need never pay a set-up. Among equally cheap plans the one with fewer orders, then with
    later ones. O(n²) at worst; a span ends where holding one need costs more than an order of its own.
    """
    setup, hold = _whole(setup_cost, hold_cost)
    count = len(needs)
    best: list[tuple[int, int]] = [(0, 0)] * (count + 1)  # cost and number of orders from here to the end
    spans = [0] * count
    for start in range(count - 1, -1, -1):
        best[start], spans[start] = _cheapest_span(needs, start, best, (setup, hold))
    chosen, place = [], 0
    while place < count:
        chosen.append(spans[place])
        place += spans[place]
    return chosen


def _cheapest_span(
    needs: Sequence[Need], start: int, best: Sequence[tuple[int, int]], costs: tuple[int, int]
) -> tuple[tuple[int, int], int]:
    setup, hold = costs
    first, holding = needs[start][0], 0
    found, span = (setup + best[start + 1][0], 1 + best[start + 1][1]), 1
    for end in range(start + 1, len(needs)):
        bucket, quantity = needs[end]
        alone = hold * (bucket - first) * quantity
        if alone > setup:
            break
        holding += alone
        offered = (setup + holding + best[end + 1][0], 1 + best[end + 1][1])
        if offered <= found:
            found, span = offered, end + 1 - start
    return found, span


def _whole(setup_cost: int, hold_cost: Fraction) -> tuple[int, int]:
    return setup_cost * hold_cost.denominator, hold_cost.numerator


def lots_for(net: Sequence[int], rule: LotRule) -> list[int]:
    """Receipts per bucket for net needs per bucket, modifiers applied; what is left over serves the next needs."""
    lots = [0] * len(net)
    left = 0
    for bucket, need in enumerate(net):
        short = need - left
        if short <= 0:
            left -= need
            continue
        ahead = [(bucket, short), *((later, net[later]) for later in range(bucket + 1, len(net)) if net[later])]
        wanted = sum(quantity for _, quantity in ahead[: first_lot_span(ahead, rule)])
        while wanted > 0:
            lot = modified(wanted, rule)
            lots[bucket] += lot
            wanted -= lot
        left = lots[bucket] + left - need
    return lots


def net_needs(gross: Sequence[int], *, on_hand: int, receipts: Sequence[int] = (), safety_stock: int = 0) -> list[int]:
    """Net needs per bucket: what is short of the safety stock, lot for lot, after stock and receipts."""
    net, balance = [], on_hand
    for bucket, need in enumerate(gross):
        balance += (receipts[bucket] if bucket < len(receipts) else 0) - need
        short = max(0, safety_stock - balance) if need else 0
        net.append(short)
        balance += short
    return net


def plan_cost(lots: Sequence[int], net: Sequence[int], *, setup_cost: int, hold_cost: Fraction) -> Fraction:
    """Set-ups plus holding of each bucket's closing stock. Raises ValueError if a need is not met in its bucket."""
    cost, stock = Fraction(0), 0
    for lot, need in zip(lots, net, strict=True):
        stock += lot - need
        if stock < 0:
            raise ValueError("these lots leave a need unmet")
        cost += (setup_cost if lot else 0) + hold_cost * stock
    return cost
