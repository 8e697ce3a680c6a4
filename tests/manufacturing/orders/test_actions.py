"""Orders are taken, change, name dates, reserve stock, and end when nothing is owed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.core.people.rules import PartyDetails
from callboard.manufacturing.orders.actions import (
    LineChange,
    OrderHead,
    OrderLineTerms,
    acknowledge_order,
    add_order_line,
    cancel_order_line,
    change_order,
    change_order_line,
    close_order,
    name_date,
    reopen_order,
    take_order,
)
from callboard.manufacturing.orders.models import ClientOrder, OrderLine
from callboard.manufacturing.orders.queries import (
    OpenOrderLine,
    OrderFilter,
    dates_of,
    open_order_lines,
    order_row,
    order_rows,
    otif,
)
from callboard.manufacturing.orders.rules import (
    AnotherClients,
    LessThanShipped,
    LineEnded,
    LineIsPacked,
    NotACompany,
    NothingLeft,
    NothingOrdered,
    NothingOwed,
    OrderDateKind,
    Otif,
    ReasonMissing,
    Standing,
    StillOwed,
    WrongOrderState,
)
from callboard.manufacturing.orders.shipments import Parcel, pack_order_line, ship_orders
from callboard.stock.moves.models import Move, Reservation
from callboard.stock.moves.posting import record_reversal
from callboard.stock.shipping.actions import create_shipment
from callboard.stock.shipping.models import Shipment
from tests.builders import FRIDAY_18H, a_member, a_party, access, an_organization
from tests.builders_plant import a_company, a_plant, a_store, an_item, an_order, in_stock

DUE = date(2027, 3, 12)
LATER = date(2027, 3, 19)


def reserved() -> list[tuple[str, int, date, bool]]:
    """Every need: for what, how much, by when, and whether it is still open."""
    rows = Reservation.objects.order_by("pk")
    return [(row.label, row.quantity, row.need_on, row.released_at is None) for row in rows]


def a_shipment(order: ClientOrder, quantity: int, *, by: Membership) -> Shipment:
    """The first line's item is packed from the first store and leaves."""
    line = order.lines.get(position=1)
    store = order.production.stores.get(code="A-01")
    shipment = create_shipment(order.production, order.client, by=by, at=FRIDAY_18H)
    pack_order_line(shipment, line, Parcel(quantity, store), by=by, at=FRIDAY_18H)
    return ship_orders(shipment, by=by, at=FRIDAY_18H)


def test_a_taken_order_has_a_number_and_reserves_its_lines_by_their_dates(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, frame = an_item(plant), an_item(plant, "FRAME")
    new_client = PartyDetails("Ridgeback Cycles", kind="company", email="buy@ridgeback.example")

    order = take_order(
        plant,
        new_client,
        [OrderLineTerms(bracket, 60, DUE, price_minor=1250), OrderLineTerms(frame, 2, LATER, priority=1)],
        OrderHead(client_number="RC-77"),
        by=ada,
        at=FRIDAY_18H,
    )

    assert (order.number, order.client_number, order.client.name, order.currency) == (
        "SO-1001",
        "RC-77",
        "Ridgeback Cycles",
        "USD",
    )
    assert reserved() == [("SO-1001/1", 60, DUE, True), ("SO-1001/2", 2, LATER, True)]
    assert open_order_lines(plant) == [OpenOrderLine(line, line.quantity) for line in order.lines.order_by("position")]
    assert AuditEntry.objects.get(verb="take order").detail == {"lines": 2}


def test_an_order_without_lines_or_for_a_person_is_refused_and_takes_no_number(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    terms = [OrderLineTerms(an_item(plant), 1, DUE)]
    with pytest.raises(NothingOrdered):
        take_order(plant, a_company(office), [], by=ada, at=FRIDAY_18H)
    with pytest.raises(NotACompany):
        take_order(plant, a_party(office, "Nils"), terms, by=ada, at=FRIDAY_18H)
    assert take_order(plant, a_company(office), terms, by=ada, at=FRIDAY_18H).number == "SO-1001"


def test_dates_are_kept_as_history_newest_first_and_the_newest_is_reserved_by(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=ada)
    line = order.lines.get()

    name_date(line, OrderDateKind.PROMISED, DUE, by=ada, at=FRIDAY_18H)
    acknowledge_order(order, by=ada, at=FRIDAY_18H + timedelta(hours=1))
    name_date(line, OrderDateKind.REVISED, LATER, "steel is late", by=ada, at=FRIDAY_18H + timedelta(days=2))

    assert [(fact.kind, fact.on, fact.reason, fact.recorded_by.name) for fact in dates_of([line])[line.pk]] == [
        ("revised", LATER, "steel is late", "Ada"),
        ("acknowledged", DUE, "", "Ada"),
        ("promised", DUE, "", "Ada"),
        ("requested", DUE, "", "Ada"),
    ]
    assert OrderLine.objects.get().due_on == LATER
    assert reserved() == [("SO-1001/1", 60, LATER, True)]


def test_a_revised_date_says_why(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    line = an_order(plant, an_item(plant), 60, due_on=DUE, by=ada).lines.get()
    with pytest.raises(ReasonMissing):
        name_date(line, OrderDateKind.REVISED, LATER, " ", by=ada, at=FRIDAY_18H)
    assert OrderLine.objects.get().due_on == DUE


def test_two_shipments_of_one_line_shrink_what_is_owed_and_the_second_closes_the_order(office: Organization) -> None:
    """Sixty ordered: fifty leave on Friday, ten after; "60 brackets" of the story, with the make-up there."""
    ada, plant = a_member(office), a_plant(office)
    bracket, store = an_item(plant), a_store(plant)
    in_stock(bracket, 60, store, by=ada)
    order = an_order(plant, bracket, 60, due_on=DUE, by=ada)

    first = a_shipment(order, 50, by=ada)

    [row] = order_row(order).lines
    assert (row.shipped, row.remaining, row.standing) == (50, 10, Standing.PART_SHIPPED)
    assert reserved() == [("SO-1001/1", 10, DUE, True)]
    assert ClientOrder.objects.get().state == "open"

    second = a_shipment(order, 10, by=ada)

    [row] = order_row(order).lines
    assert [(gone.shipment, gone.quantity) for gone in row.departures] == [(first, 50), (second, 10)]
    assert reserved() == [("SO-1001/1", 10, DUE, False)]
    assert ClientOrder.objects.get().state == "shipped"
    assert open_order_lines(plant) == []


def test_a_changed_quantity_is_reserved_and_cannot_go_below_what_left(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket = an_item(plant)
    in_stock(bracket, 60, a_store(plant), by=ada)
    order = an_order(plant, bracket, 60, due_on=DUE, by=ada)
    a_shipment(order, 50, by=ada)
    line = order.lines.get()

    with pytest.raises(LessThanShipped):
        change_order_line(line, LineChange(49, 0, 5), by=ada, at=FRIDAY_18H, version=1)
    change_order_line(line, LineChange(70, 1300, 2), by=ada, at=FRIDAY_18H, version=1)

    assert reserved() == [("SO-1001/1", 20, DUE, True)]
    with pytest.raises(StaleEdit):
        change_order_line(line, LineChange(80, 1300, 2), by=ada, at=FRIDAY_18H, version=1)


def test_a_canceled_line_frees_its_stock_and_says_why(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=ada)
    line = order.lines.get()
    with pytest.raises(ReasonMissing):
        cancel_order_line(line, "", by=ada, at=FRIDAY_18H)

    cancel_order_line(line, "model ends", by=ada, at=FRIDAY_18H, version=1)

    kept = OrderLine.objects.get()
    assert (kept.canceled_at, kept.cancel_reason) == (FRIDAY_18H, "model ends")
    assert reserved() == [("SO-1001/1", 60, DUE, False)]
    assert ClientOrder.objects.get().state == "canceled"
    with pytest.raises(WrongOrderState):
        name_date(line, OrderDateKind.PROMISED, DUE, by=ada, at=FRIDAY_18H)


def test_of_a_part_shipped_line_the_rest_is_canceled_and_the_order_counts_as_shipped(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket = an_item(plant)
    in_stock(bracket, 60, a_store(plant), by=ada)
    order = an_order(plant, bracket, 60, due_on=DUE, by=ada)
    a_shipment(order, 50, by=ada)

    cancel_order_line(order.lines.get(), "they take fifty", by=ada, at=FRIDAY_18H)

    assert order_row(order).standing is Standing.SHIPPED
    assert ClientOrder.objects.get().state == "shipped"


def test_what_is_packed_is_unpacked_before_its_line_is_canceled_and_what_left_cannot_be(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, store = an_item(plant), a_store(plant)
    in_stock(bracket, 60, store, by=ada)
    order = an_order(plant, bracket, 60, due_on=DUE, by=ada)
    add_order_line(order, OrderLineTerms(an_item(plant, "FRAME"), 1, DUE), by=ada, at=FRIDAY_18H)
    line = order.lines.get(position=1)
    shipment = create_shipment(plant, order.client, by=ada, at=FRIDAY_18H)
    pack_order_line(shipment, line, Parcel(60, store), by=ada, at=FRIDAY_18H)

    with pytest.raises(LineIsPacked):
        cancel_order_line(line, "model ends", by=ada, at=FRIDAY_18H)
    ship_orders(shipment, by=ada, at=FRIDAY_18H)
    with pytest.raises(NothingLeft):
        cancel_order_line(line, "model ends", by=ada, at=FRIDAY_18H)
    with pytest.raises(StillOwed):
        close_order(order, by=ada, at=FRIDAY_18H)
    cancel_order_line(order.lines.get(position=2), "model ends", by=ada, at=FRIDAY_18H)
    assert ClientOrder.objects.get().state == "shipped"


def test_a_canceled_line_takes_no_changes(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=ada)
    add_order_line(order, OrderLineTerms(an_item(plant, "FRAME"), 1, DUE), by=ada, at=FRIDAY_18H)
    line = order.lines.get(position=1)
    cancel_order_line(line, "model ends", by=ada, at=FRIDAY_18H)
    with pytest.raises(LineEnded):
        change_order_line(line, LineChange(1, 0, 5), by=ada, at=FRIDAY_18H, version=1)


def test_a_line_added_to_a_shipped_order_opens_it_again(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket = an_item(plant)
    in_stock(bracket, 60, a_store(plant), by=ada)
    order = an_order(plant, bracket, 60, due_on=DUE, by=ada)
    a_shipment(order, 60, by=ada)

    add_order_line(order, OrderLineTerms(bracket, 5, LATER), by=ada, at=FRIDAY_18H)

    again = ClientOrder.objects.get()
    assert (again.state, again.closed_at) == ("open", None)
    assert [(row.line.position, row.outstanding) for row in open_order_lines(plant)] == [(2, 5)]


def test_what_came_back_is_owed_again_when_the_order_is_reopened(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket = an_item(plant)
    in_stock(bracket, 60, a_store(plant), by=ada)
    order = an_order(plant, bracket, 60, due_on=DUE, by=ada)
    a_shipment(order, 60, by=ada)
    with pytest.raises(NothingOwed):
        reopen_order(order, by=ada, at=FRIDAY_18H)
    record_reversal(Move.objects.get(kind="ship"), reason="truck came back", by=ada, at=FRIDAY_18H)

    reopen_order(order, by=ada, at=FRIDAY_18H, version=1)

    assert [row.outstanding for row in open_order_lines(plant)] == [60]
    assert reserved()[-1] == ("SO-1001/1", 60, DUE, True)
    assert a_shipment(order, 60, by=ada).state == "shipped"


def test_goods_of_one_client_do_not_travel_to_another(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, store = an_item(plant), a_store(plant)
    in_stock(bracket, 60, store, by=ada)
    line = an_order(plant, bracket, 60, due_on=DUE, by=ada).lines.get()
    shipment = create_shipment(plant, a_company(office, "Other works"), by=ada, at=FRIDAY_18H)
    with pytest.raises(AnotherClients):
        pack_order_line(shipment, line, Parcel(1, store), by=ada, at=FRIDAY_18H)


def test_orders_are_found_by_every_number_and_filtered_by_what_is_owed(office: Organization) -> None:
    ada, plant = a_member(office), a_plant(office)
    bracket, frame = an_item(plant), an_item(plant, "FRAME")
    in_stock(bracket, 60, a_store(plant), by=ada)
    late = an_order(plant, bracket, 60, due_on=DUE, by=ada)
    on_time = an_order(plant, frame, 1, due_on=LATER, by=ada, client=a_company(office, "Dyke & Sons"))
    change_order(on_time, OrderHead(client_number="DS/9"), by=ada, at=FRIDAY_18H, version=1)
    a_shipment(late, 50, by=ada)

    def found(**asked: str) -> list[str]:
        return [row.order.number for row in order_rows(ada, plant, OrderFilter(**asked), today=date(2027, 3, 15))]

    assert found() == ["SO-1001", "SO-1002"]
    assert found(show="late") == found(show="part shipped") == found(search="brack") == ["SO-1001"]
    assert found(search="ds/9") == found(search="dyke") == found(search="so-1002") == found(search="frame")
    assert found(search="dyke") == ["SO-1002"]
    assert found(show="shipped") == []
    assert found(show="all", sort="client") == ["SO-1002", "SO-1001"]


def test_the_record_of_kept_promises_counts_the_first_promise(office: Organization) -> None:
    """Promised for March 3, revised to March 12 and shipped whole on the 5th: late against the first promise."""
    ada, plant = a_member(office), a_plant(office)
    bracket = an_item(plant)
    in_stock(bracket, 60, a_store(plant), by=ada)
    order = an_order(plant, bracket, 60, due_on=date(2027, 3, 3), by=ada)
    line = order.lines.get()
    name_date(line, OrderDateKind.PROMISED, date(2027, 3, 3), by=ada, at=FRIDAY_18H)
    name_date(line, OrderDateKind.REVISED, DUE, "steel is late", by=ada, at=FRIDAY_18H)
    a_shipment(order, 60, by=ada)

    assert otif(ada, plant, today=LATER) == Otif(lines=1, on_time=0, in_full=1, both=0, without_date=0)


def test_orders_are_taken_by_those_who_may_and_hidden_from_strangers(office: Organization) -> None:
    plant, keeper = a_plant(office), a_member(office, Role.STOREKEEPER, "Kim")
    access(keeper, plant)
    order = an_order(plant, an_item(plant), 60, due_on=DUE, by=a_member(office))
    line = order.lines.get()
    for forbidden in (
        lambda: take_order(plant, order.client, [], by=keeper, at=FRIDAY_18H),
        lambda: name_date(line, OrderDateKind.PROMISED, DUE, by=keeper, at=FRIDAY_18H),
        lambda: cancel_order_line(line, "no", by=keeper, at=FRIDAY_18H),
        lambda: change_order_line(line, LineChange(1, 0, 5), by=keeper, at=FRIDAY_18H, version=1),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    with pytest.raises(NotFound):
        order_rows(a_member(an_organization("Other house")), plant, OrderFilter(), today=DUE)
