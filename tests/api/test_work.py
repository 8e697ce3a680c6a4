"""Work orders and reports over HTTP."""

from __future__ import annotations

from callboard.core.organizations.models import Membership, Organization
from callboard.manufacturing.shop_floor.models import FloorReport
from callboard.manufacturing.work_orders.models import WorkOrder
from tests.api.conftest import Program
from tests.builders_plant import a_plant, a_store, brackets, in_stock


def test_an_order_is_made_released_and_reported_once(program: Program, office: Organization, ada: Membership) -> None:
    plant = a_plant(office)
    _, bar = brackets(plant)
    in_stock(bar, 100_000, a_store(plant), by=ada)
    base = f"/productions/{plant.public_id}"
    made = program.send("POST", f"{base}/work-orders", {"item": "BRACKET", "quantity": "60", "due_on": "2027-03-19"})
    order = WorkOrder.objects.get()
    assert made.json() == {
        "id": str(order.public_id),
        "number": "WO-1001",
        "item": "BRACKET",
        "quantity": "60",
        "good": "0",
        "unit": "pcs",
        "state": "firm",
        "start_on": "2027-03-19",
        "due_on": "2027-03-19",
        "priority": 5,
        "operations": [],
        "version": 1,
    }
    released = program.send("POST", f"{base}/work-orders/{order.public_id}/release", {}).json()
    mill = released["operations"][0]
    assert (released["state"], mill["name"], mill["planned"], mill["reached"]) == ("released", "Mill", "60", "0")

    told = {"kind": "good", "quantity": "61", "device": "counter 4"}
    first = program.send("POST", f"{base}/operations/{mill['id']}/reports", told, key="k1")
    again = program.send("POST", f"{base}/operations/{mill['id']}/reports", told, key="k1")

    report = FloorReport.objects.get()
    assert (report.quantity, report.device) == (61, "counter 4")
    answer = first.json()
    assert (answer["id"], answer["flagged"], answer["quantity"]) == (str(report.public_id), True, "61")
    assert answer["work_order"]["operations"][0]["waiting"] == "-1"
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    listed = program.get(f"{base}/work-orders").json()
    assert [(row["number"], row["state"]) for row in listed["work_orders"]] == [("WO-1001", "in process")]
    assert program.get(f"{base}/work-orders/{order.public_id}").json() == listed["work_orders"][0]


def test_refusals_are_problems(program: Program, office: Organization) -> None:
    plant = a_plant(office)
    brackets(plant)
    base = f"/productions/{plant.public_id}/work-orders"
    asked = {"item": "BRACKET", "quantity": "60", "due_on": "2027-03-19"}
    assert program.send("POST", base, {**asked, "item": "BRACKT"}).status_code == 404
    bought = program.send("POST", base, {**asked, "item": "BAR"})
    assert (bought.status_code, bought.json()["title"]) == (422, "NotMade")
    made = program.send("POST", base, asked).json()
    short = program.send("POST", f"{base}/{made['id']}/release", {"reason": ""})
    assert (short.status_code, short.json()["title"]) == (422, "NotReady")


def test_strangers_find_nothing(stranger: Program, office: Organization) -> None:
    plant = a_plant(office)
    base = f"/productions/{plant.public_id}/work-orders"
    asked = {"item": "BRACKET", "quantity": "60", "due_on": "2027-03-19"}
    assert [stranger.get(base).status_code, stranger.send("POST", base, asked).status_code] == [404, 404]
