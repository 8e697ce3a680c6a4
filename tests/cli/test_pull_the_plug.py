"""The plug is pulled while postings arrive; the backup is restored elsewhere: nothing that was acknowledged is gone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.installations import ROOT, Installation

SCANNERS = 4
ENOUGH = 40
STARTS_WITHIN_SECONDS = 60


@dataclass
class Scanner:
    """A program on the floor: it posts one thing after the other, each under a key of its own."""

    name: str
    server: str
    scene: dict[str, str]
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def post(self, key: str) -> dict[str, Any]:
        """A move of one screw for odd keys, one good light unit for even ones."""
        plant = f"{self.server}/api/productions/{self.scene['production']}"
        if int(key.rsplit("-", 1)[1]) % 2:
            url = f"{plant}/moves"
            body = {"kind": "transfer", "item": "SCREW-M4", "quantity": "1", "label": key}
            body |= {"from_place": "A-05", "to_place": "LINE-4"}
        else:
            url, body = f"{plant}/operations/{self.scene['operation']}/reports", {"kind": "good", "quantity": "1"}
            body["device"] = key
        asked = urllib.request.Request(
            url,
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.scene['token']}",
                "Idempotency-Key": key,
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            said: dict[str, Any] = json.load(answer)
            return said

    def work_until_the_plug_is_pulled(self) -> None:
        for number in range(10_000):
            key = f"{self.name}-{number}"
            self.sent.append(key)
            try:
                self.post(key)
            except (OSError, urllib.error.URLError, json.JSONDecodeError):
                return  # nobody knows whether this one arrived
            self.acknowledged.append(key)


@contextmanager
def served(installation: Installation) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "callboard.cli.main", "serve", "--port", str(port)],
        cwd=ROOT,
        env=installation.environment | {"CALLBOARD_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < until and not _answers(url):
            time.sleep(0.2)
        yield url, server
    finally:
        pull_the_plug(server)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/accounts/login/", timeout=5).close()
    except OSError:
        return False
    return True


def pull_the_plug(server: subprocess.Popen[bytes]) -> None:
    """Kill server and workers at once: no signal that anything could answer to."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)


def on_record(installation: Installation) -> Counter[str]:
    """How often each key's effect is in the tables, read by the driver alone."""
    connection = sqlite3.connect(installation.data / "callboard.sqlite3")
    try:
        moves = connection.execute("SELECT label FROM stock_move WHERE label LIKE 'scanner%'").fetchall()
        reports = connection.execute(
            "SELECT device FROM manufacturing_floorreport WHERE device LIKE 'scanner%'"
        ).fetchall()
    finally:
        connection.close()
    return Counter(key for (key,) in (*moves, *reports))


def screws(installation: Installation) -> tuple[int, int]:
    """Screws on the shelf and at the line: sums of moves, by SQL alone."""
    connection = sqlite3.connect(installation.data / "callboard.sqlite3")
    balance = """
        SELECT COALESCE(SUM(CASE WHEN into_.code = ? THEN m.quantity ELSE 0 END), 0)
             - COALESCE(SUM(CASE WHEN out_.code = ? THEN m.quantity ELSE 0 END), 0)
        FROM stock_move m JOIN stock_item i ON i.id = m.item_id
        JOIN stock_store into_ ON into_.id = m.to_store_id JOIN stock_store out_ ON out_.id = m.from_store_id
        WHERE i.code = 'SCREW-M4'"""
    try:
        return tuple(connection.execute(balance, (place, place)).fetchone()[0] for place in ("A-05", "LINE-4"))  # type: ignore[return-value]
    finally:
        connection.close()


def test_after_the_plug_was_pulled_the_restored_backup_has_every_acknowledged_posting(
    tmp_path: Path, installation: Installation, migrated: Installation
) -> None:
    plant = installation
    scene = json.loads(plant.python("-m", "tests.cli.plant_at_work").strip().splitlines()[-1])
    shelf, line = screws(plant)
    with served(plant) as (url, server):
        scanners = [Scanner(f"scanner{number}", url, scene) for number in range(SCANNERS)]
        threads = [threading.Thread(target=scanner.work_until_the_plug_is_pulled) for scanner in scanners]
        for thread in threads:
            thread.start()
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while sum(len(scanner.acknowledged) for scanner in scanners) < ENOUGH and time.monotonic() < until:
            time.sleep(0.02)
        pull_the_plug(server)
        for thread in threads:
            thread.join()

    plant.callboard("backup", tmp_path / "backup.zip")
    shutil.copytree(migrated.data, tmp_path / "elsewhere")
    elsewhere = Installation(tmp_path / "elsewhere")
    elsewhere.take_keys_of(plant)
    elsewhere.callboard("restore", tmp_path / "backup.zip")

    acknowledged = {key for scanner in scanners for key in scanner.acknowledged}
    sent = {key for scanner in scanners for key in scanner.sent}
    found = on_record(elsewhere)
    assert len(acknowledged) >= ENOUGH
    assert acknowledged - found.keys() == set()
    assert found.keys() - sent == set()
    assert set(found.values()) == {1}
    assert elsewhere.rows() == plant.rows()  # stock, work in process, editions: all of it
    assert elsewhere.files() == plant.files()

    with served(elsewhere) as (url, _server):
        for scanner in scanners:
            scanner.server = url
            for key in scanner.sent:
                scanner.post(key)  # a program that is not sure asks again, under the same key
        moved = sum(int(key.rsplit("-", 1)[1]) % 2 for key in sent)
        assert on_record(elsewhere) == dict.fromkeys(sent, 1)
        assert screws(elsewhere) == (shelf - moved, line + moved)
        good = [
            operation["good"] for operation in _read(url, scene, f"work-orders/{scene['work_order']}")["operations"]
        ]
        assert good == [str(15 + len(sent) - moved)]


def _read(url: str, scene: dict[str, str], path: str) -> dict[str, Any]:
    asked = urllib.request.Request(
        f"{url}/api/productions/{scene['production']}/{path}", headers={"Authorization": f"Bearer {scene['token']}"}
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        said: dict[str, Any] = json.load(answer)
        return said
