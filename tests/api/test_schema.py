"""T31, in small: whatever a program sends, within the document or beside it, the API answers and never breaks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error

from callboard.config.wsgi import application
from callboard.core.organizations.models import Production
from tests.api.conftest import Program
from tests.builders import a_place, a_scene, an_engagement

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
_keys = itertools.count(1)


@pytest.fixture
def desk(program: Program, show: Production) -> dict[str, Any]:
    """A coordinator's key, and ids that exist, so that some calls get past the door."""
    a_scene(show, "1")
    an_engagement(show, "Gus Gaffer")
    return {"headers": program.headers, "production": str(show.public_id), "place": str(a_place(show).public_id)}


@pytest.fixture(autouse=True)
def the_tests_connection_stays_open() -> Iterator[None]:
    """The bare server closes its connection after each request; here that would be the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_call_breaks_the_server(case: Any, desk: dict[str, Any]) -> None:
    case.path_parameters = {
        **case.path_parameters,
        **{name: desk[name] for name in ("production", "place") if name in case.path_parameters},
    }
    headers = {**desk["headers"], "Idempotency-Key": f"fuzz-{next(_keys)}", "If-Match": '"1"'}

    response = case.call(headers=headers)

    case.validate_response(response, checks=[not_a_server_error])
    assert response.status_code < 500
    if response.status_code >= 400:
        assert "problem+json" in response.headers["content-type"][0] or response.status_code in {400, 401, 404, 405}
