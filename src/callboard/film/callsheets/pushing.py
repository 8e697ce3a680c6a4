"""What a push would do to a whole sheet, worked out before it is done. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from callboard.film.callsheets.queries import CallView, SheetView, preview_push
from callboard.film.callsheets.rules import Hold, PushLine, check_sheet_time, hold_until_rested, push


@dataclass(frozen=True)
class PushedCall:
    """One call before and after, and the later call that would keep the rest it breaks."""

    call: CallView
    line: PushLine
    hold: Hold | None

    @property
    def is_fixed(self) -> bool:
        """Whether the call stays where it is because somebody fixed it."""
        return not self.line.moves


@dataclass(frozen=True)
class PushPlan:
    """A push as the page shows it: the day's times, then every call. Times are minutes of the day."""

    minutes: int
    general_before: int
    general_after: int
    day_times: Sequence[tuple[str, int, int]]
    calls: Sequence[PushedCall]

    @property
    def breaking(self) -> list[PushedCall]:
        """Whose rest or hours would be broken after the push, broken before or not."""
        return [call for call in self.calls if call.line.breaks or call.line.stays_broken]

    @property
    def curing(self) -> list[PushedCall]:
        """Whose rest or hours are broken now, and kept after the push."""
        return [call for call in self.calls if call.line.cures]

    @property
    def held(self) -> list[PushedCall]:
        """Who can be held until rested."""
        return [call for call in self.calls if call.hold]

    @property
    def by_concern(self) -> list[PushedCall]:
        """Every call, those that break something first, then cast, crew, background and vendors."""
        kinds = ("cast", "crew", "background", "vendor")
        breaking = {call.line.key for call in self.breaking}
        return sorted(
            self.calls, key=lambda call: (call.line.key not in breaking, kinds.index(call.call.engagement.kind))
        )

    @property
    def moving_count(self) -> int:
        """How many calls move."""
        return sum(call.line.moves for call in self.calls)


def push_plan(view: SheetView, minutes: int) -> PushPlan:
    """Every time of the day and every call before and after a push. Raises CallLeavesTheDay, and clock changes."""
    sheet = view.sheet
    pushed = push(sheet.general_call, minutes)
    names = ("general_call", "shooting_call", "breakfast", "lunch", "estimated_wrap")
    times = [(name, getattr(sheet, name)) for name in names if getattr(sheet, name) is not None]
    for _, at in times:
        check_sheet_time(at + minutes)
    calls = [
        PushedCall(call, line, hold_until_rested(call.planned, general_call=pushed, situation=view.situation))
        for call, line in preview_push(view, minutes)
    ]
    return PushPlan(
        minutes=minutes,
        general_before=sheet.general_call,
        general_after=pushed,
        day_times=[(name, at, at + minutes) for name, at in times],
        calls=calls,
    )
