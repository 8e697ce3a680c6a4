"""Loads a kernel as plain Python where its compiled file lies beside it, so that a test can ask both the same question.

    fast = importlib.import_module("callboard.planner.solvers.ordering")
    slow = uncompiled("ordering")
    assert fast.best_order(problem) == slow.best_order(problem)

Coverage sees the lines that run here; it sees nothing of a compiled kernel.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from types import ModuleType

import callboard.planner.solvers as package
from callboard.planner.solvers.compiled import SOLVERS, kernel_names


class SourcesFirst(MetaPathFinder):
    """Finds the sources of kernels and nothing else."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        parent, _, name = fullname.rpartition(".")
        if parent != package.__name__ or name not in kernel_names():
            return None
        return spec_from_file_location(fullname, SOLVERS / f"{name}.py")


@cache
def uncompiled(name: str) -> ModuleType:
    """The kernel as plain Python, over plain Python kernels; what other code imports stays as it was."""
    names = {f"{package.__name__}.{kernel}": kernel for kernel in kernel_names()}
    modules = {full: sys.modules.pop(full) for full in names if full in sys.modules}
    attributes = {kernel: vars(package).pop(kernel) for kernel in names.values() if kernel in vars(package)}
    finder = SourcesFirst()
    sys.meta_path.insert(0, finder)
    try:
        return importlib.import_module(f"{package.__name__}.{name}")
    finally:
        sys.meta_path.remove(finder)
        for full, kernel in names.items():
            sys.modules.pop(full, None)
            vars(package).pop(kernel, None)
        sys.modules.update(modules)
        vars(package).update(attributes)
