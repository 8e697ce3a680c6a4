"""Small shoots to write scenes of tests with: days from Monday 2 March 2026 on, one location, no prices."""

from __future__ import annotations

import datetime as dt

from callboard.planner.shooting.problem import Location, Piece, Placement, Problem, ShootDay

MONDAY = dt.date(2026, 3, 2)


def day(number, **more):
    """Day `number`, from 1, on Monday and the dates after it; "day 1" is its key."""
    return ShootDay(**{"key": f"day {number}", "on": MONDAY + dt.timedelta(days=number - 1), **more})


def piece(key, minutes=60, **more):
    """An hour of work at the mill, two eighths long."""
    return Piece(**{"key": key, "scene": key, "eighths": 2, "minutes": minutes, "location": "mill", **more})


def shoot(*pieces, days=(1, 2), **more):
    """A problem of these pieces; `days` are numbers or days."""
    made = tuple(day(row) if isinstance(row, int) else row for row in days)
    return Problem(**{"days": made, "pieces": pieces, "locations": (Location("mill"),), **more})


def placed(**numbers):
    """Placements of pieces on days by number: `placed(a=1, b=2)`."""
    return [Placement(key, f"day {number}") for key, number in numbers.items()]
