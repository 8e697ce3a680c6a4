"""A purchase order from its draft to the shelf: mailed, confirmed, slipped, part received, closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.messages.models import Message
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.people.models import Party
from callboard.core.people.rules import PartyDetails
from callboard.core.people.sealed import open_sealed
from callboard.stock.items.models import Item, SupplierItem
from callboard.stock.moves.models import Move
from callboard.stock.moves.posting import record_reversal
from callboard.stock.moves.queries import stock_of
from callboard.stock.moves.reserving import reserve
from callboard.stock.moves.rules import StoreKind
from callboard.stock.purchasing.actions import (
    Delivery,
    PurchaseLineTerms,
    add_purchase_line,
    cancel_purchase,
    cancel_purchase_line,
    change_purchase_line,
    close_purchase,
    confirm_purchase,
    create_purchase,
    receive_purchase,
    send_purchase,
    slip_line,
)
from callboard.stock.purchasing.models import PurchaseLine, PurchaseOrder
from callboard.stock.purchasing.queries import (
    OpenLine,
    PurchaseFilter,
    dates_of,
    hurt_by,
    on_order,
    open_lines,
    purchase_row,
    purchase_rows,
    received,
    supplier_records,
    suppliers_of,
)
from callboard.stock.purchasing.rules import (
    CannotReceiveHere,
    DatesMissing,
    GoodsCame,
    LineEnded,
    LotMissing,
    MoreThanOrdered,
    NotACompany,
    NothingOrdered,
    Performance,
    ReasonMissing,
    Receiving,
    WrongPurchaseState,
)
from tests.builders import FRIDAY_18H, a_member, a_party, access, an_organization
from tests.builders_plant import a_company, a_plant, a_store, an_item

DUE = date(2027, 3, 12)
LATER = date(2027, 3, 19)
TODAY = date(2027, 3, 5)


def a_purchase(
    plant: Production, item: Item, quantity: int = 100, *, by: Membership, supplier: Party | None = None
) -> PurchaseOrder:
    """One line at 2.50 each, for March 12."""
    from_whom = supplier or a_company(plant.organization, "Quayside Steel")
    terms = PurchaseLineTerms(item, quantity, DUE, price_minor=250)
    return create_purchase(plant, from_whom, [terms], by=by, at=FRIDAY_18H)


def sent(order: PurchaseOrder, by: Membership) -> PurchaseLine:
    send_purchase(order, by=by, at=FRIDAY_18H)
    return order.lines.get()


def dates(order: PurchaseOrder) -> list[tuple[str, date, str]]:
    [facts] = dates_of(order).values()
    return [(fact.kind, fact.on, fact.reason) for fact in facts]


def test_an_order_goes_to_its_supplier_by_mail_and_counts_as_on_order_from_then(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office, company="Harbor Works Ltd")
    steel = an_item(plant, "STEEL", name="Flat steel", unit="m", decimals=3)
    supplier = a_company(office, "Quayside Steel", email="orders@quayside.example", contact_name="Berit")
    order = a_purchase(plant, steel, 40_000, by=ada, supplier=supplier)
    assert (order.number, order.state, on_order(plant)) == ("PO-1001", "draft", {})

    send_purchase(order, by=ada, at=FRIDAY_18H, version=1)

    assert on_order(plant) == {steel.pk: 40_000}
    message = Message.objects.get()
    assert (message.topic, message.party, message.state) == (f"purchase:{order.public_id}", supplier, "queued")
    mail = open_sealed(supplier, message.sealed)
    assert mail is not None
    assert (mail["to"], mail["subject"]) == (
        "orders@quayside.example",
        "Purchase order PO-1001 from Harbor Works Ltd",
    )
    assert "To Berit" in mail["text"]
    assert "1. 40 m STEEL Flat steel, due 2027-03-12" in mail["text"]


def test_without_an_address_it_is_sent_by_hand(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    order = a_purchase(plant, an_item(plant), by=ada)
    assert send_purchase(order, by=ada, at=FRIDAY_18H).state == "sent"
    assert not Message.objects.exists()
    with pytest.raises(WrongPurchaseState):
        send_purchase(order, by=ada, at=FRIDAY_18H)


def test_a_line_without_a_price_costs_what_the_supplier_asks(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    steel, supplier = an_item(plant, "STEEL"), a_company(office, "Quayside Steel")
    SupplierItem.objects.create(
        organization=office, item=steel, supplier=supplier, price_minor=4500, price_quantity=100, currency="USD"
    )
    order = create_purchase(plant, supplier, [PurchaseLineTerms(steel, 250, DUE)], by=ada, at=FRIDAY_18H)
    assert [(line.price_minor, line.price_quantity) for line in order.lines.all()] == [(4500, 100)]
    assert purchase_row(order).value_minor == 11_250


def test_a_buyer_is_offered_the_companies_of_the_production_only(office: Organization) -> None:
    plant, buyer, ada = a_plant(office), a_member(office, Role.BUYER, "Bo"), a_member(office)
    access(buyer, plant)
    steel, other = a_company(office, "Quayside Steel"), a_company(office, "Other works")
    a_purchase(plant, an_item(plant), by=ada, supplier=steel)
    assert list(suppliers_of(buyer, plant)) == [steel]
    assert list(suppliers_of(ada, plant)) == [other, steel]


def test_a_draft_takes_lines_and_a_sent_order_does_not(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    item = an_item(plant)
    order = a_purchase(plant, item, by=ada)
    added = add_purchase_line(order, PurchaseLineTerms(item, 5, LATER), by=ada, at=FRIDAY_18H)
    change_purchase_line(added, quantity=7, price_minor=300, by=ada, at=FRIDAY_18H, version=1)
    with pytest.raises(StaleEdit):
        change_purchase_line(added, quantity=9, price_minor=300, by=ada, at=FRIDAY_18H, version=1)
    cancel_purchase_line(order.lines.get(position=1), reason="typed twice", by=ada, at=FRIDAY_18H)

    send_purchase(order, by=ada, at=FRIDAY_18H)

    assert open_lines(plant) == [OpenLine(added, 7)]
    with pytest.raises(WrongPurchaseState):
        add_purchase_line(order, PurchaseLineTerms(item, 5, LATER), by=ada, at=FRIDAY_18H)


def test_dates_are_asked_confirmed_and_slipped_with_a_reason_and_nothing_is_overwritten(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    order = a_purchase(plant, an_item(plant), by=ada)
    line = sent(order, ada)

    confirm_purchase(order, {line.public_id: LATER}, supplier_number="Q-5", by=ada, at=FRIDAY_18H)
    with pytest.raises(ReasonMissing):
        slip_line(line, date(2027, 3, 26), "", by=ada, at=FRIDAY_18H)
    slip_line(line, date(2027, 3, 26), "rolling mill down", by=ada, at=FRIDAY_18H, version=1)

    assert dates(order) == [
        ("slipped", date(2027, 3, 26), "rolling mill down"),
        ("confirmed", LATER, ""),
        ("asked", DUE, ""),
    ]
    row = PurchaseOrder.objects.get()
    assert (row.state, row.supplier_number, row.confirmed_at) == ("confirmed", "Q-5", FRIDAY_18H)
    assert PurchaseLine.objects.get().due_on == date(2027, 3, 26)
    with pytest.raises(StaleEdit):
        slip_line(line, LATER, "sooner", by=ada, at=FRIDAY_18H, version=1)


def test_a_confirmation_names_every_line(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    order = a_purchase(plant, an_item(plant), by=ada)
    sent(order, ada)
    with pytest.raises(DatesMissing):
        confirm_purchase(order, {}, by=ada, at=FRIDAY_18H)
    assert dates(order) == [("asked", DUE, "")]
    assert PurchaseOrder.objects.get().state == "sent"


def test_receipts_make_stock_at_the_price_of_the_order_and_part_received_follows(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    item, shelf = an_item(plant), a_store(plant)
    order = a_purchase(plant, item, 100, by=ada)
    line = sent(order, ada)
    assert purchase_row(order).receiving is Receiving.NOTHING

    receive_purchase(line, Delivery(60, shelf), by=ada, at=FRIDAY_18H)

    stock = stock_of(plant)[item.pk]
    assert (stock.on_hand, stock.value_minor, on_order(plant)) == (60, 15_000, {item.pk: 40})
    assert (purchase_row(order).receiving, received([line.pk])) == (Receiving.PART, {line.pk: 60})
    move = Move.objects.get()
    assert (move.source_kind, move.source, move.label) == ("purchase line", line.public_id, "PO-1001")

    receive_purchase(line, Delivery(40, shelf), by=ada, at=FRIDAY_18H)

    assert purchase_row(order).receiving is Receiving.ALL
    assert open_lines(plant) == []


def test_a_reversed_receipt_is_still_to_come(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    item, shelf = an_item(plant), a_store(plant)
    line = sent(a_purchase(plant, item, 100, by=ada), ada)
    move = receive_purchase(line, Delivery(60, shelf), by=ada, at=FRIDAY_18H)

    record_reversal(move, reason="wrong pallet", by=ada, at=FRIDAY_18H)

    assert (received([line.pk]), on_order(plant)) == ({}, {item.pk: 100})


def test_more_than_ordered_needs_a_second_count_and_changes_nothing_until_then(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    item, shelf = an_item(plant), a_store(plant)
    line = sent(a_purchase(plant, item, 100, by=ada), ada)
    with pytest.raises(MoreThanOrdered):
        receive_purchase(line, Delivery(106, shelf), by=ada, at=FRIDAY_18H)
    assert not Move.objects.exists()

    receive_purchase(line, Delivery(106, shelf, takes_more=True), by=ada, at=FRIDAY_18H)

    assert stock_of(plant)[item.pk].on_hand == 106
    assert on_order(plant) == {}


def test_what_needs_inspection_waits_in_quarantine_in_its_lot(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    item, shelf = an_item(plant, tracking="lot", needs_inspection=True), a_store(plant)
    line = sent(a_purchase(plant, item, 100, by=ada), ada)
    with pytest.raises(LotMissing):
        receive_purchase(line, Delivery(100, shelf), by=ada, at=FRIDAY_18H)

    move = receive_purchase(line, Delivery(100, shelf, "H-881", "Q8-1"), by=ada, at=FRIDAY_18H)

    assert (move.to_store.kind, move.lot and (move.lot.code, move.lot.supplier_code)) == (
        "quarantine",
        ("H-881", "Q8-1"),
    )
    stock = stock_of(plant)[item.pk]
    assert (stock.on_hand, stock.available, stock.quarantine) == (100, 0, 100)


def test_nothing_is_received_of_a_draft_of_a_canceled_line_or_into_the_world(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    item, shelf = an_item(plant), a_store(plant)
    order = a_purchase(plant, item, by=ada)
    with pytest.raises(WrongPurchaseState):
        receive_purchase(order.lines.get(), Delivery(1, shelf), by=ada, at=FRIDAY_18H)
    line = sent(order, ada)
    with pytest.raises(CannotReceiveHere):
        receive_purchase(line, Delivery(1, a_store(plant, "SCRAP", StoreKind.SCRAP)), by=ada, at=FRIDAY_18H)
    with pytest.raises(CannotReceiveHere):
        receive_purchase(line, Delivery(1, a_store(a_plant(office, "Other"))), by=ada, at=FRIDAY_18H)
    cancel_purchase_line(line, reason="not needed", by=ada, at=FRIDAY_18H)
    with pytest.raises(LineEnded):
        receive_purchase(line, Delivery(1, shelf), by=ada, at=FRIDAY_18H)


def test_an_order_of_which_goods_came_is_closed_not_canceled(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    item, shelf = an_item(plant), a_store(plant)
    order, other = a_purchase(plant, item, by=ada), a_purchase(plant, item, by=ada)
    receive_purchase(sent(order, ada), Delivery(10, shelf), by=ada, at=FRIDAY_18H)
    with pytest.raises(GoodsCame):
        cancel_purchase(order, reason="too slow", by=ada, at=FRIDAY_18H)
    assert close_purchase(order, by=ada, at=FRIDAY_18H).state == "closed"
    assert cancel_purchase(other, reason="too slow", by=ada, at=FRIDAY_18H).state == "canceled"
    assert on_order(plant) == {}
    assert PurchaseLine.objects.get(order=other).cancel_reason == "too slow"


def test_a_slipped_line_tells_whom_it_hurts_the_earliest_first(office: Organization) -> None:
    """Ten on the shelf; eight are needed on the 8th and thirty on the 10th: the second is short of 28."""
    ada, plant = a_member(office), a_plant(office)
    item, shelf = an_item(plant), a_store(plant)
    line = sent(a_purchase(plant, item, 100, by=ada), ada)
    receive_purchase(line, Delivery(10, shelf), by=ada, at=FRIDAY_18H)
    for label, quantity, day in (("WO-2", 30, 10), ("WO-1", 8, 8)):
        reserve(
            item,
            quantity,
            date(2027, 3, day),
            for_kind="work material",
            for_id=a_store(plant, label).public_id,
            label=label,
            at=FRIDAY_18H,
        )

    assert [(hurt.reservation.label, hurt.short) for hurt in hurt_by(line)] == [("WO-2", 28)]


def test_late_orders_and_those_of_this_week_are_found(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    late, soon = a_purchase(plant, an_item(plant, "BOLT"), by=ada), a_purchase(plant, an_item(plant, "NUT"), by=ada)
    slip_line(sent(soon, ada), LATER, "full", by=ada, at=FRIDAY_18H)
    sent(late, ada)
    a_purchase(plant, an_item(plant, "PIN"), by=ada)

    def found(today: date = date(2027, 3, 15), **asked: str) -> list[str]:
        return [row.order.number for row in purchase_rows(ada, plant, PurchaseFilter(**asked), today=today)]

    assert found() == ["PO-1002", "PO-1001"]
    assert found(show="late") == ["PO-1001"]
    assert found(show="week") == ["PO-1002"]
    assert found(show="draft") == ["PO-1003"]
    assert found(show="all", search="bol") == ["PO-1001"]


def test_a_suppliers_record_shows_its_denominator(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    shelf, supplier = a_store(plant), a_company(office, "Quayside Steel")
    item = an_item(plant)
    kept, broken = (a_purchase(plant, item, by=ada, supplier=supplier) for _ in range(2))
    receive_purchase(sent(kept, ada), Delivery(100, shelf), by=ada, at=FRIDAY_18H)
    slip_line(sent(broken, ada), date(2027, 3, 14), "ice", by=ada, at=FRIDAY_18H)
    receive_purchase(broken.lines.get(), Delivery(100, shelf), by=ada, at=FRIDAY_18H + timedelta(days=9))

    assert [(record.supplier, record.performance) for record in supplier_records(ada, plant, today=LATER)] == [
        (supplier, Performance(due=2, on_time=1, late=1, open_past_due=0))
    ]


def test_a_new_supplier_comes_with_the_order_and_a_person_or_an_empty_order_is_refused(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    terms = [PurchaseLineTerms(an_item(plant), 1, DUE)]
    with pytest.raises(NotACompany):
        create_purchase(plant, a_party(office, "Nils"), terms, by=ada, at=FRIDAY_18H)
    with pytest.raises(NothingOrdered):
        create_purchase(plant, a_company(office), [], by=ada, at=FRIDAY_18H)
    new = PartyDetails("Quayside Steel", kind="company", email="orders@quayside.example")
    assert create_purchase(plant, new, terms, by=ada, at=FRIDAY_18H).supplier.email == "orders@quayside.example"


def test_buyers_buy_storekeepers_receive_and_strangers_see_nothing(office: Organization) -> None:
    plant = a_plant(office)
    item = an_item(plant)
    buyer, keeper = a_member(office, Role.BUYER, "Bo"), a_member(office, Role.STOREKEEPER, "Kim")
    access(buyer, plant)
    access(keeper, plant)
    order = a_purchase(plant, item, by=buyer)
    with pytest.raises(NotAllowed):
        send_purchase(order, by=keeper, at=FRIDAY_18H)
    line, shelf = sent(order, buyer), a_store(plant)
    with pytest.raises(NotAllowed):
        receive_purchase(line, Delivery(1, shelf), by=buyer, at=FRIDAY_18H)
    assert receive_purchase(line, Delivery(1, shelf), by=keeper, at=FRIDAY_18H).quantity == 1
    with pytest.raises(NotFound):
        purchase_rows(a_member(an_organization("Other house")), plant, PurchaseFilter(), today=TODAY)
