"""Rows of suppliers' prices: what each asks for an item. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from callboard.core.engagements.rules import MINOR_UNITS
from callboard.formats.columns import RowCells
from callboard.manufacturing.imports.found import CURRENCY_UNKNOWN, DUPLICATE, Found, Outcome, Verb
from callboard.manufacturing.imports.known import Known, Offer, folded
from callboard.manufacturing.imports.row_reading import Names, item_in, minor_in, quantity_in, unit_in
from callboard.manufacturing.imports.rules import Settings

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def check_suppliers(rows: Iterable[RowCells], known: Known, settings: Settings) -> Outcome[Offer]:
    """Read and check every row. An offer is one for its item, supplier and supplier's code."""
    found, faults = [], []
    seen: dict[tuple[str, str, str], int] = {}
    parties = Names.of("supplier", known.parties, may_add=settings.adds_missing)
    for row in rows:
        offer = _offer(row, known, parties)
        if offer is not None and not row.faults:
            key = offer.item, folded(offer.supplier), offer.supplier_code
            if key in seen:
                row.fault("item", DUPLICATE, other=seen[key])
            else:
                seen[key] = row.row.number
                found.append(Found((row.row.number,), _verb(known.offers.get(key), offer), offer))
        faults += row.faults
    return Outcome(tuple(found), tuple(faults), adds={"parties": parties.added_by(found)})


def currency_in(row: RowCells, name: str, known: Known) -> str:
    """The currency in the cell, the plant's own if it is empty."""
    written = row.text(name, most=20).upper()
    if written and not _CURRENCY.fullmatch(written):
        row.fault(name, CURRENCY_UNKNOWN, value=written)
    return written or known.currency


def _offer(row: RowCells, known: Known, parties: Names) -> Offer | None:
    item = item_in(row, "item", known)
    supplier = parties.read(row, "supplier", most=160, is_required=True)
    unit = unit_in(row, "unit", item) if item else None
    currency = currency_in(row, "currency", known)
    per = quantity_in(row, "per", item, unit)
    offer = Offer(
        item.code if item else "",
        supplier,
        supplier_code=row.text("supplier_code", most=80),
        price_minor=minor_in(row, "price", MINOR_UNITS.get(currency, 2)) or 0,
        price_quantity=per or (10**item.decimals if item else 1),
        currency=currency,
        minimum=quantity_in(row, "minimum", item, unit, may_be_0=True) or 0,
        multiple=quantity_in(row, "multiple", item, unit, may_be_0=True) or 0,
        lead_days=row.whole_number("lead_days", least=0, most=3_650) or 0,
        is_preferred=bool(row.yes_or_no("is_preferred")),
        is_active=row.yes_or_no("is_active") is not False,
    )
    return offer if item else None


def _verb(before: Offer | None, offer: Offer) -> Verb:
    if before is None:
        return Verb.NEW
    return Verb.SAME if before == offer else Verb.CHANGED
