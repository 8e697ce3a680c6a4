"""Quantities as whole steps, as text, and back. Pure: no database, no clock, no Django, and no floats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from callboard.core.errors import Refused, gettext_noop
from callboard.stock.items.unit_rules import NO_UNITS, convert, unit_code

Rounding = Literal["exact", "up", "half-even"]
MOST_STEPS = 10**15
"""More than any plant counts, and far inside what the database keeps in a whole number."""


class NotAQuantity(Refused):
    """No number that can be counted in."""

    text = gettext_noop('"%(written)s" is no quantity. Write a number with or without a unit, such as 1.5 or 3 roll.')


class QuantityAmbiguous(Refused):
    """Read here as one and two tenths, there as twelve hundred."""

    text = gettext_noop('"%(written)s" can be read as %(small)s or as %(large)s. Write which of the two you mean.')


class QuantityTooFine(Refused):
    """Finer than the item is counted in."""

    text = gettext_noop(
        "%(amount)s is finer than this item is counted, in %(decimals)s decimal places. Write %(below)s or %(above)s."
    )


class QuantityTooLarge(Refused):
    """A slip of the keyboard, or the wrong unit."""

    text = gettext_noop("%(amount)s is more than can be counted here. Look at the unit.")


def to_steps(amount: Fraction | Decimal | int, decimals: int, *, rounding: Rounding = "exact") -> int:
    """Whole steps of 10 ** -decimals: 1.5 with three decimals is 1500.

    "up" is for requirements (never too little), "half-even" for reports, "exact" refuses what is finer than a step.
    Raises QuantityTooFine, QuantityTooLarge.
    """
    scaled = Fraction(amount) * Fraction(10) ** decimals
    if abs(scaled) > MOST_STEPS:
        raise QuantityTooLarge(amount=amount_text(Fraction(amount)))
    if scaled.denominator == 1:
        return scaled.numerator
    below = scaled.numerator // scaled.denominator
    if rounding == "up":
        return below + 1
    if rounding == "half-even":
        return round(scaled)
    raise QuantityTooFine(
        amount=amount_text(Fraction(amount)),
        decimals=decimals,
        below=shown(below, decimals),
        above=shown(below + 1, decimals),
    )


def from_steps(steps: int, decimals: int) -> Fraction:
    """The amount in whole units, exactly."""
    return Fraction(steps, 10**decimals)


def shown(steps: int, decimals: int) -> str:
    """Steps as a plain number without trailing zeros: 1500 with three decimals is "1.5"."""
    whole, rest = divmod(abs(steps), 10**decimals)
    behind = f".{rest:0{decimals}d}".rstrip("0") if rest else ""
    return f"{'-' if steps < 0 else ''}{whole}{behind}"


_PLAIN = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+", re.ASCII)
_SPACED = re.compile(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?", re.ASCII)
_COMMA_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?", re.ASCII)
_POINT_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3}){2,}", re.ASCII)
_COMMA_DECIMALS = re.compile(r"[0-9]+,[0-9]+", re.ASCII)
_BROKEN = re.compile(r"(?:([0-9]+) )?([0-9]+)/([0-9]+)", re.ASCII)
_WITH_UNIT = re.compile(r"(?P<number>[0-9.,/ ]*[0-9.])\s*(?P<unit>[^0-9.,/\s+\-].*)?", re.ASCII)
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "))
_LONGEST = 40


def read_quantity(
    written: str,
    decimals: int,
    unit: str,
    own_units: Mapping[str, Fraction] = NO_UNITS,
    *,
    rounding: Rounding = "exact",
) -> int:
    """Steps of an item from what somebody typed: "1.5", "1 200 mm", "3 roll", "3/8 in". Without a unit, the stock unit.

    `unit` is the stock unit, `own_units` how many of it each of the item's own units is. The decimal sign is the
    point; a comma where it can mean only one thing. "1,200" is refused, since it means two.
    Raises NotAQuantity, QuantityAmbiguous, QuantityTooFine, QuantityTooLarge, UnknownUnit, DimensionsDiffer.
    """
    amount, from_unit = read_measure(written, unit, own_units)
    return to_steps(convert(amount, from_unit, unit, own_units, stock_unit=unit), decimals, rounding=rounding)


def read_measure(written: str, unit: str, own_units: Mapping[str, Fraction] = NO_UNITS) -> tuple[Fraction, str]:
    """The amount and the unit that somebody typed, not converted: "3 roll" is 3 and "roll".

    Raises NotAQuantity, QuantityAmbiguous, UnknownUnit.
    """
    text = " ".join(written.translate(_SPACES).split())
    match = _WITH_UNIT.fullmatch(text)
    if match is None or len(text) > _LONGEST:
        raise NotAQuantity(written=written.strip()[:_LONGEST])
    amount = read_number(match["number"])
    return amount, unit_code(match["unit"], {unit: Fraction(1), **own_units}) if match["unit"] else unit


def read_number(written: str) -> Fraction:
    """An amount of zero or more from its text, exactly. Raises NotAQuantity, QuantityAmbiguous."""
    text = " ".join(written.translate(_SPACES).split())
    if len(text) > _LONGEST:
        raise NotAQuantity(written=text[:_LONGEST])
    if broken := _BROKEN.fullmatch(text):
        whole, above, below = (int(part or 0) for part in broken.groups())
        if not below:
            raise NotAQuantity(written=text)
        return whole + Fraction(above, below)
    if _PLAIN.fullmatch(text):
        return Fraction(Decimal(text))
    if _SPACED.fullmatch(text):
        return Fraction(Decimal(text.replace(" ", "").replace(",", ".")))
    if _COMMA_THOUSANDS.fullmatch(text):
        if text.count(",") == 1 and "." not in text:
            raise QuantityAmbiguous(written=text, small=text.replace(",", "."), large=text.replace(",", ""))
        return Fraction(Decimal(text.replace(",", "")))
    if _POINT_THOUSANDS.fullmatch(text):
        return Fraction(Decimal(text.replace(".", "").replace(",", ".")))
    if _COMMA_DECIMALS.fullmatch(text):
        return Fraction(Decimal(text.replace(",", ".")))
    raise NotAQuantity(written=text)


def amount_text(amount: Fraction) -> str:
    """An amount to be read: decimals where it has an end, else a fraction."""
    for decimals in range(13):
        scaled = amount * 10**decimals
        if scaled.denominator == 1:
            return shown(scaled.numerator, decimals)
    return str(amount)
