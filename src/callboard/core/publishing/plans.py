"""What publishing would do: the next number, and for each party how they are told. Reads, never writes.

A fixed number of queries, whatever the size of the crew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from callboard.core.messages.queries import sequences_sent
from callboard.core.people.models import Party
from callboard.core.people.rules import contact_address
from callboard.core.people.sealed import keys_of, open_with
from callboard.core.publishing.drafts import EditionDraft, PartDraft
from callboard.core.publishing.models import Acknowledgement, CurrentEdition, Edition, EditionPart, HeldPart
from callboard.core.publishing.rules import (
    Audience,
    Changes,
    EditionKind,
    KnownPart,
    PartyErased,
    Payload,
    Standing,
    check_can_publish,
    edition_color,
    kind_named,
    needs_void_notice,
    telling_of,
    told_of_sheet,
)
from callboard.core.readiness.queries import open_blockers
from callboard.core.readiness.rules import Blocker


@dataclass(frozen=True)
class PlannedPart:
    """How one party will be told. `payload` is None for somebody canceled."""

    party: Party
    audience: Audience
    payload: Payload | None
    gets_all: bool = False
    changes: Changes = ()
    same_as: int | None = None
    blockers: tuple[Blocker, ...] = ()
    is_mailed: bool = True
    """False for somebody held who knows of no earlier sheet."""

    @property
    def has_address(self) -> bool:
        """Without one they have to be called."""
        return bool(contact_address(self.party))


@dataclass(frozen=True)
class EditionPlan:
    """The next edition of a topic, before it is published."""

    number: int
    color: str
    current: Edition | None
    parts: Sequence[PlannedPart]

    @property
    def replaces(self) -> str:
        """The color that becomes void; empty for a first edition."""
        return self.current.color if self.current else ""

    @property
    def summary(self) -> dict[str, int]:
        """How many parties are told in which way."""
        return {audience.value: len(self.told(audience)) for audience in Audience if self.told(audience)}

    def told(self, *audiences: Audience) -> list[PlannedPart]:
        """The parties that are told in these ways, in this order of ways."""
        return [part for audience in audiences for part in self.parts if part.audience is audience]


def plan_edition(draft: EditionDraft, *, at: datetime, current: Edition | None) -> EditionPlan:
    """Plan the edition that would follow `current`.

    Raises CalledTwice, NobodyToSendTo, PublishingTooLate, PartyErased, and NoCheckRegistered of readiness.
    """
    kind = kind_named(draft.kind)
    standings = standings_of(draft.topic) if current else {}
    blockers = _blockers(draft, kind)
    sheet_changes = _sheet_changes(kind, current, draft)
    called = [
        _held(part, blockers[part.party.pk], standings.get(part.party.pk, Standing()))
        if blockers.get(part.party.pk)
        else plan_part(part, standings.get(part.party.pk, Standing()), kind, sheet_changes)
        for part in draft.parts
    ]
    parts = [*called, *_canceled(draft, standings)]
    _check(draft, parts, at)
    number = current.number + 1 if current else 1
    return EditionPlan(number, edition_color(draft.production.edition_colors, number), current, parts)


def plan_part(part: PartDraft, standing: Standing, kind: EditionKind, sheet_changes: Changes = ()) -> PlannedPart:
    """Plan the part of somebody who is called and cleared."""
    telling = telling_of(standing, part.payload, kind.changes)
    if part.gets_all:
        telling = told_of_sheet(telling, sheet_changes)
    return PlannedPart(
        part.party, telling.audience, part.payload, part.gets_all, changes=telling.changes, same_as=telling.same_as
    )


def current_pointer(topic: str, *, lock: bool = False) -> CurrentEdition | None:
    """The topic's pointer; with `lock` nobody else publishes the topic until the transaction ends."""
    pointers = CurrentEdition.objects.filter(topic=topic).select_related("edition")
    return (pointers.select_for_update(of=("self",)) if lock else pointers).first()


def standings_of(topic: str) -> dict[int, Standing]:
    """Where each party stands that ever had a part in the topic; those erased since are left out."""
    parts = list(
        EditionPart.objects.filter(edition__topic=topic)
        .select_related("edition")
        .only("pk", "party_id", "audience", "same_as_id", "edition__number", "organization_id")
        .order_by("pk")
    )
    sent = {(party, number) for party, number, kind in sequences_sent(topic) if kind != Audience.HELD}
    confirmed = set(Acknowledgement.objects.filter(part__edition__topic=topic).values_list("root_id", flat=True))
    newest = {part.party_id: part for part in parts}
    told = {
        part.party_id: part
        for part in parts
        if (part.party_id, part.edition.number) in sent or part.root_id in confirmed
    }
    held = dict(
        HeldPart.objects.filter(edition__topic=topic, released_at=None)
        .order_by("edition__number")
        .values_list("party_id", "edition__number")
    )
    known = _opened({part.pk: part for part in (*newest.values(), *told.values())})
    return {
        party_id: Standing(
            newest=known[part.pk],
            told=known[told[party_id].pk] if party_id in told else None,
            is_held_since=held.get(party_id, 0) > part.edition.number,
        )
        for party_id, part in newest.items()
        if part.pk in known
    }


def _opened(parts: Mapping[int, EditionPart]) -> dict[int, KnownPart]:
    keys = keys_of([part.party_id for part in parts.values()])
    sealed = dict(EditionPart.objects.filter(pk__in=list(parts)).values_list("pk", "sealed"))
    return {
        pk: KnownPart(
            root_id=part.root_id,
            is_canceled=part.audience == Audience.CANCELED,
            payload=open_with(keys[part.party_id], sealed[pk])["payload"],
        )
        for pk, part in parts.items()
        if part.party_id in keys
    }


def _blockers(draft: EditionDraft, kind: EditionKind) -> dict[int, list[Blocker]]:
    if kind.check_kind is None:
        return {}
    return open_blockers(kind.check_kind, draft.production, [part.party.pk for part in draft.parts], draft.day)


def _sheet_changes(kind: EditionKind, current: Edition | None, draft: EditionDraft) -> Changes:
    if current is None or kind.sheet_changes is None:
        return ()
    return kind.sheet_changes(current.payload, draft.payload)


def _held(part: PartDraft, blockers: Sequence[Blocker], standing: Standing) -> PlannedPart:
    return PlannedPart(
        part.party,
        Audience.HELD,
        part.payload,
        part.gets_all,
        blockers=tuple(blockers),
        is_mailed=needs_void_notice(standing),
    )


def _canceled(draft: EditionDraft, standings: Mapping[int, Standing]) -> list[PlannedPart]:
    called = {part.party.pk for part in draft.parts}
    gone = [pk for pk, standing in standings.items() if pk not in called and not _knows_of_no_call(standing)]
    parties = Party.objects.filter(pk__in=gone, erased_at=None).order_by("name", "pk")
    return [PlannedPart(party, Audience.CANCELED, None) for party in parties]


def _knows_of_no_call(standing: Standing) -> bool:
    return standing.newest is None or standing.newest.is_canceled


def _check(draft: EditionDraft, parts: Sequence[PlannedPart], at: datetime) -> None:
    times = Counter(part.party for part in draft.parts)
    twice = [party.name for party, count in times.items() if count > 1]
    if any(part.party.erased_at is not None for part in draft.parts):
        raise PartyErased()
    check_can_publish(reached_count=len(parts), names_twice=twice, at=at, deadline=draft.deadline)
