"""The data folder of one Cordée on one machine: who holds it, and what an earlier run left running."""

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from cordee.kernel.errors import Category, CordeeError

END_TIMEOUT_S = 10.0
CLOCK_TOLERANCE_S = 2.0
RECORD = "running.json"


class FolderUnusableError(CordeeError):
    """The data folder cannot be written; nothing was started."""

    code = "data-folder"
    category = Category.UNAVAILABLE

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Le dossier de données {folder} n’est pas accessible en écriture. Rien n’a été démarré : donnez-en un "
            "autre (make demo DATA=/un/dossier, ou --data), ou rendez celui-ci à votre compte.",
            f"The data folder {folder} cannot be written. Nothing was started: give another one "
            "(make demo DATA=/a/folder, or --data), or make this one yours.",
        )


class FolderHeldError(CordeeError):
    """Another command uses the data folder; nothing was started and that one goes on."""

    code = "data-folder-held"
    category = Category.CONFLICT

    def __init__(self, folder: Path, address: str) -> None:
        at_fr = f" : {address}" if address else ""
        super().__init__(
            f"Cordée tourne déjà avec le dossier de données {folder}{at_fr}. Arrêtez-la d’abord, ou donnez un autre "
            "dossier (make demo DATA=/un/dossier PORT=…, ou --data et --port).",
            f"Cordée already runs on the data folder {folder}{at_fr}. Stop it first, or give another folder "
            "(make demo DATA=/a/folder PORT=…, or --data and --port).",
        )


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder for the time of the block: prepared, writable, ours alone.

    The hold ends with this process however it ends. Processes an earlier run left behind are ended first.
    Raises: FolderUnusableError, FolderHeldError.
    """
    _prepare(folder)
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FolderHeldError(folder, str(_recorded(folder).get("address", ""))) from error
        _end_leftovers(folder)
        try:
            yield
        finally:
            (folder / RECORD).unlink(missing_ok=True)


def record(folder: Path, address: str, pids: list[int]) -> None:
    """Note the address served and the processes started, so that another run can recognise them."""
    started = {}
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            started[str(pid)] = psutil.Process(pid).create_time()
    fresh = folder / f"{RECORD}.new"
    fresh.write_text(json.dumps({"address": address, "processes": started}))
    fresh.replace(folder / RECORD)


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "logs").mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        (folder / "lock").touch()
        database = folder / "postgres"
        if database.exists() and os.geteuid() not in {0, database.stat().st_uid}:
            raise FolderUnusableError(folder)
    except OSError as error:
        raise FolderUnusableError(folder) from error


def _end_leftovers(folder: Path) -> None:
    """End the server and worker of a run that was killed, where the system did not do it already."""
    left = []
    for pid, created_at in _recorded(folder).get("processes", {}).items():
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(int(pid))
            if abs(process.create_time() - created_at) < CLOCK_TOLERANCE_S:
                left += [process, *process.children(recursive=True)]
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=END_TIMEOUT_S)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=END_TIMEOUT_S)


def _recorded(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / RECORD).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
