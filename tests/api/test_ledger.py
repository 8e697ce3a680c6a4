"""The ledger over HTTP: a scanner's program moves stock, and a retry has one effect."""

from __future__ import annotations

import pytest

from callboard.core.members.actions import create_api_key
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.stock.moves.models import Move, Store
from callboard.stock.moves.queries import balances
from tests.api.conftest import Program
from tests.builders import FRIDAY_18H, a_department, a_member, access
from tests.builders_plant import a_plant, a_store, an_item, in_stock


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def shelf(plant: Production) -> Store:
    return a_store(plant)


def moves(plant: Production) -> str:
    return f"/productions/{plant.public_id}/moves"


RECEIPT = {"kind": "receive", "item": "GLUE", "quantity": "2500 g", "lot": "L-9", "to_place": "A-01", "value": "37.50"}


def test_a_receipt_is_recorded_once_however_often_it_is_sent(plant: Production, shelf: Store, program: Program) -> None:
    glue = an_item(plant, "GLUE", unit="kg", decimals=3, tracking="lot")
    first = program.send("POST", moves(plant), RECEIPT, key="k1")
    again = program.send("POST", moves(plant), RECEIPT, key="k1")
    other = program.send("POST", moves(plant), RECEIPT | {"quantity": "1 kg"}, key="k1")
    move = Move.objects.get()
    told = first.json()
    assert {name: told[name] for name in told if not name.endswith("_at")} == {
        "id": str(move.public_id),
        "kind": "receive",
        "item": "GLUE",
        "lot": "L-9",
        "quantity": "2.5",
        "unit": "kg",
        "from_place": "SUPPLIER",
        "to_place": "A-01",
        "value": "37.50",
        "recorded_by": "Ada",
        "reason": "",
        "label": "",
        "reverses": None,
    }
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert (other.status_code, other.json()["title"]) == (422, "KeyUsedForAnotherRequest")
    assert balances(plant) == {(glue.pk, move.lot_id, shelf.pk): 2500}


def test_every_kind_of_move_and_its_reversal(
    plant: Production, shelf: Store, program: Program, ada: Membership
) -> None:
    tape, _ = an_item(plant, "TAPE"), a_department(plant, "Packing")
    a_store(plant, "B-02")
    in_stock(tape, 100, shelf, by=ada, value_minor=1000)
    for body in (
        {"kind": "issue", "from_place": "A-01", "department": "Packing"},
        {"kind": "return", "to_place": "A-01", "department": "Packing"},
        {"kind": "transfer", "from_place": "A-01", "to_place": "B-02"},
        {"kind": "scrap", "from_place": "A-01", "reason": "Wet"},
        {"kind": "return to supplier", "from_place": "A-01", "reason": "Wrong width"},
    ):
        answer = program.send("POST", moves(plant), {"item": "TAPE", "quantity": "5"} | body)
        assert answer.status_code == 200, answer.content
    last = answer.json()["id"]
    back = program.send("POST", f"{moves(plant)}/{last}/reverse", {"reason": "They took it"})
    assert (back.json()["reverses"], back.json()["to_place"]) == (last, "A-01")
    twice = program.send("POST", f"{moves(plant)}/{last}/reverse", {"reason": "They took it"})
    assert (twice.status_code, twice.json()["title"]) == (422, "ReversedAlready")
    listed = program.get(moves(plant)).json()
    assert sorted(row["kind"] for row in listed) == [
        "issue",
        "opening balance",
        "return",
        "return",
        "return",
        "scrap",
        "transfer",
    ]
    assert [row["kind"] for row in program.get(f"{moves(plant)}?search=wet").json()] == ["scrap"]


def test_stock_is_told_in_the_items_unit(plant: Production, shelf: Store, program: Program, ada: Membership) -> None:
    bar = an_item(plant, "BAR", unit="m", decimals=3)
    an_item(plant, "UNTOUCHED")
    in_stock(bar, 1500, shelf, by=ada, value_minor=4500)
    assert program.get(f"/productions/{plant.public_id}/stock").json() == [
        {
            "item": "BAR",
            "name": "Bar",
            "unit": "m",
            "on_hand": "1.5",
            "available": "1.5",
            "reserved": "0",
            "free": "1.5",
            "quarantine": "0",
            "held": "0",
            "in_transit": "0",
            "at_vendor": "0",
            "value": "45.00",
        }
    ]


@pytest.mark.parametrize(
    ("wrong", "title"),
    [
        ({"item": "NOPE"}, "ItemUnknown"),
        ({"from_place": "Z-99"}, "PlaceUnknown"),
        ({"department": "Nobody"}, "DepartmentUnknown"),
        ({"quantity": "101"}, "NotEnough"),
        ({"quantity": "0"}, "NothingToMove"),
        ({"quantity": "1,200"}, "QuantityAmbiguous"),
    ],
)
def test_what_cannot_be_is_a_problem_and_moves_nothing(
    plant: Production, shelf: Store, program: Program, ada: Membership, wrong: dict[str, str], title: str
) -> None:
    in_stock(an_item(plant, "TAPE"), 100, shelf, by=ada)
    a_department(plant, "Packing")
    body = {"kind": "issue", "item": "TAPE", "quantity": "5", "from_place": "A-01", "department": "Packing"}
    answer = program.send("POST", moves(plant), body | wrong)
    assert (answer.status_code, answer.json()["title"]) == (422, title)
    assert Move.objects.count() == 1


def test_strangers_see_nothing_and_other_roles_move_nothing_and_see_no_value(
    plant: Production, shelf: Store, stranger: Program, office: Organization, ada: Membership
) -> None:
    in_stock(an_item(plant, "BAR"), 5, shelf, by=ada, value_minor=500)
    buyer, keeper = a_member(office, Role.BUYER, "Bea"), a_member(office, Role.STOREKEEPER, "Kit")
    programs = []
    for member in (buyer, keeper):
        access(member, plant)
        programs.append(Program(create_api_key(member, "Script", by=ada, at=FRIDAY_18H)[1]))
    buying, keeping = programs
    body = {"kind": "scrap", "item": "BAR", "quantity": "1", "from_place": "A-01", "reason": "Wet"}
    stock = f"/productions/{plant.public_id}/stock"
    assert [stranger.get(path).status_code for path in (stock, moves(plant))] == [404, 404]
    assert stranger.send("POST", moves(plant), body).status_code == 404
    assert buying.send("POST", moves(plant), body).status_code == 403
    answer = keeping.send("POST", moves(plant), body)
    assert (answer.status_code, answer.json()["value"]) == (200, None)
    assert keeping.get(stock).json()[0]["value"] is None
    assert buying.get(stock).json()[0]["value"] == "4.00"
