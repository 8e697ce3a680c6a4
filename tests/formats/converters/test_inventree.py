"""InvenTree's records as tables: each rule on the least records that show it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from callboard.formats.converters.converted import TABLES, Converted, NotThatData
from callboard.formats.converters.inventree import read_inventree

PART = {
    "name": "Bolt", "IPN": None, "revision": None, "description": "", "units": "", "assembly": False,
    "trackable": False, "salable": False, "active": True, "virtual": False, "variant_of": None,
    "default_supplier": None, "minimum_stock": "0",
}  # fmt: skip
STOCK = {
    "part": 1, "location": 1, "quantity": "5", "serial": None, "batch": None, "status": 10, "is_building": False,
    "customer": None, "sales_order": None, "belongs_to": None, "consumed_by": None, "purchase_price": None,
    "purchase_price_currency": "USD", "expiry_date": None,
}  # fmt: skip
LINE = {
    "part": 1, "sub_part": 2, "quantity": "2", "reference": "", "overage": "", "inherited": False,
    "consumable": False, "allow_variants": False,
}  # fmt: skip


def converted(**records: list[dict[str, Any]]) -> Converted:
    rows = [
        {"model": model.replace("__", "."), "pk": key, "fields": fields}
        for model, some in records.items()
        for key, fields in enumerate(some, start=1)
    ]
    return read_inventree(json.dumps(rows).encode())


def table(found: Converted, name: str) -> list[dict[str, Any]]:
    """The filled cells of each row."""
    sheet = found.tables[name]
    rows = [dict(zip(sheet.headings, row.cells, strict=True)) for row in sheet.rows]
    return [{title: cell for title, cell in row.items() if cell is not None} for row in rows]


def remarks(found: Converted) -> list[tuple[int, str]]:
    return [(remark.count, remark.example) for remark in found.remarks]


def test_a_part_is_an_item_by_its_number_or_name() -> None:
    found = converted(
        part__part=[
            PART,
            PART | {"name": "Plate", "IPN": "P-1", "revision": "B", "units": "litres", "minimum_stock": "1.5"},
            PART | {"name": "bolt"},
        ]
    )

    assert [row["Code"] for row in table(found, "items")] == ["Bolt", "P-1", "bolt #3"]
    assert table(found, "items")[1] == {
        "Code": "P-1",
        "Name": "Plate B",
        "Kind": "raw material",
        "Unit": "L",
        "Decimals": 3,
        "Tracking": "none",
        "Make or buy": "buy",
        "Active": "yes",
        "Safety stock": Decimal("1.5"),
    }


def test_what_is_not_on_hand_is_left_out_and_counted() -> None:
    found = converted(
        part__part=[PART],
        stock__stocklocation=[{"name": "Shelf"}],
        stock__stockitem=[
            STOCK,
            STOCK | {"quantity": "0"},
            STOCK | {"is_building": True},
            STOCK | {"customer": 3},
            STOCK | {"belongs_to": 1},
            STOCK | {"status": 70},
            STOCK | {"status": 75, "quantity": "2"},
            STOCK | {"location": None, "quantity": "1"},
            STOCK | {"quantity": "3"},
        ],
    )

    assert table(found, "stock") == [
        {"Item": "Bolt", "Place": "Shelf", "Quantity": 8, "Place kind": "store"},
        {"Item": "Bolt", "Place": "Shelf quarantine", "Quantity": 2, "Place kind": "quarantine"},
        {"Item": "Bolt", "Place": "UNPLACED", "Quantity": 1, "Place kind": "store"},
    ]
    assert sorted(example for _, example in remarks(found)) == [
        "Bolt",  # added up
        *(f"Bolt (#{key})" for key in (2, 3, 4, 5, 6, 7, 8)),
    ]


def test_pieces_with_serials_are_told_apart_and_batches_are_lots() -> None:
    found = converted(
        part__part=[PART | {"trackable": True}, PART | {"name": "Wire"}],
        stock__stocklocation=[{"name": "Shelf"}],
        stock__stockitem=[
            STOCK | {"serial": "7", "batch": "B1", "quantity": "1", "purchase_price": "2.50"},
            STOCK | {"part": 2, "batch": "B2"},
            STOCK | {"part": 2, "purchase_price": "3", "purchase_price_currency": "EUR"},
        ],
    )

    assert [row["Tracking"] for row in table(found, "items")] == ["serial", "lot"]
    rows = [(row["Lot"], row.get("Supplier's lot"), row.get("Value")) for row in table(found, "stock")]
    assert rows == [("7", "B1", Decimal("2.5")), ("B2", None, None), ("UNMARKED", None, None)]


def test_lines_of_a_template_hold_for_its_variants_and_substitutes_are_alternatives() -> None:
    found = converted(
        part__part=[
            PART | {"name": "Chair", "assembly": True, "salable": True},
            PART | {"name": "Leg"},
            PART | {"name": "Red chair", "assembly": True, "variant_of": 1},
            PART | {"name": "Steel leg"},
        ],
        part__bomitem=[LINE | {"inherited": True, "overage": "25%", "reference": "L1"}],
        part__bomitemsubstitute=[{"bom_item": 1, "part": 4}],
    )

    rows = [
        (row["Parent"], row["Component"], row["Scrap %"], row["Alternative group"], row["Alternative priority"])
        for row in table(found, "bom")
    ]
    assert rows == [
        ("Chair", "Leg", 20, "alt 1", 1),
        ("Chair", "Steel leg", 20, "alt 1", 2),
        ("Red chair", "Leg", 20, "alt 1", 1),
        ("Red chair", "Steel leg", 20, "alt 1", 2),
    ]
    assert remarks(found) == [(1, "Red chair ← Leg")]
    assert [row["Make or buy"] for row in table(found, "items")] == ["make", "buy", "make", "buy"]


@pytest.mark.parametrize(
    "content", [b"\x00", b"[]", b"{}", b'[{"model": "part.part", "pk": 1, "fields": {}}]', b"[" * 100_000]
)
def test_what_is_no_such_data_is_refused(content: bytes) -> None:
    with pytest.raises(NotThatData):
        read_inventree(content)


def test_the_headings_are_those_of_the_import() -> None:
    """Converters stand below the import and spell its titles out: here they are compared."""
    from callboard.manufacturing.imports.tables import guessed_kind, titles_of

    for name, headings in TABLES.items():
        kind = guessed_kind(headings)
        assert kind is not None, name
        assert set(headings) <= set(titles_of(kind)), name
