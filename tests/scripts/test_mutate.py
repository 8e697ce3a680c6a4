"""The runner of `make mutate`: only a test that fails on the mutation, and passes without it, is proof."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.mutate import KERNELS, NotAMutation, main, read_mutation

RULE = "def may_enter(age):\n    return age >= 18\n"
TEST = "from rule import may_enter\n\ndef test_a_child_may_not_enter():\n    assert not may_enter(17)\n"
MUTATION = """
decision = "Adults only"
tests = ["tests/test_rule.py"]

[[change]]
file = "src/rule.py"
find = "{find}"
replace = "{replace}"
"""


def a_tree(root: Path, *, find: str, replace: str, test: str = TEST) -> Path:
    for folder in ("src", "tests", "mutations"):
        (root / folder).mkdir(parents=True)
    (root / "pytest.ini").write_text("[pytest]\naddopts = -p no:django\n")
    (root / "src" / "rule.py").write_text(RULE)
    (root / "tests" / "test_rule.py").write_text(test)
    (root / "mutations" / "adults-only.toml").write_text(MUTATION.format(find=find, replace=replace))
    return root


@pytest.mark.parametrize(
    ("find", "replace", "printed", "code"),
    [
        ("age >= 18", "age >= 8", "red  adults-only: Adults only\n1 of 1 mutations red\n", 0),
        ("age >= 18", "age > 17", "GREEN: the tests did not notice  adults-only", 1),
        ("age >= 21", "age >= 8", "ADRIFT: does not fit the source  adults-only", 1),
        ("def may_enter", "def may_come_in", "BROKEN: the tests could not run", 1),
    ],
)
def test_each_outcome_is_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], find: str, replace: str, printed: str, code: int
) -> None:
    root = a_tree(tmp_path / "tree", find=find, replace=replace)

    assert main(["--root", str(root)]) == code

    assert capsys.readouterr().out.startswith(printed)
    assert (root / "src" / "rule.py").read_text() == RULE


def test_a_test_that_is_red_anyway_proves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_tree(tmp_path / "tree", find="age >= 18", replace="age >= 8", test=TEST.replace("assert not", "assert"))

    assert main(["--root", str(root)]) == 1

    assert "not green to begin with" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("builds", "printed", "code"),
    [("print('compiled')", "red  adults-only", 0), ("raise SystemExit('a fault')", "BROKEN", 1)],
)
def test_a_changed_kernel_is_compiled_before_its_tests_and_one_that_cannot_be_proves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], builds: str, printed: str, code: int
) -> None:
    """Build writes down what it was given; the tests are red only if that is the mutation."""
    root = a_tree(tmp_path / "tree", find="age >= 18", replace="age >= 8")
    (root / KERNELS).mkdir(parents=True)
    (root / "src" / "rule.py").rename(root / KERNELS / "rule.py")
    (root / "src" / "rule.py").write_text(RULE)
    mutation = root / "mutations" / "adults-only.toml"
    mutation.write_text(mutation.read_text().replace("src/rule.py", f"{KERNELS}rule.py"))
    build = f"import shutil\nshutil.copyfile('{KERNELS}rule.py', 'src/rule.py')\n{builds}\n"
    (root / "build_hook.py").write_text(build)

    assert main(["--root", str(root)]) == code

    assert capsys.readouterr().out.startswith(printed)


def test_a_mutation_says_all_it_must(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text('decision = "x"\ntests = []\nchange = []\n')
    with pytest.raises(NotAMutation, match="names no test"):
        read_mutation(path)
    path.write_text('decision = "x"\n')
    with pytest.raises(NotAMutation, match="change"):
        read_mutation(path)


def test_every_committed_mutation_can_be_read() -> None:
    folder = Path(__file__).parents[2] / "mutations"
    names = [read_mutation(path).name for path in sorted(folder.glob("*.toml"))]
    assert names == sorted(path.stem for path in folder.glob("*.toml"))
