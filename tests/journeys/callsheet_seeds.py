"""A full day for the call sheet's journey: nine cast, sixty crew in departments, twenty-four background."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from callboard.core.hours.actions import record_shift
from callboard.core.hours.rules import Shift
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.film.breakdown.models import Element, ElementCategory, Scene, SceneElement
from callboard.film.stripboard.actions import StripAt, create_board, create_break, place_strips
from tests.builders import (
    a_department,
    a_member,
    a_place,
    a_production,
    a_scene,
    access,
    an_engagement,
    an_organization,
)

ZONE = "Europe/Berlin"
PASSWORD = "lantern-street-27"
CAST = (
    "MARA", "IVO", "TESSA", "OLD BRANDT", "LINUS", "DR. HALE", "FERRYMAN", "JUNA", "THE HARBOR MASTER'S WIDOW",
)  # fmt: skip
CREW = {
    "Direction": (0, ("1st AD", "2nd AD", "Script supervisor", "Set PA", "Set PA")),
    "Camera": (0, ("Director of photography", "Operator", "1st AC", "2nd AC", "DIT", "Video assist")),
    "Electric": (30, ("Gaffer", "Best boy", "Generator operator", *["Electrician"] * 5)),
    "Grip": (30, ("Key grip", "Dolly grip", *["Grip"] * 4)),
    "Sound": (0, ("Sound mixer", "Boom operator", "Sound utility")),
    "Art": (60, ("Production designer", "Art director", "Set dresser", "Set dresser", "Prop master", "Props")),
    "Make-up": (90, ("Key make-up", "Make-up artist", "Hair", "Hair")),
    "Wardrobe": (90, ("Costume designer", "Key costumer", "Costumer", "Costumer")),
    "Locations": (120, ("Location manager", *["Location assistant"] * 5)),
    "Transport": (150, ("Transport captain", *["Driver"] * 7)),
    "Catering": (120, ("Caterer", "Cook", "Cook")),
}
NAMES = ("Ada", "Bo", "Cleo", "Dan", "Edda", "Finn", "Gus", "Hana", "Ida", "Jon", "Kim", "Lou", "Mia", "Nils", "Olga")
FAMILIES = ("Adler", "Berg", "Conrad", "Dorn", "Ebert")


def a_full_day(title: str = "Saltmarsh") -> dict[str, Any]:
    """Tomorrow on the board with everyone on board; Mara was dismissed tonight at 20:30. Ada plans and publishes."""
    organization = an_organization(title)
    tomorrow = timezone.now().astimezone(ZoneInfo(ZONE)).date() + timedelta(days=1)
    slug = title.lower().replace(" ", "-")
    ada = a_member(organization, Role.COORDINATOR, "Ada", f"ada@{slug}.example", PASSWORD)
    bob = a_member(organization, Role.ASSISTANT_DIRECTOR, "Bob", f"bob@{slug}.example", PASSWORD)
    with tenant_scope(organization.pk):
        show = a_production(organization, title, starts_on=tomorrow, weekly_days_off=[])
        access(bob, show)
        a_place(
            show, "Old harbor", latitude="53.54500", longitude="9.98300", nearest_hospital="St. Anne, Ring 3",
            hospital_phone="+49 40 5550100", access="In by the crane gate.",
        )  # fmt: skip
        _crew(show)
        _cast_and_scenes(show, tomorrow, ada)
    return {
        "production": str(show.public_id),
        "day": tomorrow.isoformat(),
        "emails": {member.name: member.user.email for member in (ada, bob)},
    }


def _crew(show: Production) -> None:
    count = 0
    for position, (name, (pre_call, jobs)) in enumerate(CREW.items()):
        department = a_department(show, name, position=position, pre_call_minutes=pre_call, channel="1")
        for place, job in enumerate(jobs):
            person = f"{NAMES[count % 15]} {FAMILIES[count // 15]}"
            an_engagement(show, person, position=job, department=department, is_head=place == 0)
            count += 1
    an_engagement(show, "Nordlicht Camera Rental", "vendor", position="Camera package")


def _cast_and_scenes(show: Production, day: date, ada: Membership) -> None:
    scenes = [
        a_scene(show, str(number), minutes=minutes, set_name=name, int_ext=side, synopsis=synopsis)
        for number, minutes, side, name, synopsis in (
            (1, 90, "INT", "HARBOR OFFICE", "Mara finds the tide tables are wrong."),
            (2, 60, "EXT", "PIER", "Ivo waits for a boat that does not come."),
            (3, 75, "INT", "FERRY - WHEELHOUSE", "The ferryman refuses to turn back."),
            (4, 120, "EXT", "SALT MARSH", "Lanterns far out where nobody should be."),
            (5, 60, "EXT", "LIGHTHOUSE", "Tessa climbs to the lamp."),
        )
    ]
    _roles(show, scenes)
    board = create_board(show, name="First pass", starts_on=day, by=ada, at=timezone.now())
    strips = list(board.strips.order_by("rank"))
    place_strips(board, [StripAt(s.public_id, 1) for s in strips], after=None, by=ada, at=timezone.now())
    create_break(board, after=strips[3].public_id, by=ada, at=timezone.now())
    tonight = datetime.combine(day - timedelta(days=1), time(20, 30), ZoneInfo(ZONE))
    mara = Element.objects.get(name="MARA").played_by
    assert mara is not None
    shift = Shift(tonight - timedelta(hours=10), tonight)
    record_shift(show, mara.party, shift, day=day - timedelta(days=1), by=ada, at=timezone.now())


def _roles(show: Production, scenes: list[Scene]) -> None:
    organization = show.organization
    cast = ElementCategory.objects.create(
        organization=organization, production=show, name="Cast", color="#c00000", is_cast=True
    )
    crowd = ElementCategory.objects.create(
        organization=organization, production=show, name="Background", color="#00c000", is_background=True
    )
    for number, name in enumerate(CAST, start=1):
        actor = an_engagement(
            show, f"{name.title()} Player", "cast", position=name,
            make_up_minutes=45, wardrobe_minutes=15, travel_minutes=30,
        )  # fmt: skip
        role = Element.objects.create(
            organization=organization, production=show, category=cast, number=str(number), name=name, played_by=actor
        )
        for scene in (scenes[(number - 1) % 5], scenes[number % 5]):
            SceneElement.objects.create(organization=organization, scene=scene, element=role)
    townspeople = Element.objects.create(
        organization=organization, production=show, category=crowd, name="Townspeople", quantity=24
    )
    SceneElement.objects.create(organization=organization, scene=scenes[1], element=townspeople)
