"""What whoever watches the server is told, and who is told nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from callboard.core.messages.models import Message
from callboard.core.messages.rules import MessageState
from callboard.core.organizations.scope import tenant_scope
from callboard.web import health
from tests.builders import FakeMailServer, an_engagement
from tests.web.published import Saltmarsh, a_part, now

pytestmark = pytest.mark.django_db


def test_the_process_answers() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_server_that_can_work_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "FREE_BYTES_NEEDED", 1)
    response = Client().get("/readyz")

    found = response.json()
    assert (response.status_code, found["ready"]) == (200, True)
    assert {name: found[name]["ok"] for name in ("database", "migrations", "disk", "outbox")} == {
        "database": True,
        "migrations": True,
        "disk": True,
        "outbox": True,
    }


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.parametrize(
    "seen", [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, {"REMOTE_ADDR": ""}]
)
def test_from_elsewhere_or_through_a_proxy_there_is_nothing(address: str, seen: dict[str, str]) -> None:
    response = Client().get(address, **seen)  # type: ignore[arg-type]
    assert (response.status_code, response.content) == (404, b"")


def test_mail_that_nobody_sends_makes_the_server_unready(mail_server: FakeMailServer) -> None:
    scene = Saltmarsh(mail_server)
    with tenant_scope(scene.organization.pk):
        grip = an_engagement(scene.production, "Bo Grip").party
    scene.publish({grip: a_part()})
    with tenant_scope(scene.organization.pk):
        since = now() - timedelta(minutes=10)
        Message.objects.update(state=MessageState.QUEUED, queued_at=since, next_attempt_at=since)

    response = Client().get("/readyz")

    assert response.status_code == 503
    assert response.json()["outbox"] == {"ok": False, "is": "oldest waits 600 s"}
    assert Client().get("/healthz").status_code == 200


def test_a_full_disk_and_a_database_that_fails_are_named_without_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> tuple[bool, object]:
        raise OSError("cannot reach db.internal as admin")

    monkeypatch.setattr(health, "FREE_BYTES_NEEDED", 2**80)
    monkeypatch.setattr(health, "database_answers", broken)
    response = Client().get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == {"ok": False, "is": "OSError"}
    assert response.json()["disk"]["ok"] is False
