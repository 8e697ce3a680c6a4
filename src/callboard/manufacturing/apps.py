"""The manufacturing floor as a Django app."""

from django.apps import AppConfig


class ManufacturingConfig(AppConfig):
    """Manufacturing."""

    name = "callboard.manufacturing"
    label = "manufacturing"
