"""The web floor as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Web."""

    name = "callboard.web"
    label = "web"
