"""The pages for what is not there and what went wrong, and the few account pages that are ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error

from callboard.core.organizations.models import Organization
from tests.builders import a_member


def test_an_address_that_is_not_there_is_answered_in_our_frame(office: Organization, logged_in: Any) -> None:
    answer = logged_in(a_member(office)).get("/nothing-by-this-name/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "<h1>Nothing here</h1>" in page
    assert 'class="app-name"' in page


def test_the_pages_of_faults_read_no_row() -> None:
    """Without the `db` mark a query would raise: what went wrong may be the database."""
    request = RequestFactory().get("/")
    answers = [
        server_error(request),
        bad_request(request, ValueError("bad")),
        permission_denied(request, PermissionError("no")),
    ]
    assert [
        (answer.status_code, answer.content.decode().partition("<h1>")[2].partition("</h1>")[0]) for answer in answers
    ] == [
        (500, "That went wrong on our side"),
        (400, "Not understood"),
        (403, "Not for you"),
    ]


@pytest.mark.django_db
def test_a_forgotten_password_leads_to_the_coordinator_and_sends_nothing(mailoutbox: list[Any]) -> None:
    page = Client().post("/accounts/password/reset/", {"email": "ada@crew.example"}).content.decode()
    assert "Ask your coordinator for a password link." in page
    assert mailoutbox == []
    assert 'href="/accounts/password/reset/"' in Client().get("/accounts/login/").content.decode()


def test_nobody_changes_the_address_they_log_in_with(office: Organization, logged_in: Any) -> None:
    member = a_member(office)
    page = logged_in(member).post("/accounts/email/", action_add="", email="new@crew.example").content.decode()
    assert f"You log in as {member.user.email}." in page
    assert Client().get("/accounts/email/").status_code == 302
