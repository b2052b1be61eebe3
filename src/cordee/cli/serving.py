"""What each server process runs: the application, told to end with the process that watches it."""

import signal

from starlette.applications import Starlette

from cordee.kernel.parent_death import end_when_parent_dies


def application() -> Starlette:
    """Return the application, in a process that does not outlive its parent."""
    end_when_parent_dies(signal.SIGTERM)
    from cordee.app import application as compose

    return compose()
