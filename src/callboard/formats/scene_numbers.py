"""Scene numbers: text as written, and the key that puts them in script order."""

from __future__ import annotations

import re
from typing import NamedTuple

UNNUMBERED = 10**9  # sorts after every number a script can have

_NUMBER = re.compile(
    r"""(?:(?P<episode>\d{1,6})-(?=[^\W\d_]*\d)|(?P<roman>[IVX]{1,6})-(?=\d))?
        (?P<prefix>[^\W\d_]*)-?
        (?P<base>\d{1,8})-?
        (?P<suffix>[^\W\d_]*?)
        (?:-?PT\.?(?P<part>\d{1,6})|[.-](?P<subpart>\d{1,6}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INSERTED = re.compile(r"(?P<inserted>[a-z]+)(?P<letters>[A-Z]+)")
_ROMAN = {"I": 1, "V": 5, "X": 10}


class SceneKey(NamedTuple):
    """Orders scene numbers: A11 < B11 < 11 < 11A < 11B < 12, and 10 < 10aA < 10A.

    `unprefixed` is 0 for A11 and 1 for 11, so that a lettered insert comes before its scene; `uninserted`
    does the same for 10aA before 10A. Letters are compared without regard to case. What is no number
    ("", "GREECE UNIT") sorts last. Source: the two insert conventions in use (letter after,
    letter before), one key for both.
    """

    episode: int
    base: int
    unprefixed: int
    prefix: str
    suffix: str
    uninserted: int
    inserted: str
    part: int


def scene_key(number: str, *, episode: int = 0) -> SceneKey:
    """The sort key of a scene number; `episode` stands in where the number itself names none."""
    written = " ".join(number.split()).rstrip(".")
    match = _NUMBER.fullmatch(written.replace(" ", ""))
    if match is None:
        return SceneKey(episode, UNNUMBERED, 1, "", written.upper(), 1, "", 0)
    prefix = match["prefix"].upper()
    letters, inserted = match["suffix"], ""
    mixed = _INSERTED.fullmatch(letters)
    if mixed:
        letters, inserted = mixed["letters"], mixed["inserted"]
    return SceneKey(
        episode=_episode(match) or episode,
        base=int(match["base"]),
        unprefixed=0 if prefix else 1,
        prefix=prefix,
        suffix=letters.upper(),
        uninserted=0 if inserted else 1,
        inserted=inserted.upper(),
        part=int(match["part"] or match["subpart"] or 0),
    )


def _episode(match: re.Match[str]) -> int:
    if match["episode"]:
        return int(match["episode"])
    total = largest = 0
    for letter in reversed((match["roman"] or "").upper()):
        value = _ROMAN[letter]
        total += value if value >= largest else -value
        largest = max(largest, value)
    return total
