"""The demonstration's second production: a commercial of one day, called from a timed list without a script."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from callboard.cli.demo.papers import sign_most_papers
from callboard.cli.demo.people import COMMERCIAL_CAST, COMMERCIAL_CREW, COMMERCIAL_GUESTS, CREW
from callboard.cli.demo.terms import details, terms
from callboard.core.engagements.actions import engage
from callboard.core.people.queries import parties_of
from callboard.core.places.actions import create_place
from callboard.core.places.rules import PlaceDetails
from callboard.core.productions.actions import create_production
from callboard.core.productions.rules import ProductionTerms
from callboard.film.breakdown.element_actions import create_role
from callboard.film.callsheets.actions import change_sheet
from callboard.film.callsheets.drafting import TimedLine, draft_from_lines

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership

ZONE = "America/Los_Angeles"


def load_commercial(by: Membership, *, at: dt.datetime) -> None:
    """A day next week: drafted, not published yet, so that a newcomer can publish it."""
    day = at.astimezone(ZoneInfo(ZONE)).date() + dt.timedelta(days=8)
    show = create_production(
        ProductionTerms(
            title="Harbor Bread: First Loaf",
            kind="commercial",
            company="Lantern Street Pictures for Harbor Bread Company",
            zone=ZONE,
            starts_on=day,
            paper="us-letter",
            country="US",
            weekly_days_off=(6,),
            emergency_number="911",
        ),
        by=by,
        at=at,
    )
    known = {party.name: party for party in parties_of(by)}
    crew = {person.name: person for person in CREW}
    engaged = [engage(show, known[name], terms(crew[name], "crew"), by=by, at=at) for name in COMMERCIAL_CREW]
    for place, person in enumerate(COMMERCIAL_GUESTS):
        engaged.append(engage(show, details(person, "vendor", 60 + place), terms(person, "vendor"), by=by, at=at))
    for number, person in enumerate(COMMERCIAL_CAST, start=1):
        actor = engage(show, details(person, "cast", 70 + number), terms(person, "cast"), by=by, at=at)
        create_role(show, str(number), person.position, actor, by=by, at=at)
        engaged.append(actor)
    sign_most_papers(engaged, by, at=at)
    bakery = create_place(
        show,
        PlaceDetails(
            "Mill Lane bakery",
            "5 Mill Lane, Port Lantern, CA",
            latitude=Decimal("35.36600"),
            longitude=Decimal("-120.85020"),
            parking="Church lot, opposite",
            nearest_hospital="Port Lantern General, 400 Hill Street",
            hospital_phone="+1 805 555 0190",
        ),
        by=by,
        at=at,
    )
    lines = [
        TimedLine("Pre-light", "Ovens on, flour in the air", 60, place=bakery),
        TimedLine("Frame 1–4", "The baker opens the shop before dawn", 90, "1", bakery),
        TimedLine("Pack shot", "Loaf, steam, logo side to camera", 120, place=bakery),
        TimedLine("Frame 5–9", "The courier carries the first loaf into the street", 90, "1, 2", bakery),
        TimedLine("Agency review", "Selects with agency and client", 30),
    ]
    sheet = draft_from_lines(show, day, lines, title="First Loaf, day 1 of 1", general_call=330, by=by, at=at)
    head = {"weather": "Clear, 9 °C before dawn", "safety": "Hot ovens: gloves at the line.", "breakfast": 300}
    change_sheet(sheet, head, version=sheet.version, by=by, at=at)
