"""A demo run as a person runs it: a process of its own, its words read as they come, killed when a test says so."""

import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

START_TIMEOUT_S = 120.0
STOP_TIMEOUT_S = 30.0
POLL_S = 0.05
PATIENTS = 2


def cordee(*arguments: str) -> list[str]:
    """Return the command line of Cordée in this environment."""
    return [sys.executable, "-P", "-m", "cordee.cli", *arguments]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], what: str, timeout_s: float = STOP_TIMEOUT_S) -> None:
    """Return once the condition holds; fails naming it when it never does."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(POLL_S)
    raise AssertionError(f"still not true after {timeout_s} s: {what}")


class RunningDemo:
    """`cordee demo` on a data folder, with what it printed."""

    def __init__(self, folder: Path, port: int, *arguments: str, database_url: str = "") -> None:
        self.folder = folder
        self.port = port
        self.address = ""
        self.printed: list[str] = []
        self.started_in_s = 0.0
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._process = subprocess.Popen(
            cordee(
                "demo", "--data", str(folder), "--port", str(port), "--patients", str(PATIENTS), *arguments
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "CORDEE_DATABASE_URL": database_url},
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def pid(self) -> int:
        """The process id of the demo itself."""
        return self._process.pid

    @property
    def text(self) -> str:
        """All it printed so far."""
        return "".join(self.printed)

    def wait_until_open(self) -> None:
        """Return once it has printed its address and said it is ready."""
        started = time.monotonic()
        while "Prête en" not in self.text:
            line = self._lines.get(timeout=START_TIMEOUT_S)
            assert line is not None, f"the demo ended before it was open:\n{self.text}{self._logs()}"
            self.printed.append(line)
        self.started_in_s = time.monotonic() - started
        found = re.search(r"http://\S+", self.text)
        assert found is not None, self.text
        self.address = found[0]

    def wait_until_said(self, words: str) -> None:
        """Return once it has printed these words."""
        while words not in self.text:
            line = self._lines.get(timeout=START_TIMEOUT_S)
            assert line is not None, f"the demo ended without saying {words!r}:\n{self.text}"
            self.printed.append(line)

    def answers(self) -> bool:
        """Tell whether the health address answers 200."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sante", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def descendants(self) -> list[psutil.Process]:
        """Return every process the demo started, directly or not."""
        return psutil.Process(self.pid).children(recursive=True)

    def send(self, sent: signal.Signals) -> None:
        """Send the demo itself a signal."""
        self._process.send_signal(sent)

    def wait(self) -> int:
        """Return the exit code once it has ended, all it printed then in `text`."""
        code = self._process.wait(STOP_TIMEOUT_S)
        while (line := self._lines.get(timeout=STOP_TIMEOUT_S)) is not None:
            self.printed.append(line)
        return code

    def end(self) -> None:
        """End it whatever state it is in, and leave nothing of it running."""
        if self._process.poll() is None:
            started = self.descendants()
            self._process.terminate()
            try:
                self._process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            for process in started:
                if process.is_running():
                    process.kill()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                self._lines.put(line)
        self._lines.put(None)

    def _logs(self) -> str:
        logs = sorted((self.folder / "logs").glob("*.log")) if self.folder.is_dir() else []
        return "".join(f"\n--- {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in logs)


@contextmanager
def demo(
    folder: Path, *arguments: str, port: int | None = None, database_url: str = ""
) -> Iterator[RunningDemo]:
    """Start a demo on a folder for the time of the block."""
    running = RunningDemo(folder, port or free_port(), *arguments, database_url=database_url)
    try:
        yield running
    finally:
        running.end()


def run_as_ordinary_user(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as an account that obeys file modes: the one of the tests, or `nobody` when they run as root."""
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_TIMEOUT_S,
        check=False,
    )
