"""Builders of scenes: each makes one thing with sensible defaults, so that a test says only what matters to it."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from callboard.core.engagements.models import Department, Engagement
from callboard.core.organizations.models import Membership, Organization, Production, ProductionAccess, User
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.models import Party
from callboard.core.places.models import Place
from callboard.core.ports import OutgoingMail
from callboard.film.breakdown.models import Episode, Scene

FRIDAY_18H = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
"""18:00 in Berlin, the evening before a Saturday's call."""
SATURDAY = date(2027, 3, 6)

_numbers = itertools.count(1)


class FakeMailServer:
    """Takes mail and remembers it; `answers` may raise in place of taking one."""

    def __init__(self) -> None:
        self.taken: list[OutgoingMail] = []
        self.answer: Callable[[OutgoingMail], str] = lambda mail: "250 taken"

    def send(self, mail: OutgoingMail) -> str:
        answer = self.answer(mail)
        self.taken.append(mail)
        return answer


class MemoryFiles:
    """Keeps files in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.kept[sha256] = content
        return sha256

    def get(self, sha256: str) -> bytes:
        try:
            return self.kept[sha256]
        except KeyError:
            raise FileNotFoundError(sha256) from None


def an_organization(name: str = "Lantern Street Pictures") -> Organization:
    return Organization.objects.create(name=name, created_at=FRIDAY_18H)


def a_member(
    organization: Organization, role: Role = Role.COORDINATOR, name: str = "Ada", email: str = "", password: str = ""
) -> Membership:
    """A user with a membership. Opens the scope itself."""
    address = email or f"{name.lower().replace(' ', '.')}{next(_numbers)}@example.org"
    user = User.objects.create_user(address, password or None, first_name=name)
    with tenant_scope(organization.pk):
        return Membership.objects.create(
            organization=organization, user=user, name=name, role=role, joined_at=FRIDAY_18H
        )


def a_production(organization: Organization, title: str = "Saltmarsh", **fields: Any) -> Production:
    defaults: dict[str, Any] = {
        "kind": Production.Kind.SERIES,
        "company": "Lantern Street Pictures",
        "zone": "Europe/Berlin",
        "starts_on": SATURDAY,
        "weekly_days_off": [6],
        "edition_colors": ["White", "Blue", "Pink", "Yellow", "Green"],
        "emergency_number": "112",
    }
    return Production.objects.create(organization=organization, title=title, **(defaults | fields))


def access(member: Membership, production: Production) -> ProductionAccess:
    return ProductionAccess.objects.create(
        organization=production.organization, production=production, membership=member
    )


def a_party(organization: Organization, name: str, **fields: Any) -> Party:
    defaults: dict[str, Any] = {"email": f"{name.lower().replace(' ', '.')}@crew.example"}
    return Party.objects.create(organization=organization, name=name, **(defaults | fields))


def a_department(production: Production, name: str = "Camera", **fields: Any) -> Department:
    made, _ = Department.objects.get_or_create(
        organization=production.organization, production=production, name=name, defaults=fields
    )
    return made


def an_engagement(production: Production, name: str, kind: str = "crew", **fields: Any) -> Engagement:
    """A party (made when `party` is not given) engaged in the production."""
    party = fields.pop("party", None) or a_party(production.organization, name)
    defaults: dict[str, Any] = {"position": "Grip", "created_at": FRIDAY_18H}
    return Engagement.objects.create(
        organization=production.organization, production=production, party=party, kind=kind, **(defaults | fields)
    )


def a_place(production: Production, name: str = "Old harbor", **fields: Any) -> Place:
    defaults: dict[str, Any] = {"address": "Quay 4, 20457 Hamburg", "parking": "Lot B behind the crane"}
    return Place.objects.create(
        organization=production.organization, production=production, name=name, **(defaults | fields)
    )


def an_episode(production: Production, number: str = "1") -> Episode:
    made, _ = Episode.objects.get_or_create(organization=production.organization, production=production, number=number)
    return made


def a_scene(production: Production, number: str = "1", **fields: Any) -> Scene:
    defaults: dict[str, Any] = {
        "episode": fields.pop("episode", None) or an_episode(production),
        "sort_key": number.zfill(6),
        "heading": "INT. KITCHEN - DAY",
        "int_ext": "INT",
        "set_name": "KITCHEN",
        "time_of_day": "DAY",
        "eighths": 8,
        "minutes": 60,
    }
    return Scene.objects.create(
        organization=production.organization, production=production, number=number, **(defaults | fields)
    )
