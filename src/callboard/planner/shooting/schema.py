"""The JSON Schemas (2020-12) of a shooting problem and of a plan; `python -m …shooting.schema FOLDER` writes both."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from callboard.planner.shooting.plan import Component, ConflictKind, Status
from callboard.planner.shooting.problem_forms import PROBLEM

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PROBLEM_FILE, PLAN_FILE = "shooting-problem.schema.json", "shooting-plan.schema.json"
Schema = dict[str, Any]


def problem_schema() -> Schema:
    """The file that `callboard plan shoot FILE.json` reads."""
    return {"$schema": DIALECT, "$id": f"urn:callboard:{PROBLEM_FILE}", "title": "Shooting problem", **PROBLEM.schema()}


def plan_schema() -> Schema:
    """What `callboard plan shoot --json` prints."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:callboard:{PLAN_FILE}",
        "title": "Shooting plan",
        **_object(
            "A proposal: what is shot when, what it costs, the proven bound, and the hard rules that it breaks.",
            {
                "status": _said(
                    {"type": "string", "enum": [status.value for status in Status]},
                    "optimal: proven; feasible: no hard rule broken; conflicts: the least harmful that was found.",
                ),
                "cost": _count("What the plan costs, in minor units of money (or in the file's own units of pay)."),
                "bound": _count("Proven: no plan without a conflict costs less."),
                "gap": _said(
                    {"type": "number"},
                    "The part of the cost that the bound leaves open, 0 to 1; 0 while rules are broken.",
                ),
                "currency": _said({"type": "string"}, "What the money is."),
                "cost_by_component": _object(
                    "The cost in its parts; what is left out is nothing.",
                    {component.value: {"type": "integer"} for component in Component},
                    needed=(),
                ),
                "days": {"type": "array", "items": _day()},
                "conflicts": {"type": "array", "items": _conflict()},
                "moves": _count("Moves that the search made; with the seed they repeat the plan anywhere."),
                "scheduled_moves": _count("Moves that it had set out to make; more than it made if it was stopped."),
                "seed": {"type": "integer"},
                "cpu_seconds": _said({"type": "number", "minimum": 0}, "Processor time that it took."),
                "compiled": _said({"type": "boolean"}, "False: uncompiled kernels, about a hundred times slower."),
            },
        ),
    }


def _day() -> Schema:
    return _object(
        "A day that is used.",
        {
            "date": _said(
                {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
                "Its date; null where only an order was asked for.",
            ),
            "unit": {"type": "string"},
            "key": {"type": "string"},
            "scenes": _said(
                {"type": "array", "items": {"type": "string"}}, "The keys of its pieces, in the order of shooting."
            ),
            "eighths": _count("Its pages, in eighths."),
            "minutes": _count("Its minutes of work, company moves included."),
            "locations": {"type": "array", "items": {"type": "string"}},
        },
        needed=("date", "unit", "key", "scenes"),
    )


def _conflict() -> Schema:
    return _object(
        "A hard rule that is broken.",
        {
            "kind": {"type": "string", "enum": [kind.value for kind in ConflictKind]},
            "harm": _count("What it weighs against others, about in minutes of a shooting day."),
            "excess": _count("By how much: minutes, eighths or cases."),
            "day": _said({"type": "string"}, "The key of the day; empty if it concerns none."),
            "piece": {"type": "string"},
            "person": {"type": "string"},
            **_sentence(),
            "lifted_by": _said(
                {"type": "array", "items": _object("A condition.", _sentence(), needed=("text", "parameters"))},
                "What would lift it: “if” and “and if” belong together, each “or if” is another way.",
            ),
        },
        needed=("kind", "harm", "excess", "day", "piece", "person", "text", "parameters", "lifted_by"),
    )


def _sentence() -> Schema:
    return {
        "said": _said({"type": "string"}, "The sentence in English."),
        "text": _said({"type": "string"}, "The message id that translations go by."),
        "parameters": {"type": "object", "additionalProperties": {"type": ["string", "integer"]}},
    }


def _object(description: str, properties: Schema, *, needed: tuple[str, ...] | None = None) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties if needed is None else needed),
        "additionalProperties": False,
    }


def _count(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _said(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def as_text(schema: Schema) -> str:
    """The file's text."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write both files."""
    (folder / PROBLEM_FILE).write_text(as_text(problem_schema()), encoding="utf-8")
    (folder / PLAN_FILE).write_text(as_text(plan_schema()), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
