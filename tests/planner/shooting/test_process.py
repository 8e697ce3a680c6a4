from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from callboard.planner.limits import PlanLimits
from callboard.planner.refusals import PlannerStopped, TookTooLong, TookTooMuchMemory
from callboard.planner.shooting.asked import Asked, asked_as_json, asked_from_json
from callboard.planner.shooting.child import SECONDS_BETWEEN_REPORTS, SparingReports
from callboard.planner.shooting.planning import Progress, plan_shoot
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import CastMember, Placement
from callboard.planner.shooting.process import ShootingProcess
from callboard.planner.shooting.refusals import NotAProblem, WrongProblem
from callboard.planner.shooting.stopping import Budget
from tests.planner.shooting.scenes_of_a_shoot import piece, shoot

MOVES = 2_000


def many_pieces(count=60):
    """Sixty scenes of six actors for twenty days: nothing that is proved at once."""
    people = "ABCDEF"
    pieces = [
        piece(f"s{number}", 90, cast=frozenset({people[number % 6], people[number * 7 // 5 % 6]}))
        for number in range(count)
    ]
    cast = tuple(CastMember(key, day_rate=700 + 100 * number, hold_rate=500) for number, key in enumerate(people))
    return shoot(*pieces, days=range(1, 21), cast=cast)


def test_a_plan_made_in_a_child_is_the_plan():
    problem = many_pieces()
    asked = Asked(problem, seconds=None, moves=MOVES, seed=3)
    with ShootingProcess(asked) as process:
        made = process.plan()
    assert made == plan_shoot(problem, budget=Budget(moves=MOVES), seed=3)
    assert (price(problem, made.placements).cost, made.seed) == (made.cost, 3)


def test_a_search_tells_how_it_goes_and_answers_at_once_when_it_is_stopped():
    with ShootingProcess(Asked(many_pieces(), seconds=60)) as process:
        rows = []
        for progress in process:
            rows.append(progress)
            if len(rows) == 3:
                stopped_at = time.monotonic()
                process.stop()
        plan = process.plan()
        took = time.monotonic() - stopped_at

    assert all(isinstance(row, Progress) for row in rows)
    assert [row.moves for row in rows] == sorted(row.moves for row in rows)
    assert plan.moves > 0
    assert len(plan.placements) == 60
    assert took < 2, "0.2 s on a machine that does nothing else"


def test_a_process_that_is_asked_to_end_answers_with_its_best():
    with ShootingProcess(Asked(many_pieces(), seconds=60)) as process:
        next(iter(process))
        os.kill(process._child.pid, signal.SIGTERM)
        assert len(process.plan().placements) == 60


def test_leaving_the_block_ends_the_process():
    with ShootingProcess(Asked(many_pieces(), seconds=60)) as process:
        next(iter(process))
    assert process._child.returncode == -signal.SIGKILL


def test_refusals_cross_the_border_with_all_that_they_say():
    with (
        ShootingProcess(Asked(shoot(piece("a", location="pier"), days=(), locations=()))) as process,
        pytest.raises(WrongProblem) as wrong,
    ):
        process.plan()
    assert [str(sentence) for sentence in wrong.value.sentences] == [
        "There are no days. Add at least one.",
        "a names pier, which is not among the locations. Add it there, or correct the name.",
    ]
    with (
        ShootingProcess(Asked(shoot(piece("a", -1), piece("b", -1)))) as process,
        pytest.raises(NotAProblem) as refused,
    ):
        process.plan()
    assert len(refused.value.sentences) == 2


def test_a_planner_that_takes_too_long_is_stopped():
    with (
        ShootingProcess(Asked(many_pieces(), seconds=60), PlanLimits(wall_seconds=1)) as process,
        pytest.raises(TookTooLong, match="longer than 1 seconds"),
    ):
        process.plan()


def test_a_planner_that_takes_too_much_memory_is_stopped():
    pieces = [piece(f"s{number}", cast=frozenset({"A"})) for number in range(5_000)]
    problem = shoot(*pieces, days=range(1, 1_001), cast=(CastMember("A"),))
    with (
        ShootingProcess(Asked(problem), PlanLimits(memory_bytes=60_000_000)) as process,
        pytest.raises(TookTooMuchMemory, match="more than 60 MB"),
    ):
        process.plan()


def test_a_process_without_last_words_is_a_defect_said_aloud():
    with ShootingProcess(Asked(many_pieces(), seconds=60)) as process:
        next(iter(process))
        os.kill(process._child.pid, signal.SIGUSR1)
        with pytest.raises(PlannerStopped, match="code -10"):
            process.plan()


def test_what_is_asked_comes_back_from_its_json():
    asked = Asked(many_pieces(3), 2.5, 7, 9, 11, (Placement("s0", "day 1"),))
    assert asked_from_json(json.loads(json.dumps(asked_as_json(asked)))) == asked
    assert asked_from_json({"problem": asked_as_json(asked)["problem"]}) == Asked(asked.problem)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("seconds", 0, "/seconds: 0 is no time. Give seconds, more than 0 and at most 604800."),
        ("seconds", float("nan"), "/seconds: nan is no time. Give seconds, more than 0 and at most 604800."),
        ("moves", -1, "/moves: -1 is out of range. Give a whole number from 0 to 1000000000000000."),
        ("start", [{"piece": "a"}], "/start/0/day: this field is missing. Add it."),
    ],
)
def test_what_cannot_be_asked_says_where(field, value, said):
    with pytest.raises(NotAProblem) as refused:
        asked_from_json(asked_as_json(Asked(many_pieces(1))) | {field: value})
    assert [str(sentence) for sentence in refused.value.sentences] == [said]


def test_the_process_answers_a_file_without_anybody_watching():
    asked = json.dumps(asked_as_json(Asked(many_pieces(), seconds=None, moves=MOVES))).encode()
    done = subprocess.run(
        [sys.executable, "-m", "callboard.planner"], input=asked, capture_output=True, check=True, timeout=60
    )
    forms = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(form) for form in forms] == [["progress"]] * (len(forms) - 1) + [["plan"]]
    assert forms[-1]["plan"]["moves"] <= MOVES


def test_progress_is_told_five_times_a_second_at_most():
    class Told:
        forms: list[dict[str, object]] = []

        def say(self, form):
            self.forms.append(form)

    ticks = iter([0.0, 0.1, SECONDS_BETWEEN_REPORTS, 0.3, 0.45])
    reports = SparingReports(Told(), lambda: next(ticks))
    first = Progress(0, 100, 9, 0, 1, 0.0)
    for moves in range(5):
        reports(dataclasses.replace(first, moves=moves))
    assert [form["progress"]["moves"] for form in Told.forms] == [0, 2, 4]
