"""Child processes that never outlive the one that started them, whatever its end."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

STARTED_BY = "CALLBOARD_STARTED_BY"
_PR_SET_PDEATHSIG = 1


def expect_children() -> None:
    """Say to processes started from now on that this one is their parent."""
    os.environ[STARTED_BY] = str(os.getpid())


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent is gone, `kill -9` of the parent included.

    Only for processes of a group, and only on Linux; elsewhere an ordinary end of the parent still ends its children.
    """
    parent = os.environ.get(STARTED_BY)
    if sys.platform != "linux" or parent is None:
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != int(parent):  # it was gone before we asked
        os.kill(os.getpid(), signal.SIGKILL)
