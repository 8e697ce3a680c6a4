"""The values of one dispatch list: what a department works on in a shift, in order.

Every text is already written for its reader: times are local, minutes as printed, an unknown is "".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from callboard.formats.pdf.callsheet import EditionMark

MaterialState = Literal["ready", "partly", "missing", "unknown"]


@dataclass(frozen=True)
class DispatchLine:
    """One operation to be done; `material` is printed as a sign and a word, never by color alone.

    `material_note` says what is short or until when. `is_started` marks work carried over from the shift before.
    """

    sequence: str
    order: str
    item: str
    quantity: str
    operation: str = ""
    item_name: str = ""
    machine: str = ""
    person: str = ""
    start: str = ""
    planned_minutes: str = ""
    due: str = ""
    material: MaterialState = "unknown"
    material_note: str = ""
    note: str = ""
    is_started: bool = False


@dataclass(frozen=True)
class DispatchDepartment:
    """A department's lines in the order they are to be worked; each department begins a new page if asked."""

    name: str
    lines: tuple[DispatchLine, ...]
    supervisor: str = ""
    planned_minutes: str = ""
    note: str = ""


@dataclass(frozen=True)
class DispatchList:
    """A complete dispatch list of one day and shift; `personal` names the reader it was made for ("" for the wall)."""

    company: str
    plant: str
    date: str
    shift: str
    edition: EditionMark
    departments: tuple[DispatchDepartment, ...]
    shift_hours: str = ""
    personal: str = ""
    notices: tuple[str, ...] = ()
    is_page_per_department: bool = True
