"""A bulk import: several processes load what is new by COPY; the rest goes the ordinary way, after it."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import msgspec

from cordee.access import Door
from cordee.exchange.files.bulk_process import load_texts, start
from cordee.exchange.files.bulk_spool import Spool
from cordee.exchange.files.entries import parts_of
from cordee.exchange.files.errors import UnopenedFileError
from cordee.exchange.files.journal import Journal
from cordee.exchange.files.overlapping import Overlapping
from cordee.exchange.files.parts import Part, Place, Refused, Text
from cordee.exchange.files.reading import Reader
from cordee.exchange.files.report import Report
from cordee.exchange.files.run import ImportOptions, OnProgress, Progress, store_waiting, take
from cordee.exchange.files.sources import Meter, Source, open_source, sources
from cordee.exchange.files.tally import Tally
from cordee.exchange.files.unpacking import unpack
from cordee.exchange.files.upsert import Upsert
from cordee.exchange.files.waiting import WaitingRoom
from cordee.fhir.bundle_entry import head

CHUNK_TEXTS = 4_000
CHUNK_BYTES = 8 * 1024 * 1024
AHEAD = 2  # chunks waiting for each process
_PRELOADED = "cordee.exchange.files.bulk_preload"


class _Chunk(msgspec.Struct):
    texts: list[Text] = []
    size: int = 0
    refused: list[Refused] = []
    skipped: int = 0


async def bulk_import(
    door: Door,
    database_url: str,
    paths: list[str],
    options: ImportOptions,
    processes: int,
    on_progress: OnProgress = lambda _progress: None,
) -> Tally:
    """Return what became of every entry; the same as `import_files`, faster where most resources are new.

    Chunks of 4,000 lines are stored whole or not at all. What exists already, what is refused, bundles, and a resource
    the input holds again are left for the end and stored one by one, the last content of the input winning. Killed
    anywhere, a rerun finds what was stored and goes on with the rest.

    Cost: memory holds two chunks a process, and some 60 bytes for each resource of the input.
    Raises: NothingToImportError before anything; UnavailableError when the database stops answering.
    """
    found, tally, meter, room = sources(paths), Tally(), Meter(), WaitingRoom()
    total = sum(source.size for source in found)
    try:
        with (
            Report(options.report) as report,
            Spool() as left,
            Spool() as again,
            ProcessPoolExecutor(processes, _context(), initializer=start, initargs=(database_url,)) as pool,
        ):
            upsert = Upsert(door, tally, report, Journal(None, ()))
            reading = _chunks(found, meter, options.only, again)
            under_way: set[asyncio.Task[None]] = set()
            while (chunk := await asyncio.to_thread(next, reading, None)) is not None:
                tally.skipped += chunk.skipped
                for refused in chunk.refused:
                    upsert.refuse(refused)
                if chunk.texts:
                    under_way.add(asyncio.create_task(_load(pool, chunk.texts, tally, left)))
                if len(under_way) >= processes * AHEAD:
                    done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        task.result()
                on_progress(Progress(meter.read, total, tally.total))
            await asyncio.gather(*under_way)
            rest = Reader.of_parts(_rest(left, again, tally))
            async with Overlapping(upsert) as overlapping:
                while (batch := await asyncio.to_thread(rest.next_batch)) is not None:
                    await take(batch, upsert, overlapping, tally, room)
                    on_progress(Progress(meter.read, total, tally.total))
            await store_waiting(door, upsert, room)
            await door.settle("import")
    finally:
        room.close()
    return tally


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes start: forked from one that has everything loaded and no thread, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    return context


async def _load(pool: ProcessPoolExecutor, texts: list[Text], tally: Tally, left: Spool) -> None:
    stored, places = await asyncio.get_running_loop().run_in_executor(pool, load_texts, texts)
    for type_, count in stored.items():
        tally.add(type_, "stored", count)
    for place in places:
        left.add(texts[place])


def _chunks(found: list[Source], meter: Meter, only: str | None, again: Spool) -> Iterator[_Chunk]:
    """Yield chunks in which no resource comes twice, nor comes again later: those go to `again`."""
    seen: set[int] = set()
    chunk = _Chunk()
    for one in _texts(found, meter, only):
        if isinstance(one, Text):
            mark = _mark(one)
            if mark is None or mark in seen:
                again.add(one, mark)
                continue
            seen.add(mark)
            chunk.texts.append(one)
            chunk.size += len(one.content)
        elif isinstance(one, Refused):
            chunk.refused.append(one)
        else:
            chunk.skipped += 1
        if len(chunk.texts) + len(chunk.refused) >= CHUNK_TEXTS or chunk.size >= CHUNK_BYTES:
            yield chunk
            chunk = _Chunk()
    yield chunk


def _texts(found: list[Source], meter: Meter, only: str | None) -> Iterator[Text | Part]:
    for source in found:
        try:
            stream = open_source(source, meter)
        except OSError:
            yield Refused(place=Place(file=source.name), error=UnopenedFileError())
            continue
        with stream:
            yield from unpack(source.name, stream, only, is_chosen=source.is_chosen)


def _mark(text: Text) -> int | None:
    """Return what tells a resource from others; None for a bundle, and for what cannot be read or has no id."""
    try:
        found = head(text.content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return hash((found.resourceType, found.id)) if found.id and found.resourceType != "Bundle" else None


def _rest(left: Spool, again: Spool, tally: Tally) -> Iterator[Part]:
    """Yield what was left, then what came again; of one resource the last content alone."""
    for text, _ in left:
        if _mark(text) in again.marks:
            tally.add(head(text.content).resourceType, "unchanged")
        else:
            yield from parts_of(text)
    for number, (text, mark) in enumerate(again):
        if mark is not None and again.marks[mark] != number:
            tally.add(head(text.content).resourceType, "unchanged")
        else:
            yield from parts_of(text)
