"""Two evenings that must go well, told against the started product with a mail server of the test's own."""

from __future__ import annotations

import email
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.journeys.conftest import ROOT, Product, free_port

pytestmark = pytest.mark.journey
PATIENCE_SECONDS = 240


@dataclass
class MailServer:
    """Takes every mail, a little slowly, and keeps them in the order of arrival."""

    mails: list[tuple[str, Message]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        time.sleep(0.02)  # a real server is no faster; the kill below must find the sender at work
        with self.arrived:
            for address in envelope.rcpt_tos:
                self.mails.append((address, email.message_from_bytes(envelope.content)))
            self.arrived.notify_all()
        return "250 taken"

    def wait_until(self, enough: Callable[[], bool]) -> None:
        with self.arrived:
            assert self.arrived.wait_for(enough, PATIENCE_SECONDS), f"only {len(self.mails)} mails arrived"

    def last_by_address(self) -> dict[str, Message]:
        return dict(self.mails)


class RunningProduct:
    """`callboard run`: pages and worker as one group, which the test can kill and start again."""

    def __init__(self, product: Product, port: int, log: Path) -> None:
        self.product, self.port, self.log = product, port, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "callboard.cli.main", "run", "--port", str(self.port)],
                cwd=ROOT, env=self.product.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + 90
        while not self.answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.3)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.product.url}/accounts/login/", timeout=5).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """As if the power went: every process of the group at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


@dataclass
class Caller:
    """Calls the API with a key."""

    url: str
    key: str
    count: int = 0

    def call(self, method: str, path: str, body: object = None, match: int | None = None) -> Any:
        self.count += 1
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"story-{self.count}",
        }
        if match is not None:
            headers["If-Match"] = f'"{match}"'
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.url}/api{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{method} {path}: {refused.code} {refused.read().decode()}") from refused


@pytest.fixture
def mail_server_over_smtp() -> Iterator[tuple[MailServer, int]]:
    server, port = MailServer(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield server, port
    controller.stop()


@pytest.fixture
def running(tmp_path: Path, mail_server_over_smtp: tuple[MailServer, int]) -> Iterator[RunningProduct]:
    """A product of the story's own, sending by SMTP."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD_")}
    environment = {
        **kept,
        "CALLBOARD_DATA": str(tmp_path / "data"),
        "CALLBOARD_URL": f"http://127.0.0.1:{port}",
        "CALLBOARD_SMTP_HOST": "127.0.0.1",
        "CALLBOARD_SMTP_PORT": str(mail_server_over_smtp[1]),
        "CALLBOARD_SMTP_TLS": "0",
        "DJANGO_SETTINGS_MODULE": "callboard.config.settings",
    }
    product = Product(f"http://127.0.0.1:{port}", environment)
    product.run("callboard.cli.main", "migrate")
    running = RunningProduct(product, port, tmp_path / "log")
    yield running
    running.stop()


def body_of(mail: Message) -> str:
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def subject_of(mail: Message) -> str:
    return str(email.header.make_header(email.header.decode_header(mail["Subject"])))


def test_storm_at_seven_in_the_evening(running: RunningProduct, mail_server_over_smtp: tuple[MailServer, int]) -> None:
    """The location is lost and the call pushed to 07:45; the server dies after 40 mails and is started again."""
    mails = mail_server_over_smtp[0]
    seeded = running.product.seed("tests.journeys.story_seeds:a_storm")
    running.start()
    caller = Caller(running.product.url, seeded["key"])
    sheet = f"/productions/{seeded['production']}/callsheets/{seeded['sheet']}"

    assert caller.call("POST", f"{sheet}/publish", {"expected_number": 1})["summary"] == {"called": 93}
    mails.wait_until(lambda: len(mails.last_by_address()) == 93)
    old_link = re.search(r"http\S+/l/\S+", body_of(mails.last_by_address()["crew.00@crew.example"]))
    assert old_link is not None

    version = running.product.seed("tests.journeys.story_seeds:the_harbor_is_lost", seeded["sheet"])["version"]
    caller.call("POST", f"{sheet}/push", {"minutes": 45, "hold_rested": True}, match=version)
    before = len(mails.mails)
    blue = caller.call("POST", f"{sheet}/publish", {"expected_number": 2})
    mails.wait_until(lambda: len(mails.mails) >= before + 40)
    running.kill()
    assert len({address for address, _ in mails.mails[before:]}) < 93, (
        "the server was killed too late to prove anything"
    )
    running.start()

    def everybody_has_blue() -> bool:
        return sum("(Blue)" in subject_of(mail) for mail in mails.last_by_address().values()) == 93

    mails.wait_until(everybody_has_blue)
    last = {address: subject_of(mail) for address, mail in mails.last_by_address().items()}
    times = {address: found[1] for address, text in last.items() if (found := re.search(r"is (\d\d:\d\d)", text))}
    assert blue["color"] == "Blue"
    assert len(times) == 93
    assert times["crew.00@crew.example"] == times["background.07@crew.example"] == "07:45"
    assert times["gen.operator@crew.example"] == "05:30"
    assert times["cast.1@crew.example"] >= "08:30"
    assert "parent.of.cast.9@crew.example" in times
    assert "cast.9@crew.example" not in times, "a child is never written to"
    doubles: dict[tuple[str, str], set[str]] = {}
    for address, mail in mails.mails:
        doubles.setdefault((address, subject_of(mail)), set()).add(mail["Message-ID"])
    assert set(map(len, doubles.values())) == {1}, "a double has the same Message-ID"
    page = urllib.request.urlopen(old_link.group(), timeout=20).read().decode()
    assert "07:45" in page
    assert "Ferry hall" in page
    assert "Old harbor" not in re.sub(r"(?s)<del.*?</del>", "", page)


def test_unsigned(running: RunningProduct, mail_server_over_smtp: tuple[MailServer, int]) -> None:
    """Four of ninety are not cleared: their calls are held, the rest is sent; one override makes 87."""
    mails = mail_server_over_smtp[0]
    seeded = running.product.seed("tests.journeys.story_seeds:ninety_parties")
    running.start()
    caller = Caller(running.product.url, seeded["key"])
    sheet = f"/productions/{seeded['production']}/callsheets/{seeded['sheet']}"

    preview = caller.call("GET", f"{sheet}/preview")
    held = {party["name"] for party in preview["parties"] if party["audience"] == "held"}
    assert held == {"Lead Actor", "Camera House", "Driver One", "Child Actor"}

    edition = caller.call("POST", f"{sheet}/publish", {"expected_number": 1})
    assert edition["summary"] == {"called": 86, "held": 4}
    mails.wait_until(lambda: len(mails.mails) >= 86)

    running.product.seed("tests.journeys.story_seeds:one_override", seeded["sheet"])
    mails.wait_until(lambda: len(mails.mails) >= 87)
    time.sleep(3)  # nobody else is to follow
    assert len(mails.mails) == len(mails.last_by_address()) == 87
    assert mails.mails[-1][0] == "lead.actor@crew.example"
    assert not any("override" in body_of(mail).casefold() for _, mail in mails.mails)
