"""A plant in the middle of things, and a program's key to it: `python -m tests.cli.plant_at_work`, printed as JSON."""

from __future__ import annotations

import datetime as dt
import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callboard.config.settings")


def fill() -> dict[str, str]:
    from callboard.cli.demo.plant_story import load_plant
    from callboard.core.members.actions import create_api_key
    from callboard.core.members.founding import found_organization
    from callboard.core.organizations.queries import productions_of
    from callboard.core.organizations.scope import tenant_scope
    from callboard.manufacturing.work_orders.queries import operations_of, work_orders_of

    at = dt.datetime.now(dt.UTC)
    ada = found_organization(
        "Works", member_name="Ada", email="ada@works.example", password="a long enough password", at=at
    )
    with tenant_scope(ada.organization_id):
        load_plant(ada, at=at)
        plant = productions_of(ada).get()
        lights = work_orders_of(ada, plant).get(item__code="LIGHT")
        _, token = create_api_key(ada, "scanner", by=ada, at=at)
        return {
            "token": token,
            "production": str(plant.public_id),
            "work_order": str(lights.public_id),
            "operation": str(operations_of(lights).get().public_id),
        }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill()))
