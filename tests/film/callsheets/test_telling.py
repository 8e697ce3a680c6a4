"""What a sheet's changes are, and what the mail says of them."""

from __future__ import annotations

import dataclasses

import pytest

from callboard.core.publishing.rules import Audience, PartToTell
from callboard.film.callsheets.part_rules import PartPlace, PersonalPart, to_payload
from callboard.film.callsheets.rules import CallTimes
from callboard.film.callsheets.telling import part_changes, sheet_changes, write_message

SHEET = {
    "times": {"general_call": "07:00", "lunch": "13:00"},
    "front": {"cast": [{"number": "1", "artist": "Mara Player", "report": "07:00"}], "safety": ["Wet boards"]},
    "back": {"departments": [{"name": "Electric", "crew": [{"name": "Gus", "call": "07:00"}]}]},
}
PART = PersonalPart(
    production="Saltmarsh", day_on="2027-03-06", day_number=1, day_count=2, zone="Europe/Berlin",
    times=CallTimes(report=420, on_set=420, first_call=420), place=PartPlace("Old harbor", "Quay 4", "Lot B"),
)  # fmt: skip


def told(audience: Audience, **fields: object) -> PartToTell:
    """Grip Gail is told of the blue edition."""
    scene = PartToTell(
        audience=audience, production="Saltmarsh", zone="Europe/Berlin", title="Day 1", number=2, color="Blue",
        replaces="White", day="2027-03-06", name="Gail", addressee="Gail", link="https://board.example/l/x/",
        payload=to_payload(PART), changes=(), gets_all=False, sheet=None,
    )  # fmt: skip
    return dataclasses.replace(scene, **fields)  # type: ignore[arg-type]


def test_fields_in_another_order_are_no_change() -> None:
    """A database may give the fields of a stored sheet back in an order of its own."""
    reordered = {
        "back": {"departments": [{"crew": [{"call": "07:00", "name": "Gus"}], "name": "Electric"}]},
        "front": {"safety": ["Wet boards"], "cast": [{"report": "07:00", "artist": "Mara Player", "number": "1"}]},
        "times": {"lunch": "13:00", "general_call": "07:00"},
    }
    assert sheet_changes(SHEET, reordered) == []


def test_a_changed_section_is_named_with_the_lines_that_went_and_came() -> None:
    later = {
        **SHEET,
        "front": {**SHEET["front"], "cast": [{"number": "1", "artist": "Mara Player", "report": "07:45"}]},
    }
    assert sheet_changes(SHEET, later) == [
        {
            "field": "cast",
            "label": "Cast calls",
            "before": "Mara Player · 1 · 07:00",
            "after": "Mara Player · 1 · 07:45",
        }
    ]


def test_a_part_that_means_the_same_has_no_changes() -> None:
    spaced = dataclasses.replace(PART, place=PartPlace("Old  harbor", "Quay 4 ", "Lot B"))
    assert part_changes(to_payload(PART), to_payload(spaced)) == []


@pytest.mark.parametrize(
    ("audience", "subject"),
    [
        (Audience.CALLED, "Saltmarsh: your call for Sat 6 Mar 2027 is 07:00 (Blue)"),
        (Audience.CHANGED, "Saltmarsh: CHANGED, your call for Sat 6 Mar 2027 is 07:00 (Blue)"),
        (Audience.QUIET, "Saltmarsh: Blue sheet for Sat 6 Mar 2027, nothing changes for you"),
        (Audience.CANCELED, "Saltmarsh: you are NOT called on Sat 6 Mar 2027"),
        (Audience.HELD, "Saltmarsh: your call for Sat 6 Mar 2027 is being confirmed"),
    ],
)
def test_the_subject_says_the_essence(audience: Audience, subject: str) -> None:
    payload = None if audience in {Audience.CANCELED, Audience.HELD} else to_payload(PART)
    assert write_message(told(audience, payload=payload)).subject == subject


def test_the_mail_says_what_changed_that_the_old_sheet_is_void_and_where_to_confirm() -> None:
    changes = [{"field": "first_call", "label": "Your call", "before": "07:00", "after": "07:45"}]
    text = write_message(told(Audience.CHANGED, changes=changes)).text
    assert text.splitlines()[:5] == [
        "Hello Gail,",
        "",
        "Blue replaces White. The White sheet is void.",
        "What changed:",
        "- Your call: 07:00 → 07:45",
    ]
    assert "https://board.example/l/x/" in text


def test_the_mail_of_a_held_person_gives_neither_time_nor_reason() -> None:
    text = write_message(told(Audience.HELD, payload=None)).text
    assert "07:00" not in text
    assert "the office will reach you" in text


def test_a_guardian_is_addressed_for_the_child() -> None:
    assert write_message(told(Audience.CALLED, addressee="Carol", name="Wren")).text.startswith(
        "Hello Carol, this is for Wren."
    )
