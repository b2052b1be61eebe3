"""The object store: a folder only its owner enters, or an S3-compatible one by URL. Objects are written once.

An address is `YYYY/MM/DD/<sha-256>.<unique>`: its day bounds what a sweep looks at; unique, no writer ever counts on an
object another wrote, so that a sweep cannot take away what is about to be named.
"""

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.log import get_logger
from cordee.store.contents.errors import ContentNotKeptError, ContentUnreachableError

QUARANTINE = "quarantine"

_log = get_logger(__name__)


class Keeper:
    """Objects by address. An object appears whole, and is on disk once `put` returns."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self._folder = folder
        self._url = url
        self._opened: ObjectStore | None = None

    async def put(self, content: bytes, digest: str, *, beside: str = "") -> str:
        """Keep an object and return its address; `beside` puts it in a folder of its own, such as the quarantine.

        Raises ContentNotKeptError: nothing stands at any address then.
        """
        day = now().date()
        address = f"{beside}/" * bool(beside) + f"{day:%Y/%m/%d}/{digest}.{new_id()}"
        try:
            await obstore.put_async(self._store, address, content)
            if not self._url:
                await asyncio.to_thread(_settle, self._folder, address)
        except (BaseError, OSError) as error:
            _log.error("content not kept", error=type(error).__name__)
            raise ContentNotKeptError from error
        return address

    async def get(self, address: str) -> bytes:
        """Return an object. Raises ContentUnreachableError."""
        try:
            found = await obstore.get_async(self._store, address)
            return bytes(await found.bytes_async())
        except (BaseError, OSError) as error:
            _log.error("content unreachable", error=type(error).__name__)
            raise ContentUnreachableError from error

    async def written_on(self, day: date) -> AsyncIterator[tuple[str, datetime]]:
        """Yield the addresses of the objects of a day and when each was written."""
        async for group in obstore.list(self._store, f"{day:%Y/%m/%d}").__aiter__():
            for one in group:
                yield one["path"], one["last_modified"]

    async def delete(self, address: str) -> None:
        """Delete an object; one that is not there is no error."""
        try:
            await obstore.delete_async(self._store, address)
        except FileNotFoundError:
            return

    @property
    def _store(self) -> ObjectStore:
        if self._opened is None:
            self._opened = (
                from_url(self._url) if self._url else LocalStore(_private(self._folder), mkdir=True)
            )
        return self._opened


def _settle(folder: Path, address: str) -> None:
    """Return once a file and the folders that lead to it are on disk."""
    path = folder / address
    while True:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if path == folder:
            return
        path = path.parent


def _private(folder: Path) -> Path:
    """Return the folder, made for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) != 0o700:
        folder.chmod(0o700)
    return folder
