"""What a strip needs, by category: its cast, its set, inside or outside, and the light of its story."""

from __future__ import annotations

from callboard.formats.headings import story_light
from callboard.formats.uss.values import Breakdown, Category, Element, Schedule

SET, INT_EXT, DAY_NIGHT, SCRIPT_DAY, UNIT, SEQUENCE, LOCATION = range(7)
CAST = 100
# what programs call a category that they number on their own
_NAMES = {
    SET: {"set", "sets"},
    INT_EXT: {"int/ext", "i/e"},
    DAY_NIGHT: {"day/night", "d/n"},
    LOCATION: {"location", "locations"},
    CAST: {"cast", "cast members"},
}


class Catalog:
    """The elements of a schedule by their id and category. Built once, it answers for every strip."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._elements = {element.id: element for element in schedule.elements}
        self._categories = {ucid: frozenset(self._category_ids(ucid)) for ucid in (*range(7), CAST)}

    @property
    def cast(self) -> tuple[Element, ...]:
        """All cast in the file's order."""
        return tuple(e for e in self._schedule.elements if e.category_id in self._categories[CAST])

    def elements_of(self, breakdown: Breakdown, ucid: int) -> tuple[Element, ...]:
        """The strip's elements of one category, in the strip's own order; `ucid` 0–6 or 100."""
        wanted = self._categories[ucid]
        found = (self._elements[element_id] for element_id in breakdown.element_ids)
        return tuple(element for element in found if element.category_id in wanted)

    def cast_of(self, breakdown: Breakdown) -> tuple[Element, ...]:
        """The cast that the strip calls."""
        return self.elements_of(breakdown, CAST)

    def set_of(self, breakdown: Breakdown) -> Element | None:
        """The strip's set: the first, where it lists several (a strip has one set; the rest are remarks)."""
        return next(iter(self.elements_of(breakdown, SET)), None)

    def int_ext_of(self, breakdown: Breakdown) -> str:
        """INT, EXT, INT/EXT or "" where the strip says neither."""
        words = {
            word
            for element in self.elements_of(breakdown, INT_EXT)
            for word in ("INT", "EXT")
            if word in element.name.upper() or element.name.upper().strip(". ") in {"I/E", "E/I"}
        }
        return "INT/EXT" if len(words) == 2 else next(iter(words), "")

    def light_of(self, breakdown: Breakdown) -> str:
        """DAY, NIGHT, SUNRISE, SUNSET, or "" where the strip's time of day says no light (CONTINUOUS, nothing)."""
        time = next(iter(self.elements_of(breakdown, DAY_NIGHT)), None)
        return story_light(time.name) if time else ""

    def _category_ids(self, ucid: int) -> list[str]:
        """Categories with this number; if no element is in one, custom categories by their name."""
        used = {element.category_id for element in self._schedule.elements}
        numbered = [category.id for category in self._schedule.categories if category.ucid == ucid]
        if used.intersection(numbered):
            return numbered
        return numbered + [category.id for category in self._schedule.categories if _is_named(category, ucid)]


def _is_named(category: Category, ucid: int) -> bool:
    return category.is_custom and category.name.strip().casefold() in _NAMES.get(ucid, set())
