"""The docs say what is there: commands, files, links, variables, names, decisions and their proofs."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest

from callboard.cli.main import COMMANDS, cli
from callboard.formats.reading import read_script_file
from tests.cli.installations import Installation

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
MUTATIONS = {path.stem: tomllib.loads(path.read_text()) for path in sorted((ROOT / "mutations").glob("*.toml"))}

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_COMMAND = re.compile(r"(?:^|[`/ ])callboard ([a-z]+)((?: +[^`\n#;|]*)?)", re.MULTILINE)
_ENVIRONMENT = re.compile(r"\b(CALLBOARD_[A-Z_]+|DATABASE_URL)\b")
_PATH = re.compile(
    r"(?:src|tests|docs|mutations|scripts|requirements|frontend|web|film|core|formats|paperwork|jobs|cli)/"
)
# Made by the build, by running, or beside the repository.
NOT_IN_THE_TREE = ("frontend/node_modules",)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _blocks(text: str) -> str:
    """Code only: words between backticks and indented or fenced blocks."""
    fenced = "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL))
    indented = "\n".join(line.strip() for line in text.splitlines() if line.startswith("    "))
    return "\n".join([fenced, indented, *(f"`{code}`" for code in _CODE.findall(text))])


def _commands(path: Path) -> list[tuple[str, str]]:
    return [(name, rest.strip()) for name, rest in _COMMAND.findall(_blocks(path.read_text()))]


def _called(command: click.Command, rest: str) -> click.Command:
    """The command itself, or the one of its group that the next word names."""
    named = command.commands.get(rest.partition(" ")[0]) if isinstance(command, click.Group) else None
    return named or command


def test_every_command_in_the_docs_exists_with_its_options() -> None:
    wrong = []
    context = click.Context(cli)
    for page in PAGES:
        for name, rest in _commands(page):
            command = cli.get_command(context, name)
            if name not in COMMANDS or command is None:
                wrong.append(f"{_name(page)}: callboard {name}")
                continue
            options = {option for parameter in _called(command, rest).params for option in parameter.opts}
            asked = re.findall(r"(?<!\S)--[a-z-]+", rest)
            wrong += [
                f"{_name(page)}: callboard {name} {option}" for option in asked if option not in {*options, "--help"}
            ]
    assert wrong == []


def test_the_docs_name_every_command() -> None:
    named = {name for page in PAGES for name, _ in _commands(page)}
    assert sorted(set(COMMANDS) - named) == []


def test_every_make_target_in_the_docs_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (_name(page), target) for page in PAGES for target in re.findall(r"\bmake ([a-z-]+)", _blocks(page.read_text()))
    }
    assert sorted(pair for pair in named if pair[1] not in targets) == []


def _paths_named(page: Path) -> list[str]:
    codes = [code.split("::")[0].rstrip("/") for code in _CODE.findall(page.read_text())]
    return [code for code in codes if _PATH.match(code) and not re.search(r"[\s<>*…{}]", code)]


def _exists(named: str) -> bool:
    return any((folder / named).exists() for folder in (ROOT, ROOT / "src" / "callboard", ROOT / "src/callboard/web"))


@pytest.mark.parametrize("doc", PAGES, ids=_name)
def test_every_file_that_a_page_names_is_there(doc: Path) -> None:
    named = [path for path in _paths_named(doc) if path not in NOT_IN_THE_TREE]
    assert [path for path in named if not _exists(path)] == []


@pytest.mark.parametrize("doc", PAGES, ids=_name)
def test_every_link_of_a_page_leads_somewhere(doc: Path) -> None:
    links = [link for link in _LINK.findall(doc.read_text()) if not re.match(r"(https?|mailto):", link)]
    broken = []
    for link in links:
        target, _, heading = link.partition("#")
        found = (doc.parent / target).resolve() if target else doc
        if not found.exists() or (heading and heading not in _anchors(found)):
            broken.append(link)
    assert broken == []


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        links = (link.partition("#")[0] for link in _LINK.findall(page.read_text()))
        waiting += [(page.parent / link).resolve() for link in links if link and "://" not in link]
    assert sorted(_name(page) for page in set(PAGES) - reached) == []


def _variables_read() -> set[str]:
    sources = [*(ROOT / "src" / "callboard").rglob("*.py"), ROOT / "Makefile"]
    found = set()
    for source in sources:
        found |= set(re.findall(r"\b(CALLBOARD_[A-Z_]+|DATABASE_URL)\b", source.read_text()))
    return {name for name in found if not name.endswith("_")}


def test_the_page_of_variables_names_exactly_those_that_are_read() -> None:
    described = set(_ENVIRONMENT.findall((DOCS / "operating" / "environment.md").read_text()))
    assert described == _variables_read()


def test_no_page_names_a_variable_that_nobody_reads() -> None:
    known = _variables_read()
    wrong = [
        (_name(page), name) for page in PAGES for name in _ENVIRONMENT.findall(page.read_text()) if name not in known
    ]
    assert wrong == []


GLOSSARY_NAMES = re.findall(r"\| `([\w.]+)` \|$", (DOCS / "glossary.md").read_text(), re.MULTILINE)


def test_every_name_of_the_glossary_is_in_the_code() -> None:
    missing = []
    for name in GLOSSARY_NAMES:
        module, _, attribute = name.rpartition(".")
        if not hasattr(importlib.import_module(f"callboard.{module}"), attribute):
            missing.append(name)
    assert GLOSSARY_NAMES
    assert missing == []


def test_the_glossary_says_each_word_once() -> None:
    terms = re.findall(r"^\| ([^|]+?) \| [^|]+ \|", (DOCS / "glossary.md").read_text(), re.MULTILINE)
    words = [term for term in terms if term not in {"term", "---"}]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def _proofs(page: Path, folder: str) -> list[str]:
    proof = page.read_text().partition("## Proof")[2]
    return re.findall(rf"`({folder}/[^`]+)`", proof)


@pytest.mark.parametrize("doc", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_names_its_tests_and_they_are_there(doc: Path) -> None:
    headings = re.findall(r"^## (.+)$", doc.read_text(), re.MULTILINE)
    assert headings == ["Context", "Decision", "How the code holds it", "What it costs", "Proof"]
    assert _proofs(doc, "tests")
    assert [test for test in _proofs(doc, "tests") if not (ROOT / test).is_file()] == []


@pytest.mark.parametrize("doc", DECISIONS[:10], ids=lambda page: page.stem)
def test_each_of_the_ten_decisions_has_mutations_that_say_so(doc: Path) -> None:
    number = int(doc.stem[:2])
    named = {Path(path).stem for path in _proofs(doc, "mutations")}
    saying_so = {name for name, mutation in MUTATIONS.items() if mutation["decision"].startswith(f"{number}. ")}
    assert named
    assert named == saying_so


def test_every_mutation_that_a_page_names_is_there() -> None:
    named = {Path(path).stem for page in DECISIONS for path in _proofs(page, "mutations")}
    assert sorted(named - set(MUTATIONS)) == []


def _adrift(name: str) -> list[str]:
    """What of a mutation no longer fits: a text to replace, or a test to turn red."""
    changes = [
        change["file"]
        for change in MUTATIONS[name]["change"]
        if (ROOT / change["file"]).read_text().count(change["find"]) != 1
    ]
    return [*changes, *(test for test in MUTATIONS[name]["tests"] if not _is_a_test(test))]


def _is_a_test(name: str) -> bool:
    file, _, function = name.partition("::")
    bare = function.rpartition("::")[2].partition("[")[0]
    return (ROOT / file).exists() and (not bare or f"def {bare}(" in (ROOT / file).read_text())


def test_every_mutation_fits_the_source_and_names_tests_that_are_there() -> None:
    assert {name: _adrift(name) for name in MUTATIONS if _adrift(name)} == {}


def _dependencies() -> set[str]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {re.split(r"[\[<>=]", requirement)[0].lower() for requirement in project["dependencies"]}


def test_the_page_of_dependencies_lists_exactly_those_of_the_package() -> None:
    table = (DOCS / "decisions" / "17-dependencies.md").read_text().partition("What the browser gets")[0]
    listed = {name.lower() for name in re.findall(r"^\| ([\w-]+) \|", table, re.MULTILINE)} - {"package"}
    assert listed == _dependencies()


def test_what_the_browser_gets_is_listed() -> None:
    page = (DOCS / "decisions" / "17-dependencies.md").read_text()
    wanted = json.loads((ROOT / "frontend" / "package.json").read_text())["dependencies"]
    assert [name for name in wanted if name not in page] == []


def test_pythons_blocks_in_the_docs_can_be_compiled_and_their_imports_are_there() -> None:
    blocks = [
        (page, block) for page in PAGES for block in re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL)
    ]
    missing = []
    for page, block in blocks:
        compile(block, _name(page), "exec")
        for module, names in re.findall(r"^from (callboard[\w.]*) import (.+)$", block, re.MULTILINE):
            there = importlib.import_module(module)
            missing += [f"{_name(page)}: {name}" for name in names.split(",") if not hasattr(there, name.strip())]
    assert missing == []


def test_the_first_member_is_made_as_the_page_on_installing_says(tmp_path: Path) -> None:
    [line] = re.findall(r"^    callboard (found .+)$", (DOCS / "operating" / "install.md").read_text(), re.MULTILINE)
    here = Installation(tmp_path)
    here.callboard("migrate")
    (tmp_path / "password").write_text("a long sentence that nobody else would write")

    asked = [str(tmp_path) if word == "/var/lib/callboard" else word for word in shlex.split(line)]

    said = here.callboard(*asked, "--password-file", tmp_path / "password")
    assert said.startswith("Lantern Street Pictures is founded. Ada Lindqvist logs in as ada@callboard.example")


def test_a_script_is_shown_from_a_shell_as_the_page_on_scripts_says(tmp_path: Path) -> None:
    script = tmp_path / "my-film.fountain"
    script.write_text("INT. KITCHEN - DAY\n\nADA\nTea?\n")

    done = subprocess.run(
        [sys.executable, "-m", "callboard.cli.main", "script", str(script), "--json"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert [scene["cast"] for scene in json.loads(done.stdout)["scenes"]] == [["ADA"]]
    assert read_script_file(script).scenes[0].set == "KITCHEN"
