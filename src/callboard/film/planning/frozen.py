"""What a run keeps of its board and problem, and how it is read again; dates of birth stay with the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from callboard.film.planning.casting import Note, players_of
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import Layout, layout_from_json
from callboard.planner.shooting.plan import Plan, Priced
from callboard.planner.shooting.plan_json import plan_from_json
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import Placement, Problem
from callboard.planner.shooting.problem_json import problem_as_json, problem_from_json


def kept_problem(problem: Problem) -> dict[str, Any]:
    """The problem as it may be kept: without anybody's date of birth."""
    return problem_as_json(replace(problem, cast=tuple(replace(person, born_on=None) for person in problem.cast)))


def problem_of(run: ShootingRun) -> Problem:
    """The problem of a run, minors with the dates of birth that are known of them now."""
    problem = problem_from_json(run.problem)
    births = {
        player.key: player.engagement.party.birth_on
        for player in players_of(run.board.production)
        if player.engagement and player.engagement.party.is_minor
    }
    return replace(problem, cast=tuple(replace(person, born_on=births.get(person.key)) for person in problem.cast))


def layout_of_run(run: ShootingRun) -> Layout:
    """The board that the run was made from."""
    return layout_from_json(run.layout)


def start_of(run: ShootingRun, problem: Problem) -> tuple[Placement, ...]:
    """Where the strips were when the run was asked for; what was set aside has no place."""
    return placements(layout_of_run(run), problem)


def placements(layout: Layout, problem: Problem) -> tuple[Placement, ...]:
    """The pieces of the problem where a board has them."""
    pieces = {piece.key for piece in problem.pieces}
    return tuple(Placement(strip, on.isoformat()) for on, strips in layout.days for strip in strips if strip in pieces)


def plan_of(run: ShootingRun) -> Plan | None:
    """What came out; None while nothing has."""
    return plan_from_json(run.plan) if run.plan else None


def priced_placed(problem: Problem, start: Iterable[Placement]) -> Priced | None:
    """What a board costs and breaks: of the pieces that have a place on it; None where none has."""
    rows = tuple(start)
    placed = {placement.piece for placement in rows}
    if not placed:
        return None
    return price(replace(problem, pieces=tuple(piece for piece in problem.pieces if piece.key in placed)), rows)


def note_as_json(note: Note) -> dict[str, Any]:
    """A note for a JSON field."""
    return {
        "code": note.code,
        "text": note.text,
        "parameters": dict(note.parameters),
        "engagement": note.engagement,
    }


def note_from_json(form: dict[str, Any]) -> Note:
    """The note that `note_as_json` gave."""
    return Note(form["code"], form["text"], form["parameters"], form["engagement"])
