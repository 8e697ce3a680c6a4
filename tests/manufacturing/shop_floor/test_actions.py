"""What the floor reports, and what follows from it in orders, stock and genealogy."""

from __future__ import annotations

import datetime as dt

import pytest

from callboard.core.errors import NotAllowed
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.manufacturing.shop_floor.actions import (
    accept_handover,
    complete_work_order,
    create_make_up_order,
    decide_nonconformance,
    open_nonconformance,
    open_stock_nonconformance,
    reopen_work_order,
    report_work,
    reverse_report,
    send_outside,
    take_back_from_outside,
)
from callboard.manufacturing.shop_floor.models import FloorReport
from callboard.manufacturing.shop_floor.queries import (
    floor_of,
    flow_of,
    missing_of,
    outside_now,
    wip_by_department,
    working_now,
)
from callboard.manufacturing.shop_floor.rules import (
    AlreadyDecided,
    AlreadyReversed,
    Disposition,
    HeldNow,
    MoreThanDisputed,
    NoHandover,
    NotOnTheFloor,
    QuantityMissing,
    ReasonMissing,
    ReportKind,
    ReversalStays,
    StillOnTheFloor,
)
from callboard.manufacturing.work_orders.actions import cancel, hold
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from callboard.stock.moves.models import Reservation
from callboard.stock.moves.queries import balances, stock_of
from tests.builders import FRIDAY_18H, a_member, access, an_engagement
from tests.builders_plant import (
    a_bom,
    a_company,
    a_routing,
    a_store,
    a_work_order,
    an_item,
    in_stock,
    released,
)
from tests.manufacturing.shop_floor.scenes import WHO, bracket_order, on_hand, one_step, open_flags, state

R = ReportKind


def test_the_first_report_begins_the_order(plant: Production, ada: Membership, who: WHO) -> None:
    order, _, mill, _ = bracket_order(plant, ada)
    report_work(mill, R.START, **who)
    assert (state(order), flow_of(order)[0].waiting) == ("in process", 60)


def test_more_than_reached_the_operation_is_accepted_and_put_on_the_list(
    plant: Production, ada: Membership, who: WHO
) -> None:
    order, _, mill, weld = bracket_order(plant, ada)
    report_work(mill, R.GOOD, 50, **who)
    report = report_work(weld, R.GOOD, 2, **who)
    assert (report.is_flagged, report.quantity) == (True, 2)
    assert open_flags() == [f"{order.number}, 20 Weld: 2 reported as good, 0 could be."]
    assert flow_of(order)[1].waiting == -2
    assert wip_by_department(plant).is_balanced


def test_what_fits_is_not_flagged(plant: Production, ada: Membership, who: WHO) -> None:
    _, _, mill, weld = bracket_order(plant, ada)
    reports = [
        report_work(mill, R.GOOD, 60, **who),
        report_work(mill, R.SEND, 60, **who),
        report_work(weld, R.ACCEPT, 60, **who),
        report_work(weld, R.GOOD, 60, **who),
    ]
    assert not any(report.is_flagged for report in reports)
    assert open_flags() == []


def test_a_report_taken_back_takes_its_moves_back_and_reopens_the_order(
    plant: Production, ada: Membership, who: WHO
) -> None:
    bar, chair = an_item(plant, "BAR"), one_step(plant)
    a_bom(chair, (bar, 2))
    in_stock(bar, 10, a_store(plant), by=ada, value_minor=1000)
    order = a_work_order(chair, 5, by=ada)
    report = report_work(released(order, by=ada)["Assemble"], R.GOOD, 5, **who)
    assert (state(order), on_hand(plant, bar), on_hand(plant, chair)) == ("completed", 0, 5)
    with pytest.raises(ReasonMissing):
        reverse_report(report, reason=" ", **who)

    back = reverse_report(report, reason="counted twice", **who)

    assert (back.reverses, back.quantity, back.kind) == (report, 5, "good")
    assert (state(order), on_hand(plant, bar), on_hand(plant, chair)) == ("in process", 10, 0)
    assert Reservation.objects.get(released_at=None).quantity == 10
    assert wip_by_department(plant).balances == []
    with pytest.raises(AlreadyReversed):
        reverse_report(report, reason="again", **who)
    with pytest.raises(ReversalStays):
        reverse_report(back, reason="again", **who)


def test_taking_back_what_others_built_on_is_flagged_and_settles_its_own_flag(
    plant: Production, ada: Membership, who: WHO
) -> None:
    order, _, mill, weld = bracket_order(plant, ada)
    report_work(mill, R.GOOD, 60, **who)
    report_work(mill, R.SEND, 60, **who)
    accepted = report_work(weld, R.ACCEPT, 60, **who)
    over = report_work(weld, R.GOOD, 61, **who)
    reverse_report(over, reason="typed one too many", **who)
    assert open_flags() == []
    report_work(weld, R.GOOD, 10, **who)
    reverse_report(accepted, reason="went to the other line", **who)
    assert open_flags() == [f"{order.number}, 20 Weld: after a report was taken back, waiting is -10."]


def test_pieces_are_mended_outside_the_flow_and_come_back(plant: Production, ada: Membership, who: WHO) -> None:
    order, _, mill, _ = bracket_order(plant, ada)
    with pytest.raises(ReasonMissing):
        report_work(mill, R.REWORK, 5, **who)
    report_work(mill, R.REWORK, 5, reason="edge", **who)
    assert (flow_of(order)[0].waiting, flow_of(order)[0].rework) == (55, 5)
    report_work(mill, R.REWORKED, 3, **who)
    assert (flow_of(order)[0].waiting, flow_of(order)[0].rework) == (58, 2)
    assert wip_by_department(plant).is_balanced


def test_what_is_handed_over_and_settled_is_what_is_there(plant: Production, ada: Membership, who: WHO) -> None:
    order, _, mill, weld = bracket_order(plant, ada)
    for operation, kind in ((weld, R.SEND), (mill, R.ACCEPT)):
        with pytest.raises(NoHandover):
            report_work(operation, kind, 1, **who)
    report_work(mill, R.GOOD, 60, **who)
    report_work(mill, R.SEND, 60, **who)
    accept_handover(weld, 57, 3, **who)
    with pytest.raises(MoreThanDisputed):
        report_work(weld, R.FOUND, 4, **who)
    report_work(weld, R.LOST, 1, reason="fell into the pit", **who)
    with pytest.raises(StillOnTheFloor, match="59 pcs"):
        complete_work_order(order, **who)
    assert (flow_of(order)[1].disputed, missing_of(order)) == (2, 3)


def test_an_order_is_completed_short_and_opened_again(plant: Production, ada: Membership, who: WHO) -> None:
    chair = one_step(plant)
    order = a_work_order(chair, 10, by=ada)
    report_work(released(order, by=ada)["Assemble"], R.GOOD, 4, **who)
    complete_work_order(order, **who)
    assert (state(order), WorkOrder.objects.get().completed_at) == ("completed", FRIDAY_18H)
    reopen_work_order(order, **who)
    assert state(order) == "in process"


def test_a_vendor_has_pieces_until_they_are_back(plant: Production, ada: Membership, who: WHO) -> None:
    lamp, plater = an_item(plant, "LAMP", source="make"), a_company(plant.organization, "Nordplate")
    a_routing(
        lamp,
        ("Turn", "Lathe"),
        ("Plate", "Buying", {"is_outside": True, "vendor": plater, "outside_days": 4}),
        ("Pack", "Packing"),
    )
    order = a_work_order(lamp, 20, by=ada)
    turn, plate, _ = released(order, by=ada).values()
    report_work(turn, R.GOOD, 20, **who)
    send_outside(plate, 20, back_on=dt.date(2027, 3, 12), **who)
    [line] = outside_now(ada, plant)
    assert (line.row.operation, line.row.waiting, line.row.operation.back_on) == (plate, 20, dt.date(2027, 3, 12))

    take_back_from_outside(plate, 17, 1, reason="blistered", **who)

    turned, plated, packed = flow_of(order)
    assert (turned.ready, plated.waiting, plated.scrap, packed.waiting) == (0, 2, 1, 17)
    assert wip_by_department(plant).is_balanced


@pytest.mark.parametrize(
    ("disposition", "pieces", "missing"),
    [
        (Disposition.USE_AS_IS, (60, 0, 0), 0),
        (Disposition.REWORK, (56, 4, 0), 0),
        (Disposition.SCRAP, (56, 0, 4), 4),
        (Disposition.RETURN, (56, 0, 4), 4),
    ],
)
def test_what_is_not_right_is_set_aside_until_it_is_decided(
    plant: Production,
    ada: Membership,
    who: WHO,
    disposition: Disposition,
    pieces: tuple[int, int, int],
    missing: int,
) -> None:
    order, _, mill, _ = bracket_order(plant, ada)
    row = open_nonconformance(mill, 4, "hole is off by a millimeter", **who)
    assert (row.number, flow_of(order)[0].rework, row.disposition) == ("NC-1001", 4, "")

    decide_nonconformance(row, disposition, "seen with the client", **who, version=row.version)

    flow = flow_of(order)[0]
    assert (flow.waiting, flow.rework, flow.scrap, missing_of(order)) == (*pieces, missing)
    with pytest.raises(AlreadyDecided):
        decide_nonconformance(row, Disposition.SCRAP, "no, scrap", **who, version=row.version)
    if missing:
        assert create_make_up_order(order, **who).quantity == missing


@pytest.mark.parametrize(
    ("disposition", "where"),
    [
        (Disposition.USE_AS_IS, {"A-01": 10}),
        (Disposition.REWORK, {"A-01": 6, "QUARANTINE": 4}),
        (Disposition.SCRAP, {"A-01": 6}),
        (Disposition.RETURN, {"A-01": 6}),
    ],
)
def test_stock_that_is_not_right_waits_in_quarantine(
    plant: Production, ada: Membership, who: WHO, disposition: Disposition, where: dict[str, int]
) -> None:
    bolt, store = an_item(plant, "BOLT"), a_store(plant)
    in_stock(bolt, 10, store, by=ada)
    row = open_stock_nonconformance(bolt, 4, "rust", store=store, **who)
    assert stock_of(plant)[bolt.pk].available == 6
    decide_nonconformance(row, disposition, "looked at it", **who, version=row.version)
    stores = {store.pk: store.code for store in plant.stores.all()}
    assert {stores[pk]: quantity for (_, _, pk), quantity in balances(plant).items()} == where


def test_a_held_order_is_not_started_but_what_happened_is_taken(plant: Production, ada: Membership, who: WHO) -> None:
    order, _, mill, _ = bracket_order(plant, ada)
    hold(order, reason="drawing is wrong", **who)
    with pytest.raises(HeldNow, match="drawing is wrong"):
        report_work(mill, R.START, **who)
    assert report_work(mill, R.GOOD, 5, **who).is_flagged
    assert (state(order), open_flags()) == (
        "on hold",
        [f"{order.number}, 10 Mill: 5 reported as good while the order is on hold."],
    )


def test_a_report_says_how_many_and_why(plant: Production, ada: Membership, who: WHO) -> None:
    order, _, mill, _ = bracket_order(plant, ada)
    for kind, quantity in ((R.GOOD, 0), (R.GOOD, -1), (R.START, 5)):
        with pytest.raises(QuantityMissing):
            report_work(mill, kind, quantity, **who)
    for kind, quantity in ((R.STOP, 0), (R.SCRAP, 1)):
        with pytest.raises(ReasonMissing):
            report_work(mill, kind, quantity, **who)
    assert FloorReport.objects.count() == 0
    cancel(order, **who)
    with pytest.raises(NotOnTheFloor):
        report_work(mill, R.START, **who)


def test_who_started_and_did_not_stop_is_on_it(plant: Production, ada: Membership, who: WHO) -> None:
    _, _, mill, _ = bracket_order(plant, ada)
    oleg, rosa = an_engagement(plant, "Oleg"), an_engagement(plant, "Rosa")
    for kind, person, minutes in ((R.START, oleg, 9), (R.START, rosa, 8), (R.STOP, oleg, 2)):
        moment = FRIDAY_18H - dt.timedelta(minutes=minutes)
        report_work(mill, kind, operator=person, reason="lunch", happened_at=moment, **who)
    found = [(one.name, one.operator) for one in working_now([mill.pk])[mill.pk]]
    assert found == [("Rosa", rosa)]


def test_a_department_sees_what_waits_comes_and_goes(plant: Production, ada: Membership, who: WHO) -> None:
    order, _, mill, weld = bracket_order(plant, ada)
    at_mill = floor_of(ada, plant, mill.department)
    assert [(line.order, line.row.to_do) for line in at_mill.waiting] == [(order, 60)]
    report_work(mill, R.GOOD, 20, **who)
    report_work(mill, R.SEND, 15, **who)
    at_mill, at_weld = floor_of(ada, plant, mill.department), floor_of(ada, plant, weld.department)
    assert [line.row.ready for line in at_mill.to_send] == [5]
    assert [line.row.in_transit for line in at_weld.to_accept] == [15]
    assert at_weld.waiting == at_weld.disputed == []


def test_operators_report_but_decide_nothing(office: Organization, plant: Production, ada: Membership) -> None:
    order, _, mill, _ = bracket_order(plant, ada)
    oleg = a_member(office, Role.OPERATOR, "Oleg")
    access(oleg, plant)
    report_work(mill, R.GOOD, 5, by=oleg, at=FRIDAY_18H)
    row = open_nonconformance(mill, 1, "scratched", by=oleg, at=FRIDAY_18H)
    for refused in (
        lambda: decide_nonconformance(row, Disposition.SCRAP, "bin", by=oleg, at=FRIDAY_18H, version=1),
        lambda: complete_work_order(order, by=oleg, at=FRIDAY_18H),
        lambda: create_make_up_order(order, by=oleg, at=FRIDAY_18H),
    ):
        with pytest.raises(NotAllowed):
            refused()
    crew = a_member(office, Role.CREW, "Cleo")
    access(crew, plant)
    with pytest.raises(NotAllowed):
        report_work(WorkOperation.objects.get(pk=mill.pk), R.GOOD, 5, by=crew, at=FRIDAY_18H)
