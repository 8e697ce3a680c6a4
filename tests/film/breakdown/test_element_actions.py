"""The cast list and its neighbors: rename, merge, number, cast."""

from __future__ import annotations

import pytest

from callboard.core.errors import StaleEdit
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.publishing.models import Edition
from callboard.film.breakdown.actions import add_element, seed_palette
from callboard.film.breakdown.element_actions import (
    ElementFields,
    cast_element,
    change_element,
    merge_elements,
    number_cast,
    remove_unused_element,
    set_voice,
)
from callboard.film.breakdown.models import Element, ElementCategory, SceneElement
from callboard.film.breakdown.queries import cast_of
from callboard.film.breakdown.rules import (
    CastNumbersLocked,
    ElementInUse,
    ElementNameTaken,
    ElementNumberTaken,
    NotCastEngagement,
    OtherCategory,
    SameElement,
)
from tests.builders import FRIDAY_18H, SATURDAY, a_member, a_production, a_scene, an_engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(office: Organization) -> tuple[Production, Membership]:
    production = a_production(office)
    seed_palette(production)
    return production, a_member(office)


def an_element(production: Production, name: str, category: str = "Cast", **fields: object) -> Element:
    row = ElementCategory.objects.get(production=production, name=category)
    return Element.objects.create(
        organization=production.organization,
        production=production,
        category=row,
        name=name,
        **fields,
    )


def publish_a_sheet(production: Production, member: Membership) -> None:
    Edition.objects.create(
        organization=production.organization,
        production=production,
        topic="call sheet 1",
        kind="callsheet",
        title="Day 1",
        number=1,
        color="White",
        day=SATURDAY,
        payload={},
        payload_schema=1,
        published_by=member,
        published_at=FRIDAY_18H,
        deadline=FRIDAY_18H,
    )


def test_cast_is_numbered_by_scenes_then_by_appearance(show: tuple[Production, Membership]) -> None:
    """Mara has two scenes; Jonas speaks in the first, Ida in the second; the harbor master is only heard, in both."""
    production, ada = show
    cast = ElementCategory.objects.get(name="Cast")
    first, second = a_scene(production, "1"), a_scene(production, "2")
    add_element(second, cast, "Ida", by=ada, at=FRIDAY_18H)
    for scene in (first, second):
        add_element(scene, cast, "Harbor master", by_voice=True, by=ada, at=FRIDAY_18H)
        add_element(scene, cast, "Mara", by=ada, at=FRIDAY_18H)
    add_element(first, cast, "Jonas", by=ada, at=FRIDAY_18H)

    assert number_cast(production, by=ada, at=FRIDAY_18H) == 4

    lines = [
        (line.element.number, line.element.name, line.scene_count, line.is_by_voice_only)
        for line in cast_of(production)
    ]
    assert lines == [
        ("1", "Mara", 2, False),
        ("2", "Jonas", 1, False),
        ("3", "Ida", 1, False),
        ("4", "Harbor master", 2, True),
    ]


def test_numbers_stay_after_a_sheet_was_published(show: tuple[Production, Membership]) -> None:
    production, ada = show
    mara = an_element(production, "Mara", number="7")
    an_element(production, "Jonas")
    publish_a_sheet(production, ada)

    with pytest.raises(CastNumbersLocked):
        number_cast(production, anew=True, by=ada, at=FRIDAY_18H)
    with pytest.raises(CastNumbersLocked):
        change_element(mara, ElementFields("Mara", "1"), version=1, by=ada, at=FRIDAY_18H)

    assert number_cast(production, by=ada, at=FRIDAY_18H) == 1
    assert dict(Element.objects.values_list("name", "number")) == {"Mara": "7", "Jonas": "1"}


def test_numbering_anew_starts_at_one_again(show: tuple[Production, Membership]) -> None:
    production, ada = show
    for name, number in (("Mara", "12"), ("Jonas", "1")):
        an_element(production, name, number=number)

    number_cast(production, anew=True, by=ada, at=FRIDAY_18H)

    assert sorted(Element.objects.values_list("number", flat=True)) == ["1", "2"]


def test_an_element_is_renamed_renumbered_and_counted(show: tuple[Production, Membership]) -> None:
    production, ada = show
    element = an_element(production, "Mara")

    change_element(element, ElementFields(" Mara  Voss", "1", 0, "limps"), version=1, by=ada, at=FRIDAY_18H)

    row = Element.objects.values_list("name", "number", "quantity", "notes", "version").get()
    assert row == ("Mara Voss", "1", 1, "limps", 2)


def test_names_and_numbers_are_unique_in_their_category(show: tuple[Production, Membership]) -> None:
    production, ada = show
    an_element(production, "Mara", number="1")
    jonas = an_element(production, "Jonas")

    with pytest.raises(ElementNameTaken, match="Merge the two"):
        change_element(jonas, ElementFields("MARA"), version=1, by=ada, at=FRIDAY_18H)
    with pytest.raises(ElementNumberTaken, match="Number 1 in Cast belongs to Mara"):
        change_element(jonas, ElementFields("Jonas", "1"), version=1, by=ada, at=FRIDAY_18H)
    with pytest.raises(StaleEdit):
        change_element(jonas, ElementFields("Jon"), version=9, by=ada, at=FRIDAY_18H)

    jonas.refresh_from_db()
    assert (jonas.name, jonas.version) == ("Jonas", 1)


def test_merged_elements_share_their_scenes_once(show: tuple[Production, Membership]) -> None:
    """Mara is on the set in 1 as "Young Mara" and heard there as "Mara"; scene 2 has only the young one."""
    production, ada = show
    cast = ElementCategory.objects.get(name="Cast")
    first, second = a_scene(production, "1"), a_scene(production, "2")
    mara = add_element(first, cast, "Mara", by_voice=True, by=ada, at=FRIDAY_18H).element
    young = add_element(first, cast, "Young Mara", by=ada, at=FRIDAY_18H).element
    add_element(second, cast, "Young Mara", by=ada, at=FRIDAY_18H)
    young.number = "3"
    young.save()

    merge_elements(young, mara, version=1, by=ada, at=FRIDAY_18H)

    assert list(Element.objects.values_list("name", "number")) == [("Mara", "3")]
    rows = SceneElement.objects.values_list("scene__number", "element__name", "by_voice")
    assert sorted(rows) == [("1", "Mara", False), ("2", "Mara", False)]


def test_only_two_of_one_category_are_merged(show: tuple[Production, Membership]) -> None:
    production, ada = show
    mara, rope = an_element(production, "Mara"), an_element(production, "Rope", "Props")

    with pytest.raises(OtherCategory):
        merge_elements(rope, mara, version=1, by=ada, at=FRIDAY_18H)
    with pytest.raises(SameElement):
        merge_elements(mara, mara, version=1, by=ada, at=FRIDAY_18H)

    assert Element.objects.count() == 2


def test_a_character_is_played_by_somebody_engaged_as_cast(show: tuple[Production, Membership]) -> None:
    production, ada = show
    mara = an_element(production, "Mara")
    lena = an_engagement(production, "Lena Hart", "cast", position="Mara")
    grip = an_engagement(production, "Gil Grip", "crew")

    cast_element(mara, lena, version=1, by=ada, at=FRIDAY_18H)
    with pytest.raises(NotCastEngagement, match="Gil Grip is not engaged as cast"):
        cast_element(mara, grip, version=2, by=ada, at=FRIDAY_18H)

    assert [(line.element.name, line.played_by) for line in cast_of(production)] == [("Mara", "Lena Hart")]
    mara.refresh_from_db()
    cast_element(mara, None, version=2, by=ada, at=FRIDAY_18H)
    assert [line.played_by for line in cast_of(production)] == [""]


def test_a_character_may_be_only_heard_in_one_scene(show: tuple[Production, Membership]) -> None:
    production, ada = show
    scene = a_scene(production, "1")
    link = add_element(scene, ElementCategory.objects.get(name="Cast"), "Mara", by=ada, at=FRIDAY_18H)

    set_voice(scene, link.element, True, by=ada, at=FRIDAY_18H)

    assert list(SceneElement.objects.values_list("by_voice", flat=True)) == [True]


def test_only_an_element_that_no_scene_needs_is_removed(show: tuple[Production, Membership]) -> None:
    production, ada = show
    used = add_element(
        a_scene(production), ElementCategory.objects.get(name="Props"), "Rope", by=ada, at=FRIDAY_18H
    ).element
    unused = an_element(production, "Ladder", "Props")

    with pytest.raises(ElementInUse, match="still in 1 scenes"):
        remove_unused_element(used, version=1, by=ada, at=FRIDAY_18H)
    remove_unused_element(unused, version=1, by=ada, at=FRIDAY_18H)

    assert list(Element.objects.values_list("name", "version")) == [("Rope", 1)]
