"""Reading the terms of shooting, the runs of a board, and what would be planned now. Money only for who sees pay."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from callboard.core.errors import NotFound, Refused
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.places.models import Place
from callboard.film.breakdown.models import Scene
from callboard.film.planning.casting import PRIVATE_NOTES, Note, Player, day_rate_of, hold_rate, players_of
from callboard.film.planning.figures import LABELS, Lengths, Prices
from callboard.film.planning.models import LocationTerms, PlanningTerms, SetPlace, ShootingRun
from callboard.film.planning.places import places_of
from callboard.film.planning.rules import (
    UNDER_WAY,
    Dates,
    RunState,
    change_from_json,
    folded,
    place_key,
    set_key,
)
from callboard.film.planning.translate import figures_in_force, is_piece, read_problem, typed_figures
from callboard.film.planning.wording import HIDDEN_NOTES, STATES, Names, names_of, note_said, place_names
from callboard.film.stripboard.models import Board
from callboard.film.stripboard.queries import BoardView, board_view

UNITS = {"_minutes": "minutes", "_per_page": "minutes", "_eighths": "eighths", "_minute": "clock", "_minor": "money"}


@dataclass(frozen=True)
class FigureLine:
    """One figure: what was typed, what stands, and whether that is a default."""

    name: str
    label: str
    unit: str
    typed: int | None
    value: int | None
    is_assumed: bool


@dataclass(frozen=True)
class TermsView:
    """What a production's plans are priced with; `version` 0 where nothing was typed yet."""

    version: int
    lengths: Lengths
    prices: Prices | None
    currency: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True)
class LocationLine:
    """A location: a place with its sets, or a set that has none; `version` 0 where nothing was said of it yet."""

    key: str
    name: str
    place: Place | None
    sets: tuple[str, ...]
    scene_count: int
    eighths: int
    windows: tuple[Dates, ...]
    away: tuple[dt.date, ...]
    rent_minor: int | None
    set_up_minor: int | None
    version: int


@dataclass(frozen=True)
class RateLine:
    """What a cast member costs, as the planner counts it."""

    key: str
    name: str
    roles: tuple[str, ...]
    engagement_id: UUID | None
    day_rate: int | None
    hold_rate: int | None
    drop_after_days: int | None
    problem: str


@dataclass(frozen=True)
class NoteLine:
    """Something assumed or not known, with the engagement that would settle it."""

    code: str
    text: str
    engagement_id: UUID | None


@dataclass(frozen=True)
class Outlook:
    """What would be planned now."""

    strip_count: int
    locked_count: int
    boneyard_count: int
    first_on: dt.date | None
    last_on: dt.date | None
    day_count: int
    assumptions: tuple[NoteLine, ...]
    refusal: str


@dataclass(frozen=True)
class Changeable:
    """What a what-if may change: people and locations as (key, name), and dates."""

    people: tuple[tuple[str, str], ...]
    locations: tuple[tuple[str, str], ...]
    dates: tuple[dt.date, ...]


@dataclass(frozen=True)
class RunLine:
    """A run in the list."""

    run: ShootingRun
    state: str
    state_label: str
    is_scenario: bool
    changes: tuple[str, ...]
    cost: int | None
    cost_percent: float | None
    gap_percent: float | None
    has_plan: bool


@dataclass(frozen=True)
class ProgressPoint:
    """Where the search stood: money, or per mille of where it began for who sees no pay."""

    seconds: float
    cost: int
    harm: int
    bound: int


@dataclass(frozen=True)
class ProgressView:
    """A run under way."""

    run: ShootingRun
    state: str
    state_label: str
    elapsed_seconds: float
    seconds: int
    rows: tuple[ProgressPoint, ...]
    is_per_mille: bool
    is_stopping: bool
    can_stop: bool


def planning_terms_of(member: Membership, production: Production) -> TermsView:
    """The figures of a production, typed and assumed."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    sees_pay = may_see(member, DataClass.PAY)
    terms = PlanningTerms.objects.filter(production=production).first()
    lengths, prices = typed_figures(terms)
    figures = figures_in_force(production)
    return TermsView(
        version=terms.version if terms else 0,
        lengths=lengths,
        prices=prices if sees_pay else None,
        currency=production.currency,
        lines=tuple(
            FigureLine(
                name=name,
                label=gettext(label),
                unit=_unit(name),
                typed=getattr(prices if hasattr(prices, name) else lengths, name),
                value=getattr(figures, name),
                is_assumed=name in figures.assumed,
            )
            for name, label in LABELS.items()
            if sees_pay or not hasattr(prices, name)
        ),
    )


def _unit(name: str) -> str:
    return next(unit for ending, unit in UNITS.items() if name.endswith(ending))


def locations_of(member: Membership, production: Production) -> tuple[LocationLine, ...]:
    """Places with the sets that are shot there, then sets without a place, by name. Four queries."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    sees_pay = may_see(member, DataClass.PAY)
    places = places_of(production)
    scenes: dict[str, list[Scene]] = defaultdict(list)
    for scene in Scene.objects.filter(production=production, is_omitted=False).defer("text"):
        scenes[places.key_of(scene)].append(scene)
    known = {place_key(place.public_id): place for place in places.place_of_set.values()}
    known |= {key: terms.place for key, terms in places.terms.items() if terms.place}
    lines = [
        _location_line(key, known.get(key), scenes[key], places.terms.get(key), sees_pay=sees_pay)
        for key in {*scenes, *known, *places.terms}
    ]
    return tuple(sorted(lines, key=lambda line: (line.place is None, line.name)))


def _location_line(
    key: str, place: Place | None, scenes: list[Scene], terms: LocationTerms | None, *, sees_pay: bool
) -> LocationLine:
    sets = tuple(sorted({folded(scene.set_name or scene.heading) for scene in scenes}))
    return LocationLine(
        key=key,
        name=place.name if place else (sets[0] if sets else terms.set_name if terms else key),
        place=place,
        sets=sets,
        scene_count=len(scenes),
        eighths=sum(scene.eighths for scene in scenes),
        windows=tuple((_date(first), _date(last)) for first, last in terms.windows) if terms else (),
        away=tuple(dt.date.fromisoformat(day) for day in terms.away) if terms else (),
        rent_minor=(terms.rent_minor if terms else 0) if sees_pay else None,
        set_up_minor=(terms.set_up_minor if terms else 0) if sees_pay else None,
        version=terms.version if terms else 0,
    )


def _date(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def rates_of(member: Membership, production: Production) -> tuple[RateLine, ...]:
    """What everybody in the cast costs; nobody for who does not see pay."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    if not may_see(member, DataClass.PAY):
        return ()
    return tuple(_rate_line(player, production) for player in players_of(production))


def _rate_line(player: Player, production: Production) -> RateLine:
    engagement = player.engagement
    if engagement is None:
        return RateLine(player.key, player.name, player.roles, None, None, None, None, gettext("Nobody is cast yet."))
    rate, problem = day_rate_of(engagement, production.currency, max(1, 7 - len(set(production.weekly_days_off))))
    said = gettext(problem[1]) % {"name": player.name, "currency": engagement.currency} if problem else ""
    held = hold_rate(engagement, rate)
    drop = engagement.drop_after_days
    return RateLine(player.key, player.name, player.roles, engagement.public_id, rate, held, drop, said)


def outlook_of(member: Membership, board: Board, *, today: dt.date, with_boneyard: bool = False) -> Outlook:
    """What asking for a plan now would plan, for the form; a board that cannot be planned says why."""
    check_may(member, Permission.SEE_PRODUCTION, board.production)
    aside = sum(is_piece(card) for card in board_view(board).boneyard)
    try:
        reading = read_problem(board, today=today, with_boneyard=with_boneyard)
    except Refused as refusal:
        return Outlook(0, 0, aside, None, None, 0, (), gettext(refusal.text) % refusal.parameters)
    locked = sum(piece.locked_to is not None for piece in reading.problem.pieces)
    dates = [day.on for day in reading.problem.days]
    return Outlook(
        strip_count=len(reading.problem.pieces) - locked,
        locked_count=locked,
        boneyard_count=aside,
        first_on=dates[0],
        last_on=dates[-1],
        day_count=len(dates),
        assumptions=note_lines(member, reading.notes),
        refusal="",
    )


def note_lines(member: Membership, notes: Iterable[Note]) -> tuple[NoteLine, ...]:
    """Notes in the reader's language; of what the member's role does not see, how many there are."""
    seen: list[Note] = []
    hidden: Counter[DataClass] = Counter()
    for note in notes:
        private = PRIVATE_NOTES.get(note.code, DataClass.CREW)
        if may_see(member, private):
            seen.append(note)
        else:
            hidden[private] += 1
    seen += [Note(HIDDEN_NOTES[private], "", {"count": count}) for private, count in hidden.items()]
    return tuple(
        NoteLine(note.code, note_said(note), UUID(note.engagement) if note.engagement else None) for note in seen
    )


def changeable_of(member: Membership, board: Board, *, today: dt.date) -> Changeable:
    """The choices of a what-if form; empty where nothing can be planned."""
    check_may(member, Permission.SEE_PRODUCTION, board.production)
    try:
        problem = read_problem(board, today=today, with_boneyard=True).problem
    except Refused:
        return Changeable((), (), ())
    names = names_for(board.production, board_view(board))
    return Changeable(
        people=tuple((person.key, names.person(person.key)) for person in problem.cast),
        locations=tuple((location.key, names.location(location.key)) for location in problem.locations),
        dates=tuple(day.on for day in problem.days if day.on > today),
    )


def names_for(production: Production, view: BoardView) -> Names:
    """What the planner's keys stand for on this board."""
    sets = SetPlace.objects.filter(production=production).select_related("place")
    terms = LocationTerms.objects.filter(production=production).select_related("place")
    rows = [*(row.place for row in sets), *(row.place for row in terms if row.place)]
    return names_of(view, players_of(production), place_names(rows) | _set_names(production))


def _set_names(production: Production) -> dict[str, str]:
    rows = Scene.objects.filter(production=production).values_list("set_name", "heading").distinct()
    return {set_key(name or heading): folded(name or heading) for name, heading in rows}


def board_runs(member: Membership, production: Production) -> QuerySet[ShootingRun]:
    """The runs of a production's boards, newest first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    runs = ShootingRun.objects.filter(board__production=production)
    return runs.select_related("asked_by", "board__production", "base", "adopted_as").order_by("-pk")


def run_of(member: Membership, production: Production, public_id: UUID) -> ShootingRun:
    """One run. Raises NotFound."""
    run = board_runs(member, production).filter(public_id=public_id).first()
    if run is None:
        raise NotFound()
    return run


def run_under_way(member: Membership, board: Board) -> ShootingRun | None:
    """The run of this board that waits or is being made."""
    return board_runs(member, board.production).filter(board=board, state__in=[*UNDER_WAY]).first()


def runs_of(member: Membership, board: Board) -> tuple[RunLine, ...]:
    """The runs of a board, newest first."""
    rows = list(board_runs(member, board.production).filter(board=board).defer("problem", "plan", "progress"))
    names = names_for(board.production, board_view(board)) if any(run.what_if for run in rows) else None
    sees_pay = may_see(member, DataClass.PAY)
    return tuple(
        RunLine(
            run=run,
            state=run.state,
            state_label=gettext(STATES[run.state]),
            is_scenario=bool(run.what_if),
            changes=tuple(names.change(change_from_json(form)) for form in run.what_if) if names else (),
            cost=run.cost if sees_pay else None,
            cost_percent=percent(run.cost, run.cost_before),
            gap_percent=gap_percent(run.cost, run.bound, breaks_rules=bool(run.harm)),
            has_plan=run.cost is not None,
        )
        for run in rows
    )


def progress_of(member: Membership, run: ShootingRun, *, now: dt.datetime) -> ProgressView:
    """How far a run has come."""
    check_may(member, Permission.SEE_PRODUCTION, run.board.production)
    sees_pay = may_see(member, DataClass.PAY)
    whole = None if sees_pay else max(1, run.progress[0][1] if run.progress else 0)
    end = run.finished_at or now
    return ProgressView(
        run=run,
        state=run.state,
        state_label=gettext(STATES[run.state]),
        elapsed_seconds=round((end - run.started_at).total_seconds(), 1) if run.started_at else 0.0,
        seconds=run.seconds,
        rows=tuple(
            ProgressPoint(seconds, _share(cost, whole), harm, _share(bound, whole))
            for seconds, cost, harm, bound in run.progress
        ),
        is_per_mille=not sees_pay,
        is_stopping=run.stop_asked_at is not None and run.state == RunState.RUNNING,
        can_stop=run.state in UNDER_WAY,
    )


def _share(amount: int, whole: int | None) -> int:
    return amount if whole is None else 1000 * amount // whole


def percent(part: int | None, whole: int | None) -> float | None:
    """A part in percent of a whole, one decimal; None where there is nothing to compare."""
    return round(100 * part / whole, 1) if part is not None and whole else None


def gap_percent(cost: int | None, bound: int | None, *, breaks_rules: bool) -> float | None:
    """What the proven bound leaves open, in percent of the cost; None for a plan that breaks rules.

    The bound is about plans that keep every rule: one that breaks some may cost less.
    """
    return round(100 * (cost - bound) / cost, 1) if cost and bound is not None and not breaks_rules else None
