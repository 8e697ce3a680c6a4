"""The floor as a Django app; installs the database's triggers after every migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import register
from django.db import connections
from django.db.models.signals import post_migrate


def _install_triggers(using: str, plan: object = None, **_: Any) -> None:
    """After migrations all triggers anew; a mere flush of the tables (it has no plan) leaves those that are there."""
    from callboard.core.facts.triggers import install_triggers, missing_triggers

    if plan or missing_triggers(connections[using]):
        install_triggers(connections[using])


class CoreConfig(AppConfig):
    """Core: what every production needs."""

    name = "callboard.core"
    label = "core"

    def ready(self) -> None:
        """Hold the promises in the database itself, and refuse tables that do not declare how private they are."""
        from callboard.core.organizations.declarations import check_data_classes

        register(check_data_classes)
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="callboard_triggers")
