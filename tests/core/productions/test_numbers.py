"""Numbers given out in order."""

from __future__ import annotations

from django.db import transaction

from callboard.core.organizations.models import Organization
from callboard.core.productions.numbers import next_number
from tests.builders_plant import a_plant


def test_each_series_of_each_production_counts_for_itself(office: Organization) -> None:
    works, annex = a_plant(office), a_plant(office, "Annex")

    numbers = [
        next_number(works, "work order", "WO"),
        next_number(works, "work order", "WO"),
        next_number(works, "shipment", "SH"),
        next_number(annex, "work order", "WO"),
    ]

    assert numbers == ["WO-1001", "WO-1002", "SH-1001", "WO-1001"]


def test_a_refused_action_takes_no_number(office: Organization) -> None:
    works = a_plant(office)
    with transaction.atomic():
        assert next_number(works, "work order", "WO") == "WO-1001"
        transaction.set_rollback(True)

    assert next_number(works, "work order", "WO") == "WO-1001"
