"""One item: gross needs against stock and open orders, open orders moved before new ones are proposed, then lots.

The rules are those of docs/algorithms/requirements.md. Days are ordinals. Nothing here looks at other items.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from callboard.planner.requirements.lots import first_lot_span, modified
from callboard.planner.requirements.network import NEVER, Need, Supply, SupplyKind
from callboard.planner.requirements.problem import Item, LotKind, MessageRules
from callboard.planner.requirements.refusals import TooManyOrders
from callboard.planner.requirements.working_days import WorkingDays

MOST_ORDERS_OF_A_NEED = 10_000
_COVERS_ONE_NEED = {LotKind.LOT_FOR_LOT, LotKind.FIXED}
_BY_BUCKET = {LotKind.PERIOD_OF_NEEDS, LotKind.SILVER_MEAL, LotKind.LEAST_UNIT_COST, LotKind.WAGNER_WHITIN}


@dataclass(slots=True)
class Pool:
    """What an item can draw on while the days go by."""

    balance: int
    coming: list[Supply]  # open orders not yet counted, by due date and key
    expiring: list[list[int]] = field(default_factory=list)  # [day, quantity left], by day

    def copy(self) -> Pool:
        """The same to try something out with."""
        return Pool(self.balance, list(self.coming), [list(lot) for lot in self.expiring])

    def pass_to(self, day: int) -> None:
        """Let what expires go, and what comes anyway come."""
        if not self.coming and not self.expiring:
            return
        while self.expiring and self.expiring[0][0] <= day:
            self.balance -= self.expiring.pop(0)[1]
        arrived = [order for order in self.coming if order.is_fixed and order.ready <= day]
        for order in arrived:
            self.count(order)

    def take(self, quantity: int) -> None:
        """Use some, what expires first first."""
        self.balance -= quantity
        while quantity and self.expiring:
            used = min(quantity, self.expiring[0][1])
            self.expiring[0][1] -= used
            quantity -= used
            if not self.expiring[0][1]:
                self.expiring.pop(0)

    def count(self, order: Supply) -> None:
        """Reckon with an open order."""
        self.coming.remove(order)
        self.balance += order.quantity

    def helping(self, day: int, limit: int) -> Supply | None:
        """The open order that helps a shortage of `day`: in time for it, else no later than a new one (`limit`)."""
        if not self.coming:
            return None
        for order in self.coming:
            if order.ready <= day:
                return order
        late = [order for order in self.coming if order.ready <= limit]
        return min(late, key=lambda order: (order.ready, order.due, order.key), default=None)


class Netting:
    """The walk through one item's needs, oldest first."""

    def __init__(self, item: Item, days: WorkingDays, today: int, rules: MessageRules) -> None:
        self.item, self.days, self.today, self.rules = item, days, today, rules
        self.lead_days = item.lead_days or 0
        self.first_due = days.forward(today, max(self.lead_days, item.fence_days))
        self.fence_ends = days.forward(today, item.fence_days) if item.fence_days else today - 1
        self.new: list[Supply] = []
        kept = 1 - item.shrinkage
        self._kept, self._of = kept.numerator, kept.denominator
        self._last: Supply | None = None

    def plan(self, needs: list[Need], stock: list[Supply], open_orders: list[Supply]) -> list[Supply]:
        """Set `due` of the open orders and hand back the new ones. `needs` are sorted by due date, priority and key.

        What is reserved has already been taken out of needs and stock.
        """
        for order in open_orders:
            self._limit(order)
        free = [[lot.expires, lot.quantity - lot.used] for lot in stock]
        pool = Pool(
            balance=sum(left for _, left in free),
            coming=sorted(open_orders, key=lambda order: (order.due, order.key)),
            expiring=sorted(lot for lot in free if lot[0] < NEVER and lot[1]),
        )
        events = self._events(needs)
        for place, (day, quantity) in enumerate(events):
            pool.pass_to(max(day, self.today))
            pool.take(quantity)
            self._cover(pool, events, place)
        self._finish(pool)
        return self.new

    def _limit(self, order: Supply) -> None:
        """When an open order can come at the earliest: on its day if it may not move or lies inside the fence."""
        terms = order.order
        inside = self.today <= order.due <= self.fence_ends
        order.is_fixed = inside or (terms is not None and not terms.movable)
        if order.is_fixed and order.due >= self.today:
            order.ready = order.due
        else:
            earliest = terms.earliest.toordinal() if terms and terms.earliest else self.today
            order.ready = max(earliest, self.today)
        if order.is_fixed:
            order.due = order.ready
        order.is_needed = order.is_fixed

    def _events(self, needs: list[Need]) -> list[tuple[int, int]]:
        gross: dict[int, int] = {self.today: 0} if self.item.rebuild_safety_at_once else {}
        for need in needs:
            gross[need.due] = gross.get(need.due, 0) + need.quantity - need.pegged
        return sorted(gross.items())

    def _cover(self, pool: Pool, events: list[tuple[int, int]], place: int) -> None:
        day = events[place][0]
        while (short := self.item.safety_stock - pool.balance) > 0:
            order = pool.helping(day, max(day, self.first_due))
            if order is None:
                self._order_lots(pool, day, self._lot(pool, events, place, short))
            else:
                pool.count(order)
                self._move(order, day)

    def _move(self, order: Supply, day: int) -> None:
        order.is_needed = True
        self._last = order
        wanted = max(self.days.back(day, self.item.safety_days), order.ready)
        if not order.is_fixed and not (order.due >= order.ready and self._is_damped(order, wanted)):
            order.due = wanted

    def _is_damped(self, order: Supply, wanted: int) -> bool:
        shift = wanted - order.due
        return (
            -self.rules.expedite_days < shift < self.rules.defer_days
            or order.quantity < self.rules.least_quantity
            or (self.rules.least_value > 0 and order.quantity * self.item.unit_value < self.rules.least_value)
        )

    def _lot(self, pool: Pool, events: list[tuple[int, int]], place: int, short: int) -> int:
        rule = self.item.lot
        if rule.kind in _COVERS_ONE_NEED:
            return short
        ahead = list(self._net_needs(pool.copy(), events, place, short))
        span = first_lot_span(ahead, rule)
        return sum(quantity for _, quantity in ahead[:span])

    def _net_needs(
        self, pool: Pool, events: list[tuple[int, int]], place: int, short: int
    ) -> Iterator[tuple[int, int]]:
        """The needs to come, net of stock and open orders, summed by the rule's buckets; the first is `short`."""
        rule = self.item.lot
        width = max(1, rule.bucket_days) if rule.kind in _BY_BUCKET else 1
        bucket, net = self._bucket(events[place][0], width), short
        until = bucket + rule.periods if rule.kind is LotKind.PERIOD_OF_DAYS else NEVER
        pool.balance += short
        for day, quantity in events[place + 1 :]:
            found = self._shortage(pool, day, quantity)
            if not found:
                continue
            current = self._bucket(day, width)
            if current >= until:
                break
            if current != bucket:
                yield bucket, net
                bucket, net = current, 0
            net += found
        yield bucket, net

    def _shortage(self, pool: Pool, day: int, quantity: int) -> int:
        """What is short on a day after what comes by then, covered at once as if lot for lot."""
        if pool.coming or pool.expiring:
            pool.pass_to(max(day, self.today))
            pool.take(quantity)
            while pool.balance < self.item.safety_stock:
                order = pool.helping(day, max(day, self.first_due))
                if order is None:
                    break
                pool.count(order)
        else:
            pool.balance -= quantity
        short = self.item.safety_stock - pool.balance
        if short <= 0:
            return 0
        pool.balance += short
        return short

    def _bucket(self, day: int, width: int) -> int:
        return (day - self.today) // width if day > self.today else 0

    def _order_lots(self, pool: Pool, day: int, wanted: int) -> None:
        item = self.item
        if item.lot.maximum and wanted > item.lot.maximum * MOST_ORDERS_OF_A_NEED:
            raise TooManyOrders(item=item.key, quantity=wanted, most=MOST_ORDERS_OF_A_NEED)
        true_due = self.days.back(day, item.safety_days)
        true_start = self.days.back(true_due, self.lead_days)
        due = max(true_due, self.first_due)
        start = true_start if due == true_due else self.days.back(due, self.lead_days)
        while wanted > 0:
            ordered = modified(-(-wanted * self._of // self._kept), item.lot)
            usable = ordered * self._kept // self._of
            key = f"new > {item.key} > {len(self.new) + 1}"
            lot = Supply(key, item.key, SupplyKind.NEW, usable, ordered, true_start, true_due, start, due)
            self.new.append(lot)
            self._last = lot
            pool.balance += usable
            wanted -= usable

    def _finish(self, pool: Pool) -> None:
        """After the last need: what may not move comes anyway, the rest only to rebuild the safety stock."""
        if self._last is not None and self._last.kind is SupplyKind.OPEN and not self._last.is_fixed:
            self._last.surplus = max(0, min(self._last.quantity, pool.balance - self.item.safety_stock))
        for order in sorted(pool.coming, key=lambda order: not order.is_fixed):
            if order.is_fixed or pool.balance < self.item.safety_stock:
                pool.count(order)
                order.is_needed = True
                order.due = max(order.due, order.ready)


def reserve(needs: list[Need], stock: list[Supply], reserved_for: dict[str, str]) -> None:
    """Peg reserved stock to its demand first. `reserved_for` is stock key → demand key; what is over is free again."""
    by_key = {need.key: need for need in needs}
    for lot in stock:
        need = by_key.get(reserved_for.get(lot.key, ""))
        if need is not None and max(need.due, 0) < lot.expires:
            peg(lot, need, min(lot.quantity - lot.used, need.quantity - need.pegged))


def peg_by_date(needs: list[Need], supplies: list[Supply], today: int) -> None:
    """First come, first served: supplies by the day they come to needs by the day they are due."""
    waiting = iter(supplies)
    supply = next(waiting, None)
    left = supply.quantity - supply.used if supply else 0
    for need in needs:
        open_quantity = need.quantity - need.pegged
        day = max(need.due, today)
        while open_quantity and supply:
            if left and supply.expires > day:
                taken = min(left, open_quantity)
                peg(supply, need, taken)
                left -= taken
                open_quantity -= taken
            if not left or supply.expires <= day:
                supply = next(waiting, None)
                left = supply.quantity - supply.used if supply else 0


def peg(supply: Supply, need: Need, quantity: int) -> None:
    """Let a supply serve a need."""
    if quantity > 0:
        supply.pegs.append((need, quantity))
        need.pegs.append((supply, quantity))
        supply.priority = min(supply.priority, need.priority)
