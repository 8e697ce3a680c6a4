"""Rows of the two stories, made in a process of its own beside the running product."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.utils import timezone

from callboard.core.engagements.actions import engage
from callboard.core.engagements.models import Engagement
from callboard.core.engagements.rules import Terms
from callboard.core.hours.models import WorkedShift
from callboard.core.members.actions import create_api_key
from callboard.core.messages.queries import mailbox
from callboard.core.messages.sending import claim_due, deliver_claimed
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.scope import every_organization, tenant_scope
from callboard.core.people.rules import PartyDetails
from callboard.core.productions.actions import create_production
from callboard.core.productions.rules import ProductionTerms
from callboard.core.publishing.actions import release_held
from callboard.core.publishing.delivery import delivery
from callboard.core.publishing.models import HeldPart
from callboard.core.readiness.actions import override_blocker
from callboard.core.readiness.queries import open_blockers
from callboard.film.breakdown.models import Element, ElementCategory
from callboard.film.callsheets.actions import change_call, change_sheet, place_call
from callboard.film.callsheets.drafting import TimedLine, draft_from_lines
from callboard.film.callsheets.models import CallSheet
from callboard.film.callsheets.publish import publish_call_sheet, topic_of
from callboard.paperwork.documents.actions import SignedUpload, sign_paper
from callboard.paperwork.documents.models import Paper
from tests.builders import FRIDAY_18H, a_member, a_party, a_place, a_production, an_engagement, an_organization

ZONE = "America/Los_Angeles"


def _tomorrow() -> date:
    return timezone.now().astimezone(ZoneInfo(ZONE)).date() + timedelta(days=1)


def _key(member: Membership) -> str:
    return create_api_key(member, "Story", by=member, at=timezone.now())[1]


def a_storm() -> dict[str, Any]:
    """60 crew, 9 cast (one aged 8), 24 background; a generator fixed at 05:30."""
    organization = an_organization("Storm Pictures")
    ada = a_member(organization)
    with tenant_scope(organization.pk):
        show = a_production(organization, "Breakwater", zone=ZONE, country="US", starts_on=_tomorrow())
        for number in range(59):
            an_engagement(show, f"Crew {number:02}", position="Crew")
        an_engagement(show, "Gen Operator", position="Generator operator")
        for number in range(24):
            an_engagement(show, f"Background {number:02}", "background", position="Townsperson")
        _cast(show)
        harbor = a_place(show, "Old harbor", address="Quay 4, Port Lantern, CA")
        a_place(show, "Ferry hall", address="Hall 7, Dock Street, Port Lantern, CA", parking="Deck 2")
        sheet = draft_from_lines(
            show, _tomorrow(), [TimedLine("All", "The crowd on the quay", 360, "1, 2, 3, 4, 5, 6, 7, 8, 9", harbor)],
            by=ada, at=timezone.now(),
        )  # fmt: skip
        generator = sheet.calls.get(engagement__party__name="Gen Operator")
        change_call(generator, {"anchor": "fixed", "minutes": 330}, version=1, by=ada, at=timezone.now())
        return {"key": _key(ada), "production": str(show.public_id), "sheet": str(sheet.public_id)}


def _cast(show: Production) -> None:
    category = ElementCategory.objects.create(
        organization=show.organization, production=show, name="Cast", color="#cc0000", is_cast=True
    )
    child = {"is_minor": True, "birth_on": _tomorrow() - timedelta(days=8 * 365 + 100), "guardian_name": "A parent"}
    for number in range(1, 10):
        extra = child | {"guardian_email": "parent.of.cast.9@crew.example"} if number == 9 else {}
        party = a_party(show.organization, f"Cast {number}", **extra)
        actor = an_engagement(show, party.name, "cast", party=party, position=f"ROLE {number}")
        Element.objects.create(
            organization=show.organization, production=show, category=category, number=str(number),
            name=f"ROLE {number}", played_by=actor,
        )  # fmt: skip


def _dismissed_at_half_past_eight(show: Production, name: str) -> None:
    evening = datetime.combine(_tomorrow() - timedelta(days=1), datetime.min.time(), ZoneInfo(ZONE)).replace(
        hour=20, minute=30
    )
    party = Engagement.objects.get(production=show, party__name=name).party
    WorkedShift.objects.create(
        organization=show.organization, production=show, party=party, day=_tomorrow() - timedelta(days=1),
        called_at=evening - timedelta(hours=10), dismissed_at=evening, recorded_at=timezone.now(),
        recorded_by_name="Ada",
    )  # fmt: skip


def _sheet(public_id: str) -> tuple[CallSheet, Membership]:
    with every_organization("a story knows its sheet by id"):
        sheet = CallSheet.objects.select_related("production", "organization").get(public_id=public_id)
        ada = Membership.objects.select_related("organization").get(organization=sheet.organization, name="Ada")
    return sheet, ada


def the_harbor_is_lost(sheet_id: str) -> dict[str, Any]:
    """The location falls through: the sheet moves to the ferry hall. An actor is dismissed only at 20:30."""
    sheet, ada = _sheet(sheet_id)
    with tenant_scope(sheet.organization_id):
        _dismissed_at_half_past_eight(sheet.production, "Cast 1")
        hall = sheet.production.places.get(name="Ferry hall")
        now = timezone.now()
        sheet = change_sheet(sheet, {"main_place": hall}, version=sheet.version, by=ada, at=now)
        sheet.rows.update(place=hall)
        return {"version": sheet.version}


def ninety_parties() -> dict[str, Any]:
    """90 parties with the customary papers, all signed but four."""
    organization = an_organization("Unsigned Pictures")
    ada = a_member(organization)
    now = timezone.now()
    with tenant_scope(organization.pk):
        terms = ProductionTerms(
            title="Paperweight", kind="feature", company="", zone=ZONE, starts_on=_tomorrow(), country="US",
            weekly_days_off=(),
        )  # fmt: skip
        show = create_production(terms, by=ada, at=now)
        for name, kind, extra in _parties():
            engage(
                show,
                PartyDetails(name=name, kind="company" if kind == "vendor" else "person", **_contact(name, extra)),
                Terms(kind=kind, position=name, drives=extra == "driver"),
                by=ada,
                at=now,
            )
        _sign_all_but(show, ada, _missing(), now)
        sheet = draft_from_lines(show, _tomorrow(), [TimedLine("All", "A day", 300)], by=ada, at=now)
        for engagement in Engagement.objects.filter(production=show, kind="cast"):
            place_call(sheet, engagement, {}, by=ada, at=now)
        return {"key": _key(ada), "production": str(show.public_id), "sheet": str(sheet.public_id)}


def _parties() -> list[tuple[str, str, str]]:
    cast = [
        ("Lead Actor", "cast", ""),
        ("Child Actor", "cast", "child"),
        *((f"Actor {n}", "cast", "") for n in range(6)),
    ]
    vendors = [("Camera House", "vendor", ""), ("Light House", "vendor", "")]
    crew = [("Driver One", "crew", "driver"), *((f"Crew {n:02}", "crew", "") for n in range(79))]
    return [*cast, *vendors, *crew]


def _contact(name: str, extra: str) -> dict[str, Any]:
    address = f"{name.lower().replace(' ', '.')}@crew.example"
    if extra != "child":
        return {"email": address}
    return {"guardian_name": "A parent", "guardian_email": address, "birth_on": date(2018, 1, 5), "is_minor": True}


def _missing() -> dict[str, str]:
    """Who lacks what, by words in the paper's name."""
    return {
        "Lead Actor": "contract",
        "Camera House": "insurance",
        "Driver One": "licen",
        "Child Actor": "permit",
    }


def _sign_all_but(show: Production, by: Membership, missing: dict[str, str], now: datetime) -> None:
    copy = typst.Compiler(b"= Signed").compile(format="pdf")
    papers = Paper.objects.filter(engagement__production=show).select_related(
        "kind", "engagement__party", "engagement__production__organization"
    )
    left_open: dict[str, str] = {}
    for paper in papers:
        name = paper.engagement.party.name
        if missing.get(name, "\0") in paper.kind.name.casefold():
            left_open[name] = paper.kind.name
            continue
        sign_paper(
            paper,
            SignedUpload(copy, "signed.pdf", FRIDAY_18H.date().replace(year=2026, month=11, day=1)),
            by=by,
            at=now,
        )
    assert set(left_open) == set(missing), left_open


def one_override(sheet_id: str) -> dict[str, Any]:
    """A named person lets the lead work without the contract, with a reason."""
    sheet, ada = _sheet(sheet_id)
    now = timezone.now()
    with tenant_scope(sheet.organization_id):
        held = HeldPart.objects.select_related("party", "edition__production").get(
            edition__topic=topic_of(sheet), party__name="Lead Actor"
        )
        blockers = open_blockers("call", sheet.production, [held.party_id], sheet.day)[held.party_id]
        for blocker in blockers:
            override_blocker(
                sheet.production, held.party, blocker, sheet.day, reason="Agent confirmed in writing", by=ada, at=now
            )
        release_held(held, by=ada, at=now)
        return {"lifted": len(blockers)}


def a_crowd_with_links(count: str) -> dict[str, Any]:
    """So many people called and told; the links of their mails."""
    organization = an_organization("Crowd Pictures")
    ada = a_member(organization)
    now = timezone.now()
    with tenant_scope(organization.pk):
        show = a_production(organization, "Crowd", zone=ZONE, country="US", starts_on=_tomorrow())
        for number in range(int(count)):
            an_engagement(show, f"Extra {number:03}", "background", position="Townsperson")
        sheet = draft_from_lines(show, _tomorrow(), [TimedLine("All", "The crowd", 300)], by=ada, at=now)
        publish_call_sheet(sheet, expected_number=1, by=ada, at=now)
        while batch := claim_due(timezone.now(), 50):
            for message in batch:
                deliver_claimed(message, timezone.now)
        links = [re.search(r"http\S+/l/\S+", item.text) for item in mailbox(ada)]
        return {"sheet": str(sheet.public_id), "links": [link.group() for link in links if link]}


def confirmations(sheet_id: str) -> dict[str, int]:
    """Rows of the delivery board by state."""
    sheet, ada = _sheet(sheet_id)
    with tenant_scope(sheet.organization_id):
        rows = delivery(ada, sheet.production, topic_of(sheet), at=timezone.now())
        return dict(Counter(str(row.state) for row in rows))
