"""Classes by annual use value: the few items that carry most of the money. Pure: no database, no clock, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key", int, str)
CUTS = (80, 95)
"""Percent of the whole use value: up to the first A, up to the second B, the rest C."""
CLASSES = ("A", "B", "C")


def classify(use_values: Mapping[Key, int], cuts: tuple[int, int] = CUTS) -> dict[Key, str]:
    """The class of each item by the share that the items before it carry, largest first.

    The item that crosses a cut belongs to the higher class, so that the largest is always an A however much it
    carries. What is not used is a C. Values are whole minor units; equal ones are taken in the order of their keys.
    """
    total, before, found = sum(max(value, 0) for value in use_values.values()), 0, {}
    for key, value in sorted(use_values.items(), key=lambda entry: (-entry[1], entry[0])):
        reached = sum(before * 100 >= cut * total for cut in cuts)
        found[key] = CLASSES[reached] if value > 0 else "C"
        before += max(value, 0)
    return found
