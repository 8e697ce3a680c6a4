"""Run one seeding function in the data directory of a started product and print what it returns as JSON."""

from __future__ import annotations

import importlib
import json
import sys

import django


def main() -> None:
    """`python -m tests.journeys.seeding module:function arguments`."""
    django.setup()
    module, _, name = sys.argv[1].partition(":")
    print(json.dumps(getattr(importlib.import_module(module), name)(*sys.argv[2:])))


if __name__ == "__main__":
    main()
