"""The stock floor as a Django app."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """Stock."""

    name = "callboard.stock"
    label = "stock"
