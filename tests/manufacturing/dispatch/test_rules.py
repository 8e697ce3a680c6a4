"""The order of work in a shift, who does it, and what of a person's part has changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from callboard.manufacturing.dispatch.rules import (
    Candidate,
    Change,
    DispatchPart,
    PartJob,
    Slot,
    Waiting,
    changes,
    choose_operator,
    fill_shift,
    from_payload,
    to_payload,
)

FRIDAY = dt.date(2027, 3, 5)


def waiting(key: int, minutes: int = 60, machine: int | None = 1, **fields: object) -> Waiting:
    base = Waiting(key, f"WO-{1000 + key}", 10, machine, 5, FRIDAY, minutes, is_here=True)
    return replace(base, **fields)  # type: ignore[arg-type]


def filled(*jobs: Waiting, starts: int = 360, ends: int = 840) -> list[tuple[int, int]]:
    return [(slot.key, slot.starts) for slot in fill_shift(jobs, starts=starts, ends=ends)]


def test_what_is_begun_comes_first_then_what_is_here_then_priority_due_date_and_number() -> None:
    jobs = (
        waiting(1),
        waiting(2, due_on=FRIDAY - dt.timedelta(days=1)),
        waiting(3, priority=1),
        waiting(4, is_here=False, priority=1),
        waiting(5, is_started=True, priority=9),
    )
    assert filled(*jobs) == [(5, 360), (3, 420), (2, 480), (1, 540), (4, 600)]
    assert filled(*reversed(jobs)) == filled(*jobs)


def test_each_machine_works_one_after_the_other_and_hands_work_side_by_side() -> None:
    jobs = (waiting(1, 100), waiting(2, 50, 2), waiting(3, 20), waiting(4, 500, None), waiting(5, 500, None))
    assert filled(*jobs) == [(1, 360), (2, 360), (3, 460), (4, 360), (5, 360)]


def test_what_would_begin_after_the_shift_is_left_for_the_next_and_a_long_job_runs_over() -> None:
    assert filled(waiting(1, 470), waiting(2, 400), waiting(3, 10), ends=840) == [(1, 360), (2, 830)]
    assert fill_shift([waiting(1, 60)], starts=360, ends=360) == []


def test_a_slot_says_machine_and_minutes() -> None:
    assert fill_shift([waiting(7, 45)], starts=0, ends=60) == [Slot(7, 1, 0, 45)]


def test_the_least_loaded_of_the_certified_does_it_then_the_least_overqualified() -> None:
    low, high, busy, none = Candidate(1, 1, 0), Candidate(2, 3, 0), Candidate(3, 2, 90), Candidate(4, 0, 0)
    assert choose_operator([none, busy, high, low], level=1) == 1
    assert choose_operator([none, busy, high, low], level=2) == 2
    assert choose_operator([none, busy], level=2) == 3
    assert choose_operator([none, low], level=2) is None
    assert choose_operator([none], level=0) == 4


JOB = PartJob("WO-1001", "GEAR Gear", "10 Mill", "10 pcs", 360, 90, "MILL-1 Mill")
PART = DispatchPart("Harbor Works", "Milling", "2027-03-06", "Early", "Europe/Berlin", 360, 840, (JOB,))


def test_a_part_is_the_same_after_it_was_stored() -> None:
    assert from_payload(to_payload(PART)) == PART


def test_a_note_changes_quietly_and_so_does_how_long_it_is_thought_to_take() -> None:
    quieter = replace(PART, note="Doors stay shut", jobs=(replace(JOB, note="New cutter", minutes=80),))
    assert changes(PART, quieter) == []


def test_work_place_day_and_shift_change_loudly() -> None:
    before = "06:00 WO-1001 10 Mill: 10 pcs GEAR Gear @ MILL-1 Mill"
    assert changes(PART, replace(PART, jobs=(replace(JOB, quantity="12 pcs"),))) == [
        Change("jobs", "Work", before, before.replace("10 pcs", "12 pcs"))
    ]
    assert changes(PART, replace(PART, jobs=(replace(JOB, start=420, machine=""),))) == [
        Change("jobs", "Work", before, "07:00 WO-1001 10 Mill: 10 pcs GEAR Gear")
    ]
    moved = replace(PART, day_on="2027-03-08", starts=420, department="Welding")
    assert [(change.field, change.before, change.after) for change in changes(PART, moved)] == [
        ("day", "2027-03-06", "2027-03-08"),
        ("shift", "Early 06:00–14:00", "Early 07:00–14:00"),
        ("department", "Milling", "Welding"),
    ]
