"""Open a FHIR package: a gzipped tar, read once forward, never written to disk, within bounds whatever it says."""

import gzip
import io
import re
import tarfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NoReturn, cast

from cordee.fhir.definitions.errors import PackageRefusedError

PACKAGE_BYTES_MAX = 64 * 1024 * 1024
UNPACKED_BYTES_MAX = 512 * 1024 * 1024
FILES_MAX = 20_000
FILE_BYTES_MAX = 16 * 1024 * 1024
NAME_LENGTH_MAX = 512

MANIFEST = "package.json"
_DEFINITION = re.compile(r"package/(?P<name>[^/]+\.json)")
_NOT_DEFINITIONS = frozenset((".index.json", "ig-r4.json"))
_DAMAGE = (EOFError, OSError, zlib.error, tarfile.TarError, ValueError, UnicodeError)


def definition_files(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name and text of each JSON file directly in the `package` folder, `package.json` among them.

    Other folders (`example`, `openapi`, `xml`, `other`) and links are passed over.
    Raises: PackageRefusedError when it is no such archive, is damaged, exceeds a bound, names a file twice, or
    holds a path that leaves the archive.
    """
    if len(content) > PACKAGE_BYTES_MAX:
        _refuse_size()
    try:
        yield from _members(_Bounded(cast(BinaryIO, gzip.GzipFile(fileobj=io.BytesIO(content)))))
    except _DAMAGE:
        raise PackageRefusedError(
            "ce n’est pas une archive .tgz lisible.", "it is not a readable .tgz archive."
        ) from None


def _members(stream: "_Bounded") -> Iterator[tuple[str, bytes]]:
    seen: set[str] = set()
    with tarfile.open(fileobj=cast(BinaryIO, stream), mode="r|") as archive:
        for count, member in enumerate(archive, 1):
            if count > FILES_MAX:
                _refuse_size()
            _check_path(member.name)
            found = _DEFINITION.fullmatch(member.name.removeprefix("./"))
            if found is None or not member.isreg() or found["name"] in _NOT_DEFINITIONS:
                continue
            if member.size > FILE_BYTES_MAX:
                _refuse_size()
            if found["name"] in seen:
                raise PackageRefusedError(
                    "un même fichier y figure deux fois.", "it holds the same file twice."
                )
            seen.add(found["name"])
            file = archive.extractfile(member)
            assert file is not None
            yield found["name"], file.read()
            archive.members.clear()  # type: ignore[attr-defined]  # tarfile remembers every member otherwise


def _check_path(name: str) -> None:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "\\" in name or "\0" in name or len(name) > NAME_LENGTH_MAX:
        raise PackageRefusedError(
            "elle contient un chemin de fichier interdit.", "it contains a forbidden file path."
        )


def _refuse_size() -> NoReturn:
    raise PackageRefusedError(
        "il dépasse les tailles permises (64 Mio, 512 Mio décompressé, 16 Mio et 20 000 fichiers).",
        "it exceeds the permitted sizes (64 MiB, 512 MiB unpacked, 16 MiB a file and 20,000 files).",
    )


class _Bounded:
    """A stream that refuses to give more than `UNPACKED_BYTES_MAX` in all, or too much in one go."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = UNPACKED_BYTES_MAX

    def read(self, size: int) -> bytes:
        if size > FILE_BYTES_MAX or size < 0:
            _refuse_size()
        content = self._stream.read(size)
        self._left -= len(content)
        if self._left < 0:
            _refuse_size()
        return content
