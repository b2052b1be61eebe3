"""What a PostgreSQL data folder tells from outside: who runs on it, and where it listens."""

import contextlib
import hashlib
import os
import signal
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psutil

STOP_TIMEOUT_S = 30.0
PORT = 5432  # names the socket; nothing listens on the network
SOCKET_PATH_MAX = 90  # characters; the kernel takes 107, less the socket's own name


class Postmaster(NamedTuple):
    """The server that wrote its process id and its state in the folder, alive or not."""

    pid: int
    state: str


def postmaster_of(folder: Path) -> Postmaster | None:
    """Return what `postmaster.pid` says, None when it is absent or not yet complete."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), lines[7].strip())
    except (OSError, ValueError, IndexError):
        return None


def is_running(folder: Path) -> bool:
    """Tell whether a server runs on this folder and takes connections."""
    postmaster = postmaster_of(folder)
    return postmaster is not None and postmaster.state == "ready" and _process(folder) is not None


def stop_leftover(folder: Path) -> None:
    """Stop a server an earlier run left on this folder, and clear the trace of one that was killed.

    A process id that the system has since given to another program is recognised and left alone.
    """
    process = _process(folder)
    if process is None:
        (folder / "postmaster.pid").unlink(missing_ok=True)
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_TIMEOUT_S)
        except psutil.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(STOP_TIMEOUT_S)


def socket_folder(folder: Path) -> Path:
    """Return where the socket of a folder lives: inside, or under /tmp when its path cannot be an address.

    The kernel takes no path too long, and a comma parts one host from the next.
    """
    if len(os.fsencode(folder)) <= SOCKET_PATH_MAX and "," not in str(folder):
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/tmp") / f"cordee-{name}"  # noqa: S108  created with mode 0700 and refused when another owns it


def url(folder: Path, database: str) -> str:
    """Return the address of a database of the server on this folder."""
    return f"postgresql://postgres@/{database}?host={quote(str(socket_folder(folder)), safe='')}&port={PORT}"


def _process(folder: Path) -> psutil.Process | None:
    try:
        pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(pid)
        if process.status() != psutil.STATUS_ZOMBIE and str(folder) in process.cmdline():
            return process
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return None
