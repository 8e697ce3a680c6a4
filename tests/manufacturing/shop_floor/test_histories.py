"""Whatever the floor reports and takes back: pieces, material and value are neither made nor lost."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callboard.core.errors import Refused
from callboard.core.organizations.models import Organization
from callboard.manufacturing.shop_floor.models import FloorReport
from callboard.manufacturing.shop_floor.queries import flow_of, wip_by_department
from callboard.manufacturing.shop_floor.reporting import record_report, take_back_report
from callboard.manufacturing.shop_floor.rules import ReportKind, Said
from callboard.manufacturing.work_orders.models import WorkOrder
from callboard.stock.moves.models import Move
from callboard.stock.moves.queries import allocations, available_of, balances
from callboard.stock.moves.rules import StoreKind
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_plant, a_store, a_work_order, brackets, in_stock, released

BARS = 100_000
STEPS = st.lists(
    st.tuples(st.sampled_from(["Mill", "Weld", "back"]), st.sampled_from(list(ReportKind)), st.integers(1, 70)),
    max_size=14,
)


@pytest.fixture
def order(office: Organization) -> WorkOrder:
    plant, ada = a_plant(office), a_member(office)
    bracket, bar = brackets(plant)
    in_stock(bar, BARS, a_store(plant), by=ada, value_minor=BARS)
    made = a_work_order(bracket, 60, by=ada)
    released(made, by=ada)
    return made


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_nothing_is_made_or_lost_by_any_history(order: WorkOrder, history: list[tuple[str, ReportKind, int]]) -> None:
    with transaction.atomic():
        for where, kind, quantity in history:
            _happen(WorkOrder.objects.select_related("item", "production").get(pk=order.pk), where, kind, quantity)
        _check(order)
        transaction.set_rollback(True)


def _happen(order: WorkOrder, where: str, kind: ReportKind, quantity: int) -> None:
    by = order.production.moves.first().recorded_by  # type: ignore[union-attr]
    try:
        with transaction.atomic():
            if where == "back":
                reports = FloorReport.objects.filter(operation__work_order=order).order_by("pk")
                if reports:
                    report = reports[quantity % len(reports)]
                    take_back_report(report, reason="typed wrong", by=by, at=FRIDAY_18H)
                return
            operation = order.operations.get(name=where)
            operation.work_order = order
            pieces = 0 if kind in {ReportKind.START, ReportKind.STOP} else quantity
            record_report(operation, Said(kind, pieces, "because"), by=by, at=FRIDAY_18H)
    except Refused:
        pass  # said no, and nothing may have changed: that is what is checked


def _check(order: WorkOrder) -> None:
    plant = order.production
    board = wip_by_department(plant)
    assert board.is_balanced
    product, [material] = order.item, order.materials.all()
    there = balances(plant)
    on_hand = {
        item: sum(q for (pk, _, _), q in there.items() if pk == item) for item in (product.pk, material.component_id)
    }
    assert on_hand[product.pk] == flow_of(order)[-1].good
    process = {
        side: sum(
            Move.objects.filter(**{f"{side}__kind": StoreKind.PROCESS}, item=material.component).values_list(
                "quantity", flat=True
            )
        )
        for side in ("to_store", "from_store")
    }
    assert on_hand[material.component_id] + process["to_store"] - process["from_store"] == BARS
    shares = sum(share.allocated for share in allocations(plant).values())
    assert 0 <= shares <= max(available_of(plant).get(material.component_id, 0), 0)
