"""Calls: worked back from the set, pushed, held until people have rested."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.core.calendars.rules import DayClock, TimeSkippedByClockChange, read_minutes
from callboard.core.hours.minor_rules import MinorBreach
from callboard.core.hours.rules import RestShortfall, rest_rule, rest_shortfall
from callboard.film.callsheets.rules import (
    CallLeavesTheDay,
    CallSituation,
    CallTerms,
    CallTimes,
    FixedCallNeedsATime,
    Hold,
    MinorPlan,
    MinutesBelowZero,
    PlannedCall,
    Rest,
    call_breaches,
    call_times,
    first_call_at,
    hold_until_rested,
    push,
    push_preview,
)

FRIDAY = dt.date(2026, 6, 5)
CLOCK = DayClock(FRIDAY, "America/Los_Angeles")
SEVEN = 7 * 60
PUSHED = 7 * 60 + 45
DISMISSED_2030 = CLOCK.moment(20 * 60 + 30 - 1440)  # on Thursday evening
ACTOR_REST = Rest(DISMISSED_2030, rest_rule("sag_aftra_daily"))


def at(written: str) -> int:
    return read_minutes(written)


def situation(**rests: Rest) -> CallSituation:
    return CallSituation(CLOCK, rests)


# Times worked back from the set


def test_an_actress_on_set_at_nine_is_picked_up_at_a_quarter_past_six():
    """Wardrobe 15 min ends at 09:00, make-up 90 min before it, an hour in the car."""
    terms = CallTerms(offset_minutes=120, make_up_minutes=90, wardrobe_minutes=15, travel_minutes=60)

    assert call_times(terms, SEVEN) == CallTimes(
        pick_up=at("06:15"),
        report=at("07:15"),
        make_up=at("07:15"),
        wardrobe=at("08:45"),
        on_set=at("09:00"),
        first_call=at("06:15"),
    )
    assert call_times(terms, SEVEN, pick_up_counts=False).first_call == at("07:15")


def test_a_grip_reports_when_due_at_work():
    assert call_times(CallTerms(), SEVEN) == CallTimes(report=SEVEN, on_set=SEVEN, first_call=SEVEN)


def test_a_department_comes_half_an_hour_before_the_general_call_and_its_head_earlier_still():
    assert call_times(CallTerms(department_pre_call_minutes=30), SEVEN).report == at("06:30")
    assert call_times(CallTerms(offset_minutes=-15, department_pre_call_minutes=30), SEVEN).report == at("06:15")


def test_a_fixed_call_hangs_on_nothing_and_on_call_has_no_time():
    generator = CallTerms("fixed", fixed_minutes=at("05:30"), department_pre_call_minutes=30)

    assert call_times(generator, SEVEN).report == at("05:30")
    assert call_times(CallTerms("on_call"), SEVEN) == CallTimes()


def test_wardrobe_without_make_up_begins_the_report():
    times = call_times(CallTerms(wardrobe_minutes=20), SEVEN)

    assert times == CallTimes(report=at("06:40"), wardrobe=at("06:40"), on_set=SEVEN, first_call=at("06:40"))


def test_a_make_up_before_midnight_stays_with_its_production_day():
    times = call_times(CallTerms(make_up_minutes=90, travel_minutes=30), at("01:00"))

    assert (times.pick_up, times.make_up) == (at("23:00 -1"), at("23:30 -1"))


def test_on_the_night_the_clocks_go_back_make_up_still_takes_two_real_hours():
    """Berlin, 24 October: the clocks go back at 03:00. For 04:00 on set, make-up begins at the second 02:00 and the
    pick-up is at the first."""
    night = DayClock(dt.date(2026, 10, 24), "Europe/Berlin")
    terms = CallTerms(make_up_minutes=120, travel_minutes=60)

    real = call_times(terms, at("28:00"), clock=night)

    assert (real.make_up, real.pick_up) == (at("02:00 +1"), at("02:00 +1"))
    assert call_times(terms, at("28:00")).pick_up == at("01:00 +1")


def test_an_on_set_time_that_does_not_exist_is_refused():
    night = DayClock(dt.date(2026, 3, 28), "Europe/Berlin")

    with pytest.raises(TimeSkippedByClockChange):
        call_times(CallTerms(make_up_minutes=30), at("26:30"), clock=night)


def test_terms_that_contradict_themselves_are_refused():
    with pytest.raises(FixedCallNeedsATime):
        CallTerms("fixed")
    with pytest.raises(FixedCallNeedsATime):
        CallTerms("general", fixed_minutes=SEVEN)
    with pytest.raises(MinutesBelowZero):
        CallTerms(travel_minutes=-5)
    with pytest.raises(CallLeavesTheDay, match=r"12:00 -2 is too far"):
        call_times(CallTerms(offset_minutes=-36 * 60), 0)


durations = st.integers(0, 180)
call_terms = st.one_of(
    st.builds(
        CallTerms,
        st.just("general"),
        st.integers(-180, 300),
        make_up_minutes=durations,
        wardrobe_minutes=durations,
        travel_minutes=durations,
        department_pre_call_minutes=durations,
    ),
    st.builds(
        CallTerms,
        st.just("fixed"),
        fixed_minutes=st.integers(0, 1800),
        make_up_minutes=durations,
        wardrobe_minutes=durations,
        travel_minutes=durations,
    ),
    st.just(CallTerms("on_call")),
)
general_calls = st.integers(300, 1200)


@given(call_terms, general_calls, st.booleans())
def test_everything_is_done_by_the_time_of_the_set_and_the_first_call_is_the_earliest(
    terms: CallTerms, general_call: int, pick_up_counts: bool
):
    times = call_times(terms, general_call, pick_up_counts=pick_up_counts)

    if times.on_set is None or times.report is None:
        assert times == CallTimes()
        return
    assert times.on_set - times.report == terms.make_up_minutes + terms.wardrobe_minutes
    assert (times.pick_up is None) == (terms.travel_minutes == 0)
    assert times.report - (times.report if times.pick_up is None else times.pick_up) == terms.travel_minutes
    stages = [times.report, times.make_up, times.wardrobe, times.on_set, *([times.pick_up] if pick_up_counts else [])]
    assert times.first_call == min(stage for stage in stages if stage is not None)


# Pushes


def test_push_45_moves_the_general_call_and_may_not_leave_the_day():
    assert push(SEVEN, 45) == PUSHED
    assert push(SEVEN, -30) == at("06:30")
    with pytest.raises(CallLeavesTheDay, match="Put the call on another day"):
        push(SEVEN, 3000)


def test_storm_at_1900_the_push_moves_the_crew_and_leaves_the_generator_and_on_call():
    calls = [
        PlannedCall("gaffer", CallTerms()),
        PlannedCall("generator", CallTerms("fixed", fixed_minutes=at("05:30"))),
        PlannedCall("drone", CallTerms("on_call")),
    ]

    lines = push_preview(calls, general_call=SEVEN, push_minutes=45, situation=situation())

    assert [(line.key, line.before.report, line.after.report, line.moves) for line in lines] == [
        ("gaffer", SEVEN, PUSHED, True),
        ("generator", at("05:30"), at("05:30"), False),
        ("drone", None, None, False),
    ]
    assert [line for line in lines if line.breaks or line.cures or line.stays_broken] == []


def test_a_push_shows_whose_rest_it_breaks_and_cures_and_what_stays_broken():
    """Pulled by 30 the driver's rest breaks; pushed by 45 the stunt's is cured; the lead's is short either way."""
    crew, ten_hours = rest_rule("iatse_daily"), dt.timedelta(hours=10)
    rests = {
        "lead": ACTOR_REST,
        "stunt": Rest(CLOCK.moment(at("07:30")) - dt.timedelta(hours=12), rest_rule("sag_aftra_daily")),
        "driver": Rest(CLOCK.moment(SEVEN) - ten_hours, crew),
    }
    calls = [PlannedCall(key, CallTerms()) for key in rests]

    def marks(minutes: int) -> dict[str, tuple[int, int, int]]:
        lines = push_preview(calls, general_call=SEVEN, push_minutes=minutes, situation=situation(**rests))
        return {line.key: (len(line.breaks), len(line.cures), len(line.stays_broken)) for line in lines}

    assert marks(45) == {"lead": (0, 0, 1), "stunt": (0, 1, 0), "driver": (0, 0, 0)}
    assert marks(-30) == {"lead": (0, 0, 1), "stunt": (0, 0, 1), "driver": (1, 0, 0)}


def test_after_the_push_the_actor_dismissed_at_2030_is_45_minutes_short():
    (line,) = push_preview(
        [PlannedCall("lead", CallTerms())], general_call=SEVEN, push_minutes=45, situation=situation(lead=ACTOR_REST)
    )

    assert line.stays_broken == (
        RestShortfall(
            rest=dt.timedelta(hours=11, minutes=15),
            needed=dt.timedelta(hours=12),
            short_by=dt.timedelta(minutes=45),
            earliest_call=CLOCK.moment(at("08:30")),
            rule_code="sag_aftra_daily",
        ),
    )


def test_a_fixed_call_that_breaks_a_rest_is_told_though_the_push_does_not_move_it():
    early = PlannedCall("lead", CallTerms("fixed", fixed_minutes=at("06:00")))

    (line,) = push_preview([early], general_call=SEVEN, push_minutes=45, situation=situation(lead=ACTOR_REST))

    assert (line.moves, len(line.breaks), len(line.stays_broken)) == (False, 0, 1)


def test_a_push_takes_an_eight_year_old_past_ten_before_a_school_day():
    girl = MinorPlan(dt.date(2018, 3, 1), stay_minutes=480, school_today=False, school_tomorrow=True)
    calls = [PlannedCall("girl", CallTerms(), girl)]

    (line,) = push_preview(calls, general_call=at("14:00"), push_minutes=45, situation=situation())

    assert line.breaks == (
        MinorBreach(
            "outside_window",
            "At the place %(planned)s; only %(allowed)s is allowed. Move the child's call.",
            allowed="05:00–22:00",
            planned="14:45–22:45",
        ),
    )
    (back,) = push_preview(calls, general_call=at("14:45"), push_minutes=-45, situation=situation())
    assert [breach.code for breach in back.cures if isinstance(breach, MinorBreach)] == ["outside_window"]


@given(st.lists(call_terms, max_size=6), general_calls, st.integers(-120, 240))
def test_a_push_moves_just_the_calls_by_the_general_call_and_each_by_as_much(
    terms: list[CallTerms], general_call: int, minutes: int
):
    calls = [PlannedCall(str(number), each) for number, each in enumerate(terms)]

    lines = push_preview(calls, general_call=general_call, push_minutes=minutes, situation=situation())

    assert [line.key for line in lines] == [call.key for call in calls]
    for call, line in zip(calls, lines, strict=True):
        by = minutes if call.terms.anchor == "general" else 0
        assert line.moves == (by != 0)
        assert line.before.first_call is None or line.after.first_call == line.before.first_call + by


rests_before = st.builds(
    lambda minutes, code: Rest(CLOCK.moment(0) - dt.timedelta(minutes=minutes), rest_rule(code)),
    st.integers(-120, 600),
    st.sampled_from(["sag_aftra_daily", "iatse_daily", "uk_daily"]),
)


@given(call_terms, rests_before, general_calls, st.integers(-120, 240))
def test_what_breaks_what_is_cured_and_what_stays_make_up_all_that_is_wrong(
    terms: CallTerms, rest: Rest, general_call: int, minutes: int
):
    call = PlannedCall("lead", terms)
    judged = situation(lead=rest)

    (line,) = push_preview([call], general_call=general_call, push_minutes=minutes, situation=judged)

    assert sorted(map(repr, [*line.breaks, *line.stays_broken])) == sorted(
        map(repr, call_breaches(call, general_call=general_call + minutes, situation=judged))
    )
    assert len(line.cures) + len(line.stays_broken) == len(
        call_breaches(call, general_call=general_call, situation=judged)
    )


# Holding until rested


def test_the_actor_dismissed_at_2030_is_not_called_before_0830_though_the_general_call_is_0745():
    hold = hold_until_rested(
        PlannedCall("lead", CallTerms()), general_call=PUSHED, situation=situation(lead=ACTOR_REST)
    )

    assert hold == Hold(
        key="lead",
        terms=CallTerms(offset_minutes=45),
        before=CallTimes(report=PUSHED, on_set=PUSHED, first_call=PUSHED),
        after=CallTimes(report=at("08:30"), on_set=at("08:30"), first_call=at("08:30")),
        later_by=45,
        reason="Dismissed %(dismissed)s, rested at %(earliest)s: called %(later_by)s minutes later.",
        parameters={"dismissed": "20:30 -1", "earliest": "08:30", "later_by": "45"},
    )


def test_the_car_waits_as_well_when_the_pick_up_is_the_first_call():
    terms = CallTerms("fixed", fixed_minutes=at("09:00"), make_up_minutes=45, travel_minutes=30)
    call = PlannedCall("lead", terms)

    hold = hold_until_rested(call, general_call=SEVEN, situation=situation(lead=ACTOR_REST))
    rested_on_the_way = hold_until_rested(
        call, general_call=SEVEN, situation=CallSituation(CLOCK, {"lead": ACTOR_REST}, pick_up_counts=False)
    )

    assert hold is not None
    assert (hold.terms.fixed_minutes, hold.after.pick_up) == (at("09:45"), at("08:30"))
    assert rested_on_the_way is not None
    assert (rested_on_the_way.terms.fixed_minutes, rested_on_the_way.after.report) == (at("09:15"), at("08:30"))


def test_nobody_is_held_who_has_rested_or_has_no_time_or_no_wrap_before():
    late = PlannedCall("lead", CallTerms(offset_minutes=90))

    assert hold_until_rested(late, general_call=SEVEN, situation=situation(lead=ACTOR_REST)) is None
    assert hold_until_rested(late, general_call=0, situation=situation()) is None
    on_call = PlannedCall("lead", CallTerms("on_call"))
    assert hold_until_rested(on_call, general_call=SEVEN, situation=situation(lead=ACTOR_REST)) is None


@given(call_terms, rests_before, general_calls, st.booleans())
def test_a_held_call_keeps_the_rest_and_is_no_minute_later_than_it_must(
    terms: CallTerms, rest: Rest, general_call: int, pick_up_counts: bool
):
    judged = CallSituation(CLOCK, {"lead": rest}, pick_up_counts=pick_up_counts)
    call = PlannedCall("lead", terms)

    hold = hold_until_rested(call, general_call=general_call, situation=judged)

    if hold is None:
        assert call_breaches(call, general_call=general_call, situation=judged) == []
        return
    assert hold.after == call_times(hold.terms, general_call, pick_up_counts=pick_up_counts)
    assert hold.after.first_call is not None
    called_at = CLOCK.moment(hold.after.first_call)
    assert rest_shortfall(dismissed_at=rest.dismissed_at, called_at=called_at, rule=rest.rule) is None
    assert called_at == rest.earliest_call


@pytest.mark.parametrize(
    ("night_on", "rested_at", "due", "held_until", "later_by"),
    [
        (dt.date(2026, 3, 28), "27:30", "25:00", "27:30", 150),  # there is no hour from two to three
        (dt.date(2026, 10, 24), "28:30", "25:00", "28:30", 210),  # there are two of them
    ],
)
def test_a_held_call_is_right_across_a_clock_change_too(
    night_on: dt.date, rested_at: str, due: str, held_until: str, later_by: int
):
    night = DayClock(night_on, "Europe/Berlin")
    rest = Rest(night.moment(at(rested_at)) - dt.timedelta(hours=12), rest_rule("sag_aftra_daily"))
    call = PlannedCall("lead", CallTerms("fixed", fixed_minutes=at(due)))

    hold = hold_until_rested(call, general_call=SEVEN, situation=CallSituation(night, {"lead": rest}))

    assert hold is not None
    assert (hold.after.first_call, hold.later_by) == (at(held_until), later_by)


def test_a_pick_up_in_the_hour_that_comes_twice_is_judged_by_the_real_one():
    """On set at 04:00 in Berlin's October night, pick-up three real hours before: rest is 10 h from 18:00 there."""
    night = DayClock(dt.date(2026, 10, 24), "Europe/Berlin")
    call = PlannedCall("driver", CallTerms("fixed", fixed_minutes=at("28:00"), travel_minutes=180))
    rest = Rest(night.moment(at("18:00")), rest_rule("iatse_daily"))

    (short,) = call_breaches(call, general_call=0, situation=CallSituation(night, {"driver": rest}))

    assert isinstance(short, RestShortfall)
    assert short.rest == dt.timedelta(hours=8)
    assert first_call_at(call, general_call=0, situation=CallSituation(night, {})) == night.moment(
        at("26:00"), second=False
    )


def test_terms_keep_their_anchor_in_one_number():
    fixed, general, on_call = CallTerms("fixed", fixed_minutes=330), CallTerms(offset_minutes=-15), CallTerms("on_call")

    assert [terms.anchor_minutes for terms in (fixed, general, on_call)] == [330, -15, 0]
    assert [terms.anchored_at(60).anchor_minutes for terms in (fixed, general, on_call)] == [60, 60, 0]
