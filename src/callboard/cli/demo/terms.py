"""From the demonstration's tables to the forms that the actions take."""

from __future__ import annotations

from callboard.cli.demo.people import DemoPerson, mail_address, phone_number
from callboard.core.engagements.rules import Deal, Terms
from callboard.core.people.rules import PartyDetails


def details(person: DemoPerson, kind: str, place: int) -> PartyDetails:
    """What is known of a demonstration person."""
    return PartyDetails(
        name=person.name,
        kind="company" if kind == "vendor" else "person",
        email="" if person.guardian else mail_address(person.name),
        phone="" if person.guardian else phone_number(place),
        birth_on=person.born_on,
        is_minor=person.born_on is not None,
        guardian_name=person.guardian,
        guardian_email=mail_address(person.guardian) if person.guardian else "",
        guardian_phone=phone_number(place) if person.guardian else "",
        diet=person.diet,
    )


def terms(person: DemoPerson, kind: str) -> Terms:
    """A demonstration person's part in a production."""
    return Terms(
        kind=kind,
        position=person.position,
        department=person.department,
        is_head=person.is_head,
        make_up_minutes=person.make_up,
        wardrobe_minutes=person.wardrobe,
        travel_minutes=person.travel,
        drives=person.drives,
        deal=_deal(person, kind),
    )


def _deal(person: DemoPerson, kind: str) -> Deal:
    """A day's pay; performers may be dropped and picked up again after more than ten days."""
    if not person.rate:
        return Deal()
    drop = 10 if kind == "cast" and not person.guardian else None
    return Deal(rate_minor=person.rate * 100, currency="USD", drop_after_days=drop)
