"""The pages of stock: what lies where, moving by hand, history, needs, lots, quarantine, reconciling, places."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import ROLE_TABLE, DataClass, Role
from callboard.manufacturing.work_orders.actions import create_work_order
from callboard.stock.items.actions import add_supplier_item
from callboard.stock.items.models import Item
from callboard.stock.items.rules import SupplierTerms
from callboard.stock.moves.models import Discrepancy, LotUse, Move, Store
from callboard.stock.moves.posting import MoveDraft, record_moves, record_reversal, world
from callboard.stock.moves.queries import balances
from callboard.stock.moves.reserving import reserve
from callboard.stock.moves.rules import MoveKind, StoreKind
from tests.builders import FRIDAY_18H, a_department, a_member, a_party, access, an_organization
from tests.builders_plant import a_lot, a_plant, a_store, an_item, in_stock

TODAY = FRIDAY_18H.date()


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
def keeper(ada: Membership, logged_in: Any) -> Any:
    return logged_in(ada)


def at(plant: Production, path: str = "") -> str:
    return f"/p/{plant.public_id}/stock/{path}"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def need(item: Item, quantity: int, label: str, days: int = 0) -> None:
    number = UUID(int=hash(label) % 10**9)
    day = TODAY + timedelta(days=days)
    reserve(item, quantity, day, for_kind="order line", for_id=number, label=label, at=FRIDAY_18H)


def overdrawn(item: Item, quantity: int, store: Store, by: Membership) -> Move:
    draft = MoveDraft(item, quantity, MoveKind.ISSUE, store, world(item.production, StoreKind.PROCESS))
    return record_moves(item.production, [draft], by=by, at=FRIDAY_18H, from_floor=True)[0]


def test_the_list_says_what_is_there_free_short_and_worth(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    bar = an_item(plant, "BAR", unit="m", decimals=3)
    in_stock(bar, 80_000, shelf, by=ada, value_minor=100_000)
    in_stock(bar, 5_000, world(plant, StoreKind.QUARANTINE), by=ada)
    need(bar, 90_000, "CO-1")
    page = text(keeper.get(at(plant)))
    assert ">85 m</a>" in page
    assert '<td class="number">80 m</td>' in page
    assert '90 m <span class="state state-warn">short</span>' in page
    assert "<div>quarantine 5 m</div>" in page
    assert '<td class="number">12.50 USD</td><td class="number">1062.50 USD</td>' in page
    assert "worth 1062.50 USD" in page


@pytest.mark.parametrize("role", list(Role))
def test_what_stock_is_worth_is_shown_to_who_sees_pay(
    office: Organization, plant: Production, ada: Membership, shelf: Store, logged_in: Any, role: Role
) -> None:
    member = a_member(office, role, "Rae")
    access(member, plant)
    move = in_stock(an_item(plant), 3, shelf, by=ada, value_minor=987_654)
    keeper, sees = logged_in(member), DataClass.PAY in ROLE_TABLE[role].sees
    paths = ("", "table.csv", "moves/", "moves.csv", f"moves/{move.public_id}/")
    assert {("9876.54" in text(keeper.get(at(plant, path)))) for path in paths} == {sees}


def test_the_list_is_searched_filtered_and_taken_away(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    bar, glue = an_item(plant, "BAR", kind="raw material"), an_item(plant, "GLUE", tracking="lot")
    held = a_lot(glue, "H-1", held_since=FRIDAY_18H)
    in_stock(bar, 80, shelf, by=ada)
    in_stock(glue, 7, a_store(plant, "B-02"), by=ada, lot=held)
    for query, there, gone in (
        ({"search": "bar"}, ">BAR<", ">GLUE<"),
        ({"kind": "raw material"}, ">BAR<", ">GLUE<"),
        ({"only": "held"}, ">GLUE<", ">BAR<"),
        ({"place": str(shelf.public_id)}, ">BAR<", ">GLUE<"),
        ({"view": "places", "only": "held"}, ">H-1<", ">BAR<"),
        ({"view": "places", "only": "free"}, ">BAR<", ">H-1<"),
    ):
        page = text(keeper.get(at(plant), **query))
        assert (there in page, gone in page) == (True, False), query
    assert "Nothing in stock fits this search" in text(keeper.get(at(plant), search="zzz"))
    csv = keeper.get(at(plant, "table.csv"), view="places").content.decode("utf-8-sig")
    assert csv == (
        "Place,Kind of place,Code,Name,Lot,Expires,Quantity,Unit\r\n"
        "A-01,Store,BAR,Bar,,,80,pcs\r\n"
        "B-02,Store,GLUE,Glue,H-1,,7,pcs\r\n"
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(keeper.get(at(plant, "table.xlsx"), search="bar").content))
    assert book.get_sheet_by_index(0).to_python()[1][:7] == ["BAR", "Bar", "pcs", 80, 80, 0, 80]
    assert keeper.get(at(plant, "table.pdf")).status_code == 404


def test_an_empty_stock_says_what_to_do_next(plant: Production, keeper: Any) -> None:
    assert "Nothing lies anywhere yet" in text(keeper.get(at(plant)))
    page = text(keeper.get(at(plant, "move/receive/")))
    assert "There is no place yet" in page
    assert at(plant, "places/new/") in page


def test_needs_are_shown_in_the_order_in_which_they_are_served(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    bar = an_item(plant, "BAR")
    in_stock(bar, 80, shelf, by=ada)
    need(bar, 60, "CO-LATE", days=3)
    need(bar, 50, "CO-SOON")
    page = text(keeper.get(at(plant, "needs/")))
    assert page.index("CO-SOON") < page.index("CO-LATE")
    assert '<span class="state state-warn">30 pcs</span>' in page
    assert "CO-SOON" not in text(keeper.get(at(plant, "needs/"), only="short"))
    csv = keeper.get(at(plant, "needs.csv")).content.decode("utf-8-sig").splitlines()
    assert csv[1:] == ["2027-03-05,5,CO-SOON,BAR,Bar,pcs,50,50,0", "2027-03-08,5,CO-LATE,BAR,Bar,pcs,60,30,30"]


def test_what_is_promised_counts_against_the_reorder_point(
    office: Organization, plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    tape = an_item(plant, "TAPE", lot_policy="reorder point", reorder_point=40, reorder_up_to=100)
    plenty = an_item(plant, "LABEL", lot_policy="reorder point", reorder_point=40)
    add_supplier_item(tape, a_party(office, "Boxes Ltd"), SupplierTerms(multiple=25), by=ada, at=FRIDAY_18H)
    in_stock(tape, 60, shelf, by=ada)
    in_stock(plenty, 41, shelf, by=ada)
    assert "Nothing is due" in text(keeper.get(at(plant, "reorder/")))
    need(tape, 30, "CO-1")
    page = text(keeper.get(at(plant, "reorder/")))
    assert ("<strong>75 pcs</strong>" in page, "Boxes Ltd" in page, "LABEL" in page) == (True, True, False)
    csv = keeper.get(at(plant, "reorder.csv")).content.decode("utf-8-sig").splitlines()
    assert csv[1:] == ["TAPE,Tape,pcs,60,0,30,30,40,75,Boxes Ltd"]


def test_a_lot_is_traced_held_and_released(plant: Production, ada: Membership, shelf: Store, keeper: Any) -> None:
    resin, door = an_item(plant, "RESIN", tracking="lot"), an_item(plant, "DOOR", tracking="lot")
    used, made = a_lot(resin, "R-1"), a_lot(door, "D-1")
    in_stock(door, 6, shelf, by=ada, lot=made)
    LotUse(
        organization_id=plant.organization_id, consumed=used, produced=made, quantity=2, is_inferred=True, at=FRIDAY_18H
    ).save()
    path = at(plant, f"lots/{used.public_id}/")
    page = text(keeper.get(path))
    assert "2 lots hold some of it (itself included)." in page
    assert "1 of them is inferred" in page
    assert '<th scope="row">D-1 <small>DOOR</small></th><td>A-01</td><td class="number">6 pcs</td>' in page
    down = text(keeper.get(at(plant, f"lots/{made.public_id}/")))
    assert ">R-1</a> <span" in down
    assert keeper.post(f"{path}hold/", reason="Smells", version=1).status_code == 302
    assert ">R-1</a>" in text(keeper.get(at(plant, "lots/"), only="held"))
    assert keeper.post(f"{path}hold/", reason="Smells", version=1).status_code == 409
    assert keeper.post(f"{path}release/", reason="Tested", version=2).status_code == 302
    assert ">R-1</a>" not in text(keeper.get(at(plant, "lots/"), only="held"))
    assert ">D-1</a>" in text(keeper.get(at(plant, "lots/"), search="door"))


def test_what_is_inspected_is_released_from_quarantine(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    casting, cage = an_item(plant, "CASTING", tracking="lot"), world(plant, StoreKind.QUARANTINE)
    lot = a_lot(casting)
    in_stock(casting, 8, cage, by=ada, lot=lot)
    assert ">CASTING</a>" in text(keeper.get(at(plant, "quarantine/")))
    fields = {
        "item": casting.public_id,
        "lot": lot.public_id,
        "from": cage.public_id,
        "to": shelf.public_id,
    }
    refused = keeper.post(at(plant, "quarantine/release/"), quantity="9", **fields)
    assert (refused.status_code, "holds 8 pcs" in text(refused)) == (422, True)
    assert keeper.post(at(plant, "quarantine/release/"), quantity="5", **fields).status_code == 302
    assert balances(plant) == {(casting.pk, lot.pk, cage.pk): 3, (casting.pk, lot.pk, shelf.pk): 5}


def test_what_does_not_add_up_is_listed_and_settled(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    bar = an_item(plant, "BAR")
    in_stock(bar, 5, shelf, by=ada)
    overdrawn(bar, 8, shelf, ada)
    page = text(keeper.get(at(plant, "reconcile/")))
    assert "BAR: 8 pcs were taken from A-01, where the book had 5 pcs." in page
    assert "below zero" in text(keeper.get(at(plant)))
    row = Discrepancy.objects.get()
    path = at(plant, f"reconcile/{row.public_id}/")
    assert keeper.post(path, reason="", version=1).status_code == 422
    assert keeper.post(path, reason="Counted, it was there", version=1).status_code == 302
    assert "Everything adds up" in text(keeper.get(at(plant, "reconcile/")))
    assert "Counted, it was there" in text(keeper.get(at(plant, "reconcile/"), show="all"))


def test_places_are_opened_changed_and_a_stale_change_shows_both(
    plant: Production, ada: Membership, keeper: Any
) -> None:
    a_department(plant, "Mill")
    fields = {"code": "L-1", "name": "Press line", "kind": "line", "department": "Mill", "count_position": "3"}
    assert keeper.post(at(plant, "places/new/"), **fields, is_active="on").status_code == 302
    again = keeper.post(at(plant, "places/new/"), **fields, is_active="on")
    assert (again.status_code, "a place with the code L-1 already" in text(again)) == (422, True)
    store = Store.objects.get()
    path = at(plant, f"places/{store.public_id}/")
    assert 'value="Press line"' in text(keeper.get(path))
    assert keeper.post(path, version=1, **fields | {"name": "Press"}, is_active="on").status_code == 302
    stale = keeper.post(path, version=1, **fields, is_active="on")
    assert (stale.status_code, "<td>Press line</td><td>Press</td>" in text(stale)) == (409, True)
    in_stock(an_item(plant), 5, store, by=ada)
    closed = keeper.post(path, version=2, **fields)
    assert (closed.status_code, "still holds stock" in text(closed)) == (422, True)
    page = text(keeper.get(at(plant, "places/")))
    assert ("Press" in page, "At the line" in page, "Mill" in page, "Count differences" in page) == (True,) * 4


PAGES = ("", "table.csv", "moves/", "needs/", "reorder/", "lots/", "quarantine/", "reconcile/", "places/")


def test_stock_is_closed_to_strangers_and_read_only_to_crew(
    office: Organization, plant: Production, ada: Membership, shelf: Store, logged_in: Any
) -> None:
    crew = a_member(office, Role.CREW, "Cleo")
    access(crew, plant)
    glue = an_item(plant, "GLUE", tracking="lot")
    lot = a_lot(glue)
    move = in_stock(glue, 5, shelf, by=ada, lot=lot)
    overdrawn(an_item(plant, "BAR"), 1, shelf, ada)
    row = Discrepancy.objects.get()
    one = (f"moves/{move.public_id}/", f"lots/{lot.public_id}/", f"places/{shelf.public_id}/", "move/receive/")
    stranger = logged_in(a_member(an_organization("Other house"), name="Sam"))
    assert {stranger.get(at(plant, path)).status_code for path in (*PAGES, *one)} == {404}
    reader = logged_in(crew)
    assert {reader.get(at(plant, path)).status_code for path in PAGES} == {200}
    posts: dict[str, dict[str, Any]] = {
        "move/receive/": {"item": "GLUE", "quantity": "1", "lot": "L-1", "to_store": "A-01"},
        f"moves/{move.public_id}/": {"reason": "Because"},
        f"lots/{lot.public_id}/hold/": {"reason": "Because", "version": 1},
        f"reconcile/{row.public_id}/": {"reason": "Because", "version": 1},
        "quarantine/release/": {"item": glue.public_id},
        "places/new/": {"code": "X", "kind": "store", "count_position": "0"},
    }
    assert {
        path: reader.post(at(plant, path), **fields).status_code for path, fields in posts.items()
    } == dict.fromkeys(posts, 403)
    assert {stranger.post(at(plant, path), **fields).status_code for path, fields in posts.items()} == {404}
    assert Move.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "asked",
    [
        ("", 14),
        ("?view=places", 12),
        ("moves/", 9),
        ("needs/", 12),
        ("reorder/", 16),
        ("lots/", 10),
        ("quarantine/", 12),
        ("reconcile/", 8),
        ("places/", 9),
    ],
)
def test_every_page_takes_the_same_queries_for_one_row_and_for_three(
    plant: Production, ada: Membership, keeper: Any, django_assert_num_queries: Any, count: int, asked: tuple[str, int]
) -> None:
    (path, queries), shelf = asked, a_store(plant)
    for number in range(count):
        item = an_item(plant, f"P-{number}", tracking="lot", lot_policy="reorder point", reorder_point=99)
        lot = a_lot(item)
        in_stock(item, 5, shelf, by=ada, lot=lot)
        move = in_stock(item, 5, world(plant, StoreKind.QUARANTINE), by=ada, lot=lot)
        record_reversal(move, reason="Because", by=ada, at=FRIDAY_18H)
        in_stock(item, 5, world(plant, StoreKind.QUARANTINE), by=ada, lot=lot)
        need(item, 2, f"CO-{number}")
        overdrawn(item, 1, shelf, ada)
    keeper.get(at(plant))
    with django_assert_num_queries(queries):
        keeper.get(at(plant, path))


def test_a_need_is_found_by_words_and_a_need_of_nothing_has_no_average(plant: Production, keeper: Any) -> None:
    bar = an_item(plant, "BAR")
    need(bar, 5, "CO-7")
    assert "CO-7" in text(keeper.get(at(plant, "needs/"), search="co-7"))
    assert "No need fits this search" in text(keeper.get(at(plant, "needs/"), search="co-8"))
    assert '5 pcs <span class="state state-warn">short</span>' in text(keeper.get(at(plant)))


def test_what_is_being_made_is_on_its_way(plant: Production, ada: Membership, shelf: Store, keeper: Any) -> None:
    frame = an_item(plant, "FRAME", source="make", lot_policy="reorder point", reorder_point=40, reorder_up_to=100)
    in_stock(frame, 10, shelf, by=ada)
    create_work_order(plant, frame, 25, TODAY, by=ada, at=FRIDAY_18H)
    page = text(keeper.get(at(plant, "reorder/")))
    assert ("<strong>65 pcs</strong>" in page, "made here" in page) == (True, True)
