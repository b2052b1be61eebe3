"""Hashing passwords off the event loop, few at a time: whoever floods the page cannot take the processor."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from cordee.access.refusals import BusyError

# OWASP (Password Storage, 2025) asks argon2id with at least 19 MiB and 2 passes. 32 MiB make a graphics card pay more
# for each guess than time does, and one hash at a time keeps the server's memory within its budget: about 50 ms here.
MEMORY_KIB = 32 * 1024
PASSES = 2
LANES = 1
HASH_BYTES = 32
SALT_BYTES = 16
AT_ONCE = 1  # in one process: another core, or the same one's other half, goes on serving
WAITING_MAX = 40  # about two seconds of waiting; beyond it one is told to come back

T = TypeVar("T")


class Hashing:
    """Makes and checks argon2id hashes, `AT_ONCE` at a time in this process."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(PASSES, MEMORY_KIB, LANES, HASH_BYTES, SALT_BYTES, type=Type.ID)
        self._threads: ThreadPoolExecutor | None = None
        self._waiting = 0
        self._nobodys = ""

    async def hash(self, password: str) -> str:
        """Return the hash of a password, with its salt and parameters; BusyError when too many wait."""
        return await self.off_loop(lambda: self._hasher.hash(_normal(password)))

    async def matches(self, hash_: str | None, password: str) -> bool:
        """Return whether a password has that hash; costs the same when there is none. BusyError when too many wait."""
        return await self.off_loop(lambda: self._verify(hash_, _normal(password)))

    def is_outdated(self, hash_: str) -> bool:
        """Return whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(hash_)

    async def off_loop(self, work: Callable[[], T]) -> T:
        """Return what some work about a password gives, done in its turn; BusyError when too many wait."""
        if self._waiting >= WAITING_MAX:
            raise BusyError
        if self._threads is None:
            self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the thread, once what it does is done."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, hash_: str | None, password: bytes) -> bool:
        if hash_ is None and not self._nobodys:
            self._nobodys = self._hasher.hash("nobody has this password")
        try:
            return self._hasher.verify(hash_ or self._nobodys, password) and hash_ is not None
        except (VerificationError, InvalidHashError):
            return False


def _normal(password: str) -> bytes:
    """Return one form for what different keyboards send for the same letters (RFC 8265: NFC)."""
    return unicodedata.normalize("NFC", password).encode()
