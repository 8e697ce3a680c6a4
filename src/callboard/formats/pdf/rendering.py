"""Set a document with typst: values go in as JSON, a tagged PDF comes out; the same values give the same bytes."""

from __future__ import annotations

import dataclasses
import functools
import json
import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import typst

from callboard.formats.codes import qr_svg
from callboard.formats.pdf.callsheet import BannerLine, CallSheetDocument, Department
from callboard.formats.pdf.labels import CALL_SHEET_LABELS

Paper = Literal["a4", "us-letter"]

TEMPLATES = Path(__file__).parent / "templates"
CALL_SHEET = "callsheet.typ"
BUILT_FONTS = Path(__file__).parents[2] / "web" / "static" / "built" / "fonts"
FAMILIES = ("Source Sans 3", "Noto Sans SC", "Liberation Sans", "Inter", "DejaVu Sans", "Libertinus Serif")
CREW_COLUMNS = 3
LONGEST_UNBROKEN = 32
SHORT_LINES = 24
SIDES = 2
LARGE_TYPE, NORMAL_TYPE, SMALL_TYPE = "9", "7.4", "6.9"  # points
TIGHTER: tuple[Mapping[str, str], ...] = (
    {"text_size": NORMAL_TYPE, "advance_side": "front"},
    {"text_size": NORMAL_TYPE, "advance_side": "back"},
    {"text_size": SMALL_TYPE, "advance_side": "front"},
    {"text_size": SMALL_TYPE, "advance_side": "back"},
)

_LACKS_GLYPH = re.compile(r"the text `\"?(.+?)\"?` could not be displayed")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_UNBROKEN + 1},}}")

log = logging.getLogger(__name__)


def render_call_sheet(
    document: CallSheetDocument,
    *,
    paper: Paper = "a4",
    language: str = "en",
    labels: Mapping[str, str] | None = None,
    font_paths: Sequence[Path] = (BUILT_FONTS,),
) -> bytes:
    """The call sheet as PDF: front first, back on a new page, tables flowing on with repeated heads.

    `labels` replaces English words of CALL_SHEET_LABELS by key; `language` is a BCP 47 primary tag
    ("en", "pl") and goes into the file. PDF/UA-1 where the fonts know every character, else a
    tagged PDF that shows boxes for those they lack (logged). Raises typst.TypstError if it cannot be set.
    """
    inputs = call_sheet_inputs(document, paper=paper, language=language, labels=labels or {})
    return compile_template(CALL_SHEET, inputs, font_paths=tuple(font_paths))


def call_sheet_inputs(
    document: CallSheetDocument, *, paper: Paper, language: str, labels: Mapping[str, str]
) -> dict[str, str]:
    """What the template reads: every value a string, structures as JSON."""
    sheet: dict[str, Any] = breakable(dataclasses.asdict(document))
    for line, value in zip(sheet["front"]["running_order"], document.front.running_order, strict=True):
        line["kind"] = "banner" if isinstance(value, BannerLine) else "scene"
    sheet["crew_columns"] = balanced_columns(document.back.departments)
    status_url = document.edition.status_url
    return {
        "document": json.dumps(sheet, ensure_ascii=False),
        "labels": json.dumps({**CALL_SHEET_LABELS, **labels}, ensure_ascii=False),
        "families": json.dumps(FAMILIES),
        "paper": paper,
        "advance_side": "front",
        "text_size": LARGE_TYPE if _line_count(document) <= SHORT_LINES else NORMAL_TYPE,
        "language": language,
        "qr": qr_svg(status_url).decode() if status_url else "",
    }


def compile_template(template: str, inputs: Mapping[str, str], *, font_paths: tuple[Path, ...]) -> bytes:
    """Set one of our templates. Nothing is fetched: templates may import only each other.

    A call sheet one page too long for two sides is tried with the advance on the back and in smaller type;
    the first arrangement that fits two sides wins, else the first of all.
    """
    compiler = typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=_fonts(font_paths))
    spacious = _accessible_pdf(compiler, inputs)
    if (
        template != CALL_SHEET or _page_count(compiler) != SIDES + 1
    ):  # fits already, or is far too long for any arrangement
        return spacious
    for tighter in TIGHTER:
        if tighter.items() <= inputs.items():
            continue
        pdf = _accessible_pdf(compiler, {**inputs, **tighter})
        if _page_count(compiler) <= SIDES:
            return pdf
    return spacious


def balanced_columns(departments: Sequence[Department], columns: int = CREW_COLUMNS) -> list[int]:
    """How many departments to put in each column so that the tallest is as short as order allows.

    Contiguous partition by trying every possible height, smallest first; sums to len(departments).
    """
    heights = [len(department.crew) + 2 for department in departments]
    for limit in sorted({sum(heights[i:j]) for i in range(len(heights)) for j in range(i + 1, len(heights) + 1)}):
        shares = _shares_within(heights, limit)
        if len(shares) <= columns:
            return shares
    return []


def _line_count(document: CallSheetDocument) -> int:
    """How long the longer side is, in table rows: a short sheet is set in larger type."""
    front, back = document.front, document.back
    called = len(front.cast) + len(front.stand_ins) + len(front.background) + len(front.minors)
    crew = sum(len(department.crew) + 2 for department in back.departments) // CREW_COLUMNS
    lists = (back.meals, back.department_notes, back.transport, back.equipment, back.contacts, back.general_notes)
    ahead = sum(len(day.scenes) + 1 for day in front.advance)
    front_lines = 2 * len(front.running_order) + 3 * len(front.locations) + called + ahead + len(front.safety)
    return max(front_lines, crew + sum(len(rows) for rows in lists))


def _shares_within(heights: Sequence[int], limit: int) -> list[int]:
    shares: list[int] = []
    room = -1
    for height in heights:
        if height <= room:
            shares[-1] += 1
            room -= height
        else:
            shares.append(1)
            room = limit - height
    return shares


def breakable(value: Any) -> Any:
    """The value with places where absurdly long words may break; web and mail addresses stay as they are."""
    if isinstance(value, str) and len(value) > LONGEST_UNBROKEN:
        return _LONG_WORD.sub(_with_breaks, value)
    if isinstance(value, dict):
        return {name: breakable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [breakable(inner) for inner in value]
    return value


def _with_breaks(word: re.Match[str]) -> str:
    text = word.group()
    if "://" in text or "@" in text:
        return text
    return "\u200b".join(text[start : start + LONGEST_UNBROKEN] for start in range(0, len(text), LONGEST_UNBROKEN))


@functools.lru_cache(maxsize=4)
def _fonts(font_paths: tuple[Path, ...]) -> typst.Fonts:
    present = [path for path in font_paths if path.is_dir()]
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=present)


def _page_count(compiler: typst.Compiler) -> int:
    return int(json.loads(compiler.query("<page-count>", field="value", one=True)))


def _accessible_pdf(compiler: typst.Compiler, inputs: Mapping[str, str]) -> bytes:
    try:
        return _pdf(compiler, inputs, ["ua-1"])
    except typst.TypstError as fault:
        lacking = sorted(set(_LACKS_GLYPH.findall(f"{fault.message}\n{fault.diagnostic}")))
        if not lacking:
            raise
        log.warning("No font has %s: set without PDF/UA; add a font to the font paths or the system.", lacking)
        return _pdf(compiler, inputs, [])


def _pdf(compiler: typst.Compiler, inputs: Mapping[str, str], standards: list[Any]) -> bytes:
    pdf = compiler.compile(format="pdf", sys_inputs=dict(inputs), pdf_standards=standards)
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no PDF bytes")
    return pdf
