"""Children that do not outlive their parent, even when it is killed without a word."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(by: signal.Signals) -> Callable[[], None]:
    """Return what a new child runs before its program, so that the death of this process sends it a signal.

    When the parent died before the child got that far, the child ends at once. Where the system has no such
    service (not Linux), the child lives on and the next start finds it by its recorded process id.
    Source: prctl(2), PR_SET_PDEATHSIG: the signal follows the thread that started the child.
    """
    parent = os.getpid()

    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(by))
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def end_when_parent_dies(by: signal.Signals) -> None:
    """Ask for the same from inside a child that somebody else's code started."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(by))
