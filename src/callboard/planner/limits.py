"""What a planning process may use, how it is started under these limits, and how it ended when it met one."""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass

from callboard.planner.refusals import CannotPlan, PlannerStopped, TookTooLong, TookTooMuchMemory

_SIGKILL, _SIGXCPU = -9, -24
MEGABYTE = 1_000_000
_REASON_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What the planning process may use; it is stopped at the first limit it meets."""

    wall_seconds: float = 120
    cpu_seconds: int = 120
    memory_bytes: int = 2_000 * MEGABYTE


def planning_command(limits: PlanLimits) -> list[str]:
    """The command line of a planning process that will limit itself."""
    # -I: neither the environment nor the current folder may decide what code plans
    return [sys.executable, "-I", "-m", "callboard.planner", str(limits.memory_bytes), str(limits.cpu_seconds)]


def keep_limits(memory_bytes: int, cpu_seconds: int) -> None:
    """Limit this process."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


def end_without_answer(return_code: int, stderr: bytes, limits: PlanLimits) -> CannotPlan:
    """Why a process ended that gave no answer."""
    if return_code in {_SIGKILL, _SIGXCPU}:
        return TookTooLong(seconds=limits.cpu_seconds)
    last_words = stderr.decode(errors="replace").strip().rpartition("\n")[2]
    if "MemoryError" in last_words:
        return TookTooMuchMemory(megabytes=limits.memory_bytes // MEGABYTE)
    return PlannerStopped(reason=last_words[:_REASON_CHARACTERS] or f"code {return_code}")
