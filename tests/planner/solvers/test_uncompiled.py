"""A kernel can be loaded as plain Python beside its compiled file."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from callboard.planner.solvers.compiled import kernel_names
from tests.planner.solvers.uncompiled import uncompiled


@pytest.mark.parametrize("name", kernel_names())
def test_a_kernel_is_loaded_from_its_source_and_what_others_import_stays(name: str) -> None:
    before = importlib.import_module(f"callboard.planner.solvers.{name}")

    plain = uncompiled(name)

    assert Path(str(plain.__file__)).name == f"{name}.py"
    assert importlib.import_module(f"callboard.planner.solvers.{name}") is before
    assert plain is uncompiled(name)
