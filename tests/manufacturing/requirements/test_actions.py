"""Deciding on what a plan says: accept, snooze, dismiss, take back; one plan at a time, by those who may plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, StaleEdit
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.manufacturing.requirements.actions import (
    accept_message,
    ask_for_plan,
    dismiss_message,
    firm_proposal,
    snooze_message,
    stop_plan,
    take_back_message,
    take_back_proposal,
)
from callboard.manufacturing.requirements.models import ActionMessage, PlanRun, Proposal
from callboard.manufacturing.requirements.queries import MessageFilter, messages_of
from callboard.manufacturing.requirements.rules import (
    AlreadySettled,
    CannotTakeBack,
    DoneSince,
    NobodySellsIt,
    NothingToTakeBack,
    RunIsOld,
    RunUnderWay,
    SnoozeTooLong,
)
from callboard.manufacturing.work_orders.actions import cancel, release_work_order
from callboard.manufacturing.work_orders.models import WorkOrder
from callboard.stock.items.models import Item
from callboard.stock.purchasing.actions import PurchaseLineTerms, create_purchase, send_purchase
from callboard.stock.purchasing.models import PurchaseLine, PurchaseOrder
from tests.builders import FRIDAY_18H, a_member, access
from tests.builders_plant import a_store, a_work_order, in_stock
from tests.manufacturing.requirements.scenes import (
    DUE,
    TODAY,
    Stand,
    a_stand,
    message_about,
    ordered,
    planned,
    proposal_of,
    proposals,
)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def scene(office: Organization, ada: Membership) -> Stand:
    return a_stand(office, by=ada)


@pytest.fixture
def how(ada: Membership) -> dict[str, Any]:
    return {"by": ada, "at": FRIDAY_18H}


def accepted(message: ActionMessage, how: dict[str, Any]) -> ActionMessage:
    return accept_message(message, version=message.version, **how)


def test_accepting_a_proposal_to_make_makes_a_firm_work_order_and_taking_back_cancels_it(
    scene: Stand, ada: Membership, how: dict[str, Any]
) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    message = message_about(run, scene.frame)

    accepted(message, how)

    order = WorkOrder.objects.get()
    assert (order.item, order.quantity, order.state) == (scene.frame, 10, "firm")
    assert (order.start_on, order.due_on) == (dt.date(2027, 3, 10), dt.date(2027, 3, 17))
    proposal = proposal_of(run, scene.frame)
    assert (proposal.state, proposal.became_kind, proposal.became) == ("firmed", "work order", order.public_id)
    assert (message.state, message.settled_by) == ("accepted", ada)

    take_back_message(message, version=message.version, **how)

    assert WorkOrder.objects.get().state == "canceled"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.became_kind, proposal.became) == ("proposed", "", None)
    message.refresh_from_db()
    assert (message.state, message.undo, message.settled_at, message.settled_by) == ("open", {}, None, None)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"accept message", "create work order", "take back message", "cancel work order"} <= verbs


def test_accepting_a_proposal_to_buy_puts_a_line_on_the_draft_that_waits_for_the_supplier(
    scene: Stand, ada: Membership, how: dict[str, Any]
) -> None:
    ordered(scene, by=ada)
    sent = create_purchase(scene.plant, scene.steel, [PurchaseLineTerms(scene.foot, 1, DUE)], **how)
    send_purchase(sent, version=sent.version, **how)
    draft = create_purchase(scene.plant, scene.steel, [PurchaseLineTerms(scene.foot, 5, DUE)], **how)
    message = message_about(planned(scene, by=ada), scene.tube)

    accepted(message, how)

    line = PurchaseLine.objects.get(item=scene.tube)
    assert (line.order, line.position, line.quantity) == (draft, 2, 12_000)
    assert (line.due_on, line.price_minor, line.price_quantity) == (dt.date(2027, 3, 19), 300, 1000)

    take_back_message(message, version=message.version, **how)

    line.refresh_from_db()
    assert line.canceled_at is not None
    assert proposals(planned(scene, by=ada))["TUBE"][0] == 12_000


def test_without_a_draft_a_purchase_order_is_begun_and_the_next_plan_proposes_nothing_twice(
    scene: Stand, ada: Membership, how: dict[str, Any]
) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    for item in (scene.tube, scene.frame):
        accepted(message_about(run, item), how)

    assert PurchaseOrder.objects.get().state == "draft"
    following = planned(scene, by=ada)

    assert set(proposals(following)) == {"STAND", "FOOT"}
    assert not ActionMessage.objects.filter(run=following, kind="cancel").exists()


def test_what_nobody_sells_is_refused_and_stays_open(scene: Stand, ada: Membership, how: dict[str, Any]) -> None:
    ordered(scene, by=ada)
    message = message_about(planned(scene, by=ada), scene.foot)

    with pytest.raises(NobodySellsIt, match="No supplier is known for FOOT"):
        accepted(message, how)

    message.refresh_from_db()
    assert (message.state, message.version) == ("open", 1)


def test_a_message_is_accepted_once(scene: Stand, ada: Membership, how: dict[str, Any]) -> None:
    ordered(scene, by=ada)
    message = message_about(planned(scene, by=ada), scene.frame)
    accepted(message, how)

    with pytest.raises(AlreadySettled, match="decided already: accepted"):
        accepted(message, how)
    message.refresh_from_db()
    with pytest.raises(StaleEdit):
        accept_message(message, version=1, **how)
    assert WorkOrder.objects.count() == 1


def test_firming_a_proposal_settles_its_message_and_can_be_taken_back(
    scene: Stand, ada: Membership, how: dict[str, Any]
) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    stand, frame = proposal_of(run, scene.stand), proposal_of(run, scene.frame)

    firm_proposal(stand, version=1, **how)
    firm_proposal(frame, version=1, **how)

    assert message_about(run, scene.frame).state == "accepted"
    with pytest.raises(AlreadySettled):
        firm_proposal(stand, version=stand.version, **how)
    stand.refresh_from_db()

    take_back_proposal(stand, version=stand.version, **how)
    take_back_proposal(frame, version=frame.version, **how)

    assert set(WorkOrder.objects.values_list("state", flat=True)) == {"canceled"}
    assert message_about(run, scene.frame).state == "open"
    stand.refresh_from_db()
    with pytest.raises(NothingToTakeBack):
        take_back_proposal(stand, version=stand.version, **how)


def test_what_was_released_since_is_not_taken_back_and_what_was_canceled_by_hand_is(
    scene: Stand, ada: Membership, how: dict[str, Any]
) -> None:
    in_stock(scene.tube, 12_000, a_store(scene.plant), by=ada, value_minor=900)
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    frame, stand = message_about(run, scene.frame), proposal_of(run, scene.stand)
    accepted(frame, how)
    firm_proposal(stand, version=1, **how)
    release_work_order(WorkOrder.objects.get(item=scene.frame), **how)
    cancel(WorkOrder.objects.get(item=scene.stand), **how)

    with pytest.raises(DoneSince, match="was worked on since"):
        take_back_message(frame, version=frame.version, **how)
    take_back_proposal(stand, version=stand.version, **how)

    assert WorkOrder.objects.get(item=scene.frame).state == "released"
    assert Proposal.objects.get(pk=stand.pk).state == "proposed"


def test_a_firm_order_is_moved_as_the_message_says_and_moved_back(
    scene: Stand, ada: Membership, how: dict[str, Any]
) -> None:
    in_stock(scene.tube, 12_000, a_store(scene.plant), by=ada, value_minor=900)
    work = a_work_order(scene.frame, 10, by=ada, due_on=dt.date(2027, 4, 30))
    ordered(scene, by=ada)
    message = message_about(planned(scene, by=ada), scene.frame)
    assert (message.kind, message.order, message.to_on) == ("expedite", work.number, dt.date(2027, 3, 17))

    accepted(message, how)
    work.refresh_from_db()
    assert (work.due_on, work.start_on) == (dt.date(2027, 3, 17), dt.date(2027, 3, 10))

    take_back_message(message, version=message.version, **how)
    work.refresh_from_db()
    assert (work.due_on, work.quantity) == (dt.date(2027, 4, 30), 10)


def test_an_order_that_is_too_large_is_made_smaller_by_what_the_message_says(
    scene: Stand, ada: Membership, how: dict[str, Any]
) -> None:
    in_stock(scene.tube, 20_000, a_store(scene.plant), by=ada, value_minor=900)
    work = a_work_order(scene.frame, 13, by=ada, due_on=dt.date(2027, 3, 17))
    ordered(scene, by=ada)
    message = message_about(planned(scene, by=ada), scene.frame)
    assert (message.kind, message.quantity) == ("decrease", 3)

    accepted(message, how)

    work.refresh_from_db()
    assert work.quantity == 10
    take_back_message(message, version=message.version, **how)
    work.refresh_from_db()
    assert work.quantity == 13


def test_a_draft_line_is_made_smaller_and_one_nobody_needs_is_canceled_for_good(
    scene: Stand, ada: Membership, how: dict[str, Any]
) -> None:
    ordered(scene, by=ada)
    lines = [PurchaseLineTerms(scene.foot, 24, dt.date(2027, 3, 17)), PurchaseLineTerms(scene.tube, 12_000, DUE)]
    purchase = create_purchase(scene.plant, scene.steel, [*lines, PurchaseLineTerms(scene.tube, 500, DUE)], **how)
    run = planned(scene, by=ada)
    smaller = message_about(run, scene.foot)
    needless = ActionMessage.objects.select_related("run__production", "item").get(run=run, kind="cancel")
    assert (smaller.kind, smaller.quantity, needless.order) == ("decrease", 4, f"{purchase.number}/3")

    accepted(smaller, how)
    accepted(needless, how)

    foot, tube, rest = purchase.lines.order_by("position")
    assert (foot.quantity, tube.canceled_at, rest.canceled_at) == (20, None, FRIDAY_18H)
    take_back_message(smaller, version=smaller.version, **how)
    foot.refresh_from_db()
    assert foot.quantity == 24
    with pytest.raises(CannotTakeBack):
        take_back_message(needless, version=needless.version, **how)


def test_a_supplier_who_was_sent_the_order_is_asked_and_that_cannot_be_undone(
    scene: Stand, ada: Membership, how: dict[str, Any], mail_server: Any
) -> None:
    ordered(scene, by=ada)
    late = [PurchaseLineTerms(scene.tube, 12_000, dt.date(2027, 4, 16))]
    purchase = create_purchase(scene.plant, scene.steel, late, **how)
    send_purchase(purchase, version=purchase.version, **how)
    message = message_about(planned(scene, by=ada), scene.tube)
    assert message.kind == "expedite"

    accepted(message, how)

    line = purchase.lines.get()
    assert line.due_on == dt.date(2027, 4, 16), "the supplier has yet to agree"
    assert [(row.kind, row.on) for row in line.dates.order_by("pk")][-1] == ("asked", message.to_on)
    with pytest.raises(CannotTakeBack):
        take_back_message(message, version=message.version, **how)


def test_a_snoozed_message_comes_back_on_its_day(scene: Stand, ada: Membership, how: dict[str, Any]) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    message = message_about(run, scene.frame)
    back_on = TODAY + dt.timedelta(days=3)
    for wrong in (TODAY, TODAY + dt.timedelta(days=91), dt.date.min):
        with pytest.raises(SnoozeTooLong):
            snooze_message(message, wrong, version=1, **how)
    message.refresh_from_db()

    snooze_message(message, back_on, version=1, **how)

    def shown_on(day: dt.date, *, settled: bool = False) -> list[Item]:
        return [row.item for row in messages_of(run, MessageFilter(settled=settled), today=day)]

    assert shown_on(TODAY) == [scene.tube, scene.foot]
    assert shown_on(TODAY, settled=True) == [scene.frame]
    assert shown_on(back_on) == [scene.tube, scene.foot, scene.frame]
    assert shown_on(back_on, settled=True) == []
    accepted(message, how)
    assert WorkOrder.objects.get().item == scene.frame


def test_a_dismissed_message_does_nothing_and_can_be_taken_back(
    scene: Stand, ada: Membership, how: dict[str, Any]
) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    message = message_about(run, scene.frame)

    dismiss_message(message, version=1, **how)

    assert (message.state, WorkOrder.objects.count()) == ("dismissed", 0)
    with pytest.raises(AlreadySettled):
        accepted(message, how)
    message.refresh_from_db()
    take_back_message(message, version=message.version, **how)
    assert message.state == "open"
    with pytest.raises(NothingToTakeBack):
        take_back_message(message, version=message.version, **how)


def test_what_an_older_plan_says_is_not_accepted(scene: Stand, ada: Membership, how: dict[str, Any]) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    planned(scene, by=ada)

    with pytest.raises(RunIsOld):
        accepted(message_about(run, scene.frame), how)
    with pytest.raises(RunIsOld):
        firm_proposal(proposal_of(run, scene.stand), version=1, **how)
    assert WorkOrder.objects.count() == 0


def test_a_second_plan_is_refused_while_one_is_made(scene: Stand, how: dict[str, Any]) -> None:
    first = ask_for_plan(scene.plant, **how)

    with pytest.raises(RunUnderWay):
        ask_for_plan(scene.plant, **how)
    stop_plan(first, **how)

    assert ask_for_plan(scene.plant, **how).state == "asked"
    assert list(PlanRun.objects.order_by("pk").values_list("state", flat=True)) == ["stopped", "asked"]


def test_an_operator_neither_asks_for_a_plan_nor_decides(scene: Stand, ada: Membership, office: Organization) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)
    oda = a_member(office, Role.OPERATOR, "Oda")
    access(oda, scene.plant)
    message, proposal = message_about(run, scene.frame), proposal_of(run, scene.frame)
    theirs: dict[str, Any] = {"by": oda, "at": FRIDAY_18H}

    for deed in (
        lambda: ask_for_plan(scene.plant, **theirs),
        lambda: stop_plan(run, **theirs),
        lambda: accept_message(message, version=1, **theirs),
        lambda: snooze_message(message, DUE, version=1, **theirs),
        lambda: dismiss_message(message, version=1, **theirs),
        lambda: take_back_message(message, version=1, **theirs),
        lambda: firm_proposal(proposal, version=1, **theirs),
        lambda: take_back_proposal(proposal, version=1, **theirs),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert (WorkOrder.objects.count(), PlanRun.objects.count()) == (0, 1)
