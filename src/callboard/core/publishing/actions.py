"""Freeze an edition, tell each party their own part of it, and take their confirmations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from callboard.core.audit.actions import acting, acting_by_link
from callboard.core.errors import NotFound
from callboard.core.events.actions import announce
from callboard.core.links.actions import record_opening
from callboard.core.links.queries import holder_of_link
from callboard.core.organizations.models import Membership
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.sealed import make_missing_keys, open_sealed
from callboard.core.publishing.drafts import EditionDraft, PartDraft
from callboard.core.publishing.issuing import Issue, issue_parts, keep_holds
from callboard.core.publishing.models import Acknowledgement, CurrentEdition, Edition, EditionPart, HeldPart
from callboard.core.publishing.plans import EditionPlan, current_pointer, plan_edition, plan_part, standings_of
from callboard.core.publishing.queries import PART_LINK, newest_part, party_of_link
from callboard.core.publishing.rules import (
    MOST_PRESSING_FIRST,
    Audience,
    HoldOver,
    NumberTaken,
    PartReplaced,
    PartyErased,
    Standing,
    StillHeld,
    kind_named,
)
from callboard.core.readiness.queries import open_blockers


def publish_edition(draft: EditionDraft, *, by: Membership, at: datetime) -> Edition:
    """Freeze the draft as the topic's current edition, void the one before, and queue a message to each party.

    Who is not cleared gets no part: they are held, and told that an earlier sheet is void if they had one.
    Raises NotAllowed, NobodyToSendTo, CalledTwice, PartyErased, PublishingTooLate, NumberTaken, NoCheckRegistered.
    """
    kind = kind_named(draft.kind)
    with acting(by, "publish edition", at=at, may=kind.may, production=draft.production) as record:
        pointer = current_pointer(draft.topic, lock=True)
        current = pointer.edition if pointer else None
        check_number_free(draft, current)
        plan = plan_edition(draft, at=at, current=current)
        edition = _freeze(draft, plan, by=by, at=at)
        _point_at(pointer, edition)
        keys = make_missing_keys([part.party for part in plan.parts], at=at)
        issue = Issue(edition, kind, keys, replaces=plan.replaces, at=at)
        issue_parts(issue, plan.told(*MOST_PRESSING_FIRST))
        keep_holds(issue, plan.told(Audience.HELD))
        record.about(edition)
        record.note(number=edition.number, color=edition.color, **plan.summary)
        announce(draft.production, "edition", about=edition, at=at)
    return edition


def release_held(held: HeldPart, *, by: Membership, at: datetime) -> EditionPart:
    """Send one held party their part, now that nothing (more) stands in the way.

    Raises NotAllowed, HoldOver, StillHeld, PartyErased.
    """
    production, kind = held.edition.production, kind_named(held.edition.kind)
    with acting(by, "release held call", at=at, may=kind.may, production=production) as record:
        pointer = current_pointer(held.edition.topic, lock=True)
        hold = HeldPart.objects.select_for_update(of=("self",)).select_related("party").get(pk=held.pk)
        party, edition = hold.party, held.edition
        if hold.released_at is not None or pointer is None or pointer.edition_id != edition.pk:
            raise HoldOver(name=party.name)
        _check_cleared(hold, kind.check_kind)
        waiting = open_sealed(party, hold.sealed)
        if waiting is None:
            raise PartyErased()
        standing = standings_of(edition.topic).get(party.pk, Standing())
        planned = plan_part(PartDraft(party, waiting["payload"], waiting["gets_all"]), standing, kind)
        issue = Issue(edition, kind, make_missing_keys([party], at=at), replaces="", at=at, message_kind="released")
        [part] = issue_parts(issue, [planned])
        record.about(edition)
        record.note(party=party.name, number=edition.number)
        announce(production, "delivery", about=edition, at=at)
    return part


def open_part(token: str, *, at: datetime) -> None:
    """Note that the page behind a link was shown in a browser (its beacon came back). Raises LinkUnknown, LinkEnded."""
    link = holder_of_link(token, PART_LINK, at)
    with tenant_scope(link.organization_id), transaction.atomic():
        if record_opening(link, at) is not None:
            _, edition = party_of_link(link)
            announce(edition.production, "delivery", about=edition, at=at)


def acknowledge_part(token: str, shown_part: UUID, *, at: datetime) -> Acknowledgement:
    """Take the confirmation of the part that the page behind a link showed; a second press changes nothing.

    The link may be of an older edition: what counts is the part that was shown, and that it still holds.
    Raises LinkUnknown, LinkEnded, NotFound, PartReplaced.
    """
    link = holder_of_link(token, PART_LINK, at)
    with tenant_scope(link.organization_id):
        party, edition = party_of_link(link)
        part = (
            EditionPart.objects.filter(party=party, edition__topic=edition.topic, public_id=shown_part)
            .select_related("edition__production")
            .first()
        )
    if part is None:
        raise NotFound()
    with acting_by_link(
        party.name,
        "acknowledge part",
        organization_id=link.organization_id,
        at=at,
        production=part.edition.production,
        on=part.edition,
    ) as record:
        record.note(number=part.edition.number, color=part.edition.color)
        return _acknowledge(part, via=Acknowledgement.Via.LINK, name="", at=at)


def acknowledge_by_phone(part: EditionPart, *, by: Membership, at: datetime) -> Acknowledgement:
    """Record that the party was told on the phone and confirmed. Raises NotAllowed, PartReplaced."""
    edition = part.edition
    with acting(
        by,
        "acknowledge part by phone",
        at=at,
        may=kind_named(edition.kind).may,
        production=edition.production,
        on=edition,
    ) as record:
        record.note(party=part.party.name, number=edition.number, color=edition.color)
        return _acknowledge(part, via=Acknowledgement.Via.PHONE, name=by.name, at=at)


def check_number_free(draft: EditionDraft, current: Edition | None) -> None:
    """Refuse when the number that the sheet carries is not the next one any more. Raises NumberTaken."""
    next_number = current.number + 1 if current else 1
    if draft.expected_number != next_number:
        raise NumberTaken(number=next_number - 1, color=current.color if current else "")


def _freeze(draft: EditionDraft, plan: EditionPlan, *, by: Membership, at: datetime) -> Edition:
    edition = Edition(
        organization_id=by.organization_id,
        production=draft.production,
        topic=draft.topic,
        kind=draft.kind,
        title=draft.title,
        number=plan.number,
        color=plan.color,
        day=draft.day,
        payload=draft.payload,
        payload_schema=draft.payload_schema,
        pdf_sha256=draft.pdf_sha256,
        check_code=draft.check_code,
        summary=plan.summary,
        published_by=by,
        published_at=at,
        deadline=draft.deadline,
    )
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError as taken:  # two first editions at once: there was no pointer to lock yet
        raise NumberTaken(number=plan.number, color=plan.color) from taken
    return edition


def _point_at(pointer: CurrentEdition | None, edition: Edition) -> None:
    if pointer is None:
        pointer = CurrentEdition(organization_id=edition.organization_id, topic=edition.topic)
    pointer.edition = edition
    pointer.save()


def _check_cleared(hold: HeldPart, check_kind: str | None) -> None:
    edition = hold.edition
    if check_kind is None:
        return
    day = edition.day or edition.published_at.date()
    found = open_blockers(check_kind, edition.production, [hold.party_id], day)
    if blockers := found[hold.party_id]:
        raise StillHeld(name=hold.party.name, what="; ".join(str(blocker.what) for blocker in blockers))


def _acknowledge(part: EditionPart, *, via: Acknowledgement.Via, name: str, at: datetime) -> Acknowledgement:
    newest = newest_part(part.party_id, part.edition.topic)
    if newest is None or newest.root_id != part.root_id:
        raise PartReplaced()
    earlier = Acknowledgement.objects.filter(root_id=part.root_id).first()
    if earlier is not None:
        return earlier
    acknowledgement = Acknowledgement(
        organization_id=part.organization_id,
        part=newest,
        root_id=part.root_id,
        via=via,
        at=at,
        recorded_by_name=name,
    )
    try:
        with transaction.atomic():
            acknowledgement.save()
    except IntegrityError:  # pressed twice at once
        return Acknowledgement.objects.get(part=newest)
    announce(part.edition.production, "acknowledged", about=newest.edition, at=at)
    return acknowledgement
