"""The Saturday of the room's own tests, on a Friday evening, with Ada at her desk."""

from __future__ import annotations

import pytest
from django.test import Client

from callboard.core.organizations.models import Membership
from tests.builders import (
    FRIDAY_18H,
)
from tests.film.callsheets.conftest import ada, board, sheet, show

__all__ = ["ada", "board", "sheet", "show"]


@pytest.fixture(autouse=True)
def evening_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday evening: the sheets can still be sent."""
    for module in ("days", "calls", "rows", "people", "heads", "drafts", "pushes", "releases", "editions"):
        monkeypatch.setattr(f"callboard.web.callsheets.{module}.now", lambda: FRIDAY_18H)


@pytest.fixture
def desk(client: Client, ada: Membership) -> Client:
    client.force_login(ada.user)
    return client
