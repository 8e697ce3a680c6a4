"""The master schedule of one item by buckets: projected stock, lots, and what can still be promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MasterSchedule:
    """Rows of equal length: demand used, projected available balance, lots, and lots only proposed inside the fence."""

    demand: tuple[int, ...]
    projected: tuple[int, ...]
    lots: tuple[int, ...]
    proposed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fences:
    """Counts of buckets: up to `demand` only orders are demand, up to `planning` lots are only proposed."""

    demand: int = 0
    planning: int = 0


def master_schedule(
    *,
    on_hand: int,
    forecast: Sequence[int],
    orders: Sequence[int],
    lot: int,
    floor: int = 0,
    receipts: Sequence[int] = (),
    fences: Fences | None = None,
) -> MasterSchedule:
    """Project the balance over the buckets; while it is under `floor`, add a lot.

    Inside the demand fence only orders are demand, after it the greater of forecast and orders. Inside the planning
    fence lots are proposed, not scheduled, and the balance stays as it is. `lot` ≥ 1; ValueError otherwise.
    """
    fences = fences or Fences()
    if lot < 1:
        raise ValueError("a lot is at least 1")
    demand: list[int] = []
    projected: list[int] = []
    lots: list[int] = []
    proposed: list[int] = []
    balance = on_hand
    for bucket in range(len(forecast)):
        used = _at(orders, bucket) if bucket < fences.demand else max(forecast[bucket], _at(orders, bucket))
        balance += _at(receipts, bucket) - used
        added = max(0, -(-(floor - balance) // lot)) * lot
        fenced = bucket < fences.planning
        balance += 0 if fenced else added
        demand.append(used)
        projected.append(balance)
        lots.append(0 if fenced else added)
        proposed.append(added if fenced else 0)
    return MasterSchedule(tuple(demand), tuple(projected), tuple(lots), tuple(proposed))


def discrete_atp(*, on_hand: int, lots: Sequence[int], orders: Sequence[int]) -> list[int | None]:
    """Available to promise of each lot: less the orders until the next lot; the first bucket has the stock on hand.

    Buckets without a lot say nothing. What a lot is short of is taken from the nearest earlier ones that have some;
    if that is not enough, the rest stays negative.
    """
    atp: list[int | None] = []
    current = 0
    for bucket, lot in enumerate(lots):
        opens = bucket == 0 or lot > 0
        atp.append((on_hand if bucket == 0 else 0) + lot if opens else None)
        current = bucket if opens else current
        atp[current] = (atp[current] or 0) - _at(orders, bucket)
    return _taken_from_earlier(atp)


def cumulative_atp(*, on_hand: int, lots: Sequence[int], orders: Sequence[int]) -> list[int]:
    """What can be promised by each bucket in all, looking ahead: the smallest later sum too, never under 0."""
    sums, running = [], on_hand
    for bucket, lot in enumerate(lots):
        running += lot - _at(orders, bucket)
        sums.append(running)
    answer, least = [0] * len(sums), 0
    for bucket in range(len(sums) - 1, -1, -1):
        least = sums[bucket] if bucket == len(sums) - 1 else min(least, sums[bucket])
        answer[bucket] = max(0, least)
    return answer


def projected_balance(supply: Sequence[int], demand: Sequence[int]) -> list[int]:
    """Supply less demand, summed up from the first bucket."""
    balance, row = 0, []
    for bucket, quantity in enumerate(supply):
        balance += quantity - _at(demand, bucket)
        row.append(balance)
    return row


def period_atp(supply: Sequence[int], demand: Sequence[int]) -> list[int]:
    """Each bucket on its own: supply less demand."""
    return [quantity - _at(demand, bucket) for bucket, quantity in enumerate(supply)]


def accumulated_atp(supply: Sequence[int], demand: Sequence[int]) -> list[int]:
    """Backward consumption, then accumulation, as Oracle Inventory documents it (A60725, atpcal03).

    What a bucket is short of is taken from the nearest earlier ones; what is left over is carried forward, a shortage
    is not.
    """
    carried, row = 0, []
    for left in _taken_from_earlier(list(period_atp(supply, demand))):
        carried = (left or 0) + max(0, carried)
        row.append(carried)
    return row


def _taken_from_earlier(atp: Sequence[int | None]) -> list[int | None]:
    row = list(atp)
    for bucket, value in enumerate(row):
        short = -(value or 0)
        for earlier in range(bucket - 1, -1, -1):
            taken = min(short, row[earlier] or 0)
            if taken > 0:
                row[earlier] = (row[earlier] or 0) - taken
                short -= taken
        if value is not None and value < 0:
            row[bucket] = -short
    return row


@dataclass(frozen=True, slots=True)
class Consumption:
    """Forecast that is left per bucket, and what orders wanted beyond it (by the order's place in the list)."""

    unconsumed: tuple[int, ...]
    over: tuple[int, ...]


def consumed_forecast(
    forecast: Sequence[int], orders: Sequence[tuple[int, int]], *, back: int, ahead: int
) -> Consumption:
    """Let orders (bucket, quantity), as given, eat forecast: own bucket, then back, then ahead, nearest first.

    Each unit of forecast is eaten once. Computed anew each time, so a canceled order gives its forecast back.
    """
    left, over = list(forecast), []
    for bucket, quantity in orders:
        wanted = quantity
        backward = range(bucket, max(-1, bucket - back - 1), -1)
        forward = range(bucket + 1, min(len(left), bucket + ahead + 1))
        for place in (*backward, *forward):
            eaten = min(wanted, left[place]) if place < len(left) else 0
            left[place] -= eaten
            wanted -= eaten
        over.append(wanted)
    return Consumption(tuple(left), tuple(over))


def _at(row: Sequence[int], bucket: int) -> int:
    return row[bucket] if bucket < len(row) else 0
