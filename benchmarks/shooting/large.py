"""A made-up shoot of two units: 600 scenes, 120 dates, 80 cast; with a planted plan that keeps every rule."""

from __future__ import annotations

import random
from dataclasses import replace

from benchmarks.shooting.instances import Shoot, Size, a_shoot
from benchmarks.shooting.problems import a_day, actor_key, as_problem, day_key, location_key, placements, scene_key
from callboard.planner.shooting.problem import Light, Piece, Placement, Problem, ShootDay

FIRST_UNIT, SECOND_UNIT = "first", "second"
FIRST_UNIT_SIZE = Size(scenes=480, cast=80, locations=40, days=120)
SECOND_UNIT_EVERY = 3
SCENES_A_DAY = 3
SECOND_CREW_DAY = 25_000


def a_large_shoot(seed: int, size: Size = FIRST_UNIT_SIZE) -> tuple[Problem, tuple[Placement, ...]]:
    """The problem of this seed and its planted plan.

    The first unit's shoot is drawn as a shoot of one unit. The second unit works every third day, at one location,
    with supporting parts and day players who are then not with the first. Nine in ten pieces of the first unit and
    seven in ten of the second are bound to it; any unit may shoot the others.
    """
    shoot = a_shoot(seed, size)
    chance = random.Random(f"second unit {seed}")
    problem = as_problem(shoot)
    first_pieces = tuple(replace(piece, unit=FIRST_UNIT if chance.random() < 0.9 else None) for piece in problem.pieces)
    second_days = range(1, size.days, SECOND_UNIT_EVERY)
    second: list[tuple[Piece, Placement]] = []
    for day in second_days:
        second += _second_unit_scenes(shoot, day, size.scenes + len(second), chance)
    grown = replace(
        problem,
        pieces=(*first_pieces, *(piece for piece, _ in second)),
        days=(
            *(replace(day, unit=FIRST_UNIT) for day in problem.days),
            *(_second_unit_day(day) for day in second_days),
        ),
    )
    return grown, (*placements(shoot.planted), *(placement for _, placement in second))


def _second_unit_day(day: int) -> ShootDay:
    return replace(a_day(day), key=_second_key(day), unit=SECOND_UNIT, crew_cost=SECOND_CREW_DAY)


def _second_key(day: int) -> str:
    return f"{day_key(day)} second"


def _second_unit_scenes(shoot: Shoot, day: int, number: int, chance: random.Random) -> list[tuple[Piece, Placement]]:
    location = chance.choice([place for place, free in enumerate(shoot.locations_free) if free[day]])
    free, key = _free_for_second_unit(shoot, day), _second_key(day)
    pieces = [_second_unit_piece(number + more, location, free, chance) for more in range(SCENES_A_DAY)]
    return [(piece, Placement(piece.key, key)) for piece in pieces]


def _free_for_second_unit(shoot: Shoot, day: int) -> list[int]:
    with_first = {
        actor for scene, on in zip(shoot.scenes, shoot.planted, strict=True) if on == day for actor in scene.cast
    }
    return [
        actor for actor in range(shoot.size.leads, shoot.size.cast)
        if shoot.cast_free[actor][day] and actor not in with_first and actor not in shoot.size.minors
    ]  # fmt: skip


def _second_unit_piece(number: int, location: int, free: list[int], chance: random.Random) -> Piece:
    return Piece(
        key=scene_key(number),
        scene=scene_key(number),
        eighths=chance.randint(2, 8),
        minutes=chance.randint(40, 160),
        location=location_key(location),
        light=Light.DAY if chance.random() < 0.6 else Light.EITHER,
        cast=frozenset(actor_key(actor) for actor in chance.sample(free, min(len(free), chance.randint(0, 2)))),
        unit=SECOND_UNIT if chance.random() < 0.7 else None,
    )
