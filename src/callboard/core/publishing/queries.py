"""Reading editions and parts: what a link shows, what a printed sheet's code answers, and who has not confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from callboard.core.errors import NotFound
from callboard.core.links.models import CapabilityLink
from callboard.core.links.queries import holder_of_link
from callboard.core.links.rules import LinkEnded
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.organizations.scope import every_organization, tenant_scope
from callboard.core.people.models import Party
from callboard.core.people.sealed import open_sealed
from callboard.core.publishing.drafts import EditionDraft
from callboard.core.publishing.models import Acknowledgement, CurrentEdition, Edition, EditionPart, HeldPart
from callboard.core.publishing.plans import EditionPlan, current_pointer, plan_edition
from callboard.core.publishing.rules import Audience, kind_named

PART_LINK = "part"
"""Purpose of the links that show a party their part."""


@dataclass(frozen=True)
class PartView:
    """What a link shows: the newest part of its holder, and nothing of anybody else.

    `payload` is None while the holder is held and once they are canceled; `sheet` and `pdf_sha256` are there for those
    who get all. `part_key` goes back with the confirmation; None when there is nothing to confirm.
    """

    kind: str
    audience: Audience
    name: str
    production: str
    zone: str
    title: str
    day: date | None
    number: int
    color: str
    published_at: datetime
    is_void: bool
    """Whether the edition that the link was made for is no longer the current one."""
    link_number: int
    link_color: str
    payload: dict[str, Any] | None
    payload_schema: int
    changes: list[dict[str, Any]]
    gets_all: bool
    sheet: dict[str, Any] | None
    pdf_sha256: str
    part_key: UUID | None
    confirmed_at: datetime | None
    confirmed_via: str

    @property
    def is_canceled(self) -> bool:
        """Whether they are no longer called."""
        return self.audience is Audience.CANCELED

    @property
    def is_held(self) -> bool:
        """Whether their call is still being cleared."""
        return self.audience is Audience.HELD


@dataclass(frozen=True)
class EditionStatus:
    """The answer to a printed sheet's code. It holds nothing about people, whoever scans it."""

    is_current: bool
    title: str
    zone: str
    day: date | None
    number: int
    color: str
    published_at: datetime
    newest_number: int
    newest_color: str
    newest_published_at: datetime


def preview_edition(draft: EditionDraft, *, by: Membership, at: datetime) -> EditionPlan:
    """What publishing the draft would do: number, color, and how each party would be told. Changes nothing.

    Raises NotAllowed, NotFound, and what `publish_edition` refuses, NumberTaken apart.
    """
    check_may(by, kind_named(draft.kind).may_draft, draft.production)
    return plan_edition(draft, at=at, current=current_edition(draft.topic))


def current_edition(topic: str) -> Edition | None:
    """The topic's current edition, if any was published."""
    pointer = current_pointer(topic)
    return pointer.edition if pointer else None


def editions_of(member: Membership, production: Production, topic: str = "") -> QuerySet[Edition]:
    """The production's editions, of one topic or of all, newest first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    editions = Edition.objects.filter(production=production).select_related("published_by")
    return (editions.filter(topic=topic) if topic else editions).order_by("-pk")


def edition_of(member: Membership, production: Production, public_id: UUID) -> Edition:
    """One edition. Raises NotFound."""
    edition = editions_of(member, production).filter(public_id=public_id).first()
    if edition is None:
        raise NotFound()
    return edition


def held_part_of(member: Membership, production: Production, public_id: UUID) -> HeldPart:
    """One hold, for those who may publish. Raises NotFound."""
    check_may(member, Permission.SEE_DELIVERY, production)
    holds = HeldPart.objects.filter(edition__production=production).select_related("party", "edition__production")
    held = holds.filter(public_id=public_id).first()
    if held is None:
        raise NotFound()
    check_may(member, kind_named(held.edition.kind).may, production)
    return held


def open_holds(edition: Edition) -> QuerySet[HeldPart]:
    """Who waits for clearance in this edition."""
    return (
        HeldPart.objects.filter(edition=edition, released_at=None).select_related("party").order_by("party__name", "pk")
    )


def edition_part_of(member: Membership, production: Production, public_id: UUID) -> EditionPart:
    """One part, for those who watch delivery. Raises NotFound."""
    check_may(member, Permission.SEE_DELIVERY, production)
    parts = EditionPart.objects.filter(edition__production=production).select_related("party", "edition__production")
    part = parts.filter(public_id=public_id).first()
    if part is None:
        raise NotFound()
    return part


def people_who_have_not_acknowledged(edition: Edition) -> list[Party]:
    """The parties of this edition who confirmed neither this part of theirs nor an earlier one of the same meaning."""
    parts = list(EditionPart.objects.filter(edition=edition).select_related("party").order_by("party__name", "pk"))
    roots = [part.root_id for part in parts]
    confirmed = set(Acknowledgement.objects.filter(root__in=roots).values_list("root_id", flat=True))
    return [part.party for part in parts if part.root_id not in confirmed]


def newest_part(party_id: int, topic: str) -> EditionPart | None:
    """The part that holds for a party now; None when they have none, or are held in a later edition."""
    part = (
        EditionPart.objects.filter(party=party_id, edition__topic=topic)
        .select_related("edition")
        .order_by("-pk")
        .first()
    )
    return None if _hold_after(part, party_id, topic) else part


def part_by_link(token: str, at: datetime) -> PartView:
    """What the holder of a link is shown. Reading changes nothing, so a mail scanner may follow the link.

    Raises LinkUnknown, LinkEnded.
    """
    link = holder_of_link(token, PART_LINK, at)
    with tenant_scope(link.organization_id):
        party, of_link = party_of_link(link)
        part = newest_part(party.pk, of_link.topic)
        hold = None if part else _hold_after(None, party.pk, of_link.topic)
        if part is None and hold is None:
            raise LinkEnded()
        is_void = not CurrentEdition.objects.filter(edition=of_link).exists()
        return _part_view(party, of_link, part, hold, is_void=is_void)


def party_of_link(link: CapabilityLink) -> tuple[Party, Edition]:
    """Whose part a link shows, and the edition it was made for. Raises LinkEnded for somebody erased."""
    party = Party.objects.filter(public_id=link.holder_key, erased_at=None).first()
    edition = Edition.objects.filter(public_id=link.subject_key).select_related("production").first()
    if party is None or edition is None:
        raise LinkEnded()
    return party, edition


def edition_status(check_code: str) -> EditionStatus:
    """Whether the printed sheet with this code is still the current one. Raises NotFound."""
    with every_organization("whoever holds the paper may ask; the code is the credential"):
        edition = Edition.objects.filter(check_code=check_code).select_related("production").first()
    if edition is None:
        raise NotFound()
    with tenant_scope(edition.organization_id):
        newest = current_edition(edition.topic) or edition
    return EditionStatus(
        is_current=newest.pk == edition.pk,
        title=edition.title,
        zone=edition.production.zone,
        day=edition.day,
        number=edition.number,
        color=edition.color,
        published_at=edition.published_at,
        newest_number=newest.number,
        newest_color=newest.color,
        newest_published_at=newest.published_at,
    )


def link_address(token: str) -> str:
    """Where a part's link leads."""
    return f"{settings.SITE_URL}/l/{token}/"


def check_address(check_code: str) -> str:
    """What the QR code of a printed sheet says."""
    return f"{settings.SITE_URL}/s/{check_code}/"


def _hold_after(part: EditionPart | None, party_id: int, topic: str) -> HeldPart | None:
    number = part.edition.number if part else 0
    holds = HeldPart.objects.filter(
        party=party_id, edition__topic=topic, released_at=None, edition__number__gt=number
    ).select_related("edition")
    return holds.order_by("-pk").first()


def _part_view(
    party: Party, of_link: Edition, part: EditionPart | None, hold: HeldPart | None, *, is_void: bool
) -> PartView:
    shown = part or hold
    if shown is None:
        raise LinkEnded()
    edition, production = shown.edition, of_link.production
    content = (open_sealed(party, part.sealed) if part else None) or {"payload": None, "changes": []}
    confirmed = Acknowledgement.objects.filter(root_id=part.root_id).first() if part else None
    gets_all = part.gets_all if part else False
    return PartView(
        kind=edition.kind,
        audience=Audience(part.audience) if part else Audience.HELD,
        name=party.name,
        production=production.title,
        zone=production.zone,
        title=edition.title,
        day=edition.day,
        number=edition.number,
        color=edition.color,
        published_at=edition.published_at,
        is_void=is_void,
        link_number=of_link.number,
        link_color=of_link.color,
        payload=content["payload"] or None,
        payload_schema=part.payload_schema if part else edition.payload_schema,
        changes=content["changes"],
        gets_all=gets_all,
        sheet=edition.payload if gets_all else None,
        pdf_sha256=edition.pdf_sha256 if gets_all else "",
        part_key=part.public_id if part else None,
        confirmed_at=confirmed.at if confirmed else None,
        confirmed_via=confirmed.via if confirmed else "",
    )
