"""Reading an extract: a chunk of lines at a time, whatever the size of the file."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from cordee.access import Door
from cordee.exchange.directory.errors import LineRefusedError, UnknownLayoutError
from cordee.exchange.directory.finess import FinessLayout
from cordee.exchange.directory.made import Made
from cordee.exchange.directory.ps import PsLayout
from cordee.exchange.directory.report import DirectoryTally, Refusals
from cordee.exchange.directory.ror import RorLayout

CHUNK_LINES = 1000
LINE_BYTES_MAX = 1024 * 1024
CLOSED_SHARE_MAX = (
    0.5  # of the lines known; a file with fewer left is thought to be cut short, and closes nothing
)
LAYOUTS = (PsLayout, FinessLayout, RorLayout)

Progress = Callable[[int, int], None]
Layout = PsLayout | FinessLayout | RorLayout


async def import_directory(
    door: Door, path: Path, refusals: Path, on_progress: Progress = lambda _done, _total: None
) -> DirectoryTally:
    """Import an extract through the platform's door, and return what became of its lines.

    Given again, writes nothing. What earlier imports of the layout brought and this file lacks is made inactive, unless
    more than half of it is missing. `on_progress` is told the bytes read, of how many; nothing of a compressed file.
    Raises: UnknownLayoutError, having written nothing.
    """
    tally = DirectoryTally()
    with _opened(path) as file, Refusals(refusals) as told:
        total = _size(path)
        layout = _layout_of(file)
        tally.layout = layout.name
        run = await door.directory_lines.begin(layout.name)
        seen: set[int] = set()
        for chunk in _chunks(layout, file, tally, told, seen):
            await _store(door, layout.name, run, chunk, tally)
            on_progress(min(_position(file), total), total)
    await _close_departures(door, layout.name, run, tally)
    await door.refresh_statistics()
    return tally


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _size(path: Path) -> int:
    return path.stat().st_size


def _layout_of(file: IO[bytes]) -> Layout:
    first = _text(file.readline(LINE_BYTES_MAX))
    for layout in LAYOUTS:
        if layout.knows(first):
            if layout is not PsLayout:
                file.seek(0)
            return layout(first)
    raise UnknownLayoutError


def _chunks(
    layout: Layout, file: IO[bytes], tally: DirectoryTally, told: Refusals, seen: set[int]
) -> Iterator[list[Made]]:
    """Yield what the lines make. `seen` holds 8 bytes a line: a file of two million lines costs some 100 MB."""
    chunk: list[Made] = []
    number = 1 if isinstance(layout, PsLayout) else 0
    while content := file.readline(LINE_BYTES_MAX):
        number += 1
        tally.read += 1
        try:
            made = layout.read(number, _text(content))
            if made is not None and (key := hash(made.reference)) in seen:
                raise LineRefusedError("twice")
        except LineRefusedError as refused:
            tally.refused += 1
            tally.reasons[refused.reason] += 1
            told.add(number, refused.reason)
            continue
        if made is None:
            continue
        seen.add(key)
        chunk.append(made)
        if len(chunk) == CHUNK_LINES:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


async def _store(door: Door, source: str, run: int, chunk: list[Made], tally: DirectoryTally) -> None:
    known = await door.directory_lines.known(source, [one.reference for one in chunk])
    changed = [one for one in chunk if known.get(one.reference) != one.digest]
    tally.unchanged += len(chunk) - len(changed)
    if changed:
        await _write(door, changed)
        tally.written += len(changed)
    await door.directory_lines.mark(source, run, {one.reference: one.digest for one in chunk})


async def _write(door: Door, changed: list[Made]) -> None:
    """Load what is new, and replace what is not; what is only lent stays as whoever described it left it."""
    lent = _by_id([one for made in changed for one in made.lent])
    owned = _by_id([one for made in changed for one in (*made.others, made.main)])
    if lent:
        await door.load(lent)
    left = [owned[place] for place in await door.load(owned)]
    if left:
        async with door.writing() as unit:
            for resource in left:
                unit.put(resource)


def _by_id(resources: list[Any]) -> list[Any]:
    return list({(one.resourceType, one.id): one for one in resources}.values())


async def _close_departures(door: Door, source: str, run: int, tally: DirectoryTally) -> None:
    missing, standing = await door.directory_lines.standing(source, run)
    if missing > standing * CLOSED_SHARE_MAX:
        tally.kept_open = missing
        return
    while gone := await door.directory_lines.gone(source, run, CHUNK_LINES):
        found = await door.read_many(gone)
        async with door.writing() as unit:
            for stored in found.values():
                resource = stored.resource
                if stored.type == "Location":
                    resource.status = "inactive"
                else:
                    resource.active = False
                unit.put(resource)
        await door.directory_lines.close(source, gone)
        tally.closed += len(gone)


def _text(content: bytes) -> str:
    """Return a line as text: UTF-8, as extracts are today, or Latin-1, as older ones were."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _position(file: IO[bytes]) -> int:
    raw = getattr(file, "fileobj", None)
    return int((raw or file).tell())
