"""Where the product of a work order goes when the order does not say."""

from __future__ import annotations

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.manufacturing.work_orders.writing import store_for
from callboard.stock.moves.rules import StoreKind
from tests.builders import a_member
from tests.builders_plant import a_plant, a_store, a_work_order, an_item, in_stock


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


def test_a_product_goes_where_the_item_was_put_last(plant: Production, ada: Membership) -> None:
    a_store(plant, "A-01", count_position=1)
    old, finished = a_store(plant, "B-01", count_position=2), a_store(plant, "FG-01", count_position=3)
    line = a_store(plant, "LINE", kind=StoreKind.LINE, count_position=4)
    lantern = an_item(plant, "LANTERN", source="make")
    for place in (old, finished, line):  # beside a line it is used, not kept
        in_stock(lantern, 1, place, by=ada)

    assert store_for(a_work_order(lantern, 5, by=ada)).code == "FG-01"


def test_an_order_that_names_a_place_is_obeyed(plant: Production, ada: Membership) -> None:
    lantern, named = an_item(plant, "LANTERN", source="make"), a_store(plant, "B-01")
    in_stock(lantern, 1, a_store(plant, "FG-01"), by=ada)

    assert store_for(a_work_order(lantern, 5, to_store=named, by=ada)).code == "B-01"


def test_an_item_that_was_nowhere_yet_goes_to_the_first_store_in_use(plant: Production, ada: Membership) -> None:
    a_store(plant, "A-01", count_position=2)
    a_store(plant, "B-01", count_position=1)
    gone = a_store(plant, "C-01", count_position=0)
    lantern = an_item(plant, "LANTERN", source="make")
    in_stock(lantern, 1, gone, by=ada)
    gone.is_active = False
    gone.save()

    assert store_for(a_work_order(lantern, 5, by=ada)).code == "B-01"
