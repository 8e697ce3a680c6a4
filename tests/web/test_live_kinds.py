"""Pages refresh on kinds of change that some action announces, under the name it has there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "callboard"
LISTENED = re.compile(r"\b(\w+):([\w ]+?)(?= from:body)")


def announced_kinds() -> set[str]:
    return {kind for path in SOURCE.rglob("*.py") for kind in _kinds_in(_parsed(path))}


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _kinds_in(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "announce":
            kind = node.args[1]
            yield str(kind.value) if isinstance(kind, ast.Constant) else _constant(module, ast.unparse(kind))


def _constant(module: ast.Module, name: str) -> str:
    """The text behind a name: set in the module, or where the module imports it from."""
    for node in module.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and ast.unparse(node.targets[0]) == name
        ):
            return str(node.value.value)
        if isinstance(node, ast.ImportFrom) and node.module and name in {alias.name for alias in node.names}:
            return _constant(_parsed(ROOT / "src" / f"{node.module.replace('.', '/')}.py"), name)
    raise AssertionError(f"{name} is no constant")


def test_what_is_announced_is_one_word_that_a_page_can_listen_to() -> None:
    assert {kind for kind in announced_kinds() if not re.fullmatch(r"[a-z]+", kind)} == set()


def test_every_fragment_listens_to_something_that_is_announced() -> None:
    listened = {
        (path.name, prefix, kind)
        for path in (SOURCE / "web" / "templates").rglob("*.html")
        for trigger in re.findall(r'hx-trigger="([^"]*)"', path.read_text(encoding="utf-8"))
        for prefix, kind in LISTENED.findall(trigger)
    }
    known = announced_kinds()

    assert ("breakdown_table.html", "callboard", "breakdown") in listened
    assert {one for one in listened if one[1] != "callboard" or one[2] not in known} == set()


def test_the_pages_scripts_too() -> None:
    scripts = (ROOT / "frontend" / "src").rglob("*.ts")
    heard = {
        kind
        for path in scripts
        for kind in re.findall(r'Listener\("callboard:([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert "place" in heard
    assert heard - announced_kinds() == set()
