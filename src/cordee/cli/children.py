"""The processes the demo keeps alive: each restarted when it dies, all stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.parent_death import end_with_parent

STOP_TIMEOUT_S = 15.0  # the worker gives the jobs under way ten
RESTARTS_MAX = 5
RESTARTS_WITHIN_S = 60.0
LOG_SIZE_MAX = 10 * 1024 * 1024  # bytes; a longer log starts anew with the process


class KeepsDyingError(CordeeError):
    """A process of the demo died again and again; everything was stopped."""

    code = "keeps-dying"
    category = Category.FAULT

    def __init__(self, name: str, log_file: Path) -> None:
        super().__init__(
            f"Le processus « {name} » s’arrête sans cesse ; tout a été arrêté, les données sont gardées. "
            f"La raison est à la fin de {log_file}.",
            f"The process “{name}” keeps dying; everything was stopped, the data is kept. "
            f"The reason is at the end of {log_file}.",
        )


class Restarts:
    """Counts the restarts of one process, and ends the attempt when there are too many."""

    def __init__(self, name: str, log_file: Path) -> None:
        self._name = name
        self._log_file = log_file
        self._at: deque[float] = deque(maxlen=RESTARTS_MAX)

    def count(self) -> None:
        """Note one restart; raises KeepsDyingError at the sixth within a minute."""
        now = time.monotonic()
        if len(self._at) == RESTARTS_MAX and now - self._at[0] < RESTARTS_WITHIN_S:
            raise KeepsDyingError(self._name, self._log_file)
        self._at.append(now)


class Child:
    """One command of Cordée run as a process of its own, which ends when this process does."""

    def __init__(
        self, name: str, arguments: list[str], environment: Mapping[str, str], log_folder: Path
    ) -> None:
        self.name = name
        self.log_file = log_folder / f"{name}.log"
        self._command = [sys.executable, "-P", "-m", "cordee.cli", *arguments]
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._restarts = Restarts(name, self.log_file)

    @property
    def pid(self) -> int | None:
        """Return the process id, None before the start."""
        return None if self._process is None else self._process.pid

    def is_alive(self) -> bool:
        """Tell whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process, its words going to its log."""
        if self.log_file.is_file() and self.log_file.stat().st_size > LOG_SIZE_MAX:
            self.log_file.unlink()
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self._environment},
                start_new_session=True,  # Ctrl-C reaches the demo alone, which stops its processes in order
                preexec_fn=end_with_parent(signal.SIGTERM),  # noqa: PLW1509  one prctl call, no lock taken
            )

    def restart(self) -> None:
        """Start the process again; raises KeepsDyingError when it keeps dying."""
        self._restarts.count()
        self.start()

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it does and end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait_until_stopped(self) -> None:
        """Return when the process is gone, by force when it takes too long."""
        if self._process is None:
            return
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def stop_all(children: list[Child]) -> None:
    """Stop every process, all asked at once."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_until_stopped()
