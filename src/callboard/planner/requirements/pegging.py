"""Walking a plan's pegs: up to the demands that a supply serves, down to what an order or demand waits for."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from callboard.planner.requirements.plan import Peg, Plan, Requirement


class Pegging:
    """An index over the pegs of one plan; made once, asked often."""

    def __init__(self, plan: Plan) -> None:
        self.requirements = {requirement.key: requirement for requirement in plan.requirements}
        self._plan = plan
        self._from_supply: dict[str, list[Peg]] = {}
        self._to_requirement: dict[str, list[Peg]] = {}
        for peg in plan.pegs:
            self._from_supply.setdefault(peg.supply, []).append(peg)
            self._to_requirement.setdefault(peg.requirement, []).append(peg)
        self._of_parent: dict[str, list[Requirement]] = {}
        for requirement in plan.requirements:
            if requirement.parent:
                self._of_parent.setdefault(requirement.parent, []).append(requirement)
        self._sizes = {order.key: order.usable for order in plan.planned_orders}
        self._sizes |= {order.key: order.quantity for order in plan.moved_orders}

    def served_by(self, supply: str) -> tuple[Peg, ...]:
        """The needs that a supply serves, oldest first. Their sum is never more than the supply."""
        return tuple(self._from_supply.get(supply, ()))

    def serving(self, requirement: str) -> tuple[Peg, ...]:
        """The supplies that serve a requirement."""
        return tuple(self._to_requirement.get(requirement, ()))

    def parts_of(self, parent: str) -> tuple[Requirement, ...]:
        """What an order (or a demand, through a phantom) needs of its components."""
        return tuple(self._of_parent.get(parent, ()))

    def demands_served(self, supply: str) -> dict[str, Fraction]:
        """How much of a supply is for which outside demand, through all levels; the rest is excess.

        An order's components are for its needs in proportion. Sorted by due date, then key; in units of the supply.
        """
        shares: dict[str, Fraction] = {}
        waiting = {supply: Fraction(self._sizes.get(supply, 0) or 1)}
        asked: set[str] = set()
        while waiting:
            # the deepest first: by then everything that it is needed for by others below has been added
            current = max(waiting, key=lambda key: (self._level(key), key))
            amount = waiting.pop(current)
            if current in asked:
                continue  # material that goes round through rework
            asked.add(current)
            unit = amount / (self._sizes.get(current, 0) or 1)
            for peg in self.served_by(current):
                for_whom = self._for_whom(self.requirements[peg.requirement])
                into = waiting if for_whom in self._sizes else shares
                into[for_whom] = into.get(for_whom, Fraction(0)) + unit * peg.quantity
        ordered = sorted(shares, key=lambda key: (self.requirements[key].due, key))
        return {key: shares[key] for key in ordered}

    def supplies_behind(self, parent: str) -> tuple[str, ...]:
        """Every supply that an order or demand waits for, through all levels, each once, nearest first."""
        found: dict[str, None] = {}
        asked = {parent}
        waiting = [*self.serving(parent), *self._pegs_of_parts(parent)]
        while waiting:
            nearer, waiting = waiting, []
            for peg in nearer:
                found.setdefault(peg.supply, None)
                if peg.supply not in asked:
                    asked.add(peg.supply)
                    waiting += self._pegs_of_parts(peg.supply)
        return tuple(found)

    def _for_whom(self, requirement: Requirement) -> str:
        return requirement.parent or requirement.key

    def _level(self, order: str) -> int:
        pegs = self._from_supply.get(order)
        item = self.requirements[pegs[0].requirement].item if pegs else ""
        return self._plan.low_level_codes.get(item, 0)

    def _pegs_of_parts(self, parent: str) -> Iterable[Peg]:
        for part in self.parts_of(parent):
            yield from self.serving(part.key)
