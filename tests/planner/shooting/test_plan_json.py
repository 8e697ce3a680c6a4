from __future__ import annotations

import json

import jsonschema_rs
from hypothesis import given
from hypothesis import strategies as st

from callboard.planner.shooting.plan import Component, Plan, PlannedDay, Status
from callboard.planner.shooting.plan_json import plan_as_json, plan_from_json
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.schema import plan_schema
from tests.planner.shooting.any_problem import plans
from tests.planner.shooting.scenes_of_a_shoot import MONDAY, piece, placed, shoot

SHOOT = shoot(piece("a", 500), piece("b", 400), currency="USD")


def long_day():
    """Both pieces on day 1, which is an hour too long."""
    priced = price(SHOOT, placed(a=1, b=1))
    return Plan(
        status=Status.CONFLICTS,
        cost=400,
        bound=300,
        cost_by_component=priced.cost_by_component | {Component.CREW: 400},
        days=(PlannedDay("day 1", MONDAY, "", ("b", "a")),),
        conflicts=priced.conflicts,
        moves=10,
        scheduled_moves=20,
        seed=7,
        cpu_seconds=0.5,
        compiled=True,
    )


@given(st.data())
def test_every_plan_comes_back_from_its_json_and_keeps_the_schema(drawn):
    plan = drawn.draw(plans(SHOOT))
    form = json.loads(json.dumps(plan_as_json(plan, SHOOT)))
    jsonschema_rs.validator_for(plan_schema()).validate(form)
    assert plan_from_json(form) == plan


def test_the_whole_form_as_it_is_printed():
    form = plan_as_json(long_day(), SHOOT, is_said=True)
    minutes = {"date": "2026-03-02", "minutes": 900, "excess": 60, "most": 840}
    assert form == {
        "status": "conflicts",
        "cost": 400,
        "bound": 300,
        "gap": 0.0,
        "currency": "USD",
        "cost_by_component": dict.fromkeys(Component, 0) | {"crew": 400},
        "days": [
            {
                "date": "2026-03-02",
                "unit": "",
                "key": "day 1",
                "scenes": ["b", "a"],
                "eighths": 4,
                "minutes": 900,
                "locations": ["mill"],
            }
        ],
        "conflicts": [
            {
                "kind": "legal_day",
                "harm": 60,
                "excess": 60,
                "day": "day 1",
                "piece": "",
                "person": "",
                "said": "2026-03-02 has 900 minutes of work, 60 more than the legal 840.",
                "text": "%(date)s has %(minutes)s minutes of work, %(excess)s more than the legal %(most)s.",
                "parameters": minutes,
                "lifted_by": [
                    {
                        "said": "If b (400 minutes) went to another day",
                        "text": "If %(pieces)s (%(minutes)s minutes) went to another day",
                        "parameters": minutes | {"pieces": "b", "minutes": 400},
                    },
                    {
                        "said": "or if 2026-03-02 were 60 minutes longer",
                        "text": "or if %(date)s were %(excess)s minutes longer",
                        "parameters": minutes,
                    },
                ],
            }
        ],
        "moves": 10,
        "scheduled_moves": 20,
        "seed": 7,
        "cpu_seconds": 0.5,
        "compiled": True,
    }
    jsonschema_rs.validator_for(plan_schema()).validate(form)
