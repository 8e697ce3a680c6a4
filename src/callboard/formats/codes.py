"""QR codes as SVG or PNG bytes."""

from __future__ import annotations

import io

import segno

QUIET_ZONE_MODULES = 4  # ISO/IEC 18004 asks for four light modules on every side


def qr_svg(text: str) -> bytes:
    """A QR code (error level M, the smallest version that fits) as SVG, UTF-8, without XML declaration.

    Dark on white with a quiet zone, so that it also scans from colored paper and in a dark theme.
    The drawing carries a viewBox only: the page decides its size. Refuses text of more than
    about 2,300 bytes with segno's DataOverflowError (a ValueError).
    """
    drawing = io.BytesIO()
    _code(text).save(
        drawing, kind="svg", border=QUIET_ZONE_MODULES, light="#fff", xmldecl=False, svgns=True, omitsize=True
    )
    return drawing.getvalue()


def qr_png(text: str, *, pixels_per_module: int = 8) -> bytes:
    """The same code as a PNG of black on white, `pixels_per_module` pixels for each module."""
    picture = io.BytesIO()
    _code(text).save(picture, kind="png", border=QUIET_ZONE_MODULES, scale=pixels_per_module, light="#fff")
    return picture.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", boost_error=True)
