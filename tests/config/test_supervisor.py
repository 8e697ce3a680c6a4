"""`callboard run`: one group of processes that starts together and leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from callboard.config.supervisor import LONGEST_PAUSE_SECONDS, Child, Group, ServerDied
from tests.cli.installations import ROOT, Installation

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]
ENDS_AT_ONCE = [sys.executable, "-c", "raise SystemExit(3)"]


def until(true: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.05)


def test_a_dead_worker_starts_again_with_growing_pauses() -> None:
    worker = Child("worker", ENDS_AT_ONCE)
    group = Group(server=Child("server", SLEEPER), worker=worker)
    worker.start()
    pauses = []
    for _ in range(7):
        assert worker.process is not None
        worker.process.wait(10)
        now = time.monotonic()
        group.look_after_worker(now)
        assert worker.start_again_at is not None
        pauses.append(round(worker.start_again_at - now))
        group.look_after_worker(worker.start_again_at - 0.1)
        assert worker.start_again_at is not None, "not before its time"
        group.look_after_worker(worker.start_again_at)
        assert worker.start_again_at is None
    group.end()
    assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS]


def test_a_dead_server_ends_the_group() -> None:
    group = Group(server=Child("server", ENDS_AT_ONCE), worker=Child("worker", SLEEPER))
    group.server.start()
    group.worker.start()
    with pytest.raises(ServerDied, match="exit code 3"):
        group.watch()
    group.end()
    assert group.worker.process is not None
    assert group.worker.process.returncode == -signal.SIGTERM


def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callboard.config.supervisor.ENDS_WITHIN_SECONDS", 0.5)
    deaf = Child("server", STUBBORN)
    deaf.process = subprocess.Popen(STUBBORN, stdout=subprocess.PIPE)
    assert deaf.process.stdout is not None
    with deaf.process.stdout as said:
        assert said.readline() == b"deaf\n"
    Group(server=deaf, worker=Child("worker", SLEEPER)).end()
    assert deaf.process.returncode == -signal.SIGKILL


@dataclass
class Running:
    """The started product."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/accounts/login/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def said(self) -> str:
        return self.log.read_text()

    def members(self) -> dict[int, str]:
        """Every process of its group, read from the kernel: number → command line."""
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and os.getpgid(int(entry.name)) == self.process.pid:
                    found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended while we looked
        return {number: command for number, command in found.items() if command}

    def the(self, name: str) -> int:
        """The child of that name; the server's own children come after it."""
        return min(number for number, command in self.members().items() if f"main {name} " in f"{command} ")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[], Running]]:
    """Starts the product over one data directory; what a failing test left running is killed."""
    installation = Installation(tmp_path / "data")
    made: list[Running] = []

    def start() -> Running:
        log = tmp_path / f"log{len(made)}"
        port = free_port()
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "callboard.cli.main", "run", "--port", str(port)],
                env=installation.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        made.append(Running(process, port, log))
        until(lambda: "Callboard is at" in log.read_text() or process.poll() is not None, seconds=90)
        return made[-1]

    yield start
    for running in made:
        for number in running.members():
            os.kill(number, signal.SIGKILL)
        running.process.wait(10)


@pytest.mark.journey
def test_ctrl_c_leaves_nothing_running_and_a_second_start_is_quick(started: Callable[[], Running]) -> None:
    first = started()
    assert first.answers()
    assert f"Callboard is at http://127.0.0.1:{first.port}" in first.said()
    stream = socket.create_connection(("127.0.0.1", first.port))  # a browser that holds its connection open
    stream.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    os.killpg(first.process.pid, signal.SIGINT)  # as a terminal does: to the whole group

    assert first.process.wait(20) == 0
    assert first.members() == {}
    assert not first.answers()
    stream.close()
    before = time.monotonic()
    second = started()
    assert second.answers()
    assert time.monotonic() - before < 30
    second.process.terminate()
    assert second.process.wait(20) == 0
    assert second.members() == {}


@pytest.mark.journey
def test_killing_the_supervisor_leaves_nothing_running(started: Callable[[], Running]) -> None:
    running = started()
    assert len(running.members()) >= 3
    running.process.kill()
    running.process.wait(10)
    until(lambda: running.members() == {}, seconds=5)
    assert started().answers()


@pytest.mark.journey
def test_a_killed_worker_comes_back_and_a_killed_server_ends_all(started: Callable[[], Running]) -> None:
    running = started()
    killed = running.the("worker")
    os.kill(killed, signal.SIGKILL)
    until(lambda: "it starts again in 1 s" in running.said())
    until(lambda: any("main worker" in command for command in running.members().values()))
    assert running.the("worker") != killed

    os.kill(running.the("serve"), signal.SIGKILL)

    assert running.process.wait(20) == 1
    assert "The web server ended by itself (exit code -9); everything was stopped." in running.said()
    until(lambda: running.members() == {}, seconds=5)


@pytest.mark.journey
def test_a_second_one_is_refused(started: Callable[[], Running], tmp_path: Path) -> None:
    running = started()
    same_data = Installation(tmp_path / "data").callboard("run", "--port", str(free_port()), code=2)
    assert "already runs with the data directory" in same_data
    same_port = Installation(tmp_path / "other").callboard("run", "--port", str(running.port), code=2)
    assert f"Port {running.port} at 127.0.0.1 is taken" in same_port
    assert running.answers()
