"""Made-up shoots of one unit from a seed. A feasible schedule is planted in each.

The draws are frozen: a seed gives the same shoot for ever, so that costs can be compared over the years. Weeks have
five shooting days; actors, locations and rentals are numbers, a shooting day is its position.
"""

from __future__ import annotations

import dataclasses
import math
import random
from dataclasses import dataclass
from typing import Any

WEEK = 5
RENTALS = 4
IDLE_DAYS_TO_DROP = 10
REGULAR_MINUTES, LEGAL_MINUTES, MOST_EIGHTHS = 720, 840, 40
MOVE_MINUTES, MOVE_COST, OVERTIME_MINUTE, CREW_DAY = 60, 8_000, 125, 60_000
MINOR_MINUTES = 480
ORDER_RULES = 6


@dataclass(frozen=True)
class Size:
    """How much there is to shoot, with whom, where, and in how many days."""

    scenes: int = 120
    cast: int = 25
    locations: int = 15
    days: int = 30

    @property
    def leads(self) -> int:
        """The first of the cast are leads, then come supporting parts, then day players."""
        return max(2, self.cast // 8)

    @property
    def supports(self) -> int:
        """How many supporting parts there are."""
        return max(3, self.cast // 3)

    @property
    def minors(self) -> tuple[int, ...]:
        """Two of the supporting parts are played by minors."""
        return (self.leads + 1, self.leads + 3) if self.cast > self.leads + 3 else ()


@dataclass
class Scene:
    """One scene; light None is an interior that can be shot at any hour, else "day" or "night"."""

    location: int
    cast: list[int]
    eighths: int
    minutes: int
    light: str | None
    rentals: list[int]
    is_exterior: bool


@dataclass(frozen=True)
class Shoot:
    """A shoot by positions. `cast_free` and `locations_free` say for each whether a day can be had."""

    size: Size
    scenes: tuple[Scene, ...]
    day_rates: tuple[int, ...]
    set_ups: tuple[int, ...]
    rents: tuple[int, ...]
    rental_rates: tuple[int, ...]
    cast_free: tuple[tuple[bool, ...], ...]
    locations_free: tuple[tuple[bool, ...], ...]
    order_rules: tuple[tuple[int, int], ...]
    planted: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """What the peer is given: everything but the planted days, with the rules as numbers."""
        form = dataclasses.asdict(self)
        form.pop("planted")
        form["size"]["minors"] = list(self.size.minors)
        form["rules"] = {
            "week": WEEK, "idle_days_to_drop": IDLE_DAYS_TO_DROP, "regular_minutes": REGULAR_MINUTES,
            "legal_minutes": LEGAL_MINUTES, "most_eighths": MOST_EIGHTHS, "move_minutes": MOVE_MINUTES,
            "move_cost": MOVE_COST, "overtime_minute": OVERTIME_MINUTE, "crew_day": CREW_DAY,
            "minor_minutes": MINOR_MINUTES,
        }  # fmt: skip
        return form


# --- The draws


def a_shoot(seed: int, size: Size = Size()) -> Shoot:
    """The shoot of this seed."""
    chance = random.Random(seed)
    scenes = _scenes(size, chance)
    day_rates = tuple(_day_rate(actor, size, chance) for actor in range(size.cast))
    set_ups = tuple(chance.randrange(3000, 20000, 500) for _ in range(size.locations))
    rents = tuple(chance.randrange(800, 6000, 100) for _ in range(size.locations))
    rental_rates = tuple(chance.randrange(800, 3000, 100) for _ in range(RENTALS))
    planted = _Planting(size, scenes, chance).days()
    return Shoot(
        size=size,
        scenes=tuple(scenes),
        day_rates=day_rates,
        set_ups=set_ups,
        rents=rents,
        rental_rates=rental_rates,
        cast_free=_cast_free(size, scenes, planted, chance),
        locations_free=_locations_free(size, scenes, planted, chance),
        order_rules=_order_rules(planted, chance),
        planted=tuple(planted),
    )


def _scenes(size: Size, chance: random.Random) -> list[Scene]:
    popularity = [1 / (location + 1) ** 0.8 for location in range(size.locations)]
    locations = list(range(size.locations))
    locations += chance.choices(range(size.locations), popularity, k=size.scenes - size.locations)
    chance.shuffle(locations)
    homes = [chance.sample(range(size.locations), min(size.locations, chance.randint(1, 3))) for _ in range(size.cast)]
    scenes = [_scene(location, homes, size, chance) for location in locations]
    for actor in range(size.cast):
        if not any(actor in scene.cast for scene in scenes):
            scenes[chance.randrange(size.scenes)].cast.append(actor)
    for scene in scenes:
        _send_minors_home(scene, size)
    return scenes


def _scene(location: int, homes: list[list[int]], size: Size, chance: random.Random) -> Scene:
    cast = [actor for actor in range(size.cast) if chance.random() < _part(actor, location in homes[actor], size)]
    if not cast:
        cast = [chance.randrange(size.leads)]
    is_exterior = chance.random() < 0.4
    light = _light(is_exterior, chance)
    eighths = min(24, max(1, int(chance.gammavariate(2.2, 3.6))))
    minutes = eighths * chance.randint(11, 19) + 10
    rentals = [
        rental for rental in range(RENTALS)
        if chance.random() < (0.25 if (location * 7 + rental) % 5 == 0 else 0.03)
    ]  # fmt: skip
    return Scene(location, cast, eighths, minutes, light, rentals, is_exterior)


def _part(actor: int, is_home: bool, size: Size) -> float:
    """How likely an actor is in a scene: leads anywhere, the others mostly at their own locations."""
    if actor < size.leads:
        return (0.6, 0.45, 0.35, 0.3)[min(actor, 3)]
    if actor < size.leads + size.supports:
        return 0.35 if is_home else 0.08
    return 0.25 if is_home else 0.0


def _light(is_exterior: bool, chance: random.Random) -> str | None:
    if is_exterior:
        return "night" if chance.random() < 0.3 else "day"
    return None if chance.random() < 0.8 else "night"


def _send_minors_home(scene: Scene, size: Size) -> None:
    if scene.light == "night" and any(minor in scene.cast for minor in size.minors):
        scene.light = "day" if scene.is_exterior else None


def _day_rate(actor: int, size: Size, chance: random.Random) -> int:
    if actor < size.leads:
        return chance.randint(12000, 25000)
    if actor < size.leads + size.supports:
        return chance.randint(2500, 6000)
    return chance.randint(1100, 1500)


class _Planting:
    """A schedule that keeps every rule: location by location, nights at the ends of weeks."""

    def __init__(self, size: Size, scenes: list[Scene], chance: random.Random) -> None:
        self.size, self.scenes = size, scenes
        locations = list(range(size.locations))
        chance.shuffle(locations)
        in_order = [number for place in locations for number, one in enumerate(scenes) if one.location == place]
        self.by_night = [number for number in in_order if scenes[number].light == "night"]
        self.by_day = [number for number in in_order if scenes[number].light != "night"]
        self.day_of: dict[int, int] = {}

    def days(self) -> list[int]:
        """The day of each scene: with as few nights as suffice."""
        night_minutes = sum(self.scenes[number].minutes for number in self.by_night)
        for more in range(self.size.days):
            nights = self._nights(min(self.size.days, max(1, math.ceil(night_minutes / 620)) + more))
            others = [day for day in range(self.size.days) if day not in nights]
            if self._pack(self.by_night, nights) and self._pack(self.by_day, others):
                return [self.day_of[number] for number in range(self.size.scenes)]
        raise RuntimeError("no schedule could be planted")

    def _nights(self, count: int) -> list[int]:
        weeks = math.ceil(self.size.days / WEEK)
        per_week = math.ceil(count / weeks)
        ends = [min(self.size.days, (week + 1) * WEEK) for week in range(weeks)]
        return sorted(day for end in ends for day in range(end - per_week, end))[-count:]

    def _pack(self, numbers: list[int], days: list[int]) -> bool:
        left = list(numbers)
        for day in days:
            filled = _Filled(self.size)
            while left and filled.takes(self.scenes[left[0]]):
                filled.add(self.scenes[left[0]])
                self.day_of[left.pop(0)] = day
        return not left


class _Filled:
    """What a planted day holds so far."""

    def __init__(self, size: Size) -> None:
        self.minors = size.minors
        self.eighths = self.minutes = 0
        self.locations: set[int] = set()
        self.minor_minutes = dict.fromkeys(size.minors, 0)

    def _minutes_with(self, scene: Scene) -> int:
        is_move = bool(self.locations) and scene.location not in self.locations
        return self.minutes + scene.minutes + (MOVE_MINUTES if is_move else 0)

    def takes(self, scene: Scene) -> bool:
        """Whether the scene still fits."""
        minors = [minor for minor in self.minors if minor in scene.cast]
        return (
            self.eighths + scene.eighths <= MOST_EIGHTHS
            and self._minutes_with(scene) <= REGULAR_MINUTES + 60
            and all(self.minor_minutes[minor] + scene.minutes <= MINOR_MINUTES for minor in minors)
        )

    def add(self, scene: Scene) -> None:
        """Put the scene on the day."""
        self.minutes = self._minutes_with(scene)
        self.eighths += scene.eighths
        self.locations.add(scene.location)
        for minor in self.minors:
            self.minor_minutes[minor] += scene.minutes if minor in scene.cast else 0


def _cast_free(
    size: Size, scenes: list[Scene], planted: list[int], chance: random.Random
) -> tuple[tuple[bool, ...], ...]:
    """Leads are away on two days that the planted schedule does not need; half of the others come for a while only."""
    free = []
    for actor in range(size.cast):
        worked = sorted({day for day, scene in zip(planted, scenes, strict=True) if actor in scene.cast})
        if actor < size.leads:
            idle = [day for day in range(size.days) if day not in worked]
            away = chance.sample(idle, min(len(idle), 2))
            free.append(tuple(day not in away for day in range(size.days)))
        elif chance.random() < 0.5:
            free.append(_around(worked, 5, size, chance))
        else:
            free.append((True,) * size.days)
    return tuple(free)


def _locations_free(
    size: Size, scenes: list[Scene], planted: list[int], chance: random.Random
) -> tuple[tuple[bool, ...], ...]:
    free = []
    for location in range(size.locations):
        used = sorted({day for day, scene in zip(planted, scenes, strict=True) if scene.location == location})
        free.append(_around(used, 6, size, chance) if chance.random() < 0.3 else (True,) * size.days)
    return tuple(free)


def _around(days: list[int], slack: int, size: Size, chance: random.Random) -> tuple[bool, ...]:
    first = days[0] - chance.randint(0, slack)
    last = days[-1] + chance.randint(0, slack)
    return tuple(first <= day <= last for day in range(size.days))


def _order_rules(planted: list[int], chance: random.Random) -> tuple[tuple[int, int], ...]:
    rules: list[tuple[int, int]] = []
    while len(rules) < ORDER_RULES:
        before, after = chance.sample(range(len(planted)), 2)
        if planted[before] < planted[after]:
            rules.append((before, after))
    return tuple(rules)
