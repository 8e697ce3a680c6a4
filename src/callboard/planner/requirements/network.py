"""The plan while it is made: needs and supplies that know each other. Days are ordinals."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from callboard.planner.requirements.problem import Demand, OpenOrder

ALWAYS = 0  # stock is there before any day
NEVER = 10_000_000
NO_PRIORITY = 1_000_000_000


class SupplyKind(IntEnum):
    """Where a supply comes from."""

    STOCK = 0
    OPEN = 1
    NEW = 2


@dataclass(slots=True, eq=False)
class Need:
    """A gross requirement: of a demand, or of the order (or, below a phantom, the demand) `parent`."""

    key: str
    item: str
    quantity: int
    due: int
    priority: int
    parent: Supply | Need | None = None
    demand: Demand | None = None
    pegs: list[tuple[Supply, int]] = field(default_factory=list)
    parts: list[Need] = field(default_factory=list)  # only of demands for a phantom
    projected: int = ALWAYS
    is_dropped: bool = False

    @property
    def pegged(self) -> int:
        """How much of it is served."""
        return sum([quantity for _, quantity in self.pegs]) if self.pegs else 0


@dataclass(slots=True, eq=False)
class Supply:
    """Stock, an open order or a new one: `quantity` is what can be used of it, `ordered` what is ordered for that."""

    key: str
    item: str
    kind: SupplyKind
    quantity: int
    ordered: int = 0
    true_start: int = ALWAYS
    true_due: int = ALWAYS
    start: int = ALWAYS
    due: int = ALWAYS
    ready: int = ALWAYS  # an open order's earliest day
    expires: int = NEVER
    is_fixed: bool = False  # comes on its day whatever the plan says
    is_needed: bool = True
    surplus: int = 0  # of an open order: what no need and no safety stock asks for
    priority: int = NO_PRIORITY
    order: OpenOrder | None = None
    pegs: list[tuple[Need, int]] = field(default_factory=list)
    parts: list[Need] = field(default_factory=list)
    projected: int = ALWAYS
    slip: int = 0  # calendar days that late components add
    holds_up: Need | None = None  # the component that adds them

    @property
    def used(self) -> int:
        """How much of it serves needs."""
        return sum([quantity for _, quantity in self.pegs]) if self.pegs else 0


@dataclass(slots=True, eq=False)
class PlannedItem:
    """All supplies and needs of one item, sorted as they were pegged, once the item has been planned."""

    supplies: list[Supply] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
