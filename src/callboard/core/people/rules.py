"""Rules of persons and companies. Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

import phonenumbers

from callboard.core.errors import Refused, gettext_noop

ADULT_FROM_YEARS = 18


class NameMissing(Refused):
    """Nobody can be called without a name."""

    text = gettext_noop("Give a name: it stands on the crew list and on calls.")


class GuardianMissing(Refused):
    """A child is reached through a guardian only."""

    text = gettext_noop(
        "%(name)s is under 18: add a guardian's name and e-mail address. Calls for a minor go to the guardian."
    )


class BornInTheFuture(Refused):
    """A typing error in the date of birth."""

    text = gettext_noop("The date of birth %(birth_on)s lies in the future. Check the year.")


class AlreadyErased(Refused):
    """What was erased cannot be filled again."""

    text = gettext_noop("This person was erased and cannot be changed. Add them anew if they come back.")


class StillEngaged(Refused):
    """Erasing somebody who may be called tomorrow would break the call."""

    text = gettext_noop(
        "%(name)s is still engaged in %(productions)s. End the engagement or close the production first."
    )


@dataclass(frozen=True)
class PartyDetails:
    """What is known of a person or company when they are added or changed."""

    name: str
    kind: str = "person"
    email: str = ""
    phone: str = ""
    contact_name: str = ""
    birth_on: dt.date | None = None
    is_minor: bool = False
    guardian_name: str = ""
    guardian_email: str = ""
    guardian_phone: str = ""
    emergency_contact: str = ""
    diet: str = ""
    medical_note: str = ""
    language: str = ""


class Reachable(Protocol):
    """Whoever can be written to."""

    @property
    def email(self) -> str:
        """Their own address."""
        ...

    @property
    def guardian_email(self) -> str:
        """Their guardian's address."""
        ...

    @property
    def is_minor(self) -> bool:
        """Whether a guardian stands between."""
        ...


def contact_address(party: Reachable) -> str:
    """Where messages go: for a minor to the guardian and never to the child; empty when there is no address."""
    return party.guardian_email if party.is_minor else party.email


def is_under_age(birth_on: dt.date, on: dt.date) -> bool:
    """Whether somebody born then is not yet 18; who is born on February 29 comes of age on March 1."""
    years = on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
    return years < ADULT_FROM_YEARS


def check_details(details: PartyDetails, *, today: dt.date) -> None:
    """Refuse details with which somebody could not be reached or named."""
    if not details.name.strip():
        raise NameMissing()
    if details.birth_on is not None and details.birth_on > today:
        raise BornInTheFuture(birth_on=details.birth_on.isoformat())
    minor = minor_by(details, today=today)
    if minor and not (details.guardian_name.strip() and details.guardian_email.strip()):
        raise GuardianMissing(name=details.name)


def minor_by(details: PartyDetails, *, today: dt.date) -> bool:
    """Whether the details describe a minor: the date of birth decides; without one, what was ticked."""
    return is_under_age(details.birth_on, today) if details.birth_on is not None else details.is_minor


@dataclass(frozen=True)
class ReadPhone:
    """A phone number as it will be kept, and whether a person should look at it again."""

    text: str
    is_odd: bool


def read_phone(written: str, country: str = "") -> ReadPhone:
    """Write a phone number the international way; one that cannot be right is kept as written and called odd.

    `country` (ISO, "DE" or "US-CA") is the one in which a number without a country code is dialed.
    """
    written = " ".join(written.split())
    if not written:
        return ReadPhone("", is_odd=False)
    try:
        number = phonenumbers.parse(written, country[:2].upper() or None)
    except phonenumbers.NumberParseException:
        return ReadPhone(written, is_odd=True)
    if not phonenumbers.is_valid_number(number):
        return ReadPhone(written, is_odd=True)
    return ReadPhone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL), is_odd=False)
