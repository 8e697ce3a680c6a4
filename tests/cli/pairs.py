"""Adds organizations two at a time until it is stopped: `python -m tests.cli.pairs`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callboard.config.settings")

if __name__ == "__main__":
    django.setup()
    from django.db import transaction

    from tests.builders import an_organization

    for number in range(100_000):
        with transaction.atomic():
            an_organization(f"Left {number}")
            an_organization(f"Right {number}")
