"""Adding moves: what is checked, what it is worth, what the floor may report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from callboard.core.errors import NotFound
from callboard.core.events.models import Event
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.stock.items.models import Item
from callboard.stock.moves.models import Discrepancy, Move, Store
from callboard.stock.moves.posting import MoveDraft, record_moves, record_reversal, world
from callboard.stock.moves.queries import balances, stock_of, values_of
from callboard.stock.moves.rules import (
    InQuarantine,
    LotExpired,
    LotMissing,
    LotOfAnother,
    LotOnHold,
    MoveKind,
    NotEnough,
    NothingToMove,
    NotYetHappened,
    ReasonMissing,
    ReversalIsFinal,
    ReversedAlready,
    SamePlace,
    SerialIsOne,
    StoreKind,
    ValueBelowZero,
)
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_lot, a_plant, a_store, an_item, in_stock

HOUR = timedelta(hours=1)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def shelf(plant: Production) -> Store:
    return a_store(plant)


def received(item: Item, quantity: int, to_store: Store, value: int | None = None, **more: Any) -> MoveDraft:
    supplier = world(item.production, StoreKind.SUPPLIER)
    return MoveDraft(item, quantity, MoveKind.RECEIVE, supplier, to_store, value_minor=value, **more)


def issued(item: Item, quantity: int, from_store: Store, **more: Any) -> MoveDraft:
    return MoveDraft(item, quantity, MoveKind.ISSUE, from_store, world(item.production, StoreKind.PROCESS), **more)


def post(ada: Membership, *drafts: MoveDraft, from_floor: bool = False) -> list[Move]:
    return record_moves(drafts[0].item.production, drafts, by=ada, at=FRIDAY_18H, from_floor=from_floor)


def test_moves_are_priced_as_the_published_example_says(plant: Production, ada: Membership, shelf: Store) -> None:
    """Oracle V1, through the database."""
    pump = an_item(plant, "PUMP")
    moves = post(
        ada,
        received(pump, 2000, shelf, 2_000_000),
        received(pump, 500, shelf, 550_000),
        issued(pump, 800, shelf),
        received(pump, 1000, shelf, 1_250_000),
    )
    [last] = post(ada, issued(pump, 2000, shelf))
    assert [move.value_minor for move in (*moves, last)] == [2_000_000, 550_000, 816_000, 1_250_000, 2_210_370]
    assert balances(plant) == {(pump.pk, None, shelf.pk): 700}
    assert values_of(plant) == {pump.pk: 773_630}


def test_more_than_lies_there_is_refused_with_place_and_quantities(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar = an_item(plant, "BAR", unit="m", decimals=3)
    in_stock(bar, 1500, shelf, by=ada)
    in_stock(bar, 9000, a_store(plant, "B-02"), by=ada)
    with pytest.raises(NotEnough) as refused:
        post(ada, issued(bar, 2000, shelf))
    assert refused.value.parameters == {"item": "BAR", "place": "A-01", "there": "1.5 m", "asked": "2 m"}
    assert balances(plant)[bar.pk, None, shelf.pk] == 1500


def test_one_bad_move_of_several_leaves_none(plant: Production, ada: Membership, shelf: Store) -> None:
    bar = an_item(plant)
    in_stock(bar, 10, shelf, by=ada)
    with pytest.raises(NotEnough):
        post(ada, issued(bar, 6, shelf), issued(bar, 6, shelf))
    assert Move.objects.count() == 1


def test_the_floor_is_believed_and_what_does_not_add_up_is_put_on_the_list(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar = an_item(plant)
    in_stock(bar, 5, shelf, by=ada, value_minor=500)
    source = UUID(int=7)
    draft = issued(bar, 8, shelf, source_kind="work order", source=source, label="WO-1001")
    [move] = post(ada, draft, from_floor=True)
    assert balances(plant) == {(bar.pk, None, shelf.pk): -3}
    assert (move.value_minor, values_of(plant)) == (800, {bar.pk: -300})
    assert list(Discrepancy.objects.values_list("what", "parameters", "source_kind", "source", "item_id")) == [
        (
            NotEnough.accepted,
            {"item": "BRACKET", "place": "A-01", "there": "5 pcs", "asked": "8 pcs"},
            "work order",
            source,
            bar.pk,
        )
    ]


def test_the_receipt_settles_what_was_used_before_it_came(plant: Production, ada: Membership, shelf: Store) -> None:
    bar = an_item(plant)
    in_stock(bar, 10, shelf, by=ada, value_minor=1000)
    post(ada, issued(bar, 14, shelf), from_floor=True)
    [receipt] = post(ada, received(bar, 20, shelf, 6000))
    process = world(plant, StoreKind.PROCESS)
    settled = Move.objects.filter(source_kind="settlement").order_by("pk")
    assert list(settled.values_list("kind", "from_store", "to_store", "quantity", "value_minor", "source")) == [
        ("return", process.pk, shelf.pk, 4, 400, receipt.public_id),
        ("issue", shelf.pk, process.pk, 4, 1200, receipt.public_id),
    ]
    assert (balances(plant), values_of(plant)) == ({(bar.pk, None, shelf.pk): 16}, {bar.pk: 4800})


def test_without_a_value_a_receipt_costs_the_average_then_the_last_cost_then_the_standard(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar = an_item(plant, decimals=2, standard_cost_minor=250)
    moves = post(
        ada,
        received(bar, 100, shelf),
        received(bar, 100, shelf, 450),
        received(bar, 50, shelf),
        issued(bar, 250, shelf),
    )
    [after] = post(ada, received(bar, 100, shelf))
    assert [move.value_minor for move in (*moves, after)] == [250, 450, 175, 875, 350]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"quantity": 0}, NothingToMove),
        ({"quantity": -4}, NothingToMove),
        ({"value_minor": -1}, ValueBelowZero),
        ({"happened_at": FRIDAY_18H + HOUR}, NotYetHappened),
    ],
)
def test_a_draft_that_cannot_have_happened_is_refused(
    plant: Production, ada: Membership, shelf: Store, wrong: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        post(ada, replace(received(an_item(plant), 5, shelf), **wrong))
    assert not Move.objects.exists()


def test_a_move_within_one_place_is_refused(plant: Production, ada: Membership, shelf: Store) -> None:
    bar = an_item(plant)
    with pytest.raises(SamePlace):
        post(ada, MoveDraft(bar, 5, MoveKind.TRANSFER, shelf, shelf))


def test_the_places_of_another_plant_are_not_there(
    plant: Production, office: Organization, ada: Membership, shelf: Store
) -> None:
    elsewhere = a_store(a_plant(office, "River Works"))
    with pytest.raises(NotFound):
        post(ada, received(an_item(plant), 5, elsewhere))


def test_lots_are_named_their_own_and_in_use(plant: Production, ada: Membership, shelf: Store) -> None:
    glue, other = an_item(plant, "GLUE", tracking="lot"), an_item(plant, "OIL", tracking="lot")
    with pytest.raises(LotMissing):
        post(ada, received(glue, 5, shelf))
    with pytest.raises(LotOfAnother):
        post(ada, received(glue, 5, shelf, lot=a_lot(other)))
    held, expired = a_lot(glue, "H", held_since=FRIDAY_18H), a_lot(glue, "E", expires_on=date(2027, 3, 5))
    post(ada, received(glue, 5, shelf, lot=held), received(glue, 5, shelf, lot=expired))
    with pytest.raises(LotOnHold):
        post(ada, issued(glue, 1, shelf, lot=held))
    with pytest.raises(LotExpired):
        post(ada, issued(glue, 1, shelf, lot=expired))
    moved = post(ada, MoveDraft(glue, 1, MoveKind.SCRAP, shelf, world(plant, StoreKind.SCRAP), lot=expired))
    assert [move.quantity for move in moved] == [1]


def test_a_lot_put_on_hold_after_it_was_read_is_not_used(plant: Production, ada: Membership, shelf: Store) -> None:
    glue = an_item(plant, "GLUE", tracking="lot")
    lot = a_lot(glue)
    in_stock(glue, 5, shelf, by=ada, lot=lot)
    type(lot).objects.filter(pk=lot.pk).update(held_since=FRIDAY_18H)
    with pytest.raises(LotOnHold):
        post(ada, issued(glue, 1, shelf, lot=lot))


def test_what_waits_for_inspection_is_not_used(plant: Production, ada: Membership) -> None:
    bar, cage = an_item(plant), a_store(plant, "Q-1", StoreKind.QUARANTINE)
    in_stock(bar, 5, cage, by=ada)
    with pytest.raises(InQuarantine):
        post(ada, issued(bar, 1, cage))


def test_a_serial_number_is_one_piece_in_one_place(plant: Production, ada: Membership, shelf: Store) -> None:
    motor = an_item(plant, "MOTOR", tracking="serial")
    first = a_lot(motor, "SN-1")
    post(ada, received(motor, 1, shelf, lot=first))
    for draft in (received(motor, 2, shelf, lot=a_lot(motor, "SN-2")), received(motor, 1, shelf, lot=first)):
        with pytest.raises(SerialIsOne):
            post(ada, draft)
    assert balances(plant) == {(motor.pk, first.pk, shelf.pk): 1}


def test_a_reversal_undoes_quantity_and_value_and_names_what_it_takes_back(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar = an_item(plant)
    in_stock(bar, 10, shelf, by=ada, value_minor=1000)
    [dear] = post(ada, received(bar, 10, shelf, 3000, source_kind="purchase line", source=UUID(int=1), label="PO-1"))
    back = record_reversal(dear, reason="Wrong pallet", by=ada, at=FRIDAY_18H + HOUR)
    assert (balances(plant), values_of(plant)) == ({(bar.pk, None, shelf.pk): 10}, {bar.pk: 1000})
    assert (back.reverses, back.kind, back.reason, back.source, back.label) == (
        dear,
        "receive",
        "Wrong pallet",
        UUID(int=1),
        "PO-1",
    )
    assert (back.from_store, back.to_store, back.value_minor) == (dear.to_store, dear.from_store, 3000)


def test_a_move_is_reversed_once_with_a_reason_and_a_reversal_never(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    move = in_stock(an_item(plant), 10, shelf, by=ada)
    with pytest.raises(ReasonMissing):
        record_reversal(move, reason=" ", by=ada, at=FRIDAY_18H)
    back = record_reversal(move, reason="Typed twice", by=ada, at=FRIDAY_18H)
    with pytest.raises(ReversedAlready):
        record_reversal(move, reason="Typed twice", by=ada, at=FRIDAY_18H)
    with pytest.raises(ReversalIsFinal):
        record_reversal(back, reason="No, it was right", by=ada, at=FRIDAY_18H)
    assert Move.objects.count() == 2


def test_what_was_used_since_cannot_be_reversed_away(plant: Production, ada: Membership, shelf: Store) -> None:
    bar = an_item(plant)
    move = in_stock(bar, 10, shelf, by=ada)
    post(ada, issued(bar, 1, shelf))
    with pytest.raises(NotEnough):
        record_reversal(move, reason="Never came", by=ada, at=FRIDAY_18H)


def test_the_database_refuses_a_second_reversal_an_empty_move_and_any_change(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    move = in_stock(an_item(plant), 10, shelf, by=ada)
    record_reversal(move, reason="Typed twice", by=ada, at=FRIDAY_18H)
    copied = {
        field.name: getattr(move, field.name) for field in Move._meta.fields if field.name not in {"id", "public_id"}
    }
    for wrong in ({"reverses": move}, {"quantity": 0}, {"to_store": move.from_store}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Move(**copied | wrong).save()
    table = Move._meta.db_table
    for statement in (f"UPDATE {table} SET quantity = 1", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match=r"facts (are only added|stay)"), transaction.atomic():
            connection.cursor().execute(statement)
    assert list(Move.objects.order_by("pk").values_list("quantity", flat=True)) == [10, 10]


def test_followers_hear_of_it(plant: Production, ada: Membership, shelf: Store) -> None:
    in_stock(an_item(plant), 10, shelf, by=ada)
    assert list(Event.objects.values_list("production_id", "kind")) == [(plant.pk, "stock")]


def test_a_place_of_the_world_is_made_once_and_a_place_in_use_is_taken(plant: Production) -> None:
    dock = a_store(plant, "DOOR-3", StoreKind.DOCK)
    assert world(plant, StoreKind.DOCK) == dock
    client = world(plant, StoreKind.CLIENT)
    assert (client.code, client.kind, world(plant, StoreKind.CLIENT)) == ("CLIENT", "clients", client)


@pytest.mark.parametrize("count", [1, 3])
def test_posting_takes_the_same_queries_for_one_item_and_for_three(
    plant: Production, ada: Membership, shelf: Store, count: int, django_assert_num_queries: Any
) -> None:
    items = [an_item(plant, f"P-{number}") for number in range(count)]
    drafts = [received(item, 5, shelf, 10) for item in items]
    post(ada, *drafts)
    with django_assert_num_queries(5 if connection.vendor == "sqlite" else 7):  # PostgreSQL locks and notifies
        post(ada, *drafts)
    assert {line.on_hand for line in stock_of(plant).values()} == {10}
