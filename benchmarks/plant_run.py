"""How long a plan of a whole plant takes through the database: read, plan and write apart, wall and CPU, as JSON.

Rows are made in a scratch organization of the database that DATABASE_URL names (migrated), in a transaction that is
rolled back at the end. CPU is that of this process and, for planning, of its child; the database server's is not in it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from benchmarks.requirements import a_plant
from callboard.planner.requirements.problem import Item as PlannedItem
from callboard.planner.requirements.problem import LotKind, Problem, Source

if TYPE_CHECKING:
    from callboard.core.organizations.models import Organization
    from callboard.stock.items.models import Item

NOW = dt.datetime(2026, 1, 5, 6, 0, tzinfo=dt.UTC)
LINES_AN_ORDER = 10
MILLION = 1_000_000
POLICIES = {
    LotKind.LOT_FOR_LOT: "lot for lot",
    LotKind.FIXED: "fixed quantity",
    LotKind.PERIOD_OF_DAYS: "period",
    LotKind.SILVER_MEAL: "silver-meal",
    LotKind.WAGNER_WHITIN: "wagner-whitin",
}


class Scratch:
    """An organization with one plant; every table is filled in bulk."""

    def __init__(self, office: Organization, problem: Problem) -> None:
        from callboard.core.organizations.models import Membership, Production, User

        self.problem = problem
        user = User.objects.create_user("planner@benchmark.example", first_name="Planner")
        self.scope = {"organization_id": office.pk}
        self.by = Membership(**self.scope, user=user, name="Planner", role="coordinator", joined_at=NOW)
        self.plant = Production(
            **self.scope, title="Plant", kind="plant", zone="UTC", starts_on=problem.today, weekly_days_off=[5, 6]
        )
        self.items: dict[str, Item] = {}

    def fill(self) -> None:
        """Write the whole problem as rows."""
        from callboard.core.people.models import Party

        self.by.save()
        self.plant.save()
        self._fill_items()
        self._fill_boms()
        self._fill_stock()
        self.parties = [Party(**self.scope, kind="company", name=f"Client {number}") for number in range(60)]
        _bulk(self.parties)
        self._fill_purchases()
        self._fill_orders()

    def _fill_items(self) -> None:
        from callboard.stock.items.models import Item

        rows = [Item(**self.scope, production=self.plant, **_item_fields(item)) for item in self.problem.items]
        _bulk(rows)
        self.items = {row.code: row for row in rows}

    def _fill_boms(self) -> None:
        from callboard.manufacturing.products.models import Bom, BomLine

        parents = sorted({line.parent for line in self.problem.lines})
        boms = {
            code: Bom(**self.scope, item=self.items[code], revision="A", state="released", released_at=NOW)
            for code in parents
        }
        _bulk(boms.values())
        places: Counter[str] = Counter()
        lines = []
        for line in self.problem.lines:
            places[line.parent] += 10
            lines.append(
                BomLine(
                    **self.scope,
                    bom=boms[line.parent],
                    position=places[line.parent],
                    component=self.items[line.component],
                    quantity=int(line.per),
                    scrap_ppm=int(line.scrap * MILLION),
                )
            )
        _bulk(lines)

    def _fill_stock(self) -> None:
        from callboard.stock.moves.models import Move, Store

        rack = Store(**self.scope, production=self.plant, code="A-01", kind="store")
        world = Store(**self.scope, production=self.plant, code="count", kind="count")
        for store in (rack, world):
            store.save()
        _bulk(
            Move(
                **self.scope,
                production=self.plant,
                item=self.items[stock.item],
                from_store=world,
                to_store=rack,
                kind="opening",
                quantity=stock.quantity,
                happened_at=NOW,
                recorded_at=NOW,
                recorded_by=self.by,
            )
            for stock in self.problem.stock
        )

    def _fill_purchases(self) -> None:
        from callboard.stock.purchasing.models import PurchaseLine, PurchaseOrder

        asked = self.problem.open_orders
        orders = [
            PurchaseOrder(
                **self.scope,
                production=self.plant,
                supplier=self.parties[number % 60],
                number=f"PO-{number}",
                state="confirmed",
                currency="USD",
                created_at=NOW,
            )
            for number in range(-(-len(asked) // LINES_AN_ORDER))
        ]
        _bulk(orders)
        _bulk(
            PurchaseLine(
                **self.scope,
                order=orders[index // LINES_AN_ORDER],
                position=index % LINES_AN_ORDER + 1,
                item=self.items[order.item],
                quantity=order.quantity,
                due_on=order.due,
            )
            for index, order in enumerate(asked)
        )

    def _fill_orders(self) -> None:
        from callboard.manufacturing.orders.models import ClientOrder, OrderLine

        asked = self.problem.demands
        orders = [
            ClientOrder(
                **self.scope,
                production=self.plant,
                client=self.parties[number % 60],
                number=f"SO-{number}",
                ordered_on=self.problem.today,
                created_at=NOW,
            )
            for number in range(-(-len(asked) // LINES_AN_ORDER))
        ]
        _bulk(orders)
        _bulk(
            OrderLine(
                **self.scope,
                order=orders[index // LINES_AN_ORDER],
                position=index % LINES_AN_ORDER + 1,
                item=self.items[demand.item],
                quantity=demand.quantity,
                due_on=demand.due,
            )
            for index, demand in enumerate(asked)
        )


def _bulk(rows: Iterable[Any]) -> None:
    made = list(rows)
    type(made[0]).objects.bulk_create(made, batch_size=2000)


def _item_fields(item: PlannedItem) -> dict[str, Any]:
    lot = item.lot
    value = int(item.unit_value)
    return {
        "code": item.key,
        "name": item.key,
        "kind": "component",
        "source": "make" if item.source is Source.MAKE else "buy",
        "lead_days": item.lead_days or 0,
        "lot_policy": POLICIES[lot.kind],
        "lot_quantity": lot.quantity,
        "lot_days": lot.periods,
        "lot_minimum": lot.minimum,
        "lot_multiple": lot.multiple,
        "setup_cost_minor": lot.setup_cost,
        "hold_cost_ppm": int(lot.hold_cost * MILLION / value) if value else 0,
        "safety_stock": item.safety_stock,
        "safety_days": item.safety_days,
        "yield_ppm": int(item.good_yield * MILLION),
        "standard_cost_minor": value,
        "planner": item.owner,
    }


def _cpu() -> float:
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + child.ru_utime + child.ru_stime


def _timed(step: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    wall, cpu = time.perf_counter(), _cpu()
    made = step()
    return made, {"wall_seconds": round(time.perf_counter() - wall, 2), "cpu_seconds": round(_cpu() - cpu, 2)}


def measured(scratch: Scratch) -> dict[str, Any]:
    """Make one plan in its three steps."""
    from django.db import connection

    from callboard.manufacturing.requirements.actions import ask_for_plan
    from callboard.manufacturing.requirements.models import MovedOrder, Need, PegEdge, PlanRun, Proposal
    from callboard.manufacturing.requirements.problem import read_problem
    from callboard.manufacturing.requirements.running import write_plan
    from callboard.planner.requirements.process import plan_in_child

    run = ask_for_plan(scratch.plant, by=scratch.by, at=NOW)
    PlanRun.objects.filter(pk=run.pk).update(state="running")
    reading, read = _timed(lambda: read_problem(scratch.plant, run.today))
    plan, planning = _timed(lambda: plan_in_child(reading.problem))
    _, writing = _timed(lambda: write_plan(run, plan, reading, {}, lambda: NOW))
    tables = (Proposal, MovedOrder, Need, PegEdge)
    return {
        "database": connection.vendor,
        "read": read,
        "plan": planning,
        "write": writing,
        "rows_written": {table.__name__: table.objects.filter(run=run).count() for table in tables},
        "counts": run.counts,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "child_peak_megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def main() -> None:
    """Fill a plant, make one plan, print what it took, and leave nothing behind."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--items", type=int, default=12_000)
    asked.add_argument("--lines", type=int, default=40_000)
    asked.add_argument("--demands", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    size = vars(asked.parse_args())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callboard.config.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    from callboard.core.organizations.models import Organization
    from callboard.core.organizations.scope import tenant_scope

    with transaction.atomic():
        office = Organization.objects.create(name="Benchmark", created_at=NOW)
        with tenant_scope(office.pk):
            scratch = Scratch(office, a_plant(**size))
            _, filling = _timed(scratch.fill)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
                if connection.vendor == "postgresql":  # a worker holds no transaction while it plans; this one does
                    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            found = measured(scratch)
        transaction.set_rollback(True)
    print(json.dumps({"python": platform.python_version(), **size, "fill": filling, **found}, indent=2))


if __name__ == "__main__":
    main()
