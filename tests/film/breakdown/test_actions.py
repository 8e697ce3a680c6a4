"""Scenes and what they need, written by people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.events.models import Event
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.film.breakdown.actions import (
    SceneFields,
    add_element,
    change_scene,
    create_scene,
    estimate_minutes,
    number_scenes,
    omit_scene,
    remove_element,
    restore_scene,
    seed_palette,
)
from callboard.film.breakdown.models import Element, ElementCategory, Scene, SceneElement
from callboard.film.breakdown.queries import scenes_of
from callboard.film.breakdown.rules import PALETTE, ElementNameMissing, HeadingMissing, SceneNumberTaken
from tests.builders import FRIDAY_18H, a_member, a_production, a_scene, access, an_episode, an_organization

pytestmark = pytest.mark.django_db

KITCHEN = SceneFields("7", "INT", "KITCHEN", "DAY", eighths=12, minutes=90)


@pytest.fixture
def show(office: Organization) -> tuple[Production, Membership]:
    return a_production(office), a_member(office)


def props(production: Production) -> ElementCategory:
    seed_palette(production)
    return ElementCategory.objects.get(production=production, name="Props")


def test_a_scene_made_by_hand_has_a_heading_and_its_place_in_the_order(show: tuple[Production, Membership]) -> None:
    production, ada = show
    for number in ("11", "A11", "2"):
        create_scene(production, "", replace(KITCHEN, number=number), by=ada, at=FRIDAY_18H)

    found = scenes_of(ada, production)

    assert [scene.number for scene in found] == ["2", "A11", "11"]
    assert (found[0].heading, found[0].eighths, found[0].minutes) == ("INT. KITCHEN - DAY", 12, 90)
    assert ElementCategory.objects.count() == len(PALETTE)


def test_a_scene_without_a_number_stands_at_the_end(show: tuple[Production, Membership]) -> None:
    production, ada = show
    for number, name in (("", "ROOF"), ("3", "HALL"), ("", "YARD")):
        create_scene(production, "", replace(KITCHEN, number=number, set_name=name), by=ada, at=FRIDAY_18H)

    assert [scene.set_name for scene in scenes_of(ada, production)] == ["HALL", "ROOF", "YARD"]


def test_a_number_is_never_used_twice_not_even_after_an_omission(show: tuple[Production, Membership]) -> None:
    production, ada = show
    scene = create_scene(production, "1", KITCHEN, by=ada, at=FRIDAY_18H)
    omit_scene(scene, version=1, by=ada, at=FRIDAY_18H)

    with pytest.raises(SceneNumberTaken, match="Scene 7 already exists in this episode"):
        create_scene(production, "1", KITCHEN, by=ada, at=FRIDAY_18H)

    other_episode = create_scene(production, "2", KITCHEN, by=ada, at=FRIDAY_18H)
    assert other_episode.number == "7"


def test_a_scene_needs_a_set(show: tuple[Production, Membership]) -> None:
    production, ada = show
    with pytest.raises(HeadingMissing):
        create_scene(production, "", replace(KITCHEN, set_name=" "), by=ada, at=FRIDAY_18H)

    assert list(Scene.objects.all()) == []


def test_a_change_is_written_once_and_audited(show: tuple[Production, Membership]) -> None:
    production, ada = show
    scene = a_scene(production, "7", eighths=8, eighths_estimated=True, time_of_day_inferred=True)

    change_scene(scene, replace(KITCHEN, number="7A", time_of_day="night"), version=1, by=ada, at=FRIDAY_18H)

    scene.refresh_from_db()
    assert (scene.number, scene.eighths, scene.eighths_estimated, scene.time_of_day, scene.time_of_day_inferred) == (
        "7A",
        12,
        False,
        "NIGHT",
        False,
    )
    assert (scene.version, scene.heading) == (2, "INT. KITCHEN - NIGHT")
    entry = AuditEntry.objects.get(verb="change scene")
    assert (entry.detail, entry.actor_name, entry.at) == (
        {"number_before": "7", "number": "7A", "eighths_before": 8, "eighths": 12},
        "Ada",
        FRIDAY_18H,
    )
    assert list(Event.objects.values_list("kind", "subject_key")) == [("breakdown", str(scene.public_id))]


def test_a_scene_from_a_script_keeps_the_scripts_heading(show: tuple[Production, Membership]) -> None:
    production, ada = show
    scene = a_scene(production, "7", text=[["heading", "INT. KITCHEN - DAY"]])

    change_scene(scene, replace(KITCHEN, set_name="SCULLERY"), version=1, by=ada, at=FRIDAY_18H)

    assert (scene.heading, scene.set_name) == ("INT. KITCHEN - DAY", "SCULLERY")


@pytest.mark.parametrize(
    "edit",
    [
        lambda scene, ada: change_scene(scene, KITCHEN, version=1, by=ada, at=FRIDAY_18H),
        lambda scene, ada: omit_scene(scene, version=1, by=ada, at=FRIDAY_18H),
        lambda scene, ada: restore_scene(scene, version=1, by=ada, at=FRIDAY_18H),
    ],
)
def test_a_stale_edit_changes_nothing(
    show: tuple[Production, Membership], edit: Callable[[Scene, Membership], Scene]
) -> None:
    production, ada = show
    scene = a_scene(production, "7", version=2, synopsis="Ben's edit")
    before = Scene.objects.values().get()

    with pytest.raises(StaleEdit):
        edit(scene, ada)

    assert (Scene.objects.values().get(), AuditEntry.objects.count()) == (before, 0)


def test_an_omitted_scene_comes_back_with_its_length(show: tuple[Production, Membership]) -> None:
    production, ada = show
    scene = a_scene(production, "7", eighths=12)

    omit_scene(scene, version=1, by=ada, at=FRIDAY_18H)
    assert Scene.objects.values_list("is_omitted", "eighths").get() == (True, 12)
    restore_scene(scene, version=2, by=ada, at=FRIDAY_18H)

    assert Scene.objects.values_list("is_omitted", "eighths", "version").get() == (False, 12, 3)


def test_scenes_without_numbers_are_numbered_episode_by_episode(show: tuple[Production, Membership]) -> None:
    production, ada = show
    one, two = an_episode(production, "1"), an_episode(production, "2")
    a_scene(production, "4", episode=one, sort_key="0")
    for key in ("1", "2"):
        a_scene(production, "", episode=one, sort_key=key, set_name=f"ONE {key}")
        a_scene(production, "", episode=two, sort_key=key, set_name=f"TWO {key}")

    number_scenes(production, by=ada, at=FRIDAY_18H)

    assert [(scene.episode.number, scene.number, scene.set_name) for scene in scenes_of(ada, production)] == [
        ("1", "4", "KITCHEN"),
        ("1", "5", "ONE 1"),
        ("1", "6", "ONE 2"),
        ("2", "1", "TWO 1"),
        ("2", "2", "TWO 2"),
    ]


def test_minutes_are_estimated_only_where_there_are_none(show: tuple[Production, Membership]) -> None:
    """At 80 minutes a page: 12/8 are 120 minutes, 1/8 is 10; 45 by hand stays."""
    production, ada = show
    for number, eighths, minutes in (("1", 12, 0), ("2", 1, 0), ("3", 8, 45)):
        a_scene(production, number, eighths=eighths, minutes=minutes)

    assert estimate_minutes(production, 80, by=ada, at=FRIDAY_18H) == 2

    assert list(Scene.objects.order_by("number").values_list("minutes", "version")) == [(120, 2), (10, 2), (45, 1)]


def test_an_element_is_made_once_whatever_its_case(show: tuple[Production, Membership]) -> None:
    production, ada = show
    first, second = a_scene(production, "1"), a_scene(production, "2")
    category = props(production)

    add_element(first, category, "Red bucket", by=ada, at=FRIDAY_18H)
    add_element(first, category, "red  BUCKET", by=ada, at=FRIDAY_18H)
    add_element(second, category, " RED BUCKET ", by=ada, at=FRIDAY_18H)

    assert list(Element.objects.values_list("name", flat=True)) == ["Red bucket"]
    assert list(SceneElement.objects.values_list("scene__number", flat=True)) == ["1", "2"]


def test_an_element_needs_a_name(show: tuple[Production, Membership]) -> None:
    production, ada = show
    category = props(production)

    with pytest.raises(ElementNameMissing):
        add_element(a_scene(production), category, " ", by=ada, at=FRIDAY_18H)

    assert list(Element.objects.all()) == []


def test_a_removed_element_stays_in_the_list_of_elements(show: tuple[Production, Membership]) -> None:
    production, ada = show
    scene = a_scene(production)
    link = add_element(scene, props(production), "Rope", by=ada, at=FRIDAY_18H)

    remove_element(scene, link.element, by=ada, at=FRIDAY_18H)

    assert (list(SceneElement.objects.all()), list(Element.objects.values_list("name", flat=True))) == ([], ["Rope"])


def test_the_palette_is_seeded_once(show: tuple[Production, Membership]) -> None:
    production, _ = show
    first = seed_palette(production)
    ElementCategory.objects.filter(name="Grip").update(name="Grips")

    again = seed_palette(production)

    assert [row.pk for row in again] == [row.pk for row in first]
    assert [row.name for row in first if row.is_cast or row.is_background] == ["Cast", "Background"]


def test_crew_may_not_write_and_strangers_find_nothing(
    show: tuple[Production, Membership], office: Organization
) -> None:
    production, _ = show
    scene = a_scene(production)
    grip = a_member(office, Role.CREW, "Gil")
    access(grip, production)
    stranger = a_member(an_organization("Other Films"), name="Sid")

    with pytest.raises(NotAllowed):
        change_scene(scene, KITCHEN, version=1, by=grip, at=FRIDAY_18H)
    with pytest.raises(NotFound):
        change_scene(scene, KITCHEN, version=1, by=stranger, at=FRIDAY_18H)

    assert Scene.objects.values_list("version", flat=True).get() == 1
