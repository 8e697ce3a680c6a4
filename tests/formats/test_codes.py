"""QR codes hold what was put in: read back with the modules of the drawing."""

from __future__ import annotations

import re

import defusedxml.ElementTree
import pytest
import segno

from callboard.formats.codes import qr_svg

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
