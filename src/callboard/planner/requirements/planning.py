"""The plan of requirements: level by level, each item netted once, after everything that may need it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from callboard.planner.requirements import answer, lateness, messages
from callboard.planner.requirements.checks import check_problem
from callboard.planner.requirements.explosion import Free, compiled_bills
from callboard.planner.requirements.faults import FaultList
from callboard.planner.requirements.low_level import planning_codes
from callboard.planner.requirements.netting import Netting, peg, peg_by_date, reserve
from callboard.planner.requirements.network import (
    NEVER,
    Need,
    PlannedItem,
    Supply,
    SupplyKind,
)
from callboard.planner.requirements.plan import Plan
from callboard.planner.requirements.problem import BomLine, Demand, DemandKind, Item, OrderStatus, Problem, Source
from callboard.planner.requirements.working_days import WorkingDays, working_days


def plan_requirements(problem: Problem) -> Plan:
    """Net, size and time orders for every item of the problem, peg them, and say what to do.

    Complete and new each time (there is no net change that could differ from it). Equal problems give equal plans,
    whatever the order of their parts. Raises WrongProblem with every wrong value, BillsGoRound with the path of a
    circle, TooManyOrders. Rules and their sources: docs/algorithms/requirements.md.
    """
    check_problem(problem)
    planning = _Planning(problem)
    for key in planning.codes:
        planning.plan_item(planning.items[key])
    lateness.project(planning.planned, planning.codes, planning.items, planning.days, planning.today)
    return answer.plan_of(
        problem,
        planning.planned,
        planning.codes,
        messages.messages_of(problem, planning.planned, planning.items, planning.days),
        planning.faults.sorted(),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What an order or a demand needs of a component, not yet rounded."""

    due: int
    owner: Supply | Need
    numerator: int
    denominator: int


class _Planning:
    """Everything by item key, while the levels are worked through."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.today = problem.today.toordinal()
        self.faults = FaultList()
        self.items = {item.key: item for item in problem.items}
        calendars = {calendar.key: calendar for calendar in problem.calendars}
        counting: dict[str, WorkingDays] = {"": working_days(None, problem.today)}
        self.days: dict[str, WorkingDays] = {}
        for item in problem.items:
            if item.calendar not in counting:
                counting[item.calendar] = working_days(calendars.get(item.calendar), problem.today)
            if item.calendar and item.calendar not in calendars:
                self.faults.unknown_calendar(item.key, item.calendar)
            self.days[item.key] = counting[item.calendar]
        lines = [line for line in problem.lines if self._knows(line.parent) and self._knows(line.component)]
        self.codes = planning_codes(self.items, lines, self._frozen_lines())
        self.bills = compiled_bills(lines, self.items)
        phantoms = {item.key for item in problem.items if item.phantom}
        # only below a phantom can one order need a component along two ways
        self._merged = {line.component for line in lines if line.parent in phantoms}
        self.planned: dict[str, PlannedItem] = {}
        self._parts: dict[str, list[_Part]] = {}
        self._free: dict[str, Free] = {}
        self._open = self._open_orders()
        self._direct = self._demands()
        self._stock, self._reserved = self._stocks()

    def _knows(self, item: str) -> bool:
        if item in self.items:
            return True
        self.faults.unknown_item(item)
        return False

    def _frozen_lines(self) -> list[BomLine]:
        """What open work orders still need, as lines from product to component."""
        products = {order.key: order.item for order in self.problem.open_orders}
        pairs = {
            (products[demand.parent], demand.item)
            for demand in self.problem.demands
            if demand.kind is DemandKind.COMPONENT and demand.parent in products
        }
        known = sorted(pair for pair in pairs if self._knows(pair[0]) and self._knows(pair[1]))
        return [BomLine(product, component) for product, component in known]

    def _open_orders(self) -> dict[str, list[Supply]]:
        orders: dict[str, list[Supply]] = {}
        for order in self.problem.open_orders:
            if self._knows(order.item):
                day = order.due.toordinal()
                supply = Supply(order.key, order.item, SupplyKind.OPEN, order.quantity, due=day, order=order)
                orders.setdefault(order.item, []).append(supply)
        return orders

    def _demands(self) -> dict[str, list[Need]]:
        orders = {order.key: order for of_item in self._open.values() for order in of_item}
        needs: dict[str, list[Need]] = {}
        for demand in self.problem.demands:
            if not self._knows(demand.item) or not demand.quantity or self._is_over(demand):
                continue
            need = Need(
                demand.key, demand.item, demand.quantity, demand.due.toordinal(), demand.priority, demand=demand
            )
            if demand.kind is DemandKind.COMPONENT:
                parent = orders.get(demand.parent)
                if parent is None:
                    self.faults.unknown_order(demand.key, demand.parent)
                else:
                    need.parent = parent
                    parent.parts.append(need)
            needs.setdefault(demand.item, []).append(need)
        return needs

    def _is_over(self, demand: Demand) -> bool:
        over = demand.kind is DemandKind.FORECAST and demand.due < self.problem.today
        if over:
            self.faults.forecast_over(demand.key, demand.quantity, demand.due)
        return over

    def _stocks(self) -> tuple[dict[str, list[Supply]], dict[str, str]]:
        """Stock by item, what expires first first, and for whom stock is reserved."""
        stock: dict[str, list[Supply]] = {}
        reserved: dict[str, str] = {}
        demands = {need.key for needs in self._direct.values() for need in needs}
        for lot in self.problem.stock:
            if not self._knows(lot.item):
                continue
            if lot.reserved_for and lot.reserved_for not in demands:
                self.faults.unknown_order(lot.key or lot.item, lot.reserved_for)
                continue
            expires = lot.expires.toordinal() if lot.expires else NEVER
            key = lot.key or f"stock > {lot.item}"
            stock.setdefault(lot.item, []).append(
                Supply(key, lot.item, SupplyKind.STOCK, lot.quantity, expires=expires)
            )
            if lot.reserved_for:
                reserved[key] = lot.reserved_for
        for lots in stock.values():
            lots.sort(key=lambda lot: (lot.expires, lot.key))
        return stock, reserved

    def plan_item(self, item: Item) -> None:
        """Net one item, peg it, and pass its orders' needs on to its components."""
        stock = self._stock.get(item.key, [])
        open_orders = self._open.get(item.key, [])
        if item.phantom:
            self._plan_phantom(item, stock, open_orders)
            return
        needs = [need for need in self._direct.get(item.key, []) if not need.is_dropped]
        needs += self._component_needs(item.key)
        if not (needs or stock or open_orders or item.rebuild_safety_at_once):
            return
        needs.sort(key=_by_date)
        reserve(needs, stock, self._reserved)
        netting = Netting(item, self.days[item.key], self.today, self.problem.rules)
        new = netting.plan(needs, stock, open_orders)
        coming = [order for order in open_orders if order.is_needed] + new
        coming.sort(key=lambda order: (order.due, order.true_due, order.key))
        peg_by_date(needs, stock + coming, self.today)
        unneeded = [order for order in open_orders if not order.is_needed]
        self.planned[item.key] = PlannedItem(stock + coming + unneeded, needs)
        self._tell_components(item, open_orders, new)
        self._note_faults(item, stock, new)

    def _component_needs(self, item: str) -> list[Need]:
        """Rounded up here, once, after everything that one order needs of the item on one day has been added up."""
        parts = self._parts.pop(item, [])
        if item in self._merged:
            parts = _merged(parts)
        needs, count = [], dict[str, int]()
        for part in parts:
            key = f"{part.owner.key} > {item}"
            count[key] = again = count.get(key, 0) + 1
            if again > 1:
                key = f"{key} > {again}"
            quantity = -(-part.numerator // part.denominator)
            if quantity:
                need = Need(key, item, quantity, part.due, part.owner.priority, part.owner)
                part.owner.parts.append(need)
                needs.append(need)
        return needs

    def _tell_components(self, item: Item, open_orders: list[Supply], new: list[Supply]) -> None:
        for order in open_orders:
            self._shift_parts(order)
        bill = self.bills.get(item.key)
        if bill is None or item.source is Source.BUY:
            return
        for lot in new:
            self._explode(item.key, lot, (lot.ordered, 1), (lot.true_start, lot.start))

    def _shift_parts(self, order: Supply) -> None:
        """An open work order that moves takes its components' dates with it; one that is not needed frees them.

        Released orders keep their needs: material may be at the machine already.
        """
        terms = order.order
        if not order.parts or terms is None:
            return
        days = self.days[order.item]
        shift = days.between(terms.due.toordinal(), order.due) if terms.due.toordinal() >= self.today else 0
        for need in order.parts:
            if not order.is_needed:
                need.is_dropped = terms.status is not OrderStatus.RELEASED
            elif shift:
                need.due = days.forward(need.due, shift) if shift > 0 else days.back(need.due, -shift)

    def _explode(self, item: str, owner: Supply | Need, quantity: tuple[int, int], starts: tuple[int, int]) -> None:
        """Needs of the components: on the true start, even if it is over; by the bill of the start still possible."""
        true_start, start = starts
        days = self.days[item]
        for component, numerator, denominator, offset in self.bills[item].needs(quantity, start, self._free_stock):
            due = days.forward(true_start, offset) if offset else true_start
            self._parts.setdefault(component, []).append(_Part(due, owner, numerator, denominator))

    def _free_stock(self, item: str) -> Free:
        if item not in self._free:
            held = sum(lot.quantity for lot in self._stock.get(item, []))
            promised = sum(need.quantity for need in self._direct.get(item, []) if not need.is_dropped)
            self._free[item] = Free(max(0, held - promised))
        return self._free[item]

    def _plan_phantom(self, item: Item, stock: list[Supply], open_orders: list[Supply]) -> None:
        """A phantom's own stock first; what is missing is blown through to its components. It never gets an order."""
        for order in open_orders:
            order.is_fixed, order.due = True, max(order.due, self.today)
        supplies = stock + sorted(open_orders, key=lambda order: (order.due, order.key))
        needs = [need for need in self._direct.get(item.key, []) if not need.is_dropped]
        reserve(needs, stock, self._reserved)
        wanted = [_Part(need.due, need, need.quantity - need.pegged, 1) for need in needs]
        wanted += _merged(self._parts.pop(item.key, []))
        wanted.sort(key=lambda part: (part.due, part.owner.priority, part.owner.key))
        for part in wanted:
            self._blow_through(item, part, supplies, needs)
        if needs or supplies:
            needs.sort(key=_by_date)
            self.planned[item.key] = PlannedItem(supplies, needs)

    def _blow_through(self, item: Item, part: _Part, supplies: list[Supply], needs: list[Need]) -> None:
        owner, day = part.owner, max(part.due, self.today)
        own = owner if isinstance(owner, Need) and owner.item == item.key else None
        whole = -(-part.numerator // part.denominator)
        need = own or Need(f"{owner.key} > {item.key}", item.key, whole, part.due, owner.priority, owner)
        left = whole
        for supply in supplies:
            if supply.due <= day < supply.expires and left:
                taken = min(left, supply.quantity - supply.used)
                peg(supply, need, taken)
                left -= taken
        if own is None and left < whole:
            need.quantity = whole - left
            owner.parts.append(need)
            needs.append(need)
        missing = Fraction(part.numerator, part.denominator) - (whole - left)
        if missing > 0 and item.key in self.bills:
            start = owner.start if isinstance(owner, Supply) else part.due
            self._explode(item.key, owner, (missing.numerator, missing.denominator), (part.due, max(start, self.today)))
        elif missing > 0:
            self.faults.bill_missing(item.key)

    def _note_faults(self, item: Item, stock: list[Supply], new: list[Supply]) -> None:
        if new and item.lead_days is None:
            self.faults.lead_time_missing(item.key)
        if new and item.source is Source.MAKE and item.key not in self.bills:
            self.faults.bill_missing(item.key)
        for lot in stock:
            if lot.expires < NEVER and lot.used < lot.quantity:
                self.faults.stock_expires(lot.key, item.key, lot.quantity - lot.used, dt.date.fromordinal(lot.expires))


def _by_date(need: Need) -> tuple[int, int, str]:
    return need.due, need.priority, need.key


def _merged(parts: list[_Part]) -> list[_Part]:
    """What one order needs on one day, along however many ways, as one exact quantity."""
    sums: dict[tuple[int, int], _Part] = {}
    for part in parts:
        place = (id(part.owner), part.due)
        there = sums.get(place)
        if there is None:
            sums[place] = part
        else:
            total = Fraction(there.numerator, there.denominator) + Fraction(part.numerator, part.denominator)
            sums[place] = _Part(part.due, part.owner, total.numerator, total.denominator)
    return list(sums.values())
