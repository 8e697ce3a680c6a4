"""Scenes of publishing: a kind of edition of our own (core knows no film), crews, drafts, and a night's deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from callboard.core.engagements.models import Engagement
from callboard.core.messages.models import Message
from callboard.core.messages.sending import claim_due, deliver_claimed
from callboard.core.organizations.models import Membership, Production
from callboard.core.people.models import Party
from callboard.core.people.sealed import open_sealed
from callboard.core.publishing.actions import publish_edition
from callboard.core.publishing.drafts import EditionDraft, PartDraft
from callboard.core.publishing.models import Edition, EditionPart, new_check_code
from callboard.core.publishing.queries import current_edition
from callboard.core.publishing.rules import EditionKind, MessageText, PartToTell, register_kind
from callboard.core.readiness.rules import Blocker, Requirement, register_check
from tests.builders import FRIDAY_18H, SATURDAY, an_engagement

TOPIC = "sheet:saturday"
SIX_ON_SATURDAY = FRIDAY_18H + timedelta(hours=11)
CONTRACT = Requirement("contract_unsigned", "%(name)s has not signed", "office", "Get %(name)s to sign")


def unsigned(production: Production, party_ids: Sequence[int], on: date) -> Iterable[Blocker]:
    """Holds whoever's engagement is noted as unsigned: two queries' worth of the real contract check."""
    rows = Engagement.objects.filter(production=production, party__in=party_ids, status_note="unsigned")
    for row in rows.select_related("party"):
        yield CONTRACT.unmet_by(row.party_id, key=str(row.pk), due_on=on, name=row.party.name)


def compare(old: Any, new: Any) -> list[dict[str, Any]]:
    return [
        {"label": name, "before": old.get(name, ""), "after": new.get(name, "")}
        for name in ("call", "place")
        if old.get(name, "") != new.get(name, "")
    ]


def words(part: PartToTell) -> MessageText:
    """A mail that says the audience, the color and the time, so that a test can read what somebody was left with."""
    call = part.payload["call"] if part.payload else "-"
    changed = ", ".join(f"{change['before']}>{change['after']}" for change in part.changes)
    subject = f"{part.audience} {part.color} {call}"
    return MessageText(subject, f"{part.addressee}: {subject} [{changed}] {part.link}")


SHEET = EditionKind("sheet", compare, words, payload_schema=1, check_kind="test sheet")
SHEET_FOR_HEADS = replace(SHEET, name="sheet for heads", sheet_changes=compare)
register_kind(SHEET)
register_kind(SHEET_FOR_HEADS)
register_check("test sheet", unsigned)


def a_crew(production: Production, *names: str) -> list[Party]:
    return [an_engagement(production, name).party for name in names]


def a_draft(production: Production, calls: dict[Party, str], **fields: Any) -> EditionDraft:
    """A sheet on which each party is called at a time; the number is the one that comes next."""
    current = current_edition(TOPIC)
    heads = fields.pop("heads", ())
    place = fields.pop("place", "Old harbor")
    defaults: dict[str, Any] = {
        "topic": TOPIC,
        "kind": "sheet",
        "title": "Day 4",
        "day": SATURDAY,
        "payload": {"call": min(calls.values(), default="")},
        "payload_schema": 1,
        "deadline": SIX_ON_SATURDAY,
        "expected_number": current.number + 1 if current else 1,
        "check_code": new_check_code(),
        "parts": [
            PartDraft(party, {"call": call, "place": place}, gets_all=party in heads) for party, call in calls.items()
        ],
    }
    return EditionDraft(production=production, **(defaults | fields))


def publish(
    production: Production, calls: dict[Party, str], by: Membership, at: datetime = FRIDAY_18H, **fields: Any
) -> Edition:
    return publish_edition(a_draft(production, calls, **fields), by=by, at=at)


def deliver(at: datetime, limit: int = 1000) -> int:
    """Send what is due at one moment, up to a limit; returns how many were taken up."""
    claimed = claim_due(at, limit)
    for message in claimed:
        deliver_claimed(message, lambda: at)
    return len(claimed)


def deliver_all(at: datetime) -> None:
    while deliver(at):
        pass


def audiences(edition: Edition) -> dict[str, str]:
    parts = EditionPart.objects.filter(edition=edition).select_related("party").order_by("party__name")
    return {part.party.name: part.audience for part in parts}


def part_of(edition: Edition, party: Party) -> EditionPart:
    return EditionPart.objects.select_related("edition__production", "party").get(edition=edition, party=party)


def token_of(edition: Edition, party: Party) -> str:
    """The token in the newest mail of an edition to a party."""
    message = Message.objects.filter(party=party, topic=edition.topic, sequence=edition.number).latest("pk")
    mail = open_sealed(party, message.sealed)
    assert mail is not None
    return str(mail["text"]).rsplit("/l/", 1)[1].strip("/")


def sign(party: Party) -> None:
    Engagement.objects.filter(party=party).update(status_note="")
