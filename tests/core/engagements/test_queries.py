"""The crew list: order, search, and for each role exactly what it may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from callboard.core.engagements.queries import CrewFilter, crew_columns, crew_list, engagement_counts, starting_between
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Organization, Production
from callboard.core.organizations.rules import ROLE_TABLE, DataClass, Role
from tests.builders import (
    SATURDAY,
    a_department,
    a_member,
    a_party,
    a_production,
    access,
    an_engagement,
    an_organization,
)

CANARIES = {
    DataClass.CREW: {"Canary Crew"},
    DataClass.CONTACT: {"canary-mail@crew.example", "canary-phone", "Canary Agent", "Canary Emergency"},
    DataClass.PAY: {"777.11", "888.22", "999.33", "Canary deal"},
    DataClass.MINOR: {"Canary Guardian", "canary-guardian@x.example", "2011-11-11"},
    DataClass.MEDICAL: {"Canary allergy"},
}


def a_crew_with_canaries(production: Production) -> None:
    """One adult and one minor whose every field has a value to be looked for."""
    adult: dict[str, Any] = {
        "email": "canary-mail@crew.example",
        "phone": "canary-phone",
        "contact_name": "Canary Agent",
        "emergency_contact": "Canary Emergency",
        "medical_note": "Canary allergy",
    }
    child = {"birth_on": date(2011, 11, 11), "is_minor": True, "guardian_name": "Canary Guardian"}
    child |= {"guardian_email": "canary-guardian@x.example", "phone": "child-phone", "email": "child@x.example"}
    an_engagement(
        production,
        "Canary Crew",
        party=a_party(production.organization, "Canary Crew", **adult),
        rate_minor=77711,
        hold_rate_minor=88822,
        kit_minor=99933,
        currency="EUR",
        deal_note="Canary deal",
    )
    an_engagement(production, "Kid", kind="cast", party=a_party(production.organization, "Kid", **child))


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_exactly_the_classes_it_may_see(office: Organization, role: Role) -> None:
    production = a_production(office)
    a_crew_with_canaries(production)
    member = a_member(office, role)
    access(member, production)

    rows = crew_list(member, production, CrewFilter())
    text = "\n".join(str(value) for row in rows for value in row.cells.values())

    shown = {data_class for data_class, words in CANARIES.items() if any(word in text for word in words)}
    whole = {data_class for data_class, words in CANARIES.items() if all(word in text for word in words)}
    assert shown == whole == ROLE_TABLE[role].sees & CANARIES.keys()
    assert ("child-phone" in text) is (DataClass.MINOR in ROLE_TABLE[role].sees)
    assert {key for row in rows for key in row.cells} == {column.key for column in crew_columns(member)}


def test_departments_stand_in_order_heads_first_cast_before_and_vendors_after(office: Organization) -> None:
    production, ada = a_production(office), a_member(office)
    camera, grip = (a_department(production, name, position=n) for n, name in ((30, "Camera"), (40, "Grip")))
    an_engagement(production, "Rental house", "vendor", position="Cameras")
    an_engagement(production, "Zoe", position="Grip", department=grip)
    an_engagement(production, "Ben", position="Loader", department=camera)
    an_engagement(production, "Mara", position="DP", department=camera, is_head=True)
    an_engagement(production, "Lead", "cast", position="ANNA")

    rows = crew_list(ada, production, CrewFilter())

    assert [(row.group, row.cells["name"]) for row in rows] == [
        ("Cast", "Lead"),
        ("Camera", "Mara"),
        ("Camera", "Ben"),
        ("Grip", "Zoe"),
        ("Vendor", "Rental house"),
    ]


def test_search_kind_and_department_narrow_the_list(office: Organization) -> None:
    production, ada = a_production(office), a_member(office)
    camera = a_department(production, "Camera")
    an_engagement(production, "Mara", position="DP", department=camera)
    an_engagement(production, "Zoe", "cast", position="ANNA")
    an_engagement(production, "Gone", ended_at=production.organization.created_at)

    def names(**asked: Any) -> list[object]:
        return [row.cells["name"] for row in crew_list(ada, production, CrewFilter(**asked))]

    assert names(sort="name") == ["Mara", "Zoe"]
    assert names(search="anna") == ["Zoe"]
    assert names(search="CAM") == ["Mara"]
    assert names(kind="cast") == ["Zoe"]
    assert names(department="Camera") == ["Mara"]
    assert names(sort="name", with_ended=True) == ["Gone", "Mara", "Zoe"]
    assert names(sort="nonsense") == ["Zoe", "Mara"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_crew_list_takes_one_query_whatever_its_length(
    office: Organization, count: int, django_assert_num_queries: Any
) -> None:
    production, ada = a_production(office), a_member(office)
    for number in range(count):
        an_engagement(production, f"Person {number}", department=a_department(production))
    with django_assert_num_queries(1):
        assert len(crew_list(ada, production, CrewFilter())) == count


def test_a_strangers_crew_list_is_not_there(office: Organization) -> None:
    production = a_production(office)
    with pytest.raises(NotFound):
        crew_list(a_member(an_organization("Other house")), production, CrewFilter())


def test_counts_and_starts_of_the_front_page(office: Organization) -> None:
    production, ada = a_production(office), a_member(office)
    an_engagement(production, "Mara", starts_on=SATURDAY)
    an_engagement(production, "Zoe", "cast", position="ANNA", starts_on=date(2027, 5, 1))
    assert engagement_counts(ada, production) == {"crew": 1, "cast": 1}
    assert [row.cells["name"] for row in starting_between(ada, production, SATURDAY, SATURDAY)] == ["Mara"]
