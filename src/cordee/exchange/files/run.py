"""One import, from paths to counts."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import msgspec

from cordee.access import Door
from cordee.exchange.files.atomic import store_all
from cordee.exchange.files.journal import Journal
from cordee.exchange.files.overlapping import Overlapping
from cordee.exchange.files.parts import Candidate, Refused
from cordee.exchange.files.reading import BATCH_ENTRIES, Batch, Reader
from cordee.exchange.files.report import Report
from cordee.exchange.files.sources import fingerprint, sources
from cordee.exchange.files.tally import Tally
from cordee.exchange.files.upsert import Upsert
from cordee.exchange.files.waiting import WaitingRoom


class ImportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to import. `report` receives the rejections; `journal` is the folder that makes reruns change nothing.

    `only` is a pattern (`package/example/*`) that members of archives must match. `is_atomic` stores all or nothing.
    """

    report: Path
    journal: Path | None = None
    only: str | None = None
    is_atomic: bool = False


class Progress(msgspec.Struct, frozen=True):
    """How far a run is: bytes of the files read, compressed as they are, of how many; 0 when that is not known."""

    bytes_read: int
    bytes_total: int
    entries: int


OnProgress = Callable[[Progress], None]


async def import_files(
    door: Door, paths: list[str], options: ImportOptions, on_progress: OnProgress = lambda _progress: None
) -> Tally:
    """Return what became of every entry of the files, folders or `-` (standard input) given.

    Resources keep their id and are stored once: an equal one is unchanged, another one becomes its new version, and
    giving the same input again, after an interruption too, makes no version. A bad entry costs no other, unless
    `is_atomic`. Resources that refer to other files' `urn:uuid:` come last.

    Raises: NothingToImportError before anything; UnavailableError when the database stops answering, what is
        committed being kept.
    Cost: memory holds four batches of 400 resources or 8 MiB and one document; with `is_atomic`, everything.
    """
    found = sources(paths)
    reader, tally, room = Reader(found, options.only), Tally(), WaitingRoom()
    total = sum(source.size for source in found)
    try:
        with Report(options.report) as report, Journal(options.journal, fingerprint(found)) as journal:
            upsert = Upsert(door, tally, report, journal)
            if options.is_atomic:
                await store_all(door, upsert, tally, room, _ahead(reader))
                return tally
            async with Overlapping(upsert) as overlapping:
                async for batch in _ahead(reader):
                    await take(batch, upsert, overlapping, tally, room)
                    on_progress(Progress(reader.meter.read, total, tally.total))
            await store_waiting(door, upsert, room)
            on_progress(Progress(reader.meter.read, total, tally.total))
    finally:
        room.close()
    return tally


async def _ahead(reader: Reader) -> AsyncIterator[Batch]:
    """Yield batches, the next one being read in a thread while the caller stores the last."""
    coming = asyncio.create_task(asyncio.to_thread(reader.next_batch))
    try:
        while (batch := await coming) is not None:
            coming = asyncio.create_task(asyncio.to_thread(reader.next_batch))
            yield batch
    finally:
        await asyncio.wait([coming])


async def take(
    batch: Batch, upsert: Upsert, overlapping: Overlapping, tally: Tally, room: WaitingRoom
) -> None:
    """Store a batch; what waits for other files is put aside, what is refused reported."""
    tally.skipped += batch.skipped
    for refused in batch.refused:
        upsert.refuse(refused)
    for one in batch.awaiting:
        room.add(one)
    await overlapping.store(batch.candidates)


async def store_waiting(door: Door, upsert: Upsert, room: WaitingRoom) -> None:
    """Store what waited for other files."""
    if not len(room):
        return
    links = await room.explained(door, {})
    for group in _distinct_groups(room.resolved(links)):
        for one in group:
            if isinstance(one, Refused):
                upsert.refuse(one)
        await upsert.store([one for one in group if isinstance(one, Candidate)])


def _distinct_groups(parts: Iterable[Candidate | Refused]) -> Iterable[list[Candidate | Refused]]:
    group, seen = list[Candidate | Refused](), set[str]()
    for part in parts:
        reference = f"{part.type}/{part.id}"
        if len(group) >= BATCH_ENTRIES or reference in seen:
            yield group
            group, seen = [], set()
        group.append(part)
        seen.add(reference)
    if group:
        yield group
