from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
from click.testing import CliRunner

from callboard.cli.plan import plan
from callboard.planner.shooting.schema import PLAN_FILE, PROBLEM_FILE, plan_schema
from tests.formats.uss.files import a_breakdown, a_schedule, an_element, written

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "algorithms"
PAGE = (DOCS / "shooting-json.md").read_text(encoding="utf-8")
FILMS = sorted((ROOT.parent / "shared/data/film/talent").glob("film1*.dzn"))[:1]
SMITHS = sorted((ROOT.parent / "shared/data/film/talent/smith").glob("MobStory"))
BOARDS = sorted((ROOT.parent / "shared/data/film/uss").glob("*.uss"))


def run(*arguments):
    return CliRunner().invoke(plan, ["shoot", *map(str, arguments)])


def printed(*arguments):
    """The plan that `--json` prints; it keeps its schema."""
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    form = json.loads(done.stdout)
    jsonschema_rs.validator_for(plan_schema()).validate(form)
    return form


def block(kind):
    """The first block of this kind on the page of the docs."""
    return re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL).group(1)


@pytest.fixture
def example(tmp_path):
    """The shoot that the docs explain."""
    file = tmp_path / "shoot.json"
    file.write_text(block("json"), encoding="utf-8")
    return file


def test_the_shoot_of_the_docs_is_planned_as_the_docs_say(example):
    done = run(example, "--moves", 20_000)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[:2] == block("text").splitlines()
    assert done.stdout.splitlines()[2].split() == ["Date", "Unit", "Pages", "Min", "Scenes", "·", "locations"]


def test_json_is_the_whole_plan(example):
    form = printed(example, "--moves", 20_000)
    assert sorted(scene for day in form["days"] for scene in day["scenes"]) == ["3", "7", "8", "9A", "9B"]
    assert form["cost"] == sum(form["cost_by_component"].values())
    assert (form["status"], form["bound"], form["conflicts"], form["currency"]) == ("optimal", form["cost"], [], "EUR")


def test_a_plan_is_repeated_by_what_it_says(example):
    def said(form):
        return {name: value for name, value in form.items() if name not in {"cpu_seconds", "compiled"}}

    first = printed(example, "--seconds", 1, "--seed", 5)
    again = printed(
        example, "--moves", first["moves"], "--scheduled-moves", first["scheduled_moves"], "--seed", first["seed"]
    )
    assert said(again) == said(first)


def test_a_plan_that_breaks_a_rule_says_what_would_lift_it(example):
    problem = json.loads(example.read_text(encoding="utf-8"))
    problem["days"] = problem["days"][1:]  # NADIR cannot be had on any of them
    example.write_text(json.dumps(problem), encoding="utf-8")

    shown = run(example, "--moves", 20_000).stdout
    form = printed(example, "--moves", 20_000)

    assert form["status"] == "conflicts"
    assert {(row["kind"], row["piece"]) for row in form["conflicts"]} == {
        ("not_available", "3"),
        ("not_available", "8"),
    }
    assert shown.splitlines()[0] == (
        f"Hard rules are broken: cost {form['cost']:,} minor units of EUR;"
        f" no plan that keeps every rule can cost less than {form['bound']:,}"
    )
    assert form["gap"] == 0.0
    said = [line for row in form["conflicts"] for line in _as_shown(row)]
    assert [line for line in shown.splitlines() if line.startswith(("conflict: ", "    "))] == said


def _as_shown(conflict):
    return [f"conflict: {conflict['said']}", *(f"    {way['said']}" for way in conflict["lifted_by"])]


def test_every_fault_of_a_file_is_a_line_with_exit_code_2(example):
    problem = json.loads(example.read_text(encoding="utf-8"))
    problem["pieces"][0]["minutes"] = "long"
    problem["pieces"][1]["wings"] = 2
    example.write_text(json.dumps(problem), encoding="utf-8")

    done = run(example)

    assert (done.exit_code, done.stdout) == (2, "")
    assert [line.removeprefix(f"{example}: ").partition(":")[0] for line in done.stderr.splitlines()] == [
        "/pieces/0/minutes",
        "/pieces/1/wings",
    ]


def test_values_that_mean_nothing_are_lines_with_exit_code_2(example):
    problem = json.loads(example.read_text(encoding="utf-8"))
    problem["order_rules"] += [{"before": "7", "after": "3"}, {"before": "3", "after": "99"}]
    example.write_text(json.dumps(problem), encoding="utf-8")

    done = run(example, "--json")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"{example}: 3 → 99 names 99, which is not among the pieces. Add it there, or correct the name.",
        f"{example}: The order rules go round in a circle: 3 → 7 → 3. Take one of them out.",
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("shoot.json", b"{", "Line 1, column 2: this is no JSON"),
        ("shoot.uss", b"{}", "but no schedule"),
        ("shoot.dzn", b"numScenes = ;", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    done = run(tmp_path / name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{tmp_path / name}: ")
    assert said in done.stderr


def test_a_schedule_is_planned_in_paid_cast_days(tmp_path):
    """Nora is in every scene, Ole in the second and third: three pages a day are two scenes."""
    (tmp_path / "tide.uss").write_bytes(
        written(
            a_schedule(
                elements=[an_element("pier", "sets"), an_element("nora", "cast"), an_element("ole", "cast")],
                breakdowns=[
                    a_breakdown("s1"),
                    a_breakdown("s2", elements=["pier", "nora", "ole"]),
                    a_breakdown("s3", elements=["pier", "nora", "ole"]),
                ],
                stripboards=[{**a_schedule()["stripboards"][0], "boards": [
                    {"id": "main", "name": "stripboard", "breakdownIds": [["s1", "s2"], ["s3"]]}]}],
            )
        )
    )  # fmt: skip
    asked = (tmp_path / "tide.uss", "--moves", 5_000, "--most-eighths", 24)
    form = printed(*asked)
    assert (form["status"], form["cost"], form["currency"]) == ("optimal", 3, "paid cast days")
    assert sorted(sorted(day["scenes"]) for day in form["days"]) == [["s1"], ["s2", "s3"]]
    assert "cost 3 paid cast days, proven bound 3" in run(*asked).stdout


@pytest.mark.parametrize("file", FILMS)
def test_an_order_is_printed_in_the_shape_of_a_plan(file):
    form = printed(file)
    (day,) = form["days"]
    assert (form["status"], form["bound"], day["date"]) == ("optimal", form["cost"], None)
    assert sum(form["cost_by_component"].values()) == form["cost"]
    assert len(set(day["scenes"])) == len(day["scenes"]) > 0
    assert run(file).stdout.startswith(f"Proved optimal: cost {form['cost']:,} units of the file's pay")


@pytest.mark.parametrize("file", SMITHS)
def test_the_format_of_the_papers_is_read_whatever_its_name(file):
    assert printed(file)["status"] == "optimal"


@pytest.mark.parametrize("file", BOARDS)
def test_the_working_board_is_far_cheaper_than_its_authors(file):
    """261 paid cast days in the author's plan."""
    form = printed(file, "--seconds", 3)
    assert (form["status"], form["cost"] < 200, form["conflicts"]) == ("feasible", True, [])


@pytest.mark.parametrize(("kind", "file"), [("problem", PROBLEM_FILE), ("plan", PLAN_FILE)])
def test_the_schema_is_printed_as_it_is_published(kind, file):
    assert run("--schema", kind).stdout == (DOCS / file).read_text(encoding="utf-8")


def test_without_a_file_it_says_what_is_missing():
    done = run()
    assert (done.exit_code, "Give the FILE to plan." in done.stderr) == (2, True)
