"""InvenTree's data (Django's dumpdata as JSON) as tables. The rules are in docs/manufacturing/importing.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from callboard.formats.converters.converted import (
    MOST_DECIMALS,
    Collector,
    Converted,
    NotThatData,
    Receipt,
    decimals_of,
    plain,
    records_in,
)
from callboard.formats.converters.inventree_stock import UNMARKED, StockRow, placed, stock_rows
from callboard.formats.faults import gettext_noop

PROGRAM = "InvenTree"
OPEN_SALES = frozenset({10, 15})
PLACED_PURCHASES = frozenset({20, 25})
UNITS = {"": "pcs", "litre": "L", "litres": "L", "l": "L", "metre": "m", "metres": "m", "meters": "m", "pieces": "pcs"}
DIVISIBLE = frozenset({"m", "L", "kg"})
PRICES_IN = "USD"

INHERITED = gettext_noop("%(count)s lines are inherited from a template and were written to its variants: %(example)s.")
CONSUMABLE = gettext_noop("%(count)s lines are consumables, which nobody books; they came in as lines: %(example)s.")
VARIANTS = gettext_noop(
    "%(count)s lines may be filled by any variant. They ask for the part that is named: %(example)s."
)
OVERAGE = gettext_noop("%(count)s lines have an overage that is no percentage; it was left out: %(example)s.")
PACK = gettext_noop("%(count)s supplier parts come in packs finer than can be counted; left out: %(example)s.")
NO_DATE = gettext_noop("%(count)s lines have no date; they are due on the day of their order: %(example)s.")
OTHER_MONEY = gettext_noop("%(count)s prices are in another currency than USD and were left out: %(example)s.")
BUILDS = gettext_noop("%(count)s open builds were left out; make work orders for what is not finished: %(example)s.")
DRAFTED = gettext_noop("%(count)s lines of purchase orders that were never sent were left out: %(example)s.")


@dataclass
class _Source:
    """The records by model and key, and every part's code, unit and decimals."""

    records: Mapping[str, Mapping[int, dict[str, Any]]]
    codes: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    decimals: dict[int, int] = field(default_factory=dict)

    def of(self, model: str) -> Mapping[int, dict[str, Any]]:
        return self.records.get(model, {})


def read_inventree(content: bytes) -> Converted:
    """Parts, supplier parts, bills, stock and open sales orders as tables; placed purchases as receipts.

    Raises NotThatData.
    """
    try:
        return _read(records_in(content, PROGRAM, needs="part.part"))
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise NotThatData(program=PROGRAM, reason=f"a record lacks what it should have ({error!r})") from error


def _read(found: list[dict[str, Any]]) -> Converted:
    records: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for one in found:
        records[one["model"]][one["pk"]] = one["fields"]
    source, out = _Source(records), Collector()
    source.codes = _codes(source)
    source.units = {key: _unit(part) for key, part in source.of("part.part").items()}
    source.decimals = _decimals(source)
    stock = stock_rows(source.records, source.codes, out)
    _items(source, stock, out)
    _suppliers(source, out)
    _bom(source, out)
    for row in placed(stock, out):
        out.add("stock", row)
    _orders(source, out)
    _receipts(source, out)
    for build in source.of("build.build").values():
        if build["status"] in {10, 20} and build["quantity"] > build["completed"]:
            out.remark(BUILDS, build["reference"])
    return out.converted()


def _codes(source: _Source) -> dict[int, str]:
    """The internal part number where there is one, else the name; of two that are alike, the later gets its key."""
    codes: dict[int, str] = {}
    taken: set[str] = set()
    for key, part in source.of("part.part").items():
        code = (part["IPN"] or part["name"]).strip()[:60]
        if code.casefold() in taken:
            code = f"{code[:50]} #{key}"
        taken.add(code.casefold())
        codes[key] = code
    return codes


def _unit(part: Mapping[str, Any]) -> str:
    written = (part["units"] or "").strip()
    return UNITS.get(written.casefold(), written)


def _decimals(source: _Source) -> dict[int, int]:
    """So many decimals that every quantity of the part can be counted; thousandths at least of what is divisible."""
    numbers: dict[int, list[Decimal]] = defaultdict(list)
    for line in source.of("part.bomitem").values():
        numbers[line["sub_part"]].append(Decimal(line["quantity"]))
    for row in source.of("stock.stockitem").values():
        numbers[row["part"]].append(Decimal(row["quantity"]))
    for line in source.of("order.salesorderlineitem").values():
        numbers[line["part"]].append(Decimal(line["quantity"]))
    for offer in source.of("company.supplierpart").values():
        pack = Decimal(offer["pack_quantity_native"])
        if -pack.normalize().as_tuple().exponent <= MOST_DECIMALS:  # type: ignore[operator]  # a finite number
            numbers[offer["part"]].append(pack)
    return {
        key: max(decimals_of(numbers[key]), 3 if source.units[key] in DIVISIBLE else 0)
        for key in source.of("part.part")
    }


def _items(source: _Source, stock: list[StockRow], out: Collector) -> None:
    parents = {line["part"] for line in source.of("part.bomitem").values()}
    parents |= {variant for _, variant in _inherited(source)}
    tracking = _tracking(source, stock)
    for key, part in source.of("part.part").items():
        minimum = Decimal(part["minimum_stock"])
        out.add(
            "items",
            {
                "Code": source.codes[key],
                "Name": " ".join(word for word in (part["name"], part["revision"]) if word),
                "Description": part["description"],
                "Kind": _kind(part, source.units[key]),
                "Unit": source.units[key],
                "Decimals": source.decimals[key],
                "Tracking": tracking[key],
                "Make or buy": "make" if key in parents else "buy",
                "Active": "yes" if part["active"] else "no",
                "Safety stock": plain(minimum) if minimum else None,
            },
        )


def _kind(part: Mapping[str, Any], unit: str) -> str:
    if part["virtual"] and not part["assembly"]:
        return "service"
    if part["assembly"]:
        return "finished product" if part["salable"] else "sub-assembly"
    return "raw material" if unit in DIVISIBLE else "component"


def _tracking(source: _Source, stock: list[StockRow]) -> dict[int, str]:
    """By serial if the part is trackable and every piece on hand has one, by lot if any row names a batch."""
    rows: dict[int, list[StockRow]] = defaultdict(list)
    for row in stock:
        rows[row.part].append(row)
    found = {}
    for key, part in source.of("part.part").items():
        is_pieces = source.units[key] == "pcs" and not source.decimals[key]
        if part["trackable"] and is_pieces and all(row.serial for row in rows[key]):
            found[key] = "serial"
        else:
            found[key] = "lot" if any(row.serial or row.batch for row in rows[key]) else "none"
    for row in stock:
        row.lot = {"serial": row.serial, "lot": row.serial or row.batch or UNMARKED, "none": ""}[found[row.part]]
    return found


def _suppliers(source: _Source, out: Collector) -> None:
    companies = source.of("company.company")
    for offer in source.of("company.supplierpart").values():
        part, pack = offer["part"], Decimal(offer["pack_quantity_native"]) * int(offer["multiple"] or 1)
        if decimals_of([pack]) > source.decimals[part] or pack != round(pack, source.decimals[part]):
            out.remark(PACK, offer["SKU"])
            pack = Decimal(1)
        default = source.of("part.part")[part]["default_supplier"]
        out.add(
            "suppliers",
            {
                "Item": source.codes[part],
                "Supplier": companies[offer["supplier"]]["name"],
                "Supplier's code": offer["SKU"],
                "Multiple": plain(pack) if pack != 1 else None,
                "Preferred": "yes" if default and source.of("company.supplierpart").get(default) is offer else "no",
            },
        )


def _inherited(source: _Source) -> Iterator[tuple[dict[str, Any], int]]:
    """Lines of templates that hold for their variants, too: each with the variant."""
    variants: dict[int, list[int]] = defaultdict(list)
    for key, part in source.of("part.part").items():
        if part["variant_of"]:
            variants[part["variant_of"]].append(key)
    for line in source.of("part.bomitem").values():
        ahead, seen = list(variants[line["part"]]) if line["inherited"] else [], {line["part"]}
        while ahead:
            variant = ahead.pop()
            if variant not in seen:
                seen.add(variant)
                ahead += variants[variant]
                yield line, variant


def _bom(source: _Source, out: Collector) -> None:
    substitutes: dict[int, list[int]] = defaultdict(list)
    for one in source.of("part.bomitemsubstitute").values():
        substitutes[one["bom_item"]].append(one["part"])
    keys = {id(line): key for key, line in source.of("part.bomitem").items()}
    own = [(line, line["part"]) for line in source.of("part.bomitem").values()]
    for line, parent in (*own, *_inherited(source)):
        pair = f"{source.codes[parent]} ← {source.codes[line['sub_part']]}"
        if parent != line["part"]:
            out.remark(INHERITED, pair)
        for flag, text in (("consumable", CONSUMABLE), ("allow_variants", VARIANTS)):
            if line[flag] and parent == line["part"]:
                out.remark(text, pair)
        others = substitutes[keys[id(line)]]
        row = {
            "Parent": source.codes[parent],
            "Quantity": plain(Decimal(line["quantity"])),
            "Scrap %": _scrap(line["overage"] or "", pair, out),
            "References": (line["reference"] or "")[:300],
            "Alternative group": f"alt {keys[id(line)]}" if others else None,
        }
        for rank, part in enumerate([line["sub_part"], *others], start=1):
            out.add("bom", {**row, "Component": source.codes[part], "Alternative priority": rank if others else None})


def _scrap(overage: str, pair: str, out: Collector) -> Decimal | None:
    """An overage of p on top is a scrap of p / (1 + p) of what is started."""
    if not overage.strip():
        return None
    try:
        share = Decimal(overage.strip().removesuffix("%")) / 100
    except InvalidOperation:
        share = Decimal(0)
    if not overage.strip().endswith("%") or share <= 0:
        out.remark(OVERAGE, pair)
        return None
    return round(share / (1 + share) * 100, 4)


def _orders(source: _Source, out: Collector) -> None:
    for line in source.of("order.salesorderlineitem").values():
        order = source.of("order.salesorder")[line["order"]]
        quantity = Decimal(line["quantity"]) - Decimal(line["shipped"])
        if order["status"] not in OPEN_SALES or quantity <= 0:
            continue
        price = line["sale_price"]
        if price and line["sale_price_currency"] != PRICES_IN:
            out.remark(OTHER_MONEY, order["reference"])
            price = None
        out.add(
            "orders",
            {
                "Client": source.of("company.company")[order["customer"]]["name"],
                "Client's number": order["customer_reference"] or order["reference"],
                "Ordered on": order["creation_date"],
                "Item": source.codes[line["part"]],
                "Quantity": plain(quantity),
                "Due": _due(line, order, out),
                "Price": plain(round(Decimal(price), 2)) if price else None,
                "Note": order["description"],
            },
        )


def _receipts(source: _Source, out: Collector) -> None:
    for key, line in source.of("order.purchaseorderlineitem").items():
        order, offer = source.of("order.purchaseorder")[line["order"]], None
        quantity = Decimal(line["quantity"]) - Decimal(line["received"])
        if quantity <= 0:
            continue
        if order["status"] not in PLACED_PURCHASES:
            if order["status"] == 10:
                out.remark(DRAFTED, order["reference"])
            continue
        offer = source.of("company.supplierpart")[line["part"]]
        amount = quantity * Decimal(offer["pack_quantity_native"])
        number = f"{order['reference']}/{key}"
        out.receipts.append(Receipt(number, source.codes[offer["part"]], amount, _due(line, order, out)))


def _due(line: Mapping[str, Any], order: Mapping[str, Any], out: Collector) -> str:
    due = line["target_date"] or order["target_date"]
    if not due:
        out.remark(NO_DATE, order["reference"])
    return str(due or order["creation_date"])
