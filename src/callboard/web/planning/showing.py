"""A plan as its pages draw it: bars of cost, days side by side, dates of people, sentences of progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.core.engagements.rules import MINOR_UNITS
from callboard.film.planning.lines import (
    ChangedStrip,
    Comparison,
    ComponentLine,
    DayLine,
    OtherDayLine,
    PersonLine,
    RunView,
    WhyView,
)
from callboard.film.planning.queries import LocationLine, NoteLine, ProgressView
from callboard.film.planning.rules import Dates
from callboard.film.planning.wording import day_said, days_said, span_said
from callboard.web.templatetags.planning import amount, difference, percent_difference, percents

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production

DATE_WIDTH = 6
"""Units of the drawing for one date of a person's row."""
NOTES_AT_ONCE = 3
PARTS_SHOWN = 3


@dataclass(frozen=True)
class Bar:
    """A component with the lengths of its two bars, in percent of the longest one of the table."""

    line: ComponentLine
    before: float
    after: float


@dataclass(frozen=True)
class Bars:
    """A table of components, with its last line."""

    rows: tuple[Bar, ...]
    total: ComponentLine


def bars_of(lines: Sequence[ComponentLine]) -> Bars | None:
    """Bars that compare with each other over the whole table; None where nothing is shown of pay."""
    if not lines:
        return None
    longest = max(max(line.before or 0, line.after or 0) for line in lines) or 1
    rows = tuple(
        Bar(line, round(100 * (line.before or 0) / longest, 2), round(100 * (line.after or 0) / longest, 2))
        for line in lines
    )
    return Bars(rows, ComponentLine("", "", _sum(line.before for line in lines), _sum(line.after for line in lines)))


def _sum(amounts: Iterable[int | None]) -> int | None:
    every = list(amounts)
    return None if None in every else sum(amount for amount in every if amount is not None)


@dataclass(frozen=True)
class Block:
    """A date on which somebody works or is held, as a place in the drawing."""

    x: int
    is_held: bool


@dataclass(frozen=True)
class PersonShown:
    """A person's row with its drawing: dates on today's board above, in the plan below."""

    line: PersonLine
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    width: int
    difference: int | None


def people_shown(
    people: Sequence[PersonLine], days: Sequence[DayLine] = (), days_before: Sequence[DayLine] = ()
) -> tuple[PersonShown, ...]:
    """Everybody over the same span of dates; first those whose dates change, the greatest saving first."""
    dates = {day.on for day in (*days, *days_before)}
    for line in people:
        dates |= {*line.worked_on, *line.held_on, *line.worked_on_before, *line.held_on_before}
    first = min(dates, default=None)
    width = ((max(dates) - first).days + 1) * DATE_WIDTH if first else 0
    shown = [
        PersonShown(
            line=line,
            before=_blocks(line.worked_on_before, line.held_on_before, first),
            after=_blocks(line.worked_on, line.held_on, first),
            width=width,
            difference=None if line.cost is None or line.cost_before is None else line.cost - line.cost_before,
        )
        for line in people
    ]
    return tuple(sorted(shown, key=_by_saving))


def _by_saving(person: PersonShown) -> tuple[bool, int, int, str]:
    worked_before, held_before, worked, held = person.line.counts
    paid = worked + held - worked_before - held_before
    return not person.line.is_changed, person.difference or 0, paid, person.line.name


def _blocks(worked: Iterable[dt.date], held: Iterable[dt.date], first: dt.date | None) -> tuple[Block, ...]:
    if first is None:
        return ()
    rows = [(on, False) for on in worked] + [(on, True) for on in held]
    return tuple(Block((on - first).days * DATE_WIDTH, is_held) for on, is_held in sorted(rows))


@dataclass(frozen=True)
class StripShown:
    """A strip on a day, with the day it comes from when the plan moves it."""

    line: Any
    is_moved: bool
    from_on: dt.date | None


@dataclass(frozen=True)
class Pair:
    """A date on both sides."""

    on: dt.date
    before: DayLine | None
    after: DayLine | None
    strips: tuple[StripShown, ...]
    is_same: bool


def pairs_of(view: RunView) -> tuple[Pair, ...]:
    """Every date on which something is shot on one side or the other."""
    moved = {change.strip.key: change for change in view.changed}
    before = {day.on: day for day in view.days_before}
    after = {day.on: day for day in view.days}
    return tuple(_pair(on, before.get(on), after.get(on), moved) for on in sorted({*before, *after}))


def _pair(on: dt.date, before: DayLine | None, after: DayLine | None, moved: Mapping[str, ChangedStrip]) -> Pair:
    strips = tuple(_strip(line, moved.get(line.key)) for line in (after.strips if after else ()))
    keys = [[line.key for line in day.strips] if day else [] for day in (before, after)]
    return Pair(on, before, after, strips, is_same=keys[0] == keys[1])


def _strip(line: Any, change: ChangedStrip | None) -> StripShown:
    return StripShown(line, change is not None, change.from_on if change else None)


@dataclass(frozen=True)
class NoteShown:
    """An assumption with where it is settled."""

    text: str
    url: str
    label: str


@dataclass(frozen=True)
class NotesShown:
    """Assumptions of one kind: a few at once, the rest when asked for."""

    first: tuple[NoteShown, ...]
    rest: tuple[NoteShown, ...]


_WHERE: Mapping[str, tuple[str, Any]] = {
    "defaults": ("planning:terms", gettext_lazy("Type the figures")),
    "called_days": ("planning:terms", gettext_lazy("Let them move")),
    "told": ("planning:terms", gettext_lazy("Keep them as they are")),
    "minors": ("planning:terms", gettext_lazy("Change that")),
    "times_estimated": ("breakdown:list", gettext_lazy("Give the times")),
    "nobody_cast": ("breakdown:elements", gettext_lazy("Cast the role")),
}


def notes_shown(notes: Sequence[NoteLine], found: Production) -> tuple[NotesShown, ...]:
    """By kind, each with a link to the page where it can be mended."""
    kinds: dict[str, list[NoteShown]] = {}
    for note in notes:
        kinds.setdefault(note.code, []).append(_note(note, found))
    return tuple(NotesShown(tuple(rows[:NOTES_AT_ONCE]), tuple(rows[NOTES_AT_ONCE:])) for rows in kinds.values())


def _note(note: NoteLine, found: Production) -> NoteShown:
    if note.engagement_id is not None:
        url = reverse("engagements:engagement", args=[found.public_id, note.engagement_id])
        return NoteShown(note.text, url, _("Open the engagement"))
    if note.code not in _WHERE:
        return NoteShown(note.text, "", "")
    page, label = _WHERE[note.code]
    return NoteShown(note.text, reverse(page, args=[found.public_id]), str(label))


@dataclass(frozen=True)
class ProgressRow:
    """Where the search stood, as numbers for the drawing and as words."""

    seconds: float
    cost: int
    bound: int
    is_broken: bool
    cost_said: str
    bound_said: str


@dataclass(frozen=True)
class ProgressShown:
    """A run under way, or its course when it is over."""

    view: ProgressView
    rows: tuple[ProgressRow, ...]
    said: str
    decimals: int
    unit: str


def progress_shown(view: ProgressView, currency: str) -> ProgressShown:
    """Rows and the sentence that is read out."""
    rows = tuple(
        ProgressRow(
            seconds=point.seconds,
            cost=point.cost,
            bound=point.bound,
            is_broken=point.harm > 0,
            cost_said=_measure(point.cost, view, currency),
            bound_said=_measure(point.bound, view, currency) if point.bound else "",
        )
        for point in view.rows
    )
    is_share = view.is_per_mille
    decimals = 1 if is_share else _decimals(currency)
    return ProgressShown(view, rows, _progress_said(rows), decimals, "%" if is_share else currency)


def _measure(value: int, view: ProgressView, currency: str) -> str:
    return percents(value / 10) if view.is_per_mille else amount(value, currency)


def _decimals(currency: str) -> int:
    return MINOR_UNITS.get(currency.upper(), 2)


def _progress_said(rows: Sequence[ProgressRow]) -> str:
    if not rows:
        return _("No plan yet.")
    last = rows[-1]
    said = [_("Best plan so far: %(cost)s.") % {"cost": last.cost_said}]
    if last.is_broken:
        said.append(_("It still breaks rules: those are mended first."))
    elif last.bound and last.cost:
        open_percent = percents(100 * (last.cost - last.bound) / last.cost)
        said.append(_("At most %(gap)s of it could still be saved.") % {"gap": open_percent})
    return " ".join(said)


@dataclass(frozen=True)
class WhyShown:
    """Why a strip is where it is."""

    view: WhyView
    sentence: str
    others: tuple[OtherDayShown, ...]

    @property
    def has_parts(self) -> bool:
        """Whether there is anything to say of the parts of a cost."""
        return any(other.parts for other in self.others)


@dataclass(frozen=True)
class OtherDayShown:
    """Another day with the largest parts of what it would cost more or less; no parts for who sees no pay."""

    line: OtherDayLine
    parts: tuple[ComponentLine, ...]


def why_shown(view: WhyView, currency: str) -> WhyShown:
    """The answer in one sentence, and the other days below it."""
    others = tuple(OtherDayShown(other, _largest(other.parts)) for other in view.others)
    return WhyShown(view, _why_said(view, currency), others)


def _largest(parts: Iterable[ComponentLine]) -> tuple[ComponentLine, ...]:
    return tuple(sorted(parts, key=lambda part: -abs(part.difference or 0))[:PARTS_SHOWN])


def _why_said(view: WhyView, currency: str) -> str:
    if view.is_locked:
        return _("It is locked to this day: the day is over or its call sheet is out.")
    possible = [other for other in view.others if not other.conflicts]
    if not view.others:
        return _("There is no other day that it could go to.")
    if not possible:
        return _("Every other day would break a rule.")
    best = possible[0]
    if best.extra_percent is not None and best.extra_percent < 0:
        return _("%(day)s would cost less by itself: plan longer to find out what moves with it.") % {
            "day": day_said(best.on)
        }
    more = percent_difference(best.extra_percent) if best.extra_cost is None else difference(best.extra_cost, currency)
    said = _("The cheapest other day that breaks no rule is %(day)s: %(more)s.")
    return said % {"day": day_said(best.on), "more": more}


@dataclass(frozen=True)
class ComparisonShown:
    """Two plans side by side."""

    view: Comparison
    bars: Bars | None
    people: tuple[PersonShown, ...]


def comparison_shown(view: Comparison) -> ComparisonShown:
    """With bars and drawings; people whose dates are the same are left out."""
    people = [person for person in people_shown(view.people) if person.line.is_changed]
    return ComparisonShown(view, bars_of(view.components), tuple(people))


@dataclass(frozen=True)
class LocationShown:
    """A location with its dates in words."""

    line: LocationLine
    when: str


def location_shown(line: LocationLine) -> LocationShown:
    """Where nothing is said of its dates, it can always be had."""
    return LocationShown(line, periods_said(line.windows, line.away))


def periods_said(windows: Sequence[Dates], away: Iterable[dt.date]) -> str:
    """When something can be had, in one line."""
    said = [_window_said(first, last) for first, last in windows]
    gone = days_said(away)
    if gone:
        said.append(_("not %(dates)s") % {"dates": gone})
    return "; ".join(said) or _("always")


def _window_said(first: dt.date | None, last: dt.date | None) -> str:
    if first and last:
        return span_said(first, last)
    if first:
        return _("from %(day)s") % {"day": day_said(first)}
    return _("until %(day)s") % {"day": day_said(last)}
