"""`callboard plan shoot FILE`: days for scenes, or an order of scenes, from a file."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from callboard.cli.order_plans import OrderAsked, order_as_json, order_lines, plan_order
from callboard.cli.shoot_files import MOST_EIGHTHS, ShootFile, read_problem_file, read_uss_file
from callboard.cli.shoot_tables import plan_lines
from callboard.core.errors import Refused
from callboard.formats.faults import Unreadable
from callboard.planner.refusals import CannotPlan
from callboard.planner.shooting.asked import MOST_SECONDS, MOVES, SEEDS, Asked
from callboard.planner.shooting.checks import check_problem
from callboard.planner.shooting.plan_json import plan_as_json
from callboard.planner.shooting.planning import plan_shoot
from callboard.planner.shooting.schema import as_text, plan_schema, problem_schema

REFUSED = 2
MOST_BYTES = 50_000_000
DEFAULT_SECONDS = 10.0
SCHEMAS = {"problem": problem_schema, "plan": plan_schema}
UNCOMPILED = (
    "The planner's kernels run uncompiled here, about a hundred times slower: install a C compiler and then callboard"
    " again for better plans in the same time."
)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--seconds",
    type=click.FloatRange(0, MOST_SECONDS, min_open=True),
    help=f"Search for so long. Default {DEFAULT_SECONDS:g}, or no limit if --moves is given.",
)
@click.option("--moves", type=click.IntRange(MOVES.least, MOVES.most), help="Stop after so many moves.")
@click.option(
    "--scheduled-moves",
    type=click.IntRange(MOVES.least, MOVES.most),
    help="To repeat a plan that was stopped: the moves that it had set out to make.",
)
@click.option("--seed", type=click.IntRange(SEEDS.least, SEEDS.most), default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option("--stripboard", help="The name of the .uss file's stripboard. Default: the one with most days.")
@click.option(
    "--most-eighths",
    type=click.IntRange(1),
    default=MOST_EIGHTHS,
    show_default=True,
    help="Eighths of a page that a day of a .uss file may have; a longer scene gets a day of its own.",
)
@click.option(
    "--schema",
    "schema",
    type=click.Choice(list(SCHEMAS)),
    help="Print the JSON Schema of a .json problem, or of a plan, and nothing else.",
)
def shoot(  # noqa: PLR0913 - one for each option
    file: Path | None,
    *,
    seconds: float | None,
    moves: int | None,
    scheduled_moves: int | None,
    seed: int,
    as_json: bool,
    stripboard: str | None,
    most_eighths: int,
    schema: str | None,
) -> None:
    """Plan when to shoot which scene.

    FILE is a .json (docs/algorithms/shooting-json.md), a .uss schedule, or an order-only problem: .dzn or the format of
    talent scheduling papers. Needs no database and writes nothing. Ctrl-C stops the search and prints the best so far.

    Exit code 2 with every fault of the file, each with its place and fix.
    """
    if schema:
        click.echo(as_text(SCHEMAS[schema]()), nl=False)
        return
    if file is None:
        raise click.UsageError("Give the FILE to plan.")
    if seconds is None and moves is None:
        seconds = DEFAULT_SECONDS
    with _refusals(file):
        content = _content(file)
        if file.suffix.lower() not in {".json", ".uss"}:
            _plan_order(content, OrderAsked(seconds, moves, seed), as_json=as_json)
            return
        read = (
            read_problem_file(content)
            if file.suffix.lower() == ".json"
            else read_uss_file(content, stripboard=stripboard, most_eighths=most_eighths)
        )
        _plan_days(read, Asked(read.problem, seconds, moves, scheduled_moves, seed), as_json=as_json)


@contextmanager
def _refusals(file: Path) -> Iterator[None]:
    """Whatever is refused inside becomes lines on standard error and exit code 2."""
    try:
        yield
    except CannotPlan as refusal:
        _refuse(file, [str(sentence) for sentence in getattr(refusal, "sentences", ())] or [str(refusal)])
    except (Refused, Unreadable) as refusal:
        _refuse(file, [str(refusal)])


def _refuse(file: Path, faults: Iterable[str]) -> NoReturn:
    for fault in faults:
        click.echo(f"{file}: {fault}", err=True)
    sys.exit(REFUSED)


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        _refuse(file, [f"The file has more than {MOST_BYTES // 1_000_000} MB. Give a smaller one."])
    return content


def _plan_days(file: ShootFile, asked: Asked, *, as_json: bool) -> None:
    for remark in file.remarks:
        click.echo(f"note: {remark}", err=True)
    check_problem(file.problem)
    with stopped_by_ctrl_c() as is_stopped:
        plan = plan_shoot(file.problem, budget=asked.budget(is_stopped), seed=asked.seed)
    _warn(is_compiled=plan.compiled)
    if as_json:
        _print_json(plan_as_json(plan, file.problem, is_said=True))
    else:
        _print_lines(plan_lines(plan, file))


def _plan_order(content: bytes, asked: OrderAsked, *, as_json: bool) -> None:
    with stopped_by_ctrl_c() as is_stopped:
        made = plan_order(content, asked, is_stopped)
    _warn(is_compiled=made.order.compiled)
    if as_json:
        _print_json(order_as_json(made))
    else:
        _print_lines(order_lines(made))


@contextmanager
def stopped_by_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Says whether Ctrl-C was pressed meanwhile; pressed a second time it ends the program."""
    stopped = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's own signature
        stopped.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _warn(*, is_compiled: bool) -> None:
    if not is_compiled:
        click.echo(f"warning: {UNCOMPILED}", err=True)


def _print_json(form: dict[str, Any]) -> None:
    click.echo(json.dumps(form, ensure_ascii=False, indent=2))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line.rstrip())
