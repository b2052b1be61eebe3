"""From a stream to the JSON texts in it: compression and archives recognised by their first bytes, never by name.

Everything is read once, forward, one member at a time: memory does not grow with the archive.
"""

import bz2
import fnmatch
import gzip
import io
import lzma
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from cordee.exchange.files.errors import DamagedFileError, TooDeepError
from cordee.exchange.files.parts import Place, Refused, Skipped, Text
from cordee.exchange.files.texts import LINE_NAMES, texts_of

ARCHIVE_DEPTH_MAX = 4
SNIFF_BYTES = 512
SPOOL_BYTES = 16 * 1024 * 1024

_READ_NAMES = (".json", *LINE_NAMES)
_PACKED_NAMES = (".gz", ".xz", ".bz2", ".tar", ".tgz", ".txz", ".zip")
_DAMAGE = (EOFError, OSError, lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile)
_COMPRESSED: tuple[tuple[bytes, Callable[[Any], Any]], ...] = (
    (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream)),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
    (b"BZh", bz2.BZ2File),
)
_ZIP = b"PK\x03\x04"
_TAR_OFFSET, _TAR = 257, b"ustar"

Found = Text | Refused | Skipped


def unpack(
    name: str, stream: BinaryIO, only: str | None = None, *, is_chosen: bool = True
) -> Iterator[Found]:
    """Yield the texts of a stream, and what in it is damaged or passed over.

    When `only` is given, members whose path does not match that pattern are passed over. When the file was not
    chosen by name, its name decides whether it is read at all.
    """
    if is_chosen or _is_readable(name):
        yield from _guarded(name, _unpack(name, stream, only, 0))
    else:
        yield Skipped(name)


def _unpack(name: str, stream: BinaryIO, only: str | None, depth: int) -> Iterator[Found]:
    start = stream.read(SNIFF_BYTES)
    whole = cast(BinaryIO, io.BufferedReader(_Rejoined(start, stream)))
    packed = next((opener for magic, opener in _COMPRESSED if start.startswith(magic)), None)
    is_tar = start[_TAR_OFFSET:].startswith(_TAR)
    if depth >= ARCHIVE_DEPTH_MAX and (packed or is_tar or start.startswith(_ZIP)):
        yield Refused(place=Place(file=name), error=TooDeepError())
    elif packed:
        yield from _unpack(_unpacked_name(name), io.BufferedReader(packed(whole)), only, depth + 1)
    elif is_tar:
        with tarfile.open(fileobj=whole, mode="r|") as archive:
            for member in archive:
                if member.isfile():
                    yield from _member(name, member.name, _tar_stream(archive, member), only, depth)
    elif start.startswith(_ZIP):
        with tempfile.SpooledTemporaryFile(SPOOL_BYTES) as copy:
            shutil.copyfileobj(whole, copy)
            with zipfile.ZipFile(copy) as archive:
                for info in archive.infolist():
                    if not info.is_dir():
                        yield from _member(name, info.filename, _zip_stream(archive, info), only, depth)
    else:
        yield from texts_of(name, whole)


def _member(
    archive: str, path: str, opener: Callable[[], Any], only: str | None, depth: int
) -> Iterator[Found]:
    name = f"{archive}!{path}"
    is_hidden = path.rpartition("/")[2].startswith(".")
    if is_hidden or not _is_readable(path) or (only is not None and not fnmatch.fnmatchcase(path, only)):
        yield Skipped(name)
        return
    with opener() as stream:
        yield from _guarded(name, _unpack(name, stream, only, depth + 1))


def _tar_stream(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], Any]:
    return lambda: archive.extractfile(member)


def _zip_stream(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], Any]:
    return lambda: archive.open(info)


def _guarded(name: str, found: Iterator[Found]) -> Iterator[Found]:
    try:
        yield from found
    except _DAMAGE:
        yield Refused(place=Place(file=name), error=DamagedFileError())


def _is_readable(name: str) -> bool:
    lowered = name.lower()
    return lowered.endswith(_READ_NAMES) or lowered.endswith(_PACKED_NAMES)


def _unpacked_name(name: str) -> str:
    return next((name[: -len(end)] for end in (".gz", ".xz", ".bz2") if name.lower().endswith(end)), name)


class _Rejoined(io.RawIOBase):
    """A stream with its first bytes, already read, put back in front."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = memoryview(start)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._start:
            count = min(len(buffer), len(self._start))
            buffer[:count] = self._start[:count]
            self._start = self._start[count:]
            return count
        chunk = self._rest.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)
