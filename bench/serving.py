"""Start and stop the servers under measure, as processes of their own with the same settings."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 10.0
POLL_S = 0.05
POOL_SIZE = 10  # connections a process, ours and the bare handler's alike

CORDEE = "cordee.cli.serving:application"
COUNTED = "bench.counted:application"
HEADER_STATEMENTS = "x-statements"
BARE = "bench.bare:application"


@contextlib.contextmanager
def served(
    target: str, database_url: str, workers: int, extra: dict[str, str] | None = None
) -> Iterator[int]:
    """Serve an application on loopback for the time of the block and give its port; `extra` goes to its environment."""
    port = _free_port()
    environment = (
        os.environ
        | {
            "CORDEE_DATABASE_URL": database_url,
            "CORDEE_POOL_SIZE": str(POOL_SIZE),
            "CORDEE_DEMO": "1",
            "CORDEE_REQUESTS_PER_MINUTE": "0",
        }
        | (extra or {})
    )
    command = [sys.executable, "-m", "bench.serve", target, str(port), str(workers)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once the server answers a request: an accepted connection alone may still be without a worker."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as probe:
            probe.settimeout(STOP_TIMEOUT_S)
            probe.sendall(b"GET /sante HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if probe.recv(12).startswith(b"HTTP/1.1"):
                return
        time.sleep(POLL_S)
    raise RuntimeError("a server under measure did not start")
