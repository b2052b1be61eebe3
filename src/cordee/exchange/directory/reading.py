"""An extract as it streams: which layout it is of, and what its lines make, a chunk at a time."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO

from cordee.exchange.directory.errors import LineRefusedError, UnknownLayoutError
from cordee.exchange.directory.finess import FinessLayout
from cordee.exchange.directory.made import Made
from cordee.exchange.directory.ps import PsLayout
from cordee.exchange.directory.report import DirectoryTally, Refusals
from cordee.exchange.directory.ror import RorLayout

CHUNK_LINES = 2000
TOGETHER_MAX = (
    200  # lines of one person that a chunk goes on for, so that two chunks seldom write the same person
)
LINES_AT_ONCE = 64  # some milliseconds; then others' tasks go on
LINE_BYTES_MAX = 1024 * 1024
LAYOUTS = (PsLayout, FinessLayout, RorLayout)

Layout = PsLayout | FinessLayout | RorLayout


def opened(path: Path) -> IO[bytes]:
    """Return a file to be read from its start, what gzip compressed as it was before."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def size_of(path: Path) -> int:
    """Return the bytes of the file on disk."""
    return path.stat().st_size


def layout_of(file: IO[bytes]) -> Layout:
    """Return the layout of a file, which stands where its lines begin. Raises: UnknownLayoutError."""
    first = _text(file.readline(LINE_BYTES_MAX))
    for layout in LAYOUTS:
        if layout.knows(first):
            if layout is not PsLayout:
                file.seek(0)
            return layout(first)
    raise UnknownLayoutError


def position(file: IO[bytes]) -> int:
    """Return how many bytes of the file on disk were read."""
    raw = getattr(file, "fileobj", None)
    return int((raw or file).tell())


async def chunks(
    layout: Layout, file: IO[bytes], tally: DirectoryTally, told: Refusals
) -> AsyncIterator[list[Made]]:
    """Yield what the lines make, no two of one resource; lines of one person that follow one another stay together.

    Cost: some 60 bytes of memory for each line read.
    """
    seen: set[int] = set()
    chunk: list[Made] = []
    number = 1 if isinstance(layout, PsLayout) else 0
    while content := file.readline(LINE_BYTES_MAX):
        number += 1
        tally.read += 1
        if number % LINES_AT_ONCE == 0:
            await asyncio.sleep(0)
        try:
            made = _made(layout, number, content, seen)
        except LineRefusedError as refused:
            tally.refused += 1
            tally.reasons[refused.reason] += 1
            told.add(number, refused.reason)
            continue
        if made is None:
            continue
        if len(chunk) >= CHUNK_LINES and not _goes_on(chunk, made):
            yield chunk
            chunk = []
        chunk.append(made)
    if chunk:
        yield chunk


def _made(layout: Layout, number: int, content: bytes, seen: set[int]) -> Made | None:
    made = layout.read(number, _text(content))
    if made is None:
        return None
    mark = hash(made.reference)
    if mark in seen:
        raise LineRefusedError("twice")
    seen.add(mark)
    return made


def _goes_on(chunk: list[Made], made: Made) -> bool:
    """Return whether a line says more of the person of the last one."""
    with_it = {one.id for one in made.others}
    return len(chunk) < CHUNK_LINES + TOGETHER_MAX and any(one.id in with_it for one in chunk[-1].others)


def _text(content: bytes) -> str:
    """Return a line as text: UTF-8, as extracts are today, or Latin-1, as older ones were."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
