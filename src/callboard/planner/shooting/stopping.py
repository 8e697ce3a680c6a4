"""When a search ends: after so many moves, after so many seconds of an injected clock, or when somebody says so."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


class Stopping(Protocol):
    """What a search asks between two stretches of work, at least every tenth of a second."""

    def is_over(self, moves_done: int) -> bool:
        """Whether to end now with the best so far; `moves_done` counts from the beginning of the search."""
        ...


def nobody_stops() -> bool:
    """For searches that only a budget ends."""
    return False


@dataclass
class Budget:
    """A limit of moves, of seconds, or both; the clock starts when the budget is made.

    A search that ends by `moves` does the same on every machine. One that ends by `seconds` or by `is_stopped` is
    repeated by a budget of the moves that it made; `scheduled_moves` are those that it had set out to make, since a
    search that cools down goes by them (None: as many as `moves`). `clock` gives seconds; tests give their own.
    """

    moves: int | None = None
    seconds: float | None = None
    clock: Callable[[], float] = time.monotonic
    is_stopped: Callable[[], bool] = nobody_stops
    scheduled_moves: int | None = None
    started_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.started_at = self.clock()

    @property
    def seconds_used(self) -> float:
        """By the clock, since the budget was made."""
        return self.clock() - self.started_at

    def moves_left(self, moves_done: int) -> int | None:
        """How many moves may still be made; None if they are not counted."""
        return None if self.moves is None else max(0, self.moves - moves_done)

    def is_over(self, moves_done: int) -> bool:
        """Whether one of the limits is reached or somebody has stopped the search."""
        if self.moves is not None and moves_done >= self.moves:
            return True
        if self.seconds is not None and self.seconds_used >= self.seconds:
            return True
        return self.is_stopped()
