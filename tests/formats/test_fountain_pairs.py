"""Every in/out pair of the two public Fountain corpora, each in its own notation."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from callboard.formats.fountain import parse_fountain
from callboard.formats.screenplay import read_screenplay

from .fountain_renderings import as_callbacks, as_fountain, as_html, as_jouvence, as_wildwinter

FILM = Path(__file__).parents[3] / "shared/data/film"
JOUVENCE = FILM / "fountain-tests/jouvence"
WILDWINTER = FILM / "fountain-tests/wildwinter"

pytestmark = pytest.mark.skipif(not WILDWINTER.is_dir(), reason="shared/data/film/fountain-tests is not here")

# Where a pair contradicts the rule of the format: what it says, what we say, why. Everything else must be equal.
CONTRADICTIONS = {
    "Character": [
        (
            'ACTION:"3CPO\nNot work."',
            'CHARACTER:"3CPO"\nDIALOGUE:"Not work."',
            "A cue needs one letter, wherever it stands: 2ND COP speaks (fountain.io: “R2D2” works, “23” does not).",
        )
    ],
    "SimpleCallbackParser": [
        (
            "ACTION: text:3CPO\nACTION: text:Not work.",
            "DIALOGUE: character:3CPO extension:null parenthetical:null line:Not work. dual:false",
            "The same cue.",
        ),
        (
            "ACTION: text:But I'm an action.",
            "ACTION: text:But I'm an action.\nACTION: text:BOSS",
            "Their test never tells the parser that the file has ended, so the last line is missing.",
        ),
    ],
    "Notes": [
        (
            "retired?*\n\nHis hand is an inch",
            'retired?*"\nACTION:"His hand is an inch',
            "An empty line ends a speech; only two spaces on it keep the speech open.",
        ),
        (
            "Phone ringing.\nTesting a note without spaces[[3]]\nDefinitely",
            "Phone ringing.\n\nTesting a note without spaces[[3]]\n\nDefinitely",
            "Empty lines between two paragraphs of action are kept.",
        ),
    ],
}


def jouvence_pairs() -> list[tuple[str, dict]]:
    return [
        (f"{path.stem}-{number}", pair)
        for path in sorted(JOUVENCE.glob("*.yaml"))
        for number, pair in enumerate(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    ]


def wildwinter_pairs() -> list[str]:
    return sorted(
        path.stem for path in WILDWINTER.glob("*.txt") if path.stem not in {"Formatted", "SimpleCallbackParser"}
    )


def read(name: str) -> str:
    return (WILDWINTER / name).read_text(encoding="utf-8")


def expected(name: str) -> str:
    """The pair's own answer, with each listed contradiction replaced; one that no longer occurs fails."""
    text = read(f"{name}.txt")
    for theirs, ours, _reason in CONTRADICTIONS.get(name, []):
        assert text.count(theirs) == 1, f"{theirs!r} is not in {name}.txt"
        text = text.replace(theirs, ours)
    return text


@pytest.mark.parametrize(("name", "pair"), jouvence_pairs(), ids=[name for name, _ in jouvence_pairs()])
def test_a_jouvence_pair_holds(name, pair):
    script = parse_fountain(pair["in"])

    assert as_jouvence(script) == pair["out"]
    assert {entry.key.lower(): entry.value for entry in script.title_page} == pair.get("title", {})


@pytest.mark.parametrize("name", wildwinter_pairs())
def test_a_wildwinter_pair_holds(name):
    source, _, variant = name.partition("-")
    script = parse_fountain(read(f"{source}.fountain"), tags=source == "Tags")
    unmerged = variant == "Unmerged"

    rendered = as_wildwinter(
        script,
        merge_action=not (unmerged and source == "Action"),
        merge_dialogue=not (unmerged and source == "Dialogue"),
    )

    assert rendered == expected(name).rstrip("\n")


def test_the_emphasis_pair_holds():
    assert as_html(read("Formatted.fountain")) == read("Formatted.txt")


def test_the_callback_pair_holds_for_the_four_files_read_as_one():
    files = ("TitlePage", "Sections", "Character", "Dialogue")
    script = parse_fountain("\n\n".join(read(f"{name}.fountain") for name in files))

    assert as_callbacks(script) == expected("SimpleCallbackParser").rstrip("\n")


@pytest.mark.parametrize(("program", "fountain"), [("FinalDraft13", "TestFDX-FD"), ("FadeIn", "TestFDX-FI")])
def test_a_final_draft_file_reads_like_its_fountain_twin(program, fountain):
    path = FILM / f"fdx/wildwinter-TestFDX-{program}.fdx"

    screenplay = read_screenplay(path.read_bytes(), file_name=path.name)
    twin = parse_fountain(read(f"{fountain}.fountain"))

    body = read(f"{fountain}.fountain").rpartition("\n\n\n")[2].strip()
    assert as_fountain(screenplay) == body
    # the twin's other keys (date, copyright, contact) are loose lines on Final Draft's title page
    named = {entry.key.lower(): entry.value for entry in twin.title_page}
    assert {key: value for key, value in screenplay.title_page if key in named} == {
        key: value for key, value in named.items() if key in {"title", "author"}
    }


def test_the_corpora_are_complete_and_the_contradictions_are_few():
    assert len(jouvence_pairs()) == 46
    assert len(wildwinter_pairs()) + len(["Formatted", "SimpleCallbackParser", "TestFDX-FD", "TestFDX-FI"]) == 22
    assert sum(map(len, CONTRADICTIONS.values())) == 5
