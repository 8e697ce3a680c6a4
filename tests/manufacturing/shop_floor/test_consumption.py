"""What reports do to the ledger: material used, products and their lots born."""

from __future__ import annotations

import datetime as dt

import pytest

from callboard.core.organizations.models import Membership, Production
from callboard.manufacturing.shop_floor.actions import (
    accept_handover,
    report_work,
    reverse_report,
)
from callboard.manufacturing.shop_floor.rules import (
    NotOnTheFloor,
    ReportKind,
)
from callboard.manufacturing.work_orders.actions import close, pick_material
from callboard.stock.moves.models import LotUse, Move, Reservation
from callboard.stock.moves.queries import balances, stock_of
from callboard.stock.moves.rules import MoveKind, StoreKind
from tests.builders_plant import (
    a_bom,
    a_lot,
    a_store,
    a_work_order,
    an_item,
    brackets,
    in_stock,
    released,
)
from tests.manufacturing.shop_floor.scenes import WHO, bracket_order, on_hand, one_step, open_flags, state

R = ReportKind


def test_material_is_used_by_what_was_made_not_by_the_order(plant: Production, ada: Membership, who: WHO) -> None:
    order, bar, mill, _ = bracket_order(plant, ada)
    report_work(mill, R.GOOD, 27, **who)
    report_work(mill, R.SCRAP, 3, reason="burr", **who)
    assert on_hand(plant, bar) == 50_000
    assert Reservation.objects.get(released_at=None).quantity == 50_000
    assert {move.kind for move in Move.objects.filter(label=order.number)} == {"issue"}


def test_material_below_zero_is_accepted_from_the_floor_and_flagged(
    plant: Production, ada: Membership, who: WHO
) -> None:
    _, bar, mill, _ = bracket_order(plant, ada, meters=40)
    report_work(mill, R.GOOD, 30, **who)
    assert on_hand(plant, bar) == -10_000
    assert open_flags() == ["BAR: 10 m were taken from A-01, where the book had 0 m. Count the place."]


def test_what_was_picked_by_hand_is_not_backflushed_again(plant: Production, ada: Membership, who: WHO) -> None:
    order, bar, mill, _ = bracket_order(plant, ada)
    pick_material(order.materials.get(), 60_000, **who)
    report_work(mill, R.GOOD, 30, **who)
    assert on_hand(plant, bar) == 40_000
    report_work(mill, R.GOOD, 30, **who)
    assert on_hand(plant, bar) == 0


def test_the_last_good_pieces_complete_the_order_into_stock(plant: Production, ada: Membership, who: WHO) -> None:
    order, _, mill, weld = bracket_order(plant, ada)
    report_work(mill, R.GOOD, 60, **who)
    report_work(mill, R.SEND, 60, **who)
    accept_handover(weld, 60, **who)
    report_work(weld, R.GOOD, 20, **who)
    assert (state(order), stock_of(plant)[order.item_id].value_minor) == ("in process", 33_333)
    report_work(weld, R.GOOD, 40, **who)
    assert state(order) == "completed"
    line = stock_of(plant)[order.item_id]
    assert (line.on_hand, line.value_minor) == (60, 100_000)
    assert not Reservation.objects.filter(released_at=None).exists()
    close(order, **who)
    assert state(order) == "closed"
    with pytest.raises(NotOnTheFloor):
        report_work(weld, R.GOOD, 1, **who)


def test_what_needs_inspection_waits_in_quarantine(plant: Production, ada: Membership, who: WHO) -> None:
    chair = one_step(plant, needs_inspection=True)
    order = a_work_order(chair, 5, by=ada)
    report_work(released(order, by=ada)["Assemble"], R.GOOD, 5, **who)
    line = stock_of(plant)[chair.pk]
    assert (line.on_hand, line.quarantine, line.available) == (5, 5, 0)


def test_a_lot_is_born_with_what_may_be_in_it(plant: Production, ada: Membership, who: WHO) -> None:
    glue, chair = an_item(plant, "GLUE", tracking="lot"), one_step(plant, tracking="lot", shelf_days=30)
    a_bom(chair, (glue, 2))
    store = a_store(plant)
    for code, expires_on in (("NEW", dt.date(2100, 1, 1)), ("OLD", dt.date(2099, 1, 1))):
        in_stock(glue, 6, store, by=ada, lot=a_lot(glue, code, expires_on=expires_on))
    order = a_work_order(chair, 5, by=ada)
    report = report_work(released(order, by=ada)["Assemble"], R.GOOD, 5, **who)
    order.refresh_from_db()
    assert order.lot is not None
    assert (order.lot.code, order.lot.expires_on) == ("WO-1001", dt.date(2027, 4, 4))
    uses = LotUse.objects.order_by("pk").values_list("consumed__code", "produced__code", "quantity", "is_inferred")
    assert list(uses) == [("OLD", "WO-1001", 6, True), ("NEW", "WO-1001", 4, True)]
    assert Move.objects.get(kind=MoveKind.PRODUCE).lot == order.lot

    reverse_report(report, reason="wrong order", **who)
    assert sum(LotUse.objects.values_list("quantity", flat=True)) == 0


def test_each_serial_number_is_a_piece_with_its_own_lot(plant: Production, ada: Membership, who: WHO) -> None:
    glue, pump = an_item(plant, "GLUE", tracking="lot"), one_step(plant, "PUMP", tracking="serial")
    a_bom(pump, (glue, 2))
    in_stock(glue, 10, a_store(plant), by=ada, lot=a_lot(glue, "G1"))
    order = a_work_order(pump, 3, by=ada)
    assemble = released(order, by=ada)["Assemble"]
    report_work(assemble, R.GOOD, 2, **who)
    report_work(assemble, R.GOOD, 1, **who)
    born = Move.objects.filter(kind=MoveKind.PRODUCE).order_by("pk").values_list("lot__code", "quantity")
    assert list(born) == [("WO-1001-001", 1), ("WO-1001-002", 1), ("WO-1001-003", 1)]
    assert set(LotUse.objects.values_list("produced__code", flat=True)) == {code for code, _ in born}


def test_material_goes_to_the_line_of_the_department_first(plant: Production, ada: Membership, who: WHO) -> None:
    bracket, bar = brackets(plant)
    shelf = a_store(plant)
    side = a_store(
        plant, "MILL-SIDE", StoreKind.LINE, department=bracket.routings.get().operations.get(number=10).department
    )
    in_stock(bar, 100_000, shelf, by=ada)
    in_stock(bar, 5_000, side, by=ada)
    order = a_work_order(bracket, 60, by=ada)
    report_work(released(order, by=ada)["Mill"], R.GOOD, 6, **who)
    assert balances(plant) == {(bar.pk, None, shelf.pk): 95_000}
