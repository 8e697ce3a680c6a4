"""Rows of items: what is read, and each fault with its place and fix."""

from __future__ import annotations

from fractions import Fraction

from callboard.manufacturing.imports.found import Verb
from callboard.manufacturing.imports.known import KnownItem
from callboard.manufacturing.imports.rules import ImportKind
from callboard.stock.items.rules import ItemTerms
from callboard.stock.items.unit_rules import UNITS, UnknownUnit
from tests.manufacturing.imports.tables import checked, faults, known


def there(code: str, **fields: object) -> KnownItem:
    terms = ItemTerms(code, code.title(), **fields)  # type: ignore[arg-type]
    return KnownItem(code, terms.unit, terms.decimals, values=vars(terms))


def test_a_row_gives_what_its_cells_say_and_the_kinds_defaults_for_the_rest() -> None:
    outcome = checked(
        ImportKind.ITEMS,
        """Code  | Name       | Kind     | Unit | Own units | Safety stock | Lead time | Yield | Standard cost
           BAR-6 | Flat bar 6 | raw      | m    | bar=6     | 12.5         | 15        | 98.5  | 4.20
           BOLT  | Bolt       |          | pcs  |           | 200          |           |       | """,
    )

    assert faults(outcome) == []
    bar, bolt = (one.record for one in outcome.found)
    assert bar.terms({}) == ItemTerms.of_kind(
        "raw material",
        code="BAR-6",
        name="Flat bar 6",
        unit="m",
        decimals=3,
        safety_stock=12_500,
        lead_days=15,
        yield_ppm=985_000,
        standard_cost_minor=420,
    )
    assert bar.own_units == {"bar": Fraction(6)}
    assert bolt.terms({}) == ItemTerms.of_kind("component", code="BOLT", name="Bolt", safety_stock=200)


def test_an_item_that_is_there_keeps_what_the_row_does_not_say() -> None:
    before = there("BOLT", lead_days=4, planner="Mara")

    outcome = checked(
        ImportKind.ITEMS,
        """Code | Name | Lead days | Planner
           BOLT |      | 6         | """,
        known(before),
    )

    (one,) = outcome.found
    assert (one.verb, one.rows) == (Verb.CHANGED, (3,))
    assert one.record.terms(before.values) == ItemTerms("BOLT", "Bolt", lead_days=6, planner="Mara")


def test_an_item_that_says_what_is_there_is_unchanged() -> None:
    outcome = checked(ImportKind.ITEMS, "Code | Name\nBOLT | Bolt", known(there("BOLT")))

    assert [one.verb for one in outcome.found] == [Verb.SAME]
    assert (outcome.counts.rows, outcome.counts.same, outcome.counts.new) == (1, 1, 0)


def test_every_fault_has_row_column_and_fix() -> None:
    outcome = checked(
        ImportKind.ITEMS,
        """Code      | Name | Kind   | Unit  | Safety stock | Lead days | Own units | Yield %
                     | Nut  |        |       |              |           |           |
           NUT       |      |        |       |              |           |           |
           WASHER    | W    | gadget | ells  | 1.5          | soon      | roll      | 120
           BOLT      | Bolt |        | kg    |              |           |           |
           bolt      | Bolt |        |       |              |           |           |
           PLATE     | P    |        |       |              |           |           |
           PLATE     | P    |        |       |              |           |           | """,
        known(there("BOLT")),
    )

    assert faults(outcome) == [
        "Row 3, column A (Code): A value is missing here. Fill in the cell, or leave the row out.",
        "Row 4, column B (Name): A value is missing here. Fill in the cell, or leave the row out.",
        "Row 5, column C (Kind): “gadget” is not known here. Write one of: raw material, component, sub-assembly,"
        " finished product, shipping supply, office supply, tool, service, prop, wardrobe, expendable.",
        f"Row 5, column D (Unit): {UnknownUnit(unit='ells', known=', '.join(UNITS))}",
        "Row 5, column E (Safety stock): 1.5 pcs is finer than WASHER is counted: in steps of 1 pcs. Round it, write"
        " it for a larger quantity, or give the item more decimals.",
        "Row 5, column F (Lead days): “soon” is no whole number. Write digits only, such as 1250.",
        "Row 5, column G (Own units): “roll” does not say how much a unit is. Write it as roll=25, and several with a"
        " semicolon between.",
        "Row 5, column H (Yield %): 120 is too large: 100 is the most. Correct the number.",
        "Row 6, column D (Unit): BOLT has pcs here, and its stock and bills were counted so. Leave the cell empty, or"
        " write pcs.",
        "Row 7, column A (Code): “bolt” looks like “BOLT” of row 6. Write both the same way, or give them codes that"
        " differ.",
        "Row 9, column A (Code): This is the same as row 8. Delete one of the two, or add their quantities up.",
    ]
    assert [one.record.code for one in outcome.found] == ["PLATE"]
    assert (outcome.counts.rows, outcome.counts.new, outcome.counts.faulty) == (7, 1, 6)


def test_a_code_of_another_spelling_is_named() -> None:
    outcome = checked(ImportKind.ITEMS, "Code | Name\nbracket 1 | Bracket", known(there("BRACKET-1")))

    assert faults(outcome) == [
        "Row 3, column A (Code): There is an item “BRACKET-1” already. Write its code the same way to change it, or"
        " choose a code that differs."
    ]


def test_a_rule_of_the_catalog_shows_at_its_column() -> None:
    outcome = checked(
        ImportKind.ITEMS,
        """Code | Name | Make or buy | Phantom | Lot policy | Lot maximum | Lot minimum
           A    | A    | buy         | yes     |            |             |
           B    | B    |             |         | fixed      |             |
           C    | C    |             |         |            | 5           | 10""",
    )

    assert [(fault.row, fault.title) for fault in outcome.faults] == [
        (3, "Phantom"),
        (4, "Lot policy"),
        (5, "Lot maximum"),
    ]
