"""Checks of what the tables declare: a class for every field, and no key that points up a floor or room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db import models

from callboard.core.organizations.models import Organization, TenantModel, User

# Technical columns: they say nothing about anybody.
_UNCLASSED = {"id", "public_id", "version", "organization"}


def check_data_classes(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001 - Django calls it so
    """Django's system check: no table starts without a data class on every field."""
    return [
        Error(
            f"{label} has no data class.",
            hint="Name it in the model's data_classes: serializers, exports and erasure follow from it.",
            id="callboard.E001",
        )
        for label in undeclared_fields()
    ]


def undeclared_fields() -> list[str]:
    """Fields of our tables that no data class is declared for, and declarations without a field."""
    return sorted(label for model in our_tables() for label in _wrongly_declared(model))


def our_tables() -> Iterator[type[models.Model]]:
    """Every table of Callboard's own floors."""
    return (model for model in apps.get_models() if model.__module__.startswith("callboard."))


def tables_without_organization() -> list[str]:
    """Tables that are not an organization's; only the organization itself and the log-in may be."""
    return sorted(model.__name__ for model in our_tables() if not issubclass(model, TenantModel | Organization | User))


def _wrongly_declared(model: type[models.Model]) -> Iterator[str]:
    declared = set(getattr(model, "data_classes", {}))
    fields = {
        field.name for field in model._meta.concrete_fields if not field.is_relation and field.name not in _UNCLASSED
    }
    for name in fields ^ (declared - _UNCLASSED):
        yield f"{model.__name__}.{name}"
