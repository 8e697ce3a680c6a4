"""What each order gets of what is there, in the order of need, and when the rest comes. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Claim:
    """Somebody needs so many steps of an item by a day."""

    item: int
    quantity: int
    need_on: dt.date
    priority: int = 5
    order: int = 0
    """What decides between equals: the older first."""


@dataclass(frozen=True)
class Coming:
    """So many steps are to arrive on a day."""

    item: int
    quantity: int
    on: dt.date


@dataclass(frozen=True)
class Cover:
    """What a claim gets now, what it lacks, and from which day it has all; None while nothing on order covers it."""

    allocated: int
    short: int
    until: dt.date | None = None


def covers(available: Mapping[int, int], claims: Mapping[K, Claim], coming: Iterable[Coming]) -> dict[K, Cover]:
    """Serve the claims by need date, then priority, then age; the sum of what they get is never more than there is.

    What one lacks comes with the first receipts that are not spoken for by an earlier claim.
    """
    arrivals: dict[int, list[Coming]] = {}
    for one in sorted(coming, key=lambda row: row.on):
        arrivals.setdefault(one.item, []).append(one)
    claimed: dict[int, int] = {}
    found: dict[K, Cover] = {}
    for key, claim in sorted(claims.items(), key=lambda pair: _turn(pair[1])):
        there, before = max(available.get(claim.item, 0), 0), claimed.get(claim.item, 0)
        claimed[claim.item] = before + claim.quantity
        short = max(before + claim.quantity - there, 0) - max(before - there, 0)
        until = _covered_on(claimed[claim.item] - there, arrivals.get(claim.item, [])) if short else None
        found[key] = Cover(claim.quantity - short, short, until)
    return {key: found[key] for key in claims}


def _turn(claim: Claim) -> tuple[dt.date, int, int]:
    return claim.need_on, claim.priority, claim.order


def _covered_on(lacking: int, arrivals: Iterable[Coming]) -> dt.date | None:
    for one in arrivals:
        lacking -= one.quantity
        if lacking <= 0:
            return one.on
    return None
