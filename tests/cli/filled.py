"""Fills an installation with rows of many kinds: `python -m tests.cli.filled`, in the installation's environment."""

from __future__ import annotations

import os
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callboard.config.settings")


def fill() -> None:
    from callboard.core.audit.actions import acting
    from callboard.core.organizations.models import DayOff
    from callboard.core.organizations.rules import Permission
    from callboard.core.organizations.scope import tenant_scope
    from callboard.core.people.sealed import seal
    from callboard.core.ports import file_store
    from tests import builders

    for name in ("Lantern Street Pictures", "Möwe & Töchter – Кино"):
        organization = builders.an_organization(name)
        ada = builders.a_member(organization, email=f"{uuid4().hex}@example.org", password="a long enough password")
        with tenant_scope(organization.pk):
            production = builders.a_production(organization)
            builders.access(ada, production)
            builders.a_place(production)
            DayOff.objects.create(organization=organization, production=production, on=builders.SATURDAY)
            for number, person in enumerate(("Gaffer", "Key grip", "Zoë"), start=1):
                engagement = builders.an_engagement(production, person)
                seal(engagement.party, {"note": f"{person} 'quoted' \"twice\"\n"}, at=builders.FRIDAY_18H)
                builders.a_scene(production, str(number))
            with acting(
                ada, "fill", at=builders.FRIDAY_18H, may=Permission.CHANGE_BOARD, production=production
            ) as record:
                record.note(nested={"b": [1, 2.5, None], "a": "ü"})
    file_store().put(b"one file\x00\xff" * 1000)
    file_store().put(b"another")


if __name__ == "__main__":
    django.setup()
    fill()
