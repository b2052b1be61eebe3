"""Read an artefact: its index at once, its definitions block by block when they are asked for."""

import zlib
from functools import lru_cache
from typing import NamedTuple

import msgspec

from cordee.fhir.definitions.artefact_writing import MAGIC
from cordee.fhir.definitions.errors import UnreadableArtefactError
from cordee.fhir.json_value import Json, read_json

OPEN_BLOCKS_MAX = 16
"""Blocks kept open by artefact, about 64 KiB each."""

INDEX_BYTES_MAX = 16 * 1024 * 1024
BLOCK_BYTES_MAX = 32 * 1024 * 1024


class PackageId(NamedTuple):
    """A package as npm names it."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}#{self.version}"


class Entry(NamedTuple):
    """Where one definition lies, and what it is asked by."""

    url: str
    version: str
    block: int
    start: int
    length: int
    describes: str
    """The type a StructureDefinition introduces; empty for a profile and for everything else."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a package says of itself."""

    name: str
    version: str
    title: str = ""
    canonical: str = ""
    contents: dict[str, int] = {}
    """How many definitions of each kind of `contents.Kind` it brings."""
    searched_types: tuple[str, ...] = ()
    """The resource types its search parameters search in."""
    dependencies: dict[str, str] = {}


class _Index(msgspec.Struct, frozen=True):
    package: Header
    blocks: list[int]
    entries: dict[str, list[tuple[str, str, int, int, int, str]]]


class Artefact:
    """The definitions of one package, compressed; immutable."""

    def __init__(self, content: bytes) -> None:
        """Read the index.

        Raises: UnreadableArtefactError when the bytes are no artefact of this version.
        """
        index, start = _read_index(content)
        self.header = index.package
        self.package = PackageId(index.package.name, index.package.version)
        self.entries = {
            kind: tuple(Entry(*found) for found in listed) for kind, listed in index.entries.items()
        }
        self.content = content
        self._places = _places(index.blocks, start)
        self._open = lru_cache(maxsize=OPEN_BLOCKS_MAX)(self._read_block)

    def read(self, entry: Entry) -> Json:
        """Return a fresh copy of one definition."""
        block = self._open(entry.block)
        return read_json(memoryview(block)[entry.start : entry.start + entry.length])

    def _read_block(self, number: int) -> bytes:
        start, end = self._places[number]
        return _inflated(self.content[start:end], BLOCK_BYTES_MAX)


def _read_index(content: bytes) -> tuple[_Index, int]:
    head = len(MAGIC) + 4
    if not content.startswith(MAGIC) or len(content) < head:
        raise UnreadableArtefactError
    start = head + int.from_bytes(content[len(MAGIC) : head], "big")
    try:
        index = msgspec.json.decode(_inflated(content[head:start], INDEX_BYTES_MAX), type=_Index)
    except msgspec.DecodeError:
        raise UnreadableArtefactError from None
    return index, start


def _places(sizes: list[int], start: int) -> list[tuple[int, int]]:
    places = []
    for size in sizes:
        places.append((start, start + size))
        start += size
    return places


def _inflated(packed: bytes, bytes_max: int) -> bytes:
    opener = zlib.decompressobj()
    try:
        content = opener.decompress(packed, bytes_max)
    except zlib.error:
        raise UnreadableArtefactError from None
    if not opener.eof:
        raise UnreadableArtefactError
    return content
