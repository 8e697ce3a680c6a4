"""What the page of a run shows, line by line. Money is None for who does not see pay."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from callboard.film.planning.models import ShootingRun
from callboard.film.planning.queries import NoteLine
from callboard.film.planning.wording import StripLine


@dataclass(frozen=True)
class ComponentLine:
    """A part of the cost, on both sides; None for who sees no pay, and where there is no board to compare with."""

    key: str
    label: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int | None:
        """What the plan costs more; less than 0 where it saves."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class PersonLine:
    """One person's days on both sides: dates, and money for who sees pay."""

    key: str
    name: str
    roles: tuple[str, ...]
    engagement_id: UUID | None
    worked_on_before: tuple[dt.date, ...]
    held_on_before: tuple[dt.date, ...]
    dropped_before: int
    worked_on: tuple[dt.date, ...]
    held_on: tuple[dt.date, ...]
    dropped: int
    cost_before: int | None
    cost: int | None

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Days worked and held before, worked and held in the plan."""
        return len(self.worked_on_before), len(self.held_on_before), len(self.worked_on), len(self.held_on)

    @property
    def is_changed(self) -> bool:
        """Whether their dates differ."""
        return (self.worked_on_before, self.held_on_before) != (self.worked_on, self.held_on)


@dataclass(frozen=True)
class DayLine:
    """A day on which something is shot."""

    number: int
    on: dt.date
    is_locked: bool
    eighths: int
    minutes: int
    locations: tuple[str, ...]
    strips: tuple[StripLine, ...]
    cost: int | None
    is_over_pages: bool
    is_overtime: bool


@dataclass(frozen=True)
class ChangedStrip:
    """A strip that goes to another day; None is the boneyard."""

    strip: StripLine
    from_on: dt.date | None
    to_on: dt.date | None


@dataclass(frozen=True)
class ConflictLine:
    """A rule that is broken, and what would lift it."""

    text: str
    lifted_by: tuple[str, ...]
    on: dt.date | None


@dataclass(frozen=True)
class RunView:
    """A run with everything that its page shows. Money is None for who does not see pay."""

    run: ShootingRun
    version: int
    state: str
    state_label: str
    currency: str
    sees_pay: bool
    can_adopt: bool
    can_discard: bool
    can_stop: bool
    is_scenario: bool
    changes: tuple[str, ...]
    has_plan: bool
    status: str
    status_label: str
    cost_before: int | None
    cost: int | None
    bound: int | None
    cost_percent: float | None
    gap_percent: float | None
    is_before_partial: bool
    """Today's board leaves scenes aside that the plan places: their costs do not compare."""
    components: tuple[ComponentLine, ...]
    people: tuple[PersonLine, ...]
    days: tuple[DayLine, ...]
    days_before: tuple[DayLine, ...]
    changed: tuple[ChangedStrip, ...]
    conflicts: tuple[ConflictLine, ...]
    conflicts_before: tuple[ConflictLine, ...]
    assumptions: tuple[NoteLine, ...]
    changed_since: str
    moves: int
    scheduled_moves: int
    seed: int
    cpu_seconds: float
    is_compiled: bool
    failure: str

    @property
    def saving(self) -> int | None:
        """What the plan costs less than today's board."""
        return None if self.cost_before is None or self.cost is None else self.cost_before - self.cost


@dataclass(frozen=True)
class OtherDayLine:
    """Another day for a strip: what it would cost more, and what it would break."""

    on: dt.date
    extra_cost: int | None
    extra_percent: float | None
    parts: tuple[ComponentLine, ...]
    """What the extra cost is made of."""
    conflicts: tuple[ConflictLine, ...]


@dataclass(frozen=True)
class WhyView:
    """Why a strip is where the plan has it."""

    strip: StripLine
    on: dt.date
    is_locked: bool
    others: tuple[OtherDayLine, ...]


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side: a plan and the same under a what-if."""

    base: ShootingRun
    other: ShootingRun
    changes: tuple[str, ...]
    currency: str
    sees_pay: bool
    difference: int | None
    cost_percent: float | None
    components: tuple[ComponentLine, ...]
    people: tuple[PersonLine, ...]
    moved: tuple[ChangedStrip, ...]
    conflicts_base: tuple[ConflictLine, ...]
    conflicts: tuple[ConflictLine, ...]
