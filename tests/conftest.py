"""The scene every test starts from: an empty data directory of its own, and a scope only where a test opens one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from callboard.core import ports
from callboard.planner.solvers.compiled import stale_files
from tests.builders import FakeMailServer, MemoryFiles, an_organization

# A busy machine is no failure: hypothesis counts examples, never seconds.
hypothesis.settings.register_profile("callboard", deadline=None)
hypothesis.settings.load_profile("callboard")


def refuse_stale_kernels(stale: list[Path]) -> None:
    """An edited kernel that was not compiled again would be tested as it was before the edit."""
    if stale:
        names = ", ".join(path.name for path in stale)
        raise pytest.UsageError(f"not made from the sources beside them: {names}. Run python build_hook.py")


def pytest_configure(config: pytest.Config) -> None:
    """Tests that run in parallel collect in processes of their own, so every kernel is looked at before them."""
    if config.getoption("numprocesses", None):
        refuse_stale_kernels(stale_files())


def pytest_collection_finish(session: pytest.Session) -> None:
    """A part of the tests run alone minds the kernels that it loads: another may be under somebody's hands."""
    if not hasattr(session.config, "workerinput"):
        loaded = {str(getattr(module, "__file__", "")) for module in list(sys.modules.values())}
        refuse_stale_kernels([path for path in stale_files() if str(path) in loaded])


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
