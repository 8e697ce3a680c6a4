"""Work orders from firm to closed, with what happens to their material."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, StaleEdit
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.resources.models import Machine, MachineStop
from callboard.manufacturing.shop_floor.actions import report_work
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.manufacturing.work_orders.actions import (
    cancel,
    change_work_order,
    close,
    firm,
    hold,
    pick_material,
    release_work_order,
    resume,
    return_material,
    split_work_order,
    stage_kit,
    unfirm,
)
from callboard.manufacturing.work_orders.kits import pick_list
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOrder
from callboard.manufacturing.work_orders.rules import (
    HoldReasonMissing,
    MaterialStillIssued,
    MoreThanIssued,
    NothingToPick,
    NotMade,
    NotReady,
    RoutingMissing,
    SplitTooLarge,
    WorkFrozen,
    WorkOrderTerms,
    WrongWorkState,
)
from callboard.stock.moves.models import LotUse, Reservation
from callboard.stock.moves.queries import balances, stock_of
from callboard.stock.moves.rules import MoveKind, NotEnough, StoreKind
from tests.builders import FRIDAY_18H, a_department, a_member, access
from tests.builders_plant import (
    a_bom,
    a_lot,
    a_plant,
    a_routing,
    a_store,
    a_work_order,
    an_item,
    brackets,
    in_stock,
    released,
)

WHO = dict[str, Any]


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def who(ada: Membership) -> WHO:
    return {"by": ada, "at": FRIDAY_18H}


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office, weekly_days_off=[5, 6])


def state(order: WorkOrder) -> str:
    return WorkOrder.objects.values_list("state", flat=True).get(pk=order.pk)


def reserved(plant: Production) -> dict[str, int]:
    rows = Reservation.objects.filter(released_at=None, quantity__gt=0)
    return {f"{row.label} {row.item.code}": row.quantity for row in rows.select_related("item")}


def test_an_order_starts_a_lead_time_of_working_days_before_it_is_due(plant: Production, ada: Membership) -> None:
    chair = an_item(plant, "CHAIR", source="make", lead_days=6)
    order = a_work_order(chair, 5, by=ada, due_on=dt.date(2027, 3, 19))
    assert (order.number, order.state, order.start_on) == ("WO-1001", "firm", dt.date(2027, 3, 11))


def test_what_is_bought_is_not_made(plant: Production, ada: Membership) -> None:
    with pytest.raises(NotMade):
        a_work_order(an_item(plant, "BOLT"), by=ada)


def test_release_freezes_bill_and_routing_and_reserves_by_need_date(
    plant: Production, ada: Membership, who: WHO
) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 100_000, a_store(plant), by=ada)
    order = a_work_order(bracket, 60, by=ada, start_on=dt.date(2027, 3, 8))

    release_work_order(order, **who)

    assert state(order) == "released"
    assert (order.bom, order.routing, order.release_reason) == (bracket.boms.get(), bracket.routings.get(), "")
    [material] = order.materials.all()
    assert (material.quantity, material.per_numerator, material.per_denominator) == (100_000, 5000, 3)
    assert (material.operation_number, material.need_on) == (10, dt.date(2027, 3, 8))
    assert [(o.number, o.name, o.department.name, o.planned_quantity) for o in order.operations.order_by("number")] == [
        (10, "Mill", "Mill", 60),
        (20, "Weld", "Weld", 60),
    ]
    assert reserved(plant) == {"WO-1001 BAR": 100_000}


def test_release_with_a_shortage_needs_a_written_reason(plant: Production, ada: Membership, who: WHO) -> None:
    bracket, _ = brackets(plant)
    order = a_work_order(bracket, by=ada)
    for reason in ("", "hurry"):
        with pytest.raises(NotReady, match="100 m of BAR is short, and nothing on order covers it"):
            release_work_order(order, reason=reason, **who)
    assert (state(order), order.operations.count(), reserved(plant)) == ("firm", 0, {})

    release_work_order(order, reason="the first ten are urgent", **who)

    assert (state(order), order.release_reason) == ("released", "the first ten are urgent")
    entry = AuditEntry.objects.get(verb="release work order")
    assert entry.detail == {"blockers": ["material short"], "reason": "the first ten are urgent"}


def test_a_machine_that_is_down_and_a_missing_bill_stand_in_the_way(
    plant: Production, ada: Membership, who: WHO
) -> None:
    chair = an_item(plant, "CHAIR", source="make")
    mill = Machine(organization=plant.organization, production=plant, code="M1", name="Mill 1")
    mill.department = a_department(plant, "Mill")
    mill.save()
    a_routing(chair, ("Mill", "Mill", {"machine": mill}))
    MachineStop(
        organization=plant.organization, machine=mill, cause="tool", started_at=FRIDAY_18H, reported_by=ada
    ).save()
    with pytest.raises(NotReady) as refused:
        release_work_order(a_work_order(chair, by=ada), **who)
    assert "M1 is down: tool." in str(refused.value)
    assert "CHAIR has no released bill of materials for" in str(refused.value)


def test_without_a_routing_nobody_could_be_sent_to_work(plant: Production, ada: Membership, who: WHO) -> None:
    chair = an_item(plant, "CHAIR", source="make")
    with pytest.raises(RoutingMissing):
        release_work_order(a_work_order(chair, by=ada), reason="they know how", **who)


def test_the_bill_in_effect_on_the_start_date_is_the_one_that_counts(
    plant: Production, ada: Membership, who: WHO
) -> None:
    chair, leg, wheel = (an_item(plant, code, source=source) for code, source in CHAIR_PARTS)
    a_routing(chair, ("Assemble", "Assembly"))
    a_bom(chair, (leg, 4), revision="A")
    a_bom(chair, (wheel, 5), revision="B", from_on=dt.date(2027, 3, 10))
    before, after = (
        a_work_order(chair, 10, by=ada, start_on=day) for day in (dt.date(2027, 3, 9), dt.date(2027, 3, 10))
    )
    for order in (before, after):
        release_work_order(order, reason="parts are counted later", **who)
    found = WorkMaterial.objects.order_by("pk").values_list("work_order__number", "component__code", "quantity")
    assert list(found) == [("WO-1001", "LEG", 40), ("WO-1002", "WHEEL", 50)]


CHAIR_PARTS = (("CHAIR", "make"), ("LEG", "buy"), ("WHEEL", "buy"))


def test_operations_start_with_what_they_lose(plant: Production, ada: Membership, who: WHO) -> None:
    chair = an_item(plant, "CHAIR", source="make")
    a_routing(
        chair,
        ("Cut", "Mill", {"yield_ppm": 800_000, "setup_minutes": 30, "run_seconds": 90}),
        ("Bake", "Oven", {"yield_ppm": 900_000, "batch_quantity": 30, "batch_minutes": 45}),
    )
    order = a_work_order(chair, 72, by=ada)
    operations = released(order, by=ada)
    assert [(o.planned_quantity, o.run_minutes) for o in operations.values()] == [(100, 150), (80, 135)]


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_hold_ends_where_it_began(plant: Production, ada: Membership, who: WHO, is_begun: bool) -> None:
    bracket, _ = brackets(plant)
    order = a_work_order(bracket, by=ada)
    mill = released(order, by=ada)["Mill"]
    if is_begun:
        report_work(mill, ReportKind.START, **who)
    with pytest.raises(HoldReasonMissing):
        hold(order, reason=" ", **who)
    hold(order, reason="drawing is wrong", **who)
    assert (state(order), order.hold_reason) == ("on hold", "drawing is wrong")
    resume(order, **who)
    assert state(order) == ("in process" if is_begun else "released")


def test_a_planned_order_is_firmed_changed_and_given_back(plant: Production, ada: Membership, who: WHO) -> None:
    bracket, _ = brackets(plant)
    order = a_work_order(bracket, by=ada, state="planned")
    with pytest.raises(WrongWorkState):
        release_work_order(order, **who)
    firm(order, **who)
    terms = WorkOrderTerms(70, dt.date(2027, 3, 22), priority=1)
    change_work_order(order, terms, **who, version=order.version)
    with pytest.raises(StaleEdit):
        change_work_order(order, terms, **who, version=1)
    unfirm(order, **who)
    assert (state(order), WorkOrder.objects.get().quantity) == ("planned", 70)
    firm(order, **who)
    released(order, by=ada)
    with pytest.raises(WorkFrozen):
        change_work_order(order, terms, **who, version=order.version)


def test_a_split_shares_material_and_reservations_and_remembers_its_origin(
    plant: Production, ada: Membership, who: WHO
) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 100_000, a_store(plant), by=ada)
    order = a_work_order(bracket, 60, by=ada)
    released(order, by=ada)
    for quantity in (0, 60):
        with pytest.raises(SplitTooLarge):
            split_work_order(order, quantity, **who)

    part = split_work_order(order, 12, due_on=dt.date(2027, 4, 1), **who)

    assert (part.split_from, part.quantity, part.state, part.due_on) == (order, 12, "released", dt.date(2027, 4, 1))
    assert WorkOrder.objects.get(pk=order.pk).quantity == 48
    assert reserved(plant) == {"WO-1001 BAR": 80_000, "WO-1002 BAR": 20_000}
    found = [(o.work_order.number, o.planned_quantity) for o in part.operations.all()]
    assert found == [("WO-1002", 12), ("WO-1002", 12)]
    assert [o.planned_quantity for o in order.operations.all()] == [48, 48]


def test_once_work_has_begun_an_order_is_not_split(plant: Production, ada: Membership, who: WHO) -> None:
    bracket, _ = brackets(plant)
    order = a_work_order(bracket, by=ada)
    report_work(released(order, by=ada)["Mill"], ReportKind.START, **who)
    with pytest.raises(WrongWorkState):
        split_work_order(order, 5, **who)


def test_an_order_in_process_is_canceled_only_after_its_material_went_back(
    plant: Production, ada: Membership, who: WHO
) -> None:
    bracket, bar = brackets(plant)
    rack = a_store(plant)
    in_stock(bar, 100_000, rack, by=ada, value_minor=5000)
    order = a_work_order(bracket, 60, by=ada)
    mill = released(order, by=ada)["Mill"]
    [material] = order.materials.all()
    report_work(mill, ReportKind.GOOD, 6, **who)
    with pytest.raises(MaterialStillIssued, match="BAR"):
        cancel(order, **who)
    with pytest.raises(MoreThanIssued, match="Only 10 m of BAR"):
        return_material(material, 10_001, to_store=rack, **who)

    back = return_material(material, 10_000, to_store=rack, **who)
    cancel(order, reason="client withdrew", **who)

    assert (state(order), back.value_minor, reserved(plant)) == ("canceled", 500, {})
    line = stock_of(plant)[bar.pk]
    assert (line.on_hand, line.free, line.value_minor) == (100_000, 100_000, 5000)


def test_a_kit_is_staged_by_place_first_expired_first_and_issued_from_the_line(
    plant: Production, ada: Membership, who: WHO
) -> None:
    kit, glue = an_item(plant, "KIT", source="make", tracking="lot"), an_item(plant, "GLUE", tracking="lot")
    a_routing(kit, ("Pack", "Packing"))
    a_bom(kit, (glue, 2, {"is_backflushed": False}))
    far, near = a_store(plant, "B-09", count_position=9), a_store(plant, "A-01", count_position=1)
    side = a_store(plant, "PACK", StoreKind.LINE, department=a_department(plant, "Packing"))
    old = a_lot(glue, "OLD", expires_on=dt.date(2099, 1, 1))
    new = a_lot(glue, "NEW", expires_on=dt.date(2100, 1, 1))
    in_stock(glue, 30, far, by=ada, lot=old)
    in_stock(glue, 30, near, by=ada, lot=new)
    order = a_work_order(kit, 25, by=ada)
    released(order, by=ada)
    walk = [(p.store and p.store.code, p.lot and p.lot.code, p.quantity) for p in pick_list(order)]
    assert walk == [("A-01", "NEW", 20), ("B-09", "OLD", 30)]

    moves = stage_kit(order, **who)

    assert [(move.kind, move.to_store.code, move.quantity) for move in moves] == [
        (MoveKind.TRANSFER, "PACK", 20),
        (MoveKind.TRANSFER, "PACK", 30),
    ]
    assert (WorkOrder.objects.get().kitted_at, pick_list(order)) == (FRIDAY_18H, [])
    with pytest.raises(NothingToPick):
        stage_kit(order, **who)

    material = WorkMaterial.objects.get()
    issued = pick_material(material, 35, **who)
    assert [(move.lot.code if move.lot else "", move.quantity, move.from_store) for move in issued] == [
        ("OLD", 30, side),
        ("NEW", 5, side),
    ]
    assert reserved(plant) == {"WO-1001 GLUE": 15}
    assert balances(plant) == {(glue.pk, new.pk, near.pk): 10, (glue.pk, new.pk, side.pk): 15}
    uses = LotUse.objects.order_by("pk").values_list("consumed__code", "produced__code", "quantity", "is_inferred")
    assert list(uses) == [("OLD", "WO-1001", 30, False), ("NEW", "WO-1001", 5, False)]
    with pytest.raises(NotEnough):
        pick_material(material, 26, **who)


def test_the_floor_may_not_plan_and_strangers_may_nothing(office: Organization, plant: Production, who: WHO) -> None:
    bracket, _ = brackets(plant)
    oleg = a_member(office, Role.OPERATOR, "Oleg")
    access(oleg, plant)
    with pytest.raises(NotAllowed):
        a_work_order(bracket, by=oleg)
    order = a_work_order(bracket, by=who["by"])
    for action in (firm, release_work_order, cancel, close, resume):
        with pytest.raises(NotAllowed):
            action(order, by=oleg, at=FRIDAY_18H)
