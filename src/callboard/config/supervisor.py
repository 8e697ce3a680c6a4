"""`callboard run`: the web server and the worker as one group of processes that starts and ends together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from types import FrameType

import click

from callboard.cli.start import data_option, hold_data_directory, start_django
from callboard.config.processes import end_with_parent, expect_children
from callboard.core.errors import Refused, gettext_noop

STARTS_WITHIN_SECONDS = 60
ENDS_WITHIN_SECONDS = 15
LOOKS_EVERY_SECONDS = 0.2
FIRST_PAGE = "/accounts/login/"  # needs no log-in, but database, templates and built styles
FAULT = 500
LONGEST_PAUSE_SECONDS = 30
CALM_AFTER_SECONDS = 60  # a worker that lived this long starts its pauses anew


class PortTaken(Refused):
    """Another program listens where this one should."""

    text = gettext_noop("Port %(port)s at %(host)s is taken. Stop what listens there, or choose another with --port.")


class Stopped(BaseException):
    """Somebody asked to stop: Ctrl-C, SIGTERM, or the terminal was closed."""


class ServerDied(click.ClickException):
    """The pages are gone, so everything ends, with exit code 1."""


@dataclass
class Child:
    """One process of the group, and when it may be started again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_seconds: float = 1.0
    start_again_at: float | None = None

    def start(self) -> None:
        """Start it; it ends when this process is gone, however it goes."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command
        self.started_at = time.monotonic()
        self.start_again_at = None

    @property
    def exit_code(self) -> int | None:
        """The code it ended with; None while it runs or waits for its next start."""
        return None if self.process is None or self.start_again_at is not None else self.process.poll()

    def plan_restart(self, now: float) -> float:
        """Choose when to start again, later each time; returns the pause in seconds."""
        if now - self.started_at > CALM_AFTER_SECONDS:
            self.pause_seconds = 1.0
        pause, self.pause_seconds = self.pause_seconds, min(self.pause_seconds * 2, LONGEST_PAUSE_SECONDS)
        self.start_again_at = now + pause
        return pause


@dataclass
class Group:
    """Server and worker: without the server everything ends, the worker is started again."""

    server: Child
    worker: Child

    def watch(self) -> None:
        """Watch both for ever; raises ServerDied."""
        while True:
            self.check_server()
            self.look_after_worker(time.monotonic())
            time.sleep(LOOKS_EVERY_SECONDS)

    def check_server(self) -> None:
        """Raise ServerDied when the pages are gone."""
        if (code := self.server.exit_code) is not None:
            raise ServerDied(f"The web server ended by itself (exit code {code}); everything was stopped.")

    def look_after_worker(self, now: float) -> None:
        """Start the worker again after it died, with growing pauses."""
        if (code := self.worker.exit_code) is not None:
            pause = self.worker.plan_restart(now)
            click.echo(f"The worker ended by itself (exit code {code}); it starts again in {pause:.0f} s.", err=True)
        elif self.worker.start_again_at is not None and now >= self.worker.start_again_at:
            self.worker.start()

    def end(self) -> None:
        """Ask both to end, and kill what has not after a while."""
        running = [child.process for child in (self.server, self.worker) if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + ENDS_WITHIN_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--demo", is_flag=True, help="Load the demo production when the database is empty; print its log-ins.")
@data_option
def run(host: str, port: int, processes: int, demo: bool) -> None:
    """Prepare the database, then serve pages and worker until Ctrl-C.

    Ctrl-C (or SIGTERM) ends server and worker together and leaves nothing running.
    """
    reached_at = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not listened on
    os.environ.setdefault("CALLBOARD_URL", f"http://{reached_at}:{port}")
    if demo:
        os.environ["CALLBOARD_DEMO"] = "1"
    os.environ.setdefault("CALLBOARD_HASHED_STATIC", "1")
    expect_children()
    callboard = [sys.executable, "-m", "callboard.cli.main"]
    serve = [*callboard, "serve", "--host", host, "--port", str(port), "--processes", str(processes)]
    group = Group(server=Child("server", serve), worker=Child("worker", [*callboard, "worker"]))
    with hold_data_directory(), stop_on_signals():
        try:
            check_port_free(host, port)
            prepare([*callboard, "prepare", *(["--demo"] if demo else [])])
            group.server.start()
            group.worker.start()
            wait_until_answering(group, reached_at, port)
            click.echo(f"Callboard is at {os.environ['CALLBOARD_URL']} - Ctrl-C ends it.")
            group.watch()
        except Stopped:
            click.echo("Stopping.")
        finally:
            ignore_signals()
            group.end()


@click.command()
@data_option
def worker() -> None:
    """Deliver messages and make plans until Ctrl-C or SIGTERM.

    For installations that run server and worker as services of their own; `callboard run` starts both.
    """
    end_with_parent()
    start_django()
    from callboard.jobs import deliver, plan, shoot

    stop = threading.Event()
    for wanted in STOP_SIGNALS:
        signal.signal(wanted, lambda *_: stop.set())
    planners = [
        threading.Thread(target=job.run_forever, args=(stop,), name=name, daemon=True)
        for name, job in (("planning", plan), ("shooting plans", shoot))
    ]
    for planner in planners:
        planner.start()
    deliver.run_forever(stop)
    deadline = time.monotonic() + ENDS_WITHIN_SECONDS
    for planner in planners:
        planner.join(max(0.0, deadline - time.monotonic()))


STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """Turn the signals that end a program into Stopped, wherever it stands."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    before = {wanted: signal.signal(wanted, stop) for wanted in STOP_SIGNALS}
    try:
        yield
    finally:
        for wanted, handler in before.items():
            signal.signal(wanted, handler)


def ignore_signals() -> None:
    """A second Ctrl-C must not break off the ending: it takes seconds and is bounded."""
    for wanted in STOP_SIGNALS:
        signal.signal(wanted, signal.SIG_IGN)


def check_port_free(host: str, port: int) -> None:
    """Refuse before anything is touched when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise PortTaken(host=host, port=port) from fault


def prepare(command: list[str]) -> None:
    """Bring the database to this version in a process of its own, so that this one stays small."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)  # noqa: S603 - our own command
    if done.returncode:
        sys.exit(done.returncode)


def wait_until_answering(group: Group, host: str, port: int) -> None:
    """Wait for the first page; raises ServerDied when none comes, or a fault comes in its place."""
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while (status := status_of_first_page(host, port)) is None or status >= FAULT:
        group.check_server()
        if status is not None:
            raise ServerDied(f"The web server answers with a fault ({status}, see above); everything was stopped.")
        if time.monotonic() > deadline:
            raise ServerDied(f"The web server did not answer within {STARTS_WITHIN_SECONDS} s; everything was stopped.")
        time.sleep(LOOKS_EVERY_SECONDS / 2)


def status_of_first_page(host: str, port: int) -> int | None:
    """What the log-in page answers with; None while nobody listens."""
    connection = HTTPConnection(host, port, timeout=15)
    try:
        connection.request("GET", FIRST_PAGE)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
