"""A version of the board as the planner's problem, and its placements: what may move, where to, at what price."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from callboard.core.calendars.rules import WorkCalendar, is_day_off, working_days
from callboard.core.errors import gettext_noop
from callboard.core.hours.minor_rules import CALIFORNIA
from callboard.core.organizations.models import Production
from callboard.core.productions.queries import work_calendar
from callboard.core.publishing.models import CurrentEdition
from callboard.film.breakdown.models import Scene
from callboard.film.planning.casting import (
    A_DAY,
    Note,
    Player,
    cast_members,
    crew_day_of,
    minor_hours,
    players_of,
)
from callboard.film.planning.figures import Figures, Lengths, Prices, figures_of
from callboard.film.planning.models import PlanningTerms
from callboard.film.planning.places import Places, locations, places_of
from callboard.film.planning.rules import Change, Layout, NoDaysToPlan, NothingToPlan, check_extra_days
from callboard.film.stripboard.models import Board
from callboard.film.stripboard.queries import HOLIDAYS_AHEAD, BoardView, StripCard, board_view
from callboard.film.stripboard.rules import light_of, side_of
from callboard.planner.shooting.problem import (
    Availability,
    Light,
    Piece,
    Placement,
    Problem,
    ShootDay,
    Window,
)
from callboard.planner.shooting.problem import Prices as PlannerPrices

CALL_SHEET = "callsheet"
LEAST_SPARE_DAYS = 2
ALL_COUNT_AS_TOLD = gettext_noop("Call sheets are out: each call that changes against today’s board has its price.")
SCHOOL_DAYS = gettext_noop("Minors’ hours are those of a school day (%(law)s), without night work.")
FREE_DAYS = gettext_noop("Minors’ hours are those of a day without school (%(law)s), without night work.")


@dataclass(frozen=True)
class Reading:
    """A board as the planner gets it: problem, placements of today, and what had to be assumed."""

    problem: Problem
    start: tuple[Placement, ...]
    layout: Layout
    notes: tuple[Note, ...]


def read_problem(
    board: Board, *, today: dt.date, with_boneyard: bool = False, changes: Sequence[Change] = ()
) -> Reading:
    """The board as a problem. Days up to `today` are over. Raises NothingToPlan, NoDaysToPlan, ExtraDayTooLate."""
    production = board.production
    view = board_view(board)
    figures = figures_in_force(production)
    players, places = players_of(production), places_of(production)
    calendar = _calendar(view, figures, with_boneyard=with_boneyard, today=today, changes=changes)
    pieces = _pieces(view, calendar, players, places, figures, with_boneyard=with_boneyard)
    if all(piece.locked_to for piece in pieces):
        raise NothingToPlan()
    if not calendar.open_on:
        last = figures.last_on or max(calendar.board_on, default=board.starts_on)
        raise NoDaysToPlan(first=calendar.first_open.isoformat(), last=last.isoformat())
    called = {person for piece in pieces for person in piece.cast}
    members, notes = cast_members([player for player in players if player.key in called], production, figures, changes)
    start = tuple(
        Placement(card.key, day.day.on.isoformat()) for day in view.days for card in day.cards if is_piece(card)
    )
    problem = Problem(
        days=tuple(_shoot_day(on, figures) for on in calendar.all_on),
        pieces=pieces,
        cast=members,
        locations=locations((piece.location for piece in pieces), places, changes),
        minor_hours=minor_hours(in_school=figures.minors_in_school),
        days_off=calendar.days_off,
        prices=_prices(figures),
        published=start if calendar.called and not figures.keeps_called else (),
        currency=production.currency,
    )
    return Reading(problem, start, layout_of(view), (*_notes(view, calendar, figures, problem), *notes))


def figures_in_force(production: Production) -> Figures:
    """What a plan of this production is priced with."""
    terms = PlanningTerms.objects.filter(production=production).first()
    lengths, prices = typed_figures(terms)
    return figures_of(lengths, prices, crew_day=crew_day_of(production), currency=production.currency)


def typed_figures(terms: PlanningTerms | None) -> tuple[Lengths, Prices]:
    """What somebody typed."""
    if terms is None:
        return Lengths(), Prices()
    return (
        Lengths(**{name: getattr(terms, name) for name in Lengths.__dataclass_fields__}),
        Prices(**{name: getattr(terms, name) for name in Prices.__dataclass_fields__}),
    )


def is_piece(card: StripCard) -> bool:
    """Whether the row is something to shoot: an omitted scene's strip is not."""
    return card.scene is not None and not card.scene.is_omitted


def layout_of(view: BoardView) -> Layout:
    """The board as a run remembers it."""
    cards = [card for day in view.days for card in day.cards] + list(view.boneyard)
    return Layout(
        days=tuple((day.day.on, tuple(card.key for card in day.cards)) for day in view.days),
        boneyard=tuple(card.key for card in view.boneyard),
        lengths={card.key: (card.strip.eighths, card.strip.minutes) for card in cards},
    )


@dataclass(frozen=True)
class _Calendar:
    """The dates of a plan: all that exist, those that strips may go to, those that stay as they are."""

    all_on: tuple[dt.date, ...]
    open_on: tuple[dt.date, ...]
    board_on: tuple[dt.date, ...]
    fixed: frozenset[dt.date]
    called: frozenset[dt.date]
    past: frozenset[dt.date]
    first_open: dt.date
    days_off: frozenset[dt.date]

    @property
    def available(self) -> Availability:
        """The dates that a strip which may move can have."""
        if not self.open_on:
            return Availability()
        first, last = self.open_on[0], self.open_on[-1]
        return Availability(
            (Window(first, last + A_DAY),),
            frozenset(on for on in self.all_on if first <= on <= last and on not in self.open_on),
        )


def _calendar(
    view: BoardView, figures: Figures, *, with_boneyard: bool, today: dt.date, changes: Iterable[Change]
) -> _Calendar:
    board = view.board
    board_on = tuple(day.day.on for day in view.days)
    called = called_dates(board.production)
    past = frozenset(on for on in board_on if on <= today)
    fixed = past | (called & frozenset(board_on) if figures.keeps_called else frozenset())
    first = max(board.starts_on, today + A_DAY, figures.first_on or board.starts_on)
    work, _ = work_calendar(board.production, min(board.starts_on, first), first + HOLIDAYS_AHEAD)
    extra = {change.extra_day for change in changes if change.extra_day}
    lost = {change.lost_day for change in changes if change.lost_day}
    dates = _dates(view, figures, first, work, _days_for(view.boneyard, figures) if with_boneyard else 0)
    check_extra_days(extra, last=max([today, *board_on, *dates]))
    closed = fixed | lost | (called if figures.keeps_called else frozenset())
    open_on = {on for on in {*dates, *extra} if on > today and on not in closed}
    every = sorted({*board_on, *open_on})
    return _Calendar(
        all_on=tuple(every),
        open_on=tuple(sorted(open_on)),
        board_on=board_on,
        fixed=fixed,
        called=frozenset(on for on in called if on > today),
        past=past,
        first_open=first,
        days_off=frozenset(_off(every, work) - extra),
    )


def called_dates(production: Production) -> frozenset[dt.date]:
    """Dates that have a published call sheet."""
    current = CurrentEdition.objects.filter(edition__production=production, edition__kind=CALL_SHEET)
    days = current.values_list("edition__day", flat=True)
    return frozenset(day for day in days if day is not None)


def _dates(view: BoardView, figures: Figures, first: dt.date, work: WorkCalendar, more: int) -> list[dt.date]:
    """Working dates from the first open one: up to the last that was typed, or as many as the board needs and some."""
    end = figures.last_on
    if end is None:
        last_on_board = max((day.day.on for day in view.days), default=first - A_DAY)
        count = sum(
            not is_day_off(first + dt.timedelta(days=number), work)
            for number in range((last_on_board - first).days + 1)
        )
        need = count + more
        return working_days(first, work, need + max(LEAST_SPARE_DAYS, -(-need // 4)))
    every = (first + dt.timedelta(days=number) for number in range((end - first).days + 1))
    return [on for on in every if not is_day_off(on, work)]


def _days_for(boneyard: Sequence[StripCard], figures: Figures) -> int:
    """Days that what is set aside takes at a comfortable length, by pages or by time, whichever is more."""
    cards = [card for card in boneyard if is_piece(card)]
    eighths = sum(card.strip.eighths for card in cards)
    minutes = sum(minutes_of(card, figures) for card in cards)
    return max(-(-eighths // figures.comfortable_eighths), -(-minutes // figures.regular_minutes))


def _off(every: Sequence[dt.date], work: WorkCalendar) -> set[dt.date]:
    if not every:
        return set()
    span = (every[0] + dt.timedelta(days=number) for number in range((every[-1] - every[0]).days + 1))
    return {on for on in span if is_day_off(on, work)}


def _shoot_day(on: dt.date, figures: Figures) -> ShootDay:
    return ShootDay(
        key=on.isoformat(),
        on=on,
        regular_minutes=figures.regular_minutes,
        legal_minutes=figures.legal_minutes,
        comfortable_eighths=figures.comfortable_eighths,
        most_eighths=figures.most_eighths,
        crew_cost=figures.crew_day_minor,
    )


def _prices(figures: Figures) -> PlannerPrices:
    return PlannerPrices(
        move_minutes=figures.move_minutes,
        move=figures.move_minor,
        overtime_minute=-(-figures.overtime_hour_minor // 60),
        eighth_over=figures.eighth_over_minor,
        rest_minutes=figures.rest_minutes,
        day_call_minute=figures.day_call_minute,
        night_call_minute=figures.night_call_minute,
        short_rest=None if figures.forbids_short_rest else figures.short_rest_minor,
        split_day=None if figures.forbids_split_days else figures.split_day_minor,
        changed_call=figures.changed_call_minor,
    )


def _pieces(
    view: BoardView,
    calendar: _Calendar,
    players: Sequence[Player],
    places: Places,
    figures: Figures,
    *,
    with_boneyard: bool,
) -> tuple[Piece, ...]:
    player_of = {element: player.key for player in players for element in player.elements}
    rows: list[tuple[StripCard, str | None]] = [
        (card, day.day.on.isoformat() if day.day.on in calendar.fixed else None)
        for day in view.days
        for card in day.cards
    ]
    if with_boneyard:
        rows += [(card, None) for card in view.boneyard]
    return tuple(
        Piece(
            key=card.key,
            scene=str(card.scene.public_id),
            eighths=card.strip.eighths,
            minutes=minutes_of(card, figures),
            location=places.key_of(card.scene),
            light=light_for(card.scene),
            cast=frozenset(player_of[mark.element_id] for mark in card.cast),
            available=Availability() if locked_to else calendar.available,
            locked_to=locked_to,
        )
        for card, locked_to in rows
        if is_piece(card) and card.scene is not None
    )


def minutes_of(card: StripCard, figures: Figures) -> int:
    """The strip's time, or what its pages take, to the next five minutes."""
    if card.strip.minutes:
        return card.strip.minutes
    return -(-card.strip.eighths * figures.minutes_per_page // 40) * 5


def light_for(scene: Scene) -> Light:
    """The light that it is filmed in: inside either will do, unless “shot as” says so; dawn and dusk border on both."""
    if not scene.shot_as and side_of(scene.int_ext) == "int":
        return Light.EITHER
    light = light_of(scene.shot_as or scene.time_of_day)
    return {"day": Light.DAY, "night": Light.NIGHT}.get(light, Light.EITHER)


def _notes(view: BoardView, calendar: _Calendar, figures: Figures, problem: Problem) -> list[Note]:
    every = [card for day in view.days for card in day.cards]
    pieces = {piece.key for piece in problem.pieces}
    timeless = [card for card in (*every, *view.boneyard) if card.key in pieces and not card.strip.minutes]
    banners = [card for card in every if card.scene is None]
    kept = calendar.fixed - calendar.past
    minors = any(person.born_on for person in problem.cast)
    numbers = {
        "defaults": len(figures.assumed),
        "times_estimated": len(timeless),
        "banners": len(banners),
        "past_days": len(calendar.past),
        "called_days": len(kept),
    }
    notes = [
        Note(code, "", {"count": count} | ({"minutes": figures.minutes_per_page} if code == "times_estimated" else {}))
        for code, count in numbers.items()
        if count
    ]
    if problem.published:
        notes.append(Note("told", ALL_COUNT_AS_TOLD, {}))
    if minors:
        notes.append(_minors_note(figures))
    return notes


def _minors_note(figures: Figures) -> Note:
    return Note("minors", SCHOOL_DAYS if figures.minors_in_school else FREE_DAYS, {"law": CALIFORNIA.source})
