"""The rows of an edition: parts sealed for their parties, links, messages, holds. Steps inside a publishing action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.utils import translation

from callboard.core.links.actions import create_links
from callboard.core.messages.actions import MessageDraft, Outbound, queue_messages
from callboard.core.people.models import Party
from callboard.core.people.sealed import seal_with
from callboard.core.publishing.models import Edition, EditionPart, HeldPart
from callboard.core.publishing.plans import PlannedPart
from callboard.core.publishing.queries import PART_LINK, link_address
from callboard.core.publishing.rules import LINK_OUTLIVES_DEADLINE, Audience, EditionKind, PartToTell
from callboard.core.readiness.rules import Blocker, Sentence


@dataclass(frozen=True)
class Issue:
    """The edition whose parts are written, with the keys they are sealed under."""

    edition: Edition
    kind: EditionKind
    keys: Mapping[int, Fernet]
    replaces: str
    at: datetime
    message_kind: str = ""
    """What the messages are called; else each by its audience."""


def issue_parts(issue: Issue, planned: Sequence[PlannedPart]) -> list[EditionPart]:
    """Write the parts, their links and their messages, most pressing first; who is held gets a message at most."""
    parts = EditionPart.objects.bulk_create(_part(issue, one) for one in planned if one.audience is not Audience.HELD)
    mailed = [one for one in planned if one.is_mailed]
    holders = [(one.party.public_id, issue.edition.public_id) for one in mailed]
    tokens = create_links(PART_LINK, holders, issue.edition.deadline + LINK_OUTLIVES_DEADLINE, issue.at)
    drafts = [_message(issue, one, token) for one, token in zip(mailed, tokens, strict=True)]
    edition = issue.edition
    outbound = Outbound(edition.production, edition.topic, edition.number, edition.deadline)
    queue_messages(outbound, drafts, issue.keys, at=issue.at)
    _end_holds(issue, [part.party_id for part in parts])
    return parts


def keep_holds(issue: Issue, planned: Sequence[PlannedPart]) -> list[HeldPart]:
    """Put aside, sealed, the parts of parties who are not cleared."""
    return HeldPart.objects.bulk_create(
        HeldPart(
            organization_id=issue.edition.organization_id,
            edition=issue.edition,
            party=one.party,
            blockers=[_as_json(blocker) for blocker in one.blockers],
            sealed=seal_with(issue.keys[one.party.pk], {"payload": one.payload, "gets_all": one.gets_all}),
            held_at=issue.at,
        )
        for one in planned
    )


def _end_holds(issue: Issue, party_ids: Sequence[int]) -> None:
    waiting = HeldPart.objects.filter(edition__topic=issue.edition.topic, party_id__in=party_ids, released_at=None)
    waiting.update(released_at=issue.at)


def _part(issue: Issue, planned: PlannedPart) -> EditionPart:
    content = {"payload": planned.payload or {}, "changes": list(planned.changes)}
    return EditionPart(
        organization_id=issue.edition.organization_id,
        edition=issue.edition,
        party=planned.party,
        audience=planned.audience,
        gets_all=planned.gets_all,
        sealed=seal_with(issue.keys[planned.party.pk], content),
        payload_schema=issue.kind.payload_schema,
        same_as_id=planned.same_as,
    )


def _message(issue: Issue, planned: PlannedPart, token: str) -> MessageDraft:
    party = planned.party
    with translation.override(party.language or settings.LANGUAGE_CODE):
        words = issue.kind.write_message(_to_tell(issue, planned, link_address(token)))
    return MessageDraft(party, issue.message_kind or planned.audience, words.subject, words.text, words.html)


def _to_tell(issue: Issue, planned: PlannedPart, link: str) -> PartToTell:
    edition = issue.edition
    return PartToTell(
        audience=planned.audience,
        production=edition.production.title,
        zone=edition.production.zone,
        title=edition.title,
        number=edition.number,
        color=edition.color,
        replaces=issue.replaces,
        day=edition.day.isoformat() if edition.day else "",
        name=planned.party.name,
        addressee=_addressee(planned.party),
        link=link,
        payload=None if planned.audience is Audience.HELD else planned.payload,
        changes=planned.changes,
        gets_all=planned.gets_all,
        sheet=edition.payload if planned.gets_all and planned.audience is not Audience.HELD else None,
    )


def _addressee(party: Party) -> str:
    if party.is_minor:
        return party.guardian_name or party.name
    return (party.contact_name if party.kind == Party.Kind.COMPANY else "") or party.name


def _as_json(blocker: Blocker) -> dict[str, Any]:
    return {
        "code": blocker.code,
        "key": blocker.key,
        "what": _sentence(blocker.what),
        "owner": blocker.owner,
        "next_step": _sentence(blocker.next_step),
        "due_on": blocker.due_on.isoformat() if blocker.due_on else None,
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    """Message id and parameters, so that it can still be translated when it is shown."""
    return {
        "text": sentence.text,
        "parameters": {
            name: value if isinstance(value, int) else str(value) for name, value in sentence.parameters.items()
        },
    }
