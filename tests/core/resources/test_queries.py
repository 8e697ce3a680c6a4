"""Who may do what, who is in, and who could stand in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.resources.actions import record_absence
from callboard.core.resources.queries import certified, skills_matrix, who_is_in
from callboard.core.resources.rules import AbsenceTerms
from tests.builders import FRIDAY_18H, SATURDAY, a_member, access
from tests.builders_plant import a_plant
from tests.builders_products import a_certification, a_skill, an_operator

SUNDAY = SATURDAY + timedelta(days=1)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


def test_who_is_certified_has_the_level_on_the_day_and_is_in(plant: Production, ada: Membership) -> None:
    welding = a_skill(plant)
    gita, mo, nia, ole, pam = (an_operator(plant, name) for name in ("Gita", "Mo", "Nia", "Ole", "Pam"))
    a_certification(gita, welding, 3)
    a_certification(mo, welding, 5)
    a_certification(nia, welding, 1)
    a_certification(ole, welding, 4, valid_to=SATURDAY)
    a_certification(pam, welding, 5)
    record_absence(pam, AbsenceTerms(SATURDAY, SATURDAY), by=ada, at=FRIDAY_18H)
    assert certified(plant, welding, 2, SATURDAY) == [mo, gita]
    assert certified(plant, welding, 2, SUNDAY) == [mo, pam, gita]


def test_the_matrix_counts_who_may_and_who_of_them_is_in(plant: Production, ada: Membership) -> None:
    welding, milling = a_skill(plant), a_skill(plant, "Milling")
    gita, mo = an_operator(plant, "Gita"), an_operator(plant, "Mo")
    a_certification(gita, welding, 3)
    a_certification(mo, welding, 2, valid_to=SATURDAY)
    a_certification(mo, milling, 2, valid_to=SUNDAY)
    record_absence(mo, AbsenceTerms(SATURDAY, SATURDAY), by=ada, at=FRIDAY_18H)

    gaps, rows = skills_matrix(ada, plant, SATURDAY)

    counts = [(gap.skill.name, gap.certified_count, gap.in_count) for gap in gaps]
    assert counts == [("Milling", 1, 0), ("Welding", 1, 1)]
    assert [
        (row.engagement, [(cell.certification.level, cell.state) if cell else None for _, cell in row.cells])
        for row in rows
    ] == [(gita, [None, (3, "valid")]), (mo, [(2, "ending"), (2, "expired")])]


def test_who_is_away_shows_who_could_stand_in(plant: Production, ada: Membership) -> None:
    welding = a_skill(plant)
    gita, mo, nia = (an_operator(plant, name) for name in ("Gita", "Mo", "Nia"))
    for person, level in ((gita, 3), (mo, 4), (nia, 2)):
        a_certification(person, welding, level)
    record_absence(gita, AbsenceTerms(SATURDAY, SUNDAY, "sick", "flu"), by=ada, at=FRIDAY_18H)

    people = {row.engagement.party.name: row for row in who_is_in(ada, plant, SATURDAY)}

    assert {name: row.absence is None for name, row in people.items()} == {"Gita": False, "Mo": True, "Nia": True}
    assert people["Gita"].note == "flu"
    assert [(cover.skill, cover.level, cover.people) for cover in people["Gita"].cover] == [(welding, 3, (mo,))]


@pytest.mark.parametrize("role", list(Role))
def test_why_somebody_is_ill_is_for_those_who_see_medical_notes(
    office: Organization, plant: Production, ada: Membership, role: Role
) -> None:
    member = a_member(office, role, "Reader")
    access(member, plant)
    record_absence(an_operator(plant, "Gita"), AbsenceTerms(SATURDAY, SUNDAY, "sick", "flu"), by=ada, at=FRIDAY_18H)
    [row] = who_is_in(member, plant, SATURDAY)
    assert row.note == ("flu" if role in {Role.COORDINATOR, Role.LINE_PRODUCER} else "")


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_the_same_queries_for_one_and_for_three(
    plant: Production, ada: Membership, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        person = an_operator(plant, f"Person {number}")
        a_certification(person, a_skill(plant, f"Skill {number}"))
        record_absence(person, AbsenceTerms(SATURDAY, SUNDAY), by=ada, at=FRIDAY_18H)
    with django_assert_num_queries(4):
        skills_matrix(ada, plant, SATURDAY)
    with django_assert_num_queries(3):
        who_is_in(ada, plant, SATURDAY)
