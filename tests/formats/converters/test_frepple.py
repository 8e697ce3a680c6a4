"""frePPLe's records as tables: each rule on the least records that show it."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

from callboard.formats.converters.converted import Converted, NotThatData, Receipt
from callboard.formats.converters.frepple import read_frepple
from tests.formats.converters.test_inventree import remarks, table


def converted(**records: list[dict[str, Any]]) -> Converted:
    rows = [
        {"model": f"input.{model}", "pk": fields.get("name"), "fields": fields}
        for model, some in records.items()
        for fields in some
    ]
    return read_frepple(json.dumps(rows).encode())


CHAIR = {
    "item": [{"name": "chair", "cost": 150}, {"name": "leg", "category": "raw"}, {"name": "All"}],
    "operation": [{"name": "saw", "duration_per": "1800", "sizemultiple": 5, "location_id": "factory"}],
    "operationmaterial": [
        {"operation": "saw", "item": "chair", "quantity": "2"},
        {"operation": "saw", "item": "leg", "quantity": "-8"},
    ],
}


def test_what_flows_into_an_operation_is_the_bill_of_what_flows_out() -> None:
    found = converted(**CHAIR)

    assert table(found, "bom") == [{"Parent": "chair", "Component": "leg", "Quantity": 8, "Per": 2, "Operation": 10}]
    assert [(row["Code"], row["Kind"], row["Make or buy"]) for row in table(found, "items")] == [
        ("chair", "finished product", "make"),
        ("leg", "raw material", "buy"),
        ("All", "component", "buy"),
    ]
    assert table(found, "items")[0]["Lot multiple"] == 5


def test_steps_of_a_routing_follow_each_other_and_waiting_needs_no_machine() -> None:
    found = converted(
        item=[{"name": "chair"}],
        operation=[
            {"name": "paint chair", "type": "routing", "item_id": "chair", "location_id": "factory"},
            {"name": "dry", "owner_id": "paint chair", "priority": 2, "duration": "21600", "location_id": "factory"},
            {"name": "spray", "owner_id": "paint chair", "priority": 1, "duration_per": "90.5", "duration": "60"},
        ],
        resource=[{"name": "booth", "category": "painting"}, {"name": "crew"}, {"name": "Ada", "owner_id": "crew"}],
        operationresource=[
            {"operation": "spray", "resource": "booth", "quantity": 1},
            {"operation": "spray", "resource": "crew", "quantity": 2, "skill": "Painter"},
        ],
    )

    assert table(found, "routings") == [
        {
            "Item": "chair",
            "Number": 10,
            "Operation": "spray",
            "Department": "painting",
            "Machine": "booth",
            "Skill": "Painter",
            "Crew": 2,
            "Setup minutes": 1,
            "Run seconds": 91,
        },
        {"Item": "chair", "Number": 20, "Operation": "dry", "Department": "factory", "Wait minutes": 360},
    ]
    assert table(found, "items")[0]["Lead days"] == 1


def test_an_operation_may_be_known_by_the_demand_for_it_only() -> None:
    found = converted(
        item=[{"name": "part"}],
        operation=[{"name": "job", "location": "shop"}],
        demand=[
            {"name": "D1", "item": "part", "operation": "job", "due": "2027-02-08 18:00:00", "quantity": "1.5",
             "customer": "Client", "priority": 12},
            {"name": "D2", "item": "part", "due": "2027-02-08", "quantity": "1", "status": "closed"},
        ],
    )  # fmt: skip

    assert [row["Item"] for row in table(found, "routings")] == ["part"]
    assert table(found, "orders") == [
        {"Client": "Client", "Client's number": "D1", "Item": "part", "Quantity": Decimal("1.5"), "Due": "2027-02-08",
         "Priority": 9}
    ]  # fmt: skip
    assert table(found, "items")[0]["Decimals"] == 1
    assert remarks(found) == [(1, "D1"), (1, "D2")]


def test_suppliers_stock_and_purchases() -> None:
    found = converted(
        item=[{"name": "leg"}],
        itemsupplier=[
            {"item_id": "leg", "supplier_id": "Mill", "leadtime": "86401", "sizeminimum": 400, "priority": 2},
            {"item_id": "leg", "supplier_id": "Forge", "leadtime": "604800", "sizemultiple": 50, "priority": 1},
        ],
        buffer=[
            {"item_id": "leg", "location_id": "factory", "onhand": 30, "minimum": 5},
            {"item_id": "leg", "location_id": "shop", "onhand": 0},
        ],
        operationplan=[
            {"reference": "PO1", "type": "PO", "status": "confirmed", "item_id": "leg", "quantity": 100,
             "enddate": "2021-01-05 00:00:00"},
            {"reference": "DO1", "type": "DO", "status": "confirmed", "item_id": "leg", "quantity": 10},
        ],
    )  # fmt: skip

    assert table(found, "suppliers") == [
        {"Item": "leg", "Supplier": "Mill", "Minimum": 400, "Lead days": 2, "Preferred": "no"},
        {"Item": "leg", "Supplier": "Forge", "Multiple": 50, "Lead days": 7, "Preferred": "yes"},
    ]
    assert table(found, "stock") == [{"Item": "leg", "Place": "factory", "Quantity": 30}]
    assert (table(found, "items")[0]["Lead days"], table(found, "items")[0]["Safety stock"]) == (7, 5)
    assert found.receipts == (Receipt("PO1", "leg", Decimal(100), "2021-01-05"),)


def test_closed_days_are_those_of_the_calendars_by_which_locations_work() -> None:
    closed = {"startdate": "2021-12-31 00:00:00", "enddate": "2022-01-03 00:00:00", "value": 0}
    found = converted(
        item=[{"name": "leg"}],
        location=[{"name": "factory", "available_id": "Working days"}],
        calendarbucket=[
            {"calendar_id": "Working days", **closed, "sunday": False},
            {"calendar_id": "capacity of the saw", **closed},
            {"calendar_id": "Working days", **closed, "value": 1, "saturday": False},
        ],
    )

    assert [row["Date"] for row in table(found, "calendar")] == [dt.date(2021, 12, 31), dt.date(2022, 1, 1)]
    assert remarks(found) == [(1, "Working days")]


@pytest.mark.parametrize(
    "content", [b"\x00", b"[]", b'[{"model": "input.item", "pk": 1}]', b'[{"model": "part.part"}]']
)
def test_what_is_no_such_data_is_refused(content: bytes) -> None:
    with pytest.raises(NotThatData):
        read_frepple(content)
