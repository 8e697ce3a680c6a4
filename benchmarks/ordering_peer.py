"""Solves one talent-scheduling problem with didppy's CABS; run by the peer's own Python, which has nothing of ours.

Reads {"durations", "pays", "casts", "cpu_seconds"} on standard input and prints a line of JSON for each better answer.
The model is the standard one for this problem (Kuroiwa and Beck, Domain-Independent Dynamic Programming, 2023): the
state is the set of scenes left, a scene whose cast is all that is on location is forced, a scene waits for those that
subsume it, and what people are paid for their own scenes is the dual bound.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import didppy as dp  # type: ignore[import-not-found]  # only the peer's Python has it


def the_model(durations: list[int], pays: list[int], casts: list[list[int]]) -> dp.Model:
    model = dp.Model()
    scene = model.add_object_type(number=len(durations))
    actor = model.add_object_type(number=len(pays))
    left = model.add_set_var(object_type=scene, target=list(range(len(durations))))
    cast_of = model.add_set_table(casts, object_type=actor)
    pay = model.add_int_table(pays)
    working = [duration * sum(pays[a] for a in cast) for duration, cast in zip(durations, casts, strict=True)]
    working_table = model.add_int_table(working)
    started = cast_of.union(left.complement())
    waiting = started & cast_of.union(left)
    model.add_base_case([left.is_empty()])
    for one, duration in enumerate(durations):
        model.add_transition(
            dp.Transition(
                name=f"free {one}",
                cost=working[one] + dp.IntExpr.state_cost(),
                preconditions=[left.contains(one), cast_of[one] == waiting],
                effects=[(left, left.remove(one))],
            ),
            forced=True,
        )
        larger = [two for two in range(len(durations)) if set(casts[two]) > set(casts[one])]
        not_yet = [
            ~left.contains(two) | ~cast_of[two].issubset(cast_of[one] | started) for two in larger
        ]  # fmt: skip
        model.add_transition(
            dp.Transition(
                name=str(one),
                cost=duration * pay[cast_of[one] | waiting] + dp.IntExpr.state_cost(),
                preconditions=[left.contains(one), *not_yet],
                effects=[(left, left.remove(one))],
            )
        )
    model.add_dual_bound(working_table[left])
    return model


def main() -> None:
    problem = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (problem["cpu_seconds"],) * 2)
    begun = time.process_time()
    solver = dp.CABS(the_model(problem["durations"], problem["pays"], problem["casts"]), threads=1, quiet=True)
    is_over = False
    while not is_over:
        found, is_over = solver.search_next()
        answer = {
            "cost": found.cost,
            "bound": found.best_bound,
            "is_proved": found.is_optimal,
            "cpu_seconds": round(time.process_time() - begun, 3),
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
