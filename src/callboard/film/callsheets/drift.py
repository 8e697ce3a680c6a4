"""How far a working sheet has moved from what was published of it, and how editions differ from each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from callboard.core.organizations.models import Membership, Production
from callboard.core.publishing.models import Edition, EditionPart
from callboard.core.publishing.queries import current_edition, editions_of
from callboard.core.publishing.rules import Audience, Payload
from callboard.film.callsheets.models import CallSheet
from callboard.film.callsheets.publish import payload_now, topic_of
from callboard.film.callsheets.queries import SheetView
from callboard.film.callsheets.telling import sheet_changes

# What of a place sends people elsewhere, as the sheet prints it.
_WAYS_TO_A_PLACE = ("address", "unit_base", "crew_parking", "notes")


@dataclass(frozen=True)
class PlaceChange:
    """A place that the edition still sends people to as it was."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Drift:
    """The current edition of a sheet, and what the sheet says differently by now.

    `sections` are as `telling.sheet_changes` gives them; `holder_count` people hold this edition.
    """

    edition: Edition
    is_out_of_date: bool
    sections: Sequence[Mapping[str, Any]]
    places: Sequence[PlaceChange]
    holder_count: int


@dataclass(frozen=True)
class EditionStep:
    """An edition with what it changed against the one before: sections of the sheet, and whom it told how."""

    edition: Edition
    is_current: bool
    sections: Sequence[Mapping[str, Any]]
    told: Mapping[str, Sequence[str]]


def drift_of(view: SheetView) -> Drift | None:
    """What changed since the sheet was published; None while it never was."""
    edition = current_edition(topic_of(view.sheet))
    if edition is None:
        return None
    now = payload_now(view, edition)
    holders = EditionPart.objects.filter(edition=edition).exclude(audience=Audience.CANCELED)
    return Drift(
        edition=edition,
        is_out_of_date=now != edition.payload,
        sections=sheet_changes(edition.payload, now),
        places=_place_changes(edition.payload, now),
        holder_count=holders.count(),
    )


def edition_steps(member: Membership, production: Production, sheet: CallSheet) -> list[EditionStep]:
    """The editions of a sheet, newest first, each against the one before. Raises NotAllowed."""
    editions = list(editions_of(member, production, topic_of(sheet)))
    told = _told_names(editions)
    before = [*editions[1:], None]
    return [
        EditionStep(
            edition=edition,
            is_current=edition is editions[0],
            sections=sheet_changes(older.payload, edition.payload) if older else (),
            told=told.get(edition.pk, {}),
        )
        for edition, older in zip(editions, before, strict=True)
    ]


def _told_names(editions: Sequence[Edition]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    parts = EditionPart.objects.filter(edition__in=editions).order_by("party__name", "pk")
    for edition_id, audience, name in parts.values_list("edition_id", "audience", "party__name"):
        found.setdefault(edition_id, {}).setdefault(audience, []).append(name)
    return found


def _place_changes(old: Payload, new: Payload) -> list[PlaceChange]:
    before = {place["name"]: place for place in old["front"]["locations"]}
    return [
        PlaceChange(place["name"], before[place["name"]][way], place[way])
        for place in new["front"]["locations"]
        if place["name"] in before
        for way in _WAYS_TO_A_PLACE
        if before[place["name"]][way] != place[way]
    ]
