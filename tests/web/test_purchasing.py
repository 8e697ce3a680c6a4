"""The pages of purchasing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from callboard.core.messages.models import Message
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.stock.moves.models import Move
from callboard.stock.moves.queries import stock_of
from callboard.stock.moves.rules import StoreKind
from callboard.stock.purchasing.actions import PurchaseLineTerms, create_purchase, send_purchase
from callboard.stock.purchasing.models import PurchaseOrder
from callboard.stock.purchasing.queries import on_order
from tests.builders import FRIDAY_18H, a_member, access, an_organization
from tests.builders_plant import a_company, a_plant, a_store, an_item
from tests.web.test_orders import rows

DUE = date(2027, 3, 12)


def a_purchase(plant: Production, by: Membership, *, email: str = "", is_sent: bool = True) -> PurchaseOrder:
    """A hundred of STEEL at 4.50, for March 12."""
    steel = an_item(plant, "STEEL")
    supplier = a_company(plant.organization, "Quayside Steel", email=email)
    terms = PurchaseLineTerms(steel, 100, DUE, price_minor=450)
    order = create_purchase(plant, supplier, [terms], by=by, at=FRIDAY_18H)
    return send_purchase(order, by=by, at=FRIDAY_18H) if is_sent else order


def test_an_order_goes_from_the_form_to_the_shelf(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    steel, shelf = an_item(plant, "STEEL", unit="m", decimals=3), a_store(plant)
    ada, path = logged_in(member), f"/p/{plant.public_id}/purchasing/"
    assert "Nothing was bought yet" in ada.get(path).content.decode()
    line = {"item": "STEEL", "quantity": "4000 cm", "due_on": "2027-03-12", "price": "4.50"}

    drafted = ada.post(f"{path}new/", new_name="Quayside Steel", new_email="orders@quayside.example", **rows(line))

    order = PurchaseOrder.objects.get()
    bought = order.lines.get()
    one = f"{path}{order.public_id}/"
    assert drafted["Location"] == one
    assert (bought.quantity, bought.price_minor, bought.price_quantity) == (40_000, 450, 1000)
    assert "PO-1001 is drafted" in ada.get(one).content.decode()

    assert ada.post(f"{one}send/", version=1).status_code == 302
    assert "PO-1001 goes to Quayside Steel by mail." in ada.get(one).content.decode()
    assert (Message.objects.count(), on_order(plant)) == (1, {steel.pk: 40_000})

    confirmed = ada.post(f"{one}confirm/", version=2, supplier_number="Q-5", **{f"on-{bought.public_id}": "2027-03-15"})
    assert confirmed.status_code == 302
    slipped = ada.post(f"{one}lines/{bought.public_id}/slip/", on="2027-03-19", reason="mill down", version=1)
    assert slipped.status_code == 302
    page = ada.get(one).content.decode()
    history = [page.index(word) for word in (">Slipped<", "mill down", "Mon 15 Mar 2027", ">Asked<")]
    assert history == sorted(history)

    took = ada.post(f"{one}lines/{bought.public_id}/receive/", quantity="15 m", store=str(shelf.public_id))
    assert took.status_code == 302
    page = ada.get(one).content.decode()
    assert "15 m of STEEL are in A-01." in page
    assert "Part received" in page
    stock = stock_of(plant)[steel.pk]
    assert (stock.on_hand, stock.value_minor, on_order(plant)) == (15_000, 6750, {steel.pk: 25_000})


def test_over_receipt_is_told_and_taken_when_it_is_ticked(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    order, shelf, ada = a_purchase(plant, member), a_store(plant), logged_in(member)
    path = f"/p/{plant.public_id}/purchasing/{order.public_id}/lines/{order.lines.get().public_id}/receive/"
    fields = {"quantity": "110", "store": str(shelf.public_id)}

    refused = ada.post(path, **fields)

    assert refused.status_code == 422
    assert "110 of STEEL is more than the 100 still to come" in refused.content.decode()
    assert not Move.objects.exists()
    assert ada.post(path, **fields, takes_more="on").status_code == 302
    assert Move.objects.get().quantity == 110


def test_a_supplier_without_an_address_is_told_by_hand(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    order, ada = a_purchase(plant, member, is_sent=False), logged_in(member)
    path = f"/p/{plant.public_id}/purchasing/{order.public_id}/"
    assert "Mark as sent" in ada.get(path).content.decode()
    ada.post(f"{path}send/", version=1)
    assert "has no e-mail address: print it" in ada.get(path).content.decode()
    assert "Purchase order PO-1001" in ada.get(f"{path}paper/").content.decode()
    assert not Message.objects.exists()


def test_draft_lines_change_and_an_order_is_canceled_with_a_reason(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    order, ada = a_purchase(plant, member, is_sent=False), logged_in(member)
    path = f"/p/{plant.public_id}/purchasing/{order.public_id}/"
    line = f"{path}lines/{order.lines.get().public_id}/"
    assert ada.post(line, quantity="120", price="4.40", version=1).status_code == 302
    assert ada.post(line, quantity="130", price="4.40", version=1).status_code == 409
    added = rows({"item": "STEEL", "quantity": "5", "due_on": "2027-03-20"})
    assert ada.post(f"{path}lines/", **added).status_code == 302
    assert list(order.lines.order_by("position").values_list("quantity", "price_minor")) == [(120, 440), (5, 0)]
    assert ada.post(f"{path}cancel/", reason="", version=1).status_code == 422
    assert ada.post(f"{path}cancel/", reason="not needed", version=1).status_code == 302
    assert "canceled: not needed" in ada.get(path).content.decode()


def test_late_orders_are_found_and_suppliers_are_measured(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    a_purchase(plant, member)
    ada, path = logged_in(member), f"/p/{plant.public_id}/purchasing/"
    assert "PO-1001" in ada.get(path).content.decode()
    late = ada.get(path, show="late").content.decode()
    is_late = date.today() > DUE  # noqa: DTZ011 - the page asks the same clock
    assert ("PO-1001" in late) is is_late
    assert "Quayside Steel" in ada.get(f"{path}suppliers/").content.decode()
    lines = ada.get(f"{path}purchases.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1] == "PO-1001,Quayside Steel,,sent,1,STEEL,Steel,pcs,100,0,100,2027-03-12,4.50,1,USD"


@pytest.mark.parametrize(("role", "may_buy"), [(Role.BUYER, True), (Role.STOREKEEPER, False), (Role.OPERATOR, False)])
def test_each_role_is_offered_its_part(office: Organization, logged_in: Any, role: Role, may_buy: bool) -> None:
    plant, member = a_plant(office), a_member(office, role, "Kim")
    access(member, plant)
    order = a_purchase(plant, a_member(office), email="orders@quayside.example")
    page = logged_in(member).get(f"/p/{plant.public_id}/purchasing/{order.public_id}/").content.decode()
    assert ("Confirm dates" in page) is may_buy
    assert ("450.00" in page) is may_buy
    assert ("orders@quayside.example" in page) is may_buy
    assert ("Receive line 1" in page) is (role is Role.STOREKEEPER)


def test_purchases_are_closed_to_strangers_and_unchanged_by_who_may_not(office: Organization, logged_in: Any) -> None:
    plant, operator = a_plant(office), a_member(office, Role.OPERATOR, "Oz")
    access(operator, plant)
    order = a_purchase(plant, a_member(office))
    shelf, line = a_store(plant), order.lines.get()
    path, one = f"/p/{plant.public_id}/purchasing/", f"/p/{plant.public_id}/purchasing/{order.public_id}/"
    stranger = logged_in(a_member(an_organization("Other house"), name="Sam"))
    for page in ("", "new/", "suppliers/", "purchases.csv", f"{order.public_id}/", f"{order.public_id}/paper/"):
        assert stranger.get(path + page).status_code == 404
    fields = {"version": 2, "reason": "x", "on": "2027-03-12", "quantity": "1", "store": str(shelf.public_id)}
    for page in ("close/", "cancel/", f"lines/{line.public_id}/slip/", f"lines/{line.public_id}/receive/"):
        assert stranger.post(one + page, **fields).status_code == 404
        assert logged_in(operator).post(one + page, **fields).status_code == 403
    assert logged_in(operator).get(f"{path}new/").status_code == 403
    assert not Move.objects.exists()


def test_nothing_is_received_into_another_plants_store(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    order = a_purchase(plant, member)
    elsewhere = a_store(a_plant(office, "Other"), "B-1", StoreKind.STORE)
    path = f"/p/{plant.public_id}/purchasing/{order.public_id}/lines/{order.lines.get().public_id}/receive/"
    assert logged_in(member).post(path, quantity="1", store=str(elsewhere.public_id)).status_code == 404
    assert not Move.objects.exists()
