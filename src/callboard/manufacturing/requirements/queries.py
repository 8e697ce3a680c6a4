"""Reading runs: what to do, what is late and why, who is served by what, and how the stock of an item will go."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.requirements.models import (
    ActionMessage,
    LateLine,
    MovedOrder,
    Need,
    PegEdge,
    PlanRun,
    Proposal,
)
from callboard.manufacturing.requirements.rules import UNDER_WAY, MessageState, ProposalState, RunState
from callboard.stock.items.models import Item
from callboard.stock.moves.queries import stock_of

LONGEST_PATH = 12
"""Levels that pegging is followed: deeper than any bill."""


@dataclass(frozen=True)
class MessageFilter:
    """Which messages are asked for."""

    owner: str = ""
    kind: str = ""
    words: str = ""
    settled: bool = False


@dataclass(frozen=True)
class Served:
    """A client's line that a supply serves in the end, and with how much of the supply itself."""

    key: str
    item: Item
    due_on: dt.date
    quantity: int
    late: LateLine | None = None


@dataclass
class PegNode:
    """A supply below a need: where it comes from, and what that waits for."""

    supply: str
    item: Item
    quantity: int
    available_on: dt.date | None
    needs: list[PegNeed] = field(default_factory=list)


@dataclass
class PegNeed:
    """A need with the supplies that serve it."""

    need: Need
    supplies: list[PegNode] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One step of an item's projected stock: what happens, and what is there afterwards."""

    on: dt.date
    label: str
    kind: str
    quantity: int
    after: int


@dataclass(frozen=True)
class Projection:
    """How the stock of an item will go by the newest plan."""

    item: Item
    at_start: int
    steps: Sequence[Step]
    first_short_on: dt.date | None


def runs_of(member: Membership, production: Production) -> QuerySet[PlanRun]:
    """The runs that are kept, newest first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return PlanRun.objects.filter(production=production).select_related("asked_by").order_by("-pk")


def newest_run(member: Membership, production: Production) -> PlanRun | None:
    """The newest plan that was finished."""
    return runs_of(member, production).filter(state=RunState.DONE).first()


def run_under_way(member: Membership, production: Production) -> PlanRun | None:
    """The run that is being made now."""
    return runs_of(member, production).filter(state__in=[*UNDER_WAY]).first()


def run_by_id(member: Membership, production: Production, public_id: UUID) -> PlanRun:
    """One run. Raises NotFound."""
    run = runs_of(member, production).filter(public_id=public_id).first()
    if run is None:
        raise NotFound()
    return run


def messages_of(run: PlanRun, asked: MessageFilter, *, today: dt.date) -> QuerySet[ActionMessage]:
    """What to do, the most harmful first; what is snoozed comes back on its day."""
    rows = ActionMessage.objects.filter(run=run).select_related("item", "settled_by").order_by("rank")
    waits = Q(state=MessageState.OPEN) | Q(state=MessageState.SNOOZED, snoozed_until__lte=today)
    rows = rows.exclude(waits) if asked.settled else rows.filter(waits)
    if asked.owner:
        rows = rows.filter(owner=asked.owner)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.words:
        found = Q(order__icontains=asked.words) | Q(item__code__icontains=asked.words)
        rows = rows.filter(found | Q(item__name__icontains=asked.words))
    return rows


def message_by_id(member: Membership, production: Production, public_id: UUID) -> ActionMessage:
    """One message. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = ActionMessage.objects.filter(run__production=production, public_id=public_id)
    message = rows.select_related("run__production", "item").first()
    if message is None:
        raise NotFound()
    return message


def owners_of(run: PlanRun) -> list[str]:
    """Everybody who has something to do, by name."""
    rows = ActionMessage.objects.filter(run=run).exclude(owner="").values_list("owner", flat=True)
    return sorted(set(rows))


def proposals_of(run: PlanRun, *, source: str = "", words: str = "") -> QuerySet[Proposal]:
    """Proposed orders by their start."""
    rows = Proposal.objects.filter(run=run).select_related("item").order_by("true_start_on", "key")
    if source:
        rows = rows.filter(source=source)
    if words:
        rows = rows.filter(Q(item__code__icontains=words) | Q(item__name__icontains=words) | Q(key__icontains=words))
    return rows


def proposal_by_id(member: Membership, production: Production, public_id: UUID) -> Proposal:
    """One proposal. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Proposal.objects.filter(run__production=production, public_id=public_id)
    proposal = rows.select_related("run__production", "item").first()
    if proposal is None:
        raise NotFound()
    return proposal


def late_lines_of(run: PlanRun) -> QuerySet[LateLine]:
    """Clients' lines that will be late, the latest first."""
    return LateLine.objects.filter(run=run).select_related("item").order_by("-late_days", "key")


def item_of_supply(run: PlanRun, supply: str) -> Item | None:
    """What an order of the plan, open or proposed, brings."""
    for table in (Proposal, MovedOrder):
        found = table.objects.filter(run=run, key=supply).select_related("item").first()
        if found is not None:
            return found.item
    return None


def clients_served(run: PlanRun, supply: str) -> list[Served]:
    """Upward: which clients' lines an order serves in the end.

    Quantities are of the supply asked about, shared among its needs as the pegging says; a component's share goes to
    the lines above in the proportion in which its parent's supply serves them.
    """
    return _merged(_up(run, {supply: None}), run)


def _up(run: PlanRun, start: dict[str, int | None]) -> dict[str, int]:
    """Follow edges upward, level by level, with two questions a level."""
    reached: dict[str, int] = defaultdict(int)
    front: dict[str, int | None] = dict(start)
    for _ in range(LONGEST_PATH):
        if not front:
            break
        edges = list(PegEdge.objects.filter(run=run, supply__in=front))
        total: dict[str, int] = defaultdict(int)
        for edge in edges:
            total[edge.supply] += edge.quantity
        parents = dict(Need.objects.filter(run=run, key__in={e.need for e in edges}).values_list("key", "parent"))
        following: dict[str, int | None] = defaultdict(int)
        for edge in edges:
            asked = front[edge.supply]
            share = edge.quantity if asked is None else -(-asked * edge.quantity // total[edge.supply])
            parent = parents.get(edge.need, "")
            if parent:
                following[parent] = (following[parent] or 0) + share
            else:
                reached[edge.need] += share
        front = following
    return reached


def _merged(reached: dict[str, int], run: PlanRun) -> list[Served]:
    late = {line.key: line for line in LateLine.objects.filter(run=run, key__in=reached)}
    needs = Need.objects.filter(run=run, key__in=reached, parent="").select_related("item")
    found = [Served(row.key, row.item, row.due_on, reached[row.key], late.get(row.key)) for row in needs]
    return sorted(found, key=lambda served: (served.due_on, served.key))


def supplies_below(run: PlanRun, need_key: str) -> PegNeed:
    """Downward: what a client's line waits for, level by level. Raises NotFound."""
    need = Need.objects.filter(run=run, key=need_key).select_related("item").first()
    if need is None:
        raise NotFound()
    top = PegNeed(need)
    front = [top]
    for _ in range(LONGEST_PATH):
        if not front:
            break
        nodes = _add_supplies(run, front)
        front = _add_needs(run, nodes)
    return top


def _add_supplies(run: PlanRun, needs: Sequence[PegNeed]) -> list[PegNode]:
    by_key = {need.need.key: need for need in needs}
    edges = list(PegEdge.objects.filter(run=run, need__in=by_key).order_by("pk"))
    days = _available_days(run, {edge.supply for edge in edges})
    nodes = []
    for edge in edges:
        above = by_key[edge.need]
        node = PegNode(edge.supply, above.need.item, edge.quantity, days.get(edge.supply))
        above.supplies.append(node)
        nodes.append(node)
    return nodes


def _add_needs(run: PlanRun, nodes: Sequence[PegNode]) -> list[PegNeed]:
    by_supply: dict[str, list[PegNode]] = defaultdict(list)
    for node in nodes:
        by_supply[node.supply].append(node)
    rows = Need.objects.filter(run=run, parent__in=by_supply).select_related("item").order_by("due_on", "key")
    found = []
    for row in rows:
        first = by_supply[row.parent][0]  # a supply that serves two needs is opened out once
        below = PegNeed(row)
        first.needs.append(below)
        found.append(below)
    return found


def _available_days(run: PlanRun, keys: Iterable[str]) -> dict[str, dt.date]:
    wanted = list(keys)
    days = dict(Proposal.objects.filter(run=run, key__in=wanted).values_list("key", "projected_due_on"))
    return days | dict(MovedOrder.objects.filter(run=run, key__in=wanted).values_list("key", "projected_due_on"))


def projection_of(run: PlanRun, item: Item) -> Projection:
    """How the item's stock goes, step by step: what is there, what comes, what is taken."""
    stock = stock_of(run.production, [item.pk]).get(item.pk)
    there = stock.available if stock else 0
    rows = [
        *(
            (row.projected_due_on, 0, row.key, "receipt", row.quantity)
            for row in MovedOrder.objects.filter(run=run, item=item, planned_due_on__isnull=False)
        ),
        *(
            (row.projected_due_on, 1, row.key, "proposal", row.usable)
            for row in Proposal.objects.filter(run=run, item=item).exclude(state=ProposalState.DISMISSED)
        ),
        *((row.due_on, 2, row.key, "need", -row.quantity) for row in Need.objects.filter(run=run, item=item)),
    ]
    steps, after = [], there
    for on, _, label, kind, quantity in sorted(rows):
        after += quantity
        steps.append(Step(on, label, kind, quantity, after))
    short = next((step.on for step in steps if step.after < 0), None)
    return Projection(item, there, steps, short)
