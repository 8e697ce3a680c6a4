"""Rules of the breakdown: lengths and times as written, scene order as text, cast numbers, the palette. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from callboard.core.errors import Refused, gettext_noop
from callboard.formats.eighths import read_eighths
from callboard.formats.scene_numbers import SceneKey

LONGEST_SCENE_EIGHTHS = 8 * 200
LONGEST_SCENE_MINUTES = 7 * 24 * 60


class LengthUnclear(Refused):
    """A length that is not written in pages and eighths."""

    text = gettext_noop(
        "“%(written)s” is not a length. Write pages and eighths, like 4/8, 1 4/8 or 2; one eighth at least."
    )


class MinutesUnclear(Refused):
    """A shooting time that is neither minutes nor hours and minutes."""

    text = gettext_noop("“%(written)s” is not a time. Write minutes, like 45, or hours and minutes, like 1:30.")


class HeadingMissing(Refused):
    """A scene without a set."""

    text = gettext_noop("Name the set of the scene, so that people know what it is about.")


class SceneNumberTaken(Refused):
    """The episode has a scene of this number; a number is never used for two scenes, not even after one is omitted."""

    text = gettext_noop("Scene %(number)s already exists in this episode. Choose another number, such as %(number)sA.")


class ElementNameMissing(Refused):
    """An element without a name."""

    text = gettext_noop("Give the element a name.")


class ElementNameTaken(Refused):
    """The category has an element of this name."""

    text = gettext_noop("%(category)s already has “%(name)s”. Merge the two, or choose another name.")


class ElementNumberTaken(Refused):
    """Two elements of a category may not share a number."""

    text = gettext_noop("Number %(number)s in %(category)s belongs to %(name)s. Choose another number.")


class CastNumbersLocked(Refused):
    """Cast numbers stand on published sheets."""

    text = gettext_noop(
        "A sheet was already published with these cast numbers, so they stay. You can still number those who have none."
    )


class OtherCategory(Refused):
    """Only elements of one category are the same thing."""

    text = gettext_noop("“%(name)s” is in another category. Only elements of one category can be merged.")


class SameElement(Refused):
    """An element merged into itself would be lost."""

    text = gettext_noop("Choose another element to merge “%(name)s” into.")


class ElementInUse(Refused):
    """Scenes would lose what they need."""

    text = gettext_noop("“%(name)s” is still in %(count)s scenes. Take it out of them first.")


class CategoryNameMissing(Refused):
    """A category without a name."""

    text = gettext_noop("Give the category a name.")


class CategoryNameTaken(Refused):
    """Two categories of one name could not be told apart."""

    text = gettext_noop("There is already a category “%(name)s”. Choose another name.")


class CategoryInUse(Refused):
    """Elements would lose their category."""

    text = gettext_noop("“%(name)s” still has %(count)s elements. Rename it, or remove its elements first.")


class CastCategoryStays(Refused):
    """Calls and day out of days hang on the category of cast."""

    text = gettext_noop("“%(name)s” cannot be removed: calls are made from it. You can rename it.")


class ColorUnclear(Refused):
    """A color that is not #RRGGBB."""

    text = gettext_noop("“%(written)s” is not a color. Write it as # and six hexadecimal digits, like #c0392b.")


class NotCastEngagement(Refused):
    """A character is played by somebody engaged as cast in this production."""

    text = gettext_noop("%(name)s is not engaged as cast in this production. Engage them first.")


class PaletteRow(NamedTuple):
    """A category as it is offered to a new production."""

    universal_id: int
    name: str
    color: str
    mark: str


CAST, BACKGROUND = 100, 101

# Sources disagree on the colors of marks on paper (one gives extras green, another orange; one wardrobe circled,
# another cyan), and writing programs have colors of their own. So this is where a production starts, not what it must
# keep: the palette page changes names, colors, marks and order. Ids: Universal Category Identification.
PALETTE: tuple[PaletteRow, ...] = (
    PaletteRow(CAST, gettext_noop("Cast"), "#c62828", "C"),
    PaletteRow(BACKGROUND, gettext_noop("Background"), "#2e7d32", "BG"),
    PaletteRow(102, gettext_noop("Stunts"), "#e65100", "ST"),
    PaletteRow(103, gettext_noop("Vehicles"), "#d81b60", "V"),
    PaletteRow(104, gettext_noop("Props"), "#6a1b9a", "P"),
    PaletteRow(105, gettext_noop("Special effects"), "#1565c0", "FX"),
    PaletteRow(106, gettext_noop("Wardrobe"), "#00838f", "W"),
    PaletteRow(107, gettext_noop("Make-up and hair"), "#ad6800", "M"),
    PaletteRow(108, gettext_noop("Animals"), "#f06292", "A"),
    PaletteRow(109, gettext_noop("Animal wranglers"), "#ba68c8", "AW"),
    PaletteRow(110, gettext_noop("Camera"), "#455a64", "CAM"),
    PaletteRow(111, gettext_noop("Grip"), "#5d4037", "G"),
    PaletteRow(112, gettext_noop("Electric"), "#f9a825", "E"),
    PaletteRow(113, gettext_noop("Sound"), "#795548", "S"),
    PaletteRow(114, gettext_noop("Music"), "#8d6e63", "MU"),
    PaletteRow(115, gettext_noop("Art department"), "#283593", "ART"),
    PaletteRow(116, gettext_noop("Set dressing"), "#00695c", "SD"),
    PaletteRow(117, gettext_noop("Greenery"), "#558b2f", "GR"),
    PaletteRow(118, gettext_noop("Security"), "#37474f", "SEC"),
    PaletteRow(119, gettext_noop("Special equipment"), "#4527a0", "EQ"),
    PaletteRow(120, gettext_noop("Additional labor"), "#9e9d24", "L"),
    PaletteRow(121, gettext_noop("Visual effects"), "#0277bd", "VFX"),
    PaletteRow(122, gettext_noop("Mechanical effects"), "#607d8b", "MFX"),
    PaletteRow(125, gettext_noop("Miscellaneous"), "#757575", "X"),
)
OWN_COLOR = "#616161"


def eighths_from(written: str) -> int:
    """Read "1 4/8" as 12; refuse what is no length of a scene that is shot. Raises LengthUnclear."""
    eighths = read_eighths(written)
    if eighths is None or not 1 <= eighths <= LONGEST_SCENE_EIGHTHS:
        raise LengthUnclear(written=written.strip())
    return eighths


_HOURS = re.compile(r"(?P<hours>\d{1,3})\s*(?::|h)\s*(?P<minutes>[0-5]?\d)?\s*(?:min|m)?", re.IGNORECASE)
_MINUTES = re.compile(r"(?P<minutes>\d{1,5})\s*(?:min|m|')?", re.IGNORECASE)


def minutes_from(written: str) -> int:
    """Read "45" or "1:30" as minutes; nothing written is 0, not yet estimated. Raises MinutesUnclear."""
    words = written.strip()
    if not words:
        return 0
    if match := _MINUTES.fullmatch(words):
        minutes = int(match["minutes"])
    elif match := _HOURS.fullmatch(words):
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    else:
        raise MinutesUnclear(written=words)
    if minutes > LONGEST_SCENE_MINUTES:
        raise MinutesUnclear(written=words)
    return minutes


def minutes_text(minutes: int) -> str:
    """Write 90 as "1:30", 0 as nothing."""
    return f"{minutes // 60}:{minutes % 60:02}" if minutes else ""


def color_from(written: str) -> str:
    """Check a color. Raises ColorUnclear."""
    color = written.strip().lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", color):
        raise ColorUnclear(written=written.strip())
    return color


def name_from(written: str) -> str:
    """An element's name on one line. Raises ElementNameMissing."""
    name = " ".join(written.split())
    if not name:
        raise ElementNameMissing()
    return name[:120]


def sort_text(key: SceneKey, follower: int = 0) -> str:
    """The order of scene numbers as text that any database sorts alike: fixed widths, digits and capitals only.

    `follower` counts the scenes without a number since the numbered one: they stay where the script has them.
    """
    return "".join(
        (
            f"{key.episode % 10**6:06}{key.base:010}{key.unprefixed}",
            _letters(key.prefix, 8),
            _letters(key.suffix, 20),
            f"{key.uninserted}",
            _letters(key.inserted, 8),
            f"{key.part % 10**6:06}{follower:05}",
        )
    )


def _letters(letters: str, width: int) -> str:
    kept = "".join(letter for letter in letters.upper() if letter.isalnum())
    return kept[:width].ljust(width, "0")


@dataclass(frozen=True)
class Appearance:
    """A character without a number: where they first appear in the script, and in how many scenes."""

    key: int
    first: tuple[str, int]
    scene_count: int
    by_voice_only: bool = False


def cast_numbers(appearances: Iterable[Appearance], taken: Collection[str]) -> dict[int, str]:
    """Number those who have none: most scenes first, then first to appear; 1 is the lead.

    Taken numbers are passed over.
    """
    ordered = sorted(appearances, key=lambda one: (one.by_voice_only, -one.scene_count, one.first, one.key))
    free = (str(number) for number in range(1, 10**6) if str(number) not in taken)
    return {one.key: next(free) for one in ordered}


def next_scene_numbers(taken: Sequence[str], count: int) -> list[str]:
    """Give `count` consecutive numbers after the highest plain one in use."""
    highest = max((int(number) for number in taken if number.isdecimal()), default=0)
    return [str(highest + step) for step in range(1, count + 1)]


def number_order(number: str) -> tuple[int, int, str]:
    """Sort board ids as people count: 2 before 10, those without a number last."""
    match = re.match(r"\d+", number)
    return (0 if number else 1, int(match[0]) if match else 10**9, number)
