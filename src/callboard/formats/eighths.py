"""Lengths in eighths of a page: whole numbers, shown as "1 4/8", never "1 1/2" and never "8/8"."""

from __future__ import annotations

import re

EIGHTHS_PER_PAGE = 8
LINES_PER_PAGE = 55  # US Letter, Courier 12, six lines to the inch; trade custom, unconfirmed by a standard

_LENGTH = re.compile(r"(?:(?P<pages>\d{1,4})(?:\s+|$))?(?:(?P<eighths>\d{1,5})/8)?")


def eighths_text(eighths: int) -> str:
    """`12` as "1 4/8", `16` as "2", `4` as "4/8", `0` as "0"."""
    pages, rest = divmod(eighths, EIGHTHS_PER_PAGE)
    if not rest:
        return str(pages)
    return f"{pages} {rest}/8" if pages else f"{rest}/8"


def read_eighths(length: str) -> int | None:
    """Final Draft's Length ("3/8", "1 2/8", "2") in eighths; None where it is empty or something else."""
    written = length.strip()
    match = _LENGTH.fullmatch(written)
    if not written or match is None:
        return None
    return int(match["pages"] or 0) * EIGHTHS_PER_PAGE + int(match["eighths"] or 0)


def eighths_of_lines(lines: int) -> int:
    """Text lines on the page to eighths, rounded up, one at least: any scene that is shot has a length."""
    return max(1, -(-EIGHTHS_PER_PAGE * lines // LINES_PER_PAGE))
