"""What a planning process is asked for: a problem, how long to search, and what repeats an earlier plan; as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from callboard.planner.refusals import gettext_noop
from callboard.planner.shooting.forms import WRONG, Faults, Form, ManyOf, OrNull, Whole
from callboard.planner.shooting.problem import Placement, Problem
from callboard.planner.shooting.problem_forms import PLACEMENT
from callboard.planner.shooting.problem_json import problem_as_json, problem_from_json
from callboard.planner.shooting.ranges import MOST_ROWS, Range
from callboard.planner.shooting.refusals import NotAProblem
from callboard.planner.shooting.stopping import Budget

KIND = "shooting"
MOVES = Range(0, 10**15)
SEEDS = Range(0, 2**63 - 1)
MOST_SECONDS = 7 * 24 * 3600

NO_SECONDS = gettext_noop("%(at)s: %(value)s is no time. Give seconds, more than 0 and at most %(most)s.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A shoot to be planned within `seconds` or `moves`, whichever is over first (None: no such limit).

    `moves`, `scheduled_moves` and `seed` of a plan repeat it. `start` is where the search begins.
    """

    problem: Problem
    seconds: float | None = 10
    moves: int | None = None
    scheduled_moves: int | None = None
    seed: int = 1
    start: tuple[Placement, ...] = ()

    def budget(self, is_stopped: Callable[[], bool]) -> Budget:
        """How long the search may take, from now on; `is_stopped` ends it sooner."""
        return Budget(
            moves=self.moves, seconds=self.seconds, scheduled_moves=self.scheduled_moves, is_stopped=is_stopped
        )


@dataclass(frozen=True)
class _Seconds:
    """A number of seconds."""

    def read(self, value: Any, at: str, faults: Faults) -> Any:
        """The number itself."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 < value <= MOST_SECONDS:  # what is no number at all (NaN) is in no order
            return faults.add(NO_SECONDS, at, value, most=MOST_SECONDS)
        return value

    def schema(self) -> dict[str, Any]:
        """A number with its limits."""
        return {"type": "number", "exclusiveMinimum": 0, "maximum": MOST_SECONDS}


_FORMS: Mapping[str, Form] = {
    "seconds": OrNull(_Seconds()),
    "moves": OrNull(Whole(MOVES)),
    "scheduled_moves": OrNull(Whole(MOVES)),
    "seed": Whole(SEEDS),
    "start": ManyOf(PLACEMENT, MOST_ROWS["pieces"]),
}


def asked_as_json(asked: Asked) -> dict[str, Any]:
    """The line for the planning process."""
    return {
        "kind": KIND,
        "problem": problem_as_json(asked.problem),
        "seconds": asked.seconds,
        "moves": asked.moves,
        "scheduled_moves": asked.scheduled_moves,
        "seed": asked.seed,
        "start": [{"piece": placement.piece, "day": placement.day} for placement in asked.start],
    }


def asked_from_json(form: Mapping[str, Any]) -> Asked:
    """What `asked_as_json` gave; fields that are left out have their default. Raises NotAProblem."""
    problem = problem_from_json(form.get("problem"))
    faults = Faults()
    read = {name: shape.read(form[name], f"/{name}", faults) for name, shape in _FORMS.items() if name in form}
    if faults.sentences or WRONG in read.values():
        raise NotAProblem(faults.sentences)
    return Asked(problem, **read)
