"""The catalog over HTTP: the same actions, quantities as texts, costs for those who see them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from callboard.core.members.actions import create_api_key
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.stock.items.actions import add_item_unit, add_supplier_item
from callboard.stock.items.models import Item
from callboard.stock.items.queries import own_units
from callboard.stock.items.rules import SupplierTerms
from tests.api.conftest import Program, a_program
from tests.builders import FRIDAY_18H, a_member, a_party, access
from tests.builders_plant import a_plant, an_item

BAR = {"code": "BAR-40", "name": "Steel bar", "kind": "raw material", "safety_stock": "1 500 mm"}


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


def _program_of(member: Membership) -> Program:
    """A key is made by whoever manages members; here a coordinator makes it for the reader."""
    boss = a_member(member.organization, name="Boss")
    _, token = create_api_key(member, "Reader's script", by=boss, at=FRIDAY_18H)
    return Program(token)


def test_an_item_is_added_with_what_its_kind_usually_has_and_read_back(program: Program, plant: Production) -> None:
    path = f"/productions/{plant.public_id}/items"

    made = program.send("POST", path, BAR)

    assert made.status_code == 200, made.content
    shown = made.json()
    assert {name: shown[name] for name in ("code", "unit", "decimals", "tracking", "safety_stock", "on_hand")} == {
        "code": "BAR-40",
        "unit": "m",
        "decimals": 3,
        "tracking": "lot",
        "safety_stock": "1.5",
        "on_hand": "0",
    }
    assert program.get(f"{path}/{shown['id']}").json() == shown
    assert program.get(path).json() == {"items": [shown], "next_offset": None}
    assert program.get(f"{path}?search=nothing").json() == {"items": [], "next_offset": None}
    assert program.send("POST", path, BAR).json()["title"] == "CodeTaken"


def test_a_change_names_its_version_and_leaves_the_rest(program: Program, plant: Production, ada: Membership) -> None:
    item = an_item(plant, "BAR", unit="m", decimals=3, lead_days=4, safety_stock=1500, shelf_days=9)
    add_item_unit(item, "roll", Fraction(25), by=ada, at=FRIDAY_18H)
    path = f"/productions/{plant.public_id}/items/{item.public_id}"

    changed = program.send("PATCH", path, {"reorder_point": "3 roll", "name": None, "shelf_days": None}, match=1)

    assert changed.status_code == 200, changed.content
    row = Item.objects.get()
    assert (row.reorder_point, row.lead_days, row.safety_stock, row.name, row.shelf_days) == (
        75_000,
        4,
        1500,
        "Bar",
        None,
    )
    assert changed.json()["own_units"] == {"roll": "25"}
    assert program.send("PATCH", path, {"name": "Late"}, match=1).status_code == 412
    assert program.send("PATCH", path, {"name": "Late"}).status_code == 428
    assert program.send("PATCH", path, {"safety_stock": "1,200"}, match=2).json()["title"] == "QuantityAmbiguous"
    assert program.send("PATCH", path, {"decimals": 0}, match=2).json()["title"] == "QuantityTooFine"
    assert own_units(item) == {"roll": 25}


def test_prices_are_for_those_who_see_them(plant: Production, office: Organization, ada: Membership) -> None:
    item = an_item(plant, standard_cost_minor=990)
    north = a_party(office, "North", kind="company")
    add_supplier_item(item, north, SupplierTerms("N-1", price_minor=1250), by=ada, at=FRIDAY_18H)
    head = a_member(office, Role.HEAD_OF_DEPARTMENT, "Hal")
    access(head, plant)
    path = f"/productions/{plant.public_id}/items/{item.public_id}"
    program = _program_of(head)

    shown = program.get(path).json()

    assert (shown["standard_cost_minor"], shown["suppliers"][0]["price"]) == (None, None)
    assert program.send("PATCH", path, {"standard_cost_minor": 1}, match=1).status_code == 403
    assert program.send("PATCH", path, {"name": "Angle"}, match=1).json()["name"] == "Angle"
    seen = a_program(ada).get(path).json()
    assert (seen["standard_cost_minor"], seen["suppliers"][0]["price"]) == (990, "12.50")


def test_strangers_find_no_item_and_crew_change_none(
    stranger: Program, plant: Production, office: Organization
) -> None:
    item, crew = an_item(plant), a_member(office, Role.CREW, "Cleo")
    access(crew, plant)
    path, worker = f"/productions/{plant.public_id}/items", _program_of(crew)
    assert stranger.get(path).status_code == 404
    assert stranger.get(f"{path}/{item.public_id}").status_code == 404
    assert stranger.send("POST", path, BAR).status_code == 404
    assert stranger.send("PATCH", f"{path}/{item.public_id}", {"name": "X"}, match=1).status_code == 404
    assert worker.get(f"{path}/{item.public_id}").json()["code"] == "BRACKET"
    assert worker.send("POST", path, BAR).status_code == 403
    assert worker.send("PATCH", f"{path}/{item.public_id}", {"name": "X"}, match=1).status_code == 403
    assert [row.name for row in Item.objects.all()] == ["Bracket"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    program: Program, plant: Production, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        an_item(plant, f"ITEM-{number}")
    with django_assert_num_queries(11):  # type: ignore[operator]
        program.get(f"/productions/{plant.public_id}/items")
