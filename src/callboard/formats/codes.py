"""QR codes and Code 128 as SVG bytes."""

from __future__ import annotations

import io
from itertools import groupby

import segno

QUIET_ZONE_MODULES = 4  # ISO/IEC 18004 asks for four light modules on every side
BAR_QUIET_ZONE_MODULES = 10  # ISO/IEC 15417 asks for ten on the left and on the right
MOST_BAR_CHARACTERS = 40  # more is wider than any paper of ours has room for
NARROWEST_MODULE_MM = 0.19  # what office printers draw and hand scanners still read
_BAR_HEIGHT = 40


class NotForBars(ValueError):
    """Code 128 cannot hold this text, or no scanner could read it at the size that paper has."""


def qr_svg(text: str) -> bytes:
    """A QR code (error level M, the smallest version that fits) as SVG, UTF-8, without XML declaration.

    Dark on white with a quiet zone, so that it also scans from colored paper and in a dark theme.
    The drawing carries a viewBox only: the page decides its size. Refuses text of more than
    about 2,300 bytes with segno's DataOverflowError (a ValueError).
    """
    drawing = io.BytesIO()
    segno.make_qr(text, error="m", boost_error=True).save(
        drawing, kind="svg", border=QUIET_ZONE_MODULES, light="#fff", xmldecl=False, svgns=True, omitsize=True
    )
    return drawing.getvalue()


def code128_widths(text: str) -> tuple[int, ...]:
    """The widths of bars and spaces of a Code 128 (ISO/IEC 15417) in modules: a bar first, a bar last.

    Code sets and check symbol are chosen by zint, pairs of digits in set C. Takes 1 to 40 printable ASCII letters;
    raises NotForBars for anything else.
    """
    from zint import Symbol, Symbology

    if not 1 <= len(text) <= MOST_BAR_CHARACTERS or not all(" " <= letter <= "~" for letter in text):
        raise NotForBars(f"Code 128 holds 1 to {MOST_BAR_CHARACTERS} printable ASCII letters, not {text!r}")
    symbol = Symbol()
    symbol.symbology = Symbology.CODE128
    symbol.encode(text)
    row = bytes(symbol.encoded_data)
    modules = [row[place // 8] >> place % 8 & 1 for place in range(symbol.width)]
    return tuple(len(list(run)) for _, run in groupby(modules))


def code128_modules(text: str) -> int:
    """How many modules wide the drawing of `code128_svg` is, quiet zones included; raises NotForBars."""
    return sum(code128_widths(text)) + 2 * BAR_QUIET_ZONE_MODULES


def code128_svg(text: str) -> bytes:
    """A Code 128 with quiet zones as SVG, UTF-8, without XML declaration; raises NotForBars.

    Dark on white, without the text below. The drawing may be stretched to any height and width, as long as a module is
    NARROWEST_MODULE_MM wide; `code128_modules` says how many there are.
    """
    widths = code128_widths(text)
    place, bars = BAR_QUIET_ZONE_MODULES, []
    for index, width in enumerate(widths):
        if index % 2 == 0:
            bars.append(f"M{place} 0h{width}v{_BAR_HEIGHT}h-{width}z")
        place += width
    total = place + BAR_QUIET_ZONE_MODULES
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {_BAR_HEIGHT}" preserveAspectRatio="none"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{total}v{_BAR_HEIGHT}h-{total}z"/>'
        f'<path d="{"".join(bars)}"/></svg>'
    ).encode()
