"""What the build of the pages depends on: skipped while nothing changed, never left to a stale bundle."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="the build requirements are not installed here (make installs them)")

import build_hook

ROOT = Path(__file__).parents[2]


def a_frontend(root: Path) -> Path:
    frontend = root / "frontend"
    (frontend / "src").mkdir(parents=True)
    for name in ("build.mjs", "package-lock.json", "src/app.ts"):
        (frontend / name).write_text(name)
    return frontend


def test_a_build_is_skipped_until_an_input_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frontend = a_frontend(tmp_path)
    ran: list[list[str]] = []

    def run(_frontend: Path, command: list[str]) -> None:
        """Stands where Node would: makes the folders that the real commands make."""
        ran.append(command[:2])
        (frontend / "node_modules").mkdir(exist_ok=True)
        (tmp_path / build_hook.BUILT).mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(build_hook, "run_node", run)
    built = [["npm", "ci"], ["node", "build.mjs"]]

    assert build_hook.build_frontend(tmp_path) is True
    assert build_hook.build_frontend(tmp_path) is False
    assert ran == built

    (frontend / "src" / "app.ts").write_text("changed")
    assert build_hook.build_frontend(tmp_path) is True
    assert ran == [*built, ["node", "build.mjs"]]

    (frontend / "package-lock.json").write_text("changed")
    assert build_hook.build_frontend(tmp_path) is True
    assert ran == [*built, ["node", "build.mjs"], *built]


def test_locks_name_no_registry() -> None:
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
    for lock in ("run", "test", "build"):
        lines = (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()
        assert [line for line in lines if "://" in line or line.startswith("-")] == []
        pinned = [line for line in lines if line and line[0] not in " #"]
        assert [line for line in pinned if "==" not in line or not line.endswith("\\")] == []


def test_everything_that_is_asked_for_is_locked() -> None:
    import tomllib

    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for lock, wanted in (
        ("run", project["dependencies"]),
        ("test", project["optional-dependencies"]["test"]),
    ):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text()
        locked = {line.split("==")[0]: line.split("==")[1].split()[0] for line in text.splitlines() if "==" in line}
        for requirement in map(Requirement, wanted):
            name = requirement.name.lower().replace("_", "-")
            assert name in locked, f"{name} is not in requirements/{lock}.txt: run `make lock`"
            assert locked[name] in requirement.specifier
