"""Real plants of other programs come in through their converters without a fault, and plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from callboard.core.organizations.models import Organization
from callboard.formats.converters.converted import Converted
from callboard.formats.converters.frepple import read_frepple
from callboard.formats.converters.inventree import read_inventree
from callboard.manufacturing.imports.actions import check_import, keep_table, take_import
from callboard.manufacturing.imports.rules import ImportKind, TakeMode
from callboard.manufacturing.imports.tables import guessed_kind
from callboard.manufacturing.orders.models import OrderLine
from callboard.manufacturing.products.models import Bom, BomLine, ItemLevel, Operation
from callboard.stock.items.models import Item, SupplierItem
from callboard.stock.moves.models import Move
from callboard.stock.moves.queries import balances
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_plant

Counted = dict[str, int]
DATA: dict[str, tuple[Callable[[bytes], Converted], str, Counted]] = {
    "inventree": (
        read_inventree,
        "inventree_demo_subset.json",
        {"items": 414, "suppliers": 773, "operations": 0, "bills": 20, "lines": 258, "moves": 708, "orders": 6},
    ),
    "frepple, furniture": (
        read_frepple,
        "frepple/manufacturing_demo.json",
        {"items": 11, "suppliers": 5, "operations": 8, "bills": 7, "lines": 13, "moves": 18, "orders": 16},
    ),
    "frepple, flow line": (
        read_frepple,
        "frepple/flow_line.json",
        {"items": 70, "suppliers": 0, "operations": 70, "bills": 60, "lines": 60, "moves": 0, "orders": 10},
    ),
    "frepple, job shop": (
        read_frepple,
        "frepple/jobshop.json",
        {"items": 10, "suppliers": 0, "operations": 100, "bills": 0, "lines": 0, "moves": 0, "orders": 10},
    ),
}


@pytest.mark.parametrize("name", DATA)
def test_a_real_plant_comes_in_without_a_fault(office: Organization, shared_data: Path, name: str) -> None:
    read, file, expected = DATA[name]
    plant, mara = a_plant(office), a_member(office)
    converted = read((shared_data / "manufacturing" / file).read_bytes())

    for sheet in (sheet for sheet in converted.tables.values() if sheet.rows):
        kind = guessed_kind(sheet.headings)
        assert kind is not None
        draft = keep_table(plant, sheet, f"{sheet.name}.csv", kind, by=mara, at=FRIDAY_18H)
        check_import(draft, by=mara, at=FRIDAY_18H)
        assert (sheet.name, draft.faults) == (sheet.name, [])
        counts = take_import(draft, TakeMode.EVERYTHING, by=mara, at=FRIDAY_18H, version=draft.version)
        assert asdict(counts) | {"adds": {}} == asdict(counts) | {
            "rows": len(sheet.rows),
            "new": len(sheet.rows),
            "faulty": 0,
            "held": 0,
            "adds": {},
        }

    found = {
        "items": Item.objects.count(),
        "suppliers": SupplierItem.objects.count(),
        "operations": Operation.objects.count(),
        "bills": Bom.objects.filter(state="released").count(),
        "lines": BomLine.objects.count(),
        "moves": Move.objects.count(),
        "orders": OrderLine.objects.count(),
    }
    assert found == expected


def test_stock_is_conserved_on_the_way_in(office: Organization, shared_data: Path) -> None:
    """1,106 stock items: 28 built in, 21 not finished, 16 with clients; the other 1,041 are on hand in 708 rows."""
    import json
    from collections import Counter
    from decimal import Decimal

    content = (shared_data / "manufacturing" / "inventree_demo_subset.json").read_bytes()
    rows = [one["fields"] for one in json.loads(content) if one["model"] == "stock.stockitem"]
    ours = [
        row for row in rows if not (row["is_building"] or row["belongs_to"] or row["customer"] or row["sales_order"])
    ]
    names = {one["pk"]: one["fields"] for one in json.loads(content) if one["model"] == "part.part"}
    expected: Counter[str] = Counter()
    for row in ours:
        part = names[row["part"]]
        expected[part["IPN"] or part["name"]] += Decimal(row["quantity"])  # type: ignore[assignment]
    plant, mara = a_plant(office), a_member(office)
    tables = read_inventree(content).tables
    for name in ("items", "stock"):
        kind = guessed_kind(tables[name].headings)
        draft = keep_table(plant, tables[name], "x.csv", kind or ImportKind.ITEMS, by=mara, at=FRIDAY_18H)
        check_import(draft, by=mara, at=FRIDAY_18H)
        take_import(draft, TakeMode.EVERYTHING, by=mara, at=FRIDAY_18H, version=draft.version)

    items = {item.pk: item for item in Item.objects.all()}
    found: Counter[str] = Counter()
    for (key, _, _), steps in balances(plant).items():
        found[items[key].code] += Decimal(steps).scaleb(-items[key].decimals)  # type: ignore[assignment]
    assert (len(rows), len(ours)) == (1_106, 1_041)
    assert found == expected


def test_levels_of_a_real_plant_are_kept(office: Organization, shared_data: Path) -> None:
    plant, mara = a_plant(office), a_member(office)
    tables = read_frepple((shared_data / "manufacturing" / "frepple" / "flow_line.json").read_bytes()).tables
    for name, kind in (("items", ImportKind.ITEMS), ("bom", ImportKind.BOM_PAIRS)):
        draft = keep_table(plant, tables[name], "x.csv", kind, by=mara, at=FRIDAY_18H)
        check_import(draft, by=mara, at=FRIDAY_18H)
        take_import(draft, TakeMode.EVERYTHING, by=mara, at=FRIDAY_18H, version=draft.version)

    levels = dict(ItemLevel.objects.values_list("item__code", "low_level"))
    assert [levels[f"product 01-{step:02}"] for step in range(1, 8)] == [0, 1, 2, 3, 4, 5, 6]
