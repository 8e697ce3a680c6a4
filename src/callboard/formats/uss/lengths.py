"""Pages and durations of the file in whole eighths and whole minutes."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from callboard.formats.eighths import EIGHTHS_PER_PAGE, read_eighths

MILLISECONDS_PER_MINUTE = 60_000
_MOST_PAGES = 10_000
_MOST_MINUTES = 100_000
_MOST_DIGITS = 400  # what a float can have; text with an exponent could ask for a thousand million
_ROUNDING = Fraction(4, 100)  # of an eighth: what two decimals lose (.125 as .13 or .12)


def eighths_of_pages(pages: float | str) -> tuple[int, bool] | None:
    """Pages as eighths, and whether they were whole; None for what is no length (below 0, over 10,000, no number).

    Pages rounded to two decimals (.13, .38, .63, .88) mean their eighth. Anything else between two eighths is
    rounded up, and the least length of anything that has one is 1: the trade's rule at the border of a page.
    Text may be a decimal ("1.5", "1,5") or in eighths ("1 4/8").
    """
    exact = _exact_eighths(pages)
    if exact is None or not 0 <= exact <= _MOST_PAGES * EIGHTHS_PER_PAGE:
        return None
    nearest = round(exact)
    eighths = nearest if abs(exact - nearest) <= _ROUNDING else -(-exact // 1)
    return (max(1, int(eighths)) if exact else 0), exact == nearest


def minutes_of(milliseconds: float) -> tuple[int, bool] | None:
    """A duration in whole minutes, rounded up, and whether it was whole; None below zero or over 100,000 minutes."""
    minutes = Fraction(milliseconds) / MILLISECONDS_PER_MINUTE
    if not 0 <= minutes <= _MOST_MINUTES:
        return None
    return int(-(-minutes // 1)), minutes.denominator == 1


def _exact_eighths(pages: float | str) -> Fraction | None:
    if isinstance(pages, str):
        in_eighths = read_eighths(pages)
        if in_eighths is not None:
            return Fraction(in_eighths)
        pages_text = pages.strip().replace(",", ".")
    else:
        pages_text = repr(pages)  # the shortest decimal that means this float, so that 0.13 is 13/100
    try:
        number = Decimal(pages_text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return None
    return Fraction(number) * EIGHTHS_PER_PAGE
