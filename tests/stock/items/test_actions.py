"""The catalog is added to and changed: codes stay unique, units stay what stock was counted in, costs stay private."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from callboard.core.attachments.rules import KindNotTaken
from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.events.models import Event
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.stock.items.actions import (
    add_item_unit,
    add_supplier_item,
    attach_file,
    change_item,
    change_item_unit,
    change_supplier_item,
    create_item,
    create_lot,
    create_supplier,
    detach_file,
    remove_item_unit,
    restore_item,
    retire_item,
)
from callboard.stock.items.catalog import ensure_lot, write_item, write_supplier_item
from callboard.stock.items.models import Item, ItemFile, SupplierItem
from callboard.stock.items.queries import (
    files_of,
    find_item,
    find_lot,
    found_items,
    item_by_id,
    item_terms,
    items_of,
    lots_of,
    own_units,
    own_units_of,
    preferred_supplier,
    preferred_suppliers,
    supplier_items,
    suppliers_of,
)
from callboard.stock.items.rules import (
    CodeTaken,
    DepartmentUnknown,
    ItemKind,
    ItemSearch,
    ItemTerms,
    LotTaken,
    NotTracked,
    OwnUnitTaken,
    OwnUnitWrong,
    SupplierTaken,
    SupplierTerms,
    Tracking,
    TrackingIsFixed,
    UnitIsFixed,
)
from tests.builders import (
    FRIDAY_18H,
    FakeMailServer,
    a_department,
    a_member,
    a_party,
    access,
    an_engagement,
    an_organization,
)
from tests.builders_plant import a_plant, an_item

BAR = ItemTerms("BAR-40", "Steel bar 40", ItemKind.RAW, unit="m", decimals=3, tracking=Tracking.LOT, lead_days=10)
PDF = b"%PDF-1.7 drawing"


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def head(office: Organization, plant: Production) -> Membership:
    """May change the catalog, is not shown what things cost."""
    member = a_member(office, Role.HEAD_OF_DEPARTMENT, "Hal")
    access(member, plant)
    return member


def test_an_item_is_added_announced_and_audited(plant: Production, ada: Membership) -> None:
    made = create_item(plant, replace(BAR, code=" BAR-40 "), by=ada, at=FRIDAY_18H)

    assert list(items_of(ada, plant)) == [made]
    assert item_terms(made) == BAR
    assert [event.kind for event in Event.objects.all()] == ["item"]
    assert [(row.verb, row.actor_name, row.subject_name, row.detail) for row in AuditEntry.objects.all()] == [
        ("create item", "Ada", "BAR-40 Steel bar 40", {"kind": "raw material"})
    ]


def test_a_code_is_taken_once_in_a_production(plant: Production, ada: Membership, office: Organization) -> None:
    create_item(plant, BAR, by=ada, at=FRIDAY_18H)
    other = an_item(plant, "OTHER")
    with pytest.raises(CodeTaken):
        create_item(plant, replace(BAR, code="BAR-40 "), by=ada, at=FRIDAY_18H)
    with pytest.raises(CodeTaken):
        change_item(other, BAR, by=ada, at=FRIDAY_18H, version=1)
    assert create_item(a_plant(office, "Second works"), BAR, by=ada, at=FRIDAY_18H).code == "BAR-40"


def test_a_change_names_what_changed_but_no_amount_and_a_stale_one_is_refused(
    plant: Production, ada: Membership
) -> None:
    item = create_item(plant, BAR, by=ada, at=FRIDAY_18H)

    change_item(item, replace(BAR, lead_days=5, standard_cost_minor=1250), by=ada, at=FRIDAY_18H, version=1)

    assert AuditEntry.objects.get(verb="change item").detail == {"changed": ["costs", "lead_days"]}
    with pytest.raises(StaleEdit):
        change_item(item, BAR, by=ada, at=FRIDAY_18H, version=1)
    assert (Item.objects.get().lead_days, Item.objects.get().version) == (5, 2)


def test_the_unit_stays_once_something_is_counted_in_it(plant: Production, ada: Membership) -> None:
    item = create_item(plant, BAR, by=ada, at=FRIDAY_18H)
    change_item(item, replace(BAR, unit="mm", decimals=0), by=ada, at=FRIDAY_18H, version=1)
    add_item_unit(item, "roll", Fraction(25_000), by=ada, at=FRIDAY_18H)
    mm = item_terms(item)
    for terms in (BAR, replace(mm, decimals=1)):
        with pytest.raises(UnitIsFixed):
            change_item(item, terms, by=ada, at=FRIDAY_18H, version=item.version)
        item.refresh_from_db()
    assert (item.unit, item.decimals, item.version) == ("mm", 0, 2)


def test_tracking_may_change_until_there_are_lots(plant: Production, ada: Membership) -> None:
    item = create_item(plant, BAR, by=ada, at=FRIDAY_18H)
    add_item_unit(item, "roll", Fraction(25), by=ada, at=FRIDAY_18H)
    change_item(item, replace(BAR, tracking=Tracking.NONE), by=ada, at=FRIDAY_18H, version=1)
    change_item(item, BAR, by=ada, at=FRIDAY_18H, version=2)
    create_lot(item, "H-1", by=ada, at=FRIDAY_18H)
    with pytest.raises(TrackingIsFixed):
        change_item(item, replace(BAR, tracking=Tracking.NONE), by=ada, at=FRIDAY_18H, version=3)


def test_a_supply_is_charged_to_a_department_that_exists(plant: Production, ada: Membership) -> None:
    packing = a_department(plant, "Packing")
    tape = ItemTerms.of_kind(ItemKind.SHIPPING_SUPPLY, code="TAPE", name="Tape", charged_to="packing")

    item = create_item(plant, tape, by=ada, at=FRIDAY_18H)

    assert (item.charged_to, item_terms(item).charged_to) == (packing, "Packing")
    with pytest.raises(DepartmentUnknown, match="Known are: Packing"):
        create_item(plant, replace(tape, code="TAPE-2", charged_to="Paint"), by=ada, at=FRIDAY_18H)


def test_who_is_not_shown_costs_does_not_set_them_and_keeps_them(
    plant: Production, ada: Membership, head: Membership
) -> None:
    priced = replace(BAR, standard_cost_minor=900)
    with pytest.raises(NotAllowed):
        create_item(plant, priced, by=head, at=FRIDAY_18H)
    item = create_item(plant, priced, by=ada, at=FRIDAY_18H)
    with pytest.raises(NotAllowed):
        change_item(item, BAR, by=head, at=FRIDAY_18H, version=1)

    change_item(item, replace(priced, name="Bar"), by=head, at=FRIDAY_18H, version=1)

    assert (item.name, item.standard_cost_minor) == ("Bar", 900)


def test_retired_items_are_found_only_when_asked_for_and_come_back(plant: Production, ada: Membership) -> None:
    item = an_item(plant)
    retire_item(item, by=ada, at=FRIDAY_18H, version=1)
    assert list(found_items(ada, plant, ItemSearch())) == []
    assert list(found_items(ada, plant, ItemSearch(active="no"))) == [item]
    restore_item(item, by=ada, at=FRIDAY_18H, version=2)
    assert list(found_items(ada, plant, ItemSearch())) == [item]
    assert [row.verb for row in AuditEntry.objects.order_by("pk")] == ["retire item", "restore item"]


def test_own_units_are_exact_have_one_meaning_and_can_be_corrected(plant: Production, ada: Membership) -> None:
    bar, bolt = create_item(plant, BAR, by=ada, at=FRIDAY_18H), an_item(plant, "BOLT")
    roll = add_item_unit(bar, " roll ", Fraction(25), by=ada, at=FRIDAY_18H)
    add_item_unit(bolt, "third", Fraction(1, 3), by=ada, at=FRIDAY_18H)
    assert own_units(bolt) == {"third": Fraction(1, 3)}
    with pytest.raises(OwnUnitTaken):
        add_item_unit(bar, "roll", Fraction(30), by=ada, at=FRIDAY_18H)
    for wrong, factor in (("m", 2), ("", 2), ("coil", 0), ("coil", -1), ("x" * 21, 2)):
        with pytest.raises(OwnUnitWrong):
            add_item_unit(bar, wrong, Fraction(factor), by=ada, at=FRIDAY_18H)

    change_item_unit(roll, Fraction(30), by=ada, at=FRIDAY_18H, version=1)

    assert own_units_of([bar.pk, bolt.pk]) == {bar.pk: {"roll": Fraction(30)}, bolt.pk: {"third": Fraction(1, 3)}}
    with pytest.raises(StaleEdit):
        change_item_unit(roll, Fraction(31), by=ada, at=FRIDAY_18H, version=1)
    remove_item_unit(roll, by=ada, at=FRIDAY_18H)
    assert own_units(bar) == {}


def test_the_preferred_supplier_comes_first_then_the_fastest(plant: Production, ada: Membership) -> None:
    item = an_item(plant)
    north, south, east = (a_party(plant.organization, name, kind="company") for name in ("North", "South", "East"))
    slow = add_supplier_item(item, north, SupplierTerms(lead_days=9, is_preferred=True), by=ada, at=FRIDAY_18H)
    fast = add_supplier_item(item, south, SupplierTerms(lead_days=2), by=ada, at=FRIDAY_18H)
    assert preferred_supplier(item) == slow

    new = add_supplier_item(item, east, SupplierTerms(lead_days=5, is_preferred=True), by=ada, at=FRIDAY_18H)

    assert [(row.supplier.name, row.is_preferred) for row in supplier_items(item)] == [
        ("East", True),
        ("South", False),
        ("North", False),
    ]
    change_supplier_item(new, SupplierTerms(is_active=False), by=ada, at=FRIDAY_18H, version=1)
    assert preferred_supplier(item) == fast
    assert preferred_suppliers(plant) == {item.pk: fast}
    assert [row.currency for row in supplier_items(item)] == ["USD"] * 3


def test_a_supplier_has_one_line_per_code_and_its_price_is_for_those_who_see_pay(
    plant: Production, ada: Membership, head: Membership
) -> None:
    item, north = an_item(plant), a_party(plant.organization, "North", kind="company")
    priced = SupplierTerms("N-1", price_minor=1250, price_quantity=100, currency="eur")
    line = add_supplier_item(item, north, priced, by=ada, at=FRIDAY_18H)
    with pytest.raises(SupplierTaken):
        add_supplier_item(item, north, SupplierTerms("N-1"), by=ada, at=FRIDAY_18H)
    with pytest.raises(NotAllowed):
        change_supplier_item(line, SupplierTerms("N-1"), by=head, at=FRIDAY_18H, version=1)
    line.refresh_from_db()

    change_supplier_item(line, replace(priced, currency="EUR", lead_days=4), by=head, at=FRIDAY_18H, version=1)

    assert (line.price_minor, line.price_quantity, line.currency, line.lead_days) == (1250, 100, "EUR", 4)
    second = add_supplier_item(item, north, SupplierTerms("N-2"), by=head, at=FRIDAY_18H)
    with pytest.raises(SupplierTaken):
        change_supplier_item(second, SupplierTerms("N-1"), by=ada, at=FRIDAY_18H, version=1)


def test_suppliers_are_engaged_vendors_and_whoever_supplies_already(plant: Production, ada: Membership) -> None:
    vendor = an_engagement(plant, "Vendor", kind="vendor").party
    an_engagement(plant, "Welder")
    known = create_supplier(plant, " North Steel ", by=ada, at=FRIDAY_18H)
    assert create_supplier(plant, "North Steel", by=ada, at=FRIDAY_18H) == known
    assert list(suppliers_of(ada, plant)) == [vendor]

    add_supplier_item(an_item(plant), known, SupplierTerms(), by=ada, at=FRIDAY_18H)

    assert list(suppliers_of(ada, plant)) == [known, vendor]


def test_lots_are_named_once_of_tracked_items_only_and_expire_by_shelf_life(plant: Production, ada: Membership) -> None:
    glue = an_item(plant, "GLUE", tracking=Tracking.LOT, shelf_days=90)
    lot = create_lot(glue, " G-1 ", made_on=date(2027, 3, 1), by=ada, at=FRIDAY_18H)
    last = create_lot(glue, "G-2", by=ada, at=FRIDAY_18H)
    assert [(row.code, row.expires_on) for row in lots_of(glue)] == [("G-1", date(2027, 5, 30)), ("G-2", None)]
    assert list(lots_of(glue)) == [lot, last]
    with pytest.raises(LotTaken):
        create_lot(glue, "G-1", by=ada, at=FRIDAY_18H)
    with pytest.raises(NotTracked):
        create_lot(an_item(plant), "B-1", by=ada, at=FRIDAY_18H)


def test_an_import_writes_the_same_item_supplier_and_lot_twice_without_doubling(plant: Production) -> None:
    north = a_party(plant.organization, "North", kind="company")
    for name in ("Bar", "Steel bar"):
        item = write_item(plant, replace(BAR, name=name))
        write_supplier_item(item, north, SupplierTerms("N-1", lead_days=3))
        ensure_lot(item, "H-1", supplier_code="S-9")
    assert [(row.code, row.name) for row in Item.objects.all()] == [("BAR-40", "Steel bar")]
    assert SupplierItem.objects.count() == 1
    assert find_item(plant, " BAR-40 ") == item
    assert [row.supplier_code for row in lots_of(item)] == ["S-9"]
    assert find_lot(item, "H-2") is None


def test_files_are_kept_with_the_item_and_taken_off(
    plant: Production, ada: Membership, mail_server: FakeMailServer
) -> None:
    del mail_server  # the fixture also keeps files in memory
    item = an_item(plant)
    row = attach_file(item, PDF, "drawing.pdf", by=ada, at=FRIDAY_18H)
    assert [(found.attachment.file_name, found.attachment.size) for found in files_of(item)] == [("drawing.pdf", 16)]
    with pytest.raises(KindNotTaken):
        attach_file(item, b"MZ", "drawing.pdf", by=ada, at=FRIDAY_18H)
    detach_file(row, by=ada, at=FRIDAY_18H)
    assert not ItemFile.objects.exists()
    assert [(entry.verb, entry.detail) for entry in AuditEntry.objects.order_by("pk")] == [
        ("attach file", {"file": "drawing.pdf"}),
        ("detach file", {"file": "drawing.pdf"}),
    ]


def test_search_looks_at_codes_names_and_suppliers_codes(plant: Production, ada: Membership) -> None:
    bar, bolt = an_item(plant, "BAR", name="Steel bar"), an_item(plant, "BOLT", name="Hex bolt", source="make")
    add_supplier_item(bolt, a_party(plant.organization, "North"), SupplierTerms("ZX-77"), by=ada, at=FRIDAY_18H)

    def asked(**search: str) -> list[Item]:
        return list(found_items(ada, plant, ItemSearch(**search)))

    assert asked(words="steel") == [bar]
    assert asked(words="zx-77") == [bolt]
    assert asked(words="bo hex") == [bolt]
    assert asked(words="steel hex") == []
    assert asked(source="make") == [bolt]
    assert asked(kind="tool") == []
    assert asked(sort="-code") == [bolt, bar]
    assert asked(sort="no such column") == [bar, bolt]


def test_crew_may_look_but_not_change_and_strangers_see_nothing(plant: Production, office: Organization) -> None:
    item, crew = an_item(plant), a_member(office, Role.CREW, "Cleo")
    access(crew, plant)
    assert item_by_id(crew, plant, item.public_id) == item
    with pytest.raises(NotAllowed):
        change_item(item, BAR, by=crew, at=FRIDAY_18H, version=1)
    with pytest.raises(NotAllowed):
        create_item(plant, BAR, by=crew, at=FRIDAY_18H)
    with pytest.raises(NotFound):
        item_by_id(a_member(an_organization("Other house")), plant, item.public_id)
