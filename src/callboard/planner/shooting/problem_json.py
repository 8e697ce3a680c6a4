"""Problems as JSON and back: the documented file of `callboard plan shoot`, and how they cross to the planning process.

Every dataclass is an object of its fields (those at their default may be left out), dates are ISO text, sets sorted
lists. docs/algorithms/shooting-json.md explains it by an example.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import MISSING, fields
from enum import Enum
from typing import Any

from callboard.planner.refusals import gettext_noop
from callboard.planner.shooting.forms import WRONG, Faults
from callboard.planner.shooting.plan import Sentence
from callboard.planner.shooting.problem import Problem
from callboard.planner.shooting.problem_forms import PROBLEM
from callboard.planner.shooting.refusals import NotAProblem

NO_JSON = gettext_noop("Line %(line)s, column %(column)s: this is no JSON (%(reason)s). Correct it there.")
NO_READABLE_JSON = gettext_noop("/: this cannot be read as JSON (%(reason)s). Write it anew as JSON in UTF-8.")


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Values for `json.dumps`; fields at their default are left out."""
    form: dict[str, Any] = _as_json(problem)
    return form


def problem_from_json(form: object) -> Problem:
    """The problem that `problem_as_json` gave. Raises NotAProblem with every place that is wrong, as JSON pointers.

    Only the form is checked: `checks.check_problem` looks at what the values mean.
    """
    faults = Faults()
    problem = PROBLEM.read(form, "", faults)
    if problem is WRONG:
        raise NotAProblem(faults.sentences)
    read: Problem = problem
    return read


def json_from_bytes(content: bytes) -> object:
    """The values in a file. Raises NotAProblem naming line and column."""
    try:
        values: object = json.loads(content)
    except json.JSONDecodeError as error:
        place: dict[str, str | int] = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise NotAProblem([Sentence(NO_JSON, place)]) from error
    except (ValueError, RecursionError) as error:  # no UTF-8, a number of 5,000 digits, 100,000 brackets
        raise NotAProblem([Sentence(NO_READABLE_JSON, {"reason": str(error)[:100]})]) from error
    return values


def _as_json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | frozenset):
        return [_as_json(part) for part in (sorted(value) if isinstance(value, frozenset) else value)]
    return {
        row.name: _as_json(part)
        for row in fields(value)
        if (part := getattr(value, row.name)) != row.default or row.default is MISSING
    }
