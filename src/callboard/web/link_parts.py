"""How each kind of edition shows one party's part on the link page: a template and what it needs, by kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from callboard.core.publishing.queries import PartView
from callboard.core.publishing.rules import UnknownEditionKind
from callboard.web.link_callsheet import call_sheet_part, changed_lines, sheet_sections
from callboard.web.link_dispatch import changed_work, dispatch_part, dispatch_sections
from callboard.web.locales import Reader


@dataclass(frozen=True)
class PartPage:
    """Templates for one kind of edition, and the values they show."""

    part_template: str
    part: Callable[[PartView, Reader], Any]
    changes: Callable[[PartView, Reader], Any]
    sheet_template: str
    sheet: Callable[[PartView], Any]


_PAGES = {
    "callsheet": PartPage(
        "parts/link_callsheet.html", call_sheet_part, changed_lines, "parts/link_sheet.html", sheet_sections
    ),
    "dispatch": PartPage(
        "parts/link_dispatch.html", dispatch_part, changed_work, "parts/link_sheet.html", dispatch_sections
    ),
}


def part_page(kind: str) -> PartPage:
    """The page of a kind of edition. Raises UnknownEditionKind."""
    try:
        return _PAGES[kind]
    except KeyError:
        raise UnknownEditionKind(kind) from None
