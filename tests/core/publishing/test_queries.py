"""What links and printed codes answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.links.actions import revoke_links
from callboard.core.links.models import LinkOpening
from callboard.core.links.rules import LinkEnded, LinkUnknown
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.actions import blank_party
from callboard.core.publishing.actions import acknowledge_part, open_part
from callboard.core.publishing.models import Acknowledgement, HeldPart
from callboard.core.publishing.queries import (
    EditionStatus,
    PartView,
    edition_of,
    edition_part_of,
    edition_status,
    editions_of,
    held_part_of,
    open_holds,
    part_by_link,
)
from callboard.core.publishing.rules import Audience
from tests.builders import FRIDAY_18H, SATURDAY, FakeMailServer, a_member, a_production, access, an_organization
from tests.core.publishing.scenes import SIX_ON_SATURDAY, TOPIC, a_crew, deliver_all, part_of, publish, token_of

EVENING = FRIDAY_18H + timedelta(hours=1)
LATER = FRIDAY_18H + timedelta(hours=2)


def test_a_link_shows_its_holders_own_part_and_nothing_else(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")
    white = publish(production, {gaffer: "07:00", grip: "07:30"}, ada)
    token = token_of(white, gaffer)

    with tenant_scope(an_organization("Whoever asked before").pk):
        view = part_by_link(token, EVENING)

    assert view == PartView(
        kind="sheet",
        audience=Audience.CALLED,
        name="Gaffer",
        production="Saltmarsh",
        zone="Europe/Berlin",
        title="Day 4",
        day=SATURDAY,
        number=1,
        color="White",
        published_at=FRIDAY_18H,
        is_void=False,
        link_number=1,
        link_color="White",
        payload={"call": "07:00", "place": "Old harbor"},
        payload_schema=1,
        changes=[],
        gets_all=False,
        sheet=None,
        pdf_sha256="",
        part_key=part_of(white, gaffer).public_id,
        confirmed_at=None,
        confirmed_via="",
    )


def test_an_old_link_shows_the_newest_part_and_says_that_its_own_sheet_is_void(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    white = publish(production, {gaffer: "07:00"}, ada)
    deliver_all(FRIDAY_18H)
    acknowledge_part(token_of(white, gaffer), part_of(white, gaffer).public_id, at=EVENING)
    publish(production, {gaffer: "07:45"}, ada, LATER)

    view = part_by_link(token_of(white, gaffer), LATER)

    assert (view.is_void, view.link_color, view.color, view.audience) == (True, "White", "Blue", Audience.CHANGED)
    assert view.payload == {"call": "07:45", "place": "Old harbor"}
    assert view.changes == [{"label": "call", "before": "07:00", "after": "07:45"}]
    assert view.confirmed_at is None


def test_after_a_quiet_reissue_the_page_still_says_confirmed(office: Organization, mail_server: FakeMailServer) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    white = publish(production, {gaffer: "07:00"}, ada)
    deliver_all(FRIDAY_18H)
    acknowledge_part(token_of(white, gaffer), part_of(white, gaffer).public_id, at=EVENING)
    blue = publish(production, {gaffer: "07:00"}, ada, LATER)

    view = part_by_link(token_of(blue, gaffer), LATER)

    assert (view.audience, view.confirmed_at, view.confirmed_via) == (Audience.QUIET, EVENING, "link")


def test_somebody_canceled_is_shown_that_and_no_place_or_time(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, runner = a_crew(production, "Gaffer", "Runner")
    white = publish(production, {gaffer: "07:00", runner: "07:00"}, ada)
    publish(production, {gaffer: "07:00"}, ada, EVENING)

    view = part_by_link(token_of(white, runner), LATER)

    assert (view.is_canceled, view.payload, view.changes, view.sheet) == (True, None, [], None)
    assert "Old harbor" not in repr(view)


def test_somebody_held_is_shown_that_their_call_is_being_confirmed_and_neither_the_old_one_nor_why(
    office: Organization,
) -> None:
    ada, production = a_member(office), a_production(office)
    [lead] = a_crew(production, "Lead")
    white = publish(production, {lead: "07:00"}, ada)
    Engagement.objects.filter(party=lead).update(status_note="unsigned")
    publish(production, {lead: "07:00"}, ada, EVENING)

    view = part_by_link(token_of(white, lead), LATER)

    assert (view.is_held, view.payload, view.part_key, view.color) == (True, None, None, "Blue")
    assert "07:00" not in repr(view)
    assert "sign" not in repr(view)


def test_who_gets_all_is_shown_the_whole_sheet_and_its_pdf(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")
    white = publish(production, {gaffer: "07:00", grip: "06:30"}, ada, heads=[gaffer], pdf_sha256="ab" * 32)

    heads, own = (part_by_link(token_of(white, party), EVENING) for party in (gaffer, grip))

    assert (heads.sheet, heads.pdf_sha256) == ({"call": "06:30"}, "ab" * 32)
    assert (own.sheet, own.pdf_sha256) == (None, "")


def test_a_link_that_is_unknown_over_revoked_or_of_somebody_erased_says_nothing(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip, runner = a_crew(production, "Gaffer", "Grip", "Runner")
    white = publish(production, {gaffer: "07:00", grip: "07:00", runner: "07:00"}, ada)
    tokens = {party: token_of(white, party) for party in (gaffer, grip, runner)}
    revoke_links(grip.public_id, at=EVENING)
    blank_party(runner, at=EVENING)

    for token, refusal in [
        ("", LinkUnknown),
        ("x" * 43, LinkUnknown),
        (tokens[grip], LinkEnded),
        (tokens[runner], LinkEnded),
    ]:
        with pytest.raises(refusal):
            part_by_link(token, LATER)
    with pytest.raises(LinkEnded):
        part_by_link(tokens[gaffer], SIX_ON_SATURDAY + timedelta(days=2))


def test_ten_scanners_reading_a_link_confirm_and_open_nothing(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    white = publish(production, {gaffer: "07:00"}, ada)

    for _ in range(10):
        part_by_link(token_of(white, gaffer), EVENING)

    assert (Acknowledgement.objects.count(), LinkOpening.objects.count()) == (0, 0)


def test_an_opening_counts_once_a_minute(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    token = token_of(publish(production, {gaffer: "07:00"}, ada), gaffer)

    for seconds in (0, 1, 59, 60):
        open_part(token, at=EVENING + timedelta(seconds=seconds))

    assert list(LinkOpening.objects.values_list("at", flat=True)) == [EVENING, EVENING + timedelta(seconds=60)]


def test_a_printed_sheets_code_says_whether_it_is_void_to_anybody_and_nothing_about_people(
    office: Organization,
) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    white = publish(production, {gaffer: "07:00"}, ada)
    before = edition_status(white.check_code)
    blue = publish(production, {gaffer: "07:45"}, ada, EVENING)

    assert before.is_current
    assert edition_status(white.check_code) == EditionStatus(
        is_current=False,
        title="Day 4",
        zone="Europe/Berlin",
        day=SATURDAY,
        number=1,
        color="White",
        published_at=FRIDAY_18H,
        newest_number=2,
        newest_color="Blue",
        newest_published_at=EVENING,
    )
    assert edition_status(blue.check_code).is_current
    with pytest.raises(NotFound):
        edition_status("guessed")


def test_a_topic_of_the_same_name_elsewhere_does_not_answer_for_this_one(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    other = an_organization("Other house")
    with tenant_scope(other.pk):
        theirs = a_production(other)
        for at in (FRIDAY_18H, EVENING):
            publish(theirs, dict.fromkeys(a_crew(theirs, f"Grip {at}"), "07:00"), a_member(other, name="Bo"), at)
    white = publish(production, {gaffer: "07:00"}, ada, LATER)

    assert edition_status(white.check_code).is_current


def test_members_find_editions_parts_and_holds_of_their_own_production_only(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    crew_member, stranger = a_member(office, Role.CREW, "Cy"), a_member(an_organization("Other"), name="Sid")
    access(crew_member, production)
    gaffer, lead = a_crew(production, "Gaffer", "Lead")
    Engagement.objects.filter(party=lead).update(status_note="unsigned")
    white = publish(production, {gaffer: "07:00", lead: "07:00"}, ada)
    blue = publish(production, {gaffer: "07:30", lead: "07:00"}, ada, EVENING)
    held = HeldPart.objects.get(edition=blue)

    assert list(editions_of(ada, production)) == [blue, white]
    assert list(editions_of(ada, production, "other topic")) == []
    assert edition_of(ada, production, white.public_id) == white
    assert edition_part_of(ada, production, part_of(blue, gaffer).public_id) == part_of(blue, gaffer)
    assert held_part_of(ada, production, held.public_id) == held
    assert list(open_holds(blue)) == [held]
    with pytest.raises(NotFound):
        edition_of(stranger, production, white.public_id)
    with pytest.raises(NotFound):
        edition_of(ada, a_production(office, "Another"), white.public_id)
    with pytest.raises(NotAllowed):
        edition_part_of(crew_member, production, part_of(blue, gaffer).public_id)
    with pytest.raises(NotAllowed):
        held_part_of(crew_member, production, held.public_id)
    assert white.topic == TOPIC
