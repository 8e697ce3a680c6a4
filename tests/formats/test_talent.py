"""Talent-scheduling problems are read in both formats, and refused with line and fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from callboard.formats.faults import Unreadable
from callboard.formats.talent import TalentActor, TalentProblem, TalentScene, read_talent

TALENT = Path("../shared/data/film/talent")

MINIZINC = b"""% four scenes
numScenes = 4;
numActors = 3;
ia = [| 1, 0, 1, 0
      | 1, 1, 0, 1 |
        0, 1, 1, 0 |];
c = [1,2,3];
d = [1,2,3,1];
s = [3,2,1,4];
"""
PLAIN = b"""four scenes
4
3

1 0 1 0  1
1 1 0 1  2
0 1 1 0  3

1 2 3 1
"""
FOUR_SCENES = TalentProblem(
    (TalentScene("1", 1), TalentScene("2", 2), TalentScene("3", 3), TalentScene("4", 1)),
    (TalentActor("1", 1, ("1", "3")), TalentActor("2", 2, ("1", "2", "4")), TalentActor("3", 3, ("2", "3"))),
)


@pytest.mark.parametrize("content", [MINIZINC, PLAIN, PLAIN.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + MINIZINC])
def test_both_formats_say_the_same(content: bytes) -> None:
    assert read_talent(content) == FOUR_SCENES


def test_the_counts_may_stand_on_one_line() -> None:
    assert read_talent(PLAIN.replace(b"4\n3\n", b" 4 3\n")) == FOUR_SCENES


PAIRS = sorted(path for path in TALENT.glob("*.dzn") if any((TALENT / "smith").glob(f"{path.stem}*")))


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_the_collected_files_say_the_same_in_both_formats(path: Path) -> None:
    [plain] = (path.parent / "smith").glob(f"{path.stem}*")
    problem = read_talent(path.read_bytes())
    assert problem == read_talent(plain.read_bytes())
    assert len(problem.scenes) >= 4
    assert all(actor.scenes for actor in problem.actors)


REFUSED = [
    (b"", "Line 1: the file is empty. Give a .dzn file or a talent-scheduling text file."),
    (b"\xff\xfe\x00", "Line 1: the letters here cannot be read. Save the file as plain text (UTF-8)."),
    (b"a\nb\0", "Line 2: the letters here cannot be read. Save the file as plain text (UTF-8)."),
    (
        MINIZINC.replace(b"c = [1,2,3];\n", b""),
        "Line 9: the file ends without “c”. Add it as c = [10, 4];.",
    ),
    (MINIZINC + b"d = [1];", "Line 10: “d” is given a second time. Take one of the two out."),
    (
        MINIZINC.replace(b"[1,2,3,1]", b"[1,2,-3,1]"),
        "Line 8: “-3” stands where a whole number from 0 to 1000000000 must stand. Write the number there.",
    ),
    (
        MINIZINC.replace(b"0, 1, 1, 0 |]", b"0, 1, 2, 0 |]"),
        "Line 6: 2 stands in the table of actors and scenes. Write 1 for “in it”, else 0.",
    ),
    (
        MINIZINC.replace(b"1, 1, 0, 1 |", b"1, 1, 0 |"),
        "Line 5: ia has 3 numbers where 4 must stand. Mend this line or the counts above.",
    ),
    (
        MINIZINC.replace(b"numActors = 3", b"numActors = 4"),
        "Line 7: c has 3 numbers where 4 must stand. Mend this line or the counts above.",
    ),
    (MINIZINC.replace(b"c = [1,2,3];", b"c = [1,2,3]"), "Line 8: “=” stands where “;” must stand. Put the sign in."),
    (MINIZINC.replace(b"numActors =", b"numActors"), "Line 3: “3” stands where “=” must stand. Put the sign in."),
    (MINIZINC.replace(b"c = [", b"c = "), "Line 7: “1” stands where “[” must stand. Put the sign in."),
    (
        MINIZINC.replace(b"numScenes = 4", b"numScenes = 40000"),
        "Line 2: 40000 scenes are asked for; 1 to 2000 can be read.",
    ),
    (
        PLAIN.replace(b"1 1 0 1  2", b"1 1 0 1"),
        "Line 6: actor has 4 numbers where 5 must stand. Mend this line or the counts above.",
    ),
    (PLAIN.replace(b"1 2 3 1", b""), "Line 10: the file ends without “durations”. Add it as 1 2 1 1."),
    (
        PLAIN + b"7 7\n",
        "Line 10: durations has 2 numbers where 0 must stand. Mend this line or the counts above.",
    ),
    (
        PLAIN.replace(b"1 2 3 1", b"1 2 x 1"),
        "Line 9: “x” stands where a whole number from 0 to 1000000000 must stand. Write the number there.",
    ),
    (b"name only\n", "Line 2: the file ends without “numScenes”. Add it as 19 8."),
    (
        b"x" * 2_000_001,
        "Line 1: the file is larger than 2 MB. Plan a part of the scenes at a time.",
    ),
]


@pytest.mark.parametrize(("content", "said"), REFUSED, ids=[said[:40] for _, said in REFUSED])
def test_a_refusal_names_the_line_and_the_fix(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_talent(content)
    assert str(refused.value) == said
