"""Who is told when an item changes."""

from __future__ import annotations

from dataclasses import replace

from callboard.core.organizations.models import Organization
from callboard.manufacturing.products.actions import create_bom
from callboard.manufacturing.products.models import ItemLevel
from callboard.manufacturing.products.rules import BomLineTerms
from callboard.stock.items.actions import change_item
from callboard.stock.items.queries import item_terms
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_plant, an_item


def test_a_longer_lead_time_of_a_part_lengthens_the_product_above(office: Organization) -> None:
    plant, ada = a_plant(office), a_member(office)
    stand = an_item(plant, "STAND", source="make", lead_days=2)
    foot = an_item(plant, "FOOT", lead_days=5)
    create_bom(stand, "A", [BomLineTerms(foot, 1)], by=ada, at=FRIDAY_18H)
    before = ItemLevel.objects.get(item=stand).total_lead_days

    change_item(foot, replace(item_terms(foot), lead_days=9), by=ada, at=FRIDAY_18H, version=foot.version)

    assert (before, ItemLevel.objects.get(item=stand).total_lead_days) == (7, 11)
