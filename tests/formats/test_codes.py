"""Codes hold what was put in: read back from the modules of the drawing."""

from __future__ import annotations

import re
from itertools import accumulate

import defusedxml.ElementTree
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from callboard.formats.codes import NotForBars, code128_modules, code128_svg, code128_widths, qr_svg

ADDRESS = "https://callboard.example.org/s/7Qm2Zr"
QUIET_ZONE = 4


def dark_modules_of_svg(svg: bytes) -> set[tuple[int, int]]:
    """Follow the strokes of the drawing: every stroke is a run of dark modules."""
    root = defusedxml.ElementTree.fromstring(svg)
    paths = [path.attrib["d"] for path in root.iter("{http://www.w3.org/2000/svg}path") if "stroke" in path.attrib]
    dark: set[tuple[int, int]] = set()
    for path in paths:
        x = y = 0.0
        for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
            steps = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
            if command == "h":
                dark |= {(int(y), int(x) + offset) for offset in range(int(steps[0]))}
                x += steps[0]
            else:
                x, y = (steps[0], steps[1]) if command == "M" else (x + steps[0], y + steps[1])
    return dark


def modules_of(text: str) -> set[tuple[int, int]]:
    matrix = segno.make_qr(text, error="m").matrix
    return {
        (row + QUIET_ZONE, column + QUIET_ZONE)
        for row, line in enumerate(matrix)
        for column, module in enumerate(line)
        if module & 1
    }


def test_the_svg_draws_exactly_the_modules_of_the_text_within_a_quiet_zone():
    assert dark_modules_of_svg(qr_svg(ADDRESS)) == modules_of(ADDRESS)
    assert dark_modules_of_svg(qr_svg(ADDRESS)) != modules_of(ADDRESS + "x")


def test_the_svg_leaves_its_size_to_the_page_and_brings_its_own_light_ground():
    svg = qr_svg(ADDRESS)

    root = defusedxml.ElementTree.fromstring(svg)
    side = len(segno.make_qr(ADDRESS, error="m").matrix) + 2 * QUIET_ZONE
    assert root.attrib["viewBox"] == f"0 0 {side} {side}"
    assert "width" not in root.attrib
    assert b'fill="#fff"' in svg
    assert b"<script" not in svg


def test_a_text_that_no_code_can_hold_is_refused():
    with pytest.raises(ValueError, match="too large"):
        qr_svg("x" * 5000)


# The symbols of ISO/IEC 15417, table 1, by value: widths of three bars and three spaces; then the stop symbol.
SYMBOLS = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
    123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
    232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
    313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
    111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
    111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
    114311 411113 411311 113141 114131 311141 411131 211412 211214 211232
    """.split()  # noqa: SIM905 - a table is read, not typed
STOP = "2331112"
CODE_C, CODE_B, START_B, START_C = 99, 100, 104, 105


def text_in_bars(widths: tuple[int, ...]) -> str:
    """Read a Code 128 by the standard: start, symbols in sets B and C, check symbol, stop."""
    written = "".join(str(width) for width in widths)
    assert written.endswith(STOP)
    body = written.removesuffix(STOP)
    start, *values, check = [SYMBOLS.index(body[place : place + 6]) for place in range(0, len(body), 6)]
    assert check == (start + sum(place * value for place, value in enumerate(values, start=1))) % 103
    in_pairs, text = {START_B: False, START_C: True}[start], ""
    for value in values:
        if value == (CODE_B if in_pairs else CODE_C):
            in_pairs = not in_pairs
        else:
            text += f"{value:02}" if in_pairs else chr(value + 32)
    return text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_bars_hold_the_text(text: str) -> None:
    assert text_in_bars(code128_widths(text)) == text


@given(st.text("0123456789", min_size=2, max_size=40))
def test_digits_go_in_pairs(digits: str) -> None:
    """A symbol for each pair, at most two more for an odd one; start, check and stop besides."""
    symbols = (sum(code128_widths(digits)) - 13) // 11

    assert symbols <= len(digits) // 2 + 2 + (2 if len(digits) % 2 else 0)
    assert text_in_bars(code128_widths(digits)) == digits


def test_the_drawing_of_bars_has_quiet_zones_and_may_be_stretched() -> None:
    root = defusedxml.ElementTree.fromstring(code128_svg("WO-10027"))

    ground, bars = (path.attrib["d"] for path in root.iter("{http://www.w3.org/2000/svg}path"))
    widths = code128_widths("WO-10027")
    edges = [10, *(10 + end for end in accumulate(widths))]
    drawn = [(int(left), int(width)) for left, width in re.findall(r"M(\d+) 0h(\d+)v40h-\d+z", bars)]
    assert drawn == [(edges[place], widths[place]) for place in range(0, len(widths), 2)]
    assert code128_modules("WO-10027") == edges[-1] + 10
    assert (root.attrib["viewBox"], ground) == (
        f"0 0 {edges[-1] + 10} 40",
        f"M0 0h{edges[-1] + 10}v40h-{edges[-1] + 10}z",
    )
    assert root.attrib["preserveAspectRatio"] == "none"


@pytest.mark.parametrize("text", ["", "Größe", "a\tb", "\x7f", "x" * 41, "订单"])
def test_what_bars_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(NotForBars, match="1 to 40 printable ASCII letters"):
        code128_svg(text)
