"""The personal part: what matters in it, what changed, and how older ones are read."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.film.callsheets.part_rules import (
    LABELS,
    PART_SCHEMA,
    Change,
    NotAPart,
    PartContact,
    PartFromTheFuture,
    PartPlace,
    PartScene,
    Payload,
    PersonalPart,
    changes,
    from_payload,
    meaning,
    to_payload,
    upgrade,
)
from callboard.film.callsheets.rules import CallTerms, CallTimes, call_times

SEVEN = 7 * 60
HARBOR = PartPlace("Old harbor", "Pier 3, Port Ellen", "Lot B behind the ice house", "Enter by the slip")

LEAD = PersonalPart(
    production="The Salt Road",
    day_on="2026-06-05",
    day_number=4,
    day_count=12,
    zone="Europe/London",
    times=call_times(CallTerms(make_up_minutes=45, wardrobe_minutes=15, travel_minutes=30), SEVEN + 60),
    place=HARBOR,
    unit="Main unit",
    position="Mara",
    status="W",
    general_call=SEVEN,
    unit_base=PartPlace("Ferry car park", "Charlotte St"),
    scenes=(PartScene("12", "PIER", "Mara waits"), PartScene("14a", "BOAT", "She leaves")),
    safety_notes=("Life vests on the pier", "No open flames"),
    hospital="Islay Hospital, Bowmore",
    general_notes=("Bring a warm coat",),
    channel="1",
    contacts=(PartContact("Ada", "2nd AD", "+44 20 7946 0018"),),
)
GRIP = replace(LEAD, times=call_times(CallTerms(), SEVEN), position="Grip", status="")


def pushed(part: PersonalPart, by: int) -> PersonalPart:
    times = {item.name: getattr(part.times, item.name) for item in fields(CallTimes)}
    return replace(part, times=CallTimes(**{name: None if m is None else m + by for name, m in times.items()}))


def test_a_pushed_lead_is_told_each_time_that_moves():
    assert changes(LEAD, pushed(LEAD, 45)) == [
        Change("first_call", "Your call", "06:30", "07:15"),
        Change("report", "Report", "07:00", "07:45"),
        Change("make_up", "Make-up", "07:00", "07:45"),
        Change("wardrobe", "Wardrobe", "07:45", "08:30"),
        Change("on_set", "On set", "08:00", "08:45"),
    ]


def test_a_pushed_grip_is_told_one_time_once():
    assert changes(GRIP, pushed(GRIP, 45)) == [Change("first_call", "Your call", "07:00", "07:45")]


def test_place_parking_safety_scenes_day_and_status_matter():
    moved = replace(
        LEAD,
        day_on="2026-06-06",
        status="WF",
        place=replace(HARBOR, name="Boat shed", address="Shore Rd 9", parking="On the street"),
        scenes=(PartScene("14a", "BOAT"),),
        safety_notes=(*LEAD.safety_notes, "Slippery slip"),
        hospital="Raigmore, Inverness",
    )

    assert [(change.label, change.before, change.after) for change in changes(LEAD, moved)] == [
        ("Day", "2026-06-05", "2026-06-06"),
        ("Status", "W", "WF"),
        ("Place", "Old harbor", "Boat shed"),
        ("Address", "Pier 3, Port Ellen", "Shore Rd 9"),
        ("Parking", "Lot B behind the ice house", "On the street"),
        ("Scenes", "12 PIER; 14A BOAT", "14A BOAT"),
        (
            "Safety",
            "Life vests on the pier\nNo open flames",
            "Life vests on the pier\nNo open flames\nSlippery slip",
        ),
        ("Nearest hospital", "Islay Hospital, Bowmore", "Raigmore, Inverness"),
    ]


def test_contacts_channel_notes_and_synopses_change_quietly():
    quiet = replace(
        LEAD,
        general_call=SEVEN + 45,
        contacts=(PartContact("Charlie", "2nd AD"),),
        channel="4",
        general_notes=(),
        day_count=13,
        scenes=(PartScene("12", "PIER", "Mara waits for the ferry"), PartScene("14A", "BOAT")),
        safety_notes=tuple(reversed(LEAD.safety_notes)),
        place=replace(HARBOR, address=" Pier 3,  Port Ellen\n"),
    )

    assert changes(LEAD, quiet) == []


def test_the_same_letters_composed_otherwise_mean_the_same():
    composed, decomposed = (replace(LEAD, place=PartPlace(name)) for name in ("Caf\u00e9", "Cafe\u0301"))

    assert changes(composed, decomposed) == []


def test_another_order_of_the_scenes_is_a_change():
    assert [change.field for change in changes(LEAD, replace(LEAD, scenes=LEAD.scenes[::-1]))] == ["scenes"]


def test_going_on_call_takes_the_times_away():
    on_call = replace(GRIP, times=CallTimes(), is_on_call=True)

    assert changes(GRIP, on_call) == [
        Change("on_call", "On call (O/C)", "", "O/C"),
        Change("first_call", "Your call", "07:00", ""),
    ]


minutes = st.none() | st.integers(-60, 1600)
words = st.sampled_from(["", "Pier", "pier", " Pier ", "Lot B", "Lot  B"])
places = st.builds(PartPlace, words, words, words, words)
parts = st.builds(
    PersonalPart,
    production=words,
    day_on=st.sampled_from(["2026-06-05", "2026-06-06"]),
    day_number=st.integers(1, 3),
    day_count=st.integers(3, 4),
    zone=st.just("Europe/London"),
    times=st.builds(CallTimes, minutes, minutes, minutes, minutes, minutes, minutes),
    place=places,
    status=st.sampled_from(["W", "SW", ""]),
    is_on_call=st.booleans(),
    general_call=minutes,
    unit_base=places,
    scenes=st.lists(st.builds(PartScene, st.sampled_from(["1", "1a", "1A"]), words, words), max_size=3).map(tuple),
    safety_notes=st.lists(words, max_size=3).map(tuple),
    general_notes=st.lists(words, max_size=2).map(tuple),
    channel=words,
    contacts=st.lists(st.builds(PartContact, words, words, words), max_size=2).map(tuple),
)


@given(parts, parts)
def test_two_parts_mean_the_same_just_when_nothing_has_changed(old: PersonalPart, new: PersonalPart):
    assert (meaning(old) == meaning(new)) == (changes(old, new) == [])


@given(parts, st.data())
def test_every_item_of_the_meaning_is_noticed_alone(part: PersonalPart, draw: st.DataObject):
    """One item is taken over from another part; the changes name no item that means the same."""
    other = draw.draw(parts)
    name = draw.draw(st.sampled_from(["day_on", "status", "place", "unit_base", "scenes", "safety_notes", "times"]))
    new = replace(part, **{name: getattr(other, name)})

    differing = {field for field in LABELS if meaning(part)[field] != meaning(new)[field]}

    told = {change.field for change in changes(part, new)}
    assert told <= differing
    assert bool(told) == bool(differing)
    if name != "times":
        assert told == differing


def test_what_means_something_has_a_label_and_the_other_way_round():
    assert list(meaning(LEAD)) == list(LABELS)


@given(parts)
def test_a_stored_part_comes_back_as_itself(part: PersonalPart):
    assert from_payload(json.loads(json.dumps(to_payload(part)))) == part


# Older and newer payloads


def rename_car_park(payload: Payload) -> Payload:
    """A step as a later schema may bring: before it, parking was called car_park."""
    place = dict(payload["place"])
    parking = place.pop("car_park")
    return {**payload, "place": {**place, "parking": parking}}


def test_a_part_of_an_older_form_is_compared_by_meaning_after_its_upgrade():
    """Form 0 wrote car_park for parking. Its reader takes the old payload through the step and finds no change."""
    payload = to_payload(LEAD)
    place = {name: value for name, value in payload["place"].items() if name != "parking"}
    stored = {**payload, "schema": 0, "place": {**place, "car_park": HARBOR.parking}}

    read = from_payload(stored, {0: rename_car_park})

    assert read.schema == PART_SCHEMA
    assert changes(read, LEAD) == []
    assert stored["place"]["car_park"] == HARBOR.parking


def test_upgrades_go_one_step_at_a_time():
    steps = {
        1: lambda payload: {**payload, "tail": payload["tail"] + ["from 1"]},
        2: lambda payload: {**payload, "tail": payload["tail"] + ["from 2"]},
    }

    assert upgrade({"schema": 1, "tail": []}, steps, to=3) == {"schema": 3, "tail": ["from 1", "from 2"]}
    assert upgrade({"schema": 3, "tail": []}, steps, to=3) == {"schema": 3, "tail": []}


def test_a_part_of_a_newer_server_or_of_no_form_at_all_is_refused():
    with pytest.raises(PartFromTheFuture, match="written in form 99"):
        from_payload({**to_payload(LEAD), "schema": 99})
    with pytest.raises(NotAPart, match="schema is missing"):
        from_payload({"place": {}})
    with pytest.raises(NotAPart, match="the step from schema 0"):
        from_payload({**to_payload(LEAD), "schema": 0})
    with pytest.raises(NotAPart, match="times"):
        from_payload({"schema": PART_SCHEMA})
