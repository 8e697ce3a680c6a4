"""The shooting days of a stripboard: their dates inferred from the calendar, their strips in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from callboard.formats.uss.faults import NoDayToShoot, NoStartDate
from callboard.formats.uss.values import Board, Breakdown, BreakdownKind, Calendar, Schedule, Stripboard

_MOST_YEARS = 20


@dataclass(frozen=True)
class ShootDay:
    """Day `number` (from 1) of a board on its date, with strips and banners in order; a day may be empty."""

    number: int
    on: date
    board_id: str
    breakdowns: tuple[Breakdown, ...]

    @property
    def scenes(self) -> tuple[Breakdown, ...]:
        """The strips without the banners."""
        return tuple(breakdown for breakdown in self.breakdowns if breakdown.kind is BreakdownKind.SCENE)

    @property
    def eighths(self) -> int:
        """The day's pages in eighths; a strip that nobody estimated counts nothing."""
        return sum(breakdown.eighths or 0 for breakdown in self.breakdowns)


def shoot_days(schedule: Schedule, stripboard: Stripboard) -> tuple[ShootDay, ...]:
    """The days of every board but the boneyard, by date, then in the order of the boards.

    The file dates nothing itself: a board's first day falls on the calendar's start, even on a day off (the start is
    the author's word), every further day on the next date that is neither a weekly day off nor a "dayOff" event.
    Other events (travel, rehearsal) take no date away. Every board, as that of a second unit, begins at the start.
    Empty days count, except behind a board's last strip. Raises NoStartDate, NoDayToShoot.
    """
    breakdowns = {breakdown.id: breakdown for breakdown in schedule.breakdowns}
    calendar = _calendar_of(schedule, stripboard)
    days: list[ShootDay] = []
    for board in stripboard.boards:
        if board.is_boneyard:
            continue
        strips_by_day = _without_empty_end(board)
        for number, (on, strips) in enumerate(
            zip(shooting_dates(calendar, len(strips_by_day)), strips_by_day, strict=True), start=1
        ):
            days.append(ShootDay(number, on, board.id, tuple(breakdowns[strip] for strip in strips)))
    return tuple(sorted(days, key=lambda day: day.on))


def shooting_dates(calendar: Calendar, count: int) -> tuple[date, ...]:
    """The dates of the first `count` shooting days. Raises NoStartDate, and NoDayToShoot after 20 years in vain."""
    start = calendar.starts_on
    if start is None:
        raise NoStartDate(name=calendar.name)
    dates: list[date] = []
    days_off = {event.on for event in calendar.events if calendar.is_off(event.on)}
    for days_later in range(_MOST_YEARS * 365):
        if len(dates) == count:
            return tuple(dates)
        on = start + timedelta(days=days_later)
        if on == start or not (on.isoweekday() % 7 in calendar.days_off or on in days_off):
            dates.append(on)
    raise NoDayToShoot(calendar=calendar.name, days=count, years=_MOST_YEARS)


def unscheduled(schedule: Schedule, stripboard: Stripboard) -> tuple[Breakdown, ...]:
    """Strips and banners in the boneyard, in its order."""
    breakdowns = {breakdown.id: breakdown for breakdown in schedule.breakdowns}
    return tuple(breakdowns[strip] for board in stripboard.boards if board.is_boneyard for strip in board.breakdown_ids)


def planned_stripboard(schedule: Schedule) -> Stripboard | None:
    """The scenario that is a plan rather than a list: the one with the most days that hold strips, then the later."""
    return max(
        reversed(schedule.stripboards),
        key=lambda stripboard: sum(
            bool(day) for board in stripboard.boards if not board.is_boneyard for day in board.days
        ),
        default=None,
    )


def _calendar_of(schedule: Schedule, stripboard: Stripboard) -> Calendar:
    calendar = next((c for c in schedule.calendars if c.id == stripboard.calendar_id), None)
    if calendar is None or calendar.starts_on is None:
        raise NoStartDate(name=stripboard.name)
    return calendar


def _without_empty_end(board: Board) -> tuple[tuple[str, ...], ...]:
    last = max((position for position, day in enumerate(board.days) if day), default=-1)
    return board.days[: last + 1]
