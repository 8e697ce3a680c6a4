"""Plans as JSON and back: the answer of the planning process, and what `callboard plan requirements --json` prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from callboard.planner.requirements.plan import (
    FaultKind,
    LateDemand,
    Link,
    Message,
    MessageKind,
    MovedOrder,
    Peg,
    Plan,
    PlanFault,
    PlannedOrder,
    Requirement,
    Sentence,
)
from callboard.planner.requirements.problem import OrderKind

Part = TypeVar("Part")

_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (PlannedOrder, MovedOrder, Requirement, Peg, Message, LateDemand, Link, PlanFault)
}
_SENTENCES = ("reason", "benefit", "if_nothing_is_done")


def plan_as_json(plan: Plan, *, is_said: bool = False) -> dict[str, Any]:
    """Values for `json.dumps`: each list is of objects with the fields' names, dates are ISO text.

    A sentence is its translatable message id; its `parameters` stand beside it, once for the three of a message.
    With `is_said` the English stands beside it too.
    """
    return {
        "today": plan.today.isoformat(),
        "planned_orders": _rows(plan.planned_orders, PlannedOrder),
        "moved_orders": _rows(plan.moved_orders, MovedOrder),
        "requirements": _rows(plan.requirements, Requirement),
        "pegs": _rows(plan.pegs, Peg),
        "messages": [_worded(row, _SENTENCES, is_said) for row in _rows(plan.messages, Message)],
        "late_demands": _rows(plan.late_demands, LateDemand),
        "faults": [_worded(row, ("sentence",), is_said) for row in _rows(plan.faults, PlanFault)],
        "low_level_codes": dict(plan.low_level_codes),
    }


def _worded(row: dict[str, Any], names: tuple[str, ...], is_said: bool) -> dict[str, Any]:
    """Sentences as their ids, with the parameters that they share."""
    row["parameters"] = row[names[0]].parameters
    if is_said:
        row["said"] = {name: str(row[name]) for name in names}
    for name in names:
        row[name] = row[name].text
    return row


def plan_from_json(form: dict[str, Any]) -> Plan:
    """The plan that `plan_as_json` gave. The form is our own process's answer: it is not checked, and used up."""
    return Plan(
        today=dt.date.fromisoformat(form["today"]),
        planned_orders=_read(form["planned_orders"], _planned_order),
        moved_orders=_read(form["moved_orders"], _moved_order),
        requirements=_read(form["requirements"], _requirement),
        pegs=_read(form["pegs"], lambda row: Peg(**row)),
        messages=_read(form["messages"], _message),
        late_demands=_read(form["late_demands"], _late_demand),
        faults=_read(form["faults"], _fault),
        low_level_codes=form["low_level_codes"],
    )


def _rows(parts: Iterable[Any], kind: type) -> list[dict[str, Any]]:
    names = _NAMES[kind]
    values_of = attrgetter(*names)
    rows = [dict(zip(names, values_of(part), strict=True)) for part in parts]
    for row in rows:
        for name, value in row.items():
            if not isinstance(value, str | int):
                row[name] = _value(value)
    return rows


def _value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return _iso(value)
    if isinstance(value, tuple):
        return [part if isinstance(part, str) else _rows([part], type(part))[0] for part in value]
    return value


@lru_cache(maxsize=20_000)
def _iso(day: dt.date) -> str:
    return day.isoformat()


@lru_cache(maxsize=20_000)
def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _date_or_none(text: str | None) -> dt.date | None:
    return None if text is None else _date(text)


def _read(rows: list[dict[str, Any]], reader: Callable[[dict[str, Any]], Part]) -> tuple[Part, ...]:
    return tuple(reader(row) for row in rows)


def _planned_order(row: dict[str, Any]) -> PlannedOrder:
    for name in ("true_start", "true_due", "start", "due", "projected_due"):
        row[name] = _date(row[name])
    row["kind"] = OrderKind(row["kind"])
    return PlannedOrder(**row)


def _moved_order(row: dict[str, Any]) -> MovedOrder:
    row["due"], row["projected_due"] = _date(row["due"]), _date(row["projected_due"])
    row["planned_due"] = _date_or_none(row["planned_due"])
    return MovedOrder(**row)


def _requirement(row: dict[str, Any]) -> Requirement:
    row["due"] = _date(row["due"])
    return Requirement(**row)


def _message(row: dict[str, Any]) -> Message:
    said = row.pop("parameters")
    row.pop("said", None)
    row |= {name: Sentence(row[name], said) for name in _SENTENCES}
    row |= {"from_date": _date(row["from_date"]), "to_date": _date_or_none(row["to_date"])}
    return Message(**row | {"kind": MessageKind(row["kind"]), "demands": tuple(row["demands"])})


def _late_demand(row: dict[str, Any]) -> LateDemand:
    chain = tuple(
        Link(**{**link, "needed": _date(link["needed"]), "available": _date(link["available"])})
        for link in row["chain"]
    )
    return LateDemand(**{**row, "due": _date(row["due"]), "projected": _date(row["projected"]), "chain": chain})


def _fault(row: dict[str, Any]) -> PlanFault:
    return PlanFault(FaultKind(row["kind"]), row["subject"], Sentence(row["sentence"], row["parameters"]))
