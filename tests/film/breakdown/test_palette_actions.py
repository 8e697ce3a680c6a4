"""The palette is the production's own."""

from __future__ import annotations

import pytest

from callboard.core.errors import StaleEdit
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.film.breakdown.actions import add_element
from callboard.film.breakdown.models import ElementCategory
from callboard.film.breakdown.palette_actions import (
    CategoryFields,
    change_category,
    create_category,
    create_palette,
    move_category,
    remove_category,
)
from callboard.film.breakdown.queries import palette_of
from callboard.film.breakdown.rules import (
    CastCategoryStays,
    CategoryInUse,
    CategoryNameMissing,
    CategoryNameTaken,
    ColorUnclear,
)
from tests.builders import FRIDAY_18H, a_member, a_production, a_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(office: Organization) -> tuple[Production, Membership]:
    production, ada = a_production(office), a_member(office)
    create_palette(production, by=ada, at=FRIDAY_18H)
    return production, ada


def names(production: Production, ada: Membership) -> list[str]:
    return [category.name for category in palette_of(ada, production)]


def test_a_category_of_ones_own_comes_last(show: tuple[Production, Membership]) -> None:
    production, ada = show

    drones = create_category(production, CategoryFields("Drones", "#123ABC", "D R"), by=ada, at=FRIDAY_18H)

    assert names(production, ada)[-2:] == ["Miscellaneous", "Drones"]
    assert (drones.color, drones.mark, drones.universal_id) == ("#123abc", "DR", None)


def test_a_category_is_renamed_and_recolored_at_its_version(show: tuple[Production, Membership]) -> None:
    _, ada = show
    grip = ElementCategory.objects.get(name="Grip")

    change_category(grip, CategoryFields("Grips", "#000000", "GP"), version=1, by=ada, at=FRIDAY_18H)
    with pytest.raises(StaleEdit):
        change_category(grip, CategoryFields("Dolly", "#000000", "GP"), version=1, by=ada, at=FRIDAY_18H)

    row = ElementCategory.objects.values_list("name", "color", "mark", "version").get(pk=grip.pk)
    assert row == ("Grips", "#000000", "GP", 2)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        (CategoryFields(" "), CategoryNameMissing),
        (CategoryFields("PROPS"), CategoryNameTaken),
        (CategoryFields("Drones", "blue"), ColorUnclear),
    ],
)
def test_a_bad_category_is_refused(
    show: tuple[Production, Membership], fields: CategoryFields, refusal: type[Exception]
) -> None:
    production, ada = show
    before = names(production, ada)

    with pytest.raises(refusal):
        create_category(production, fields, by=ada, at=FRIDAY_18H)

    assert names(production, ada) == before


def test_categories_move_up_and_down_and_stop_at_the_ends(show: tuple[Production, Membership]) -> None:
    production, ada = show
    stunts = ElementCategory.objects.get(name="Stunts")

    move_category(stunts, -1, by=ada, at=FRIDAY_18H)
    assert names(production, ada)[:3] == ["Cast", "Stunts", "Background"]
    for _ in range(3):
        move_category(stunts, -1, by=ada, at=FRIDAY_18H)

    assert names(production, ada)[:3] == ["Stunts", "Cast", "Background"]


def test_only_an_empty_category_is_removed(show: tuple[Production, Membership]) -> None:
    production, ada = show
    props, grip, cast = (ElementCategory.objects.get(name=name) for name in ("Props", "Grip", "Cast"))
    add_element(a_scene(production), props, "Rope", by=ada, at=FRIDAY_18H)

    with pytest.raises(CategoryInUse, match="still has 1 elements"):
        remove_category(props, version=1, by=ada, at=FRIDAY_18H)
    with pytest.raises(CastCategoryStays):
        remove_category(cast, version=1, by=ada, at=FRIDAY_18H)
    remove_category(grip, version=1, by=ada, at=FRIDAY_18H)

    assert {"Props", "Cast", "Grip"} & set(names(production, ada)) == {"Props", "Cast"}
