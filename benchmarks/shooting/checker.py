"""A second opinion on shooting plans: what one costs and every hard rule it breaks. Shares no code with the planner.

Works from the documented JSON of a problem and of a plan, with the standard library alone, by plain counting over the
dates. `python -m benchmarks.shooting.checker PROBLEM.json PLAN.json` prints the verdict and exits 1 if anything is
wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

Row = dict[str, Any]
ALWAYS: Row = {"windows": [], "away": []}
LEFT_OUT: dict[str, Row] = {
    "days": {
        "unit": "", "regular_minutes": 720, "legal_minutes": 840, "comfortable_eighths": 40, "most_eighths": None,
        "crew_cost": 0, "light": "either",
    },
    "pieces": {
        "light": "either", "cast": [], "rentals": [], "available": ALWAYS, "unit": None, "locked_to": None,
    },
    "cast": {
        "day_rate": 0, "hold_rate": 0, "drop_after_days": None, "most_drops": 1, "available": ALWAYS, "born_on": None,
        "forced_call": 0,
    },
    "locations": {"rent": 0, "set_up": 0, "available": ALWAYS},
    "rentals": {"day_rate": 0},
    "order_rules": {},
    "minor_hours": {"may_work_nights": False},
    "published": {},
}  # fmt: skip
"""What a field means that a problem's JSON leaves out."""
PRICES_LEFT_OUT: Row = {
    "move_minutes": 60, "move": 0, "overtime_minute": 0, "eighth_over": 0, "rest_minutes": 600,
    "day_call_minute": 420, "night_call_minute": 1080, "short_rest": 0, "split_day": None, "changed_call": 0,
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Fault:
    """A rule that is broken, or a statement of the plan that is not so; excess in minutes, eighths or cases."""

    rule: str
    day: str = ""
    piece: str = ""
    person: str = ""
    excess: int = 1


@dataclass(frozen=True)
class Verdict:
    """What was found. Without every piece on one day there is no cost."""

    cost: int | None
    cost_by_component: Mapping[str, int]
    faults: tuple[Fault, ...]


def check(problem: Row, placements: Sequence[Mapping[str, str]]) -> Verdict:
    """The verdict on placements ({"piece", "day"} each) of a problem in its JSON form."""
    book = _Book(problem)
    misplaced = list(_misplaced(book, placements))
    if misplaced:
        return Verdict(None, {}, tuple(misplaced))
    day_of = {row["piece"]: row["day"] for row in placements}
    used = book.used_days(day_of)
    costs = {**_cast_costs(book, used), **_day_costs(book, used), **_place_costs(book, used)}
    costs["changes"] = _changes(book, day_of)
    faults = [*_piece_faults(book, day_of), *_day_faults(book, used), *_faults_between(book, used, day_of)]
    return Verdict(sum(costs.values()), costs, tuple(sorted(faults)))


def check_plan(problem: Row, plan: Row) -> Verdict:
    """The verdict on a plan as the command line prints it: its placements, and whether what it says of itself holds."""
    placements = [{"piece": piece, "day": day["key"]} for day in plan["days"] for piece in day["scenes"]]
    verdict = check(problem, placements)
    said = [*_faults_of_days_said(problem, plan), *_faults_of_order_said(problem, plan)]
    if verdict.cost is not None:
        said += _faults_of_sums_said(plan, verdict)
    return Verdict(verdict.cost, verdict.cost_by_component, (*verdict.faults, *sorted(said)))


# --- What the plan says of itself


def _faults_of_days_said(problem: Row, plan: Row) -> Iterator[Fault]:
    days = _Book(problem).days
    for key, times in Counter(day["key"] for day in plan["days"]).items():
        if times > 1:
            yield Fault("said_twice", key, excess=times)
    for said in plan["days"]:
        if said["key"] in days:
            day = days[said["key"]]
            if (said["date"], said.get("unit", "")) != (day["on"], day["unit"]):
                yield Fault("said_date_or_unit", said["key"])


def _faults_of_order_said(problem: Row, plan: Row) -> Iterator[Fault]:
    """Within a day, what must come before does."""
    place = {piece: (day["key"], number) for day in plan["days"] for number, piece in enumerate(day["scenes"])}
    for rule in problem.get("order_rules", ()):
        before, after = place.get(rule["before"]), place.get(rule["after"])
        if before and after and before[0] == after[0] and before[1] > after[1]:
            yield Fault("order_in_day", before[0], rule["before"])


def _faults_of_sums_said(plan: Row, verdict: Verdict) -> Iterator[Fault]:
    assert verdict.cost is not None
    if plan["cost"] != verdict.cost:
        yield Fault("said_cost", excess=plan["cost"] - verdict.cost)
    said = plan["cost_by_component"]
    for component in sorted(said.keys() | verdict.cost_by_component.keys()):
        excess = said.get(component, 0) - verdict.cost_by_component.get(component, 0)
        if excess:
            yield Fault(f"said_cost_of_{component}", excess=excess)
    is_kept = not verdict.faults
    if is_kept and plan["bound"] > verdict.cost:
        yield Fault("bound_above_cost", excess=plan["bound"] - verdict.cost)
    if is_kept != (plan["status"] in {"optimal", "feasible"}):
        yield Fault("said_status")
    if plan["status"] == "optimal" and plan["bound"] != plan["cost"]:
        yield Fault("said_optimal", excess=plan["cost"] - plan["bound"])
    if len(plan["conflicts"]) != len(verdict.faults):
        yield Fault("said_conflicts", excess=len(plan["conflicts"]) - len(verdict.faults))


# --- The problem, with what was left out


class _Book:
    """The problem's rows by key, fields filled in."""

    def __init__(self, problem: Row) -> None:
        rows = {name: [{**left_out, **row} for row in problem.get(name, ())] for name, left_out in LEFT_OUT.items()}
        self.days = {row["key"]: {**row, "date": date.fromisoformat(row["on"])} for row in rows["days"]}
        self.pieces: dict[str, Row] = {row["key"]: row for row in rows["pieces"]}
        self.cast: dict[str, Row] = {row["key"]: row for row in rows["cast"]}
        self.locations: dict[str, Row] = {row["key"]: row for row in rows["locations"]}
        self.rentals, self.order_rules, self.minor_hours = rows["rentals"], rows["order_rules"], rows["minor_hours"]
        self.published = rows["published"]
        self.prices: Row = {**PRICES_LEFT_OUT, **problem.get("prices", {})}
        self.most_location_days: int | None = problem.get("most_location_days")
        self.payable = self._payable({date.fromisoformat(day) for day in problem.get("days_off", ())})

    def _payable(self, days_off: set[date]) -> list[date]:
        dates = [row["date"] for row in self.days.values()]
        every = (min(dates) + timedelta(number) for number in range((max(dates) - min(dates)).days + 1))
        return [day for day in every if day not in days_off]

    def used_days(self, day_of: Mapping[str, str]) -> list[Row]:
        """The days with something on them, with what follows from it, in the order of dates."""
        pieces: dict[str, list[Row]] = defaultdict(list)
        for key, piece in self.pieces.items():
            pieces[day_of[key]].append(piece)
        rows = [self._used(self.days[key], on_it) for key, on_it in pieces.items()]
        return sorted(rows, key=lambda row: (row["date"], row["unit"], row["key"]))

    def _used(self, day: Row, pieces: list[Row]) -> Row:
        locations = {piece["location"] for piece in pieces}
        lights = Counter(piece["light"] for piece in pieces)
        minutes = sum(piece["minutes"] for piece in pieces) + self.prices["move_minutes"] * (len(locations) - 1)
        only_night = lights["night"] > 0 and lights["day"] == 0
        call = self.prices["night_call_minute" if only_night else "day_call_minute"]
        return {
            **day, "pieces": pieces, "locations": locations, "lights": lights, "minutes": minutes, "call": call,
            "eighths": sum(piece["eighths"] for piece in pieces),
            "called": {person for piece in pieces for person in piece["cast"]},
        }  # fmt: skip

    def rests_short(self, before: Row, after: Row) -> bool:
        """Whether the call of the next date comes too soon."""
        if before["date"] + timedelta(1) != after["date"]:
            return False
        rest = (24 * 60 + after["call"]) - (before["call"] + before["minutes"])
        return bool(rest < self.prices["rest_minutes"])


def _misplaced(book: _Book, placements: Sequence[Mapping[str, str]]) -> Iterator[Fault]:
    times = Counter(row["piece"] for row in placements)
    for key in book.pieces:
        if times[key] != 1:
            yield Fault("placed_once", piece=key, excess=times[key])
    for row in placements:
        if row["piece"] not in book.pieces:
            yield Fault("unknown_piece", row["day"], row["piece"])
        if row["day"] not in book.days:
            yield Fault("unknown_day", row["day"], row["piece"])


def _can_be_had(available: Row, on: date) -> bool:
    row = {**ALWAYS, **available}
    windows = [
        (window.get("start") or "0001-01-01") <= on.isoformat() < (window.get("end") or "9999-12-31")
        for window in row["windows"]
    ]
    return on.isoformat() not in row["away"] and (not windows or any(windows))


# --- Costs


def _cast_costs(book: _Book, used: list[Row]) -> dict[str, int]:
    costs = Counter({"cast_work": 0, "cast_hold": 0, "forced_calls": 0})
    for key, person in book.cast.items():
        worked = sorted({day["date"] for day in used if key in day["called"]})
        costs["cast_work"] += person["day_rate"] * len(worked)
        costs["cast_hold"] += person["hold_rate"] * _held_dates(book, person, worked)
        costs["forced_calls"] += person["forced_call"] * sum(
            key in before["called"] and key in after["called"] and book.rests_short(before, after)
            for before, after in product(used, used)
        )
    return dict(costs)


def _held_dates(book: _Book, person: Row, worked: list[date]) -> int:
    idle_of_breaks = [
        (sum(last < day < following for day in book.payable), (following - last).days)
        for last, following in pairwise(worked)
    ]
    held = sum(idle for idle, _ in idle_of_breaks)
    if person["drop_after_days"] is None:
        return held
    can_drop = sorted(idle for idle, length in idle_of_breaks if length > person["drop_after_days"])
    for _ in range(person["most_drops"]):
        held -= can_drop.pop() if can_drop else 0
    return held


def _day_costs(book: _Book, used: list[Row]) -> dict[str, int]:
    prices, costs = book.prices, Counter[str]()
    for day in used:
        is_short = any(other["unit"] == day["unit"] and book.rests_short(other, day) for other in used)
        is_split = day["lights"]["day"] and day["lights"]["night"]
        costs["crew"] += day["crew_cost"]
        costs["overtime"] += prices["overtime_minute"] * max(0, day["minutes"] - day["regular_minutes"])
        costs["pages"] += prices["eighth_over"] * max(0, day["eighths"] - day["comfortable_eighths"])
        costs["short_rest"] += (prices["short_rest"] or 0) if is_short else 0
        costs["split_days"] += (prices["split_day"] or 0) if is_split else 0
        costs["moves"] += prices["move"] * (len(day["locations"]) - 1)
    return dict(costs)


def _place_costs(book: _Book, used: list[Row]) -> dict[str, int]:
    costs = Counter({"rent": 0, "set_ups": 0, "rentals": 0})
    for key, location in book.locations.items():
        is_used = [any(day["date"] == on and key in day["locations"] for day in used) for on in book.payable]
        costs["rent"] += location["rent"] * sum(is_used)
        arrivals = sum(now and not before for before, now in pairwise([False, *is_used]))
        costs["set_ups"] += location["set_up"] * arrivals
    for rental in book.rentals:
        dates = [day["date"] for day in used if any(rental["key"] in piece["rentals"] for piece in day["pieces"])]
        if dates:
            costs["rentals"] += rental["day_rate"] * sum(min(dates) <= on <= max(dates) for on in book.payable)
    return dict(costs)


def _changes(book: _Book, day_of: Mapping[str, str]) -> int:
    if not book.published:
        return 0
    told = {row["piece"]: row["day"] for row in book.published}
    changed = _calls(book, told) ^ _calls(book, day_of)
    return int(book.prices["changed_call"]) * len(changed)


def _calls(book: _Book, day_of: Mapping[str, str]) -> set[tuple[str, date]]:
    return {(person, book.days[day]["date"]) for piece, day in day_of.items() for person in book.pieces[piece]["cast"]}


# --- Hard rules


def _piece_faults(book: _Book, day_of: Mapping[str, str]) -> Iterator[Fault]:
    for key, piece in book.pieces.items():
        day = book.days[day_of[key]]
        if piece["locked_to"] is not None:
            if piece["locked_to"] != day["key"]:
                yield Fault("lock", day["key"], key)
        elif not _can_be_shot(book, piece, day):
            yield Fault("not_available", day["key"], key)


def _can_be_shot(book: _Book, piece: Row, day: Row) -> bool:
    needs = [piece["available"]]
    needs += [book.cast[person]["available"] for person in piece["cast"] if person in book.cast]
    if piece["location"] in book.locations:
        needs.append(book.locations[piece["location"]]["available"])
    has_light = day["light"] == piece["light"] or "either" in (day["light"], piece["light"])
    has_unit = piece["unit"] is None or piece["unit"] == day["unit"]
    return has_light and has_unit and all(_can_be_had(available, day["date"]) for available in needs)


def _day_faults(book: _Book, used: list[Row]) -> Iterator[Fault]:
    for day in used:
        if day["minutes"] > day["legal_minutes"]:
            yield Fault("legal_day", day["key"], excess=day["minutes"] - day["legal_minutes"])
        is_over = day["most_eighths"] is not None and day["eighths"] > day["most_eighths"]
        if is_over and len(day["pieces"]) > 1:
            yield Fault("too_many_pages", day["key"], excess=day["eighths"] - day["most_eighths"])
        both = min(day["lights"]["day"], day["lights"]["night"])
        if both and book.prices["split_day"] is None:
            yield Fault("day_and_night", day["key"], excess=both)
        for person in sorted(day["called"] & book.cast.keys()):
            yield from _minor_faults(book, book.cast[person], day)


def _minor_faults(book: _Book, person: Row, day: Row) -> Iterator[Fault]:
    band = _minor_band(book, person, day["date"])
    if band is None:
        return
    minutes = sum(piece["minutes"] for piece in day["pieces"] if person["key"] in piece["cast"])
    if minutes > band["work_minutes"]:
        yield Fault("minor_hours", day["key"], person=person["key"], excess=minutes - band["work_minutes"])
    if day["lights"]["night"] and not band["may_work_nights"]:
        yield Fault("minor_at_night", day["key"], person=person["key"])


def _minor_band(book: _Book, person: Row, on: date) -> Row | None:
    """By age in whole months: the months whose day of birth has been reached."""
    if person["born_on"] is None:
        return None
    year, month, day = (int(part) for part in person["born_on"].split("-"))
    months = (on.year * 12 + on.month) - (year * 12 + month) - (0 if on.day >= day else 1)
    for band in book.minor_hours:
        if band["from_months"] <= months < band["below_months"]:
            return band
    return None


def _faults_between(book: _Book, used: list[Row], day_of: Mapping[str, str]) -> Iterator[Fault]:
    if book.prices["short_rest"] is None:
        for before, after in product(used, used):
            if before["unit"] == after["unit"] and book.rests_short(before, after):
                yield Fault("short_rest", after["key"])
    for one, other in combinations(used, 2):
        if one["date"] == other["date"]:
            for person in sorted(one["called"] & other["called"]):
                yield Fault("two_places", other["key"], person=person)
    for rule in book.order_rules:
        before_key, after_key = day_of[rule["before"]], day_of[rule["after"]]
        if book.days[after_key]["date"] < book.days[before_key]["date"]:
            yield Fault("order", before_key, rule["before"])
    pairs = sum(len(day["locations"]) for day in used)
    if book.most_location_days is not None and pairs > book.most_location_days:
        yield Fault("location_days", excess=pairs - book.most_location_days)


def main() -> int:
    """Print the verdict on a plan."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("problem", type=Path)
    asked.add_argument("plan", type=Path)
    paths = asked.parse_args()
    verdict = check_plan(json.loads(paths.problem.read_text()), json.loads(paths.plan.read_text()))
    print(json.dumps(asdict(verdict), indent=2))
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
