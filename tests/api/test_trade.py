"""Orders, purchases and shipments over HTTP."""

from __future__ import annotations

from datetime import date

from callboard.core.members.actions import create_api_key
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.manufacturing.orders.models import ClientOrder
from callboard.manufacturing.orders.shipments import Parcel, begin_shipment, pack_order_line
from callboard.stock.moves.models import Move
from callboard.stock.purchasing.actions import PurchaseLineTerms, create_purchase, send_purchase
from tests.api.conftest import Program
from tests.builders import FRIDAY_18H, a_member, access
from tests.builders_plant import a_company, a_plant, a_store, an_item, an_order, in_stock

DUE = date(2027, 3, 12)


def test_an_order_is_taken_once_listed_and_given_dates(program: Program, ada: Membership, office: Organization) -> None:
    plant = a_plant(office)
    an_item(plant)
    path = f"/productions/{plant.public_id}"
    line = {"item": "BRACKET", "quantity": "60", "due_on": "2027-03-12", "price": "12.50"}
    asked = {"client_name": "Ridgeback Cycles", "client_number": "RC-77", "lines": [line]}

    taken = program.send("POST", f"{path}/orders", asked, key="k1")
    again = program.send("POST", f"{path}/orders", asked, key="k1")

    order = ClientOrder.objects.get()
    [bracket] = taken.json()["lines"]
    assert again.content == taken.content
    assert (taken.json()["number"], bracket["ordered"], bracket["price"]) == ("SO-1001", "60", "12.50")
    dates = f"{path}/order-lines/{bracket['id']}/dates"
    silent = program.send("POST", dates, {"kind": "revised", "on": "2027-03-19"})
    assert (silent.status_code, silent.json()["title"]) == (422, "ReasonMissing")
    program.send("POST", dates, {"kind": "revised", "on": "2027-03-19", "reason": "steel is late"})
    [listed] = program.get(f"{path}/orders?search=rc-77").json()
    assert (listed["id"], listed["standing"]) == (str(order.public_id), "open")
    assert [(each["kind"], each["on"], each["reason"]) for each in listed["lines"][0]["dates"]] == [
        ("revised", "2027-03-19", "steel is late"),
        ("requested", "2027-03-12", ""),
    ]


def test_an_unknown_item_is_a_problem_and_nothing_is_taken(program: Program, office: Organization) -> None:
    plant, client = a_plant(office), a_company(office)
    line = {"item": "NONESUCH", "quantity": "1", "due_on": "2027-03-12"}
    asked = {"client": str(client.public_id), "lines": [line]}
    answer = program.send("POST", f"/productions/{plant.public_id}/orders", asked)
    assert (answer.status_code, answer.json()["title"]) == (422, "ItemUnknown")
    assert not ClientOrder.objects.exists()


def test_a_purchase_line_is_received_into_a_place_by_its_code(
    program: Program, ada: Membership, office: Organization
) -> None:
    plant = a_plant(office)
    steel = an_item(plant, "STEEL", unit="m", decimals=3)
    a_store(plant)
    terms = PurchaseLineTerms(steel, 40_000, DUE, 450, 1000)
    order = create_purchase(plant, a_company(office, "Quayside Steel"), [terms], by=ada, at=FRIDAY_18H)
    send_purchase(order, by=ada, at=FRIDAY_18H)
    path = f"/productions/{plant.public_id}"
    receipts = f"{path}/purchase-lines/{order.lines.get().public_id}/receipts"

    answer = program.send("POST", receipts, {"quantity": "15 m", "store": "A-01"})

    assert answer.json() == {
        "id": str(Move.objects.get().public_id),
        "item": "STEEL",
        "quantity": "15",
        "store": "A-01",
        "lot": "",
    }
    nowhere = program.send("POST", receipts, {"quantity": "1", "store": "Z-99"})
    assert (nowhere.status_code, nowhere.json()["title"]) == (422, "StoreUnknown")
    [listed] = program.get(f"{path}/purchases").json()
    assert (listed["receiving"], listed["lines"][0]["outstanding"]) == ("part received", "25")
    assert (listed["lines"][0]["price"], listed["lines"][0]["price_quantity"]) == ("4.50", "1")


def test_a_packed_shipment_leaves_by_its_version(program: Program, ada: Membership, office: Organization) -> None:
    plant = a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=ada)
    order = an_order(plant, bracket, 60, due_on=DUE, by=ada)
    shipment = begin_shipment(order, by=ada, at=FRIDAY_18H)
    pack_order_line(shipment, order.lines.get(), Parcel(60, shelf), by=ada, at=FRIDAY_18H)
    path = f"/productions/{plant.public_id}/shipments"

    assert program.send("POST", f"{path}/{shipment.public_id}/ship").status_code == 428
    assert program.send("POST", f"{path}/{shipment.public_id}/ship", match=7).status_code == 412
    left = program.send("POST", f"{path}/{shipment.public_id}/ship", match=1)

    assert (left.status_code, left.json()["state"]) == (200, "shipped")
    [listed] = program.get(path).json()
    assert listed["lines"] == [
        {"label": "SO-1001/1", "item": "BRACKET", "quantity": "60", "unit": "pcs", "lot": "", "package": None}
    ]
    assert ClientOrder.objects.get().state == "shipped"


def test_strangers_find_nothing_and_others_change_nothing_and_see_no_price(
    stranger: Program, ada: Membership, office: Organization
) -> None:
    plant, keeper = a_plant(office), a_member(office, Role.STOREKEEPER, "Kim")
    access(keeper, plant)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=ada)
    _, token = create_api_key(keeper, "Dock", by=ada, at=FRIDAY_18H)
    path, kim = f"/productions/{plant.public_id}", Program(token)
    line = {"item": "BRACKET", "quantity": "60", "due_on": "2027-03-12"}
    asked = {"client": str(order.client.public_id), "lines": [line]}
    for page in ("orders", "purchases", "shipments"):
        assert stranger.get(f"{path}/{page}").status_code == 404
    assert stranger.send("POST", f"{path}/orders", asked).status_code == 404
    assert kim.send("POST", f"{path}/orders", asked).status_code == 403
    date_in = {"kind": "promised", "on": "2027-03-12"}
    dates = f"{path}/order-lines/{order.lines.get().public_id}/dates"
    assert [one.send("POST", dates, date_in).status_code for one in (stranger, kim)] == [404, 403]
    assert kim.get(f"{path}/orders").json()[0]["lines"][0]["price"] is None
