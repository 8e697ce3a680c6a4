"""Made-up shoots as problems of the planner, with exactly the same costs and hard rules."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from benchmarks.shooting.instances import (
    CREW_DAY,
    IDLE_DAYS_TO_DROP,
    LEGAL_MINUTES,
    MINOR_MINUTES,
    MOST_EIGHTHS,
    MOVE_COST,
    MOVE_MINUTES,
    OVERTIME_MINUTE,
    REGULAR_MINUTES,
    WEEK,
    Scene,
    Shoot,
)
from callboard.planner.shooting.problem import (
    Availability,
    CastMember,
    Light,
    Location,
    MinorHours,
    OrderRule,
    Piece,
    Placement,
    Prices,
    Problem,
    Rental,
    ShootDay,
)

FIRST_MONDAY = dt.date(2026, 3, 2)
MINOR_BORN_ON = dt.date(2015, 6, 1)


def date_of(day: int) -> dt.date:
    """The date of a shooting day: Monday to Friday."""
    return FIRST_MONDAY + dt.timedelta(days=day // WEEK * 7 + day % WEEK)


def weekends(days: int) -> frozenset[dt.date]:
    """The Saturdays and Sundays of so many shooting days, which are company days off."""
    mondays = [FIRST_MONDAY + dt.timedelta(weeks=week) for week in range(math.ceil(days / WEEK))]
    return frozenset(monday + dt.timedelta(days=number) for monday in mondays for number in (5, 6))


def day_key(day: int) -> str:
    """The key of a shooting day by its position."""
    return f"D{day + 1:03d}"


def scene_key(number: int) -> str:
    """The key of a scene by its number."""
    return f"S{number + 1:03d}"


def actor_key(actor: int) -> str:
    """The key of a cast member by number."""
    return f"A{actor + 1:02d}"


def location_key(location: int) -> str:
    """The key of a location by number."""
    return f"L{location + 1:02d}"


def rental_key(rental: int) -> str:
    """The key of a rental by number."""
    return f"R{rental + 1}"


def as_problem(shoot: Shoot) -> Problem:
    """The shoot as a problem with exactly the same costs and hard rules.

    Ten idle shooting days in a row are more than fourteen calendar days from one day worked to the next, wherever the
    weekends fall. After a night (call at 21:00) no day call on the next date leaves ten hours of rest; any other two
    legal days do.
    """
    return Problem(
        days=tuple(a_day(day) for day in range(shoot.size.days)),
        pieces=tuple(a_piece(number, scene) for number, scene in enumerate(shoot.scenes)),
        cast=tuple(_cast_member(shoot, actor) for actor in range(shoot.size.cast)),
        locations=tuple(_location(shoot, location) for location in range(shoot.size.locations)),
        rentals=tuple(Rental(rental_key(number), rate) for number, rate in enumerate(shoot.rental_rates)),
        order_rules=tuple(OrderRule(scene_key(before), scene_key(after)) for before, after in shoot.order_rules),
        minor_hours=(MinorHours(0, 18 * 12, MINOR_MINUTES, may_work_nights=False),),
        days_off=weekends(shoot.size.days),
        prices=Prices(
            move_minutes=MOVE_MINUTES,
            move=MOVE_COST,
            overtime_minute=OVERTIME_MINUTE,
            rest_minutes=600,
            day_call_minute=7 * 60,
            night_call_minute=21 * 60,
            short_rest=None,
            split_day=None,
        ),
    )


def a_day(day: int) -> ShootDay:
    """The first unit's day at this position."""
    return ShootDay(
        day_key(day),
        date_of(day),
        regular_minutes=REGULAR_MINUTES,
        legal_minutes=LEGAL_MINUTES,
        comfortable_eighths=MOST_EIGHTHS,
        most_eighths=MOST_EIGHTHS,
        crew_cost=CREW_DAY,
    )


def a_piece(number: int, scene: Scene) -> Piece:
    """A scene, shot in one go."""
    return Piece(
        key=scene_key(number),
        scene=scene_key(number),
        eighths=scene.eighths,
        minutes=scene.minutes,
        location=location_key(scene.location),
        light=Light.EITHER if scene.light is None else Light(scene.light),
        cast=frozenset(actor_key(actor) for actor in scene.cast),
        rentals=frozenset(rental_key(rental) for rental in scene.rentals),
    )


def _cast_member(shoot: Shoot, actor: int) -> CastMember:
    rate = shoot.day_rates[actor]
    return CastMember(
        actor_key(actor),
        day_rate=rate,
        hold_rate=rate,
        drop_after_days=IDLE_DAYS_TO_DROP // WEEK * 7,
        available=_availability(shoot.cast_free[actor]),
        born_on=MINOR_BORN_ON if actor in shoot.size.minors else None,
    )


def _location(shoot: Shoot, location: int) -> Location:
    return Location(
        location_key(location),
        rent=shoot.rents[location],
        set_up=shoot.set_ups[location],
        available=_availability(shoot.locations_free[location]),
    )


def _availability(free: tuple[bool, ...]) -> Availability:
    return Availability(away=frozenset(date_of(day) for day, is_free in enumerate(free) if not is_free))


def placements(days: Sequence[int]) -> tuple[Placement, ...]:
    """Scenes on days, by their positions, as the planner names them."""
    return tuple(Placement(scene_key(number), day_key(day)) for number, day in enumerate(days))
