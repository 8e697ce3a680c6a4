"""Packing and shipping: never more than the client waits for, nothing that others need earlier, boxes are charged."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.stock.items.models import Item
from callboard.stock.moves.models import Discrepancy, Move, Reservation
from callboard.stock.moves.posting import record_reversal
from callboard.stock.moves.queries import stock_of
from callboard.stock.moves.reserving import release, reserve
from callboard.stock.moves.rules import StoreKind
from callboard.stock.shipping.actions import (
    PackageTerms,
    PackTerms,
    ShipmentTerms,
    add_package,
    cancel_shipment,
    change_package,
    change_shipment,
    confirm_delivery,
    create_shipment,
    pack,
    remove_package,
    ship,
    unpack,
)
from callboard.stock.shipping.models import Package, Shipment, ShipmentLine
from callboard.stock.shipping.queries import (
    ShipmentFilter,
    departures_of,
    offered_sscc,
    packed,
    places_to_pick,
    shipment_by_id,
    shipments_of,
    shipped,
)
from callboard.stock.shipping.rules import (
    CannotShipFrom,
    LotIsHeld,
    MoreThanOutstanding,
    NameMissing,
    NotAShippingSupply,
    NothingOutstanding,
    NothingPacked,
    NotInThisPlace,
    PromisedToOthers,
    QuantityMissing,
    WrongShipmentState,
)
from tests.builders import FRIDAY_18H, a_department, a_member, access, an_organization
from tests.builders_plant import a_company, a_lot, a_plant, a_store, an_item, in_stock

DUE = date(2027, 3, 12)


def a_need(item: Item, quantity: int, *, on: date = DUE, label: str = "SO-1001/1") -> UUID:
    """An order line that waits for so much."""
    for_id = uuid4()
    reserve(item, quantity, on, for_kind="order line", for_id=for_id, label=label, at=FRIDAY_18H)
    return for_id


def a_shipment(item: Item, by: Membership) -> Shipment:
    plant = item.production
    return create_shipment(plant, a_company(plant.organization), by=by, at=FRIDAY_18H)


def test_what_is_packed_and_shipped_leaves_the_stock_for_the_client(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=ada, value_minor=6000)
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)

    line = pack(shipment, PackTerms(bracket, 50, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    assert (packed([need]), shipped([need]), stock_of(plant)[bracket.pk].on_hand) == ({need: 50}, {}, 60)

    ship(shipment, by=ada, at=FRIDAY_18H, version=1)

    stock = stock_of(plant)[bracket.pk]
    assert (packed([need]), shipped([need])) == ({}, {need: 50})
    assert (stock.on_hand, stock.reserved, stock.value_minor) == (10, 10, 1000)
    move = Move.objects.get(kind="ship")
    assert (move.to_store.kind, move.source_kind, move.source) == ("clients", "shipment line", line.public_id)
    assert move.label == "SH-1001 · SO-1001/1"
    row = Shipment.objects.get()
    assert (row.state, row.shipped_at) == ("shipped", FRIDAY_18H)


def test_one_line_leaves_in_two_shipments_and_the_second_takes_the_rest_only(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 100, shelf, by=ada)
    need = a_need(bracket, 60)
    first, second = a_shipment(bracket, ada), a_shipment(bracket, ada)
    pack(first, PackTerms(bracket, 50, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)

    with pytest.raises(MoreThanOutstanding):
        pack(second, PackTerms(bracket, 11, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    pack(second, PackTerms(bracket, 10, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    ship(first, by=ada, at=FRIDAY_18H)
    ship(second, by=ada, at=FRIDAY_18H)

    assert [(gone.shipment.number, gone.quantity) for gone in departures_of([need])[need]] == [
        ("SH-1001", 50),
        ("SH-1002", 10),
    ]
    assert Reservation.objects.get().released_at == FRIDAY_18H
    with pytest.raises(NothingOutstanding):
        pack(a_shipment(bracket, ada), PackTerms(bracket, 1, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)


def test_an_order_that_shrank_after_packing_is_not_overshipped(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=ada)
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)
    pack(shipment, PackTerms(bracket, 60, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    reserve(bracket, 40, DUE, for_kind="order line", for_id=need, label="SO-1001/1", at=FRIDAY_18H)

    with pytest.raises(MoreThanOutstanding):
        ship(shipment, by=ada, at=FRIDAY_18H)

    release(need, at=FRIDAY_18H)
    with pytest.raises(NothingOutstanding):
        ship(shipment, by=ada, at=FRIDAY_18H)
    assert not Move.objects.filter(kind="ship").exists()
    assert Shipment.objects.get().state == "packing"


def test_a_place_gives_no_more_than_lies_there_unpacked(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf, dock = an_item(plant), a_store(plant), a_store(plant, "D-1", StoreKind.DOCK)
    in_stock(bracket, 30, shelf, by=ada)
    in_stock(bracket, 30, dock, by=ada)
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)
    pack(shipment, PackTerms(bracket, 20, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)

    with pytest.raises(NotInThisPlace) as refused:
        pack(shipment, PackTerms(bracket, 11, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)

    assert refused.value.parameters == {"store": "A-01", "item": "BRACKET", "there": "10", "asked": "11"}
    places = places_to_pick(plant, [bracket.pk])[bracket.pk]
    assert [(place.store, place.there) for place in places] == [(dock, 30), (shelf, 10)]


def test_stock_kept_for_an_earlier_need_is_not_packed_for_a_later_one(office: Organization) -> None:
    """Sixty there; forty are needed on the 8th by another order: this one of the 12th may have twenty."""
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=ada)
    a_need(bracket, 40, on=date(2027, 3, 8), label="SO-1000/1")
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)

    with pytest.raises(PromisedToOthers) as refused:
        pack(shipment, PackTerms(bracket, 21, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    assert refused.value.parameters["allocated"] == "20"

    pack(shipment, PackTerms(bracket, 20, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    with pytest.raises(PromisedToOthers):
        pack(shipment, PackTerms(bracket, 1, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)


def test_quarantine_held_lots_and_nothing_are_not_packed(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    quarantine = a_store(plant, "Q-1", StoreKind.QUARANTINE)
    held = a_lot(bracket, "H-1", held_since=FRIDAY_18H, hold_reason="hardness")
    in_stock(bracket, 10, shelf, by=ada, lot=held)
    in_stock(bracket, 10, quarantine, by=ada)
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)

    def packing(quantity: int, **where: object) -> PackTerms:
        return PackTerms(bracket, quantity, for_id=need, label="SO-1001/1", **where)  # type: ignore[arg-type]

    for terms, refusal in (
        (packing(1, from_store=quarantine), CannotShipFrom),
        (packing(1, from_store=shelf, lot=held), LotIsHeld),
        (packing(0, from_store=shelf), QuantityMissing),
        (packing(1, from_store=shelf), NotInThisPlace),
        (packing(1, from_store=a_store(a_plant(office, "Other"))), NotFound),
    ):
        with pytest.raises(refusal):
            pack(shipment, terms, by=ada, at=FRIDAY_18H)
    assert not ShipmentLine.objects.exists()


def test_a_lot_put_on_hold_after_packing_does_not_leave(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    lot = a_lot(bracket)
    in_stock(bracket, 10, shelf, by=ada, lot=lot)
    need, shipment = a_need(bracket, 10), a_shipment(bracket, ada)
    pack(shipment, PackTerms(bracket, 10, shelf, need, "SO-1001/1", lot), by=ada, at=FRIDAY_18H)
    lot.held_since = FRIDAY_18H
    lot.save()
    with pytest.raises(LotIsHeld):
        ship(shipment, by=ada, at=FRIDAY_18H)


def test_each_packages_box_is_used_up_and_charged_to_its_department(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf, packing = an_item(plant), a_store(plant), a_department(plant, "Packing")
    box = an_item(plant, "BOX-M", kind="shipping supply", charged_to=packing)
    in_stock(bracket, 60, shelf, by=ada)
    in_stock(box, 5, shelf, by=ada, value_minor=500)
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)
    for _ in range(2):
        package = add_package(shipment, PackageTerms(box, weight_grams=12_400), by=ada, at=FRIDAY_18H)
    pack(shipment, PackTerms(bracket, 60, shelf, need, "SO-1001/1", package=package), by=ada, at=FRIDAY_18H)

    ship(shipment, by=ada, at=FRIDAY_18H)

    used = Move.objects.filter(item=box, kind="issue")
    assert [(move.quantity, move.charged_to, move.value_minor, move.to_store.kind) for move in used] == [
        (1, packing, 100, "charged to departments")
    ] * 2
    assert stock_of(plant)[box.pk].on_hand == 3
    assert not Discrepancy.objects.exists()


def test_boxes_that_the_book_lacks_do_not_stop_the_truck_but_are_flagged(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    box = an_item(plant, "BOX-M", kind="shipping supply")
    in_stock(bracket, 60, shelf, by=ada)
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)
    add_package(shipment, PackageTerms(box), by=ada, at=FRIDAY_18H)
    pack(shipment, PackTerms(bracket, 60, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)

    ship(shipment, by=ada, at=FRIDAY_18H)

    assert stock_of(plant)[box.pk].on_hand == -1
    assert [row.item for row in Discrepancy.objects.all()] == [box]


def test_packages_are_numbered_changed_and_removed_and_what_was_in_them_stays(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=ada)
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)
    first = add_package(shipment, PackageTerms(sscc="03401234500000001"), by=ada, at=FRIDAY_18H)
    assert (first.number, first.sscc, offered_sscc(plant)) == (1, "034012345000000019", "034012345000000026")
    second = add_package(shipment, PackageTerms(), by=ada, at=FRIDAY_18H)
    pack(shipment, PackTerms(bracket, 60, shelf, need, "SO-1001/1", package=second), by=ada, at=FRIDAY_18H)
    with pytest.raises(NotAShippingSupply):
        add_package(shipment, PackageTerms(bracket), by=ada, at=FRIDAY_18H)
    change_package(second, PackageTerms(weight_grams=800), by=ada, at=FRIDAY_18H, version=1)
    with pytest.raises(StaleEdit):
        change_package(second, PackageTerms(weight_grams=900), by=ada, at=FRIDAY_18H, version=1)

    remove_package(second, by=ada, at=FRIDAY_18H)

    assert [(row.number, row.weight_grams) for row in Package.objects.all()] == [(1, 0)]
    assert [(row.quantity, row.package) for row in ShipmentLine.objects.all()] == [(60, None)]


def test_a_shipment_is_delivered_to_somebody_by_name(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=ada)
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)
    with pytest.raises(NothingPacked):
        ship(shipment, by=ada, at=FRIDAY_18H)
    pack(shipment, PackTerms(bracket, 60, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    ship(shipment, by=ada, at=FRIDAY_18H)
    change_shipment(shipment, ShipmentTerms(tracking="1Z-88"), by=ada, at=FRIDAY_18H, version=1)
    with pytest.raises(NameMissing):
        confirm_delivery(shipment, " ", by=ada, at=FRIDAY_18H)

    confirm_delivery(shipment, "Odile, gate 2", by=ada, at=FRIDAY_18H)

    row = Shipment.objects.get()
    assert (row.state, row.delivered_at, row.proof, row.tracking) == (
        "delivered",
        FRIDAY_18H,
        "Odile, gate 2",
        "1Z-88",
    )
    with pytest.raises(WrongShipmentState):
        change_shipment(shipment, ShipmentTerms(), by=ada, at=FRIDAY_18H, version=2)


def test_a_shipment_is_canceled_before_it_leaves_and_frees_what_was_packed(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=ada)
    need, shipment, other = a_need(bracket, 60), a_shipment(bracket, ada), a_shipment(bracket, ada)
    pack(shipment, PackTerms(bracket, 60, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)

    cancel_shipment(shipment, by=ada, at=FRIDAY_18H)

    line = pack(other, PackTerms(bracket, 60, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    unpack(line, by=ada, at=FRIDAY_18H)
    line = pack(other, PackTerms(bracket, 60, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    ship(other, by=ada, at=FRIDAY_18H)
    for too_late in (
        lambda: cancel_shipment(other, by=ada, at=FRIDAY_18H),
        lambda: unpack(line, by=ada, at=FRIDAY_18H),
        lambda: ship(other, by=ada, at=FRIDAY_18H),
        lambda: add_package(other, PackageTerms(), by=ada, at=FRIDAY_18H),
    ):
        with pytest.raises(WrongShipmentState):
            too_late()


def test_a_reversed_departure_did_not_leave(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=ada)
    need, shipment = a_need(bracket, 60), a_shipment(bracket, ada)
    pack(shipment, PackTerms(bracket, 60, shelf, need, "SO-1001/1"), by=ada, at=FRIDAY_18H)
    ship(shipment, by=ada, at=FRIDAY_18H)

    record_reversal(Move.objects.get(kind="ship"), reason="truck came back", by=ada, at=FRIDAY_18H)

    assert (shipped([need]), stock_of(plant)[bracket.pk].on_hand) == ({}, 60)


def test_shipments_are_found_by_number_client_and_order(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, shelf = an_item(plant), a_store(plant)
    in_stock(bracket, 60, shelf, by=ada)
    shipment, other = a_shipment(bracket, ada), create_shipment(plant, a_company(office, "Dyke"), by=ada, at=FRIDAY_18H)
    pack(shipment, PackTerms(bracket, 1, shelf, a_need(bracket, 60), "SO-1001/1"), by=ada, at=FRIDAY_18H)
    cancel_shipment(other, by=ada, at=FRIDAY_18H)

    def found(**asked: str) -> list[Shipment]:
        return list(shipments_of(ada, plant, ShipmentFilter(**asked)))

    assert found() == found(search="so-1001") == found(search="ridge") == found(show="packing") == [shipment]
    assert found(show="shipped") == []
    assert found(show="all") == [other, shipment]


def test_storekeepers_ship_operators_do_not_and_strangers_see_nothing(office: Organization) -> None:
    plant = a_plant(office)
    client = a_company(office)
    keeper, operator = a_member(office, Role.STOREKEEPER, "Kim"), a_member(office, Role.OPERATOR, "Oz")
    for member in (keeper, operator):
        access(member, plant)
    shipment = create_shipment(plant, client, by=keeper, at=FRIDAY_18H)
    with pytest.raises(NotAllowed):
        create_shipment(plant, client, by=operator, at=FRIDAY_18H)
    with pytest.raises(NotAllowed):
        cancel_shipment(shipment, by=operator, at=FRIDAY_18H)
    with pytest.raises(NotFound):
        shipment_by_id(a_member(an_organization("Other house")), plant, shipment.public_id)
