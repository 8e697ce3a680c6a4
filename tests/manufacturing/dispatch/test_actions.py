"""Lists filled from what waits, and changed by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from callboard.core.errors import NotAllowed, StaleEdit
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.manufacturing.dispatch.actions import (
    RowTerms,
    add_dispatch_row,
    change_dispatch_row,
    create_dispatch_list,
    move_dispatch_row,
    refill_dispatch_list,
    remove_dispatch_row,
)
from callboard.manufacturing.dispatch.models import DispatchList, DispatchRow
from callboard.manufacturing.dispatch.rules import (
    ListThere,
    NotOnTheList,
    OnTheListAlready,
    ShiftEndsBeforeItStarts,
)
from callboard.manufacturing.shop_floor.actions import report_work
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from tests.builders import FRIDAY_18H, a_department, a_member, access
from tests.manufacturing.dispatch.scenes import EARLY, Shop, a_list, a_shop, away, rows, waiting


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def shop(office: Organization) -> Shop:
    return a_shop(office)


@pytest.fixture
def how(ada: Membership) -> dict[str, Any]:
    return {"by": ada, "at": FRIDAY_18H}


def mill_of(order: WorkOrder) -> WorkOperation:
    return WorkOperation.objects.select_related("work_order").get(work_order=order, name="Mill")


def test_a_list_is_filled_with_what_waits_by_those_who_are_certified_and_in(shop: Shop, ada: Membership) -> None:
    later = waiting(shop, 10, by=ada)
    sooner = waiting(shop, 20, by=ada, due_on=dt.date(2027, 3, 12))
    third = waiting(shop, 5, by=ada, due_on=dt.date(2027, 3, 26))

    made = a_list(shop, by=ada)

    assert rows(made) == [
        (sooner.number, "Mill", "Cem", 360, 150, 20),
        (later.number, "Mill", "Bea", 510, 90, 10),
        (third.number, "Mill", "Bea", 600, 60, 5),
    ]
    assert (made.supervisor, made.starts_minutes, made.ends_minutes) == (shop.head, 360, 840)


def test_who_is_away_gets_no_work_and_what_nobody_may_do_is_listed_without_a_name(shop: Shop, ada: Membership) -> None:
    order = waiting(shop, by=ada)
    away(shop.cem)
    away(shop.bea)

    assert rows(a_list(shop, by=ada)) == [(order.number, "Mill", "", 360, 90, 10)]


def test_only_what_is_left_of_an_operation_is_listed_and_what_is_begun_has_no_setup(
    shop: Shop, ada: Membership, how: dict[str, Any]
) -> None:
    order = waiting(shop, 10, by=ada)
    done = waiting(shop, 3, by=ada)
    report_work(mill_of(order), ReportKind.GOOD, 4, **how)
    report_work(mill_of(done), ReportKind.GOOD, 3, **how)

    assert rows(a_list(shop, by=ada)) == [(order.number, "Mill", "Cem", 360, 36, 6)]


def test_a_second_list_for_the_shift_and_a_shift_without_length_are_refused(
    shop: Shop, ada: Membership, how: dict[str, Any]
) -> None:
    a_list(shop, by=ada)

    with pytest.raises(ListThere, match="Milling has a list"):
        a_list(shop, by=ada)
    with pytest.raises(ShiftEndsBeforeItStarts, match="30:00"):
        create_dispatch_list(shop.plant, shop.milling, replace(EARLY, name="Night", starts=1320, ends=360), **how)
    night = a_list(shop, by=ada, shift=replace(EARLY, name="Night", starts=1320, ends=1800))
    assert (night.starts_minutes, night.ends_minutes) == (1320, 1800)


def test_a_list_is_filled_anew_at_its_version(shop: Shop, ada: Membership, how: dict[str, Any]) -> None:
    made = a_list(shop, by=ada)
    order = waiting(shop, by=ada)

    refill_dispatch_list(made, version=1, **how)

    assert rows(made) == [(order.number, "Mill", "Cem", 360, 90, 10)]
    with pytest.raises(StaleEdit):
        refill_dispatch_list(made, version=1, **how)


def test_an_operation_is_added_once_after_the_others_on_its_machine(
    shop: Shop, ada: Membership, how: dict[str, Any]
) -> None:
    first = waiting(shop, by=ada)
    made = a_list(shop, by=ada)
    second = waiting(shop, 5, by=ada)

    add_dispatch_row(made, mill_of(second), **how)

    assert rows(made) == [(first.number, "Mill", "Cem", 360, 90, 10), (second.number, "Mill", "", 450, 60, 5)]
    with pytest.raises(OnTheListAlready):
        add_dispatch_row(made, mill_of(second), **how)
    packing = WorkOperation.objects.select_related("work_order").get(work_order=first, name="Pack")
    with pytest.raises(NotOnTheList, match="does not wait in Milling"):
        add_dispatch_row(made, packing, **how)
    report_work(mill_of(first), ReportKind.GOOD, 10, **how)
    remove_dispatch_row(DispatchRow.objects.get(rank=1), version=1, **how)
    with pytest.raises(NotOnTheList):
        add_dispatch_row(made, mill_of(first), **how)


def test_a_job_is_changed_moved_and_taken_off(shop: Shop, ada: Membership, how: dict[str, Any]) -> None:
    one, two, three = (waiting(shop, 10 * count, by=ada) for count in (1, 2, 3))
    made = a_list(shop, by=ada)
    last = DispatchRow.objects.get(operation__work_order=three)

    change_dispatch_row(last, RowTerms(shop.mill, shop.bea, 700, 100, 25, "New cutter"), version=1, **how)
    assert rows(made)[2] == (three.number, "Mill", "Bea", 700, 100, 25)

    move_dispatch_row(last, -2, version=2, **how)
    assert [(row[0], row[3]) for row in rows(made)] == [(three.number, 360), (one.number, 460), (two.number, 550)]
    move_dispatch_row(last, 99, version=3, **how)
    assert [(row[0], row[3]) for row in rows(made)] == [(one.number, 360), (two.number, 450), (three.number, 600)]

    remove_dispatch_row(last, version=4, **how)
    assert [row[0] for row in rows(made)] == [one.number, two.number]


def test_a_row_is_changed_at_the_version_that_was_seen(shop: Shop, ada: Membership, how: dict[str, Any]) -> None:
    waiting(shop, by=ada)
    a_list(shop, by=ada)
    row = DispatchRow.objects.get()
    change_dispatch_row(row, RowTerms(None, None, 360, 90, 10), version=1, **how)

    with pytest.raises(StaleEdit):
        change_dispatch_row(row, RowTerms(None, shop.bea, 400, 90, 10), version=1, **how)
    row.refresh_from_db()
    assert (row.operator, row.starts_minutes) == (None, 360)


def test_an_operator_does_not_dispatch(shop: Shop, ada: Membership, office: Organization) -> None:
    waiting(shop, by=ada)
    made = a_list(shop, by=ada)
    row, oda = DispatchRow.objects.get(), a_member(office, Role.OPERATOR, "Oda")
    access(oda, shop.plant)
    theirs: dict[str, Any] = {"by": oda, "at": FRIDAY_18H}

    for deed in (
        lambda: create_dispatch_list(shop.plant, a_department(shop.plant, "Packing"), EARLY, **theirs),
        lambda: refill_dispatch_list(made, version=1, **theirs),
        lambda: add_dispatch_row(made, row.operation, **theirs),
        lambda: change_dispatch_row(row, RowTerms(None, None, 0, 0, 0), version=1, **theirs),
        lambda: move_dispatch_row(row, 1, version=1, **theirs),
        lambda: remove_dispatch_row(row, version=1, **theirs),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert (DispatchList.objects.count(), DispatchRow.objects.count()) == (1, 1)
