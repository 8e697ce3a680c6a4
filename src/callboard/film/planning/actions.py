"""Saying what shooting costs, asking for a plan, stopping it, and adopting or discarding what it proposes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from callboard.core.audit.actions import acting
from callboard.core.errors import NotFound, StaleEdit
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.places.models import Place
from callboard.film.breakdown.models import Scene
from callboard.film.planning.adopting import check_unchanged, rows_of_plan
from callboard.film.planning.figures import Lengths, Prices, check_lengths, check_prices
from callboard.film.planning.frozen import kept_problem, note_as_json, plan_of, priced_placed
from callboard.film.planning.models import LocationTerms, PlanningTerms, SetPlace, ShootingRun
from callboard.film.planning.queries import names_for
from callboard.film.planning.rules import (
    CHANGED,
    PLACE,
    SET,
    UNDER_WAY,
    CannotBePlanned,
    LocationOffer,
    NoPlanToAdopt,
    NoSuchSet,
    PlanAsk,
    PricesNotYours,
    RunState,
    RunUnderWay,
    ScenarioIsNoPlan,
    change_as_json,
    check_changes,
    check_next,
    check_offer,
    check_seconds,
    folded,
    layout_as_json,
)
from callboard.film.planning.translate import read_problem
from callboard.film.stripboard.arranging import arrange_board
from callboard.film.stripboard.models import Board, BoardMove
from callboard.film.stripboard.queries import board_view
from callboard.planner.shooting.checks import check_problem
from callboard.planner.shooting.problem import Problem
from callboard.planner.shooting.refusals import WrongProblem

FAULTS_SAID = 3


def change_planning_terms(
    production: Production, *, version: int, lengths: Lengths, prices: Prices | None, by: Membership, at: datetime
) -> PlanningTerms:
    """Say what shooting costs and how long days are; `version` 0 where nothing was said yet, `prices` None: unchanged.

    Raises StaleEdit, PricesNotYours, and what `check_lengths` and `check_prices` refuse.
    """
    check_may(by, Permission.CHANGE_BOARD, production)
    check_lengths(lengths)
    check_prices(prices or Prices())
    terms = PlanningTerms.objects.filter(production=production).first()
    if (terms is None) != (version == 0):
        raise StaleEdit(what=str(production), public_id=str(production.public_id))
    terms = terms or PlanningTerms(organization_id=production.organization_id, production=production)
    with acting(
        by,
        "change planning terms",
        at=at,
        may=Permission.CHANGE_BOARD,
        production=production,
        on=terms,
        version=version or None,
    ) as record:
        if prices is not None and not may_see(by, DataClass.PAY):
            raise PricesNotYours()
        if version == 0:
            _check_still_new(terms, PlanningTerms.objects.filter(production=production))
        values = asdict(lengths) | (asdict(prices) if prices is not None else {})
        record.note(changed=sorted(name for name, value in values.items() if getattr(terms, name) != value))
        for name, value in values.items():
            setattr(terms, name, value)
        terms.save()
        announce(production, CHANGED, about=terms, at=at)
    return terms


def place_set(
    production: Production, set_name: str, place: Place | None, *, by: Membership, at: datetime
) -> SetPlace | None:
    """Say at which place a set is shot; None: it is a location of its own again. Raises NoSuchSet, NotFound."""
    name = folded(set_name)
    with acting(by, "place set", at=at, may=Permission.CHANGE_BOARD, production=production) as record:
        _check_set(production, name)
        if place is not None and place.production_id != production.pk:
            raise NotFound()
        record.note(set=name, place=str(place or ""))
        row = SetPlace.objects.filter(production=production, set_name=name).first()
        if row is not None:
            row.delete()
        if place is not None:
            row = SetPlace(
                organization_id=production.organization_id, production=production, set_name=name, place=place
            )
            row.save()
        announce(production, CHANGED, at=at)
    return row if place else None


def change_location_terms(
    production: Production, key: str, offer: LocationOffer, *, version: int, by: Membership, at: datetime
) -> LocationTerms:
    """Say what a location costs and when it can be had; `version` 0 where nothing was said yet.

    Raises StaleEdit, NoSuchSet, NotFound, PricesNotYours, DatesCross, NegativeFigure.
    """
    check_may(by, Permission.CHANGE_BOARD, production)
    check_offer(offer)
    terms = _terms_of(production, key)
    if (terms.pk is None) != (version == 0):
        raise StaleEdit(what=str(terms), public_id=str(terms.public_id))
    with acting(
        by,
        "change location terms",
        at=at,
        may=Permission.CHANGE_BOARD,
        production=production,
        on=terms,
        version=version or None,
    ):
        money = {"rent_minor": offer.rent_minor, "set_up_minor": offer.set_up_minor}
        if any(value is not None for value in money.values()) and not may_see(by, DataClass.PAY):
            raise PricesNotYours()
        if version == 0:
            same = LocationTerms.objects.filter(production=production, place=terms.place, set_name=terms.set_name)
            _check_still_new(terms, same)
        for name, value in money.items():
            if value is not None:
                setattr(terms, name, value)
        terms.windows = [[day.isoformat() if day else None for day in window] for window in offer.windows]
        terms.away = sorted({day.isoformat() for day in offer.away})
        terms.save()
        announce(production, CHANGED, about=terms, at=at)
    return terms


def ask_for_plan(board: Board, ask: PlanAsk, *, by: Membership, at: datetime) -> ShootingRun:
    """Ask for a plan of the board as it is now; a worker makes it.

    Raises RunUnderWay, WrongTime, TooManyChanges, ExtraDayTooLate, NothingToPlan, NoDaysToPlan, CannotBePlanned.
    """
    check_seconds(ask.seconds)
    check_changes(ask.what_if)
    production = board.production
    today = _date_in(production, at)
    with acting(by, "ask for plan", at=at, may=Permission.CHANGE_BOARD, production=production, on=board) as record:
        Board.objects.select_for_update().get(pk=board.pk)  # two at once would both see none under way
        if ShootingRun.objects.filter(board=board, state__in=[*UNDER_WAY]).exists():
            raise RunUnderWay()
        reading = read_problem(board, today=today, with_boneyard=ask.with_boneyard, changes=ask.what_if)
        _check_plannable(board, reading.problem)
        before = priced_placed(reading.problem, reading.start)
        run = ShootingRun(
            organization_id=board.organization_id,
            board=board,
            base=_base(board, ask.base),
            asked_by=by,
            asked_at=at,
            today=today,
            seconds=ask.seconds,
            seed=ask.seed,
            with_boneyard=ask.with_boneyard,
            what_if=[change_as_json(change) for change in ask.what_if],
            layout=layout_as_json(reading.layout),
            fingerprint=reading.layout.fingerprint,
            assumptions=[note_as_json(note) for note in reading.notes],
            problem=kept_problem(reading.problem),
            cost_before=before.cost if before else None,
            harm_before=before.harm if before else None,
        )
        run.save()
        record.note(pieces=len(reading.problem.pieces), days=len(reading.problem.days), seconds=ask.seconds)
        announce(production, CHANGED, about=run, at=at)
    return run


def stop_run(run: ShootingRun, *, by: Membership, at: datetime) -> ShootingRun:
    """Stop: a run that waits ends at once, one under way soon, with the best plan so far. Raises WrongRunState."""
    production = run.board.production
    with acting(by, "stop plan", at=at, may=Permission.CHANGE_BOARD, production=production, on=run):
        row = ShootingRun.objects.select_for_update().get(pk=run.pk)
        check_next(RunState(row.state), RunState.STOPPED)
        if row.state == RunState.QUEUED:
            row.state, row.finished_at = RunState.STOPPED, at
        row.stop_asked_at = at
        row.save()
        announce(production, CHANGED, about=run, at=at)
    run.refresh_from_db()
    return run


def adopt_plan(run: ShootingRun, *, version: int, by: Membership, at: datetime) -> BoardMove:
    """Lay the board out as the plan says, as one move that one undo takes back.

    Raises WrongRunState, NoPlanToAdopt, ScenarioIsNoPlan, BoardHasChanged.
    """
    board = run.board
    with acting(
        by,
        "adopt plan",
        at=at,
        may=Permission.CHANGE_BOARD,
        production=board.production,
        on=run,
        version=version,
    ) as record:
        Board.objects.select_for_update().get(pk=board.pk)
        run.refresh_from_db(fields=["state", "plan"])
        check_next(RunState(run.state), RunState.ADOPTED)
        plan = plan_of(run)
        if plan is None:
            raise NoPlanToAdopt()
        if run.what_if:
            raise ScenarioIsNoPlan()
        board.refresh_from_db()
        view = board_view(board)
        check_unchanged(run, view, today=_date_in(board.production, at))
        move = arrange_board(board, rows_of_plan(view, plan), by=by, at=at)
        run.state, run.adopted_as = RunState.ADOPTED, move
        run.save(update_fields=["state", "adopted_as"])
        record.note(strips=len(move.after))
        announce(board.production, CHANGED, about=run, at=at)
    return move


def discard_run(run: ShootingRun, *, version: int, by: Membership, at: datetime) -> ShootingRun:
    """Put a plan away; it stays in the list. Raises WrongRunState."""
    production = run.board.production
    with acting(by, "discard plan", at=at, may=Permission.CHANGE_BOARD, production=production, on=run, version=version):
        run.refresh_from_db(fields=["state"])
        check_next(RunState(run.state), RunState.DISCARDED)
        run.state = RunState.DISCARDED
        run.save(update_fields=["state"])
        announce(production, CHANGED, about=run, at=at)
    return run


def _check_still_new(terms: PlanningTerms | LocationTerms, rows: QuerySet[Any]) -> None:
    """Two who say the first word at once: the second is told. Raises StaleEdit."""
    Production.objects.select_for_update().get(pk=terms.production_id)
    if rows.exists():
        raise StaleEdit(what=str(terms), public_id=str(terms.public_id))


def _date_in(production: Production, at: datetime) -> date:
    return at.astimezone(ZoneInfo(production.zone)).date()


def _check_plannable(board: Board, problem: Problem) -> None:
    """Whoever asks is told at once what the planner would refuse, by name. Raises CannotBePlanned."""
    try:
        check_problem(problem)
    except WrongProblem as refusal:
        names = names_for(board.production, board_view(board))
        said = [names.said_whole(sentence) for sentence in refusal.sentences[:FAULTS_SAID]]
        raise CannotBePlanned(why=" ".join(said)) from refusal


def _base(board: Board, public_id: UUID | None) -> ShootingRun | None:
    if public_id is None:
        return None
    base = ShootingRun.objects.filter(board=board, public_id=public_id).first()
    if base is None:
        raise NotFound()
    return base


def _check_set(production: Production, name: str) -> None:
    scenes = Scene.objects.filter(production=production).values_list("set_name", "heading").distinct()
    if name not in {folded(set_name or heading) for set_name, heading in scenes}:
        raise NoSuchSet(name=name)


def _terms_of(production: Production, key: str) -> LocationTerms:
    """The terms of a location, or new ones that are not written yet."""
    rows = LocationTerms.objects.filter(production=production)
    fresh = LocationTerms(organization_id=production.organization_id, production=production)
    if key.startswith(PLACE):
        place = _place(production, key.removeprefix(PLACE))
        fresh.place = place
        return rows.filter(place=place).first() or fresh
    name = folded(key.removeprefix(SET))
    _check_set(production, name)
    fresh.set_name = name
    return rows.filter(set_name=name).first() or fresh


def _place(production: Production, written: str) -> Place:
    try:
        place = Place.objects.filter(production=production, public_id=UUID(written)).first()
    except ValueError:
        raise NotFound() from None
    if place is None:
        raise NotFound()
    return place
