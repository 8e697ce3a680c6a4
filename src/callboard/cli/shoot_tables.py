"""Shooting plans to read in a terminal: the cost and its bound, the days, what is broken and what would lift it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from callboard.cli.shoot_files import ShootFile
from callboard.formats.eighths import eighths_text
from callboard.planner.shooting.plan import Component, Conflict, Plan, Status
from callboard.planner.shooting.working_day import WorkingDay, working_days

DAY_ROW = "{:<10} {:<8} {:>6} {:>5}  {}"
STATUS = {
    Status.OPTIMAL: "Proved optimal",
    Status.FEASIBLE: "Every hard rule kept",
    Status.CONFLICTS: "Hard rules are broken",
}
COMPONENTS = {
    Component.CAST_WORK: "cast worked",
    Component.CAST_HOLD: "cast held",
    Component.FORCED_CALLS: "forced calls",
    Component.CREW: "crew",
    Component.OVERTIME: "overtime",
    Component.PAGES: "pages over the comfortable day",
    Component.SHORT_REST: "short rest",
    Component.SPLIT_DAYS: "split days",
    Component.MOVES: "company moves",
    Component.RENT: "location rent",
    Component.SET_UPS: "set-ups",
    Component.RENTALS: "rentals",
    Component.CHANGES: "changed calls",
}


def plan_lines(plan: Plan, file: ShootFile) -> Iterator[str]:
    """The whole plan."""
    yield f"{STATUS[plan.status]}: cost {plan.cost:,} {file.money}{_bound_said(plan)}"
    parts = [
        f"{COMPONENTS[part]} {plan.cost_by_component[part]:,}" for part in Component if plan.cost_by_component[part]
    ]
    if parts:
        yield ", ".join(parts)
    yield DAY_ROW.format("Date", "Unit", "Pages", "Min", "Scenes · locations")
    held = working_days(file.problem, {placement.piece: placement.day for placement in plan.placements})
    for day in plan.days:
        yield _day_line(held[day.key], day.pieces, file.names)
    for conflict in plan.conflicts:
        yield from conflict_lines(conflict)
    yield (
        f"{plan.moves:,} moves in {plan.cpu_seconds:.1f} CPU seconds. To repeat it: --moves {plan.moves}"
        f" --scheduled-moves {plan.scheduled_moves} --seed {plan.seed}"
    )


def _bound_said(plan: Plan) -> str:
    """The bound is about plans that keep every rule: it leaves no gap to one that breaks some."""
    if plan.conflicts:
        return f"; no plan that keeps every rule can cost less than {plan.bound:,}"
    return f", proven bound {plan.bound:,} (gap {100 * plan.gap:.1f} %)"


def _day_line(day: WorkingDay, pieces: tuple[str, ...], names: Mapping[str, str]) -> str:
    scenes = ", ".join(names.get(key, key) for key in pieces)
    locations = ", ".join(names.get(key, key) for key in day.locations)
    return DAY_ROW.format(
        str(day.day.on), day.unit, eighths_text(day.eighths), day.minutes or "", f"{scenes} · {locations}"
    )


def conflict_lines(conflict: Conflict) -> Iterator[str]:
    """What is broken, and below it what would lift it."""
    yield f"conflict: {conflict.sentence}"
    for way in conflict.lifted_by:
        yield f"    {way}"
