"""Rules of engagements: terms, the standing order of departments, who is called what. Pure: no database, no Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from callboard.core.errors import Refused, gettext_noop

STANDARD_DEPARTMENTS = (
    "Production", "Assistant directors", "Script", "Camera", "Grip", "Electric", "Sound", "Art", "Props",
    "Set dressing", "Wardrobe", "Hair and make-up", "Special effects", "Stunts", "Locations", "Transport",
    "Catering", "Medical", "Post production",
)  # fmt: skip
"""Departments in the order in which crew lists and call sheets customarily have them."""

MINOR_UNITS = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "KWD": 3, "BHD": 3, "JOD": 3, "OMR": 3, "TND": 3}
"""Decimal places of the currencies that do not have two (ISO 4217)."""


class PositionMissing(Refused):
    """The crew list, the call and the contract all name the position."""

    text = gettext_noop("Say what they do: a job title, for cast the character, for vendors what they supply.")


class EndsBeforeStart(Refused):
    """The dates are the wrong way round."""

    text = gettext_noop("The last day %(ends_on)s lies before the first day %(starts_on)s. Check both dates.")


class CurrencyMissing(Refused):
    """An amount without its currency cannot be added up."""

    text = gettext_noop("Give the currency of the rate, such as EUR or USD.")


class NotAnAmount(Refused):
    """Could not be read as money."""

    text = gettext_noop("“%(written)s” is not an amount of money. Write it as 450 or 450.50.")


class AlreadyEngagedSo(Refused):
    """The same party in the same position twice would be called twice."""

    text = gettext_noop("%(name)s is already engaged here as %(position)s. Change that engagement instead.")


class AlreadyEnded(Refused):
    """Ended once is ended."""

    text = gettext_noop("This engagement has ended already.")


@dataclass(frozen=True)
class Deal:
    """What is paid: whole minor units of the currency."""

    rate_minor: int | None = None
    currency: str = ""
    rate_per: str = "day"
    hold_rate_minor: int | None = None
    kit_minor: int | None = None
    can_hold: bool = True
    drop_after_days: int | None = None
    deal_note: str = ""


@dataclass(frozen=True)
class Terms:
    """A party's part in a production, as the new-hire form says it."""

    kind: str
    position: str
    department: str = ""
    is_head: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    make_up_minutes: int = 0
    wardrobe_minutes: int = 0
    travel_minutes: int = 0
    rest_rule: str = ""
    drives: bool = False
    status_note: str = ""
    deal: Deal = field(default_factory=Deal)


def check_terms(terms: Terms) -> None:
    """Refuse terms that no call or contract can be made from."""
    if not terms.position.strip():
        raise PositionMissing()
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        raise EndsBeforeStart(starts_on=terms.starts_on.isoformat(), ends_on=terms.ends_on.isoformat())
    amounts = (terms.deal.rate_minor, terms.deal.hold_rate_minor, terms.deal.kit_minor)
    if any(amount is not None for amount in amounts) and not terms.deal.currency:
        raise CurrencyMissing()


def read_amount(written: str, currency: str) -> int | None:
    """Whole minor units of an amount as typed ("450", "450.50", "1,250.00", "450,50"); None when left empty.

    Raises NotAnAmount, also where more decimal places are given than the currency has.
    """
    text = written.strip().replace(" ", "").replace("\u00a0", "")
    if not text:
        return None
    whole, separator, decimals = text.rpartition(",")
    if separator and "." not in text and len(decimals) != 3:
        text = f"{whole}.{decimals}"
    try:
        minor = Decimal(text.replace(",", "")).scaleb(MINOR_UNITS.get(currency.upper(), 2))
    except InvalidOperation:
        raise NotAnAmount(written=written) from None
    if not minor.is_finite() or minor < 0 or minor != minor.to_integral_value() or minor >= 10**15:
        raise NotAnAmount(written=written)
    return int(minor)


def show_amount(minor: int | None, currency: str) -> str:
    """An amount as a plain number with the currency's decimal places: 45050 EUR is "450.50"."""
    if minor is None:
        return ""
    places = MINOR_UNITS.get(currency.upper(), 2)
    return f"{Decimal(minor).scaleb(-places):.{places}f}"


def department_position(name: str) -> int:
    """Where a department stands on the crew list until somebody orders it otherwise; unknown ones come last."""
    wanted = name.strip().casefold()
    known = (index for index, standard in enumerate(STANDARD_DEPARTMENTS) if standard.casefold() == wanted)
    return next(known, len(STANDARD_DEPARTMENTS)) * 10
