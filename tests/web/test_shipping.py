"""The pages of shipments, from the order to the signature."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.manufacturing.orders.actions import OrderHead, change_order
from callboard.manufacturing.orders.models import ClientOrder
from callboard.stock.moves.models import Move
from callboard.stock.moves.queries import stock_of
from callboard.stock.shipping.models import Package, Shipment, ShipmentLine
from tests.builders import FRIDAY_18H, a_department, a_member, access, an_organization
from tests.builders_plant import a_lot, a_plant, a_store, an_item, an_order, in_stock

DUE = date(2027, 3, 12)


def test_an_order_is_packed_shipped_in_two_parts_and_signed_for(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    bracket, shelf = an_item(plant, name="Wall bracket"), a_store(plant)
    box = an_item(plant, "BOX-M", kind="shipping supply", charged_to=a_department(plant, "Packing"))
    in_stock(bracket, 60, shelf, by=member)
    in_stock(box, 5, shelf, by=member)
    order = an_order(plant, bracket, 60, due_on=DUE, by=member)
    head = OrderHead(client_number="RC-77", ship_to="Gate 2, Mill Lane 9")
    change_order(order, head, by=member, at=FRIDAY_18H, version=1)
    ada, path = logged_in(member), f"/p/{plant.public_id}/shipments/"
    assert "Nothing was shipped yet" in ada.get(path).content.decode()
    assert order.client.name in ada.get(f"{path}new/").content.decode()

    begun = ada.post(f"{path}new/", order=str(order.public_id))
    shipment = Shipment.objects.get()
    one = f"{path}{shipment.public_id}/"
    assert (begun["Location"], shipment.address) == (one, "Gate 2, Mill Lane 9")
    added = ada.post(f"{one}packages/", supply=str(box.public_id), weight="12.4", sscc="03401234500000001")
    assert added.status_code == 302
    assert "60\xa0pcs to pack" in ada.get(one).content.decode()
    packing = {"line": str(order.lines.get().public_id), "place": str(shelf.public_id)}
    package = str(Package.objects.get().public_id)
    assert ada.post(f"{one}pack/", **packing, package=package, quantity="50").status_code == 302
    over = ada.post(f"{one}pack/", **packing, quantity="11")
    assert over.status_code == 422
    assert "11 of BRACKET is more than the 10 still to be shipped" in over.content.decode().replace("\n", " ")

    assert ada.post(f"{one}ship/", version=1).status_code == 302

    page = ada.get(one).content.decode()
    assert "Shipment SH-1001 has left." in page
    assert "034012345000000019" in page
    assert [stock_of(plant)[item.pk].on_hand for item in (bracket, box)] == [10, 4]
    assert ClientOrder.objects.get().state == "open"
    shown = ada.get(f"/p/{plant.public_id}/orders/{order.public_id}/").content.decode()
    assert "Part shipped" in shown
    assert f'<a href="{one}">SH-1001</a> <span>50\xa0pcs</span>' in shown

    ada.post(f"{path}new/", client=str(order.client.public_id))
    second = f"{path}{Shipment.objects.get(number='SH-1002').public_id}/"
    ada.post(f"{second}pack/", **packing, quantity="10")
    ada.post(f"{second}ship/", version=1)
    assert ClientOrder.objects.get().state == "shipped"
    assert ada.post(f"{second}deliver/", name="", version=2).status_code == 422
    assert ada.post(f"{second}deliver/", name="Odile, gate 2", version=2).status_code == 302
    assert "taken by Odile, gate 2" in ada.get(second).content.decode()
    assert "No client waits for anything" in ada.get(f"{path}new/").content.decode()


def test_the_packing_list_says_what_is_in_it_what_came_before_and_what_is_to_come(
    office: Organization, logged_in: Any
) -> None:
    plant, member = a_plant(office), a_member(office)
    bracket, shelf = an_item(plant, name="Wall bracket", tracking="lot"), a_store(plant)
    lot = a_lot(bracket, "H-881")
    in_stock(bracket, 60, shelf, by=member, lot=lot)
    order = an_order(plant, bracket, 60, due_on=DUE, by=member)
    change_order(order, OrderHead(client_number="RC-77"), by=member, at=FRIDAY_18H, version=1)
    ada, path = logged_in(member), f"/p/{plant.public_id}/shipments/"
    place = f"{shelf.public_id}:{lot.public_id}"
    for quantity in ("35", "15"):
        begun = ada.post(f"{path}new/", order=str(order.public_id))["Location"]
        ada.post(f"{begun}pack/", line=str(order.lines.get().public_id), place=place, quantity=quantity)
        ada.post(f"{begun}ship/", version=1)

    answer = ada.get(f"{begun}packing-list.pdf")

    assert answer["Content-Type"] == "application/pdf"
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split()
    for word in ("SH-1002", "RC-77", "BRACKET", "H-881", "60", "15", "35", "10"):
        assert word in words


def test_packages_change_and_lines_are_taken_out_and_a_shipment_is_canceled(
    office: Organization, logged_in: Any
) -> None:
    plant, member = a_plant(office), a_member(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=member)
    order = an_order(plant, bracket, 60, due_on=DUE, by=member)
    ada, path = logged_in(member), f"/p/{plant.public_id}/shipments/"
    one = ada.post(f"{path}new/", order=str(order.public_id))["Location"]
    wrong = ada.post(f"{one}packages/", sscc="034012345000000018")
    assert wrong.status_code == 422
    assert "The right check digit here would be 9" in wrong.content.decode()
    ada.post(f"{one}packages/", weight="1")
    package = Package.objects.get()
    box = f"{one}packages/{package.public_id}/"
    assert ada.post(box, weight="0.8", version=1).status_code == 302
    assert ada.post(box, weight="0.9", version=1).status_code == 409
    assert Package.objects.get().weight_grams == 800
    assert ada.post(f"{box}remove/").status_code == 302
    packing = {"line": str(order.lines.get().public_id), "place": str(shelf.public_id), "quantity": "60"}
    ada.post(f"{one}pack/", **packing)
    line = ShipmentLine.objects.get()
    assert ada.post(f"{one}lines/{line.public_id}/unpack/").status_code == 302
    ada.post(f"{one}pack/", **packing)
    assert ada.post(f"{one}change/", carrier="Lorry & Co", tracking="1Z-88", version=1).status_code == 302
    assert ada.post(f"{one}cancel/", version=2).status_code == 302
    row = Shipment.objects.get()
    assert (row.state, row.carrier, row.tracking) == ("canceled", "Lorry & Co", "1Z-88")
    assert not Package.objects.exists()


def test_the_list_and_its_export_show_what_is_in_a_shipment(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=member)
    order = an_order(plant, bracket, 60, due_on=DUE, by=member)
    ada, path = logged_in(member), f"/p/{plant.public_id}/shipments/"
    one = ada.post(f"{path}new/", order=str(order.public_id))["Location"]
    ada.post(f"{one}pack/", line=str(order.lines.get().public_id), place=str(shelf.public_id), quantity="60")
    assert "60\xa0pcs BRACKET" in ada.get(path, search="so-1001").content.decode()
    assert "No shipment fits" in ada.get(path, search="nothing").content.decode()
    lines = ada.get(f"{path}shipments.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1] == "SH-1001,Ridgeback Cycles,packing,,,,,SO-1001/1,BRACKET,,60,pcs,"


def test_shipments_are_closed_to_strangers_and_unchanged_by_who_may_not(office: Organization, logged_in: Any) -> None:
    plant, member, operator = a_plant(office), a_member(office), a_member(office, Role.OPERATOR, "Oz")
    access(operator, plant)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=member)
    order = an_order(plant, bracket, 60, due_on=DUE, by=member)
    path = f"/p/{plant.public_id}/shipments/"
    one = logged_in(member).post(f"{path}new/", order=str(order.public_id))["Location"]
    stranger = logged_in(a_member(an_organization("Other house"), name="Sam"))
    for page in (path, f"{path}new/", f"{path}shipments.csv", one, f"{one}packing-list.pdf"):
        assert stranger.get(page).status_code == 404
    fields = {
        "version": 1,
        "line": str(order.lines.get().public_id),
        "place": str(shelf.public_id),
        "quantity": "1",
        "name": "x",
    }
    for page in ("pack/", "packages/", "ship/", "deliver/", "cancel/", "change/"):
        assert stranger.post(one + page, **fields).status_code == 404
        assert logged_in(operator).post(one + page, **fields).status_code == 403
    assert logged_in(operator).get(one).status_code == 200
    assert logged_in(operator).get(f"{path}new/").status_code == 403
    assert not ShipmentLine.objects.exists()
    assert not Move.objects.filter(kind="ship").exists()


def test_the_address_of_a_client_is_shown_to_those_who_see_contacts(office: Organization, logged_in: Any) -> None:
    plant, member, operator = a_plant(office), a_member(office), a_member(office, Role.OPERATOR, "Oz")
    access(operator, plant)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=member)
    change_order(order, OrderHead(ship_to="Canary Lane 9"), by=member, at=FRIDAY_18H, version=1)
    one = logged_in(member).post(f"/p/{plant.public_id}/shipments/new/", order=str(order.public_id))["Location"]
    for page in (one, f"/p/{plant.public_id}/orders/{order.public_id}/"):
        assert "Canary Lane 9" in logged_in(member).get(page).content.decode()
        assert "Canary Lane 9" not in logged_in(operator).get(page).content.decode()
