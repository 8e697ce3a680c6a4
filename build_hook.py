"""Builds the pages and compiles the planner's kernels before the wheel (or the editable install) is put together.

Also runs by itself, `python build_hook.py`, after a change in `frontend/` or `planner/solvers/`; it does nothing while
nothing changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("src/callboard/web/static/built")
STAMP = ".inputs"

SOLVERS = Path("src/callboard/planner/solvers")
AT_ONCE = 2
SLOWER = "the planner runs uncompiled: the same plans, about a hundred times slower"
COMPILER_FIX = (
    "Install a C compiler and Python's headers (Debian: apt-get install gcc libc6-dev python3-dev), "
    "then run `python build_hook.py` in the tree or install the package again."
)
# What every kernel needs; compiled first, so that a missing compiler is told from a fault in a kernel.
PROBE = "#include <Python.h>\nint probe(unsigned long long word) { return __builtin_popcountll(word | 1); }\n"
# Run in a folder of its own: setuptools would read the pyproject.toml that it stands in.
SETUP = """
import sys
from setuptools import Extension, setup

name, source, *flags = sys.argv[1:]
setup(
    name="kernel", packages=[], py_modules=[], ext_modules=[Extension(name, [source], extra_compile_args=flags)],
    script_args=["--quiet", "build_ext", "--build-lib", "compiled", "--build-temp", "objects"],
)
"""


class NoCompiler(Exception):
    """There is no C compiler here, or no Python headers for it. Nothing is wrong with the kernels."""


class KernelFault(Exception):
    """A kernel does not translate or compile: its source must be mended."""


def digest(paths: list[Path], *, root: Path) -> str:
    """One hash over the names and bytes of the files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(root)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def inputs(frontend: Path) -> list[Path]:
    """Everything the bundles are made from."""
    return [
        frontend / "build.mjs",
        frontend / "package-lock.json",
        *sorted(path for path in (frontend / "src").rglob("*") if path.is_file()),
    ]


def is_stamped(stamp: Path, expected: str) -> bool:
    """Whether the folder of this stamp was made from these inputs."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == expected


def install_node_packages(frontend: Path, *, with_tools: bool) -> None:
    """Install exactly what the lock names; the tools of `make test` only when asked for."""
    lock = digest([frontend / "package-lock.json"], root=frontend)
    stamp = frontend / "node_modules" / ".callboard-lock"
    if is_stamped(stamp, f"{lock} tools") or (not with_tools and is_stamped(stamp, lock)):
        return
    # No install script of any package runs here: esbuild's binary comes as a package of its own.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run_node(frontend, command if with_tools else [*command, "--omit=dev"])
    stamp.write_text(f"{lock} tools" if with_tools else lock, encoding="utf-8")


def run_node(frontend: Path, command: list[str]) -> None:
    """Run a command with the Node that the build requirements brought along."""
    beside_python = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{beside_python}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(command, cwd=frontend, env=environment, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - fixed


def build_frontend(root: Path) -> bool:
    """Build what the pages load; False when it was already built from these inputs."""
    frontend = root / "frontend"
    stamp = root / BUILT / STAMP
    made_from = digest(inputs(frontend), root=frontend)
    if is_stamped(stamp, made_from):
        return False
    install_node_packages(frontend, with_tools=False)
    run_node(frontend, ["node", "build.mjs"])
    stamp.write_text(made_from, encoding="utf-8")
    return True


def kernel_rules(root: Path) -> ModuleType:
    """The package's own `compiled.py`, loaded by its path: which kernels there are, and what marks a fresh one."""
    spec = spec_from_file_location("kernel_rules", root / SOLVERS / "compiled.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {root / SOLVERS / 'compiled.py'}")
    rules = module_from_spec(spec)
    spec.loader.exec_module(rules)
    return rules


def build_kernels(root: Path) -> list[str]:
    """Compile each kernel whose source changed, in place, and return their names.

    Compiled files that no longer fit their source are removed first, whatever happens then. Raises NoCompiler; raises
    KernelFault after the groups of kernels without a fault are in place, all at once: a group runs compiled or not.
    """
    rules, solvers = kernel_rules(root), root / SOLVERS
    for stale in rules.stale_files(solvers):
        stale.unlink(missing_ok=True)
    wanted = [name for name in rules.kernel_names(solvers) if not rules.compiled_file(name, solvers).exists()]
    if not wanted:
        return []
    with tempfile.TemporaryDirectory(prefix="callboard-kernels-") as workshop:
        try_compiler(Path(workshop))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            said = pool.map(lambda name: build_kernel(name, root, Path(workshop), rules), wanted)
            faults = {name: fault for name, fault in zip(wanted, said, strict=True) if fault}
        for name in wanted:
            if faults.keys().isdisjoint(rules.group_of(name, solvers)):
                put_in_place(next((Path(workshop) / name / "compiled").iterdir()), rules.compiled_file(name, solvers))
    if faults:
        raise KernelFault("\n".join(faults.values()))
    return wanted


def try_compiler(workshop: Path) -> None:
    """Compile a file that does nothing. Raises NoCompiler with the compiler's first complaint."""
    here = workshop / "probe"
    here.mkdir()
    (here / "probe.c").write_text(PROBE, encoding="utf-8")
    done = run_python(here, ["-c", SETUP, "probe", "probe.c"])
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines()]
        raise NoCompiler(next((line for line in lines if "error" in line.lower()), "the C compiler failed"))


def build_kernel(name: str, root: Path, workshop: Path, rules: ModuleType) -> str:
    """Translate, mark and compile into the folder `compiled` of its own; what went wrong, or nothing."""
    here = workshop / name
    here.mkdir()
    mark = rules.mark_of(name, root / SOLVERS)
    source = f"callboard/planner/solvers/{name}.py"
    done = run_python(root / "src", ["-m", "cython", "-3", "--output-file", str(here / f"{name}.c"), source])
    if done.returncode:
        return f"{source} does not translate:\n{done.stderr.strip()}"
    with (here / f"{name}.c").open("a", encoding="utf-8") as translated:
        translated.write(f'\n__attribute__((used)) const char callboard_mark[] = "{mark}";\n')
    done = run_python(here, ["-c", SETUP, name, f"{name}.c", *rules.C_FLAGS])
    if done.returncode:
        return f"{source} does not compile:\n{done.stderr.strip()}"
    return ""


def put_in_place(made: Path, target: Path) -> None:
    """Replace the file in one step: a planner that is running keeps the one it loaded."""
    beside = target.with_name(f"{target.name}.{os.getpid()}.new")
    shutil.copyfile(made, beside)
    beside.replace(target)


def run_python(folder: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run this Python and keep what it says."""
    command = [sys.executable, *arguments]
    return subprocess.run(  # noqa: S603 - fixed
        command, cwd=folder, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def built_files(root: Path) -> list[str]:
    """The compiled kernels that this Python can load, as hatchling names files."""
    rules = kernel_rules(root)
    compiled = [rules.compiled_file(name, root / SOLVERS) for name in rules.kernel_names(root / SOLVERS)]
    return [path.relative_to(root).as_posix() for path in compiled if path.exists()]


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls; the name is hatchling's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build before the files are gathered; a wheel with compiled kernels is for this platform and Python."""
        root = Path(self.root)
        build_frontend(root)
        if self.target_name != "wheel":
            return
        try:
            build_kernels(root)
        except NoCompiler as missing:
            self.app.display_warning(f"{missing}; {SLOWER}. {COMPILER_FIX}")
        if compiled := built_files(root):
            build_data["artifacts"] += compiled
            build_data["pure_python"] = False
            build_data["infer_tag"] = True


def main(root: Path) -> None:
    """Bring everything up to date and say what was done."""
    print("built the pages" if build_frontend(root) else "the pages are up to date")
    try:
        compiled = build_kernels(root)
    except NoCompiler as missing:
        print(f"warning: {missing}; {SLOWER}. {COMPILER_FIX}", file=sys.stderr)
    except KernelFault as fault:
        sys.exit(str(fault))
    else:
        print(f"compiled the kernels: {', '.join(compiled)}" if compiled else "the kernels are up to date")


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    if sys.argv[1:] == ["--tools"]:
        install_node_packages(here / "frontend", with_tools=True)
    else:
        main(here)
