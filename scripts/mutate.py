"""Applies the mutations of `mutations/` one at a time to a copy of the tree; each must turn its tests red.

See mutations/README.md for the format. Exit code 1 when any mutation stays green or does not fit the source any more.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = (".git", ".venv", "node_modules", "var", "build", "dist", "__pycache__", ".*_cache", ".coverage*", "htmlcov")
TESTS_FAILED = 1  # pytest's exit code for "tests ran and some failed"; any other is no proof
LONGEST_SECONDS = 600
KERNELS = "src/callboard/planner/solvers/"


class Outcome(StrEnum):
    """What became of one mutation. Only RED is good."""

    RED = "red"
    GREEN = "GREEN: the tests did not notice"
    BROKEN = "BROKEN: the tests could not run, which proves nothing"
    ADRIFT = "ADRIFT: does not fit the source"


class NotAMutation(Exception):
    """The file does not say what a mutation must."""


@dataclass(frozen=True)
class Change:
    """One replacement in one source file; the text must stand there exactly once."""

    file: str
    find: str
    replace: str


@dataclass(frozen=True)
class Mutation:
    """A decision, the change that breaks it, and the tests that must notice."""

    name: str
    decision: str
    tests: list[str]
    changes: list[Change]
    needs: str = ""


def read_mutation(path: Path) -> Mutation:
    """Read one TOML file; refuses missing or unknown keys."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        changes = [Change(**change) for change in raw.pop("change")]
        mutation = Mutation(name=path.stem, changes=changes, **raw)
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as fault:
        raise NotAMutation(f"{path.name}: {fault}") from fault
    if not mutation.tests or not changes or any(change.find == change.replace for change in changes):
        raise NotAMutation(f"{path.name}: names no test, no change, or a change that changes nothing")
    return mutation


def apply(mutation: Mutation, tree: Path) -> bool:
    """Make the changes; False when one of them does not fit exactly once."""
    for change in mutation.changes:
        path = tree / change.file
        source = path.read_text(encoding="utf-8") if path.is_file() else ""
        if source.count(change.find) != 1:
            return False
        path.write_text(source.replace(change.find, change.replace), encoding="utf-8")
    return True


def restore(mutation: Mutation, tree: Path, origin: Path) -> None:
    """Bring the changed files back to what they were."""
    for change in mutation.changes:
        if (origin / change.file).is_file():
            shutil.copy2(origin / change.file, tree / change.file)


def run_tests(mutation: Mutation, tree: Path) -> Outcome:
    """Run the named tests against the changed copy, never against the installed package."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tree / "src"), str(tree)])}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "CALLBOARD_DATA": str(tree / "var")}
    if mutation.needs == "postgresql":
        environment["DATABASE_URL"] = environment["CALLBOARD_TEST_POSTGRES"]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", *mutation.tests]
    try:
        done = subprocess.run(  # noqa: S603 - our own tests
            command, cwd=tree, env=environment, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome.BROKEN
    if done.returncode not in {0, TESTS_FAILED} or "error" in done.stdout.splitlines()[-1]:
        print(done.stdout[-2000:], done.stderr[-1000:], sep="\n", file=sys.stderr)
        return Outcome.BROKEN
    return Outcome.RED if done.returncode == TESTS_FAILED else Outcome.GREEN


def try_mutation(mutation: Mutation, tree: Path, origin: Path) -> Outcome:
    """Change the copy, run the tests, change it back."""
    try:
        if not apply(mutation, tree):
            return Outcome.ADRIFT
        return run_tests(mutation, tree) if compile_kernels(mutation, tree) else Outcome.BROKEN
    finally:
        restore(mutation, tree, origin)
        compile_kernels(mutation, tree)


def compile_kernels(mutation: Mutation, tree: Path) -> bool:
    """Where a kernel was changed, compile the copy's: the tests refuse one that is not made from its source."""
    if not any(change.file.startswith(KERNELS) for change in mutation.changes):
        return True
    done = subprocess.run(
        [sys.executable, "build_hook.py"],
        cwd=tree,
        check=False,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return done.returncode == 0


def check_tests_are_green(mutations: Sequence[Mutation], tree: Path) -> Outcome:
    """Run all named tests once without any mutation: a test that is red anyway proves nothing."""
    named = sorted({test for mutation in mutations for test in mutation.tests if not mutation.needs})
    if not named:
        return Outcome.GREEN
    return run_tests(Mutation("unchanged", "", named, []), tree)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line for each mutation; 0 when all are red."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="mutations to try, by file name without .toml (default: all)")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    paths = sorted((options.root / "mutations").glob("*.toml"))
    try:
        mutations = [read_mutation(path) for path in paths if not options.names or path.stem in options.names]
    except NotAMutation as fault:
        print(fault, file=sys.stderr)
        return 1
    if not mutations:
        print("no mutation by that name", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="callboard-mutations-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(options.root, tree, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        (Path(folder) / "shared").symlink_to(options.root.parent / "shared")
        return try_all(mutations, tree, options.root)


def try_all(mutations: Sequence[Mutation], tree: Path, origin: Path) -> int:
    """Try each in turn; 0 when all are red and their tests are green without them."""
    if check_tests_are_green(mutations, tree) is not Outcome.GREEN:
        print("the named tests are not green to begin with, so they prove nothing")
        return 1
    outcomes = []
    for mutation in mutations:
        if mutation.needs == "postgresql" and not os.environ.get("CALLBOARD_TEST_POSTGRES"):
            print(f"skipped  {mutation.name}: needs PostgreSQL (CALLBOARD_TEST_POSTGRES)", flush=True)
            continue
        outcome = try_mutation(mutation, tree, origin)
        outcomes.append(outcome)
        print(f"{outcome}  {mutation.name}: {mutation.decision}", flush=True)
    red = outcomes.count(Outcome.RED)
    print(f"{red} of {len(outcomes)} mutations red")
    return 0 if outcomes and red == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
