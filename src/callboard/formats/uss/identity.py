"""Ids of the file: unique in their list, and mentioned only where they exist."""

from __future__ import annotations

from callboard.formats.uss import faults
from callboard.formats.uss.fields import Part


class Ids:
    """The ids given out in one list of the file."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._taken: set[str] = set()
        self._copies: dict[str, int] = {}

    @property
    def known(self) -> frozenset[str]:
        """All ids given so far."""
        return frozenset(self._taken)

    def of(self, part: Part) -> str:
        """The object's own id; a free one, with a repair, where it has none or shares it with one before."""
        own = part.text("id")
        if not own:
            given = self._free(f"{self._kind}-{len(self._taken) + 1}")
            part.note(faults.NO_ID, id=given)
        elif own in self._taken:
            given = self._free(own)
            part.note(faults.SAME_ID, id=own, new=given)
        else:
            given = own
        self._taken.add(given)
        return given

    def _free(self, wanted: str) -> str:
        given = wanted
        while given in self._taken:
            self._copies[wanted] = self._copies.get(wanted, 1) + 1
            given = f"{wanted}-{self._copies[wanted]}"
        return given


def known_ids(part: Part, key: str, known: frozenset[str]) -> list[str]:
    """The ids listed under the key that are in this file; the others leave a repair."""
    listed = part.ids(key)
    for identity in listed:
        if identity not in known:
            part.note(faults.UNKNOWN_ID, key=key, id=identity)
    return [identity for identity in listed if identity in known]
