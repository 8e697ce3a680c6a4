"""Units and exact conversion between them. Pure: no database, no clock, no Django, and no floats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from callboard.core.errors import Refused, gettext_noop

Amount = Fraction | Decimal | int
NO_UNITS: Mapping[str, Fraction] = MappingProxyType({})


class UnknownUnit(Refused):
    """No unit goes by that name, neither everywhere nor for this item."""

    text = gettext_noop("There is no unit called %(unit)s here. Known are: %(known)s.")


class DimensionsDiffer(Refused):
    """Meters are not pieces until somebody says how many meters one piece has."""

    text = gettext_noop(
        "%(from_unit)s cannot be turned into %(to_unit)s. Give the item a unit of its own that says how much of one "
        "is in the other."
    )


@dataclass(frozen=True)
class Unit:
    """A unit that means the same for every item: `numerator / denominator` of its dimension's base unit."""

    code: str
    name: str
    dimension: str
    numerator: int = 1
    denominator: int = 1

    @property
    def factor(self) -> Fraction:
        """How many of the dimension's base unit one of this is, exactly."""
        return Fraction(self.numerator, self.denominator)


def _known() -> Iterator[Unit]:
    """The units by dimension. Lengths, masses and gallons after NIST SP 811, appendix B (exact by definition)."""
    yield Unit("pcs", gettext_noop("pieces"), "count")
    yield Unit("pair", gettext_noop("pairs"), "count", 2)
    yield Unit("dozen", gettext_noop("dozens"), "count", 12)
    yield Unit("mm", gettext_noop("millimeters"), "length", 1, 1000)
    yield Unit("cm", gettext_noop("centimeters"), "length", 1, 100)
    yield Unit("m", gettext_noop("meters"), "length")
    yield Unit("km", gettext_noop("kilometers"), "length", 1000)
    yield Unit("in", gettext_noop("inches"), "length", 254, 10_000)
    yield Unit("ft", gettext_noop("feet"), "length", 3048, 10_000)
    yield Unit("yd", gettext_noop("yards"), "length", 9144, 10_000)
    yield Unit("mg", gettext_noop("milligrams"), "mass", 1, 1_000_000)
    yield Unit("g", gettext_noop("grams"), "mass", 1, 1000)
    yield Unit("kg", gettext_noop("kilograms"), "mass")
    yield Unit("t", gettext_noop("metric tons"), "mass", 1000)
    yield Unit("oz", gettext_noop("ounces"), "mass", 45_359_237, 1_600_000_000)
    yield Unit("lb", gettext_noop("pounds"), "mass", 45_359_237, 100_000_000)
    yield Unit("mL", gettext_noop("milliliters"), "volume", 1, 1000)
    yield Unit("L", gettext_noop("liters"), "volume")
    yield Unit("m3", gettext_noop("cubic meters"), "volume", 1000)
    yield Unit("gal", gettext_noop("US gallons"), "volume", 3_785_411_784, 1_000_000_000)
    yield Unit("cm2", gettext_noop("square centimeters"), "area", 1, 10_000)
    yield Unit("m2", gettext_noop("square meters"), "area")
    yield Unit("ft2", gettext_noop("square feet"), "area", 9_290_304, 100_000_000)
    yield Unit("s", gettext_noop("seconds"), "time", 1, 3600)
    yield Unit("min", gettext_noop("minutes"), "time", 1, 60)
    yield Unit("h", gettext_noop("hours"), "time")
    # A working day is no fixed number of hours, a roll no fixed length: each is a dimension of its own.
    yield Unit("day", gettext_noop("days"), "day")
    for code, name in (
        ("set", gettext_noop("sets")),
        ("kit", gettext_noop("kits")),
        ("roll", gettext_noop("rolls")),
        ("reel", gettext_noop("reels")),
        ("sheet", gettext_noop("sheets")),
        ("bar", gettext_noop("bars")),
        ("box", gettext_noop("boxes")),
        ("pack", gettext_noop("packs")),
        ("bag", gettext_noop("bags")),
        ("can", gettext_noop("cans")),
        ("bottle", gettext_noop("bottles")),
        ("drum", gettext_noop("drums")),
        ("pallet", gettext_noop("pallets")),
    ):
        yield Unit(code, name, code)


UNITS: Mapping[str, Unit] = MappingProxyType({unit.code: unit for unit in _known()})

_ALSO = {
    "pc": "pcs",
    "piece": "pcs",
    "ea": "pcs",
    "each": "pcs",
    "no": "pcs",
    "nos": "pcs",
    "unit": "pcs",
    "meter": "m",
    "metre": "m",
    "metres": "m",
    "litre": "L",
    "litres": "L",
    "inch": "in",
    '"': "in",
    "foot": "ft",
    "lbs": "lb",
    "ton": "t",
    "tonne": "t",
    "tonnes": "t",
    "hr": "h",
    "hrs": "h",
    "hour": "h",
    "mins": "min",
    "sec": "s",
    "m²": "m2",
    "m³": "m3",
    "cm²": "cm2",
    "ft²": "ft2",
}
"""Other ways in which people write a unit, by its folded text."""


def unit_code(written: str, own: Mapping[str, Fraction] = NO_UNITS) -> str:
    """The code of a unit as somebody wrote it ("Pieces", "MM", "litre"). The item's own names come first.

    Raises UnknownUnit.
    """
    text = written.strip()
    if text in own or text in UNITS:
        return text
    folded = text.casefold()
    alike = [code for code in (*own, *UNITS) if code.casefold() == folded]
    named = [unit.code for unit in UNITS.values() if folded in {unit.name, unit.name.removesuffix("s")}]
    found = alike or named or ([_ALSO[folded]] if folded in _ALSO else [])
    if not found:
        raise UnknownUnit(unit=text or "–", known=", ".join((*own, *UNITS)))
    return found[0]


def convert(
    quantity: Amount, from_unit: str, to_unit: str, own: Mapping[str, Fraction] = NO_UNITS, *, stock_unit: str = ""
) -> Fraction:
    """The quantity in another unit, exactly; nothing is rounded here.

    `own` says for each of the item's own units how many *stock units* one is ({"roll": 25} where the stock unit is
    "m"); name the stock unit as `stock_unit`, or put it into `own` with the factor 1. An own unit outweighs the
    general one of its name. Between dimensions only an own unit leads: {"kg": 2} of a piece's makes kg and g of pieces.
    Raises UnknownUnit, DimensionsDiffer.
    """
    factors = {stock_unit: Fraction(1), **own} if stock_unit else dict(own)
    for unit in (from_unit, to_unit):
        if unit not in factors and unit not in UNITS:
            raise UnknownUnit(unit=unit, known=", ".join(dict.fromkeys((*factors, *UNITS))))
    if from_unit == to_unit:
        return Fraction(quantity)
    is_general = from_unit not in factors and to_unit not in factors
    if is_general and UNITS[from_unit].dimension == UNITS[to_unit].dimension:
        return Fraction(quantity) * UNITS[from_unit].factor / UNITS[to_unit].factor
    there, back = _stock_units_in(from_unit, factors), _stock_units_in(to_unit, factors)
    if there is None or back is None:
        raise DimensionsDiffer(from_unit=from_unit, to_unit=to_unit)
    return Fraction(quantity) * there / back


def _stock_units_in(unit: str, factors: Mapping[str, Fraction]) -> Fraction | None:
    """How many stock units one of `unit` is: by the item's own factor, or by way of one of the same dimension."""
    if unit in factors:
        return Fraction(factors[unit])
    for bridge, factor in factors.items():
        if bridge in UNITS and UNITS[bridge].dimension == UNITS[unit].dimension:
            return UNITS[unit].factor / UNITS[bridge].factor * Fraction(factor)
    return None


def equivalents(
    quantity: Amount, from_unit: str, stock_unit: str, own: Mapping[str, Fraction] = NO_UNITS
) -> list[tuple[str, Fraction]]:
    """The quantity in the stock unit, then in the item's own units, then in every unit that can be reached from them.

    Raises UnknownUnit, DimensionsDiffer when not even the stock unit can be reached.
    """
    in_stock = convert(quantity, from_unit, stock_unit, own, stock_unit=stock_unit)
    factors = {stock_unit: Fraction(1), **own}
    reached = [(code, _stock_units_in(code, factors)) for code in dict.fromkeys((*factors, *UNITS))]
    return [(code, in_stock / factor) for code, factor in reached if factor is not None]
