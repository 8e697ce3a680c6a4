"""From a plan to the rows of a board: strips where the plan has them, banners and breaks on their dates."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from callboard.core.calendars.rules import is_day_off
from callboard.core.productions.queries import work_calendar
from callboard.film.planning.frozen import layout_of_run, plan_of
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import BoardHasChanged, Layout, changed_strips, first_of
from callboard.film.planning.translate import called_dates, layout_of
from callboard.film.stripboard.queries import HOLIDAYS_AHEAD, BoardView, StripCard
from callboard.planner.shooting.plan import Plan


def check_unchanged(run: ShootingRun, view: BoardView, *, today: dt.date) -> None:
    """Refuse a plan of a board that is no more, naming what changed. Raises BoardHasChanged."""
    what = changed_since(run, view, today=today)
    if what:
        raise BoardHasChanged(what=what)


def changed_since(run: ShootingRun, view: BoardView, *, today: dt.date) -> str:
    """What changed on the board since the run was asked for, as a short list of scenes; empty when nothing did.

    Of a plan that may be adopted also the dates that its strips cannot have any more.
    """
    now = layout_of(view)
    if now.fingerprint == run.fingerprint:
        plan = None if run.what_if else plan_of(run)
        return first_of(on.isoformat() for on in _dates_lost(run, view, plan, today)) if plan else ""
    cards = {card.key: card for day in view.days for card in day.cards} | {card.key: card for card in view.boneyard}
    names = [label_of(cards.get(strip)) for strip in changed_strips(layout_of_run(run), now)]
    return first_of(names) or board_dates(view)


def _dates_lost(run: ShootingRun, view: BoardView, plan: Plan, today: dt.date) -> list[dt.date]:
    """Dates of the plan that became days off, and dates that are over or called by now, which it would change."""
    planned = _planned(plan)
    if not planned:
        return []
    told = bool(run.problem.get("published"))  # then the plan counts each change against the calls at its price
    called = frozenset() if told else called_dates(view.board.production)
    open_dates = set(_board_dates(view, max(planned)))
    return [
        on
        for on in _dates_changed(layout_of(view), planned)
        if on <= today or on in called or (on in planned and on not in open_dates)
    ]


def _dates_changed(board: Layout, planned: Mapping[dt.date, list[str]]) -> list[dt.date]:
    """Dates on which the plan shoots something else than the board; the order within a day does not count."""
    placed = {strip for strips in planned.values() for strip in strips}
    now = {on: placed.intersection(strips) for on, strips in board.days}
    return [on for on in sorted({*now, *planned}) if now.get(on, set()) != set(planned.get(on, []))]


def _planned(plan: Plan) -> dict[dt.date, list[str]]:
    planned: dict[dt.date, list[str]] = defaultdict(list)
    for day in plan.days:
        if day.pieces:
            planned[day.on] += day.pieces
    return dict(planned)


def board_dates(view: BoardView) -> str:
    """From which to which date the board goes: what changed when no strip did."""
    return f"{view.days[0].day.on:%Y-%m-%d} – {view.days[-1].day.on:%Y-%m-%d}" if view.days else view.board.name


def label_of(card: StripCard | None) -> str:
    """A strip as a list names it: the scene's number, with the piece where it was split."""
    if card is None:
        return "?"
    if card.scene is None:
        return card.strip.text or card.strip.kind
    number = card.scene.number or card.scene.heading
    return f"{number} ({card.piece}/{card.pieces})" if card.pieces > 1 else number


def rows_of_plan(view: BoardView, plan: Plan) -> list[UUID | None]:
    """The board from top to bottom as the plan has it, each day closed by a break; None is a break to be made.

    What the plan does not place (banners, strips of omitted scenes) stays on its date, as far from the top as it was.
    Dates between two shooting days on which nothing is shot are empty days of the board.
    """
    planned = _planned(plan)
    placed = {strip for strips in planned.values() for strip in strips}
    riders = {day.day.on: _riders(day.cards, placed) for day in view.days}
    breaks = {day.day.on: day.break_card.strip.public_id for day in view.days if day.break_card}
    last = max([*planned, *(on for on, rows in riders.items() if rows)])
    rows: list[UUID | None] = []
    for on in _board_dates(view, last):
        strips = list(planned.get(on, []))
        for place, strip in riders.get(on, {}).items():
            strips.insert(place, strip)
        rows += [UUID(strip) for strip in strips]
        rows.append(breaks.get(on))
    return rows


def _riders(cards: tuple[StripCard, ...], placed: set[str]) -> Mapping[int, str]:
    return {place: card.key for place, card in enumerate(cards) if card.key not in placed}


def _board_dates(view: BoardView, last: dt.date) -> list[dt.date]:
    """The dates that the board's days have, from its first on."""
    board = view.board
    calendar, _ = work_calendar(board.production, board.starts_on, board.starts_on + HOLIDAYS_AHEAD)
    count = (last - board.starts_on).days + 1
    every = (board.starts_on + dt.timedelta(days=number) for number in range(count))
    return [on for on in every if not is_day_off(on, calendar)]
