"""What the papers answer when readiness asks before a call. Holds the story *Unsigned*, up to publishing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Organization, Production
from callboard.core.people.models import Party
from callboard.core.readiness.actions import override_blocker
from callboard.core.readiness.queries import open_blockers
from callboard.core.readiness.rules import Blocker, blockers_for
from callboard.paperwork.documents.checks import papers_before_call
from callboard.paperwork.documents.kind_actions import seed_paper_kinds
from callboard.paperwork.documents.models import Paper
from tests.builders import FRIDAY_18H, SATURDAY, a_member, a_party, a_production, an_engagement


def a_crew(production: Production, count: int) -> list[Engagement]:
    return [an_engagement(production, f"Grip {number}", position="Grip") for number in range(count)]


def found(production: Production, *engagements: Engagement, on: date = SATURDAY) -> list[Blocker]:
    return list(papers_before_call(production, [one.party_id for one in engagements], on))


def sign(**which: object) -> None:
    Paper.objects.filter(**which).update(state="signed", signed_on=SATURDAY - timedelta(days=1))


def test_a_blocker_says_what_for_whom_by_when_whose_and_what_next(office: Organization) -> None:
    saltmarsh = a_production(office)
    (gaffer,) = a_crew(saltmarsh, 1)
    seed_paper_kinds(saltmarsh, by=a_member(office), at=FRIDAY_18H)
    sign(kind__name="Safety acknowledgment")
    memo = Paper.objects.get(kind__name="Deal memo")

    (blocker,) = found(saltmarsh, gaffer)

    assert (blocker.code, blocker.key) == ("paper", f"{gaffer.pk}:{memo.kind_id}")
    assert (blocker.party_id, blocker.due_on, blocker.owner) == (gaffer.party_id, SATURDAY, "Production office")
    assert (str(blocker.what), str(blocker.next_step)) == (
        "Deal memo has not been sent",
        "Send Deal memo to Grip 0 and file the signed copy.",
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"state": "needed"}, ["Deal memo has not been sent"]),
        ({"state": "out"}, ["Deal memo is out and not signed"]),
        ({"state": "rejected"}, ["Deal memo was rejected"]),
        ({"state": "void"}, ["Deal memo is void"]),
        ({"state": "signed"}, []),
        ({"state": "signed", "valid_until": SATURDAY}, []),
        ({"state": "signed", "valid_until": SATURDAY - timedelta(days=1)}, ["Deal memo has run out"]),
        ({"state": "waived"}, []),
    ],
)
def test_each_standing_has_its_own_words(office: Organization, fields: dict[str, object], expected: list[str]) -> None:
    saltmarsh = a_production(office)
    (gaffer,) = a_crew(saltmarsh, 1)
    seed_paper_kinds(saltmarsh, by=a_member(office), at=FRIDAY_18H)
    sign(kind__name="Safety acknowledgment")
    Paper.objects.filter(kind__name="Deal memo").update(**fields)

    assert [str(blocker.what) for blocker in found(saltmarsh, gaffer)] == expected


def test_a_start_form_holds_from_its_due_day_on(office: Organization) -> None:
    saltmarsh = a_production(office)
    gaffer = an_engagement(saltmarsh, "Gil", starts_on=SATURDAY)
    seed_paper_kinds(saltmarsh, by=a_member(office), at=FRIDAY_18H)
    sign(kind__name__in=["Deal memo", "Safety acknowledgment"])

    assert found(saltmarsh, gaffer, on=SATURDAY + timedelta(days=2)) == []
    (blocker,) = found(saltmarsh, gaffer, on=SATURDAY + timedelta(days=3))
    assert (str(blocker.what), blocker.due_on) == ("Start form has not been sent", SATURDAY + timedelta(days=3))


def test_a_party_engaged_behind_the_papers_back_is_held_all_the_same(office: Organization) -> None:
    saltmarsh = a_production(office)
    seed_paper_kinds(saltmarsh, by=a_member(office), at=FRIDAY_18H)
    (late,) = a_crew(saltmarsh, 1)  # nobody required its papers: no rows are on file

    assert Paper.objects.count() == 0
    assert [str(blocker.what) for blocker in found(saltmarsh, late)] == [
        "Deal memo has not been sent",
        "Safety acknowledgment has not been sent",
    ]


def test_papers_of_an_ended_engagement_hold_nobody(office: Organization) -> None:
    saltmarsh = a_production(office)
    (gone,) = a_crew(saltmarsh, 1)
    seed_paper_kinds(saltmarsh, by=a_member(office), at=FRIDAY_18H)
    Engagement.objects.filter(pk=gone.pk).update(ended_at=FRIDAY_18H)

    assert found(saltmarsh, gone) == []


@pytest.mark.parametrize("count", [1, 3, 90])
def test_two_queries_are_enough_for_one_party_and_for_ninety(office: Organization, count: int) -> None:
    saltmarsh = a_production(office)
    crew = a_crew(saltmarsh, count)
    seed_paper_kinds(saltmarsh, by=a_member(office), at=FRIDAY_18H)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        blockers = found(saltmarsh, *crew)

    assert len(queries) == 2
    assert len(blockers) == 2 * count


def ninety_parties(production: Production, office: Organization) -> tuple[list[Engagement], dict[str, Party]]:
    """60 crew (one drives), 9 cast (one a child), 18 background, 3 vendors: all signed but four papers."""
    child = a_party(office, "Mia", is_minor=True, birth_on=date(2019, 4, 2))
    lead = an_engagement(production, "Lea", "cast", position="Nora")
    kid = an_engagement(production, "Mia", "cast", party=child, position="Nell")
    house = an_engagement(production, "Camera house", "vendor", position="Cameras")
    driver = an_engagement(production, "Dov", position="Driver", drives=True)
    others = [
        *a_crew(production, 59),
        *(an_engagement(production, f"Actor {n}", "cast", position=f"Villager {n}") for n in range(7)),
        *(an_engagement(production, f"Extra {n}", "background", position="Passer-by") for n in range(18)),
        *(an_engagement(production, f"Firm {n}", "vendor", position="Trucks") for n in range(2)),
    ]
    return [lead, kid, house, driver, *others], {
        "Performer contract": lead.party,
        "Child's work permit or license": child,
        "Certificate of insurance": house.party,
        "Driver's license": driver.party,
    }


def test_unsigned_four_of_ninety_are_held_and_one_override_leaves_three(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    everyone, missing = ninety_parties(saltmarsh, office)
    seed_paper_kinds(saltmarsh, by=ada, at=FRIDAY_18H)
    for paper in Paper.objects.select_related("kind", "engagement__party"):
        if missing.get(paper.kind.name) != paper.engagement.party:
            sign(pk=paper.pk)
    parties = [one.party_id for one in everyone]
    assert len(set(parties)) == 90

    held = {party: theirs for party, theirs in open_blockers("call", saltmarsh, parties, SATURDAY).items() if theirs}

    assert {party: [str(one.what) for one in theirs] for party, theirs in held.items()} == {
        party.pk: [f"{name} has not been sent"] for name, party in missing.items()
    }

    driver = missing["Driver's license"]
    override_blocker(
        saltmarsh,
        driver,
        held[driver.pk][0],
        SATURDAY,
        reason="License seen on video, copy follows",
        by=ada,
        at=FRIDAY_18H,
    )
    still_held = [party for party, theirs in open_blockers("call", saltmarsh, parties, SATURDAY).items() if theirs]
    assert sorted(still_held) == sorted(party.pk for party in missing.values() if party != driver)
    assert len(blockers_for("call", saltmarsh, parties, SATURDAY)[driver.pk]) == 1
    next_day = open_blockers("call", saltmarsh, parties, SATURDAY + timedelta(days=1))
    assert sum(bool(theirs) for theirs in next_day.values()) == 4
