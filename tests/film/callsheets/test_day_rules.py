"""The call sheet's day: status codes, head counts, estimated times."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.film.callsheets.day_rules import (
    BackgroundGroup,
    CountedParty,
    EstimatedTime,
    HeadCount,
    Lunch,
    MoreDietsThanPeople,
    TimedRow,
    estimated_times,
    estimated_wrap,
    head_counts,
    work_status,
)

JUNE = [dt.date(2026, 6, day) for day in range(1, 11)]


def test_an_actor_on_two_four_and_eight_june_starts_holds_works_and_finishes():
    worked = {JUNE[1], JUNE[3], JUNE[7]}

    assert [work_status(worked, day) for day in JUNE] == ["", "SW", "H", "W", "H", "H", "H", "WF", "", ""]


def test_one_day_is_start_work_and_finish_at_once():
    assert [work_status([JUNE[2]], day) for day in JUNE[1:4]] == ["", "SWF", ""]


def test_no_hold_on_a_company_day_off_nor_for_who_may_not_be_held():
    worked = {JUNE[0], JUNE[4]}

    assert work_status(worked, JUNE[2], is_day_off=True) == ""
    assert work_status(worked, JUNE[2], hold_allowed=False) == ""
    assert work_status(worked, JUNE[4], is_day_off=True) == "WF"
    assert work_status([], JUNE[2]) == ""


@given(st.frozensets(st.sampled_from(JUNE)))
def test_there_is_one_start_and_one_finish_and_every_worked_day_is_work(worked: frozenset[dt.date]):
    codes = {day: work_status(worked, day) for day in JUNE}

    assert {day for day, code in codes.items() if "W" in code} == worked
    assert sum("S" in code for code in codes.values()) == sum("F" in code for code in codes.values()) == bool(worked)


def test_the_caterer_feeds_everybody_once_and_knows_the_diets():
    parties = [
        CountedParty("cast", "Vegan"),
        CountedParty("cast", is_minor=True),
        CountedParty("crew", "vegan "),
        CountedParty("crew", "No  nuts"),
        CountedParty("crew"),
        CountedParty("vendor"),
    ]
    groups = [
        BackgroundGroup("Dockers", 20, diets={"vegan": 2, "halal": 3, "kosher": 0}),
        BackgroundGroup("Pupils", 4, minor_count=4),
    ]

    count = head_counts(parties, groups)

    assert count == HeadCount(
        cast=2, crew=3, background=24, vendors=1, minors=5, diets={"halal": 3, "no nuts": 1, "vegan": 4}
    )
    assert count.total == 30


def test_the_storm_day_has_93_heads():
    cast = [CountedParty("cast", is_minor=index == 0) for index in range(9)]
    crew = [CountedParty("crew") for _ in range(60)]

    count = head_counts([*cast, *crew], [BackgroundGroup("Market", 24)])

    assert (count.total, count.minors) == (93, 1)


@pytest.mark.parametrize("group", [{"diets": {"vegan": 3}}, {"minor_count": 3}])
def test_a_group_of_two_has_no_three_vegans(group: dict[str, object]):
    with pytest.raises(MoreDietsThanPeople, match="“Passers-by” counts 2 people"):
        BackgroundGroup("Passers-by", 2, **group)  # type: ignore[arg-type]


def test_scenes_follow_each_other_from_the_shooting_call_and_lunch_breaks_the_one_it_falls_into():
    rows = [TimedRow("12", 90), TimedRow("move", 45), TimedRow("3A", 120), TimedRow("14", 60)]

    times = estimated_times(rows, shooting_call=8 * 60, lunch=Lunch(starts=11 * 60, minutes=60))

    assert times == [
        EstimatedTime("12", 480, 570),
        EstimatedTime("move", 570, 615),
        EstimatedTime("3A", 615, 795),  # 45 minutes, an hour of lunch, 75 minutes
        EstimatedTime("14", 795, 855),
    ]
    assert estimated_wrap(rows, 480, Lunch(660, 60)) == 855


def test_a_scene_that_would_begin_at_lunch_begins_after_it():
    assert estimated_times([TimedRow("1", 180), TimedRow("2", 30)], 480, Lunch(660, 30)) == [
        EstimatedTime("1", 480, 660),
        EstimatedTime("2", 690, 720),
    ]


def test_a_day_without_rows_wraps_at_its_shooting_call():
    assert estimated_wrap([], 480) == 480


@given(
    st.lists(st.integers(0, 240), max_size=15),
    st.integers(300, 900),
    st.none() | st.builds(Lunch, st.integers(0, 2000), st.integers(1, 90)),
)
def test_no_minute_of_work_is_lost_and_none_is_done_at_lunch(minutes: list[int], call: int, lunch: Lunch | None):
    rows = [TimedRow(str(number), duration) for number, duration in enumerate(minutes)]

    times = estimated_times(rows, call, lunch)

    eating = set(range(lunch.starts, lunch.starts + lunch.minutes)) if lunch else set()
    assert [len(set(range(time.starts, time.ends)) - eating) for time in times] == minutes
    assert [time for time in times if time.starts in eating] == []
    assert all(earlier.ends <= later.starts for earlier, later in pairwise(times))
