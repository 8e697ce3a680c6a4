"""Who is on board in the demonstration: all names, numbers and addresses are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPerson:
    """One line of the demonstration's crew list."""

    name: str
    position: str
    department: str = ""
    is_head: bool = False
    diet: str = ""
    drives: bool = False
    make_up: int = 0
    wardrobe: int = 0
    travel: int = 0
    rate: int = 0
    """Per day, in dollars."""
    born_on: dt.date | None = None
    guardian: str = ""


@dataclass(frozen=True)
class DemoDepartment:
    """A department with its place on the crew list, its pre-call and its channel."""

    name: str
    pre_call: int = 0
    channel: str = ""


DEPARTMENTS = (
    DemoDepartment("Production", channel="1"),
    DemoDepartment("Assistant directors", pre_call=30, channel="1"),
    DemoDepartment("Camera", channel="3"),
    DemoDepartment("Electric", pre_call=30, channel="5"),
    DemoDepartment("Grip", pre_call=30, channel="6"),
    DemoDepartment("Sound"),
    DemoDepartment("Art", pre_call=45, channel="4"),
    DemoDepartment("Costume", pre_call=60),
    DemoDepartment("Make-up and hair", pre_call=60),
    DemoDepartment("Locations", pre_call=60, channel="1"),
    DemoDepartment("Transport", pre_call=60, channel="7"),
    DemoDepartment("Safety and minors"),
)

CREW = (
    DemoPerson("Noor Salim", "Director", "Production", rate=1800),
    DemoPerson("Walt Pereira", "UPM", "Production", is_head=True, rate=1100),
    DemoPerson("Ada Lindqvist", "Production coordinator", "Production", rate=650, diet="vegetarian"),
    DemoPerson("Bea Castellanos", "1st AD", "Assistant directors", is_head=True, rate=1050),
    DemoPerson("Theo Ibarra", "2nd AD", "Assistant directors", rate=720),
    DemoPerson("Kit Novak", "Set PA", "Assistant directors", rate=240, diet="vegan"),
    DemoPerson("Rosalind Achebe", "Script supervisor", "Production", rate=620),
    DemoPerson("Sven Halloran", "Director of photography", "Camera", is_head=True, rate=1400),
    DemoPerson("Mina Farrow", "Camera operator", "Camera", rate=850),
    DemoPerson("Luis Ortega", "1st AC", "Camera", rate=620),
    DemoPerson("Priya Nair", "2nd AC", "Camera", rate=480, diet="vegetarian"),
    DemoPerson("Gus Whitfield", "Gaffer", "Electric", is_head=True, rate=760),
    DemoPerson("Dee Kowalski", "Best boy electric", "Electric", rate=560),
    DemoPerson("Hank Osei", "Generator operator", "Electric", rate=520, drives=True),
    DemoPerson("Marcus Bell", "Key grip", "Grip", is_head=True, rate=740),
    DemoPerson("Yuki Tanabe", "Dolly grip", "Grip", rate=560),
    DemoPerson("Ines Vidal", "Sound mixer", "Sound", is_head=True, rate=780),
    DemoPerson("Jonah Pratt", "Boom operator", "Sound", rate=520, diet="gluten-free"),
    DemoPerson("Clara Voss", "Production designer", "Art", is_head=True, rate=980),
    DemoPerson("Amos Greer", "Props master", "Art", rate=640),
    DemoPerson("Lena Dupree", "Costume designer", "Costume", is_head=True, rate=820),
    DemoPerson("Tess Moreau", "Key make-up and hair", "Make-up and hair", is_head=True, rate=690, diet="vegan"),
    DemoPerson("Omar Haddad", "Location manager", "Locations", is_head=True, rate=760, drives=True),
    DemoPerson("Ray Dominguez", "Transport captain", "Transport", is_head=True, rate=640, drives=True),
    DemoPerson("Joan Ferris", "Medic and studio teacher", "Safety and minors", is_head=True, rate=540),
)

CAST = (
    DemoPerson("Adaeze Okafor", "MARA", make_up=30, wardrobe=15, travel=30, rate=2400),
    DemoPerson("Bertil Aronsen", "IVO", make_up=20, wardrobe=15, travel=30, rate=2100),
    DemoPerson(
        "Wren Maddox", "PIP", make_up=15, wardrobe=15, rate=1100, born_on=dt.date(2018, 6, 14), guardian="Carol Maddox"
    ),
    DemoPerson("Hector Quiles", "DEL", make_up=20, wardrobe=15, rate=1200),
    DemoPerson("Sayuri Ono", "JUNE", make_up=30, wardrobe=15, travel=30, rate=1300),
    DemoPerson("Emmet Sorley", "OLD TOM", make_up=30, wardrobe=20, travel=45, rate=1300),
    DemoPerson("Dalia Brandvold", "ALVA", make_up=20, wardrobe=15, rate=900),
    DemoPerson("Ron Castile", "COLE", make_up=15, wardrobe=20, rate=900),
)

BACKGROUND = (
    DemoPerson("Peg Sandoval", "Docker", make_up=10, wardrobe=15, rate=220),
    DemoPerson("Hollis Trent", "Docker", make_up=10, wardrobe=15, rate=220),
    DemoPerson("Ama Boateng", "Townsperson", make_up=10, wardrobe=15, rate=220, diet="vegetarian"),
    DemoPerson("Frank Delgado", "Townsperson", make_up=10, wardrobe=15, rate=220),
)

VENDORS = (
    DemoPerson("Meridian Camera House", "Camera package"),
    DemoPerson("Breakwater Grip and Lighting", "Grip and lighting trucks"),
    DemoPerson("Second Helping Catering", "Catering"),
)

# The commercial: some of the same people, a day of their own.
COMMERCIAL_CREW = (
    "Noor Salim", "Ada Lindqvist", "Bea Castellanos", "Sven Halloran", "Luis Ortega", "Gus Whitfield", "Marcus Bell",
    "Ines Vidal", "Clara Voss", "Tess Moreau",
)  # fmt: skip
COMMERCIAL_CAST = (
    DemoPerson("Marguerite Doyle", "THE BAKER", make_up=30, wardrobe=15, travel=30, rate=1500),
    DemoPerson("Silas Wynn", "THE COURIER", make_up=15, wardrobe=15, rate=900),
)
COMMERCIAL_GUESTS = (
    DemoPerson("Paige Holloway", "Agency producer"),
    DemoPerson("Victor Lund", "Client, Harbor Bread Company"),
)


def mail_address(name: str) -> str:
    """An address that can never be anybody's."""
    return f"{name.lower().replace(' ', '.')}@crew.example"


def phone_number(place: int) -> str:
    """A number from the range kept for fiction."""
    return f"+1 805 555 {100 + place:04d}"
