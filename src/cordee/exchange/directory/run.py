"""Importing an extract: its lines a chunk at a time, whatever the size of the file, then what left it."""

from collections.abc import Callable
from pathlib import Path

from cordee.access import Door
from cordee.exchange.directory.departures import close_departures
from cordee.exchange.directory.reading import chunks, layout_of, opened, position, size_of
from cordee.exchange.directory.report import DirectoryTally, Refusals
from cordee.exchange.directory.storing import Storing
from cordee.kernel.collecting import collecting_between

COLLECTED_AFTER = 10  # chunks

Progress = Callable[[int, int], None]


async def import_directory(
    door: Door, path: Path, refusals: Path, on_progress: Progress = lambda _done, _total: None
) -> DirectoryTally:
    """Import an extract through the platform's door, and return what became of its lines, once it is on disk.

    Given again, writes nothing. What earlier imports of the layout brought and this file lacks is made inactive, unless
    more than half of it is missing. `on_progress` is told the bytes read, of how many; nothing of a compressed file.
    Killed anywhere, a rerun goes on where it was.
    Raises: UnknownLayoutError, having written nothing.
    """
    tally = DirectoryTally()
    with opened(path) as file, Refusals(refusals) as told, collecting_between() as collect:
        total = size_of(path)
        layout = layout_of(file)
        tally.layout = layout.name
        run = await door.directory_lines.begin(layout.name)
        async with Storing(door, layout.name, run, tally) as storing:
            number = 0
            async for chunk in chunks(layout, file, tally, told):
                await storing.add(chunk)
                number += 1
                if number % COLLECTED_AFTER == 0:
                    collect()
                on_progress(min(position(file), total), total)
        await close_departures(door, layout.name, run, tally)
    await door.refresh_statistics()
    await door.settle("import")
    return tally
