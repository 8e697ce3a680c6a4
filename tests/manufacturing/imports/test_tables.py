"""Which table is which: told by its headings."""

from __future__ import annotations

import pytest

from callboard.manufacturing.imports.rules import ImportKind
from callboard.manufacturing.imports.tables import COLUMNS, guessed_kind, titles_of


@pytest.mark.parametrize("kind", [kind for kind in ImportKind if kind is not ImportKind.BOM_FLAT])
def test_the_headings_of_an_export_tell_its_kind(kind: ImportKind) -> None:
    assert guessed_kind(titles_of(kind)) is kind


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (("Part number", "Description", "UoM"), ImportKind.ITEMS),
        (("Designator", "Quantity", "Part"), ImportKind.BOM_FLAT),
        (("Level", "MaterialNumber", "Quantity"), ImportKind.BOM_LEVELS),
        (("Parent part", "Child part", "Qty"), ImportKind.BOM_PAIRS),
        (("Location", "Part", "Quantity", "Batch"), ImportKind.STOCK),
        (("Customer", "Part", "Quantity", "Due date"), ImportKind.ORDERS),
        (("Shoe size", "Color"), None),
    ],
)
def test_usual_headings_tell_it_too(headings: tuple[str, ...], kind: ImportKind | None) -> None:
    assert guessed_kind(headings) is kind


def test_no_two_fields_of_a_table_are_exported_under_one_title() -> None:
    assert [kind for kind in COLUMNS if len(set(titles_of(kind))) != len(titles_of(kind))] == []
