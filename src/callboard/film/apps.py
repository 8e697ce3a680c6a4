"""The film floor as a Django app."""

from django.apps import AppConfig


class FilmConfig(AppConfig):
    """Film."""

    name = "callboard.film"
    label = "film"
