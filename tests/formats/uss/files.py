"""A small schedule as a program of version 1.0 writes it, and ways to make it wrong."""

from __future__ import annotations

import json
from typing import Any

CREATED = "2026-03-02T09:30:00.000Z"
MONDAY = "2026-06-01T00:00:00.000Z"


def a_breakdown(identity: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "id": identity,
        "bannerText": None,
        "comments": None,
        "created": CREATED,
        "description": f"What happens in {identity}",
        "elements": ["pier", "nora"],
        "pages": 1.5,
        "scene": identity.removeprefix("s"),
        "scriptPage": "3",
        "duration": 5_400_000,
        "type": "scene",
    }
    return plain | changes


def an_element(identity: str, category: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "id": identity,
        "category": category,
        "created": CREATED,
        "daysOff": [],
        "dropDayCount": 10,
        "elementId": None,
        "events": [],
        "isDood": True,
        "isDrop": True,
        "isHold": True,
        "isIdLock": False,
        "linkedElements": [],
        "name": identity.upper(),
    }
    return plain | changes


def a_calendar(**changes: Any) -> dict[str, Any]:
    start = {"id": "start", "type": "start", "name": None, "date": MONDAY}
    return {"id": "summer", "daysOff": [0, 6], "events": [start], "name": "Start in June"} | changes


def a_stripboard(*days: list[str], boneyard: list[list[str]] | None = None, **changes: Any) -> dict[str, Any]:
    boards = [
        {"id": "main", "name": "stripboard", "breakdownIds": list(days)},
        {"id": "bones", "name": "Boneyard", "breakdownIds": boneyard or []},
    ]
    return {"id": "plan", "name": "First pass", "calendar": "summer", "boards": boards} | changes


def a_schedule(**changes: Any) -> dict[str, Any]:
    """Two scenes on two days, one set, one actor."""
    plain = {
        "id": "tide",
        "author": "Ines Holm",
        "company": None,
        "created": CREATED,
        "description": None,
        "episode": None,
        "episodeName": None,
        "name": "White",
        "project": "Tide Clock",
        "schedColor": "White",
        "schedDate": MONDAY,
        "scriptColor": None,
        "scriptDate": None,
        "season": None,
        "source": "Another program",
        "ussVersion": "1.0.0",
        "breakdowns": [a_breakdown("s1"), a_breakdown("s2")],
        "categories": [
            {"id": "sets", "created": CREATED, "name": "Set", "ucid": 0},
            {"id": "cast", "created": CREATED, "name": "Cast Members", "ucid": 100},
        ],
        "elements": [an_element("pier", "sets"), an_element("nora", "cast", elementId="1")],
        "stripboards": [a_stripboard(["s1"], ["s2"])],
        "calendars": [a_calendar()],
    }
    return plain | changes


def written(schedule: dict[str, Any], **beside: Any) -> bytes:
    return json.dumps({"universalScheduleStandard": schedule} | beside).encode()


def without(entries: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if key not in keys}


def renamed(entries: dict[str, Any], **older: str) -> dict[str, Any]:
    return {older.get(key, key): value for key, value in entries.items()}
