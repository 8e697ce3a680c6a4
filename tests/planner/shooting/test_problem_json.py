from __future__ import annotations

import json

import pytest
from hypothesis import given

from callboard.planner.shooting.problem_json import json_from_bytes, problem_as_json, problem_from_json
from callboard.planner.shooting.refusals import NotAProblem
from tests.planner.shooting.any_problem import PROBLEMS
from tests.planner.shooting.scenes_of_a_shoot import day, piece, shoot


def faults(form):
    """What is said about a form that is no problem."""
    with pytest.raises(NotAProblem) as refused:
        problem_from_json(form)
    return [str(sentence) for sentence in refused.value.sentences]


def with_piece(**fields):
    """A problem as JSON whose one piece has these fields."""
    form = {"key": "a", "scene": "a", "eighths": 2, "minutes": 60, "location": "mill"}
    return {"days": [], "pieces": [form | fields]}


@given(PROBLEMS)
def test_every_problem_comes_back_from_its_json(problem):
    read = problem_from_json(json.loads(json.dumps(problem_as_json(problem))))
    assert (read, read.currency) == (problem, problem.currency)


def test_what_is_at_its_default_is_left_out():
    assert problem_as_json(shoot(piece("a"), days=(day(1, unit="B"),))) == {
        "days": [{"key": "day 1", "on": "2026-03-02", "unit": "B"}],
        "pieces": [{"key": "a", "scene": "a", "eighths": 2, "minutes": 60, "location": "mill"}],
        "locations": [{"key": "mill"}],
    }


def test_every_wrong_place_is_named_with_the_way_to_mend_it():
    form = {
        "days": [{"key": "", "on": "2026-02-30"}, {"key": 7, "on": "20260302", "wings": 2}],
        "pieces": [{"key": "a", "scene": "a", "eighths": 1.5, "minutes": "60", "location": "mill", "light": "dusk"}],
        "cast": {},
        "prices": {"move": -1},
        "published": [3],
        "a/b~c": None,
    }
    assert faults(form) == [
        "/a~1b~0c: there is no such field. Take it out, or use one of: days, pieces, cast, locations, rentals,"
        " order_rules, minor_hours, days_off, prices, most_location_days, published, currency.",
        "/days/0/on: “2026-02-30” is no date. Write it as year-month-day, such as 2026-03-12.",
        "/days/1/wings: there is no such field. Take it out, or use one of: key, on, unit, regular_minutes,"
        " legal_minutes, comfortable_eighths, most_eighths, crew_cost, light.",
        "/days/1/key: 7 is no text. Put it in quotation marks.",
        "/days/1/on: “20260302” is no date. Write it as year-month-day, such as 2026-03-12.",
        "/pieces/0/eighths: 1.5 is no whole number. Give one from 0 to 100000.",
        "/pieces/0/minutes: “60” is no whole number. Give one from 0 to 10080.",
        "/pieces/0/light: “dusk” is not known here. Give one of: day, night, either.",
        "/cast: {…} is no list. Put it in square brackets.",
        "/prices/move: -1 is out of range. Give a whole number from 0 to 100000000000.",
        "/published/0: 3 is no object. Put its fields in curly brackets.",
    ]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (None, "/: null is no object. Put its fields in curly brackets."),
        ([], "/: […] is no object. Put its fields in curly brackets."),
        ({"pieces": []}, "/days: this field is missing. Add it."),
        (with_piece(minutes=True), "/pieces/0/minutes: true is no whole number. Give one from 0 to 10080."),
        (with_piece(minutes=10**50), "/pieces/0/minutes: a very large number is out of range. Give a whole number"
         " from 0 to 10080."),
        (with_piece(cast=["M", "M"]), "/pieces/0/cast/1: “M” is there twice. Leave one of them out."),
        (with_piece(scene="x" * 301), "/pieces/0/scene: a text of 301 characters. Shorten it to 300."),
        (with_piece(cast=["M"] * 1_001), "/pieces/0/cast: a list of 1001. There may be 1000 at most."),
        ({"days": [], "pieces": [], "minor_hours": [{"from_months": 0, "below_months": 9, "work_minutes": 5,
          "may_work_nights": 1}]}, "/minor_hours/0/may_work_nights: 1 is neither true nor false. Give one of them."),
    ],
)  # fmt: skip
def test_a_wrong_value_says_where(form, said):
    assert faults(form) == [said]


def test_no_more_faults_are_told_than_anybody_reads():
    assert len(faults({"days": [7] * 900, "pieces": []})) == 200


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{\n "days": [,]}', "Line 2, column 11: this is no JSON (Expecting value). Correct it there."),
        (b"\xff\xfe\xfa", "/: this cannot be read as JSON ("),
        (b"9" * 5_000, "/: this cannot be read as JSON ("),
        (b"[" * 200_000, "/: this cannot be read as JSON ("),
    ],
)
def test_what_is_no_json_says_where(content, said):
    with pytest.raises(NotAProblem) as refused:
        json_from_bytes(content)
    assert str(refused.value.sentences[0]).startswith(said)
