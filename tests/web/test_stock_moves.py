"""Moving stock by hand, what is refused, and the history with its reversals."""

from __future__ import annotations

import re
from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.stock.items.models import Lot
from callboard.stock.moves.models import Move, Store
from callboard.stock.moves.queries import balances
from tests.builders import a_department, a_member
from tests.builders_plant import a_lot, a_plant, a_store, an_item, in_stock


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


def test_a_receipt_is_typed_and_the_next_one_keeps_its_place(plant: Production, shelf: Store, keeper: Any) -> None:
    glue = an_item(plant, "GLUE", unit="kg", decimals=3, tracking="lot")
    path = at(plant, "move/receive/")
    fields = {"item": "GLUE", "quantity": "2500 g", "lot": "L-9", "to_store": "A-01", "value": "37.50", "label": "DN 7"}
    answer = keeper.post(path, **fields)
    assert (answer.status_code, answer["Location"]) == (302, f"{path}?to_store=A-01&label=DN+7")
    move = Move.objects.get()
    assert (move.item, move.quantity, move.lot, move.to_store, move.value_minor, move.label) == (
        glue,
        2500,
        Lot.objects.get(code="L-9"),
        shelf,
        3750,
        "DN 7",
    )
    page = text(keeper.get(answer["Location"]))
    assert "2.5 kg of GLUE: from Suppliers to A-01." in page
    assert '<option value="A-01" selected>' in page
    assert re.search(r'<input[^>]*name="item"[^>]*autofocus', page)


def test_each_kind_of_move_goes_where_it_says(plant: Production, ada: Membership, shelf: Store, keeper: Any) -> None:
    tape, packing = an_item(plant, "TAPE"), a_department(plant, "Packing")
    a_store(plant, "B-02")
    in_stock(tape, 100, shelf, by=ada)
    for kind, fields in (
        ("issue", {"from_store": "A-01", "department": "Packing", "label": "Slip 4"}),
        ("return", {"to_store": "A-01", "department": "Packing"}),
        ("transfer", {"from_store": "A-01", "to_store": "B-02"}),
        ("scrap", {"from_store": "A-01", "reason": "Wet"}),
        ("supplier-return", {"from_store": "A-01", "reason": "Wrong width"}),
    ):
        answer = keeper.post(at(plant, f"move/{kind}/"), item="TAPE", quantity="5", **fields)
        assert answer.status_code == 302, text(answer)
    moves = Move.objects.exclude(kind="opening balance").order_by("pk")
    assert list(moves.values_list("kind", "from_store__code", "to_store__code", "charged_to__name", "reason")) == [
        ("issue", "A-01", "DEPARTMENT", "Packing", ""),
        ("return", "DEPARTMENT", "A-01", "Packing", ""),
        ("transfer", "A-01", "B-02", None, ""),
        ("scrap", "A-01", "SCRAP", None, "Wet"),
        ("return", "A-01", "SUPPLIER", None, "Wrong width"),
    ]
    assert packing.name == "Packing"
    assert keeper.get(at(plant, "move/steal/")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"item": "NOPE"}, "There is no item with this code"),
        ({"quantity": "200"}, "A-01 holds 100 pcs, and 200 pcs were asked for"),
        ({"quantity": "1.5"}, "finer than this item is counted"),
        ({"quantity": "some"}, "is no quantity"),
        ({"lot": "L-1"}, "no such lot"),
        ({"reason": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_moved_stays_typed_and_says_why(
    plant: Production, ada: Membership, shelf: Store, keeper: Any, typed: dict[str, str], said: str
) -> None:
    in_stock(an_item(plant, "TAPE"), 100, shelf, by=ada)
    fields = {"item": "TAPE", "quantity": "5", "from_store": "A-01", "reason": "Torn badly", "lot": ""} | typed
    answer = keeper.post(at(plant, "move/scrap/"), **fields)
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{fields["quantity"]}"' in text(answer)
    assert Move.objects.count() == 1


def test_a_form_sent_twice_moves_once(plant: Production, ada: Membership, shelf: Store, keeper: Any) -> None:
    tape = an_item(plant, "TAPE")
    in_stock(tape, 100, shelf, by=ada)
    fields = {"item": "TAPE", "quantity": "5", "from_store": "A-01", "reason": "Wet"}
    answers = [keeper.post(at(plant, "move/scrap/"), request_key="k1", **fields).status_code for _ in range(2)]
    assert (answers, balances(plant)) == ([302, 302], {(tape.pk, None, shelf.pk): 95})


def test_history_is_searched_and_a_move_is_reversed_with_a_reason(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    bar, nut = an_item(plant, "BAR"), an_item(plant, "NUT")
    move = in_stock(bar, 10, shelf, by=ada, value_minor=500)
    in_stock(nut, 4, shelf, by=ada)
    page = text(keeper.get(at(plant, "moves/"), item=str(bar.public_id)))
    assert ("Opening balance" in page, ">NUT<" in page) == (True, False)
    path = at(plant, f"moves/{move.public_id}/")
    assert "Reverse this move" in text(keeper.get(path))
    assert "This field is required" in text(keeper.post(path, reason=""))
    assert keeper.post(path, reason="Typed twice").status_code == 302
    assert balances(plant) == {(nut.pk, None, shelf.pk): 4}
    page = text(keeper.get(path))
    assert ("Reverse this move" in page, "Typed twice" in page) == (False, True)
    again = keeper.post(path, reason="Typed twice")
    assert (again.status_code, "reversed already" in text(again)) == (422, True)
    csv = keeper.get(at(plant, "moves.csv"), search="twice").content.decode("utf-8-sig").splitlines()
    assert csv[1].split(",")[3:14] == [
        "Opening balance", "BAR", "Bar", "", "10", "pcs", "A-01", "COUNT", "", "Typed twice", "yes",
    ]  # fmt: skip


def test_what_is_typed_wrong_says_so_in_its_place(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    glue = an_item(plant, "GLUE", tracking="lot")
    lot = a_lot(glue)
    receipt = {"item": "GLUE", "quantity": "5", "lot": "L-1", "to_store": "A-01"}
    answer = keeper.post(at(plant, "move/receive/"), **receipt, value="a lot")
    assert (answer.status_code, 'value="a lot"' in text(answer)) == (422, True)
    for path in ("hold", "release"):
        answer = keeper.post(at(plant, f"lots/{lot.public_id}/{path}/"), reason="", version=1)
        assert (answer.status_code, "This field is required" in text(answer)) == (422, True)
    assert keeper.post(at(plant, "quarantine/release/"), item="nothing").status_code == 404
    assert 'name="count_position"' in text(keeper.get(at(plant, "places/new/")))
    assert not Move.objects.exists()
