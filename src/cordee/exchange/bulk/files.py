"""The files of exports: a folder only its owner enters, or an object store given by URL."""

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from cordee.kernel.settings import Settings

FOLDER = "exports"
PART_BYTES = 1024 * 1024  # of a file read at a time


class ExportFiles:
    """Files by export and name. A file appears whole: one that was being written when a process died never shows."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.export_store
        self._folder = settings.data_dir / FOLDER
        self._opened: ObjectStore | None = None

    async def put(self, export_id: str, name: str, content: bytes) -> None:
        """Store a file, replacing one of the same name."""
        await obstore.put_async(self._store, f"{export_id}/{name}", content)

    async def read(self, export_id: str, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes of a file from `start` to before `end`."""
        for offset in range(start, end, PART_BYTES):
            part = await obstore.get_range_async(
                self._store, f"{export_id}/{name}", start=offset, end=min(offset + PART_BYTES, end)
            )
            yield bytes(part)

    async def delete(self, export_id: str) -> None:
        """Delete every file of an export; what is not there is no error."""
        paths = [
            one["path"]
            async for group in obstore.list(self._store, f"{export_id}/").__aiter__()
            for one in group
        ]
        for path in paths:
            try:
                await obstore.delete_async(self._store, path)
            except FileNotFoundError:
                continue
        if not self._url:
            _remove_empty(self._folder / export_id)

    @property
    def _store(self) -> ObjectStore:
        if self._opened is None:
            self._opened = from_url(self._url) if self._url else LocalStore(_private(self._folder))
        return self._opened


def _private(folder: Path) -> Path:
    """Return the folder, made for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) != 0o700:
        folder.chmod(0o700)
    return folder


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return
