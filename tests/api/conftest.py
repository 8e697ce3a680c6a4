"""A program with a coordinator's key, and one with a stranger's."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from callboard.core.members.actions import create_api_key
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.scope import tenant_scope
from tests.builders import FRIDAY_18H, a_member, a_production, an_organization

_keys = itertools.count(1)


class Program:
    """An API client: a key, a fresh idempotency key for each unsafe call unless one is given."""

    def __init__(self, token: str) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> Any:
        return self.client.get(f"/api{path}", headers=self.headers)

    def send(
        self, method: str, path: str, body: object = None, *, key: str | None = "", match: int | None = None
    ) -> Any:
        headers = dict(self.headers)
        if key is not None:
            headers["Idempotency-Key"] = key or f"key-{next(_keys)}"
        if match is not None:
            headers["If-Match"] = f'"{match}"'
        return self.client.generic(
            method,
            f"/api{path}",
            HttpResponse().make_bytes(_json(body)),
            content_type="application/json",
            headers=headers,
        )


def _json(body: object) -> str:
    import json

    return json.dumps(body, default=str)


def a_program(member: Membership) -> Program:
    with tenant_scope(member.organization_id):
        _, token = create_api_key(member, "Planner's script", by=member, at=FRIDAY_18H)
    return Program(token)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, name="Ada")


@pytest.fixture
def show(office: Organization) -> Production:
    return a_production(office)


@pytest.fixture
def program(ada: Membership) -> Program:
    return a_program(ada)


@pytest.fixture
def stranger(db: None) -> Program:
    return a_program(a_member(an_organization("Other house"), name="Charlie"))
