"""Whole stories of a plant, as they are told in the plan of this work."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.manufacturing.shop_floor.actions import accept_handover, create_make_up_order, report_work
from callboard.manufacturing.shop_floor.queries import flow_of, missing_of, wip_by_department
from callboard.manufacturing.shop_floor.rules import NothingMissing, ReportKind
from callboard.manufacturing.work_orders.actions import release_work_order, split_work_order
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOrder
from callboard.manufacturing.work_orders.queries import clear_to_build, materials_of
from callboard.manufacturing.work_orders.rules import NotReady
from callboard.stock.moves.queries import stock_of
from callboard.stock.purchasing.actions import (
    Delivery,
    PurchaseLineTerms,
    create_purchase,
    receive_purchase,
    send_purchase,
)
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_company, a_plant, a_store, a_work_order, brackets, in_stock, released

LATER = dt.date(2027, 3, 15)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


def test_sixty_brackets_need_a_hundred_meters_and_eighty_build_forty_eight_now(
    plant: Production, ada: Membership, mail_server: Any
) -> None:
    bracket, bar = brackets(plant)
    rack = a_store(plant)
    in_stock(bar, 80_000, rack, by=ada, value_minor=40_000)
    order = a_work_order(bracket, 60, by=ada)
    mill = a_company(plant.organization, "Norden Steel")
    purchase = create_purchase(plant, mill, [PurchaseLineTerms(bar, 40_000, LATER)], by=ada, at=FRIDAY_18H)
    send_purchase(purchase, by=ada, at=FRIDAY_18H, version=purchase.version)

    [line] = clear_to_build(plant)

    assert (line.is_clear, line.builds, line.clear_on) == (False, 48, LATER)
    assert line.shorts == ((bar, 20_000, LATER),)
    with pytest.raises(NotReady, match=r"20 m of BAR is short until 2027-03-15"):
        release_work_order(order, by=ada, at=FRIDAY_18H)

    later = split_work_order(order, 12, due_on=dt.date(2027, 3, 22), by=ada, at=FRIDAY_18H)
    now, then = clear_to_build(plant)
    assert (now.order, now.is_clear, now.builds) == (order, True, 48)
    assert (then.order, then.shorts, then.clear_on) == (later, ((bar, 20_000, LATER),), LATER)

    operations = released(order, by=ada, reason="")
    assert WorkMaterial.objects.get(work_order=order).quantity == 80_000
    report_work(operations["Mill"], ReportKind.GOOD, 48, by=ada, at=FRIDAY_18H)
    assert bar.pk not in stock_of(plant) or stock_of(plant)[bar.pk].on_hand == 0

    receive_purchase(purchase.lines.get(), Delivery(40_000, rack), by=ada, at=FRIDAY_18H)
    released(later, by=ada, reason="")
    stock = stock_of(plant)[bar.pk]
    assert (stock.on_hand, stock.reserved, stock.free) == (40_000, 20_000, 20_000)


def test_three_are_scrapped_two_are_missing_and_five_or_three_are_made_up(plant: Production, ada: Membership) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 120_000, a_store(plant), by=ada, value_minor=120_000)
    order = a_work_order(bracket, 60, by=ada)
    operations = released(order, by=ada, reason="")
    mill, weld = operations["Mill"], operations["Weld"]
    who: dict[str, Any] = {"by": ada, "at": FRIDAY_18H}

    report_work(mill, ReportKind.GOOD, 57, **who)
    report_work(mill, ReportKind.SCRAP, 3, reason="burr", **who)
    report_work(mill, ReportKind.SEND, 57, **who)
    accept_handover(weld, 55, 2, **who)

    at_mill, at_weld = flow_of(order)
    assert (at_mill.reached, at_mill.good, at_mill.scrap, at_mill.waiting) == (60, 57, 3, 0)
    assert (at_weld.reached, at_weld.waiting, at_weld.in_transit, at_weld.disputed) == (55, 55, 0, 2)
    [material] = materials_of(order)
    assert (material.material.quantity, material.issued.quantity, material.outstanding) == (100_000, 100_000, 0)
    board = wip_by_department(plant)
    [(item, balance)] = board.balances
    assert item == bracket
    assert board.is_balanced
    assert (balance.started, balance.wip, balance.disputed, balance.scrapped, balance.completed) == (60, 55, 2, 3, 0)
    assert missing_of(order) == 5

    report_work(weld, ReportKind.GOOD, 50, **who)
    stock = stock_of(plant)[bracket.pk]
    assert (stock.on_hand, stock.value_minor) == (50, 90_909)  # 50 of the 55 that share in 100 m at 1 a millimeter
    assert missing_of(order) == 5

    report_work(weld, ReportKind.FOUND, 2, **who)
    assert missing_of(order) == 3
    made_up = create_make_up_order(order, **who)
    assert (made_up.quantity, made_up.makes_up, made_up.item) == (3, order, bracket)
    assert missing_of(order) == 0
    with pytest.raises(NothingMissing):
        create_make_up_order(order, **who)

    report_work(weld, ReportKind.GOOD, 7, **who)
    assert WorkOrder.objects.get(pk=order.pk).state == "completed"
    stock = stock_of(plant)[bracket.pk]
    assert (stock.on_hand, stock.value_minor) == (57, 100_000)
