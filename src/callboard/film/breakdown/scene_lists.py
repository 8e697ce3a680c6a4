"""The list of all scenes: search, filters, order and totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from callboard.core.organizations.models import Membership, Production
from callboard.film.breakdown.models import Element, ElementCategory, SceneElement
from callboard.film.breakdown.queries import SceneCard, palette_of, scene_cards
from callboard.film.breakdown.rules import minutes_text, number_order
from callboard.formats.eighths import eighths_text

SORTS: Final[Mapping[str, Callable[[SceneCard], Any]]] = {
    "script": lambda _: 0,
    "set": lambda card: card.set_name.casefold(),
    "time": lambda card: (card.light, card.time_of_day),
    "pages": lambda card: -card.eighths,
    "minutes": lambda card: -card.minutes,
    "cast": lambda card: -len(card.cast_ids),
}
"""Ways to order the list; those that are equal stay in script order."""


@dataclass(frozen=True)
class SceneFilter:
    """What to show of the breakdown; empty means everything. `category` and `element` are public ids as text."""

    words: str = ""
    episode: str = ""
    int_ext: str = ""
    time_of_day: str = ""
    set_name: str = ""
    category: str = ""
    element: str = ""
    sort: str = "script"
    with_omitted: bool = True

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return self != SceneFilter(sort=self.sort)


@dataclass(frozen=True)
class Totals:
    """What the shown scenes add up to; omitted scenes count for nothing."""

    scene_count: int
    omitted_count: int
    eighths: int
    minutes: int
    cast_count: int
    estimated_count: int

    @property
    def length(self) -> str:
        """Pages as "12 3/8"."""
        return eighths_text(self.eighths)

    @property
    def time(self) -> str:
        """Minutes as "14:30"."""
        return minutes_text(self.minutes) or "0:00"


@dataclass(frozen=True)
class Choices:
    """What the filters offer: only what occurs."""

    episodes: list[str]
    sets: list[str]
    int_exts: list[str]
    times: list[str]
    categories: list[ElementCategory]
    cast: list[Element]


@dataclass(frozen=True)
class SceneList:
    """The breakdown as a list."""

    cards: list[SceneCard]
    totals: Totals
    choices: Choices
    unnumbered_count: int
    scene_count: int
    """All scenes of the production, shown or not."""


def scene_list(member: Membership, production: Production, wanted: SceneFilter) -> SceneList:
    """Scenes that fit, in the order asked for, in the same number of queries however many there are."""
    palette = palette_of(member, production)
    cards = list(scene_cards(production).values())
    elements: dict[int, list[Element]] = defaultdict(list)
    links = SceneElement.objects.filter(scene__production=production).select_related("element__category")
    for link in links:
        elements[link.scene_id].append(link.element)
    shown = [card for card in cards if _fits(card, elements[card.id], wanted)]
    shown.sort(key=SORTS.get(wanted.sort, SORTS["script"]))
    return SceneList(
        cards=shown,
        totals=_totals(shown),
        choices=_choices(cards, elements, palette),
        unnumbered_count=sum(1 for card in cards if not card.number and not card.is_omitted),
        scene_count=len(cards),
    )


def _fits(card: SceneCard, elements: list[Element], wanted: SceneFilter) -> bool:
    plain = (
        (wanted.episode, card.episode),
        (wanted.int_ext, card.int_ext),
        (wanted.time_of_day, card.time_of_day),
        (wanted.set_name, card.set_name),
    )
    if any(asked and asked != found for asked, found in plain):
        return False
    if card.is_omitted and not wanted.with_omitted:
        return False
    if wanted.category and not any(str(element.category.public_id) == wanted.category for element in elements):
        return False
    if wanted.element and not any(str(element.public_id) == wanted.element for element in elements):
        return False
    return _has_words(card, elements, wanted.words)


def _has_words(card: SceneCard, elements: list[Element], words: str) -> bool:
    written = [card.number, card.heading, card.set_name, card.synopsis, card.script_day, *(e.name for e in elements)]
    text = "\n".join(written).casefold()
    return all(word in text for word in words.casefold().split())


def _totals(cards: list[SceneCard]) -> Totals:
    shot = [card for card in cards if not card.is_omitted]
    return Totals(
        scene_count=len(shot),
        omitted_count=len(cards) - len(shot),
        eighths=sum(card.eighths for card in shot),
        minutes=sum(card.minutes for card in shot),
        cast_count=len({role.element_id for card in shot for role in card.cast if not role.by_voice}),
        estimated_count=sum(1 for card in shot if card.eighths_estimated),
    )


def _choices(cards: list[SceneCard], elements: dict[int, list[Element]], palette: list[ElementCategory]) -> Choices:
    occurring = {element.pk: element for found in elements.values() for element in found}
    cast = [element for element in occurring.values() if element.category.is_cast]
    used = {element.category_id for element in occurring.values()}
    return Choices(
        episodes=list(dict.fromkeys(card.episode for card in cards if card.episode)),
        sets=sorted({card.set_name for card in cards if card.set_name}),
        int_exts=sorted({card.int_ext for card in cards if card.int_ext}),
        times=sorted({card.time_of_day for card in cards if card.time_of_day}),
        categories=[category for category in palette if category.pk in used],
        cast=sorted(cast, key=lambda element: (number_order(element.number), element.name)),
    )
