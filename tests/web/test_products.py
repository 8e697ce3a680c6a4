"""What is made: the list, a product's tree, bills and routings."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.manufacturing.products.models import Bom, BomLine, Operation, Routing
from callboard.manufacturing.products.rules import BomLineTerms, OperationTerms
from callboard.stock.items.models import ItemUnit
from tests.builders import a_department, a_member, a_party, access, an_organization
from tests.builders_plant import a_plant, a_store, an_item, in_stock
from tests.builders_products import a_bom, a_machine, a_made_item, a_routing, a_skill, brackets

LINE = {"component": "BAR", "quantity": "1.5", "is_backflushed": "on"}


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def home(plant: Production) -> str:
    return f"/p/{plant.public_id}/products/"


def test_the_list_shows_what_is_made_by_level_with_its_revisions(
    plant: Production, ada: Membership, home: str, logged_in: Any
) -> None:
    bracket, bar = brackets(plant)
    a_bom(a_made_item(plant, "FRAME"), BomLineTerms(bracket, 2), released_at=None)
    page = logged_in(ada).get(home).content.decode()
    assert page.index(">FRAME</a>") < page.index(">BRACKET</a>")
    assert bar.name not in page
    assert "no released bill" in page
    assert "1 draft" in page

    narrowed = logged_in(ada).get(home, state="missing").content.decode()

    assert (">FRAME</a>" in narrowed, ">BRACKET</a>" in narrowed) == (True, False)
    table = logged_in(ada).get(f"{home}table.csv").content.decode("utf-8-sig").splitlines()
    assert table[1:] == ["0,FRAME,Frame,Sub-assembly,0,0,,,1", "1,BRACKET,Bracket,Finished product,0,0,A,,0"]


def test_an_empty_plant_says_what_to_do_first(ada: Membership, home: str, logged_in: Any) -> None:
    page = logged_in(ada).get(home).content.decode()
    assert "Nothing is made here yet" in page
    assert "Add item" in page


def test_a_product_says_how_many_now_what_stops_it_and_what_is_short(
    plant: Production, ada: Membership, home: str, logged_in: Any
) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 80_000, a_store(plant), by=ada)
    page = logged_in(ada).get(f"{home}items/{bracket.public_id}/", quantity="60").content.decode()
    assert "<strong>48\N{NO-BREAK SPACE}pcs</strong> can be built now" in page
    assert f'Stopped by <a href="/p/{plant.public_id}/items/{bar.public_id}/">BAR</a> Bar.' in page
    assert '<span class="state state-bad">short 20\N{NO-BREAK SPACE}m</span>' in page
    assert 'data-path="0.0"' in page


def test_a_draft_can_be_looked_at_as_a_tree(plant: Production, ada: Membership, home: str, logged_in: Any) -> None:
    frame = a_made_item(plant, "FRAME")
    draft = a_bom(frame, BomLineTerms(an_item(plant, "TUBE"), 3), released_at=None)
    browser, path = logged_in(ada), f"{home}items/{frame.public_id}/"
    assert "No released bill of materials holds" in browser.get(path).content.decode()
    assert ">TUBE</a>" in browser.get(path, bom=draft.public_id).content.decode()
    assert browser.get(path, bom="x").status_code == 404


def test_a_bill_is_written_line_by_line_released_and_frozen(
    plant: Production, ada: Membership, home: str, logged_in: Any
) -> None:
    bracket, bar = a_made_item(plant, "BRACKET"), an_item(plant, "BAR", unit="m", decimals=3)
    ItemUnit.objects.create(organization=plant.organization, item=bar, unit="rod", numerator=6)
    browser = logged_in(ada)
    drafted = browser.post(f"{home}items/{bracket.public_id}/bills/", revision="A")
    bill = Bom.objects.get()
    path = f"{home}bills/{bill.public_id}/"
    assert drafted["Location"] == path
    assert browser.post(f"{path}lines/", **LINE | {"quantity": "1/4 rod", "scrap_percent": "10"}).status_code == 302
    line = BomLine.objects.get()
    assert (line.quantity, line.scrap_ppm, line.is_backflushed) == (1500, 100_000, True)

    edit = browser.get(path, edit=line.public_id).content.decode()
    assert f'action="{home}lines/{line.public_id}/"' in edit
    changed = browser.post(f"{home}lines/{line.public_id}/", version=1, **LINE | {"quantity": "1 400 mm"})
    stale = browser.post(f"{home}lines/{line.public_id}/", version=1, **LINE)
    assert (changed.status_code, stale.status_code, BomLine.objects.get().quantity) == (302, 409, 1400)

    assert browser.post(f"{path}release/", version=1).status_code == 302
    page = browser.get(path).content.decode()
    assert "Orders are made by this revision" in page
    assert 'id="line-form"' not in page
    refused = browser.post(f"{path}lines/", **LINE)
    assert refused.status_code == 422
    assert "Copy it to a new revision" in refused.content.decode()
    copied = browser.post(f"{path}copy/", revision="B")
    assert Bom.objects.get(revision="B").state == "draft"
    assert copied["Location"] == f"{home}bills/{Bom.objects.get(revision='B').public_id}/"
    assert browser.post(f"{path}retire/", version=2).status_code == 302
    assert Bom.objects.get(revision="A").state == "retired"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"component": "NUT"}, "No item has this code"),
        ({"quantity": "1,200"}, "can be read as"),
        ({"quantity": "3 kg"}, "cannot be turned into"),
        ({"component": "BRACKET", "quantity": "1"}, "BRACKET → BRACKET"),
        ({"scrap_percent": "100"}, "less than or equal to 99.9999"),
    ],
)
def test_a_refused_line_comes_back_with_what_was_typed(
    plant: Production, ada: Membership, home: str, logged_in: Any, typed: dict[str, str], said: str
) -> None:
    bracket = a_made_item(plant, "BRACKET")
    an_item(plant, "BAR", unit="m", decimals=3)
    bill = a_bom(bracket, released_at=None)
    answer = logged_in(ada).post(f"{home}bills/{bill.public_id}/lines/", **LINE | {"references": "R1"} | typed)
    page = answer.content.decode()
    assert (answer.status_code, BomLine.objects.exists()) == (422, False)
    assert said in page
    assert 'value="R1"' in page


def test_the_head_says_for_which_orders_a_bill_holds(
    plant: Production, ada: Membership, home: str, logged_in: Any
) -> None:
    bill = a_bom(a_made_item(plant, "BRACKET"), released_at=None)
    path, browser = f"{home}bills/{bill.public_id}/change/", logged_in(ada)
    fields = {"batch_quantity": "10 pcs", "from_on": "2027-05-01", "to_on": "2027-06-01", "note": ""}
    assert browser.post(path, version=1, **fields).status_code == 302
    bill.refresh_from_db()
    assert (bill.batch_quantity, str(bill.from_on), str(bill.to_on)) == (10, "2027-05-01", "2027-06-01")
    wrong = browser.post(path, version=2, **fields | {"to_on": "2027-05-01"})
    assert (wrong.status_code, "The last day must lie behind" in wrong.content.decode()) == (422, True)
    assert browser.post(path, version=1, **fields).status_code == 409


def test_codes_are_offered_as_somebody_types(plant: Production, ada: Membership, home: str, logged_in: Any) -> None:
    for code in ("BAR", "REBAR", "TUBE"):
        an_item(plant, code)
    page = logged_in(ada).get(f"{home}codes/", component="ba").content.decode()
    assert page.strip() == '<option value="BAR">Bar</option><option value="REBAR">Rebar</option>'
    assert logged_in(ada).get(f"{home}codes/").content.decode().strip() == ""


def test_a_routing_is_written_and_says_what_it_takes(
    plant: Production, ada: Membership, home: str, logged_in: Any
) -> None:
    bracket, machine, skill = a_made_item(plant, "BRACKET"), a_machine(plant), a_skill(plant, "Milling")
    browser = logged_in(ada)
    browser.post(f"{home}items/{bracket.public_id}/routings/", revision="A")
    path = f"{home}routings/{Routing.objects.get().public_id}/"
    fields = {
        "name": "Mill",
        "department": str(machine.department.public_id),
        "machine": str(machine.public_id),
        "skill": str(skill.public_id),
        "skill_level": "2",
        "setup_minutes": "20",
        "run_seconds": "90",
        "yield_percent": "95",
        "outside_price": "",
    }
    assert browser.post(f"{path}operations/", **fields).status_code == 302
    operation = Operation.objects.get()
    assert (operation.number, operation.machine, operation.skill_level, operation.yield_ppm) == (
        10,
        machine,
        2,
        950_000,
    )
    page = browser.get(path, quantity="57").content.decode()
    assert "60\N{NO-BREAK SPACE}pcs" in page
    assert "1:50 h on machines" in page

    change = f"{home}operations/{operation.public_id}/"
    assert browser.post(change, version=1, **fields | {"number": "20", "wait_minutes": "30"}).status_code == 302
    assert browser.post(change, version=1, **fields).status_code == 409
    wrong = browser.post(change, version=2, **fields | {"is_outside": "on"})
    assert (wrong.status_code, "its vendor" in wrong.content.decode()) == (422, True)
    assert browser.get(change).status_code == 200
    browser.post(f"{path}release/", version=1)
    assert browser.post(f"{home}operations/{operation.public_id}/remove/", version=2).status_code == 422
    assert Operation.objects.values_list("number", "wait_minutes").get() == (20, 30)


def test_prices_of_outside_work_are_for_those_who_see_pay(
    office: Organization, plant: Production, home: str, logged_in: Any
) -> None:
    reader = a_member(office, Role.READ_ONLY, "Reader")
    access(reader, plant)
    vendor = a_party(office, "Zinc House")
    zinc = OperationTerms(
        "Zinc", a_department(plant, "Shop"), is_outside=True, vendor=vendor, outside_days=3, outside_price_minor=12345
    )
    routing = a_routing(a_made_item(plant, "BRACKET"), zinc)
    for member, sees in ((reader, False), (a_member(office, name="Boss"), True)):
        page = logged_in(member).get(f"{home}routings/{routing.public_id}/").content.decode()
        assert ("123.45" in page) is sees
        assert "at Zinc House, 3 days" in page


def test_products_are_closed_to_strangers_and_unchanged_by_readers(
    office: Organization, plant: Production, home: str, logged_in: Any
) -> None:
    bracket, _ = brackets(plant)
    [bill] = bracket.boms.all()
    reader = a_member(office, Role.READ_ONLY, "Reader")
    access(reader, plant)
    stranger = a_member(an_organization("Other house"), name="Sam")
    pages = ("", f"items/{bracket.public_id}/", f"bills/{bill.public_id}/", f"bills/{bill.public_id}/table.csv")
    for page in pages:
        assert logged_in(stranger).get(home + page).status_code == 404
        assert logged_in(reader).get(home + page).status_code == 200
    for step in ("copy/", "release/", "retire/"):
        path = f"{home}bills/{bill.public_id}/{step}"
        assert logged_in(reader).post(path, version=1, revision="B").status_code == 403
        assert logged_in(stranger).post(path, version=1, revision="B").status_code == 404
    assert "Copy to new revision" not in logged_in(reader).get(f"{home}bills/{bill.public_id}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    plant: Production, ada: Membership, home: str, logged_in: Any, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        part = a_made_item(plant, f"P{number}")
        a_bom(part, BomLineTerms(an_item(plant, f"R{number}"), 1))
        a_routing(part, OperationTerms("Saw", a_department(plant, "Shop")))
    browser = logged_in(ada)
    browser.get(home)
    with django_assert_num_queries(12):
        browser.get(home)
