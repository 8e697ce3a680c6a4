"""How many pieces are where: a fold of the floor's reports. Pure.

Pieces enter the first operation when anything is reported of the order. They go on by themselves inside a department;
into another one, to a vendor or back they are sent and accepted, and what was sent and is not there is disputed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from callboard.manufacturing.shop_floor.rules import MAKES, ReportKind

K = TypeVar("K", bound=Hashable)
Counts = Mapping[ReportKind, int]
_R = ReportKind


@dataclass(frozen=True)
class Station(Generic[K]):
    """One operation of an order, as far as counting goes."""

    key: K
    planned: int
    department: Hashable
    is_outside: bool = False


@dataclass(frozen=True)
class StationFlow(Generic[K]):
    """What came to an operation and what became of it. Negative counts were over-reported and are to be reconciled."""

    key: K
    reached: int
    good: int
    scrap: int
    rework: int
    """Out of the flow, being mended."""
    sent: int
    accepted: int
    in_transit: int
    """On the way here."""
    disputed: int
    """Sent here, and not there."""
    lost: int
    waiting: int
    """Here, and not yet worked."""
    ready: int
    """Good, and not yet sent on."""
    is_handed_over: bool
    """Whether pieces come here by sending and accepting."""
    is_last: bool

    @property
    def made(self) -> int:
        """Steps that used material here."""
        return self.good + self.scrap

    @property
    def here(self) -> int:
        """Work in process at the operation: waiting for it, and waiting to go on."""
        return self.waiting + self.ready


def hands_over(before: Station[K] | None, station: Station[K]) -> bool:
    """Whether pieces must be sent and accepted between two operations."""
    if before is None:
        return False
    return before.department != station.department or before.is_outside or station.is_outside


def fold(stations: Sequence[Station[K]], counts: Mapping[K, Counts]) -> list[StationFlow[K]]:
    """The flow of one order through its operations, in their order; `counts` are net of reversed reports."""
    has_started = any(value for count in counts.values() for value in count.values())
    found: list[StationFlow[K]] = []
    for index, station in enumerate(stations):
        before = found[-1] if found else None
        behind = stations[index + 1] if index + 1 < len(stations) else None
        found.append(_flow(station, stations[index - 1] if index else None, behind, counts, (before, has_started)))
    return found


def _flow(
    station: Station[K],
    earlier: Station[K] | None,
    later: Station[K] | None,
    counts: Mapping[K, Counts],
    past: tuple[StationFlow[K] | None, bool],
) -> StationFlow[K]:
    before, has_started = past
    count = counts.get(station.key, {})
    handed = hands_over(earlier, station)
    if before is None:
        reached = station.planned if has_started else 0
    else:
        reached = count.get(_R.ACCEPT, 0) + count.get(_R.FOUND, 0) if handed else before.good
    good, scrap = count.get(_R.GOOD, 0), count.get(_R.SCRAP, 0)
    rework, sent = count.get(_R.REWORK, 0) - count.get(_R.REWORKED, 0), count.get(_R.SEND, 0)
    return StationFlow(
        key=station.key,
        reached=reached,
        good=good,
        scrap=scrap,
        rework=rework,
        sent=sent,
        accepted=count.get(_R.ACCEPT, 0),
        in_transit=(before.sent - count.get(_R.ACCEPT, 0) - count.get(_R.DISPUTE, 0)) if before and handed else 0,
        disputed=count.get(_R.DISPUTE, 0) - count.get(_R.FOUND, 0) - count.get(_R.LOST, 0),
        lost=count.get(_R.LOST, 0),
        waiting=reached - good - scrap - rework,
        ready=good - sent if later is not None and hands_over(station, later) else 0,
        is_handed_over=handed,
        is_last=later is None,
    )


@dataclass
class Balance:
    """Pieces by where they are. `started` must be the sum of all the others."""

    started: int = 0
    wip: int = 0
    in_transit: int = 0
    disputed: int = 0
    scrapped: int = 0
    rework: int = 0
    completed: int = 0

    @property
    def accounted(self) -> int:
        """Everything that the floor can show for what it started."""
        return self.wip + self.in_transit + self.disputed + self.scrapped + self.rework + self.completed

    @property
    def is_balanced(self) -> bool:
        """To the unit."""
        return self.started == self.accounted

    @property
    def on_the_floor(self) -> int:
        """Pieces that exist and are not done."""
        return self.wip + self.in_transit + self.disputed + self.rework

    def add(self, flow: StationFlow[K], *, is_first: bool) -> None:
        """Count one operation in."""
        self.started += flow.reached if is_first else 0
        self.wip += flow.here
        self.in_transit += flow.in_transit
        self.disputed += flow.disputed
        self.scrapped += flow.scrap + flow.lost
        self.rework += flow.rework
        self.completed += flow.good if flow.is_last else 0


def balance(flows: Iterable[StationFlow[K]]) -> Balance:
    """The balance of one order."""
    found = Balance()
    for index, flow in enumerate(flows):
        found.add(flow, is_first=index == 0)
    return found


def most(kind: ReportKind, flow: StationFlow[K], planned: int, *, is_first: bool) -> int:
    """How many the kind may be reported of without contradicting what else was reported."""
    waiting = planned if is_first and not flow.reached else flow.waiting
    return {
        _R.GOOD: waiting,
        _R.SCRAP: waiting,
        _R.REWORK: waiting,
        _R.REWORKED: flow.rework,
        _R.SEND: flow.ready,
        _R.ACCEPT: flow.in_transit,
        _R.DISPUTE: flow.in_transit,
        _R.FOUND: flow.disputed,
        _R.LOST: flow.disputed,
    }.get(kind, 0)


def contradictions(flow: StationFlow[K]) -> dict[str, int]:
    """Counts below zero, by name: somebody reported more than there was."""
    pools = {"waiting": flow.waiting, "ready": flow.ready, "in_transit": flow.in_transit, "rework": flow.rework}
    return {name: value for name, value in pools.items() if value < 0}


def prospects(flows: Sequence[StationFlow[K]]) -> int:
    """Good pieces made, and those that may still become so. What is disputed counts as missing until it is found."""
    return sum(flow.here + flow.in_transit + flow.rework + (flow.good if flow.is_last else 0) for flow in flows)


def make_up(quantity: int, flows: Sequence[StationFlow[K]], *, being_made_up: int = 0) -> int:
    """How many to make anew so that the order's quantity comes out; 0 while nothing was reported."""
    if not flows or not flows[0].reached:
        return 0
    return max(quantity - prospects(flows) - being_made_up, 0)


def left_behind(flows: Sequence[StationFlow[K]]) -> int:
    """Pieces that exist between the first operation and the store; what the first never worked was never there."""
    return sum(
        max(flow.here if index else flow.ready, 0)
        + max(flow.in_transit, 0)
        + max(flow.disputed, 0)
        + max(flow.rework, 0)
        for index, flow in enumerate(flows)
    )


def is_done(flows: Sequence[StationFlow[K]]) -> bool:
    """Whether every piece that was started is good in the store, scrapped or lost."""
    return bool(flows) and flows[-1].good > 0 and left_behind(flows) == 0 and max(flows[0].waiting, 0) == 0


@dataclass(frozen=True)
class Use:
    """A material of an order, as far as backflush goes: steps for one that enters the operation, or once when fixed."""

    per_numerator: int
    per_denominator: int = 1
    fixed: int = 0
    issued: int = 0


def to_backflush(use: Use, made: int) -> int:
    """Steps to issue so that what was really made (good and scrap) has used its material.

    By what was made, never by the order's quantity. What was issued already, by hand or before, is not issued again.
    """
    if made <= 0:
        return 0
    used = use.fixed or -(-made * use.per_numerator // use.per_denominator)
    return max(used - use.issued, 0)


@dataclass(frozen=True)
class Cost:
    """Value issued of one material, and how many pieces share in it beside those completed."""

    value_minor: int
    is_backflushed: bool
    unfinished: int
    """Pieces past the material's operation that are not completed yet."""


@dataclass
class Earned:
    """What completed pieces are worth: their share of the material that was issued."""

    costs: list[Cost] = field(default_factory=list)

    def value(self, completed: int, wanted: int, *, is_all: bool) -> int:
        """Minor units for all completed so far. Backflushed: shared with the unfinished; picked: with all wanted."""
        total = 0
        for cost in self.costs:
            base = completed + max(cost.unfinished, 0) if cost.is_backflushed else max(completed, wanted)
            total += cost.value_minor if is_all or base <= 0 else cost.value_minor * completed // base
        return total


def net_counts(rows: Iterable[tuple[K, str, bool, int]]) -> dict[K, dict[ReportKind, int]]:
    """Sums by operation and kind from (operation, kind, is a reversal, quantity); reversals are taken off.

    For starts and stops the quantity is how many there were, so that an order that was only begun has started.
    """
    found: dict[K, dict[ReportKind, int]] = {}
    for key, kind, is_reversal, quantity in rows:
        count = found.setdefault(key, {})
        said = ReportKind(kind)
        count[said] = count.get(said, 0) + (-quantity if is_reversal else quantity)
    return found


def uses_material(kind: ReportKind) -> bool:
    """Whether backflush follows the report."""
    return kind in MAKES
