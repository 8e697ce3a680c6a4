"""The delivery board: for each party of a topic, whether and how they have been reached. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max

from callboard.core.engagements.models import Engagement
from callboard.core.links.models import LinkOpening
from callboard.core.messages.models import Message
from callboard.core.messages.queries import newest_messages
from callboard.core.messages.rules import MessageState
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may, may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.people.models import Party
from callboard.core.publishing.delivery_rules import DeliveryState, Signs, delivery_state
from callboard.core.publishing.models import Acknowledgement, CurrentEdition, Edition, EditionPart, HeldPart
from callboard.core.publishing.queries import PART_LINK
from callboard.core.publishing.rules import Audience


@dataclass(frozen=True)
class DeliveryRow:
    """One party on the board. Phone and the mail server's words are empty for members who may not see contacts,
    blockers for those who may not see the contract wall.
    """

    party_key: UUID
    name: str
    kind: str
    department: str
    position: str
    audience: Audience
    state: DeliveryState
    number: int
    """The edition that their newest part, or their hold, is of."""
    part_key: UUID | None
    message_key: UUID | None
    hold_key: UUID | None
    blockers: list[dict[str, Any]]
    attempt_count: int
    queued_at: datetime | None
    next_attempt_at: datetime | None
    sent_at: datetime | None
    opened_at: datetime | None
    confirmed_at: datetime | None
    confirmed_via: str
    answer: str
    phone: str


@dataclass(frozen=True)
class _Known:
    """All that was read of a topic, by party (acknowledgements by the part they count under)."""

    parts: Mapping[int, EditionPart]
    holds: Mapping[int, HeldPart]
    messages: Mapping[int, Message]
    openings: Mapping[UUID, datetime]
    confirmed: Mapping[int, Acknowledgement]
    engagements: Mapping[int, Engagement]


def delivery(member: Membership, production: Production, topic: str, *, at: datetime) -> list[DeliveryRow]:
    """The board of a topic's current edition, by department and name.

    Somebody canceled stays on it through later editions, so that a cancelation that never arrived is not lost.
    Eight queries whatever the size of the crew. Raises NotAllowed, NotFound.
    """
    check_may(member, Permission.SEE_DELIVERY, production)
    current = (
        CurrentEdition.objects.filter(topic=topic, edition__production=production).select_related("edition").first()
    )
    if current is None:
        return []
    known = _read(production, current.edition)
    parties = {part.party_id: part.party for part in known.parts.values()}
    parties |= {hold.party_id: hold.party for hold in known.holds.values()}
    rows = [_row(party, known, member, at) for party in parties.values()]
    return sorted(rows, key=_place(known, parties.values()))


def _read(production: Production, current: Edition) -> _Known:
    topic = current.topic
    newest = (
        EditionPart.objects.filter(edition__topic=topic).values("party").annotate(newest=Max("pk")).values("newest")
    )
    parts = list(
        EditionPart.objects.filter(pk__in=newest)
        .select_related("party", "edition", "same_as__edition")
        .defer("sealed", "same_as__sealed")
    )
    holds = (
        HeldPart.objects.filter(edition=current, released_at=None).select_related("party", "edition").defer("sealed")
    )
    held = {hold.party_id: hold for hold in holds}
    roots = [part.root_id for part in parts]
    openings = LinkOpening.objects.filter(
        link__purpose=PART_LINK, link__subject_key__in=Edition.objects.filter(topic=topic).values("public_id")
    )
    engagements = (
        Engagement.objects.filter(production=production, party__in=[*(part.party_id for part in parts), *held])
        .select_related("department")
        .order_by(F("ended_at").asc(nulls_last=True), "-pk")  # the last one stays: still engaged, first made
    )
    return _Known(
        parts={part.party_id: part for part in parts},
        holds=held,
        messages={message.party_id: message for message in newest_messages(topic)},
        openings=dict(openings.values_list("link__holder_key").annotate(Max("at"))),
        confirmed={row.root_id: row for row in Acknowledgement.objects.filter(root__in=roots)},
        engagements={engagement.party_id: engagement for engagement in engagements},
    )


def _row(party: Party, known: _Known, member: Membership, at: datetime) -> DeliveryRow:
    part, hold = known.parts.get(party.pk), known.holds.get(party.pk)
    message = known.messages.get(party.pk)
    confirmed = known.confirmed.get(part.root_id) if part and not hold else None
    signs = Signs(
        is_held=hold is not None,
        message_state=MessageState(message.state) if message else None,
        deadline=message.deadline if message else None,
        sent_at=message.settled_at if message and message.state == MessageState.SENT else None,
        opened_at=_opened_at(party, part, known) if not hold else None,
        confirmed_at=confirmed.at if confirmed else None,
    )
    engagement = known.engagements.get(party.pk)
    shown = hold or part
    may_see_contact = may_see(member, DataClass.CONTACT)
    return DeliveryRow(
        party_key=party.public_id,
        name=party.name,
        kind=engagement.kind if engagement else "",
        department=engagement.department.name if engagement and engagement.department else "",
        position=engagement.position if engagement else "",
        audience=Audience.HELD if hold or part is None else Audience(part.audience),
        state=delivery_state(signs, at),
        number=shown.edition.number if shown else 0,
        part_key=part.public_id if part and not hold else None,
        message_key=message.public_id if message else None,
        hold_key=hold.public_id if hold else None,
        blockers=hold.blockers if hold and may(member, Permission.SEE_WALL) else [],
        attempt_count=message.attempt_count if message else 0,
        queued_at=message.queued_at if message else None,
        next_attempt_at=message.next_attempt_at if message and signs.message_state in _STILL_TRIED else None,
        sent_at=signs.sent_at,
        opened_at=signs.opened_at,
        confirmed_at=signs.confirmed_at,
        confirmed_via=confirmed.via if confirmed else "",
        answer=message.last_answer if message and may_see_contact else "",
        phone=_phone(party, member),
    )


_STILL_TRIED = frozenset({MessageState.QUEUED, MessageState.UNKNOWN})


def _opened_at(party: Party, part: EditionPart | None, known: _Known) -> datetime | None:
    """When they last opened a link, if that was since their part has had its meaning."""
    opened = known.openings.get(party.public_id)
    if part is None or opened is None:
        return None
    root = part.same_as or part
    return opened if opened >= root.edition.published_at else None


def _phone(party: Party, member: Membership) -> str:
    if party.is_minor:
        return party.guardian_phone if may_see(member, DataClass.MINOR) else ""
    return party.phone if may_see(member, DataClass.CONTACT) else ""


def _place(known: _Known, parties: Iterable[Party]) -> Callable[[DeliveryRow], tuple[int, int, str]]:
    """Order of the crew list: cast first, then departments in their order, then names."""
    kinds = {Engagement.Kind.CAST: 0, Engagement.Kind.CREW: 1, Engagement.Kind.BACKGROUND: 2, Engagement.Kind.VENDOR: 3}
    place: dict[UUID, tuple[int, int, str]] = {}
    for party in parties:
        engagement = known.engagements.get(party.pk)
        department = engagement.department.position if engagement and engagement.department else 0
        kind = kinds[Engagement.Kind(engagement.kind)] if engagement else len(kinds)
        place[party.public_id] = (kind, department, party.name)
    return lambda row: place[row.party_key]
