"""The paperwork floor as a Django app."""

from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    """Paperwork."""

    name = "callboard.paperwork"
    label = "paperwork"
