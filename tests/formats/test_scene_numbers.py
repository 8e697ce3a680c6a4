from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.formats.scene_numbers import UNNUMBERED, SceneKey, scene_key

NUMBERS = st.from_regex(r"([1-9]-)?[A-C]?[1-9]{1,2}([a-c]?[A-C])?(PT[1-3])?\.?", fullmatch=True)


@pytest.mark.parametrize(
    "in_order",
    [
        ["10", "A11", "B11", "11", "11A", "11B", "12"],
        ["10", "10aA", "10bA", "10A", "10aB", "10B", "11"],
        ["5", "5PT1", "5PT2", "5A", "6"],
        ["1-12", "2-1", "9-12", "10-1"],
        ["I-1", "I-1-A", "I-2", "II-1", "IV-1", "IX-1"],
        ["1.", "A3-1", "3", "110A", "115a", "", "GREECE UNIT"],
    ],
)
def test_scene_numbers_sort_as_an_assistant_director_files_them(in_order):
    for shuffled in itertools.islice(itertools.permutations(in_order), 200):
        assert sorted(shuffled, key=scene_key) == in_order


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("1", SceneKey(0, 1, 1, "", "", 1, "", 0)),
        ("1a", SceneKey(0, 1, 1, "", "A", 1, "", 0)),
        ("A11", SceneKey(0, 11, 0, "A", "", 1, "", 0)),
        ("10aA", SceneKey(0, 10, 1, "", "A", 0, "A", 0)),
        ("1.", SceneKey(0, 1, 1, "", "", 1, "", 0)),
        ("5PT1", SceneKey(0, 5, 1, "", "", 1, "", 1)),
        ("9-12", SceneKey(9, 12, 1, "", "", 1, "", 0)),
        ("I-1-A", SceneKey(1, 1, 1, "", "A", 1, "", 0)),
        ("A3-1", SceneKey(0, 3, 0, "A", "", 1, "", 1)),
        ("", SceneKey(0, UNNUMBERED, 1, "", "", 1, "", 0)),
        ("GREECE UNIT", SceneKey(0, UNNUMBERED, 1, "", "GREECE UNIT", 1, "", 0)),
    ],
)
def test_a_scene_number_is_taken_apart(number, key):
    assert scene_key(number) == key


def test_the_episode_of_the_file_stands_in_where_the_number_names_none():
    assert [scene_key("12", episode=2).episode, scene_key("9-12", episode=2).episode] == [2, 9]


@given(NUMBERS)
def test_case_spaces_and_a_trailing_point_do_not_matter_unless_case_is_mixed(number):
    plain = number.upper()
    assert scene_key(plain) == scene_key(plain.lower()) == scene_key(f" {plain}. ".replace("..", "."))


@given(st.integers(1, 9999), st.sampled_from("ABCXYZ"))
def test_a_letter_before_precedes_the_scene_and_a_letter_after_follows_it(base, letter):
    before, scene, after, following = f"{letter}{base}", str(base), f"{base}{letter}", str(base + 1)

    assert scene_key(before) < scene_key(scene) < scene_key(after) < scene_key(f"A{following}") < scene_key(following)


@given(st.lists(NUMBERS, min_size=2, max_size=12))
def test_numbered_scenes_come_in_order_of_their_base_number_within_an_episode(numbers):
    keys = sorted(map(scene_key, numbers))

    assert [(key.episode, key.base) for key in keys] == sorted((key.episode, key.base) for key in keys)


@given(st.text(max_size=40))
def test_any_text_has_a_key_that_compares(number):
    assert (scene_key(number) < scene_key("1")) in {True, False}
    assert scene_key(number) == scene_key(number)
