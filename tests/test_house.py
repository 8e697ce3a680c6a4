"""The house stands as drawn: what the linter cannot see."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.db import models

from callboard.core.organizations.declarations import our_tables, tables_without_organization, undeclared_fields

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "callboard"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

# Writes that no member makes: each with the reason why it stands outside `acting`.
OUTSIDE_ACTING = {
    "core/audit/actions.py": "the frame itself",
    "core/requests/actions.py": "wraps the door's whole request; the action inside is audited",
    "core/events/actions.py": "called inside actions",
    "core/links/actions.py": "called inside actions; an opening is a fact of its own",
    "core/messages/actions.py": "the sender's own bookkeeping; what was published is audited",
}


def _rank(module: str, container: str, layers: list[str]) -> int | None:
    """How high a module's room stands in its contract: 0 is the top."""
    if not module.startswith(container + "."):
        return None
    room = module.removeprefix(container + ".").split(".")[0]
    for rank, layer in enumerate(layers):
        if room in [name.strip("() ") for name in re.split(r"[|:]", layer)]:
            return rank
    return None


def _upward(origin: str, target: str) -> bool:
    for contract in CONTRACTS:
        if contract["type"] != "layers" or "*" in contract["containers"][0]:
            continue
        container = contract["containers"][0]
        here, there = (_rank(module, container, contract["layers"]) for module in (origin, target))
        if here is not None and there is not None and there < here:
            return True
    return False


def test_no_foreign_key_points_up() -> None:
    upward = [
        f"{model.__name__}.{field.name}"
        for model in our_tables()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and isinstance(field.related_model, type)
        and _upward(model.__module__, field.related_model.__module__)
    ]
    assert upward == []


def test_the_check_for_upward_keys_can_fail() -> None:
    assert _upward("callboard.core.people.models", "callboard.core.publishing.models")
    assert _upward("callboard.core.people.models", "callboard.film.breakdown.models")
    assert not _upward("callboard.film.breakdown.models", "callboard.core.people.models")


def test_every_field_declares_how_private_it_is() -> None:
    assert undeclared_fields() == []


def test_every_table_but_organization_and_user_belongs_to_an_organization() -> None:
    assert tables_without_organization() == []


def test_no_table_keeps_floating_point_numbers() -> None:
    floats = [
        f"{model.__name__}.{field.name}"
        for model in our_tables()
        for field in model._meta.local_fields
        if isinstance(field, models.FloatField)
    ]
    assert floats == []


def test_every_unique_constraint_names_the_organization() -> None:
    bare = [
        constraint.name
        for model in our_tables()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and "organization" not in constraint.fields
    ]
    assert bare == []


def _functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]


def _calls_one_of(function: ast.FunctionDef, names: set[str]) -> bool:
    return bool(names & {node.id for node in ast.walk(function) if isinstance(node, ast.Name)})


def _takes_member(function: ast.FunctionDef) -> bool:
    return "by" in {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}


def _members_actions() -> list[Path]:
    return [
        path for path in sorted(SOURCE.glob("*/*/actions.py")) if str(path.relative_to(SOURCE)) not in OUTSIDE_ACTING
    ]


@pytest.mark.parametrize("path", _members_actions(), ids=lambda path: path.parent.name)
def test_every_action_of_a_member_runs_in_the_frame(path: Path) -> None:
    """Permission, version, audit and transaction are in one place; an action that calls another one is framed by it."""
    functions = _functions(path)
    framed = {"acting", "acting_by_link"}
    for _ in functions:  # an action may call another of its own file, or a private frame around `acting`
        framed |= {function.name for function in functions if _calls_one_of(function, framed)}
    # Actions imported from another room open the frame themselves; the steps listed above do not.
    steps = {f"callboard.{file[:-3].replace('/', '.')}" for file in OUTSIDE_ACTING}
    imported = {
        name.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("actions") and node.module not in steps
        for name in node.names
    }
    unframed = [
        function.name
        for function in functions
        if not function.name.startswith("_")
        and _takes_member(function)
        and not _calls_one_of(function, framed | imported)
    ]
    assert unframed == []


def test_every_file_of_rules_stands_in_the_contract_that_keeps_it_pure() -> None:
    """The contract's wildcard covers `rules.py`; files that were split off are named one by one."""
    pure = next(contract for contract in CONTRACTS if contract["name"] == "Rules are pure")
    named = {module for module in pure["source_modules"] if "*" not in module}
    split_off = {
        ".".join(("callboard", *path.relative_to(SOURCE).with_suffix("").parts)) for path in SOURCE.rglob("*_rules.py")
    }
    assert named == split_off


def test_every_journey_is_marked_as_one() -> None:
    """Without the mark it would be run with the quick tests, too, once for each database."""
    journeys = sorted((SOURCE.parents[1] / "tests" / "journeys").glob("test_*.py"))

    assert [path.name for path in journeys if "pytest.mark.journey" not in path.read_text()] == []
    assert len(journeys) > 4
