"""A run as its page shows it: today's board beside the plan, by component, person and day; why; and what-if."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext

from callboard.core.errors import NotFound, gettext_noop
from callboard.core.organizations.models import Membership
from callboard.core.organizations.permissions import check_may, may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.film.planning.adopting import changed_since
from callboard.film.planning.casting import Player
from callboard.film.planning.frozen import note_from_json, plan_of, priced_placed, problem_of, start_of
from callboard.film.planning.lines import (
    ChangedStrip,
    Comparison,
    ComponentLine,
    ConflictLine,
    DayLine,
    OtherDayLine,
    PersonLine,
    RunView,
    WhyView,
)
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.queries import gap_percent, names_for, note_lines, percent
from callboard.film.planning.rules import DECIDABLE, UNDER_WAY, RunState, change_from_json
from callboard.film.planning.wording import COMPONENTS, STATES, STATUSES, Names, day_said
from callboard.film.stripboard.queries import BoardView, board_view
from callboard.planner.shooting.explaining import reasons_for
from callboard.planner.shooting.plan import Component, Conflict, ConflictKind, DayCost, PersonCost, Plan, Priced
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import Placement, Problem

OF_MINORS = frozenset({ConflictKind.MINOR_HOURS, ConflictKind.MINOR_AT_NIGHT})
MINORS_RULE = gettext_noop("A rule about minors’ hours is broken on %(date)s.")


@dataclass
class _Sheet:
    """A run opened: its problem, both sides priced, and the names of everything."""

    run: ShootingRun
    sees_pay: bool
    sees_minors: bool
    view: BoardView = field(init=False)

    def __post_init__(self) -> None:
        self.view = board_view(self.run.board)

    @cached_property
    def problem(self) -> Problem:
        return problem_of(self.run)

    @cached_property
    def names(self) -> Names:
        return names_for(self.run.board.production, self.view)

    @cached_property
    def start(self) -> tuple[Placement, ...]:
        return start_of(self.run, self.problem)

    @cached_property
    def before(self) -> Priced | None:
        return priced_placed(self.problem, self.start)

    @cached_property
    def plan(self) -> Plan | None:
        return plan_of(self.run)

    @cached_property
    def after(self) -> Priced | None:
        return price(self.problem, self.plan.placements) if self.plan else None

    def money(self, amount: int | None) -> int | None:
        return amount if self.sees_pay else None

    @cached_property
    def dates(self) -> Mapping[str, dt.date]:
        return {day.key: day.on for day in self.problem.days}


def run_view(member: Membership, run: ShootingRun, *, today: dt.date | None = None) -> RunView:
    """A run with everything that its page shows; `today` in the production, if another date than when it was asked."""
    sheet = _opened(member, run)
    plan, before, after = sheet.plan, sheet.before, sheet.after
    may_decide = may(member, Permission.CHANGE_BOARD)
    since = changed_since(run, sheet.view, today=today or run.today) if run.state in DECIDABLE else ""
    return RunView(
        run=run,
        version=run.version,
        state=run.state,
        state_label=gettext(STATES[run.state]),
        currency=run.board.production.currency,
        sees_pay=sheet.sees_pay,
        can_adopt=may_decide and plan is not None and run.state in DECIDABLE and not run.what_if and not since,
        can_discard=may_decide and run.state in {*DECIDABLE, RunState.FAILED},
        can_stop=may_decide and run.state in UNDER_WAY,
        is_scenario=bool(run.what_if),
        changes=tuple(sheet.names.change(change_from_json(form)) for form in run.what_if),
        has_plan=plan is not None,
        status=plan.status.value if plan else "",
        status_label=gettext(STATUSES[plan.status]) if plan else "",
        cost_before=sheet.money(before.cost if before else None),
        cost=sheet.money(plan.cost if plan else None),
        bound=sheet.money(plan.bound if plan else None),
        cost_percent=percent(plan.cost if plan else None, before.cost if before else None),
        gap_percent=gap_percent(plan.cost, plan.bound, breaks_rules=bool(plan.conflicts)) if plan else None,
        is_before_partial=len(sheet.start) < len(sheet.problem.pieces),
        components=_components(sheet, before, after),
        people=_people(sheet, before, after),
        days=_days(sheet, after, _order(plan)),
        days_before=_days(sheet, before, [placement.piece for placement in sheet.start]),
        changed=_moved(sheet, sheet.start, plan.placements) if plan else (),
        conflicts=_conflicts(sheet, after.conflicts if after else ()),
        conflicts_before=_conflicts(sheet, before.conflicts if before else ()),
        assumptions=note_lines(member, (note_from_json(form) for form in run.assumptions)),
        changed_since=since,
        moves=run.moves,
        scheduled_moves=plan.scheduled_moves if plan else 0,
        seed=run.seed,
        cpu_seconds=plan.cpu_seconds if plan else 0.0,
        is_compiled=plan.compiled if plan else False,
        failure=run.failure,
    )


def why_here(member: Membership, run: ShootingRun, strip_key: str) -> WhyView:
    """The cheapest other days of a strip, and what they would cost more or break. Raises NotFound."""
    sheet = _opened(member, run)
    piece = next((piece for piece in sheet.problem.pieces if piece.key == strip_key), None)
    if piece is None or sheet.plan is None:
        raise NotFound()
    day_of = {placement.piece: placement.day for placement in sheet.plan.placements}
    others = reasons_for(sheet.problem, sheet.plan.placements, strip_key)
    return WhyView(
        strip=sheet.names.strip(strip_key),
        on=sheet.dates[day_of[strip_key]],
        is_locked=piece.locked_to is not None,
        others=tuple(
            OtherDayLine(
                on=sheet.dates[other.day],
                extra_cost=sheet.money(other.extra_cost),
                extra_percent=percent(other.extra_cost, sheet.plan.cost),
                parts=_parts(sheet, other.extra_by_component),
                conflicts=_conflicts(sheet, other.conflicts),
            )
            for other in others
        ),
    )


def _parts(sheet: _Sheet, extra: Mapping[Component, int]) -> tuple[ComponentLine, ...]:
    """What changes in the cost, by component; nothing for who sees no pay."""
    if not sheet.sees_pay:
        return ()
    return tuple(
        ComponentLine(component.value, gettext(label), 0, extra[component])
        for component, label in COMPONENTS.items()
        if extra.get(component)
    )


def compare(member: Membership, base: ShootingRun, other: ShootingRun) -> Comparison:
    """A plan and another of the same board, by component and person. Raises NotFound where one has none."""
    left, right = _opened(member, base), _opened(member, other)
    if left.plan is None or right.plan is None or base.board_id != other.board_id:
        raise NotFound()
    return Comparison(
        base=base,
        other=other,
        changes=tuple(right.names.change(change_from_json(form)) for form in other.what_if),
        currency=base.board.production.currency,
        sees_pay=left.sees_pay,
        difference=left.money(right.plan.cost - left.plan.cost),
        cost_percent=percent(right.plan.cost, left.plan.cost),
        components=_components(left, left.after, right.after),
        people=_people(right, left.after, right.after),
        moved=_moved(right, left.plan.placements, right.plan.placements),
        conflicts_base=_conflicts(left, left.after.conflicts if left.after else ()),
        conflicts=_conflicts(right, right.after.conflicts if right.after else ()),
    )


def _opened(member: Membership, run: ShootingRun) -> _Sheet:
    check_may(member, Permission.SEE_PRODUCTION, run.board.production)
    return _Sheet(run, may_see(member, DataClass.PAY), may_see(member, DataClass.MINOR))


def _components(sheet: _Sheet, before: Priced | None, after: Priced | None) -> tuple[ComponentLine, ...]:
    """Nothing for who sees no pay; else every component that costs something on either side."""
    if not sheet.sees_pay:
        return ()
    rows = (
        ComponentLine(
            key=component.value,
            label=gettext(label),
            before=before.cost_by_component.get(component, 0) if before else None,
            after=after.cost_by_component.get(component, 0) if after else None,
        )
        for component, label in COMPONENTS.items()
    )
    return tuple(row for row in rows if row.before or row.after)


def _people(sheet: _Sheet, before: Priced | None, after: Priced | None) -> tuple[PersonLine, ...]:
    was = {row.person: row for row in before.people} if before else {}
    will_be = {row.person: row for row in after.people} if after else {}
    return tuple(
        _person(sheet, person.key, was.get(person.key), will_be.get(person.key)) for person in sheet.problem.cast
    )


def _person(sheet: _Sheet, key: str, was: PersonCost | None, will_be: PersonCost | None) -> PersonLine:
    player: Player | None = sheet.names.people.get(key)
    engagement = player.engagement if player else None
    return PersonLine(
        key=key,
        name=sheet.names.person(key),
        roles=player.roles if player else (),
        engagement_id=engagement.public_id if engagement else None,
        worked_on_before=was.worked if was else (),
        held_on_before=was.held if was else (),
        dropped_before=len(was.dropped) if was else 0,
        worked_on=will_be.worked if will_be else (),
        held_on=will_be.held if will_be else (),
        dropped=len(will_be.dropped) if will_be else 0,
        cost_before=sheet.money(_cost(was)),
        cost=sheet.money(_cost(will_be)),
    )


def _cost(row: PersonCost | None) -> int | None:
    return row.work_cost + row.hold_cost + row.forced_calls if row else None


def _order(plan: Plan | None) -> list[str]:
    return [placement.piece for placement in plan.placements] if plan else []


def _days(sheet: _Sheet, priced: Priced | None, order: list[str]) -> tuple[DayLine, ...]:
    if priced is None:
        return ()
    place = {piece: number for number, piece in enumerate(order)}
    locked = {piece.locked_to for piece in sheet.problem.pieces}
    return tuple(_day(sheet, number, row, place, locked) for number, row in enumerate(priced.days, start=1))


def _day(sheet: _Sheet, number: int, row: DayCost, place: Mapping[str, int], locked: Iterable[str | None]) -> DayLine:
    day = next(day for day in sheet.problem.days if day.key == row.day)
    pieces = sorted(row.pieces, key=lambda piece: place.get(piece, len(place)))
    return DayLine(
        number=number,
        on=day.on,
        is_locked=row.day in set(locked),
        eighths=row.eighths,
        minutes=row.minutes,
        locations=tuple(sheet.names.location(key) for key in row.locations),
        strips=tuple(sheet.names.strip(key) for key in pieces),
        cost=sheet.money(row.cost),
        is_over_pages=row.eighths > day.comfortable_eighths,
        is_overtime=row.minutes > day.regular_minutes,
    )


def _moved(sheet: _Sheet, before: Iterable[Placement], after: Iterable[Placement]) -> tuple[ChangedStrip, ...]:
    """Strips on another day than before, by the day they go to."""
    was = {placement.piece: sheet.dates.get(placement.day) for placement in before}
    rows = [
        ChangedStrip(sheet.names.strip(placement.piece), was.get(placement.piece), sheet.dates[placement.day])
        for placement in after
        if was.get(placement.piece) != sheet.dates[placement.day]
    ]
    return tuple(rows)


def _conflicts(sheet: _Sheet, conflicts: Iterable[Conflict]) -> tuple[ConflictLine, ...]:
    """Each conflict; of those that tell who is a minor, once a date that there are some, for who may not know."""
    lines = (
        _nameless(sheet, conflict)
        if conflict.kind in OF_MINORS and not sheet.sees_minors
        else ConflictLine(
            text=sheet.names.said_whole(conflict.sentence),
            lifted_by=tuple(sheet.names.said(sentence) for sentence in conflict.lifted_by),
            on=sheet.dates.get(conflict.day),
        )
        for conflict in conflicts
    )
    return tuple(dict.fromkeys(lines))


def _nameless(sheet: _Sheet, conflict: Conflict) -> ConflictLine:
    on = sheet.dates.get(conflict.day)
    return ConflictLine(text=gettext(MINORS_RULE) % {"date": day_said(on)}, lifted_by=(), on=on)
