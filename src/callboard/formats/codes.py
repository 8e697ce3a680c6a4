"""QR codes as SVG bytes."""

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
    segno.make_qr(text, error="m", boost_error=True).save(
        drawing, kind="svg", border=QUIET_ZONE_MODULES, light="#fff", xmldecl=False, svgns=True, omitsize=True
    )
    return drawing.getvalue()
