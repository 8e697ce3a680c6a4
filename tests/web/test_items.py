"""The catalog's pages: list, search, export, one item with all that belongs to it, forms that keep what was typed."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import ROLE_TABLE, DataClass, Role
from callboard.manufacturing.products.models import Bom, BomLine
from callboard.stock.items.actions import add_item_unit, add_supplier_item
from callboard.stock.items.models import Item, ItemFile, Lot, SupplierItem
from callboard.stock.items.queries import item_terms, own_units
from callboard.stock.items.rules import ItemKind, ItemTerms, SupplierTerms, Tracking
from callboard.stock.moves.rules import StoreKind
from tests.builders import (
    FRIDAY_18H,
    FakeMailServer,
    a_department,
    a_member,
    a_party,
    a_production,
    access,
    an_organization,
)
from tests.builders_plant import a_lot, a_plant, a_store, an_item, in_stock

BAR = {
    "code": "BAR-40",
    "name": "Steel bar",
    "kind": "raw material",
    "unit": "m",
    "decimals": "3",
    "tracking": "lot",
    "source": "buy",
    "lead_days": "10",
    "lot_policy": "reorder point",
    "reorder_point": "1 500 mm",
    "reorder_up_to": "20",
    "yield_percent": "97.5",
    "hold_percent": "20",
    "standard_cost_minor": "12.50",
}


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


def address(plant: Production, name: str = "list", *more: Any) -> str:
    return reverse(f"items:{name}", args=[plant.public_id, *more])


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_catalog_says_what_is_on_hand_and_what_is_low(plant: Production, ada: Membership, logged_in: Any) -> None:
    bar = an_item(plant, "BAR", unit="m", decimals=3, safety_stock=2000, lead_days=4)
    an_item(plant, "OLD", is_active=False)
    in_stock(bar, 1500, a_store(plant), by=ada)
    north = a_party(plant.organization, "North", kind="company")
    add_supplier_item(bar, north, SupplierTerms("ZX-77"), by=ada, at=FRIDAY_18H)

    page = words(logged_in(ada).get(address(plant)))

    assert '<td class="number">1.5 m</td>' in page
    assert '1.5 m <span class="state state-warn">low</span>' in page
    assert "North <small" in page
    assert "4 days" in page
    assert "1 item<" in page
    assert "OLD" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["BAR", "BOLT"]),
        ({"search": "steel"}, ["BAR"]),
        ({"search": "zx-77"}, ["BOLT"]),
        ({"kind": "tool"}, []),
        ({"source": "make"}, ["BOLT"]),
        ({"active": "no"}, ["OLD"]),
        ({"active": "all", "sort": "-code"}, ["OLD", "BOLT", "BAR"]),
    ],
)
def test_the_catalog_is_searched_filtered_sorted_and_exported_the_same(
    plant: Production, ada: Membership, logged_in: Any, asked: dict[str, str], found: list[str]
) -> None:
    an_item(plant, "BAR", name="Steel bar")
    bolt = an_item(plant, "BOLT", name="Hex bolt", source="make")
    an_item(plant, "OLD", name="Old part", is_active=False)
    add_supplier_item(bolt, a_party(plant.organization, "North"), SupplierTerms("ZX-77"), by=ada, at=FRIDAY_18H)
    browser = logged_in(ada)

    context = browser.get(address(plant), **asked).context
    csv = browser.get(address(plant, "table", "csv"), **asked).content.decode("utf-8-sig")

    assert [row.item.code for row in context["rows"]] == found
    assert [line.split(",")[0] for line in csv.splitlines()[1:]] == found


def test_an_empty_search_offers_all_and_an_empty_catalog_the_first_item(
    plant: Production, ada: Membership, logged_in: Any
) -> None:
    browser = logged_in(ada)
    assert "The catalog is empty. Materials" in words(browser.get(address(plant)))
    an_item(plant)
    assert "No item fits this search" in words(browser.get(address(plant), search="nothing"))
    film = a_production(plant.organization)
    assert "Props, wardrobe and expendables" in words(browser.get(address(film)))


def test_the_workbook_has_numbers_and_no_formula_and_prices_for_those_who_see_them(
    plant: Production, office: Organization, ada: Membership, logged_in: Any
) -> None:
    bar = an_item(plant, "BAR", name="=cmd()", unit="m", decimals=3, standard_cost_minor=990)
    in_stock(bar, 1500, a_store(plant), by=ada)
    head = a_member(office, Role.HEAD_OF_DEPARTMENT, "Hal")
    access(head, plant)

    def row(member: Membership) -> dict[Any, Any]:
        answer = logged_in(member).get(address(plant, "table", "xlsx"))
        headings, values = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        return dict(zip(headings, values, strict=True))

    assert {name: row(ada)[name] for name in ("Code", "Name", "On hand", "Free", "Standard cost")} == {
        "Code": "BAR",
        "Name": "'=cmd()",
        "On hand": 1.5,
        "Free": 1.5,
        "Standard cost": 9.9,
    }
    assert not {"Standard cost", "Price"} & set(row(head))
    assert logged_in(ada).get(address(plant, "table", "pdf")).status_code == 404


def test_the_kind_fills_in_the_form_and_what_is_typed_becomes_an_item(
    plant: Production, ada: Membership, logged_in: Any
) -> None:
    browser = logged_in(ada)
    assert "Told apart" not in words(browser.get(address(plant, "new")))
    form = words(browser.get(address(plant, "new"), kind="raw material"))
    assert '<option value="m" selected>m (meters)</option>' in form

    answer = browser.post(address(plant, "new"), **BAR)

    made = Item.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(plant, "item", made.public_id))
    assert item_terms(made) == ItemTerms(
        "BAR-40",
        "Steel bar",
        "raw material",
        unit="m",
        decimals=3,
        tracking="lot",
        lead_days=10,
        lot_policy="reorder point",
        reorder_point=1500,
        reorder_up_to=20_000,
        yield_ppm=975_000,
        hold_cost_ppm=800,
        standard_cost_minor=1250,
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reorder_point": "1,200"}, "can be read as 1.200 or as 1200"),
        ({"safety_stock": "1.0005"}, "finer than this item is counted"),
        ({"safety_stock": "3 kg"}, "kg cannot be turned into m"),
        ({"code": "TAKEN"}, "is in the catalog already"),
        ({"lot_policy": "fixed quantity"}, "needs a fixed quantity above zero"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_a_refused_item_comes_back_with_what_was_typed(
    plant: Production, ada: Membership, logged_in: Any, typed: dict[str, str], said: str
) -> None:
    an_item(plant, "TAKEN")
    answer = logged_in(ada).post(address(plant, "new"), **BAR | typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="1 500 mm"' in words(answer) or "reorder_point" in typed
    assert Item.objects.count() == 1


def test_an_item_is_changed_and_a_stale_change_shows_both_states(
    plant: Production, ada: Membership, logged_in: Any
) -> None:
    item = an_item(plant, "BAR-40", unit="m", decimals=3, hold_cost_ppm=3)
    browser, path = logged_in(ada), address(plant, "change", item.public_id)
    assert 'name="version" value="1"' in words(browser.get(path))

    assert browser.post(path, **BAR, version=1).status_code == 302
    stale = browser.post(path, **BAR | {"name": "Bar of mine"}, version=1)

    assert stale.status_code == 409
    assert "Bar of mine" in words(stale)
    item.refresh_from_db()
    assert (item.name, item.version) == ("Steel bar", 2)


def test_saving_the_form_unchanged_changes_nothing(plant: Production, ada: Membership, logged_in: Any) -> None:
    """What is shown is what is read back: quantities, percentages, money."""
    item = an_item(
        plant,
        unit="m",
        decimals=3,
        safety_stock=1_234_567,
        yield_ppm=333_333,
        hold_cost_ppm=7,
        setup_cost_minor=105,
        reorder_point=1,
        reorder_up_to=1200,
    )
    before, browser = item_terms(item), logged_in(ada)
    path = address(plant, "change", item.public_id)
    form = browser.get(path).context["form"]
    fields = {field.name: field.value() for field in form if field.value() not in (None, False)}

    assert browser.post(path, **fields, version=1).status_code == 302

    item.refresh_from_db()
    assert item_terms(item) == before


def test_who_is_not_shown_costs_has_no_field_for_them_and_keeps_them(
    plant: Production, office: Organization, logged_in: Any
) -> None:
    head = a_member(office, Role.HEAD_OF_DEPARTMENT, "Hal")
    access(head, plant)
    item = an_item(plant, "BAR-40", standard_cost_minor=77_77, unit="m", decimals=3)
    browser, path = logged_in(head), address(plant, "change", item.public_id)
    assert "77.77" not in words(browser.get(path))

    assert browser.post(path, **BAR, version=1).status_code == 302

    item.refresh_from_db()
    assert (item.name, item.standard_cost_minor, item.hold_cost_ppm) == ("Steel bar", 7777, 0)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BUYER, Role.HEAD_OF_DEPARTMENT, Role.OPERATOR, Role.CREW])
def test_prices_are_for_roles_that_see_pay(office: Organization, plant: Production, logged_in: Any, role: Role) -> None:
    member = a_member(office, role, "Max")
    access(member, plant)
    item = an_item(plant, standard_cost_minor=4321)
    terms = SupplierTerms("N-1", price_minor=98_76, price_quantity=100)
    north = a_party(office, "North", kind="company")
    add_supplier_item(item, north, terms, by=a_member(office, name="Bea"), at=FRIDAY_18H)

    page = words(logged_in(member).get(address(plant, "item", item.public_id)))

    sees = DataClass.PAY in ROLE_TABLE[role].sees
    assert "North" in page
    assert ("98.76 USD for 100 pcs" in page, "43.21 USD" in page) == (sees, sees)


def test_the_page_shows_stock_by_place_and_lot_and_where_it_is_used(
    plant: Production, ada: Membership, logged_in: Any
) -> None:
    bar = an_item(plant, "BAR", unit="m", decimals=3, tracking=Tracking.LOT)
    bracket = an_item(plant, "BRACKET")
    bom = Bom.objects.create(organization=plant.organization, item=bracket, revision="B", batch_quantity=10)
    BomLine.objects.create(organization=plant.organization, bom=bom, position=10, component=bar, quantity=1500)
    lot = a_lot(bar, "H-7", expires_on=date(2020, 1, 1))
    in_stock(bar, 2500, a_store(plant, "A-01"), by=ada, lot=lot)
    in_stock(bar, 500, a_store(plant, "Q-1", StoreKind.QUARANTINE), by=ada, lot=a_lot(bar, "H-8"))

    page = words(logged_in(ada).get(address(plant, "item", bar.public_id)))

    assert '<th scope="row">A-01</th><td>Store</td><td>H-7</td><td class="number">2.5 m</td>' in page
    assert '<th scope="row">Q-1</th><td>Quarantine</td><td>H-8</td><td class="number">0.5 m</td>' in page
    assert "<dt>Held or expired</dt><dd>2.5 m</dd>" in page
    assert '<span class="state state-bad">expired</span>' in page
    assert '<td class="number">1.5 m</td><td class="number">10 pcs</td>' in page


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("3 roll", "75 m"),
        ("10 in", "254 mm"),
        ("1 in", "finer than this item is counted"),
        ("5 kg", "kg cannot be turned into m"),
        ("x", "is no quantity"),
    ],
)
def test_the_converter_answers_exactly_or_says_why_not(
    plant: Production, ada: Membership, logged_in: Any, amount: str, said: str
) -> None:
    bar = an_item(plant, "BAR", unit="m", decimals=3)
    add_item_unit(bar, "roll", Fraction(25), by=ada, at=FRIDAY_18H)
    assert said in words(logged_in(ada).get(address(plant, "item", bar.public_id), amount=amount)).replace(
        "&quot;", '"'
    )


def test_own_units_are_added_and_removed_and_a_wrong_one_comes_back_open(
    plant: Production, ada: Membership, logged_in: Any
) -> None:
    bar, browser = an_item(plant, "BAR", unit="m", decimals=3), logged_in(ada)
    path = address(plant, "add_unit", bar.public_id)
    assert browser.post(path, **{"unit-unit": "roll", "unit-factor": "25"}).status_code == 302
    assert own_units(bar) == {"roll": 25}

    again = browser.post(path, **{"unit-unit": "roll", "unit-factor": "30"})
    wrong = browser.post(path, **{"unit-unit": "coil", "unit-factor": "1,200"})

    assert (again.status_code, "has a unit called roll already" in words(again)) == (422, True)
    assert (wrong.status_code, '<details class="no-print mt-2" open>' in words(wrong)) == (422, True)
    assert 'value="coil"' in words(wrong)
    row = bar.units.get()
    assert browser.post(address(plant, "remove_unit", bar.public_id, row.public_id)).status_code == 302
    assert own_units(bar) == {}


def test_a_supplier_is_added_by_name_and_their_terms_changed(
    plant: Production, ada: Membership, logged_in: Any
) -> None:
    bar, browser = an_item(plant, "BAR", unit="m", decimals=3), logged_in(ada)
    add_item_unit(bar, "roll", Fraction(25), by=ada, at=FRIDAY_18H)
    typed = {
        "supplier-supplier": "North Steel",
        "supplier-supplier_code": "N-1",
        "supplier-price": "12.50",
        "supplier-price_quantity": "1 roll",
        "supplier-currency": "eur",
        "supplier-minimum": "50",
        "supplier-is_active": "on",
    }
    assert browser.post(address(plant, "add_supplier", bar.public_id), **typed).status_code == 302
    line = SupplierItem.objects.get()
    assert (line.supplier.name, line.price_minor, line.price_quantity, line.currency, line.minimum) == (
        "North Steel",
        1250,
        25_000,
        "EUR",
        50_000,
    )
    twice = browser.post(address(plant, "add_supplier", bar.public_id), **typed | {"supplier-supplier": "north steel"})
    assert (twice.status_code, "supplies this item under that code already" in words(twice)) == (422, True)

    path = address(plant, "change_supplier", bar.public_id, line.public_id)
    assert 'value="25"' in words(browser.get(path))
    assert browser.post(path, **typed | {"supplier-lead_days": "7"}, version=1).status_code == 302
    stale = browser.post(path, **typed | {"supplier-lead_days": "8"}, version=1)
    line.refresh_from_db()
    assert (line.lead_days, stale.status_code) == (7, 409)
    wrong = browser.post(path, **typed | {"supplier-currency": "euros"}, version=2)
    assert wrong.status_code == 422


def test_a_lot_is_named_by_who_moves_stock(plant: Production, office: Organization, logged_in: Any) -> None:
    keeper = a_member(office, Role.STOREKEEPER, "Kim")
    access(keeper, plant)
    glue, browser = an_item(plant, "GLUE", tracking=Tracking.LOT, shelf_days=90), logged_in(keeper)
    path = address(plant, "add_lot", glue.public_id)
    assert browser.post(path, **{"lot-code": "G-1", "lot-made_on": "2027-03-01"}).status_code == 302
    twice = browser.post(path, **{"lot-code": "G-1"})
    assert (twice.status_code, "has a lot G-1 already" in words(twice)) == (422, True)
    assert [(lot.code, lot.expires_on) for lot in Lot.objects.all()] == [("G-1", date(2027, 5, 30))]


def test_a_drawing_is_kept_opened_and_taken_off(
    plant: Production, ada: Membership, logged_in: Any, mail_server: FakeMailServer
) -> None:
    del mail_server  # the fixture also keeps files in memory
    item, browser = an_item(plant), logged_in(ada)
    path = address(plant, "add_file", item.public_id)
    drawing = SimpleUploadedFile("bracket.pdf", b"%PDF-1.7 drawing")
    assert browser.post(path, **{"file-file": drawing}).status_code == 302
    kept = ItemFile.objects.get()
    opened = browser.get(reverse("attachments:file", args=[plant.public_id, kept.attachment.public_id]))
    assert b"".join(opened.streaming_content) == b"%PDF-1.7 drawing"

    refused = browser.post(path, **{"file-file": SimpleUploadedFile("run.exe", b"MZ")})

    assert (refused.status_code, "is not a PDF" in words(refused)) == (422, True)
    assert browser.post(address(plant, "remove_file", item.public_id, kept.public_id)).status_code == 302
    assert "bracket.pdf" not in words(browser.get(address(plant, "item", item.public_id)))


def test_an_item_is_retired_and_restored(plant: Production, ada: Membership, logged_in: Any) -> None:
    item, browser = an_item(plant), logged_in(ada)
    assert browser.post(address(plant, "retire", item.public_id), version=1).status_code == 302
    assert "Take into use again" in words(browser.get(address(plant, "item", item.public_id)))
    assert browser.post(address(plant, "retire", item.public_id), version=1).status_code == 409
    assert browser.post(address(plant, "restore", item.public_id), version=2).status_code == 302
    item.refresh_from_db()
    assert item.is_active


def test_a_film_keeps_props_and_expendables_charged_to_a_department(
    office: Organization, ada: Membership, logged_in: Any
) -> None:
    film, browser = a_production(office), logged_in(ada)
    a_department(film, "Grip")
    kinds = browser.get(address(film, "new")).context["kinds"]
    assert [kind for kind, *_ in kinds][:3] == ["prop", "wardrobe", "expendable"]
    form = browser.get(address(film, "new"), kind="expendable").context["form"]
    assert not {"is_phantom", "yield_percent", "lot_maximum"} & set(form.fields)
    typed = {"code": "TAPE", "name": "Gaffer tape", "kind": "expendable", "unit": "roll", "decimals": "0"}
    more = {"tracking": "none", "source": "buy", "lot_policy": "reorder point", "charged_to": "Grip"}

    browser.post(address(film, "new"), **typed, **more, reorder_point="6")

    made = Item.objects.get()
    assert (made.kind, made.reorder_point, made.yield_ppm, made.charged_to and made.charged_to.name) == (
        ItemKind.EXPENDABLE,
        6,
        1_000_000,
        "Grip",
    )
    page = words(browser.get(address(film, "item", made.public_id)))
    assert "<dt>Charged to</dt><dd>Grip" in page
    assert "Where used" not in page


def test_items_are_closed_to_strangers_and_unchanged_by_crew(
    plant: Production, office: Organization, logged_in: Any
) -> None:
    crew, item = a_member(office, Role.CREW, "Cleo"), an_item(plant, "BAR-40")
    access(crew, plant)
    stranger, worker = logged_in(a_member(an_organization("Other house"), name="Sam")), logged_in(crew)
    reading = [address(plant), address(plant, "table", "csv"), address(plant, "item", item.public_id)]
    writing = [address(plant, "new"), address(plant, "change", item.public_id)]
    posting = [address(plant, name, item.public_id) for name in ("retire", "restore")]
    for path in reading + writing:
        assert stranger.get(path).status_code == 404
    for path in writing + posting:
        assert stranger.post(path, **BAR, version=1).status_code == 404
        assert worker.post(path, **BAR, version=1).status_code == 403
    assert [worker.get(path).status_code for path in reading + writing] == [200, 200, 200, 403, 403]
    assert (
        worker.post(address(plant, "add_unit", item.public_id), **{"unit-unit": "box", "unit-factor": "5"}).status_code
        == 403
    )
    item.refresh_from_db()
    assert (item.name, item.is_active, own_units(item)) == ("Bar-40", True, {})


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    plant: Production, ada: Membership, logged_in: Any, count: int, django_assert_num_queries: Any
) -> None:
    store, browser = a_store(plant), logged_in(ada)
    for number in range(count):
        item = an_item(plant, f"ITEM-{number}")
        in_stock(item, 5, store, by=ada)
        north = a_party(plant.organization, f"North {number}")
        add_supplier_item(item, north, SupplierTerms(), by=ada, at=FRIDAY_18H)
    browser.get(address(plant))
    with django_assert_num_queries(16):
        browser.get(address(plant))
