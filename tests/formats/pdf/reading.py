"""Read a PDF back: its text, page by page, and the links and marks that assistive technology uses."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, white space evened."""
    return [" ".join(page.extract_text().split()) for page in opened(pdf).pages]


def squeezed(text: str) -> str:
    """Without white space and hyphens, so that a broken line reads like an unbroken one."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]+", "", text)


def links_of(pdf: bytes) -> list[str]:
    notes = [note.get_object() for page in opened(pdf).pages for note in page.get("/Annots", [])]
    return [str(note["/A"]["/URI"]) for note in notes]


def structure_of(pdf: bytes) -> set[str]:
    """The kinds of structure elements (headings, tables ...) in the tag tree."""
    kinds: set[str] = set()
    waiting = [opened(pdf).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting.extend(element)
        elif isinstance(element, dict):
            kinds.add(str(element.get("/S", "")))
            if "/K" in element:
                waiting.append(element["/K"])
    return kinds - {""}
