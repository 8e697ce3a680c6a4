"""Plugs everything together when Django starts: web, workers, commands and tests alike."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Last in the list of apps, so that everything it wires is there."""

    name = "callboard.config"
    label = "config"

    def ready(self) -> None:
        """Wire adapters to ports and checks to readiness."""
        from callboard.config import wiring

        wiring.wire()
