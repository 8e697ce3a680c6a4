"""The demonstration's world: what is seen in which scene, where each set is, and how the days are filled."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from callboard.core.places.rules import PlaceDetails

ZONE = "America/Los_Angeles"
# Who is seen or needed beyond what the dialogue tells: scene → category → names.
SEEN = {
    "101": {"Props": ["Tide clock", "Stethoscope"], "Set Dressing": ["Forty clocks"]},
    "102": {
        "Background": ["Dockers"],
        "Props": ["Kitchen timer", "Fishing net", "Ice crates"],
        "Wardrobe": ["Red rubber boots"],
    },
    "103": {"Props": ["Tide table", "June's camera"]},
    "104": {"Props": ["Kitchen timer"], "Wardrobe": ["Red rubber boots"]},
    "105": {"Vehicles": ["Pilot boat"], "Special Effects": ["Spray"]},
    "106": {"Cast": ["IVO"], "Mechanical Effects": ["Self-moving clock hand"], "Props": ["Tide clock"]},
    "107": {"Background": ["Joggers"], "Props": ["Traffic cone", "June's camera"]},
    "201": {"Cast": ["PIP"], "Props": ["Kitchen timer", "Fishing net"]},
    "202": {"Cast": ["ALVA", "PIP"], "Props": ["Apple", "Kitchen timer"]},
    "203": {"Background": ["Townspeople"], "Props": ["Loudhailer", "Tide table"]},
    "204": {"Props": ["Tide clock", "Toolbag"]},
    "205": {"Cast": ["COLE"], "Wardrobe": ["Red rubber boots"], "Stunts": ["Stair climb, safety line"]},
    "206": {"Cast": ["PIP", "MARA", "IVO"], "Props": ["Tide clock"]},
    "207": {"Cast": ["OLD TOM", "ALVA", "MARA"], "Background": ["Townspeople"], "Vehicles": ["Fishing boats"]},
}
GROUP_SIZES = {"Dockers": 12, "Joggers": 6, "Townspeople": 24}
# The board: days of scenes, in shooting order; what is not named waits in the boneyard.
DAYS = (("203", "102", "207"), ("101", "106"), ("204", "206", "205"), ("103", "104", "105"))
PLACE_OF_SET = {
    "CLOCK SHOP": "Brandt's clock shop",
    "MUNICIPAL PIER": "Municipal pier",
    "LIGHTHOUSE ROOM": "Point Lantern lighthouse",
    "LIGHTHOUSE STAIRS": "Point Lantern lighthouse",
}
# Where the planner finds each set; Seawall Road is a location of its own.
PLACE_OF_PLANNED_SET = PLACE_OF_SET | {
    "PILOT BOAT": "Municipal pier",
    "HARBOR OFFICE": "Stage 2, Cannery Studios",
    "MARA'S KITCHEN": "Stage 2, Cannery Studios",
    "CLINIC CORRIDOR": "Stage 2, Cannery Studios",
}
# Rent of a date and set-up each time the company comes, in dollars.
RENTS = {
    "Brandt's clock shop": (1800, 1200),
    "Municipal pier": (950, 600),
    "Point Lantern lighthouse": (1500, 2600),
    "Stage 2, Cannery Studios": (2400, 900),
}
SEAWALL_ROAD = (400, 300)
_HOSPITAL: dict[str, Any] = {
    "nearest_hospital": "Port Lantern General, 400 Hill Street",
    "hospital_phone": "+1 805 555 0190",
}
PLACES = (
    PlaceDetails(
        "Brandt's clock shop",
        "18 Main Street, Port Lantern, CA",
        latitude=Decimal("35.36710"),
        longitude=Decimal("-120.84930"),
        parking="Lot B behind the bank, 200 m",
        access="Deliveries by the alley only.",
        contact="Mrs. Ellery, owner",
        **_HOSPITAL,
    ),
    PlaceDetails(
        "Municipal pier",
        "1 Harbor Walk, Port Lantern, CA",
        latitude=Decimal("35.36940"),
        longitude=Decimal("-120.86210"),
        parking="Fish market lot, free before 09:00",
        access="Wet boards: no open shoes. Life vests past the second lamp.",
        contact="Harbor office",
        **_HOSPITAL,
    ),
    PlaceDetails(
        "Point Lantern lighthouse",
        "End of Point Road, Port Lantern, CA",
        latitude=Decimal("35.38120"),
        longitude=Decimal("-120.87650"),
        parking="Gravel lot at the gate, shuttle to the tower",
        access="112 steps, no lift. Narrow road: nothing over 7.5 t.",
        contact="Ranger station",
        **_HOSPITAL,
    ),
    PlaceDetails(
        "Stage 2, Cannery Studios",
        "77 Cannery Row South, Port Lantern, CA",
        kind="stage",
        latitude=Decimal("35.36550"),
        longitude=Decimal("-120.84410"),
        parking="Structure P1, level 3",
        contact="Stage manager",
        **_HOSPITAL,
    ),
    PlaceDetails("Unit base, fish market", "9 Harbor Walk, Port Lantern, CA", kind="unit base", parking="On the lot"),
)
SHEET_HEAD = {
    "breakfast": 390,
    "weather": "Fog till ten, then 15–18 °C, wind 4 from the west; low water 12:10",
    "safety": "Wet and uneven ground: closed shoes.\nLife vests within two meters of the water's edge.",
    "notes": "No photographs on set, no posts.\nRadios are collected at wrap.",
    "transport": "07:10 shuttle unit base to set, every 15 minutes\n06:30 van 2: hotel to unit base (Ray Dominguez)",
    "equipment": "Second camera body (Meridian)\nWaterproof housing",
    "script_color": "White",
    "schedule_color": "White",
}
