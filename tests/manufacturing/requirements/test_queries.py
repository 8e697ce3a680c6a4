"""Reading plans: whom an order serves, what a line waits for, how an item's stock goes; who may read."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.scope import tenant_scope
from callboard.manufacturing.requirements.models import Need
from callboard.manufacturing.requirements.queries import (
    MessageFilter,
    PegNeed,
    clients_served,
    late_lines_of,
    message_by_id,
    messages_of,
    newest_run,
    owners_of,
    projection_of,
    proposal_by_id,
    proposals_of,
    run_by_id,
    run_under_way,
    supplies_below,
)
from tests.builders import a_member, an_organization
from tests.builders_plant import a_store, an_item, in_stock
from tests.manufacturing.requirements.scenes import (
    DUE,
    TODAY,
    Stand,
    a_stand,
    message_about,
    ordered,
    planned,
    proposal_of,
)

APRIL = dt.date(2027, 4, 2)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def scene(office: Organization, ada: Membership) -> Stand:
    return a_stand(office, by=ada)


def test_a_component_is_followed_up_to_the_clients_lines_in_its_own_quantity(scene: Stand, ada: Membership) -> None:
    first, second = ordered(scene, by=ada), ordered(scene, 5, by=ada, due_on=APRIL)
    run = planned(scene, by=ada)
    tube = run.proposals.filter(item=scene.tube).order_by("true_due_on").first()
    assert tube is not None

    served = clients_served(run, tube.key)

    assert [(row.key, row.item, row.due_on, row.quantity) for row in served] == [
        (f"{first.number}/1", scene.stand, DUE, 12_000)
    ]
    assert served[0].late is not None
    assert served[0].late.late_days == 11
    later = run.proposals.filter(item=scene.tube).order_by("true_due_on").last()
    assert later is not None
    assert [(row.key, row.quantity) for row in clients_served(run, later.key)] == [(f"{second.number}/1", 6_000)]
    assert clients_served(run, "nothing of that name") == []


def test_a_line_is_followed_down_to_the_raw_material(scene: Stand, ada: Membership) -> None:
    in_stock(scene.frame, 4, a_store(scene.plant), by=ada, value_minor=400)
    order = ordered(scene, by=ada)
    run = planned(scene, by=ada)

    def told(need: PegNeed) -> dict[str, object]:
        return {
            "item": need.need.item.code,
            "quantity": need.need.quantity,
            "supplies": [
                (node.quantity, node.available_on is not None, [told(below) for below in node.needs])
                for node in need.supplies
            ],
        }

    tube = {"item": "TUBE", "quantity": 7_200, "supplies": [(7_200, True, [])]}
    frame = {"item": "FRAME", "quantity": 10, "supplies": [(4, False, []), (6, True, [tube])]}
    foot = {"item": "FOOT", "quantity": 20, "supplies": [(20, True, [])]}
    assert told(supplies_below(run, f"{order.number}/1")) == {
        "item": "STAND",
        "quantity": 10,
        "supplies": [(10, True, [foot, frame])],
    }
    with pytest.raises(NotFound):
        supplies_below(run, "SO-0/1")


def test_the_projection_begins_with_what_is_there_and_goes_step_by_step(scene: Stand, ada: Membership) -> None:
    in_stock(scene.foot, 8, a_store(scene.plant), by=ada, value_minor=8)
    ordered(scene, by=ada)
    run = planned(scene, by=ada)

    projection = projection_of(run, scene.foot)

    assert (projection.at_start, projection.first_short_on) == (8, None)
    assert [(step.on, step.kind, step.quantity, step.after) for step in projection.steps] == [
        (dt.date(2027, 3, 17), "proposal", 12, 20),
        (dt.date(2027, 3, 17), "need", -20, 0),
    ]
    assert projection_of(run, scene.tube).first_short_on == dt.date(2027, 3, 10)
    assert projection_of(run, an_item(scene.plant, "IDLE")).steps == []


def test_messages_are_found_by_owner_kind_and_words(scene: Stand, ada: Membership) -> None:
    ordered(scene, by=ada)
    run = planned(scene, by=ada)

    def found(**asked: Any) -> list[str]:
        return [row.item.code for row in messages_of(run, MessageFilter(**asked), today=TODAY)]

    assert found() == ["TUBE", "FOOT", "FRAME"]
    assert found(owner="Mia") == ["FRAME"]
    assert found(kind="past_due_start") == ["TUBE"]
    assert found(words="foo") == ["FOOT"]
    assert owners_of(run) == ["Bo", "Mia"]
    assert [row.item.code for row in proposals_of(run, source="make")] == ["FRAME", "STAND"]
    assert [row.item.code for row in proposals_of(run, words="tub")] == ["TUBE"]


def test_a_plan_belongs_to_its_plant_and_to_those_who_see_it(scene: Stand, ada: Membership) -> None:
    order = ordered(scene, by=ada)
    assert newest_run(ada, scene.plant) is None
    run = planned(scene, by=ada)
    assert newest_run(ada, scene.plant) == run
    assert run_under_way(ada, scene.plant) is None
    assert [row.key for row in late_lines_of(run)] == [f"{order.number}/1"]
    assert run_by_id(ada, scene.plant, run.public_id) == run
    message, proposal = message_about(run, scene.frame), proposal_of(run, scene.frame)
    assert message_by_id(ada, scene.plant, message.public_id) == message
    assert proposal_by_id(ada, scene.plant, proposal.public_id) == proposal
    for look in (run_by_id, message_by_id, proposal_by_id):
        with pytest.raises(NotFound):
            look(ada, scene.plant, uuid.uuid4())
    other = an_organization("Other house")
    stranger = a_member(other, name="Charlie")
    with tenant_scope(other.pk), pytest.raises(NotFound):
        newest_run(stranger, scene.plant)
    assert Need.objects.filter(run=run, parent="").count() == 1
