"""The papers of a plant as PDF: travelers, labels, packing lists, dispatch lists and pick lists."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from callboard.formats.codes import NARROWEST_MODULE_MM, NotForBars, code128_modules, code128_svg, qr_svg
from callboard.formats.pdf.dispatch_list import DispatchList
from callboard.formats.pdf.item_labels import LabelSheet, LabelSize
from callboard.formats.pdf.packing_list import PackingList
from callboard.formats.pdf.pick_list import PickLine, PickList
from callboard.formats.pdf.plant_labels import (
    DISPATCH_LIST_LABELS,
    ITEM_LABEL_LABELS,
    PACKING_LIST_LABELS,
    PICK_LIST_LABELS,
    TRAVELER_LABELS,
)
from callboard.formats.pdf.rendering import BUILT_FONTS, Paper, breakable, compile_template
from callboard.formats.pdf.traveler import Traveler

PlantDocument = Traveler | LabelSheet | PackingList | DispatchList | PickList

FAMILIES = ("Inter", "Source Sans 3", "Noto Sans SC", "Liberation Sans", "DejaVu Sans", "Libertinus Serif")
LABELS_ON_A_SHEET = 24
_TEMPLATES: Mapping[type[PlantDocument], tuple[str, Mapping[str, str]]] = {
    Traveler: ("plant/traveler.typ", TRAVELER_LABELS),
    LabelSheet: ("plant/item_labels.typ", ITEM_LABEL_LABELS),
    PackingList: ("plant/packing_list.typ", PACKING_LIST_LABELS),
    DispatchList: ("plant/dispatch_list.typ", DISPATCH_LIST_LABELS),
    PickList: ("plant/pick_list.typ", PICK_LIST_LABELS),
}
EASY_MODULE_MM = 0.4  # wider is no easier to scan
HEAD_BARS_MM, OPERATION_BARS_MM = 90.0, 46.0
STICKER_BARS_MM: Mapping[LabelSize, float] = {"a4-3x8": 62.0, "62mm": 57.0}
_NO_BARS: Mapping[str, str | float] = {"svg": "", "mm": 0.0}
_DIGITS = re.compile(r"(\d+)", re.ASCII)


def render_plant_document(
    document: PlantDocument,
    *,
    paper: Paper = "a4",
    language: str = "en",
    labels: Mapping[str, str] | None = None,
    font_paths: Sequence[Path] = (BUILT_FONTS,),
) -> bytes:
    """The paper as PDF, tables flowing on with repeated heads and "page x of y".

    `labels` replaces English words of the paper's mapping in `plant_labels` by key; `language` is a BCP 47 primary
    tag. Label sheets have their own paper. PDF/UA-1 where the fonts know every character, else a tagged PDF that
    shows boxes for those they lack. Raises ValueError for a label sheet without labels or with more used places than
    a sheet has, and typst.TypstError if it cannot be set.
    """
    template, inputs = plant_template(document, paper=paper, language=language, labels=labels or {})
    return compile_template(template, inputs, font_paths=tuple(font_paths))


def plant_template(
    document: PlantDocument, *, paper: Paper, language: str, labels: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """The template of a document and what it reads: every value a string, structures as JSON."""
    template, words = _TEMPLATES[type(document)]
    return template, {
        "document": json.dumps(_values(document), ensure_ascii=False),
        "labels": json.dumps({**words, **labels}, ensure_ascii=False),
        "families": json.dumps(FAMILIES),
        "paper": paper,
        "language": language,
    }


def by_place(line: PickLine) -> list[tuple[int, int, str]]:
    """The key that sorts places as people count: "A-2" before "A-10"; a line without a place comes last."""
    parts = _DIGITS.split(line.place.casefold())
    pieces = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
    return pieces or [(2, 0, "")]


def _values(document: PlantDocument) -> dict[str, Any]:
    """The document as plain values, with its codes drawn."""
    if isinstance(document, PickList):
        document = dataclasses.replace(document, lines=tuple(sorted(document.lines, key=by_place)))
    if isinstance(document, LabelSheet) and not (document.labels and 0 <= document.used_before < LABELS_ON_A_SHEET):
        raise ValueError(f"a label sheet needs labels, and at most {LABELS_ON_A_SHEET - 1} used places")
    values: dict[str, Any] = breakable(dataclasses.asdict(document))
    if isinstance(document, LabelSheet):
        for drawn, label in zip(values["labels"], document.labels, strict=True):
            drawn |= {"qr": _qr(label.address or label.code), "bars": _bars(label.code, STICKER_BARS_MM[document.size])}
    elif isinstance(document, DispatchList):
        values["qr"] = _qr(document.edition.status_url)
    else:
        number = document.shipment_number if isinstance(document, PackingList) else document.order_number
        values |= {"qr": _qr(document.address or number), "bars": _bars(number, HEAD_BARS_MM), "number": number}
    if isinstance(document, Traveler):
        for drawn, operation in zip(values["operations"], document.operations, strict=True):
            drawn["bars"] = _bars(operation.code, OPERATION_BARS_MM)
    return values


def _qr(text: str) -> str:
    return qr_svg(text).decode() if text else ""


def _bars(text: str, widest_mm: float) -> Mapping[str, str | float]:
    """A Code 128 and its width; no drawing of a text it cannot hold or has no room for (the QR code holds any)."""
    try:
        modules = code128_modules(text)
    except NotForBars:
        return _NO_BARS
    if modules * NARROWEST_MODULE_MM > widest_mm:
        return _NO_BARS
    return {"svg": code128_svg(text).decode(), "mm": min(widest_mm, modules * EASY_MODULE_MM)}
