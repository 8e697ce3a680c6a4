"""Every page of a production, found in the address book itself: strangers and outsiders find nothing, anywhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from callboard.core.organizations.models import Organization, Production
from callboard.core.organizations.rules import Role
from tests.builders import a_member, a_production, an_organization

# A value for each kind of place in an address.
_VALUES: dict[str, Any] = {"int": 1, "str": "x", "slug": "x", "path": "x"}


def _addresses(resolver: URLResolver, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, route, (*names, str(entry.namespace or "")))
        elif isinstance(entry, URLPattern):
            yield ":".join(filter(None, (*names, str(entry.name or "")))), route


PAGES = [(name, route) for name, route in _addresses(get_resolver()) if route.startswith("p/<uuid:production>")]


def _address(route: str, production: Production) -> str:
    """The route with the production's id, and other ids that nothing has."""
    parts = []
    for piece in route.split("<"):
        kind_and_name, closed, rest = piece.partition(">")
        if not closed:
            parts.append(piece)
            continue
        kind, _, name = kind_and_name.rpartition(":")
        value = production.public_id if name == "production" else _value(kind)
        parts.append(f"{value}{rest}")
    return "/" + "".join(parts)


def _value(kind: str) -> Any:
    return (
        uuid.uuid4()
        if kind == "uuid"
        else date(2027, 3, 6).isoformat()
        if kind == "date"
        else _VALUES.get(kind or "str", "x")
    )


def test_the_address_book_was_read() -> None:
    assert len(PAGES) > 40


@pytest.fixture
def show(office: Organization) -> Production:
    return a_production(office, "Canary title of the secret show")


def _answers(client: Client, show: Production, method: str) -> dict[str, int]:
    """Address → status, for every page that answered anything but "not here"; a leak of the title fails at once."""
    wrong = {}
    for name, route in PAGES:
        address = _address(route, show)
        fields = {"request_key": uuid.uuid4().hex, "version": "1"} if method == "post" else {}
        response = getattr(client, method)(address, fields)
        body = b"".join(response) if response.streaming else response.content
        assert b"Canary title" not in body, name
        if response.status_code not in {404, 405}:
            wrong[f"{method} {name}"] = response.status_code
    return wrong


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_of_another_organization_finds_no_page(show: Production, client: Client, method: str) -> None:
    client.force_login(a_member(an_organization("Other house"), name="Charlie").user)
    assert _answers(client, show, method) == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_member_without_access_to_the_production_finds_no_page(
    show: Production, office: Organization, client: Client, method: str
) -> None:
    client.force_login(a_member(office, Role.CREW, "Bob").user)
    assert _answers(client, show, method) == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_logged_in_is_sent_to_the_log_in(show: Production, client: Client, method: str) -> None:
    answers = {_address(route, show): getattr(client, method)(_address(route, show)) for _, route in PAGES}
    assert {response.status_code for response in answers.values()} == {302}
    assert all(response["Location"].startswith("/accounts/login/") for response in answers.values())
