"""Which whole numbers a problem may hold, and how much of everything: the reader, the checks and the schema agree here.

Money stays so small that a thousand people on a thousand days are still a whole number of 64 bits.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from callboard.planner.shooting.problem import (
    CastMember,
    Location,
    MinorHours,
    Piece,
    Prices,
    Problem,
    Rental,
    ShootDay,
)


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from `least` to `most`, both included."""

    least: int
    most: int

    def holds(self, number: int) -> bool:
        """Whether the number is inside."""
        return self.least <= number <= self.most


MONEY = Range(0, 10**11)
MINUTES = Range(0, 7 * 24 * 60)
EIGHTHS = Range(0, 100_000)
DAYS = Range(0, 10_000)
DROPS = Range(0, 8)
MINUTE_OF_DAY = Range(0, 24 * 60 - 1)
MONTHS = Range(0, 200 * 12)
PAIRS = Range(0, 10**7)

FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2199, 12, 31)
LONGEST_SHOOT_DAYS = 3_660

MOST_ROWS = {
    "days": 1_000,
    "pieces": 5_000,
    "cast": 1_000,
    "locations": 5_000,
    "rentals": 1_000,
    "order_rules": 50_000,
    "minor_hours": 100,
    "days_off": 4_000,
    "published": 5_000,
}
MOST_WINDOWS = 1_000

RANGES: dict[type, dict[str, Range]] = {
    ShootDay: {
        "regular_minutes": MINUTES,
        "legal_minutes": MINUTES,
        "comfortable_eighths": EIGHTHS,
        "most_eighths": EIGHTHS,
        "crew_cost": MONEY,
    },
    Piece: {"eighths": EIGHTHS, "minutes": MINUTES},
    CastMember: {
        "day_rate": MONEY,
        "hold_rate": MONEY,
        "drop_after_days": DAYS,
        "most_drops": DROPS,
        "forced_call": MONEY,
    },
    Location: {"rent": MONEY, "set_up": MONEY},
    Rental: {"day_rate": MONEY},
    MinorHours: {"from_months": MONTHS, "below_months": MONTHS, "work_minutes": MINUTES},
    Prices: {
        "move_minutes": MINUTES,
        "move": MONEY,
        "overtime_minute": MONEY,
        "eighth_over": MONEY,
        "rest_minutes": MINUTES,
        "day_call_minute": MINUTE_OF_DAY,
        "night_call_minute": MINUTE_OF_DAY,
        "short_rest": MONEY,
        "split_day": MONEY,
        "changed_call": MONEY,
    },
    Problem: {"most_location_days": PAIRS},
}
