"""The sender's passes and its loop."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connections

from callboard.core.events.models import Event
from callboard.core.messages.models import Message
from callboard.core.organizations.models import Organization
from callboard.core.ports import MailDeferred, OutgoingMail
from callboard.jobs import deliver
from tests.builders import FRIDAY_18H, FakeMailServer, a_party, a_production
from tests.core.messages.scenes import owed


def a_crew_of(office: Organization, count: int) -> list[Message]:
    return owed(a_production(office), *(a_party(office, f"Party {number:02}") for number in range(count)))


def test_one_pass_takes_up_all_that_is_due_and_tells_the_board_once_a_batch(
    office: Organization, mail_server: FakeMailServer
) -> None:
    messages = a_crew_of(office, 25)

    assert deliver.deliver_due(now=FRIDAY_18H) == 25

    assert [mail.message_id for mail in mail_server.taken] == [message.message_id for message in messages]
    assert list(Event.objects.values_list("kind", flat=True)) == ["delivery"] * 3
    assert deliver.deliver_due(now=FRIDAY_18H) == 0


def test_a_pass_ends_though_the_server_takes_nothing(office: Organization, mail_server: FakeMailServer) -> None:
    a_crew_of(office, 12)

    def later(mail: OutgoingMail) -> str:
        raise MailDeferred("451 later")

    mail_server.answer = later

    assert deliver.deliver_due(now=FRIDAY_18H) == 12
    assert deliver.deliver_due(now=FRIDAY_18H + timedelta(seconds=5)) == 0
    assert deliver.deliver_due(now=FRIDAY_18H + timedelta(seconds=60)) == 12


def test_asked_to_stop_it_finishes_the_mail_in_hand_and_gives_the_rest_back(
    office: Organization, mail_server: FakeMailServer
) -> None:
    a_crew_of(office, 25)
    stop = threading.Event()

    def stopping_at_the_third(mail: OutgoingMail) -> str:
        if len(mail_server.taken) == 2:
            stop.set()
        return "250 taken"

    mail_server.answer = stopping_at_the_third

    assert deliver.deliver_due(now=FRIDAY_18H, stop=stop) == 3
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["sent"] * 3 + ["queued"] * 22
    assert deliver.deliver_due(now=FRIDAY_18H) == 22


def test_the_loop_waits_out_a_database_that_is_away_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, passes, pauses = threading.Event(), [], []

    def away_twice(**_: object) -> int:
        passes.append(1)
        if len(passes) <= 2:
            raise OperationalError("server closed the connection")
        return 0

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        if len(pauses) == 4:
            stop.set()
        return stop.is_set()

    monkeypatch.setattr(deliver, "deliver_due", away_twice)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    monkeypatch.setattr(stop, "wait", wait)
    deliver.run_forever(stop)

    assert pauses == [1.0, 2.0, 0.5, 0.5]
    assert [record.getMessage() for record in caplog.records] == [
        "the database is away, trying again in 1 s: server closed the connection",
        "the database is away, trying again in 2 s: server closed the connection",
    ]


def test_the_loop_does_not_start_another_pass_once_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[datetime] = []
    monkeypatch.setattr(deliver, "deliver_due", lambda *, now, stop: passes.append(now))
    stop = threading.Event()
    stop.set()

    deliver.run_forever(stop)

    assert passes == []
