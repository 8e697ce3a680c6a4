"""The peer's side: two CP-SAT models of a made-up shoot. Runs in the peer's own Python; nothing of Callboard in it.

Reads a shoot as JSON on standard input (`instances.Shoot.as_json`), writes what was found as JSON. One Boolean for each
scene and day that go together; days, locations, cast and rentals follow by implication; paid days are those between a
start and an end chain, less one dropped break. `Model` is frozen; `CountedModel` adds sums that follow from it.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import threading
import time
from collections.abc import Iterable
from typing import Any

from ortools.sat.python import cp_model  # type: ignore[import-not-found]  # only the peer's own Python has it

OFF = 0
Bool = Any
"""A Boolean variable, or OFF where it can only be false."""


class Model:
    """The model of one shoot: variables by scene and day, one method for each rule and each cost."""

    def __init__(self, shoot: dict[str, Any]) -> None:
        self.shoot, self.rules, self.scenes = shoot, shoot["rules"], shoot["scenes"]
        self.days = range(shoot["size"]["days"])
        self.minors: list[int] = shoot["size"]["minors"]
        self.model = cp_model.CpModel()
        self.costs: list[Any] = []
        self.shot = [[self._shot(scene, day) for day in self.days] for scene in self.scenes]
        everything = range(len(self.scenes))
        self.used = [self.any_of(everything, day) for day in self.days]
        self.at = [self._by_day("location", place) for place in range(len(shoot["rents"]))]
        self.works = [self._by_day("cast", actor) for actor in range(len(shoot["day_rates"]))]
        self.is_night = [self.model.new_bool_var("") for _ in self.days]
        self._state()

    def _shot(self, scene: dict[str, Any], day: int) -> Bool:
        can_cast = all(self.shoot["cast_free"][actor][day] for actor in scene["cast"])
        can = can_cast and self.shoot["locations_free"][scene["location"]][day]
        return self.model.new_bool_var("") if can else OFF

    def _with(self, field: str, value: object) -> list[int]:
        """The scenes at a location, with an actor, with a rental or in a light."""
        return [
            index for index, scene in enumerate(self.scenes)
            if (value in scene[field] if isinstance(scene[field], list) else value == scene[field])
        ]  # fmt: skip

    def _by_day(self, field: str, number: int) -> list[Bool]:
        scenes = self._with(field, number)
        return [self.any_of(scenes, day) for day in self.days]

    def any_of(self, scenes: Iterable[int], day: int) -> Bool:
        """Whether any of the scenes is shot on the day."""
        possible = [self.shot[scene][day] for scene in scenes if self.shot[scene][day] is not OFF]
        if not possible:
            return OFF
        one = self.model.new_bool_var("")
        for shot in possible:
            self.model.add_implication(shot, one)
        self.model.add_bool_or([*possible, one.negated()])
        return one

    def _state(self) -> None:
        for row in self.shot:
            self.model.add_exactly_one(shot for shot in row if shot is not OFF)
        self.keep_order()
        for day in self.days:
            self.keep_length(day)
            self.keep_light(day)
            self.keep_minors(day)
            self.keep_rest(day)
        self.charge_locations()
        self.charge_cast()
        self.charge_rentals()
        self.model.minimize(sum(self.costs))

    def keep_order(self) -> None:
        """No scene after one that it must precede."""
        for before, after in self.shoot["order_rules"]:
            self.model.add(self._day_of(before) <= self._day_of(after))

    def _day_of(self, scene: int) -> Any:
        return sum(day * shot for day, shot in enumerate(self.shot[scene]) if shot is not OFF)

    def keep_length(self, day: int) -> None:
        """Pages, minutes, moves between locations, overtime, and the crew's day."""
        rules = self.rules
        moves = sum(at[day] for at in self.at) - self.used[day]
        overtime = self.model.new_int_var(0, rules["legal_minutes"] - rules["regular_minutes"], "")
        minutes = self._sum("minutes", range(len(self.scenes)), day) + rules["move_minutes"] * moves
        self.model.add(minutes <= rules["regular_minutes"] + overtime)
        self.model.add(self._sum("eighths", range(len(self.scenes)), day) <= rules["most_eighths"])
        self.costs += [rules["crew_day"] * self.used[day], rules["move_cost"] * moves]
        self.costs.append(rules["overtime_minute"] * overtime)

    def _sum(self, field: str, scenes: Iterable[int], day: int) -> Any:
        return sum(self.scenes[scene][field] * self.shot[scene][day] for scene in scenes)

    def keep_light(self, day: int) -> None:
        """A day is for nights or for days; it is a night only with a night scene."""
        night = self.is_night[day]
        nights = []
        for scene, row in zip(self.scenes, self.shot, strict=True):
            if row[day] is OFF or scene["light"] is None:
                continue
            if scene["light"] == "night":
                nights.append(row[day])
                self.model.add_implication(row[day], night)
            else:
                self.model.add_implication(row[day], night.negated())
        self.model.add_bool_or([*nights, night.negated()])

    def keep_minors(self, day: int) -> None:
        """Minors work by day, for their hours."""
        for minor in self.minors:
            if self.works[minor][day] is not OFF:
                self.model.add_implication(self.works[minor][day], self.is_night[day].negated())
                minutes = self._sum("minutes", self._with("cast", minor), day)
                self.model.add(minutes <= self.rules["minor_minutes"])

    def keep_rest(self, day: int) -> None:
        """Within a week no day's work follows a night."""
        after = day + 1
        if after % self.rules["week"] and after in self.days and self.used[after] is not OFF:
            self.model.add_bool_or(
                [self.is_night[day].negated(), self.is_night[after], self.used[after].negated()]
            )  # fmt: skip

    def charge_locations(self) -> None:
        """Rent by day, and a set-up on each day after one elsewhere."""
        for at, rent, set_up in zip(self.at, self.shoot["rents"], self.shoot["set_ups"], strict=True):
            for day in self.days:
                if at[day] is OFF:
                    continue
                comes = self.model.new_bool_var("")
                self.model.add(comes >= at[day] - (at[day - 1] if day else OFF))
                self.costs += [rent * at[day], set_up * comes]

    def present(self, busy: list[Bool]) -> list[Bool]:
        """For each day whether it lies between the first busy one and the last."""
        begun = [self.model.new_bool_var("") for _ in self.days]
        unfinished = [self.model.new_bool_var("") for _ in self.days]
        found = [self.model.new_bool_var("") for _ in self.days]
        for day in self.days:
            if day:
                self.model.add_implication(begun[day - 1], begun[day])
                self.model.add_implication(unfinished[day], unfinished[day - 1])
            if busy[day] is not OFF:
                self.model.add_implication(busy[day], begun[day])
                self.model.add_implication(busy[day], unfinished[day])
            self.model.add_bool_or([begun[day].negated(), unfinished[day].negated(), found[day]])
        return found

    def charge_cast(self) -> None:
        """A day's rate for each day present and not dropped."""
        for works, rate in zip(self.works, self.shoot["day_rates"], strict=True):
            present, dropped = self.present(works), self._dropped(works)
            for day in self.days:
                paid = self.model.new_bool_var("")
                self.model.add_bool_or([present[day].negated(), dropped[day], paid])
                if works[day] is not OFF:
                    self.model.add_implication(works[day], paid)
                self.costs.append(rate * paid)

    def _dropped(self, works: list[Bool]) -> list[Bool]:
        """One stretch of idle days, long enough or none."""
        length, count = self.rules["idle_days_to_drop"], len(self.days)
        begins = [self.model.new_bool_var("") for _ in self.days]
        dropped = [self.model.new_bool_var("") for _ in self.days]
        self.model.add_at_most_one(begins)
        for day in self.days:
            if day + length > count:
                self.model.add(begins[day] == 0)
            for later in range(day, min(count, day + length)):
                self.model.add_implication(begins[day], dropped[later])
            goes_on = [dropped[day - 1]] if day else []
            self.model.add_bool_or([dropped[day].negated(), begins[day], *goes_on])
            if works[day] is not OFF:
                self.model.add_implication(dropped[day], works[day].negated())
        return dropped

    def charge_rentals(self) -> None:
        """From first use to last."""
        for number, rate in enumerate(self.shoot["rental_rates"]):
            if self._with("rentals", number):
                self.costs += [rate * day for day in self.present(self._by_day("rentals", number))]


class CountedModel(Model):
    """The same with what must follow: on how many days at least there is work, by cast, location and night.

    Nothing that a plan may do is taken away; the linear relaxation alone does not see these counts.
    """

    def _state(self) -> None:
        super()._state()
        everything = range(len(self.scenes))
        self.model.add(sum(self.used) >= self.least_days(everything))
        for place, at in enumerate(self.at):
            self.model.add(sum(at) >= self.least_days(self._with("location", place)))
        for actor, works in enumerate(self.works):
            self.model.add(sum(works) >= self._least_days_of(actor))
        if nights := self._with("light", "night"):
            self.model.add(sum(self.is_night) >= self.least_days(nights))

    def least_days(self, scenes: Iterable[int]) -> int:
        """How many days the scenes fill by pages and by minutes."""
        rows = [self.scenes[scene] for scene in scenes]
        by_pages: int = math.ceil(sum(row["eighths"] for row in rows) / self.rules["most_eighths"])
        by_minutes: int = math.ceil(sum(row["minutes"] for row in rows) / self.rules["legal_minutes"])
        return max(1, by_pages, by_minutes)

    def _least_days_of(self, actor: int) -> int:
        scenes = self._with("cast", actor)
        if actor not in self.minors:
            return self.least_days(scenes)
        minutes = sum(self.scenes[scene]["minutes"] for scene in scenes)
        by_hours: int = math.ceil(minutes / self.rules["minor_minutes"])
        return max(self.least_days(scenes), by_hours)


MODELS = {"frozen": Model, "counted": CountedModel}


class Trace(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]  # untyped here, as it is not installed
    """Every better plan with its wall and CPU second."""

    def __init__(self) -> None:
        super().__init__()
        self.started, self.rows = time.monotonic(), list[dict[str, float]]()

    def on_solution_callback(self) -> None:
        """Note it."""
        wall = round(time.monotonic() - self.started, 2)
        self.rows.append({"wall": wall, "cpu": round(cpu_seconds(), 2), "cost": int(self.objective_value)})


def cpu_seconds() -> float:
    """Of all threads of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def solve(shoot: dict[str, Any], *, model: str, seconds: float, workers: int, clock: str) -> dict[str, Any]:
    """The best plan found. Clock "cpu" stops at `seconds` × `workers` CPU seconds, "wall" at `seconds` of wall time.

    On a quiet machine the two are the same, up to what workers wait; on a busy one only "cpu" is fair.
    """
    stated = MODELS[model](shoot)
    solver, trace = cp_model.CpSolver(), Trace()
    solver.parameters.num_workers = workers
    if clock == "wall":
        solver.parameters.max_time_in_seconds = seconds
    else:
        threading.Thread(target=_stop_at, args=(solver, cpu_seconds() + seconds * workers), daemon=True).start()
    started = time.monotonic()
    status = solver.solve(stated.model, trace)
    found = {
        "status": solver.status_name(status).lower(), "cost": None, "placements": [],
        "bound": round(solver.best_objective_bound), "wall_seconds": round(time.monotonic() - started, 1),
        "cpu_seconds": round(cpu_seconds(), 1), "trace": trace.rows,
    }  # fmt: skip
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        found["cost"] = int(solver.objective_value)
        found["placements"] = [
            next(day for day in stated.days if row[day] is not OFF and solver.value(row[day])) for row in stated.shot
        ]
    return found


def _stop_at(solver: cp_model.CpSolver, cpu_limit: float) -> None:
    while cpu_seconds() < cpu_limit:
        time.sleep(0.1)
    solver.stop_search()


def main() -> None:
    """Read a shoot with what is asked of the solver, answer."""
    asked = json.load(sys.stdin)
    json.dump(solve(asked.pop("shoot"), **asked), sys.stdout)


if __name__ == "__main__":
    main()
