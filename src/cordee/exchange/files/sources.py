"""From what the operator names — files, folders, `-` — to open streams, with the bytes read counted."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from cordee.kernel.errors import Category, CordeeError

STDIN = "-"
BUFFER_BYTES = 256 * 1024


class NothingToImportError(CordeeError):
    """A path given does not exist, or a folder holds nothing to read; nothing was imported."""

    code = "nothing-to-import"
    category = Category.INVALID

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Rien à importer à « {path} » : ce fichier ou dossier n’existe pas, ou ne contient aucun fichier lisible.",
            f"Nothing to import at '{path}': no such file or folder, or nothing readable in it.",
        )


class Source(msgspec.Struct, frozen=True):
    """One file to read. `is_chosen` when the operator named it, so that it is read whatever its name."""

    name: str
    path: Path | None
    size: int
    is_chosen: bool


class Meter:
    """How many bytes have been read from the files themselves, compressed as they are."""

    def __init__(self) -> None:
        self.read = 0


def sources(paths: list[str]) -> list[Source]:
    """Return the files to read, a folder's in the order of their names, hidden ones left out.

    Raises: NothingToImportError naming the first path where there is nothing.
    """
    found: list[Source] = []
    for text in paths:
        path = Path(text)
        if text == STDIN:
            found.append(Source(STDIN, None, 0, True))
        elif path.is_dir():
            inside = [
                inner for inner in sorted(path.rglob("*")) if inner.is_file() and not _is_hidden(inner, path)
            ]
            if not inside:
                raise NothingToImportError(text)
            found += [Source(str(inner), inner, inner.stat().st_size, False) for inner in inside]
        elif path.is_file():
            found.append(Source(text, path, path.stat().st_size, True))
        else:
            raise NothingToImportError(text)
    return found


def open_source(source: Source, meter: Meter) -> BinaryIO:
    """Return the stream of a source; what is read from it is added to the meter."""
    raw: Any = sys.stdin.buffer if source.path is None else source.path.open("rb", buffering=0)
    return io.BufferedReader(_Metered(raw, meter), BUFFER_BYTES)


def fingerprint(found: list[Source]) -> Iterator[str]:
    """Yield what tells these files from others: name, size and date of change; nothing when one is a pipe."""
    if all(source.path is not None for source in found):
        for source in found:
            assert source.path is not None
            yield f"{source.path.resolve()}:{source.size}:{source.path.stat().st_mtime_ns}"


def _is_hidden(inner: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in inner.relative_to(folder).parts)


class _Metered(io.RawIOBase):
    def __init__(self, raw: Any, meter: Meter) -> None:
        self._raw = raw
        self._meter = meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count: int = self._raw.readinto(buffer) or 0
        self._meter.read += count
        return count

    def close(self) -> None:
        if self._raw is not sys.stdin.buffer:
            self._raw.close()
        super().close()
