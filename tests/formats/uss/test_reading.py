from __future__ import annotations

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.formats.faults import Unreadable
from callboard.formats.uss import faults
from callboard.formats.uss.reading import read_uss
from callboard.formats.uss.values import (
    Board,
    Breakdown,
    BreakdownKind,
    Calendar,
    Category,
    Element,
    Event,
    EventKind,
    Schedule,
    Stripboard,
)
from tests.formats.uss.files import (
    a_breakdown,
    a_calendar,
    a_schedule,
    a_stripboard,
    an_element,
    renamed,
    without,
    written,
)

CREATED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def read(schedule, **beside):
    return read_uss(written(schedule, **beside), zone=None)


def repairs_of(schedule, **beside):
    return [repair.message for repair in read(schedule, **beside)[1]]


def scene(identity, **changes):
    plain = {
        "kind": BreakdownKind.SCENE,
        "scene": identity.removeprefix("s"),
        "eighths": 12,
        "minutes": 90,
        "description": f"What happens in {identity}",
        "banner_text": None,
        "comments": None,
        "script_page": "3",
        "element_ids": ("pier", "nora"),
        "created": CREATED,
    }
    return Breakdown(identity, **(plain | changes))


def element(identity, category_id, **changes):
    plain = {
        "name": identity.upper(),
        "category_id": category_id,
        "board_id": None,
        "is_board_id_locked": False,
        "is_dood": True,
        "is_hold": True,
        "is_drop": True,
        "drop_day_count": 10,
        "days_off": (),
        "events": (),
        "linked_ids": (),
        "created": CREATED,
    }
    return Element(identity, **(plain | changes))


THE_SCHEDULE = Schedule(
    id="tide",
    name="White",
    source="Another program",
    version="1.0.0",
    created=CREATED,
    project="Tide Clock",
    author="Ines Holm",
    company=None,
    description=None,
    season=None,
    episode=None,
    episode_name=None,
    schedule_color="White",
    schedule_on=date(2026, 6, 1),
    script_color=None,
    script_on=None,
    breakdowns=(scene("s1"), scene("s2")),
    categories=(Category("sets", "Set", 0, CREATED), Category("cast", "Cast Members", 100, CREATED)),
    elements=(element("pier", "sets"), element("nora", "cast", board_id="1")),
    stripboards=(
        Stripboard(
            "plan",
            "First pass",
            (Board("main", "stripboard", (("s1",), ("s2",))), Board("bones", "Boneyard", ())),
            "summer",
        ),
    ),
    calendars=(
        Calendar("summer", "Start in June", (0, 6), (Event("start", EventKind.START, date(2026, 6, 1), None),)),
    ),
)


def test_a_strict_file_is_read_without_a_repair():
    assert read(a_schedule()) == (THE_SCHEDULE, ())


def test_the_older_spelling_of_every_key_means_the_same():
    older_element = {
        "isDood": "doodInclude",
        "isDrop": "doodDropAllow",
        "isHold": "doodHoldAllow",
        "dropDayCount": "doodDropDays",
        "isIdLock": "elementIdLock",
    }
    plain = a_schedule()
    older = renamed(plain, ussVersion="version") | {
        "breakdowns": [renamed(breakdown, duration="time") for breakdown in plain["breakdowns"]],
        "categories": [
            renamed(plain["categories"][0], ucid="catId") | {"elements": ["pier"]},
            renamed(plain["categories"][1], ucid="catId") | {"elements": ["nora"]},
        ],
        "elements": [without(renamed(each, **older_element), "category") for each in plain["elements"]],
    }

    schedule, repairs = read(older)

    assert schedule == THE_SCHEDULE
    assert {repair.text for repair in repairs} == {faults.OLDER_SPELLING, faults.IN_CATEGORY_LIST}
    assert len(repairs) == 1 + 2 + 2 + 2 * (len(older_element) + 1)


def test_a_flat_board_with_day_breaks_is_read_as_days():
    """Version 0.9: s1, a day break, s2 behind the last break; the breaks are no breakdowns any more."""
    day_break = {"id": "end of day 1", "type": "day"}
    plain = a_schedule()

    schedule, repairs = read(
        plain
        | {
            "breakdowns": [*plain["breakdowns"], day_break],
            "stripboards": [a_stripboard("s1", "end of day 1", "s2")],
        }
    )

    assert schedule == THE_SCHEDULE
    assert [repair.message for repair in repairs] == [
        "stripboards[0].boards[0].breakdownIds: The strips stand in one list; its day breaks were read as 2 days."
    ]


def test_dates_are_midnights_of_the_show():
    in_berlin = a_schedule(
        schedDate="2026-05-31T22:00:00.000Z",
        calendars=[
            a_calendar(events=[{"id": "start", "type": "start", "name": None, "date": "2026-05-31T22:00:00.000Z"}])
        ],
    )

    assert read_uss(written(in_berlin), zone=BERLIN) == (THE_SCHEDULE, ())
    schedule, repairs = read_uss(written(in_berlin), zone=None)
    assert schedule == THE_SCHEDULE
    assert {repair.text for repair in repairs} == {faults.DATE_WITHOUT_ZONE}


def test_own_keys_are_kept_for_the_way_out():
    plain = a_schedule(_unit={"times": [1, 2.5, None]})
    plain["breakdowns"][0]["_color"] = "#ffffff"
    plain["elements"][1]["_agent"] = "A. Gent"
    plain["calendars"][0]["events"][0]["_by"] = "AD"

    schedule, repairs = read(plain, _app={"version": 3})

    assert repairs == ()
    assert (schedule.extras, schedule.outer_extras) == ({"_unit": {"times": [1, 2.5, None]}}, {"_app": {"version": 3}})
    assert schedule.breakdowns[0].extras == {"_color": "#ffffff"}
    assert schedule.elements[1].extras == {"_agent": "A. Gent"}
    assert schedule.calendars[0].events[0].extras == {"_by": "AD"}


def test_a_breakdown_alone_has_no_boards():
    schedule, repairs = read(without(a_schedule(calendars=None), "stripboards"))

    assert (schedule.stripboards, schedule.calendars, repairs) == ((), (), ())


def with_breakdown(**changes):
    return a_schedule(breakdowns=[a_breakdown("s1", **changes), a_breakdown("s2")])


def with_actor(**changes):
    return a_schedule(elements=[an_element("pier", "sets"), an_element("nora", "cast") | changes])


def with_event(**changes):
    event = {"id": "e", "type": "dayOff", "name": "dayOff", "date": "2026-06-03T00:00:00.000Z"} | changes
    return a_schedule(calendars=[a_calendar(events=[*a_calendar()["events"], event])])


def with_second_breakdown(breakdown):
    return a_schedule(breakdowns=[a_breakdown("s1"), breakdown], stripboards=[])


EVERY_REPAIR = {
    "a key that is missing": (
        a_schedule(elements=[an_element("pier", "sets"), without(an_element("nora", "cast"), "linkedElements")]),
        "elements[1].linkedElements: “linkedElements” is missing; it was taken as empty.",
    ),
    "both spellings at once": (
        with_breakdown(time=60_000),
        "breakdowns[0].duration: “duration” and its older spelling “time” differ; “duration” was kept.",
    ),
    "a key of nobody": (
        with_breakdown(mood="dark"),
        "breakdowns[0].mood: “mood” is no key of the standard; it was kept as “_mood”.",
    ),
    "a number for text": (
        with_breakdown(scene=12),
        "breakdowns[0].scene: A number or truth value stands where text belongs; “12” was read.",
    ),
    "text for a number": (
        with_actor(dropDayCount="11"),
        "elements[1].dropDayCount: Text stands where a number or truth value belongs; 11 was read.",
    ),
    "text for a truth value": (
        with_actor(isHold="no"),
        "elements[1].isHold: Text stands where a number or truth value belongs; false was read.",
    ),
    "a list for text": (
        with_breakdown(comments=["a", "b"]),
        "breakdowns[0].comments: What stands here is of the wrong kind (a list); it was left out.",
    ),
    "nonsense for a truth value": (
        with_actor(isHold="perhaps"),
        "elements[1].isHold: What stands here is of the wrong kind (perhaps); it was left out.",
    ),
    "a list for a number": (
        with_breakdown(pages=[1]),
        "breakdowns[0].pages: What stands here is of the wrong kind (a list); it was left out.",
    ),
    "words for a whole number": (
        with_actor(dropDayCount="ten"),
        "elements[1].dropDayCount: What stands here is of the wrong kind (ten); it was left out.",
    ),
    "half a day": (
        with_actor(dropDayCount=10.5),
        "elements[1].dropDayCount: What stands here is of the wrong kind (10.5); it was left out.",
    ),
    "more days than there are": (
        with_actor(dropDayCount=10**12),
        "elements[1].dropDayCount: What stands here is of the wrong kind (1000000000000); it was left out.",
    ),
    "an unreadable moment": (
        with_breakdown(created="yesterday"),
        "breakdowns[0].created: “yesterday” is no date; it was left out.",
    ),
    "another spelling of a moment": (
        with_breakdown(created="2026-03-02T09:30:00+0000"),
        "breakdowns[0].created: The date is written “2026-03-02T09:30:00+0000”;"
        " it was read as 2026-03-02T09:30:00+00:00.",
    ),
    "a nonsense weekday": (
        a_schedule(calendars=[a_calendar(daysOff=[0, True])]),
        "calendars[0].daysOff: “True” is no weekday (0 is Sunday, 6 Saturday); it was left out.",
    ),
    "an unknown calendar among several": (
        a_schedule(
            calendars=[a_calendar(), a_calendar(id="autumn")],
            stripboards=[a_stripboard(["s1"], ["s2"], calendar="winter")],
        ),
        "stripboards[0].calendar: “winter” is not in this file; the mention was left out.",
    ),
    "a control character": (
        with_breakdown(comments="a\x00b"),
        "breakdowns[0].comments: Characters that no text can hold were left out.",
    ),
    "one element for a list": (
        with_breakdown(elements="nora"),
        "breakdowns[0].elements: One value stands where a list belongs; it was read as a list of one.",
    ),
    "no id": (
        with_second_breakdown(a_breakdown("", scene="2")),
        "breakdowns[1]: The id is missing; “breakdown-2” was given.",
    ),
    "the same id": (
        with_second_breakdown(a_breakdown("s1")),
        "breakdowns[1]: The id “s1” is taken by another; this one was given “s1-2”.",
    ),
    "an unknown element": (
        with_breakdown(elements=["nora", "ghost"]),
        "breakdowns[0].elements: “ghost” is not in this file; the mention was left out.",
    ),
    "an element twice": (
        with_breakdown(elements=["nora", "nora"]),
        "breakdowns[0].elements: “nora” is mentioned twice; the first mention was kept.",
    ),
    "an element in no category": (
        with_actor(category="ghosts"),
        "elements[1]: The element is in no category of this file; it was put under “Cast Members”.",
    ),
    "an unknown type of breakdown": (
        with_breakdown(type="strip"),
        "breakdowns[0].type: The type “strip” is unknown; it was read as “scene”.",
    ),
    "an unknown type of event": (
        with_event(type="party"),
        "calendars[0].events[1].type: The type “party” is unknown; it was read as “event”.",
    ),
    "no category number": (
        a_schedule(
            categories=[*a_schedule()["categories"], {"id": "x", "created": None, "name": "Birds", "ucid": None}]
        ),
        "categories[2]: The category number is missing; the custom number 500 was given.",
    ),
    "a banner in the description": (
        with_breakdown(type="banner", description="Company move"),
        "breakdowns[0]: The banner's text stands in its description; it was read from there.",
    ),
    "pages that are no eighths": (
        with_breakdown(pages=0.3),
        "breakdowns[0].pages: 0.3 pages are no whole eighths; 3 eighths were read.",
    ),
    "pages as text": (
        with_breakdown(pages="1 4/8"),
        "breakdowns[0].pages: The pages stand as text (“1 4/8”); 12 eighths were read.",
    ),
    "no pages at all": (
        with_breakdown(pages=-1),
        "breakdowns[0].pages: “-1” is no length; the scene has none until somebody estimates it.",
    ),
    "a duration that is no minutes": (
        with_breakdown(duration=61_000),
        "breakdowns[0].duration: 61000 ms are no whole minutes; 2 minutes were read.",
    ),
    "a negative duration": (
        with_breakdown(duration=-1),
        "breakdowns[0].duration: What stands here is of the wrong kind (-1); it was left out.",
    ),
    "another spelling of a date": (
        a_schedule(schedDate="2026-06-01T00:00:00+0000"),
        "schedDate: The date is written “2026-06-01T00:00:00+0000”; it was read as 2026-06-01.",
    ),
    "an instant without a zone": (
        a_schedule(schedDate="2026-06-01T07:00:00.000Z"),
        "schedDate: “2026-06-01T07:00:00.000Z” is no midnight and no time zone is known;"
        " 2026-06-01 was read. Check it.",
    ),
    "no date": (a_schedule(schedDate="next week"), "schedDate: “next week” is no date; it was left out."),
    "an event without its date": (
        with_event(date="2026-02-30T00:00:00.000Z"),
        "calendars[0].events[1].date: “2026-02-30T00:00:00.000Z” is no date; it was left out.",
    ),
    "no weekday": (
        a_schedule(calendars=[a_calendar(daysOff=[0, 7])]),
        "calendars[0].daysOff: “7” is no weekday (0 is Sunday, 6 Saturday); it was left out.",
    ),
    "a date among the weekdays": (
        with_actor(daysOff=["2026-06-03T00:00:00.000Z"]),
        "elements[1].daysOff: The date 2026-06-03 stands among the weekdays off; it was read as a day off.",
    ),
    "two starts": (
        with_event(type="start"),
        "calendars[0]: The calendar has 2 start dates; the earliest counts.",
    ),
    "a flat board": (
        a_schedule(stripboards=[a_stripboard("s1", "s2")]),
        "stripboards[0].boards[0].breakdownIds: The strips stand in one list; its day breaks were read as 1 days.",
    ),
    "a day break that says something": (
        a_schedule(
            breakdowns=[a_breakdown("s1"), a_breakdown("s2"), a_breakdown("d", type="day", bannerText="Wrap party")],
            stripboards=[a_stripboard(["s1"], ["s2", "d"])],
        ),
        "breakdowns[2]: A day break carries text or elements; it was kept as a banner at its place.",
    ),
    "a strip on no board": (
        a_schedule(stripboards=[a_stripboard(["s1"])]),
        "stripboards[0]: 1 strips are on no board of this stripboard; they were put into the boneyard.",
    ),
    "a strip twice on the board": (
        a_schedule(stripboards=[a_stripboard(["s1"], ["s2", "s1"])]),
        "stripboards[0].boards[0].breakdownIds: “s1” is mentioned twice; the first mention was kept.",
    ),
    "an unknown strip": (
        a_schedule(stripboards=[a_stripboard(["s1", "s9"], ["s2"])]),
        "stripboards[0].boards[0].breakdownIds: “s9” is not in this file; the mention was left out.",
    ),
    "no calendar named": (
        a_schedule(stripboards=[a_stripboard(["s1"], ["s2"], calendar=None)]),
        "stripboards[0].calendar: The stripboard names no calendar of this file; the file's only calendar was taken.",
    ),
}


@pytest.mark.parametrize(("schedule", "message"), EVERY_REPAIR.values(), ids=EVERY_REPAIR)
def test_each_irregularity_is_repaired_and_named_once(schedule, message):
    assert repairs_of(schedule) == [message]


def test_a_date_that_is_no_midnight_of_the_show_goes_to_the_nearest():
    schedule, repairs = read_uss(written(a_schedule(schedDate="2026-05-31T23:00:00.000Z")), zone=BERLIN)

    assert schedule == THE_SCHEDULE
    assert [repair.message for repair in repairs] == [
        "schedDate: “2026-05-31T23:00:00.000Z” is no midnight of the show's time zone;"
        " the nearest date 2026-06-01 was read."
    ]


def test_a_schedule_without_its_envelope_is_one():
    schedule, repairs = read_uss(json.dumps(a_schedule()).encode(), zone=None)

    assert schedule == THE_SCHEDULE
    assert [repair.text for repair in repairs] == [faults.NO_ENVELOPE]


def test_letters_of_windows_are_read_and_said():
    content = written(a_schedule(author="Ines Holm X")).replace(b"Holm X", b"H\xf8lm")

    schedule, repairs = read_uss(content, zone=None)

    assert schedule.author == "Ines Hølm"
    assert [repair.message for repair in repairs] == [
        "The file is not UTF-8; its letters were read as Windows-1252. Check accents and quotes."
    ]


def test_every_kind_of_repair_is_shown_here():
    shown = {repair.text for schedule, _ in EVERY_REPAIR.values() for repair in read(schedule)[1]}
    told = {value for name, value in vars(faults).items() if name.isupper() and isinstance(value, str)}

    shown_elsewhere = {
        faults.OLDER_SPELLING,
        faults.IN_CATEGORY_LIST,
        faults.DATE_ROUNDED,
        faults.NO_ENVELOPE,
        faults.ENCODING,
    }
    assert told - shown == shown_elsewhere


def test_a_forgotten_strip_goes_into_the_boneyard():
    (stripboard,) = read(a_schedule(stripboards=[a_stripboard(["s1"], boneyard=[[]])]))[0].stripboards
    (made,) = read(a_schedule(stripboards=[a_stripboard(boards=[])]))[0].stripboards

    assert stripboard.boards[1] == Board("bones", "Boneyard", ((), ("s2",)))
    assert made.boards == (Board("plan-boneyard", "boneyard", (("s1", "s2"),)),)


REFUSED = {
    "nothing": (b" \n", "The file is empty. Export the schedule again from your scheduling program."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "Line 3: there are bytes here that no text has."),
    "a text": (b"FADE IN:", "Line 1, column 1: this is not JSON (Expecting value)."),
    "half a file": (written(a_schedule())[:-30], "Line 1, column 1960: this is not JSON"),
    "a list": (b"[1, 2]", "This is JSON, but no schedule: “universalScheduleStandard” is not in it."),
    "another object": (b'{"name": "package"}', "This is JSON, but no schedule"),
    "no breakdowns": (written(without(a_schedule(), "breakdowns")), "breakdowns: this part is missing."),
    "no elements": (written(a_schedule(elements=None)), "elements: this part is missing."),
    "categories in words": (written(a_schedule(categories="Cast")), "categories: here belongs a list, but it is Cast."),
    "a breakdown in words": (
        written(a_schedule(breakdowns=["s1"])),
        "breakdowns[0]: here belongs an object, but it is s1.",
    ),
    "elements without any category": (written(a_schedule(categories=[])), "categories[0]: this part is missing."),
    "not a number": (b'{"universalScheduleStandard": NaN}', "“NaN” stands for a number that no schedule can hold."),
    "a huge number": (b'{"a": 1e999}', "“1e999” stands for a number that no schedule can hold."),
    "a long number": (b'{"a": ' + b"9" * 10_000 + b"}", "“99999999999999999999” stands for a number"),
    "too deep": (b'{"a":\n' + b"[" * 100_000, "Line 2: the file is nested more than 60 levels deep."),
    "too many elements": (
        written(a_schedule(elements=[{}] * 20_001)),
        "elements: there are 20001 entries, more than the 20000 a schedule can have.",
    ),
    "too irregular": (
        written(a_schedule(elements=[{}] * 10_000)),
        "elements[6666].isDrop: up to here more than 100000 irregularities were found, so the file is damaged.",
    ),
    "too large": (b" " * 10_000_001, "The file is larger than 10 MB, which no schedule is."),
}


@pytest.mark.parametrize(("content", "begins"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_schedule_is_refused_with_its_place_and_remedy(content, begins):
    with pytest.raises(Unreadable) as refusal:
        read_uss(content, zone=None)

    said = str(refusal.value)
    assert said.startswith(begins)
    assert "xport" in said  # the remedy: another export


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=300) | ANY_JSON.map(lambda value: json.dumps(value).encode()))
def test_garbage_is_refused_and_breaks_nothing(content):
    with pytest.raises(Unreadable):
        read_uss(content, zone=None)


@st.composite
def a_schedule_with_nonsense(draw):
    """The small schedule with up to four values, anywhere in it, replaced by any JSON or taken out."""
    schedule = a_schedule()
    for _ in range(draw(st.integers(1, 4))):
        here = schedule
        while True:
            key = draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
            if isinstance(here[key], dict | list) and here[key] and draw(st.booleans()):
                here = here[key]
                continue
            if isinstance(here, dict) and draw(st.booleans()):
                del here[key]
            else:
                here[key] = draw(ANY_JSON)
            break
    return schedule


@settings(max_examples=300)
@given(a_schedule_with_nonsense())
def test_any_nonsense_is_refused_or_comes_out_strict(nonsense):
    try:
        schedule, _ = read(nonsense)
    except Unreadable:
        return

    breakdown_ids = [breakdown.id for breakdown in schedule.breakdowns]
    element_ids = {each.id for each in schedule.elements}
    category_ids = {category.id for category in schedule.categories}
    assert len(set(breakdown_ids)) == len(breakdown_ids)
    assert all(set(breakdown.element_ids) <= element_ids for breakdown in schedule.breakdowns)
    assert all(breakdown.eighths is None or breakdown.eighths >= 0 for breakdown in schedule.breakdowns)
    assert all(each.category_id in category_ids for each in schedule.elements)
    for stripboard in schedule.stripboards:
        placed = [strip for board in stripboard.boards for strip in board.breakdown_ids]
        assert sorted(placed) == sorted(breakdown_ids)
        assert stripboard.calendar_id in {None, *(calendar.id for calendar in schedule.calendars)}
    repr(schedule).encode()
