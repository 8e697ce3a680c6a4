"""A compiled kernel is trusted only if it carries the mark of the sources beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from callboard.planner.solvers import compiled


@pytest.fixture
def solvers(tmp_path: Path) -> Path:
    """Two kernels, ordering and days, and the files that are none; only ordering is compiled."""
    for name in ("__init__", "bits", "compiled", "ordering", "days"):
        (tmp_path / f"{name}.py").write_text(f"# {name}\n")
    (tmp_path / "bits.pxd").write_text("# bits\n")
    mark = compiled.mark_of("ordering", tmp_path).encode()
    compiled.compiled_file("ordering", tmp_path).write_bytes(b"\x7fELF" + mark + b"\0")
    return tmp_path


def test_every_file_but_the_package_the_bits_and_the_question_is_a_kernel(solvers: Path) -> None:
    assert compiled.kernel_names(solvers) == ["days", "ordering"]


def test_a_kernel_made_from_its_source_is_fresh(solvers: Path) -> None:
    assert compiled.stale_files(solvers) == []


def test_an_edit_of_another_kernel_leaves_it_fresh(solvers: Path) -> None:
    (solvers / "days.py").write_text("# edited\n")
    assert compiled.stale_files(solvers) == []


def test_kernels_that_call_each_other_are_stale_together(solvers: Path) -> None:
    """Days calls board through moves; ordering stands alone."""
    called = "from cython.cimports.callboard.planner.solvers"
    (solvers / "board.py").write_text("# board\n")
    (solvers / "moves.py").write_text(f"if cython.compiled:\n    {called}.board import Board\n")
    (solvers / "days.py").write_text(f"if cython.compiled:\n    {called} import moves as declared\n")
    group = ["board", "days", "moves"]
    for name in group:
        compiled.compiled_file(name, solvers).write_bytes(compiled.mark_of(name, solvers).encode())
    assert [compiled.group_of(name, solvers) for name in [*group, "ordering"]] == [group, group, group, ["ordering"]]
    assert compiled.stale_files(solvers) == []

    (solvers / "board.py").write_text("# edited\n")

    assert compiled.stale_files(solvers) == [compiled.compiled_file(name, solvers) for name in group]


@pytest.mark.parametrize("edited", ["ordering.py", "bits.pxd"])
def test_an_edit_of_what_it_was_made_from_makes_it_stale(solvers: Path, edited: str) -> None:
    (solvers / edited).write_text("# edited\n")
    assert compiled.stale_files(solvers) == [compiled.compiled_file("ordering", solvers)]


def test_a_kernel_whose_source_is_gone_is_stale(solvers: Path) -> None:
    (solvers / "ordering.py").unlink()
    assert compiled.stale_files(solvers) == [compiled.compiled_file("ordering", solvers)]


def test_a_file_compiled_by_other_means_carries_no_mark_and_is_stale(solvers: Path) -> None:
    by_hand = solvers / "days.abi3.so"
    by_hand.write_bytes(b"\x7fELF")
    assert compiled.stale_files(solvers) == [by_hand]


def test_other_flags_make_it_stale(solvers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "C_FLAGS", ("-O0",))
    assert compiled.stale_files(solvers) == [compiled.compiled_file("ordering", solvers)]


def test_the_kernels_run_compiled_exactly_when_each_has_its_compiled_file() -> None:
    has_its_file = [compiled.compiled_file(name).exists() for name in compiled.kernel_names()]
    assert compiled.is_compiled() is all(has_its_file)


def test_no_compiled_kernel_here_is_stale() -> None:
    assert [path.name for path in compiled.stale_files()] == [], "run python build_hook.py"
