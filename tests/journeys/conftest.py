"""The started product: a server process of its own with its own data, and browsers that log in to it.

Rows are made by a seeding function that runs in a process of its own in the same data directory
(`product.seed("tests.journeys.seeds:a_board")`); no test of a journey touches tables itself.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_SECONDS = 60
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Product:
    """A running server, and the environment of commands on its data."""

    url: str
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """Run a command of the product in its data directory; returns what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def seed(self, function: str, *arguments: str) -> dict[str, Any]:
        """Make rows with `module:function`; returns what it says about them."""
        said: dict[str, Any] = json.loads(self.run("tests.journeys.seeding", function, *arguments))
        return said


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{url}/accounts/login/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the server did not answer within {STARTS_WITHIN_SECONDS} s: {log.read_text()}")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The started product, empty."""
    with running_product(tmp_path_factory.mktemp("product")) as started:
        yield started


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demonstration, loaded by its own command into its own data directory."""
    with running_product(tmp_path_factory.mktemp("demo")) as started:
        started.run("callboard.cli.main", "demo")
        yield started


@contextmanager
def running_product(folder: Path) -> Iterator[Product]:
    """`callboard serve` on a free port, migrated, with its data in the folder; stopped at the end."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD_")}
    environment = {
        **kept,
        "CALLBOARD_DATA": str(folder / "data"),
        "CALLBOARD_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "callboard.config.settings",
        "PYTHONUNBUFFERED": "1",
    }
    started = Product(f"http://127.0.0.1:{port}", environment)
    started.run("callboard.cli.main", "migrate")
    log = folder / "server.log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "callboard.cli.main", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(started.url, server, log)
            yield started
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(5)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, without a window."""
    chromium = shutil.which("chromium")
    assert chromium, "missing: chromium (Debian: apt-get install chromium)"
    return {"executable_path": chromium, "headless": True, "args": ["--no-sandbox"]}


def login(page: Page, product: Product, email: str, password: str) -> None:
    """Log in as a person would."""
    page.goto(f"{product.url}/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def serious_violations(page: Page) -> list[str]:
    """What axe calls serious or critical on the page as it is shown now, with the elements."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes']][:5]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
    ]
