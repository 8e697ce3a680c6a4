"""What a whole list's change means, and what the mails say."""

from __future__ import annotations

from typing import Any

from callboard.manufacturing.dispatch.telling import sheet_changes


def a_sheet(*lines: dict[str, str]) -> dict[str, Any]:
    return {"departments": [{"name": "Milling", "lines": list(lines)}]}


def a_line(order: str = "WO-1001", **fields: str) -> dict[str, str]:
    what = {"operation": "10 Mill", "quantity": "10 pcs", "item": "GEAR", "start": "06:00"}
    quiet = {"note": "", "planned_minutes": "90", "sequence": "1"}
    return {"order": order, "machine": "MILL-1", "person": "Bea"} | what | quiet | fields


def test_notes_minutes_and_the_mere_order_of_lines_change_nothing() -> None:
    one, two = a_line(), a_line("WO-1002")
    quieter = a_line(note="New cutter", planned_minutes="75")
    assert sheet_changes(a_sheet(one, two), a_sheet(a_line("WO-1002"), quieter)) == []


def test_what_went_and_what_came_is_said() -> None:
    [change] = sheet_changes(a_sheet(a_line(), a_line("WO-1002")), a_sheet(a_line(person="Cem"), a_line("WO-1002")))
    assert (change["before"], change["after"]) == (
        "WO-1001 10 Mill 10 pcs GEAR MILL-1 Bea 06:00",
        "WO-1001 10 Mill 10 pcs GEAR MILL-1 Cem 06:00",
    )


def test_a_line_that_stood_twice_and_stands_once_is_a_change() -> None:
    [change] = sheet_changes(a_sheet(a_line(), a_line()), a_sheet(a_line()))
    assert (change["before"], change["after"]) == ("WO-1001 10 Mill 10 pcs GEAR MILL-1 Bea 06:00", "")
