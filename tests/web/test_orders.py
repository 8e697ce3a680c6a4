"""The pages of clients' orders."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.manufacturing.orders.actions import name_date
from callboard.manufacturing.orders.models import ClientOrder, OrderDate, OrderLine
from callboard.manufacturing.orders.rules import OrderDateKind
from callboard.manufacturing.orders.shipments import Parcel, begin_shipment, pack_order_line, ship_orders
from callboard.stock.moves.models import Move, Reservation
from callboard.stock.moves.posting import record_reversal
from tests.builders import FRIDAY_18H, a_member, access, an_organization
from tests.builders_plant import a_company, a_plant, a_store, an_item, an_order, in_stock

DUE = date(2027, 3, 12)


def rows(*lines: dict[str, str]) -> dict[str, str]:
    """The fields of typed lines."""
    typed = {"lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": "0"}
    for index, line in enumerate(lines):
        typed |= {f"lines-{index}-{name}": value for name, value in line.items()}
    return typed


BRACKETS = {"item": "BRACKET", "quantity": "60", "due_on": "2027-03-12", "price": "12.50", "priority": "2"}


def test_an_order_is_taken_for_a_new_client_and_shown(office: Organization, logged_in: Any) -> None:
    plant = a_plant(office)
    an_item(plant)
    ada, path = logged_in(a_member(office)), f"/p/{plant.public_id}/orders/"
    assert "No orders yet" in ada.get(path).content.decode()
    assert '<option value="BRACKET">Bracket</option>' in ada.get(f"{path}new/").content.decode()

    answer = ada.post(
        f"{path}new/",
        new_name="Ridgeback Cycles",
        new_email="buy@ridgeback.example",
        client_number="RC-77",
        **rows(BRACKETS, {}),
    )

    order = ClientOrder.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{path}{order.public_id}/"
    assert [(line.quantity, line.due_on, line.price_minor, line.priority) for line in order.lines.all()] == [
        (60, DUE, 1250, 2)
    ]
    page = ada.get(f"{path}{order.public_id}/").content.decode()
    assert "Order SO-1001 is taken." in page
    assert "their number RC-77" in page
    assert "750.00\xa0USD" in page
    assert "SO-1001" in ada.get(path, search="rc-77").content.decode()


def test_every_fault_of_a_new_order_is_told_at_once_and_nothing_typed_is_lost(
    office: Organization, logged_in: Any
) -> None:
    plant = a_plant(office)
    an_item(plant)
    wrong = {"item": "NONESUCH", "quantity": "1", "due_on": "2027-03-12"}
    finer = {"item": "BRACKET", "quantity": "1.5", "price": "x"}
    answer = logged_in(a_member(office)).post(f"/p/{plant.public_id}/orders/new/", **rows(wrong, finer))
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in (
        "Choose a company, or give the name of a new one.",
        "There is no item “NONESUCH” in the catalog.",
        "1.5 is finer than this item is counted",
        "Give a day.",
        'value="NONESUCH"',
    ):
        assert said in page
    assert not ClientOrder.objects.exists()


def test_an_order_without_lines_is_refused(office: Organization, logged_in: Any) -> None:
    plant, client = a_plant(office), a_company(office)
    answer = logged_in(a_member(office)).post(
        f"/p/{plant.public_id}/orders/new/", company=str(client.public_id), **rows({})
    )
    assert answer.status_code == 422
    assert "Add at least one line" in answer.content.decode()


def test_pressing_twice_takes_one_order(office: Organization, logged_in: Any) -> None:
    plant, client = a_plant(office), a_company(office)
    an_item(plant)
    ada, path = logged_in(a_member(office)), f"/p/{plant.public_id}/orders/new/"
    for _ in range(2):
        ada.post(path, request_key="once", company=str(client.public_id), **rows(BRACKETS))
    assert ClientOrder.objects.count() == 1


def test_dates_are_named_on_the_page_and_the_history_shows_who_and_why(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=member)
    line, ada = order.lines.get(), logged_in(member)
    path = f"/p/{plant.public_id}/orders/{order.public_id}/"
    revised = {"kind": "revised", "on": "2027-03-19"}

    silent = ada.post(f"{path}lines/{line.public_id}/date/", **revised, reason="")
    assert (silent.status_code, OrderDate.objects.count()) == (422, 1)
    assert "Say why: it stands in the history" in silent.content.decode()
    assert ada.post(f"{path}lines/{line.public_id}/date/", **revised, reason="steel is late").status_code == 302
    assert ada.post(f"{path}acknowledge/").status_code == 302

    page = ada.get(path).content.decode()
    newest_first = [page.index(word) for word in (">Acknowledged<", "steel is late", ">Requested<")]
    assert newest_first == sorted(newest_first)
    assert page.count("Fri 19 Mar 2027") >= 3
    assert "Ada, 5 Mar 2027" in page


def test_a_day_that_is_none_is_told(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=member)
    path = f"/p/{plant.public_id}/orders/{order.public_id}/lines/{order.lines.get().public_id}/date/"
    answer = logged_in(member).post(path, kind="promised", on="soon")
    assert answer.status_code == 422
    assert "Give a day, such as 2027-03-12." in answer.content.decode()


def test_a_line_is_changed_and_canceled_with_a_reason_and_a_stale_change_is_not_taken(
    office: Organization, logged_in: Any
) -> None:
    plant, member = a_plant(office), a_member(office)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=member)
    line, ada = order.lines.get(), logged_in(member)
    path = f"/p/{plant.public_id}/orders/{order.public_id}/lines/{line.public_id}/"

    assert ada.post(path, quantity="70", price="13.00", priority="1", version=1).status_code == 302
    stale = ada.post(path, quantity="80", price="13.00", priority="1", version=1)

    kept = OrderLine.objects.get()
    assert (stale.status_code, kept.quantity, kept.price_minor, kept.priority) == (409, 70, 1300, 1)
    assert ada.post(f"{path}cancel/", reason="", version=2).status_code == 422
    assert ada.post(f"{path}cancel/", reason="model ends", version=2).status_code == 302
    assert Reservation.objects.get().released_at is not None
    page = ada.get(f"/p/{plant.public_id}/orders/{order.public_id}/").content.decode()
    assert "model ends" in page
    assert ">Canceled<" in page


def test_a_stale_head_shows_both_states(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    order, ada = an_order(plant, an_item(plant), 60, due_on=DUE, by=member), logged_in(member)
    path = f"/p/{plant.public_id}/orders/{order.public_id}/change/"
    assert ada.post(path, client_number="RC-77", version=1).status_code == 302
    stale = ada.post(path, client_number="RC-78", version=1)
    assert stale.status_code == 409
    assert "<td>RC-78</td><td>RC-77</td>" in stale.content.decode()
    assert ClientOrder.objects.get().client_number == "RC-77"


def test_lines_are_added_and_an_order_is_copied_without_its_dates(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    order, ada = an_order(plant, an_item(plant), 60, due_on=DUE, by=member), logged_in(member)
    path = f"/p/{plant.public_id}/orders/"

    assert ada.post(f"{path}{order.public_id}/lines/", **rows(BRACKETS | {"quantity": "5"})).status_code == 302

    assert list(order.lines.order_by("position").values_list("position", "quantity")) == [(1, 60), (2, 5)]
    copy = ada.get(f"{path}new/", copy=str(order.public_id)).content.decode()
    assert f'value="{order.client.public_id}" selected' in copy
    assert 'name="lines-0-quantity" value="60"' in copy
    assert 'name="lines-1-quantity" value="5"' in copy


def test_what_came_back_is_owed_again_by_a_button(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=member)
    order, ada = an_order(plant, bracket, 60, due_on=DUE, by=member), logged_in(member)
    shipment = begin_shipment(order, by=member, at=FRIDAY_18H)
    pack_order_line(shipment, order.lines.get(), Parcel(60, shelf), by=member, at=FRIDAY_18H)
    ship_orders(shipment, by=member, at=FRIDAY_18H)
    path = f"/p/{plant.public_id}/orders/{order.public_id}/"
    assert "Owe again" not in ada.get(path).content.decode()
    record_reversal(Move.objects.get(kind="ship"), reason="truck came back", by=member, at=FRIDAY_18H)
    assert "Owe again" in ada.get(path).content.decode()

    assert ada.post(f"{path}reopen/", version=1).status_code == 302

    assert ClientOrder.objects.get().state == "open"


def test_the_export_has_a_row_for_each_line(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    an_order(plant, an_item(plant), 60, due_on=DUE, by=member)
    path = f"/p/{plant.public_id}/orders/orders"
    ada = logged_in(member)
    lines = ada.get(f"{path}.csv").content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Number,Client,Client's own number,Line,Item,Name,Unit,Ordered,Shipped,Remaining,Due,Priority,State,"
        "Price per unit,Currency".replace("Client's own number", '"Client\'s own number"'),
        "SO-1001,Ridgeback Cycles,,1,BRACKET,Bracket,pcs,60,0,60,2027-03-12,5,open,0.00,USD",
    ]
    assert ada.get(f"{path}.xlsx").content[:2] == b"PK"
    assert ada.get(f"{path}.pdf").status_code == 404


def test_the_acknowledgement_names_the_days_we_ship(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=member)
    page = logged_in(member).get(f"/p/{plant.public_id}/orders/{order.public_id}/acknowledgement/").content.decode()
    assert "Order acknowledgement SO-1001" in page
    assert "Fri 12 Mar 2027" in page


def test_the_list_says_how_promises_were_kept_and_over_how_many_lines(office: Organization, logged_in: Any) -> None:
    plant, member = a_plant(office), a_member(office)
    bracket = an_item(plant)
    late = an_order(plant, bracket, 60, due_on=date(2020, 3, 3), by=member)
    name_date(late.lines.get(), OrderDateKind.PROMISED, date(2020, 3, 3), by=member, at=FRIDAY_18H)
    an_order(plant, bracket, 60, due_on=DUE, by=member)
    page = logged_in(member).get(f"/p/{plant.public_id}/orders/").content.decode()
    assert "Of 1 line due or complete" in page
    assert "1 line was never promised or acknowledged and is not counted." in page


@pytest.mark.parametrize("role", [Role.STOREKEEPER, Role.SUPERVISOR, Role.READ_ONLY])
def test_who_does_not_see_pay_sees_no_price(office: Organization, logged_in: Any, role: Role) -> None:
    plant, member = a_plant(office), a_member(office, role, "Kim")
    access(member, plant)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=a_member(office))
    order.lines.update(price_minor=98765)
    browser = logged_in(member)
    for page in ("", f"{order.public_id}/", f"{order.public_id}/acknowledgement/", "orders.csv"):
        answer = browser.get(f"/p/{plant.public_id}/orders/{page}")
        assert answer.status_code == 200
        assert "987.65" not in answer.content.decode()


def test_orders_are_closed_to_strangers_and_unchanged_by_who_may_not(office: Organization, logged_in: Any) -> None:
    plant, keeper = a_plant(office), a_member(office, Role.STOREKEEPER, "Kim")
    access(keeper, plant)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=a_member(office))
    line = order.lines.get()
    path, one = f"/p/{plant.public_id}/orders/", f"/p/{plant.public_id}/orders/{order.public_id}/"
    stranger = logged_in(a_member(an_organization("Other house"), name="Sam"))
    for page in ("", "new/", "orders.csv", f"{order.public_id}/", f"{order.public_id}/acknowledgement/"):
        assert stranger.get(path + page).status_code == 404
    posts = ("change/", "acknowledge/", "close/", "lines/", f"lines/{line.public_id}/date/")
    for page in posts:
        fields = {"on": "2027-03-12", "kind": "promised", "version": 1, **rows(BRACKETS)}
        assert stranger.post(one + page, **fields).status_code == 404
        assert logged_in(keeper).post(one + page, **fields).status_code == 403
    assert logged_in(keeper).get(one).status_code == 200
    assert logged_in(keeper).get(f"{path}new/").status_code == 403
    assert list(order.lines.values_list("quantity", flat=True)) == [60]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    office: Organization, logged_in: Any, count: int, django_assert_num_queries: Any
) -> None:
    plant, member = a_plant(office), a_member(office)
    for number in range(count):
        an_order(plant, an_item(plant, f"BRACKET-{number}"), 60, due_on=DUE, by=member)
    ada, path = logged_in(member), f"/p/{plant.public_id}/orders/"
    ada.get(path)
    with django_assert_num_queries(13):
        ada.get(path)
