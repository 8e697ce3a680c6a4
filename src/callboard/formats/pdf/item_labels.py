"""The values of labels for items, lots and places: stickers with a QR code and a Code 128.

Every text is already written for its reader; an unknown is "".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LabelSize = Literal["a4-3x8", "62mm"]


@dataclass(frozen=True)
class ItemLabel:
    """One sticker. `code` is the big text, and what the Code 128 holds (none for letters beyond
    ASCII or more than about 25 of them).

    `address` becomes the QR code (the page of the item, lot or place); "" puts `code` into it.
    `facts` are (caption, value) pairs in small print, captions already translated: lot, place, quantity, date.
    """

    code: str
    name: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    address: str = ""


@dataclass(frozen=True)
class LabelSheet:
    """Stickers in printing order.

    "a4-3x8": 24 on an A4 sheet of 70 by 37 mm, `used_before` of them already peeled off the first sheet (0 to 23).
    "62mm": one on each page of 62 by 40 mm, for a label printer with a roll of 62 mm.
    """

    labels: tuple[ItemLabel, ...]
    size: LabelSize = "a4-3x8"
    used_before: int = 0
