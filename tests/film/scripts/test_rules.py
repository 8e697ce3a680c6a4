"""Merging a draft into scenes that are there."""

from __future__ import annotations

from dataclasses import replace

from callboard.film.scripts.rules import (
    CastChange,
    KnownScene,
    SceneState,
    Verb,
    cast_change,
    match_scenes,
    plan_import,
    remarks_on,
    total_eighths,
)
from callboard.formats.eighths import eighths_text
from callboard.formats.screenplay import read_screenplay
from tests.film.scripts.scripts import FERRY, FERRY_SECOND_DRAFT, NO_NUMBERS


def a_state(number: str, heading: str, *body: str, **changes: object) -> SceneState:
    state = SceneState(
        number=number,
        heading=heading,
        int_ext="INT",
        set_name=heading,
        time_of_day="DAY",
        time_of_day_inferred=False,
        eighths=4,
        eighths_estimated=True,
        synopsis="",
        is_omitted=False,
        text=(("heading", heading), *(("action", line) for line in body)),
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def known_from(content: bytes) -> list[KnownScene]:
    changes = plan_import(read_screenplay(content, file_name="a.fountain").scenes, [])
    return [KnownScene(key, change.state) for key, change in enumerate(changes, start=101)]


def test_a_first_import_creates_every_scene_in_script_order() -> None:
    changes = plan_import(read_screenplay(FERRY, file_name="ferry.fountain").scenes, [])

    told = [(change.verb, change.state.number, change.state.set_name, change.state.time_of_day) for change in changes]
    assert told == [
        (Verb.CREATE, "1", "TICKET HALL", "NIGHT"),
        (Verb.CREATE, "2", "PIER", "NIGHT"),
        (Verb.CREATE, "3", "PIER", "NIGHT"),
    ]
    assert [change.state.time_of_day_inferred for change in changes] == [False, True, True]
    assert [change.sort_key for change in changes] == sorted(change.sort_key for change in changes)


def test_scenes_without_numbers_keep_the_order_of_the_script() -> None:
    changes = plan_import(read_screenplay(NO_NUMBERS, file_name="tea.fountain").scenes, [])

    keys = [change.sort_key for change in changes]
    assert (keys, len(set(keys))) == (sorted(keys), 3)


def test_the_same_script_again_changes_nothing() -> None:
    for content in (FERRY, NO_NUMBERS):
        changes = plan_import(read_screenplay(content, file_name="x.fountain").scenes, known_from(content))

        assert [(change.verb, change.known) for change in changes] == [
            (Verb.KEEP, 101),
            (Verb.KEEP, 102),
            (Verb.KEEP, 103),
        ]


def test_a_second_draft_changes_adds_and_omits_and_says_so() -> None:
    changes = plan_import(read_screenplay(FERRY_SECOND_DRAFT, file_name="ferry.fountain").scenes, known_from(FERRY))

    assert [(change.verb, change.state.number, change.known) for change in changes] == [
        (Verb.KEEP, "1", 101),
        (Verb.CREATE, "1A", None),
        (Verb.CHANGE, "2", 102),
        (Verb.OMIT, "3", 103),
    ]
    said = [text % values for change in changes for text, values in remarks_on(change, eighths_text)]
    assert said == [
        "Scene 1A is new: INT. ENGINE ROOM - NIGHT.",
        "Scene 2: the heading was “EXT. PIER - CONTINUOUS”, now “EXT. LANDING STAGE - NIGHT”.",
        "Scene 2: the text changed; length now 2/8, was 2/8.",
        "Scene 3 is no longer in the script. It is kept as omitted: EXT. PIER - LATER.",
    ]
    assert total_eighths(changes) == sum(change.state.eighths for change in changes[:3])


def test_a_renumbered_scene_takes_its_sheet_along() -> None:
    """Before the numbers were locked: a scene came in front, and everything moved by one."""
    known = [KnownScene(1, a_state("1", "HALL", "Mara waits.")), KnownScene(2, a_state("2", "PIER", "Jonas runs."))]
    new = [a_state("1", "ROOF", "Rain."), a_state("2", "HALL", "Mara waits."), a_state("3", "PIER", "Jonas runs.")]

    assert match_scenes(new, known) == {1: 1, 2: 2}


def test_numbers_given_later_find_the_scenes_by_their_headings() -> None:
    known = [KnownScene(1, a_state("", "HALL", "Old.")), KnownScene(2, a_state("", "HALL", "Older."))]
    new = [a_state("1", "HALL", "New."), a_state("2", "HALL", "Newer.")]

    assert match_scenes(new, known) == {0: 1, 1: 2}


def test_a_script_without_numbers_does_not_take_numbers_away() -> None:
    known = [KnownScene(scene.key, replace(scene.state, number=str(scene.key))) for scene in known_from(NO_NUMBERS)]

    changes = plan_import(read_screenplay(NO_NUMBERS, file_name="tea.fountain").scenes, known)

    assert [(change.verb, change.state.number) for change in changes] == [
        (Verb.KEEP, "101"),
        (Verb.KEEP, "102"),
        (Verb.KEEP, "103"),
    ]


def test_what_a_person_changed_stays_where_the_script_did_not_change() -> None:
    first, second, third = known_from(FERRY)
    by_hand = replace(first.state, set_name="TERMINAL", eighths=9, eighths_estimated=False, synopsis="Mara pays.")

    changes = plan_import(
        read_screenplay(FERRY, file_name="ferry.fountain").scenes, [KnownScene(101, by_hand), second, third]
    )

    assert (changes[0].verb, changes[0].state) == (Verb.KEEP, by_hand)


def test_a_length_by_hand_stays_when_the_text_changed_and_the_file_gives_none() -> None:
    first, second, third = known_from(FERRY)
    by_hand = replace(second.state, eighths=12, eighths_estimated=False)

    changes = plan_import(
        read_screenplay(FERRY_SECOND_DRAFT, file_name="ferry.fountain").scenes,
        [first, KnownScene(102, by_hand), third],
    )

    landing = changes[2]
    assert (landing.state.eighths, landing.length_kept) == (12, True)
    assert [text % values for text, values in remarks_on(landing, eighths_text)][-1] == (
        "Scene 2: the text changed, and the file gives no length. Yours, 1 4/8, is kept: check it."
    )


def test_a_scene_made_by_hand_is_neither_matched_nor_omitted() -> None:
    by_hand = KnownScene(7, replace(a_state("9", "INSERT"), text=()))

    changes = plan_import(read_screenplay(FERRY, file_name="ferry.fountain").scenes, [by_hand])

    assert [change.verb for change in changes] == [Verb.CREATE] * 3


def test_an_omitted_scene_that_comes_back_is_restored() -> None:
    known = [KnownScene(scene.key, replace(scene.state, is_omitted=True)) for scene in known_from(FERRY)]

    changes = plan_import(read_screenplay(FERRY, file_name="ferry.fountain").scenes, known)

    assert [change.verb for change in changes] == [Verb.RESTORE] * 3


def test_an_omitted_card_keeps_the_sheet_of_the_scene_it_stands_for() -> None:
    content = FERRY.replace(b"EXT. PIER - LATER #3#\n\nThe pier, empty. A lamp swings.", b".OMITTED #3#")

    changes = plan_import(read_screenplay(content, file_name="ferry.fountain").scenes, known_from(FERRY))

    assert (changes[2].verb, changes[2].known, changes[2].state.heading) == (Verb.OMIT, 103, "EXT. PIER - LATER")


def test_only_speakers_that_the_script_moved_come_and_leave() -> None:
    before = (("character", "MARA"), ("character", "JONAS"), ("character", "IDA (V.O.)"))
    after = (("character", "Mara (CONT'D)"), ("character", "IDA"), ("character", "TOM (V.O.)"))

    assert cast_change(before, after) == CastChange(come={"ida": False, "tom": True}, leave=frozenset({"jonas"}))
