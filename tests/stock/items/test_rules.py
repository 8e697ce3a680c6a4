"""What an item may be: ranges, lots, phantoms, serial numbers, and supplies that stay out of products."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from callboard.core.errors import Refused
from callboard.stock.items.rules import (
    SUPPLIES,
    CodeMissing,
    ItemKind,
    ItemTerms,
    LotCodeMissing,
    LotPolicy,
    LotQuantityMissing,
    LotSizesDiffer,
    OutOfRange,
    PhantomBought,
    ReorderUpToTooLow,
    SerialNotWhole,
    Source,
    SupplierTerms,
    SupplierTermsWrong,
    SupplyInBom,
    Tracking,
    check_can_be_component,
    check_supplier_terms,
    check_terms,
    kinds_for,
    lot_code,
)
from callboard.stock.items.unit_rules import UnknownUnit

BRACKET = ItemTerms("BRACKET", "Bracket")


@pytest.mark.parametrize("kind", list(ItemKind))
def test_every_kind_starts_with_terms_that_hold(kind: ItemKind) -> None:
    terms = ItemTerms.of_kind(kind, code="X", name="Thing")
    check_terms(terms)
    assert (terms.kind, terms.lot_policy == LotPolicy.REORDER_POINT) == (kind, kind in SUPPLIES)


def test_a_kinds_defaults_give_way_to_what_is_given() -> None:
    assert ItemTerms.of_kind(ItemKind.PRODUCT, code="X", name="Thing", source=Source.BUY, lead_days=9) == ItemTerms(
        "X", "Thing", ItemKind.PRODUCT, source=Source.BUY, lead_days=9
    )


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"code": " "}, CodeMissing),
        ({"name": ""}, CodeMissing),
        ({"code": "x" * 61}, CodeMissing),
        ({"unit": "furlong"}, UnknownUnit),
        ({"decimals": 7}, OutOfRange),
        ({"safety_stock": -1}, OutOfRange),
        ({"yield_ppm": 0}, OutOfRange),
        ({"shelf_days": 0}, OutOfRange),
        ({"tracking": Tracking.SERIAL, "decimals": 1}, SerialNotWhole),
        ({"tracking": Tracking.SERIAL, "unit": "m"}, SerialNotWhole),
        ({"is_phantom": True, "source": Source.BUY}, PhantomBought),
        ({"lot_maximum": 5, "lot_minimum": 6}, LotSizesDiffer),
        ({"lot_maximum": 5, "lot_multiple": 6}, LotSizesDiffer),
        ({"lot_policy": LotPolicy.FIXED}, LotQuantityMissing),
        ({"lot_policy": LotPolicy.PERIOD}, LotQuantityMissing),
        ({"reorder_point": 10, "reorder_up_to": 9}, ReorderUpToTooLow),
    ],
)
def test_terms_that_could_not_be_planned_are_refused(wrong: dict[str, Any], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        check_terms(replace(BRACKET, **wrong))


@pytest.mark.parametrize("kind", list(ItemKind))
def test_supplies_are_refused_in_a_bill_of_materials_and_nothing_else_is(kind: ItemKind) -> None:
    if kind in SUPPLIES:
        with pytest.raises(SupplyInBom, match="TAPE is a supply"):
            check_can_be_component(kind, "TAPE")
    else:
        check_can_be_component(kind, "TAPE")


def test_a_film_is_offered_props_first_and_a_plant_raw_materials_and_both_have_every_kind() -> None:
    assert kinds_for("feature")[:3] == (ItemKind.PROP, ItemKind.WARDROBE, ItemKind.EXPENDABLE)
    assert kinds_for("plant")[:2] == (ItemKind.RAW, ItemKind.COMPONENT)
    assert set(kinds_for("series")) == set(kinds_for("plant")) == set(ItemKind)


@pytest.mark.parametrize("wrong", [{"price_minor": -1}, {"price_quantity": 0}, {"minimum": -1}, {"multiple": 10**16}])
def test_supplier_terms_nobody_can_order_by_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SupplierTermsWrong):
        check_supplier_terms(replace(SupplierTerms(), **wrong))


def test_a_lot_has_a_code_without_stray_spaces() -> None:
    assert lot_code(" B-7 ") == "B-7"
    for wrong in (" ", "x" * 61):
        with pytest.raises(LotCodeMissing):
            lot_code(wrong)
