"""What holds an operator back from a dispatch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.resources import checks
from callboard.core.resources.actions import record_absence
from callboard.core.resources.checks import SkillNeed, operators_ready
from callboard.core.resources.rules import AbsenceTerms
from tests.builders import FRIDAY_18H, SATURDAY, a_member
from tests.builders_plant import a_plant
from tests.builders_products import a_certification, a_skill, an_operator

SUNDAY = SATURDAY + timedelta(days=1)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def needs(monkeypatch: Any) -> Iterator[list[SkillNeed]]:
    """What the dispatch of the day asks of people, as its room would say it."""
    found: list[SkillNeed] = []
    monkeypatch.setattr(checks, "need_sources", [lambda production, parties, on: found])
    return found  # type: ignore[return-value]


def sentences(plant: Production, *people: Any) -> list[tuple[str, str, str]]:
    blockers = operators_ready(plant, [person.party_id for person in people], SATURDAY)
    return [(blocker.code, str(blocker.what), str(blocker.next_step)) for blocker in blockers]


def test_who_is_away_is_held_and_the_certified_who_are_in_are_named(
    plant: Production, ada: Membership, needs: list[SkillNeed]
) -> None:
    welding = a_skill(plant)
    gita, mo, nia = (an_operator(plant, name) for name in ("Gita", "Mo", "Nia"))
    for person, level in ((gita, 3), (mo, 3), (nia, 5)):
        a_certification(person, welding, level)
    record_absence(gita, AbsenceTerms(SATURDAY, SUNDAY), by=ada, at=FRIDAY_18H)
    assert sentences(plant, gita, mo) == [
        ("absent", "Gita is away until 2027-03-07.", "Put somebody else on it. Certified and in: Nia, Mo.")
    ]


def test_a_missing_low_or_ended_certificate_holds_for_the_work_that_asks_for_it(
    plant: Production, needs: list[SkillNeed]
) -> None:
    welding, lift = a_skill(plant), a_skill(plant, "Fork lift")
    gita, mo, nia = (an_operator(plant, name) for name in ("Gita", "Mo", "Nia"))
    a_certification(gita, welding, 1)
    a_certification(gita, lift, 5, valid_to=SATURDAY)
    a_certification(nia, welding, 3)
    needs.extend(SkillNeed(person.party_id, welding.pk, 2, "WO-1 op 20") for person in (gita, mo, nia))
    needs.append(SkillNeed(gita.party_id, lift.pk, 1, "WO-2 op 10"))

    assert sentences(plant, gita, mo, nia) == [
        (
            "certificate",
            "Gita is not certified for Welding at level 2 (WO-1 op 20).",
            "Certify them, or put somebody else on it. Certified and in: Nia.",
        ),
        (
            "certificate",
            "The certificate of Gita for Fork lift ended on 2027-03-06 (WO-2 op 10).",
            "Renew it, or put somebody else on it. Certified and in: –.",
        ),
        (
            "certificate",
            "Mo is not certified for Welding at level 2 (WO-1 op 20).",
            "Certify them, or put somebody else on it. Certified and in: Nia.",
        ),
    ]


def test_an_ended_certificate_that_nothing_asks_for_holds_nobody(plant: Production, needs: list[SkillNeed]) -> None:
    gita = an_operator(plant, "Gita")
    a_certification(gita, a_skill(plant), 5, valid_to=SATURDAY)
    assert sentences(plant, gita) == []


def test_the_check_takes_the_same_queries_for_many_as_for_one(
    plant: Production, needs: list[SkillNeed], django_assert_num_queries: Any
) -> None:
    people = [an_operator(plant, f"Person {number}").party_id for number in range(9)]
    for asked in (people[:1], people):
        with django_assert_num_queries(5):
            list(operators_ready(plant, asked, SATURDAY))
