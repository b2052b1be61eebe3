"""The body of a message, read in a process of its own: one that takes too long, or too much, is ended.

It has no secret in its environment, no shell, no standard input but the message. Cost: 0.1 s a message.
"""

import asyncio
import signal
import sys
from pathlib import Path

import msgspec

import cordee
from cordee.exchange.mime import UNREADABLE, Body
from cordee.kernel.errors import Category, CordeeError

CPU_SECONDS_MAX = 6  # two to four times what a message of 40 MiB takes
MEMORY_BYTES_MAX = 1024 * 1024 * 1024  # such a message needs 360 to 660 MiB
WALL_SECONDS_MAX = 20.0
PYTHON = sys.executable
_OURS = str(Path(cordee.__file__).parents[1])
_ENDED_BY_IT = frozenset(-one for one in (signal.SIGXCPU, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS))
"""How the kernel ends what a message does to its process; SIGKILL is somebody else's, as when memory is short."""


class ReadingStoppedError(CordeeError):
    """The process that reads a message was stopped, or could not start: for no fault of the message."""

    code = "mail-reading-stopped"
    category = Category.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "La lecture d’un message a été interrompue. Il reste non lu dans la boîte ; un nouvel essai suit.",
            "The reading of a message was interrupted. It stays unread in the mailbox; it is tried again.",
        )


async def read_apart(content: bytes) -> Body | None:
    """Return the body of a message; None when it could not be read within bounds, and never will be.

    Raises: ReadingStoppedError when something else ended the reading: the worker itself stops, or memory is short.
    """
    process = await _started()
    try:
        async with asyncio.timeout(WALL_SECONDS_MAX):
            answer, _ = await process.communicate(content)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return _body(answer)
    if process.returncode == UNREADABLE or process.returncode in _ENDED_BY_IT:
        return None
    raise ReadingStoppedError


def _body(answer: bytes) -> Body:
    try:
        return msgspec.msgpack.decode(answer, type=Body)
    except msgspec.DecodeError as problem:  # it ended before it had said all
        raise ReadingStoppedError from problem


async def _started() -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            *(PYTHON, "-P", "-m", "cordee.exchange.mime", str(CPU_SECONDS_MAX), str(MEMORY_BYTES_MAX)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": _OURS},
            start_new_session=True,  # Ctrl-C reaches the worker alone, which ends what it began
        )
    except OSError as problem:
        raise ReadingStoppedError from problem
