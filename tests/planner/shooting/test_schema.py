from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given

from callboard.planner.shooting.problem_forms import PROBLEM
from callboard.planner.shooting.problem_json import problem_as_json
from callboard.planner.shooting.schema import PLAN_FILE, PROBLEM_FILE, plan_schema, problem_schema, write_schemas
from tests.planner.shooting.any_problem import PROBLEMS

DOCS = Path(__file__).parents[3] / "docs" / "algorithms"
VALIDATOR = jsonschema_rs.validator_for(problem_schema())


@pytest.mark.parametrize("file", [PROBLEM_FILE, PLAN_FILE])
def test_the_published_schemas_are_the_ones_of_the_code(file, tmp_path):
    """Mend it with `python -m callboard.planner.shooting.schema docs/algorithms`."""
    write_schemas(tmp_path)
    assert (DOCS / file).read_text(encoding="utf-8") == (tmp_path / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("schema", [problem_schema(), plan_schema()])
def test_the_schemas_are_schemas(schema):
    assert jsonschema_rs.meta.is_valid(schema)


@given(PROBLEMS)
def test_every_problem_keeps_the_schema(problem):
    VALIDATOR.validate(json.loads(json.dumps(problem_as_json(problem))))


@pytest.mark.parametrize(
    "form",
    [
        [],
        {"days": []},
        {"days": [], "pieces": [], "wings": 2},
        {"days": [{"key": "", "on": "2026-03-02"}], "pieces": []},
        {"days": [], "pieces": [], "prices": {"move": -1}},
        {"days": [], "pieces": [], "days_off": ["2026-03-02", "2026-03-02"]},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(form):
    assert not VALIDATOR.is_valid(form)


def test_every_field_of_every_object_is_described():
    undescribed = [path for path, schema in _objects(PROBLEM.schema(), "") if "description" not in schema]
    assert undescribed == []


def _objects(schema, path):
    for name, part in schema.get("properties", {}).items():
        yield f"{path}/{name}", part
        yield from _objects(part, f"{path}/{name}")
    if "items" in schema:
        yield from _objects(schema["items"], f"{path}/*")
