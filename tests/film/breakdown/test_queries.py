"""What the board, the call sheet and the pages read."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.film.breakdown.actions import add_element, seed_palette
from callboard.film.breakdown.element_actions import number_cast
from callboard.film.breakdown.models import ElementCategory
from callboard.film.breakdown.queries import (
    cast_of,
    element_page,
    elements_by_category,
    scene_cards,
    scene_of,
    scenes_of,
)
from callboard.film.breakdown.scene_lists import SceneFilter, scene_list
from callboard.film.breakdown.scene_sheets import scene_sheet
from tests.builders import FRIDAY_18H, a_member, a_production, a_scene, an_episode, an_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(office: Organization) -> tuple[Production, Membership]:
    production = a_production(office)
    seed_palette(production)
    return production, a_member(office)


def fill(production: Production, ada: Membership, *numbers: str) -> None:
    """Scenes with a lead, a voice, a crowd and a prop each."""
    category = {row.name: row for row in ElementCategory.objects.all()}
    for number in numbers:
        scene = a_scene(production, number, synopsis=f"Mara pays, {number}")
        add_element(scene, category["Cast"], "Mara", by=ada, at=FRIDAY_18H)
        add_element(scene, category["Cast"], "Harbor master", by_voice=True, by=ada, at=FRIDAY_18H)
        add_element(scene, category["Background"], "Passengers", by=ada, at=FRIDAY_18H)
        add_element(scene, category["Props"], f"Ticket {number}", by=ada, at=FRIDAY_18H)
    number_cast(production, by=ada, at=FRIDAY_18H)


def test_a_card_says_what_a_strip_shows(show: tuple[Production, Membership]) -> None:
    production, ada = show
    fill(production, ada, "1")

    (card,) = scene_cards(production).values()

    assert (card.number, card.int_ext, card.set_name, card.light, card.length, card.time) == (
        "1",
        "INT",
        "KITCHEN",
        "DAY",
        "1",
        "1:00",
    )
    assert (card.cast_ids, card.voice_ids, [group.name for group in card.background]) == (
        ("1",),
        ("2",),
        ["Passengers"],
    )


def test_an_omitted_scene_has_no_pages_and_day_for_night_has_the_light_it_is_shot_in(
    show: tuple[Production, Membership],
) -> None:
    production, _ = show
    omitted = a_scene(production, "1", is_omitted=True)
    day_for_night = a_scene(production, "2", time_of_day="NIGHT", shot_as="DAY")

    cards = scene_cards(production, [omitted.pk, day_for_night.pk])

    assert (cards[omitted.pk].eighths, cards[omitted.pk].minutes) == (0, 0)
    assert (cards[day_for_night.pk].light, cards[day_for_night.pk].time_of_day) == ("DAY", "NIGHT")


@pytest.mark.parametrize("numbers", [("1",), ("1", "2", "3")])
def test_reads_cost_the_same_for_one_scene_and_for_three(
    show: tuple[Production, Membership], numbers: tuple[str, ...], django_assert_num_queries: Any
) -> None:
    production, ada = show
    fill(production, ada, *numbers)

    with django_assert_num_queries(2):
        assert len(scene_cards(production)) == len(numbers)
    with django_assert_num_queries(4):
        assert len(scene_list(ada, production, SceneFilter()).cards) == len(numbers)
    with django_assert_num_queries(1):
        assert len(cast_of(production)) == 2
    with django_assert_num_queries(2):
        assert sum(len(group.elements) for group in elements_by_category(ada, production)) == 3 + len(numbers)
    first = scenes_of(ada, production)[0]
    with django_assert_num_queries(5):
        assert len(scene_sheet(ada, production, first.public_id).used) == 3


def test_scenes_come_in_the_order_of_episodes_then_numbers(show: tuple[Production, Membership]) -> None:
    production, ada = show
    for episode, number in (("10", "1"), ("2", "2"), ("2", "1")):
        a_scene(production, number, episode=an_episode(production, episode))

    assert [(scene.episode.number, scene.number) for scene in scenes_of(ada, production)] == [
        ("2", "1"),
        ("2", "2"),
        ("10", "1"),
    ]


def test_the_list_is_searched_filtered_sorted_and_added_up(show: tuple[Production, Membership]) -> None:
    production, ada = show
    fill(production, ada, "1", "2")
    a_scene(production, "3", set_name="PIER", int_ext="EXT", time_of_day="NIGHT", eighths=3, minutes=30)
    a_scene(production, "4", set_name="PIER", int_ext="EXT", is_omitted=True)
    props = ElementCategory.objects.get(name="Props")
    mara = props.production.elements.get(name="Mara")

    def numbers(**wanted: Any) -> list[str]:
        return [card.number for card in scene_list(ada, production, SceneFilter(**wanted)).cards]

    assert numbers() == ["1", "2", "3", "4"]
    assert numbers(words="ticket 2") == ["2"]
    assert numbers(words="PIER night") == []
    assert numbers(set_name="PIER") == ["3", "4"]
    assert numbers(set_name="PIER", with_omitted=False) == ["3"]
    assert numbers(int_ext="EXT", time_of_day="NIGHT") == ["3"]
    assert numbers(category=str(props.public_id)) == ["1", "2"]
    assert numbers(element=str(mara.public_id), sort="pages") == ["1", "2"]
    assert numbers(sort="pages") == ["1", "2", "3", "4"]
    assert numbers(sort="set") == ["1", "2", "3", "4"]
    assert numbers(sort="cast") == ["1", "2", "3", "4"]
    assert numbers(episode="7") == []
    found = scene_list(ada, production, SceneFilter())
    totals = found.totals
    assert (totals.scene_count, totals.omitted_count, totals.length, totals.time, totals.cast_count) == (
        3,
        1,
        "2 3/8",
        "2:30",
        1,
    )
    assert (found.choices.sets, found.choices.times, found.choices.int_exts) == (
        ["KITCHEN", "PIER"],
        ["DAY", "NIGHT"],
        ["EXT", "INT"],
    )
    assert [category.name for category in found.choices.categories] == ["Cast", "Background", "Props"]


def test_a_sheet_knows_its_neighbors(show: tuple[Production, Membership]) -> None:
    production, ada = show
    fill(production, ada, "1", "2", "3")
    first, second, third = scenes_of(ada, production)

    sheet = scene_sheet(ada, production, second.public_id)

    assert (sheet.previous and sheet.previous.public_id, sheet.following and sheet.following.public_id) == (
        first.public_id,
        third.public_id,
    )
    assert (sheet.place, sheet.scene_count, sheet.length) == (2, 3, "1")
    assert [(group.category.name, [link.element.name for link in group.links]) for group in sheet.used] == [
        ("Cast", ["Mara", "Harbor master"]),
        ("Background", ["Passengers"]),
        ("Props", ["Ticket 2"]),
    ]
    props = next(group for group in sheet.groups if group.category.name == "Props")
    assert props.known_names == ["Ticket 1", "Ticket 2", "Ticket 3"]
    assert (scene_sheet(ada, production, first.public_id).previous, sheet.text) == (None, [])


def test_an_element_knows_its_scenes_and_whom_it_may_join(show: tuple[Production, Membership]) -> None:
    production, ada = show
    fill(production, ada, "1", "2")
    voice = next(line.element for line in cast_of(production) if line.element.name == "Harbor master")

    page = element_page(ada, production, voice.public_id)

    assert ([card.number for card in page.scenes], len(page.voices)) == (["1", "2"], 2)
    assert ([other.name for other in page.others], page.performers, page.numbers_locked) == (["Mara"], [], False)


def test_strangers_and_members_without_access_find_nothing(
    show: tuple[Production, Membership], office: Organization
) -> None:
    production, _ = show
    scene = a_scene(production)
    for member in (a_member(an_organization("Other Films"), name="Sid"), a_member(office, Role.CREW, "Gil")):
        with pytest.raises(NotFound):
            scene_of(member, production, scene.public_id)
        with pytest.raises(NotFound):
            scene_list(member, production, SceneFilter())
