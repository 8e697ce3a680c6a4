"""Hours over HTTP: a wrap list of another program records dismissals."""

from __future__ import annotations

from callboard.core.hours.models import WorkedShift
from callboard.core.members.actions import create_api_key
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from tests.api.conftest import Program
from tests.builders import FRIDAY_18H, a_member, access, an_engagement


def test_hours_are_recorded_once_and_answered_with_the_earliest_next_call(program: Program, show: Production) -> None:
    gus = an_engagement(show, "Gus Gaffer", position="Gaffer")
    shift = {"engagement": str(gus.public_id), "day": "2027-03-06", "called": 420, "dismissed": 1515}

    first = program.send("POST", f"/productions/{show.public_id}/hours", shift, key="k1")
    again = program.send("POST", f"/productions/{show.public_id}/hours", shift, key="k1")
    other = program.send("POST", f"/productions/{show.public_id}/hours", shift, key="k2")

    [recorded] = WorkedShift.objects.all()
    assert first.json() == {
        "id": str(recorded.public_id),
        "engagement": str(gus.public_id),
        "name": "Gus Gaffer",
        "day": "2027-03-06",
        "called_at": "2027-03-06T06:00:00Z",
        "dismissed_at": "2027-03-07T00:15:00Z",
        "earliest_next_call": "2027-03-07T10:15:00Z",
    }
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert (other.status_code, other.json()["title"]) == (422, "ShiftRecordedAlready")


def test_a_dismissal_before_the_call_is_a_problem(program: Program, show: Production) -> None:
    gus = an_engagement(show, "Gus Gaffer")
    shift = {"engagement": str(gus.public_id), "day": "2027-03-06", "called": 420, "dismissed": 75}

    answer = program.send("POST", f"/productions/{show.public_id}/hours", shift)

    assert (answer.status_code, answer.json()["title"]) == (422, "DismissalBeforeCall")
    assert not WorkedShift.objects.exists()


def test_strangers_and_other_roles_record_nothing(
    stranger: Program, show: Production, office: Organization, ada: Membership
) -> None:
    gus = an_engagement(show, "Gus Gaffer")
    shift = {"engagement": str(gus.public_id), "day": "2027-03-06", "called": 420, "dismissed": 1230}
    bob = a_member(office, Role.HEAD_OF_DEPARTMENT, "Bob")
    access(bob, show)

    _, token = create_api_key(bob, "Bob's script", by=ada, at=FRIDAY_18H)

    answers = [
        one.send("POST", f"/productions/{show.public_id}/hours", shift).status_code
        for one in (stranger, Program(token))
    ]

    assert answers == [404, 403]
    assert not WorkedShift.objects.exists()
