"""Plans made over the database: what is proposed, what is late and why, and what becomes of runs that go wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callboard.core.organizations.models import Membership, Organization
from callboard.manufacturing.requirements import running
from callboard.manufacturing.requirements.actions import ask_for_plan, stop_plan
from callboard.manufacturing.requirements.models import ActionMessage, LateLine, Need, PegEdge, PlanRun, Proposal
from callboard.manufacturing.requirements.problem import read_problem
from callboard.manufacturing.requirements.running import carry_out, give_up_lost_runs, next_asked_run
from callboard.manufacturing.shop_floor.actions import report_work
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem import DemandKind
from callboard.stock.items.models import Item
from callboard.stock.purchasing.actions import PurchaseLineTerms, create_purchase
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_bom, a_routing, a_store, a_work_order, an_item, an_order, in_stock, released
from tests.manufacturing.requirements.scenes import DUE, TODAY, Stand, a_stand, ordered, planned, proposals

FRIDAY_12 = dt.date(2027, 3, 12)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def scene(office: Organization, ada: Membership) -> Stand:
    return a_stand(office, by=ada)


def test_three_levels_are_proposed_with_the_day_to_start_and_the_day_to_have_started(
    scene: Stand, ada: Membership
) -> None:
    ordered(scene, by=ada)

    run = planned(scene, by=ada)

    assert (run.state, run.failure, run.faults) == ("done", "", [])
    wednesday = dt.date(2027, 3, 17)
    assert proposals(run) == {
        "STAND": (10, wednesday, wednesday, DUE),
        "FOOT": (20, FRIDAY_12, FRIDAY_12, wednesday),
        "FRAME": (10, dt.date(2027, 3, 10), dt.date(2027, 3, 10), wednesday),
        "TUBE": (12_000, TODAY, dt.date(2027, 2, 24), dt.date(2027, 3, 10)),
    }
    assert run.counts == {
        "items": 4,
        "lines": 3,
        "demands": 1,
        "proposals": 4,
        "late": 1,
        "messages": {"past_due_start": 1, "release": 2},
    }
    assert set(run.seconds) == {"read", "plan", "write"}


def test_the_late_line_has_the_chain_down_to_what_holds_it_up(scene: Stand, ada: Membership) -> None:
    order = ordered(scene, by=ada)

    run = planned(scene, by=ada)

    late = LateLine.objects.get(run=run)
    assert (late.key, late.client, late.due_on, late.quantity_late) == (
        f"{order.number}/1",
        "Ridgeback Cycles",
        DUE,
        10,
    )
    assert (late.projected_on, late.late_days) == (dt.date(2027, 3, 30), 11)
    assert [(link["item"], link["needed"], link["available"]) for link in late.chain] == [
        ("STAND", "2027-03-19", "2027-03-30"),
        ("FRAME", "2027-03-17", "2027-03-26"),
        ("TUBE", "2027-03-10", "2027-03-19"),
    ]


def test_messages_are_ranked_by_the_lateness_they_avoid_and_name_their_owner(scene: Stand, ada: Membership) -> None:
    ordered(scene, by=ada)

    run = planned(scene, by=ada)

    said = [(row.rank, row.kind, row.item.code, row.owner) for row in ActionMessage.objects.filter(run=run)]
    assert sorted(said) == [
        (1, "past_due_start", "TUBE", "Bo"),
        (2, "release", "FOOT", "Bo"),
        (3, "release", "FRAME", "Mia"),
    ]
    first = ActionMessage.objects.get(run=run, rank=1)
    assert (first.from_on, first.to_on, first.quantity) == (dt.date(2027, 2, 24), TODAY, 12_000)
    avoided = ActionMessage.objects.filter(run=run).order_by("rank").values_list("late_days_avoided", flat=True)
    assert list(avoided) == sorted(avoided, reverse=True)
    assert first.late_days_avoided > 0


def test_what_serves_a_need_sums_to_the_need_and_no_supply_gives_more_than_it_has(
    scene: Stand, ada: Membership
) -> None:
    in_stock(scene.frame, 4, a_store(scene.plant), by=ada, value_minor=400)
    ordered(scene, by=ada)
    ordered(scene, 5, by=ada, due_on=dt.date(2027, 4, 2))

    run = planned(scene, by=ada)

    served: dict[str, int] = {}
    given: dict[str, int] = {}
    for edge in PegEdge.objects.filter(run=run):
        served[edge.need] = served.get(edge.need, 0) + edge.quantity
        given[edge.supply] = given.get(edge.supply, 0) + edge.quantity
    assert served == dict(Need.objects.filter(run=run).values_list("key", "quantity"))
    made = dict(Proposal.objects.filter(run=run).values_list("key", "usable"))
    assert {supply: given[supply] for supply in made} == made
    assert sorted(quantity for supply, quantity in given.items() if supply not in made) == [4]


def test_a_line_of_a_draft_purchase_is_counted_and_nothing_is_proposed_twice(scene: Stand, ada: Membership) -> None:
    ordered(scene, by=ada)
    drafted = [PurchaseLineTerms(scene.tube, 12_000, dt.date(2027, 3, 19))]
    purchase = create_purchase(scene.plant, scene.steel, drafted, by=ada, at=FRIDAY_18H)

    run = planned(scene, by=ada)

    assert "TUBE" not in proposals(run)
    [moved] = run.moved_orders.all()
    assert (moved.key, moved.quantity, moved.used) == (f"{purchase.number}/1", 12_000, 12_000)


def test_what_a_released_order_still_takes_is_needed_and_what_it_took_is_not(scene: Stand, ada: Membership) -> None:
    in_stock(scene.tube, 3_000, a_store(scene.plant), by=ada, value_minor=900)
    work = a_work_order(scene.frame, 10, by=ada)
    operations = released(work, by=ada)
    report_work(operations["Saw"], ReportKind.GOOD, 2, by=ada, at=FRIDAY_18H)

    reading = read_problem(scene.plant, TODAY)

    [need] = reading.problem.demands
    assert (need.kind, need.item, need.quantity, need.parent) == (
        DemandKind.COMPONENT,
        "TUBE",
        12_000 - 2_400,
        work.number,
    )
    [order] = reading.problem.open_orders
    assert (order.key, order.quantity) == (work.number, 10)
    assert [(row.item, row.quantity) for row in reading.problem.stock] == [("TUBE", 600)]


def test_what_was_scrapped_on_the_floor_is_not_expected_any_more(scene: Stand, ada: Membership) -> None:
    in_stock(scene.tube, 12_000, a_store(scene.plant), by=ada, value_minor=900)
    work = a_work_order(scene.frame, 10, by=ada)
    operations = released(work, by=ada)
    report_work(operations["Saw"], ReportKind.GOOD, 7, by=ada, at=FRIDAY_18H)
    report_work(operations["Saw"], ReportKind.SCRAP, 3, reason="bent", by=ada, at=FRIDAY_18H)

    [order] = read_problem(scene.plant, TODAY).problem.open_orders

    assert (order.key, order.quantity) == (work.number, 7)


def test_a_retired_item_is_planned_for_who_still_needs_it_but_not_kept_in_stock(scene: Stand, ada: Membership) -> None:
    ordered(scene, by=ada)
    Item.objects.filter(code__in=["FOOT", "TUBE"]).update(is_active=False, safety_stock=50)

    run = planned(scene, by=ada)

    assert {code: row[0] for code, row in proposals(run).items()} == {
        "STAND": 10,
        "FRAME": 10,
        "FOOT": 20,
        "TUBE": 12_000,
    }


def test_with_a_reorder_point_stock_is_filled_up_at_once(scene: Stand, ada: Membership) -> None:
    gloves = an_item(
        scene.plant, "GLOVES", kind="office supply", lot_policy="reorder point", reorder_point=20, reorder_up_to=100
    )
    in_stock(gloves, 15, a_store(scene.plant), by=ada, value_minor=150)

    run = planned(scene, by=ada)

    assert {code: row[0] for code, row in proposals(run).items()} == {"GLOVES": 80}


def test_a_plant_is_read_in_as_many_questions_with_nine_items_as_with_three(scene: Stand, ada: Membership) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read_problem(scene.plant, TODAY)
        return len(asked)

    def grow(letter: str) -> None:
        product = an_item(scene.plant, f"P{letter}", kind="finished product", source="make", lead_days=2)
        part = an_item(scene.plant, f"C{letter}", lead_days=1)
        a_bom(product, (part, 2))
        a_routing(product, ("Assemble", "Assembly"))
        in_stock(part, 5, a_store(scene.plant, f"S-{letter}"), by=ada, value_minor=5)
        an_order(scene.plant, product, 3, due_on=DUE, by=ada)
        create_purchase(scene.plant, scene.steel, [PurchaseLineTerms(part, 9, DUE)], by=ada, at=FRIDAY_18H)
        a_work_order(product, 2, by=ada)
        released(a_work_order(product, 2, by=ada), by=ada)

    grow("1")
    few = questions()
    for letter in "2345":
        grow(letter)

    assert questions() == few
    assert few <= 40


def test_a_run_that_was_stopped_while_it_was_made_leaves_nothing(
    scene: Stand, ada: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(scene, by=ada)
    before = planned(scene, by=ada)
    run = ask_for_plan(scene.plant, by=ada, at=FRIDAY_18H)

    def stopped_meanwhile(problem: Any) -> Any:
        stop_plan(PlanRun.objects.get(pk=run.pk), by=ada, at=FRIDAY_18H)
        return plan_requirements(problem)

    monkeypatch.setattr(running, "plan_in_child", stopped_meanwhile)
    carry_out(run, lambda: FRIDAY_18H)

    assert PlanRun.objects.get(pk=run.pk).state == "stopped"
    tables = (Proposal, Need, PegEdge, LateLine, ActionMessage)
    assert [table.objects.filter(run=run).count() for table in tables] == [0] * 5
    assert Proposal.objects.filter(run=before).count() == 4


def test_a_run_stopped_before_it_began_is_not_made(scene: Stand, ada: Membership) -> None:
    run = ask_for_plan(scene.plant, by=ada, at=FRIDAY_18H)
    taken = next_asked_run()
    assert taken is not None
    stop_plan(run, by=ada, at=FRIDAY_18H)

    carry_out(taken, lambda: FRIDAY_18H)

    assert PlanRun.objects.get(pk=run.pk).state == "stopped"
    assert next_asked_run() is None


def test_a_bill_that_goes_round_is_named_on_the_run(scene: Stand, ada: Membership) -> None:
    ordered(scene, by=ada)
    a_bom(scene.tube, (scene.stand, 1))

    run = planned(scene, by=ada)

    assert run.state == "failed"
    assert run.failure.startswith("The bills of material go round in a circle: ")
    assert all(code in run.failure for code in ("STAND", "FRAME", "TUBE"))


def test_a_defect_is_written_on_the_run_and_does_not_end_the_worker(
    scene: Stand, ada: Membership, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(problem: Any) -> Any:
        raise KeyError("FRAME")

    monkeypatch.setattr(running, "plan_in_child", broken)

    run = planned(scene, by=ada)

    assert (run.state, run.failure) == ("failed", running.DEFECT)
    assert "KeyError: 'FRAME'" in caplog.text


def test_a_run_whose_worker_ended_is_given_up_so_that_another_can_be_asked_for(scene: Stand, ada: Membership) -> None:
    run = ask_for_plan(scene.plant, by=ada, at=FRIDAY_18H)
    PlanRun.objects.filter(pk=run.pk).update(state="running")

    assert give_up_lost_runs(lambda: FRIDAY_18H) == 1

    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", running.LOST)
    assert planned(scene, by=ada).state == "done"


def test_only_the_newest_three_plans_are_kept(scene: Stand, ada: Membership) -> None:
    ordered(scene, by=ada)

    runs = [planned(scene, by=ada) for _ in range(5)]

    assert list(PlanRun.objects.order_by("pk")) == runs[2:]
    assert set(Proposal.objects.values_list("run", flat=True)) == {run.pk for run in runs[2:]}
