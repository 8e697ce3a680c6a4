"""What a storekeeper does, who may, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.engagements.models import Department
from callboard.core.errors import NotAllowed, StaleEdit
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.actions import (
    OpeningLine,
    StockTerms,
    change_store,
    hold_lot,
    issue_stock,
    open_store,
    receive_stock,
    record_opening,
    release_from_quarantine,
    release_lot,
    return_stock,
    return_to_supplier,
    reverse_move,
    scrap_stock,
    settle_discrepancy,
    transfer_stock,
)
from callboard.stock.moves.models import Move, Store
from callboard.stock.moves.posting import flag, world
from callboard.stock.moves.queries import balances, stock_of
from callboard.stock.moves.rules import (
    AlreadyHeld,
    NotHeld,
    NotInQuarantine,
    NotOnHand,
    ReasonMissing,
    SettledAlready,
    StoreCodeMissing,
    StoreCodeTaken,
    StoreKind,
    StoreNotEmpty,
    StoreTerms,
    WorldIsFixed,
)
from tests.builders import FRIDAY_18H, a_department, a_member, access
from tests.builders_plant import a_plant, a_store, an_item, in_stock


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def shelf(plant: Production) -> Store:
    return a_store(plant)


@pytest.fixture
def packing(plant: Production) -> Department:
    return a_department(plant, "Packing")


def told(move: Move) -> tuple[object, ...]:
    return (move.kind, move.quantity, move.from_store.kind, move.to_store.kind, move.value_minor, move.charged_to)


def test_a_box_of_tape_comes_is_handed_out_comes_back_and_is_thrown_away(
    plant: Production, ada: Membership, shelf: Store, packing: Department
) -> None:
    tape, other = an_item(plant, "TAPE", kind="shipping supply"), a_store(plant, "B-02")
    asks: dict[str, Any] = {"by": ada, "at": FRIDAY_18H}
    moves = [
        receive_stock(plant, StockTerms(tape, 100, value_minor=5000, label="Note 77"), shelf, **asks),
        issue_stock(plant, StockTerms(tape, 30), shelf, packing, **asks),
        return_stock(plant, StockTerms(tape, 10), shelf, packing, **asks),
        transfer_stock(plant, StockTerms(tape, 50), shelf, other, **asks),
        scrap_stock(plant, StockTerms(tape, 5, reason="Wet"), other, **asks),
        return_to_supplier(plant, StockTerms(tape, 5, reason="Wrong width"), shelf, **asks),
    ]
    assert [told(move) for move in moves] == [
        ("receive", 100, "suppliers", "store", 5000, None),
        ("issue", 30, "store", "charged to departments", 1500, packing),
        ("return", 10, "charged to departments", "store", 500, packing),
        ("transfer", 50, "store", "store", 2500, None),
        ("scrap", 5, "store", "scrap", 250, None),
        ("return", 5, "store", "suppliers", 250, None),
    ]
    assert balances(plant) == {(tape.pk, None, shelf.pk): 25, (tape.pk, None, other.pk): 45}
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "actor")) == [
        (verb, ada.pk)
        for verb in (
            "receive stock",
            "issue stock",
            "return stock",
            "transfer stock",
            "scrap stock",
            "return stock to supplier",
        )
    ]


def test_what_is_thrown_away_or_sent_back_has_a_reason(plant: Production, ada: Membership, shelf: Store) -> None:
    tape = an_item(plant)
    in_stock(tape, 5, shelf, by=ada)
    for action in (scrap_stock, return_to_supplier):
        with pytest.raises(ReasonMissing):
            action(plant, StockTerms(tape, 1), shelf, by=ada, at=FRIDAY_18H)


def test_what_needs_inspection_waits_in_quarantine_until_it_is_released(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    casting = an_item(plant, "CASTING", needs_inspection=True, tracking="lot")
    move = receive_stock(plant, StockTerms(casting, 8, lot_code="H-4711"), shelf, by=ada, at=FRIDAY_18H)
    cage = world(plant, StoreKind.QUARANTINE)
    assert (move.to_store, move.lot, stock_of(plant)[casting.pk].available) == (cage, Lot.objects.get(), 0)
    terms = StockTerms(casting, 6, lot=move.lot)
    with pytest.raises(NotInQuarantine):
        release_from_quarantine(plant, terms, shelf, cage, by=ada, at=FRIDAY_18H)
    release_from_quarantine(plant, terms, cage, shelf, by=ada, at=FRIDAY_18H)
    line = stock_of(plant)[casting.pk]
    assert (line.available, line.quarantine) == (6, 2)


def test_the_world_outside_is_no_place_to_put_things(plant: Production, ada: Membership, shelf: Store) -> None:
    bar = an_item(plant)
    in_stock(bar, 5, shelf, by=ada)
    with pytest.raises(NotOnHand):
        transfer_stock(plant, StockTerms(bar, 1), shelf, world(plant, StoreKind.CLIENT), by=ada, at=FRIDAY_18H)


def test_the_ledger_starts_with_what_lies_where(plant: Production, ada: Membership, shelf: Store) -> None:
    bar, nut = an_item(plant, "BAR", standard_cost_minor=3), an_item(plant, "NUT")
    lines = [OpeningLine(bar, 10, shelf), OpeningLine(nut, 5, shelf, value_minor=55)]
    moves = record_opening(plant, lines, by=ada, at=FRIDAY_18H)
    assert [told(move) for move in moves] == [
        ("opening balance", 10, "count differences", "store", 30, None),
        ("opening balance", 5, "count differences", "store", 55, None),
    ]


def test_a_lot_is_held_with_a_reason_and_released_with_another(plant: Production, ada: Membership) -> None:
    glue = an_item(plant, "GLUE", tracking="lot")
    lot = Lot.objects.create(organization=plant.organization, item=glue, code="L-1")
    with pytest.raises(NotHeld):
        release_lot(lot, reason="Fine", by=ada, at=FRIDAY_18H, version=1)
    lot.refresh_from_db()
    with pytest.raises(ReasonMissing):
        hold_lot(lot, reason="", by=ada, at=FRIDAY_18H, version=1)
    hold_lot(lot, reason="Smells", by=ada, at=FRIDAY_18H, version=1)
    assert (lot.held_since, lot.hold_reason, lot.version) == (FRIDAY_18H, "Smells", 2)
    with pytest.raises(StaleEdit):
        hold_lot(lot, reason="Smells", by=ada, at=FRIDAY_18H, version=1)
    with pytest.raises(AlreadyHeld):
        hold_lot(lot, reason="Smells", by=ada, at=FRIDAY_18H, version=2)
    lot.refresh_from_db()
    release_lot(lot, reason="Tested", by=ada, at=FRIDAY_18H, version=2)
    assert (lot.held_since, lot.hold_reason) == (None, "")
    assert AuditEntry.objects.order_by("pk").last().detail == {"held_for": "Smells", "released_because": "Tested"}  # type: ignore[union-attr]


def test_a_discrepancy_is_settled_once_and_says_how(plant: Production, ada: Membership, shelf: Store) -> None:
    move = in_stock(an_item(plant), 5, shelf, by=ada)
    row = flag(plant, "Off", {}, source_kind="move", source=move.public_id, item=None, by=ada, at=FRIDAY_18H)
    with pytest.raises(ReasonMissing):
        settle_discrepancy(row, settlement=" ", by=ada, at=FRIDAY_18H, version=1)
    settle_discrepancy(row, settlement="Counted, CC-1001", by=ada, at=FRIDAY_18H, version=1)
    assert (row.settled_at, row.settled_by, row.settlement) == (FRIDAY_18H, ada, "Counted, CC-1001")
    with pytest.raises(SettledAlready):
        settle_discrepancy(row, settlement="Again", by=ada, at=FRIDAY_18H, version=2)


def test_places_are_opened_changed_and_closed_when_empty(
    plant: Production, ada: Membership, packing: Department
) -> None:
    terms = StoreTerms(" A-01 ", StoreKind.LINE, "Beside the press", packing.pk, 7)
    store = open_store(plant, terms, by=ada, at=FRIDAY_18H)
    assert (store.code, store.kind, store.name, store.department, store.count_position) == (
        "A-01",
        "line",
        "Beside the press",
        packing,
        7,
    )
    for wrong, refusal in (
        (StoreTerms(" "), StoreCodeMissing),
        (StoreTerms("A-01"), StoreCodeTaken),
        (StoreTerms("X", StoreKind.CLIENT), WorldIsFixed),
    ):
        with pytest.raises(refusal):
            open_store(plant, wrong, by=ada, at=FRIDAY_18H)
    in_stock(an_item(plant), 5, store, by=ada)
    with pytest.raises(StoreNotEmpty):
        change_store(store, StoreTerms("A-01", is_active=False), by=ada, at=FRIDAY_18H, version=1)
    renamed = change_store(store, StoreTerms("A-02"), by=ada, at=FRIDAY_18H, version=1)
    assert (renamed.code, renamed.kind, renamed.department) == ("A-02", "store", None)
    with pytest.raises(WorldIsFixed):
        change_store(world(plant, StoreKind.CLIENT), StoreTerms("C"), by=ada, at=FRIDAY_18H, version=1)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.BUYER, Role.CREW, Role.READ_ONLY])
def test_who_may_not_move_stock_moves_none(
    plant: Production, office: Organization, ada: Membership, shelf: Store, packing: Department, role: Role
) -> None:
    bar, bob = an_item(plant), a_member(office, role, "Bob")
    access(bob, plant)
    move = in_stock(bar, 5, shelf, by=ada)
    asks: dict[str, Any] = {"by": bob, "at": FRIDAY_18H}
    terms = StockTerms(bar, 1, reason="Because")
    tries: list[Callable[[], object]] = [
        lambda: receive_stock(plant, terms, shelf, **asks),
        lambda: issue_stock(plant, terms, shelf, packing, **asks),
        lambda: scrap_stock(plant, terms, shelf, **asks),
        lambda: reverse_move(move, reason="Because", **asks),
        lambda: record_opening(plant, [OpeningLine(bar, 1, shelf)], **asks),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt()
    assert list(Move.objects.all()) == [move]


def test_a_late_report_keeps_the_time_at_which_it_happened(plant: Production, ada: Membership, shelf: Store) -> None:
    bar: Item = an_item(plant)
    then = FRIDAY_18H - dt.timedelta(hours=5)
    move = receive_stock(plant, StockTerms(bar, 5, happened_at=then, device="scanner 4"), shelf, by=ada, at=FRIDAY_18H)
    assert (move.happened_at, move.recorded_at, move.recorded_by, move.device) == (then, FRIDAY_18H, ada, "scanner 4")
    assert balances(plant, until=then - dt.timedelta(seconds=1)) == {}
