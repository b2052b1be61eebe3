"""The file the seals are written to: only ever added to, outside the database, best on another machine's disk."""

import os
from pathlib import Path

from cordee.access.trace.errors import SealFileError

_OWNER_WRITES = 0o640


class SealFile:
    """The lines of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Return whether the file is there."""
        return self.path.is_file()

    def lines(self) -> list[str]:
        """Return every line, oldest first; none when there is no file. Raises SealFileError."""
        try:
            return self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise SealFileError(self.path) from error

    def append(self, line: str) -> None:
        """Add a line and return once it is on the disk. Raises SealFileError."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_new = not self.path.exists()
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWNER_WRITES)
            with os.fdopen(handle, "ab") as file:
                file.write(f"{line}\n".encode())
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                _sync_folder(self.path.parent)
        except OSError as error:
            raise SealFileError(self.path) from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
