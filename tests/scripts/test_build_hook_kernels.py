"""What the build does with the planner's kernels: compiled when changed, never stale, uncompiled without a compiler."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="the build requirements are not installed here (make installs them)")

import build_hook

ROOT = Path(__file__).parents[2]
TOY = """
# cython: boundscheck=False, wraparound=False
import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.bits import highest, lowest, popcount
else:
    from callboard.planner.solvers.bits import highest, lowest, popcount

COMPILED: bool = cython.compiled


def span(word: cython.ulonglong, share: cython.double) -> tuple:
    length: cython.int = highest(word) - lowest(word) + 1
    return length, popcount(word), share * share + length * share
"""
ASK = """
import json
from callboard.planner.solvers import compiled, toy
answers = [toy.span(word, 0.1) for word in (1, 0b1011000, 1 << 63, 2**64 - 1)]
print(json.dumps([compiled.is_compiled(), toy.COMPILED, len(compiled.stale_files()), answers]))
"""
ANSWERS = [[span, count, 0.1 * 0.1 + span * 0.1] for span, count in ((1, 1), (4, 3), (1, 1), (64, 64))]

CALLED = """
import cython


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def twice(number: cython.int) -> cython.int:
    return 2 * number
"""
CALLING = """
import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.called import twice
else:
    from callboard.planner.solvers.called import twice

COMPILED: bool = cython.compiled


def span(word: cython.ulonglong, share: cython.double):
    return twice(word & 255)
"""
TWICE = [2, 0b10110000, 0, 510]

needs_compiler = pytest.mark.usefixtures("compiler")


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A C compiler with Python's headers; where tests decide about a change there must be one."""
    try:
        build_hook.try_compiler(tmp_path_factory.mktemp("workshop"))
    except build_hook.NoCompiler as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"{missing} (Debian: apt-get install gcc libc6-dev python3-dev)")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A work tree of nothing but one kernel and what it stands on."""
    solvers = tmp_path / build_hook.SOLVERS
    solvers.mkdir(parents=True)
    (solvers.parent / "__init__.py").touch()
    (solvers.parents[1] / "__init__.py").touch()
    for name in ("__init__.py", "bits.py", "bits.pxd", "compiled.py"):
        shutil.copy(ROOT / build_hook.SOLVERS / name, solvers)
    (solvers / "toy.py").write_text(TOY)
    return tmp_path


def files(tree: Path) -> list[str]:
    """What lies beside the sources, by the part of the name that is the same on every machine."""
    found = (tree / build_hook.SOLVERS).iterdir()
    sources = {"__init__.py", "bits.py", "bits.pxd", "compiled.py", "toy.py", "__pycache__"}
    return sorted(path.name.partition(".")[0] for path in found if path.name not in sources)


def ask(tree: Path) -> list[object]:
    """[is_compiled, the kernel says so itself, how many stale, its answers], from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", ASK], env={**os.environ, "PYTHONPATH": str(tree / "src")}, cwd=tree,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer: list[object] = json.loads(done.stdout)
    return answer


@needs_compiler
def test_a_kernel_is_compiled_once_for_each_change_and_answers_as_its_source_does(tree: Path) -> None:
    assert ask(tree) == [False, False, 0, ANSWERS]

    assert build_hook.build_kernels(tree) == ["toy"]
    assert files(tree) == ["toy"]
    assert ask(tree) == [True, True, 0, ANSWERS]
    assert build_hook.build_kernels(tree) == []

    with (tree / build_hook.SOLVERS / "bits.pxd").open("a") as bits:
        bits.write("# edited\n")
    assert ask(tree) == [True, True, 1, ANSWERS]
    assert build_hook.build_kernels(tree) == ["toy"]
    assert ask(tree) == [True, True, 0, ANSWERS]


@needs_compiler
def test_a_kernel_with_a_fault_is_named_and_the_others_are_in_place(tree: Path) -> None:
    (tree / build_hook.SOLVERS / "broken.py").write_text("import cython\n\n\ndef f(x: cython.int):\n    return (\n")

    with pytest.raises(build_hook.KernelFault, match=r"solvers/broken\.py does not translate"):
        build_hook.build_kernels(tree)

    assert files(tree) == ["broken", "toy"]
    (tree / build_hook.SOLVERS / "broken.py").unlink()
    assert ask(tree) == [True, True, 0, ANSWERS]


@needs_compiler
def test_kernels_that_call_each_other_run_compiled_together_or_not_at_all(tree: Path) -> None:
    solvers = tree / build_hook.SOLVERS
    (solvers / "toy.py").write_text(CALLING)
    (solvers / "called.py").write_text(CALLED)
    (solvers / "called.pxd").write_text("cdef int twice(int number) noexcept nogil\n")
    assert ask(tree) == [False, False, 0, TWICE]

    assert build_hook.build_kernels(tree) == ["called", "toy"]
    assert ask(tree) == [True, True, 0, TWICE]

    (solvers / "toy.py").write_text(f"{CALLING}\n\ndef f(x: cython.int):\n    return (\n")
    with pytest.raises(build_hook.KernelFault, match=r"solvers/toy\.py does not translate"):
        build_hook.build_kernels(tree)
    (solvers / "toy.py").write_text(CALLING)
    assert ask(tree) == [False, False, 0, TWICE]


@pytest.mark.parametrize("lacking", [{"CC": "a-compiler-that-is-not-here"}, {"PATH": "/nowhere"}])
def test_without_a_compiler_nothing_stale_is_left_and_the_source_runs(
    tree: Path, monkeypatch: pytest.MonkeyPatch, lacking: dict[str, str]
) -> None:
    rules = build_hook.kernel_rules(tree)
    rules.compiled_file("toy", tree / build_hook.SOLVERS).write_bytes(b"made from an older source")
    for name, value in lacking.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(build_hook.NoCompiler, match=r"No such file or directory|not-here"):
        build_hook.build_kernels(tree)

    assert files(tree) == []
    assert ask(tree) == [False, False, 0, ANSWERS]


def test_the_command_says_what_is_missing_and_does_not_fail(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build_hook, "build_frontend", lambda _root: False)
    monkeypatch.setenv("CC", "a-compiler-that-is-not-here")

    build_hook.main(tree)

    said = capsys.readouterr()
    assert said.out == "the pages are up to date\n"
    assert said.err.startswith("warning: ")
    assert "a-compiler-that-is-not-here" in said.err
    assert "about a hundred times slower" in said.err
    assert "apt-get install gcc libc6-dev python3-dev" in said.err


@needs_compiler
def test_the_command_says_which_kernels_it_compiled(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build_hook, "build_frontend", lambda _root: False)

    build_hook.main(tree)
    build_hook.main(tree)

    assert capsys.readouterr().out.splitlines() == [
        "the pages are up to date",
        "compiled the kernels: toy",
        "the pages are up to date",
        "the kernels are up to date",
    ]


@needs_compiler
@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_a_wheel_with_compiled_kernels_is_for_this_platform(
    tree: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setattr(build_hook, "build_frontend", lambda _root: False)
    hook = build_hook.CustomBuildHook(str(tree), {}, None, None, str(tree), target)
    told: dict[str, object] = {"artifacts": [], "pure_python": True, "infer_tag": False}

    hook.initialize("standard", told)

    toy = build_hook.kernel_rules(tree).compiled_file("toy", build_hook.SOLVERS).as_posix()
    if target == "wheel":
        assert told == {"artifacts": [toy], "pure_python": False, "infer_tag": True}
    else:
        assert told == {"artifacts": [], "pure_python": True, "infer_tag": False}
