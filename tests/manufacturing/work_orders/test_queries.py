"""What is open, late, short and clear."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.manufacturing.shop_floor.actions import report_work
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.manufacturing.work_orders.queries import (
    WorkFilter,
    clear_to_build,
    open_work,
    outstanding_materials,
    work_order_by_id,
    work_order_by_number,
    work_orders_of,
)
from tests.builders import FRIDAY_18H, a_member, an_organization
from tests.builders_plant import a_bom, a_plant, a_routing, a_store, a_work_order, an_item, brackets, in_stock, released

TODAY = dt.date(2027, 3, 20)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


def test_the_list_is_searched_and_filtered(plant: Production, ada: Membership) -> None:
    bracket, _ = brackets(plant)
    chair = an_item(plant, "CHAIR", source="make")
    first = a_work_order(bracket, by=ada)
    second = a_work_order(chair, by=ada, due_on=dt.date(2027, 4, 1), state="planned")
    released(first, by=ada)
    mill = first.operations.get(number=10).department.public_id

    def found(**asked: Any) -> list[str]:
        return [order.number for order in work_orders_of(ada, plant, WorkFilter(**asked))]

    assert found() == ["WO-1001", "WO-1002"]
    assert found(search="chai") == ["WO-1002"]
    assert found(state="planned") == [second.number]
    assert found(department=mill) == ["WO-1001"]
    assert found(is_late=True, today=TODAY) == ["WO-1001"]
    assert work_order_by_number(ada, plant, " wo-1002") == work_order_by_number(ada, plant, "1002") == second
    assert work_order_by_number(ada, plant, "7") is None


def test_what_is_open_counts_what_it_brought(plant: Production, ada: Membership) -> None:
    chair = an_item(plant, "CHAIR", source="make")
    a_routing(chair, ("Assemble", "Assembly"))
    order = a_work_order(chair, 10, by=ada)
    report_work(released(order, by=ada)["Assemble"], ReportKind.GOOD, 4, by=ada, at=FRIDAY_18H)
    assert [(row.order, row.good_so_far, row.outstanding) for row in open_work(plant)] == [(order, 4, 6)]


def test_what_is_outstanding_is_exploded_before_release_and_less_what_was_issued_after(
    plant: Production, ada: Membership
) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 500_000, a_store(plant), by=ada)
    begun, planned = a_work_order(bracket, 60, by=ada), a_work_order(bracket, 6, by=ada, state="planned")
    report_work(released(begun, by=ada)["Mill"], ReportKind.GOOD, 30, by=ada, at=FRIDAY_18H)
    found = [(row.order, row.item, row.quantity, row.material is None) for row in outstanding_materials(plant)]
    assert found == [(begun, bar, 50_000, False), (planned, bar, 10_000, True)]


def test_a_component_made_here_is_covered_by_its_own_order(plant: Production, ada: Membership) -> None:
    table, leg = an_item(plant, "TABLE", source="make"), an_item(plant, "LEG", source="make")
    a_bom(table, (leg, 4))
    legs_on = dt.date(2027, 3, 12)
    a_work_order(leg, 40, by=ada, due_on=legs_on)
    order = a_work_order(table, 10, by=ada)
    lines = {line.order: line for line in clear_to_build(plant)}
    assert (lines[order].shorts, lines[order].builds) == (((leg, 40, legs_on),), 0)


@pytest.mark.django_db
def test_clear_to_build_takes_the_same_queries_for_one_order_and_for_many(
    plant: Production, ada: Membership, django_assert_num_queries: Any
) -> None:
    from django.db import connection

    bracket, bar = brackets(plant)
    in_stock(bar, 50_000, a_store(plant), by=ada)
    counts = []
    for more in (2, 6):
        for _ in range(more):
            order = a_work_order(bracket, 5, by=ada)
        released(order, by=ada)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            clear_to_build(plant)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_another_organization_finds_nothing(plant: Production, ada: Membership) -> None:
    order = a_work_order(brackets(plant)[0], by=ada)
    assert work_order_by_id(ada, plant, order.public_id) == order
    stranger = a_member(an_organization("Others"))
    with pytest.raises(NotFound):
        work_order_by_id(stranger, plant, order.public_id)
