"""New hires and the contract wall over HTTP."""

from __future__ import annotations

from callboard.core.engagements.models import Engagement
from callboard.core.members.actions import create_api_key
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.productions.actions import create_production
from callboard.core.productions.rules import ProductionTerms
from tests.api.conftest import Program
from tests.builders import FRIDAY_18H, SATURDAY, a_member, access

GAIL = {"party": {"name": "Gail Grip", "email": "gail@crew.example"}, "terms": {"kind": "crew", "position": "Key grip"}}


def test_a_new_hire_is_on_the_crew_list_and_on_the_wall(program: Program, ada: Membership) -> None:
    terms = ProductionTerms(title="Saltmarsh", kind="feature", company="", zone="Europe/Berlin", starts_on=SATURDAY)
    show = create_production(terms, by=ada, at=FRIDAY_18H)

    hired = program.send("POST", f"/productions/{show.public_id}/engagements", GAIL, key="hire-1")
    program.send("POST", f"/productions/{show.public_id}/engagements", GAIL, key="hire-1")

    assert (hired.status_code, hired.json()["name"], hired.json()["email"]) == (200, "Gail Grip", "gail@crew.example")
    assert Engagement.objects.filter(production=show).count() == 1
    wall = program.get(f"/productions/{show.public_id}/papers").json()
    assert [(row["name"], row["is_cleared"], set(row["papers"].values())) for row in wall] == [
        ("Gail Grip", False, {"needed"})
    ]


def test_a_field_that_is_wrong_is_named(program: Program, show: Production) -> None:
    answer = program.send(
        "POST", f"/productions/{show.public_id}/engagements", {"party": {"name": ""}, "terms": {"kind": "wizard"}}
    )
    assert answer.status_code == 422
    assert {error["loc"][-1] for error in answer.json()["errors"]} == {"name", "kind", "position"}


def test_the_wall_is_closed_to_roles_without_it(office: Organization, show: Production) -> None:

    reader = a_member(office, Role.CREW, "Reader")
    access(reader, show)
    _, token = create_api_key(reader, "Reader's script", by=a_member(office, name="Boss"), at=FRIDAY_18H)
    assert Program(token).get(f"/productions/{show.public_id}/papers").status_code == 403
