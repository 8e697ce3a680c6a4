"""Rows of routings: one operation each. Whole routings come of them, or none of a routing. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from callboard.formats.columns import RowCells
from callboard.manufacturing.imports.bom_rows import MOST_SMALL, STATES, next_revision
from callboard.manufacturing.imports.found import (
    DIFFERS_IN_GROUP,
    DUPLICATE,
    MACHINE_ELSEWHERE,
    NOT_MADE_HERE,
    RELEASED_ALREADY,
    VENDOR_NEEDED,
    Found,
    Outcome,
    Verb,
    held_back,
)
from callboard.manufacturing.imports.known import Known, KnownItem, Step, Way, folded
from callboard.manufacturing.imports.row_reading import (
    Names,
    Reader,
    Words,
    check_window,
    given,
    item_in,
    minor_in,
    ppm_in,
    quantity_in,
    text_most,
    unit_in,
    whole_from,
)
from callboard.manufacturing.imports.rules import Settings
from callboard.manufacturing.products.rules import RevisionState
from callboard.stock.items.rules import Source

_HEAD = ("state", "from_on", "to_on")
_COLUMN_OF_HEAD = {"state": "state", "from_on": "revision_from", "to_on": "revision_to"}
_MINUTES = ("setup_minutes", "batch_minutes", "queue_minutes", "wait_minutes", "move_minutes")
MOST_MINUTES = 1_000_000
MOST_SECONDS = 2_000_000_000
_STATES = Words(STATES)
_READERS: Mapping[str, Reader] = {
    "skill_level": whole_from(1, 5),
    "crew_size": whole_from(1, 1_000),
    "run_seconds": whole_from(0, MOST_SECONDS),
    "yield_ppm": lambda row, name: ppm_in(row, name) or None,
    "setup_family": text_most(40),
    "outside_days": whole_from(0, 3_650),
    "instructions": text_most(20_000),
    **dict.fromkeys(_MINUTES, whole_from(0, MOST_MINUTES)),
}


@dataclass
class _StepRow:
    """A row as far as it could be read."""

    cells: RowCells
    item: KnownItem | None
    step: Step | None
    revision: str
    state: str | None
    from_on: dt.date | None
    to_on: dt.date | None


class _Resources:
    """Departments, machines, skills and vendors: those that are there, and those that rows add."""

    def __init__(self, known: Known, settings: Settings) -> None:
        may_add = settings.adds_missing
        self.departments = Names.of("department", known.departments, may_add=may_add)
        self.machines = Names.of("machine", known.machines, may_add=may_add)
        self.skills = Names.of("skill", known.skills, may_add=may_add)
        self.vendors = Names.of("vendor", known.parties, may_add=may_add)
        self.stands_in = dict(known.machines)

    def machine(self, row: RowCells, department: str) -> str:
        machine = self.machines.read(row, "machine", most=30)
        if machine and department:
            home = self.stands_in.setdefault(machine, department)
            if folded(home) != folded(department):
                row.fault("machine", MACHINE_ELSEWHERE, known=home)
        return machine

    def adds(self, found: Sequence[Found[Way]]) -> dict[str, tuple[str, ...]]:
        return {
            "departments": self.departments.added_by(found),
            "machines": self.machines.added_by(found),
            "skills": self.skills.added_by(found),
            "parties": self.vendors.added_by(found),
        }


def check_routings(rows: Iterable[RowCells], known: Known, settings: Settings) -> Outcome[Way]:
    """Read and check every row, then put routings together by item and revision."""
    resources = _Resources(known, settings)
    steps = [_step_row(row, known, resources) for row in rows]
    groups: dict[tuple[str, str], list[_StepRow]] = {}
    for step in steps:
        if step.item is not None:
            groups.setdefault((step.item.code, step.revision), []).append(step)
    ways = [(group, _way(group, known, settings)) for group in groups.values()]
    faults = [fault for step in steps for fault in step.cells.faults]
    faulty = {fault.row for fault in faults}
    numbers = [tuple(step.cells.row.number for step in group) for group in groups.values()]
    found = tuple(
        Found(rows, _verb(way, known, group), way)
        for rows, (group, way) in zip(numbers, ways, strict=True)
        if way is not None and not faulty & set(rows)
    )
    return Outcome(found, tuple(faults), held_back(numbers, faulty), resources.adds(found))


def _step_row(row: RowCells, known: Known, resources: _Resources) -> _StepRow:
    item = item_in(row, "item", known)
    if item is not None and item.source != Source.MAKE and not item.is_phantom:
        row.fault("item", NOT_MADE_HERE, value=item.code)
    from_on, to_on = check_window(row, "revision_from", "revision_to")
    step = _step(row, item, known, resources)
    revision, state = row.text("revision", most=20), _STATES.read(row, "state")
    return _StepRow(row, item, None if row.faults else step, revision, state, from_on, to_on)


def _step(row: RowCells, item: KnownItem | None, known: Known, resources: _Resources) -> Step | None:
    number = row.whole_number("number", least=1, most=MOST_SMALL, is_required=True)
    name = row.text("name", most=80, is_required=True)
    department = resources.departments.read(row, "department", most=60, is_required=True)
    unit = unit_in(row, "unit", item) if item else None
    outside = row.yes_or_no("is_outside") or False
    vendor = resources.vendors.read(row, "vendor", most=160)
    if outside and not vendor:
        row.fault("vendor", VENDOR_NEEDED)
    said = given(row, _READERS)
    step = Step(
        number=number or 0,
        name=name,
        department=department,
        machine=resources.machine(row, department),
        skill=resources.skills.read(row, "skill", most=60),
        run_quantity=quantity_in(row, "run_quantity", item, unit) or (10**item.decimals if item else 1),
        batch_quantity=quantity_in(row, "batch_quantity", item, unit, may_be_0=True) or 0,
        is_outside=outside,
        vendor=vendor,
        outside_price_minor=minor_in(row, "outside_price", known.currency_places) or 0,
        **said,
    )
    return step if number else None


def _way(group: Sequence[_StepRow], known: Known, settings: Settings) -> Way | None:
    head: dict[str, Any] = dict.fromkeys(_HEAD)
    said_in: dict[str, int] = {}
    numbers: dict[int, int] = {}
    for row in group:
        for name in _HEAD:
            value = getattr(row, name)
            if value is not None and name not in said_in:
                head[name], said_in[name] = value, row.cells.row.number
            elif value is not None and head[name] != value:
                column = _COLUMN_OF_HEAD[name]
                row.cells.fault(column, DIFFERS_IN_GROUP, what="routing", other=said_in[name], known=str(head[name]))
        here = row.cells.row.number
        if row.step and (other := numbers.setdefault(row.step.number, here)) != here:
            row.cells.fault("number", DUPLICATE, other=other)
    if any(row.cells.faults or row.step is None for row in group) or group[0].item is None:
        return None
    state = head["state"] or (RevisionState.RELEASED if settings.releases else RevisionState.DRAFT)
    steps = tuple(sorted((row.step for row in group if row.step), key=lambda step: step.number))
    way = Way(group[0].item.code, group[0].revision, state, steps, head["from_on"], head["to_on"])
    return _named(way, group[0], known)


def _named(way: Way, first: _StepRow, known: Known) -> Way | None:
    there = known.ways.get(way.item, ())
    if not way.revision:
        same = next((old for old in there if way.says_the_same(old) and old.state != RevisionState.RETIRED), None)
        return way.called(same.revision if same else next_revision(old.revision for old in there))
    old = next((one for one in there if one.revision == way.revision), None)
    if old is None or old.state == RevisionState.DRAFT or way.says_the_same(old):
        return way
    first.cells.fault("revision", RELEASED_ALREADY, revision=way.revision, item=way.item, state=str(old.state))
    return None


def _verb(way: Way, known: Known, group: Sequence[_StepRow]) -> Verb:
    old = next((one for one in known.ways.get(way.item, ()) if one.revision == way.revision), None)
    if old is None:
        return Verb.NEW
    asked = next((row.state for row in group if row.state), None)
    return Verb.SAME if way.says_the_same(old) and asked in {None, old.state} else Verb.CHANGED
