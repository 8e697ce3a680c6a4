"""Whether the kernels run compiled, and whether the compiled files were made from the sources beside them.

Imports nothing of the package: the build loads this file by its path, before anything is installed.
"""

from __future__ import annotations

import hashlib
import re
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec
from pathlib import Path

SOLVERS = Path(__file__).parent
NOT_KERNELS = frozenset({"__init__", "bits", "chance", "compiled"})
# A plan may not differ from machine to machine, nor from the uncompiled run: no instruction that only this processor
# has (-march=native), no multiplication and addition rounded as one (the default on ARM). -g0 leaves symbols out.
C_FLAGS = ("-O3", "-ffp-contract=off", "-g0")
_CIMPORTED = re.compile(r"from cython\.cimports\.callboard\.planner\.solvers(?:\.| import )(\w+)")


def kernel_names(solvers: Path = SOLVERS) -> list[str]:
    """Every kernel of the folder, in the order of the alphabet."""
    return sorted(path.stem for path in solvers.glob("*.py") if path.stem not in NOT_KERNELS)


def group_of(name: str, solvers: Path = SOLVERS) -> list[str]:
    """The kernels that call this one's C functions or are called by it, through others too, and itself.

    They run compiled or uncompiled together: neither kind can call the other's functions.
    """
    kernels = kernel_names(solvers)
    called = {kernel: _CIMPORTED.findall((solvers / f"{kernel}.py").read_text(encoding="utf-8")) for kernel in kernels}
    ties = {
        kernel: {other for other in kernels if other in called[kernel] or kernel in called[other]} for kernel in kernels
    }
    group, found = {name}, ties[name]
    while not found <= group:
        group |= found
        found = set().union(*(ties[kernel] for kernel in group))
    return sorted(group)


def mark_of(name: str, solvers: Path = SOLVERS) -> str:
    """What a compiled kernel carries in it: a hash over the sources of its group, all declarations and C's flags."""
    total = hashlib.sha256(f"{name} {' '.join(C_FLAGS)}".encode())
    sources = [solvers / f"{kernel}.py" for kernel in group_of(name, solvers)]
    for source in (*sources, *sorted(solvers.glob("*.pxd"))):
        total.update(f"{source.name}\0".encode())
        total.update(hashlib.sha256(source.read_bytes()).digest())
    return f"callboard kernel made from {total.hexdigest()}"


def compiled_file(name: str, solvers: Path = SOLVERS) -> Path:
    """Where the build puts this kernel for the Python that is running."""
    return solvers / f"{name}{EXTENSION_SUFFIXES[0]}"


def is_fresh(compiled: Path) -> bool:
    """Whether this compiled file was made from the sources beside it; False where its source is gone."""
    name, solvers = compiled.name.partition(".")[0], compiled.parent
    if name not in kernel_names(solvers):
        return False
    return mark_of(name, solvers).encode() in compiled.read_bytes()


def stale_files(solvers: Path = SOLVERS) -> list[Path]:
    """Compiled files that were made from other sources than those beside them: an edit that has not been compiled."""
    compiled = [*solvers.glob("*.so"), *solvers.glob("*.pyd")]
    return sorted(path for path in compiled if not is_fresh(path))


def is_compiled() -> bool:
    """Whether every kernel runs compiled; uncompiled ones give the same answers about a hundred times slower."""
    specs = [find_spec(f"callboard.planner.solvers.{name}") for name in kernel_names()]
    return all(spec is not None and str(spec.origin).endswith(tuple(EXTENSION_SUFFIXES)) for spec in specs)
