"""The tree, what can be built now, what an order takes, and what planning reads."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.manufacturing.products.queries import (
    bom_by_id,
    bom_tree,
    boms_of_all,
    can_build,
    where_used,
)
from callboard.manufacturing.products.rules import BomHead, BomLineTerms, OperationTerms
from callboard.stock.items.models import Item
from callboard.stock.moves.reserving import reserve
from tests.builders import FRIDAY_18H, SATURDAY, a_department, a_member, an_organization
from tests.builders_plant import a_plant, a_store, an_item, in_stock
from tests.builders_products import a_bom, a_made_item, a_routing, brackets

MONDAY = SATURDAY + timedelta(days=2)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


def test_of_eighty_meters_forty_eight_brackets_can_be_built_now(plant: Production, ada: Membership) -> None:
    """60 brackets need 100 m: 80 m lie there, the bar stops the 49th."""
    bracket, bar = brackets(plant)
    in_stock(bar, 80_000, a_store(plant), by=ada)

    found = can_build(plant, bracket, on=SATURDAY)
    tree = bom_tree(ada, plant, bracket, 60, on=SATURDAY)

    assert (found.count, [(each.item, each.short) for each in found.stopped_by]) == (48, [(bar, 1667)])
    assert [(each.item, each.short) for each in tree.short] == [(bar, 20_000)]
    assert [(row.depth, row.item, row.need, row.in_all, row.there, row.short) for row in tree.rows] == [
        (0, bracket, 60, 60, 0, 0),
        (1, bar, 100_000, 100_000, 80_000, 20_000),
    ]


def test_what_is_reserved_is_left_alone_when_asked(plant: Production, ada: Membership) -> None:
    bracket, bar = brackets(plant)
    in_stock(bar, 80_000, a_store(plant), by=ada)
    order = bracket.public_id  # any key names whom it is reserved for
    reserve(bar, 50_000, MONDAY, for_kind="work material", for_id=order, label="WO-1", at=FRIDAY_18H)
    counts = [can_build(plant, bracket, on=SATURDAY, leave_reserved=left).count for left in (False, True)]
    assert counts == [48, 18]


def test_the_tree_shows_shared_parts_at_each_place_and_missing_once(plant: Production, ada: Membership) -> None:
    bike, frame, wheel = (a_made_item(plant, code, lead_days=2) for code in ("BIKE", "FRAME", "WHEEL"))
    bolt = an_item(plant, "BOLT", lead_days=7)
    a_bom(frame, BomLineTerms(bolt, 4))
    a_bom(wheel, BomLineTerms(bolt, 1))
    a_bom(bike, BomLineTerms(frame, 1), BomLineTerms(wheel, 2))
    in_stock(bolt, 13, a_store(plant), by=ada)

    tree = bom_tree(ada, plant, bike, 3, on=SATURDAY)

    assert [(row.path, row.item.code, row.need, row.in_all, row.short, row.is_critical) for row in tree.rows] == [
        ("0", "BIKE", 3, 3, 0, True),
        ("0.0", "FRAME", 3, 3, 0, True),
        ("0.0.0", "BOLT", 12, 18, 5, True),
        ("0.1", "WHEEL", 6, 6, 0, False),
        ("0.1.0", "BOLT", 6, 18, 5, False),
    ]
    assert ([item.code for item in tree.critical], tree.lead_days) == (["BIKE", "FRAME", "BOLT"], 11)
    assert [(each.item.code, each.short) for each in tree.short] == [("BOLT", 5)]
    assert tree.can_build.count == 2


def needed(ada: Membership, item: Item, quantity: int, on: date = SATURDAY) -> list[tuple[str, int]]:
    """What an order takes in all, of what is used."""
    rows = bom_tree(ada, item.production, item, quantity, on=on).rows[1:]
    return list(dict.fromkeys((row.item.code, row.in_all) for row in rows if row.is_taken))


def test_operation_yields_raise_what_the_early_components_need(plant: Production, ada: Membership) -> None:
    """Half is lost at welding: plates cut at 10 are needed twice, the label at 30 only once."""
    frame, plate, label = a_made_item(plant, "FRAME"), an_item(plant, "PLATE"), an_item(plant, "LABEL")
    shop = a_department(plant, "Shop")
    a_routing(frame, *(OperationTerms(name, shop, yield_ppm=ppm) for name, ppm in
                       (("Cut", 1_000_000), ("Weld", 500_000), ("Pack", 1_000_000))))  # fmt: skip
    a_bom(frame, BomLineTerms(plate, 1), BomLineTerms(label, 1, operation_number=30))
    assert needed(ada, frame, 10) == [("PLATE", 20), ("LABEL", 10)]


def test_a_phantom_is_netted_and_then_blown_through(plant: Production, ada: Membership) -> None:
    """Ten bikes take 20 kits and 10 bolts: 5 kits lie there, the other 15 are 60 bolts more."""
    bike, kit, bolt = a_made_item(plant, "BIKE"), an_item(plant, "KIT", is_phantom=True), an_item(plant, "BOLT")
    a_bom(kit, BomLineTerms(bolt, 4))
    a_bom(bike, BomLineTerms(kit, 2), BomLineTerms(bolt, 1))
    in_stock(kit, 5, a_store(plant), by=ada)
    assert needed(ada, bike, 10) == [("KIT", 20), ("BOLT", 70)]


def test_of_alternatives_an_order_takes_the_first_that_covers_it(plant: Production, ada: Membership) -> None:
    frame, steel, alloy = a_made_item(plant, "FRAME"), an_item(plant, "STEEL"), an_item(plant, "ALLOY")
    a_bom(
        frame,
        BomLineTerms(steel, 1, alternative_group="tube", alternative_priority=1),
        BomLineTerms(alloy, 2, alternative_group="tube", alternative_priority=2),
    )
    assert needed(ada, frame, 10) == [("STEEL", 10)]
    shelf = a_store(plant)
    in_stock(alloy, 20, shelf, by=ada)
    in_stock(steel, 9, shelf, by=ada)
    assert [needed(ada, frame, quantity) for quantity in (9, 10)] == [[("STEEL", 9)], [("ALLOY", 20)]]


def test_a_line_holds_in_its_own_window_only(plant: Production, ada: Membership) -> None:
    frame, old, new = a_made_item(plant, "FRAME"), an_item(plant, "OLD"), an_item(plant, "NEW")
    a_bom(frame, BomLineTerms(old, 1, to_on=MONDAY), BomLineTerms(new, 1, from_on=MONDAY))
    assert [needed(ada, frame, 1, on=day) for day in (SATURDAY, MONDAY)] == [[("OLD", 1)], [("NEW", 1)]]


def test_the_longest_way_leaves_out_alternatives_that_are_not_taken(plant: Production, ada: Membership) -> None:
    frame = a_made_item(plant, "FRAME", lead_days=1)
    steel, alloy = an_item(plant, "STEEL", lead_days=5), an_item(plant, "ALLOY", lead_days=30)
    a_bom(
        frame,
        BomLineTerms(steel, 1, alternative_group="tube", alternative_priority=1),
        BomLineTerms(alloy, 2, alternative_group="tube", alternative_priority=2),
    )
    tree = bom_tree(ada, plant, frame, 1, on=SATURDAY)
    assert ([item.code for item in tree.critical], tree.lead_days) == (["FRAME", "STEEL"], 6)


def test_planning_reads_each_line_with_the_days_it_holds_for(plant: Production, django_assert_num_queries: Any) -> None:
    bracket, bar = brackets(plant)
    bolt = an_item(plant, "BOLT")
    a_bom(bracket, BomLineTerms(bar, 1400), BomLineTerms(bolt, 3, is_fixed=True, to_on=MONDAY + timedelta(9)),
          revision="B", head=BomHead(from_on=MONDAY))  # fmt: skip
    with django_assert_num_queries(4):
        uses = boms_of_all(plant, SATURDAY)
    assert sorted((use.component_id, use.quantity, use.valid_from, use.valid_until, use.is_fixed) for use in uses) == [
        (bar.pk, 1400, MONDAY, None, False),
        (bar.pk, 1500, None, MONDAY, False),
        (bolt.pk, 3, MONDAY, MONDAY + timedelta(9), True),
    ]
    assert {(use.scrap_ppm, use.good_yield) for use in uses} == {(0, Fraction(1)), (100_000, Fraction(1))}
    assert {use.component_id for use in boms_of_all(plant, MONDAY + timedelta(30))} == {bar.pk}


def test_where_an_item_is_used(plant: Production) -> None:
    bracket, bar = brackets(plant)
    a_bom(a_made_item(plant, "ARM"), BomLineTerms(bar, 700), released_at=None)
    assert [(str(line.bom), line.quantity) for line in where_used(bar)] == [("ARM A", 700), ("BRACKET A", 1500)]
    assert list(where_used(bracket)) == []


def test_the_tree_takes_the_same_queries_however_wide(
    plant: Production, ada: Membership, django_assert_num_queries: Any
) -> None:
    for count in (1, 6):
        top = a_made_item(plant, f"TOP{count}")
        lines = []
        for number in range(count):
            part = a_made_item(plant, f"PART{count}-{number}")
            a_bom(part, BomLineTerms(an_item(plant, f"RAW{count}-{number}"), 1))
            lines.append(BomLineTerms(part, 1))
        a_bom(top, *lines)
        with django_assert_num_queries(12):
            assert len(bom_tree(ada, plant, top, 1, on=SATURDAY).rows) == 1 + 2 * count


def test_strangers_find_no_bill(plant: Production, ada: Membership) -> None:
    bracket, _ = brackets(plant)
    [bill] = bracket.boms.all()
    assert bom_by_id(ada, plant, bill.public_id) == bill
    with pytest.raises(NotFound):
        bom_by_id(a_member(an_organization("Other house"), name="Sam"), plant, bill.public_id)
