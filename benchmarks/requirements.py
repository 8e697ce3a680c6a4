"""How long a whole requirements plan takes: a made-up plant of any size, CPU seconds by step, as JSON."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import platform
import random
import resource
import time
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from callboard.planner.requirements.plan import Plan
from callboard.planner.requirements.plan_json import plan_as_json, plan_from_json
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem import (
    BomLine,
    Calendar,
    Demand,
    DemandKind,
    Item,
    LotKind,
    LotRule,
    OpenOrder,
    OrderKind,
    Problem,
    Source,
    Stock,
)
from callboard.planner.requirements.problem_json import problem_as_json, problem_from_json

TODAY = dt.date(2026, 1, 5)
LEVELS = 6
LOTS = (
    LotRule(),
    LotRule(minimum=20, multiple=10),
    LotRule(LotKind.FIXED, quantity=100),
    LotRule(LotKind.PERIOD_OF_DAYS, periods=7),
    LotRule(LotKind.SILVER_MEAL, setup_cost=5000, hold_cost=Fraction(1), bucket_days=7),
    LotRule(LotKind.WAGNER_WHITIN, setup_cost=5000, hold_cost=Fraction(1), bucket_days=7),
)


def a_plant(*, items: int, lines: int, demands: int, seed: int = 1) -> Problem:
    """Items in LEVELS levels, each with a parent; a tenth are products; half have stock, a fifth open orders."""
    chance = random.Random(seed)
    level_of = [_level(number, items) for number in range(items)]
    by_level: dict[int, list[int]] = {}
    for number, level in enumerate(level_of):
        by_level.setdefault(level, []).append(number)
    return Problem(
        today=TODAY,
        items=tuple(_item(number, level_of[number], chance) for number in range(items)),
        calendars=(Calendar("plant", closed=frozenset(dt.date(2026, 1, 1) + dt.timedelta(w) for w in (0, 120, 359))),),
        lines=tuple(_lines(by_level, lines, chance)),
        stock=tuple(Stock(_key(n), chance.randint(1, 400)) for n in range(items) if chance.random() < 0.5),
        open_orders=tuple(_order(n, chance) for n in range(items) if chance.random() < 0.2),
        demands=tuple(_demand(n, by_level[0], chance) for n in range(demands)),
    )


def _level(number: int, items: int) -> int:
    share = number / items
    return 0 if share < 0.1 else 1 + int((share - 0.1) / 0.9 * (LEVELS - 1))


def _key(number: int) -> str:
    return f"I{number:06d}"


def _item(number: int, level: int, chance: random.Random) -> Item:
    return Item(
        _key(number),
        lead_days=chance.randint(1, 15),
        source=Source.MAKE if level < LEVELS - 1 else Source.BUY,
        lot=chance.choice(LOTS),
        safety_stock=chance.choice((0, 0, 10, 50)),
        safety_days=chance.choice((0, 0, 0, 2)),
        good_yield=chance.choice((Fraction(1), Fraction(1), Fraction(19, 20))),
        calendar="plant",
        unit_value=Fraction(chance.randint(10, 5000)),
        owner=f"planner {number % 5}",
    )


def _lines(by_level: dict[int, list[int]], count: int, chance: random.Random) -> list[BomLine]:
    pairs: set[tuple[int, int]] = set()
    for level in range(1, LEVELS):
        pairs |= {(chance.choice(by_level[level - 1]), number) for number in by_level[level]}
    upper = [number for level in range(LEVELS - 1) for number in by_level[level]]
    while len(pairs) < count:
        parent = chance.choice(upper)
        level = next(level for level, numbers in by_level.items() if numbers[0] <= parent <= numbers[-1])
        pairs.add((parent, chance.choice(by_level[chance.randint(level + 1, LEVELS - 1)])))
    return [
        BomLine(
            _key(parent), _key(part), per=Fraction(chance.randint(1, 4)),
            scrap=chance.choice((Fraction(0), Fraction(0), Fraction(1, 20))),
        )
        for parent, part in sorted(pairs)
    ]  # fmt: skip


def _order(number: int, chance: random.Random) -> OpenOrder:
    return OpenOrder(
        f"PO{number:06d}", _key(number), chance.randint(10, 300), TODAY + dt.timedelta(chance.randint(-5, 90)),
        kind=OrderKind.PURCHASE, movable=chance.random() < 0.8,
    )  # fmt: skip


def _demand(number: int, products: list[int], chance: random.Random) -> Demand:
    return Demand(
        f"SO{number:06d}", _key(chance.choice(products)), chance.randint(1, 40),
        TODAY + dt.timedelta(chance.randint(0, 180)), kind=DemandKind.ORDER, customer=f"client {number % 60}",
    )  # fmt: skip


def _timed(step: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    made = step()
    return made, round(time.process_time() - started, 2)


def measured(problem: Problem) -> dict[str, Any]:
    """CPU seconds: planning, and the four steps of crossing a process border."""
    gc.disable()
    found: tuple[Plan, float] = _timed(lambda: plan_requirements(problem))
    plan, planning = found
    text, writing = _timed(lambda: json.dumps(problem_as_json(problem)))
    _, reading = _timed(lambda: problem_from_json(json.loads(text)))
    answer, answering = _timed(lambda: json.dumps(plan_as_json(plan)))
    _, taking = _timed(lambda: plan_from_json(json.loads(answer)))
    return {
        "plan_cpu_seconds": planning,
        "json_cpu_seconds": {
            "write problem": writing, "read problem": reading, "write plan": answering, "read plan": taking,
        },
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "planned_orders": len(plan.planned_orders),
        "requirements": len(plan.requirements),
        "pegs": len(plan.pegs),
        "messages": dict(Counter(message.kind.value for message in plan.messages).most_common()),
        "late_demands": len(plan.late_demands),
    }  # fmt: skip


def main() -> None:
    """Measure one plant and print what it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--items", type=int, default=12_000)
    asked.add_argument("--lines", type=int, default=40_000)
    asked.add_argument("--demands", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    size = vars(asked.parse_args())
    found = {"python": platform.python_version(), **size, **measured(a_plant(**size))}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
