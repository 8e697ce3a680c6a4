"""A browser that is logged in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from callboard.core.organizations.models import Membership


class Browser:
    """Django's client, logged in as a member; every form it posts carries its own key."""

    def __init__(self, member: Membership) -> None:
        self.client = Client()
        self.client.force_login(member.user)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path, query)

    def post(self, path: str, *, request_key: str = "", **fields: Any) -> Any:
        return self.client.post(path, {"request_key": request_key or uuid.uuid4().hex, **fields})


@pytest.fixture
def logged_in() -> Callable[[Membership], Browser]:
    """Log a member in."""
    return Browser
