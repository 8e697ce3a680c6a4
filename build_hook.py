"""Builds the pages' scripts, styles and fonts before the wheel (or the editable install) is put together.

Also runs by itself, `python build_hook.py`, after a change in `frontend/`; it does nothing while nothing changed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("src/callboard/web/static/built")
STAMP = ".inputs"


def digest(paths: list[Path], *, root: Path) -> str:
    """One hash over the names and bytes of the files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(root)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def inputs(frontend: Path) -> list[Path]:
    """Everything the bundles are made from."""
    return [
        frontend / "build.mjs",
        frontend / "package-lock.json",
        *sorted(path for path in (frontend / "src").rglob("*") if path.is_file()),
    ]


def is_stamped(stamp: Path, expected: str) -> bool:
    """Whether the folder of this stamp was made from these inputs."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == expected


def install_node_packages(frontend: Path, *, with_tools: bool) -> None:
    """Install exactly what the lock names; the tools of `make test` only when asked for."""
    lock = digest([frontend / "package-lock.json"], root=frontend)
    stamp = frontend / "node_modules" / ".callboard-lock"
    if is_stamped(stamp, f"{lock} tools") or (not with_tools and is_stamped(stamp, lock)):
        return
    # No install script of any package runs here: esbuild's binary comes as a package of its own.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run_node(frontend, command if with_tools else [*command, "--omit=dev"])
    stamp.write_text(f"{lock} tools" if with_tools else lock, encoding="utf-8")


def run_node(frontend: Path, command: list[str]) -> None:
    """Run a command with the Node that the build requirements brought along."""
    beside_python = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{beside_python}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(command, cwd=frontend, env=environment, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - fixed


def build_frontend(root: Path) -> bool:
    """Build what the pages load; False when it was already built from these inputs."""
    frontend = root / "frontend"
    stamp = root / BUILT / STAMP
    made_from = digest(inputs(frontend), root=frontend)
    if is_stamped(stamp, made_from):
        return False
    install_node_packages(frontend, with_tools=False)
    run_node(frontend, ["node", "build.mjs"])
    stamp.write_text(made_from, encoding="utf-8")
    return True


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls; the name is hatchling's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build before the files are gathered."""
        build_frontend(Path(self.root))


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    if sys.argv[1:] == ["--tools"]:
        install_node_packages(here / "frontend", with_tools=True)
    else:
        print("built the pages" if build_frontend(here) else "the pages are up to date")
