"""The scene every test starts from: an empty data directory of its own, and a scope only where a test opens one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from callboard.core import ports
from tests.builders import FakeMailServer, MemoryFiles, an_organization

# A busy machine is no failure: hypothesis counts examples, never seconds.
hypothesis.settings.register_profile("callboard", deadline=None)
hypothesis.settings.load_profile("callboard")


@pytest.fixture
def mail_server() -> Iterator[FakeMailServer]:
    """A mail server whose answers the test writes, and memory instead of a disk; plugged back afterwards."""
    before = dict(ports._plugs.plugged)
    server = FakeMailServer()
    ports.plug(mail=server, files=MemoryFiles())
    yield server
    ports._plugs.plugged = before


@pytest.fixture
def office(db: None) -> Iterator[object]:
    """One organization, with its scope open around the test."""
    from callboard.core.organizations.scope import tenant_scope

    organization = an_organization()
    with tenant_scope(organization.pk):
        yield organization


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real input that nobody of the project wrote; tests that need it are skipped, with a word, where it is absent."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.exists():
        pytest.skip("real input (../shared/data) is not here")
    return folder
