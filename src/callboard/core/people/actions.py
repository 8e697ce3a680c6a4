"""Adding and changing parties. Erasing is in engagements, which know whether somebody may still be called."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from callboard.core.audit.actions import acting
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Permission
from callboard.core.people.models import Party, PartyKey
from callboard.core.people.rules import AlreadyErased, PartyDetails, check_details, minor_by, read_phone

_ERASED_NAME = "Erased person"


def change_party(
    party: Party, details: PartyDetails, *, production: Production, by: Membership, at: datetime, version: int
) -> Party:
    """Change what is known of a party, from a production they are engaged in.

    Raises StaleEdit, NameMissing, GuardianMissing, BornInTheFuture, AlreadyErased.
    """
    check_details(details, today=at.date())
    with acting(
        by, "change person", at=at, may=Permission.ENGAGE, production=production, on=party, version=version
    ) as record:
        if party.erased_at is not None:
            raise AlreadyErased()
        changed = write_details(party, details, country=production.country, at=at)
        party.save()
        record.note(changed=changed)
    return party


def new_party(organization: Organization, details: PartyDetails, *, country: str, at: datetime) -> Party:
    """Add a party as a step of a larger action (engaging them), inside its transaction."""
    check_details(details, today=at.date())
    party = Party(organization=organization)
    write_details(party, details, country=country, at=at)
    party.save()
    return party


def write_details(party: Party, details: PartyDetails, *, country: str, at: datetime) -> list[str]:
    """Put the details on the row, phone numbers made international; returns the names of what changed."""
    fields = asdict(details) | {
        "name": details.name.strip(),
        "email": details.email.strip(),
        "phone": read_phone(details.phone, country).text,
        "guardian_email": details.guardian_email.strip(),
        "guardian_phone": read_phone(details.guardian_phone, country).text,
        "is_minor": minor_by(details, today=at.date()),
    }
    changed = sorted(name for name, value in fields.items() if getattr(party, name) != value)
    for name, value in fields.items():
        setattr(party, name, value)
    return changed


def blank_party(party: Party, *, at: datetime) -> None:
    """Destroy the party's key and everything personal on the row, as a step of erasing them; the record stays."""
    PartyKey.objects.filter(party=party).delete()
    nothing = PartyDetails(name=_ERASED_NAME, kind=party.kind)
    for name, value in asdict(nothing).items():
        setattr(party, name, value)
    party.membership = None
    party.erased_at = at
    party.save()
