"""A process that imports an extract in small chunks, a line told for each; run with a database address and a file."""

import asyncio
import sys
from pathlib import Path

from cordee.access import Door
from cordee.exchange.directory import import_directory, reading
from cordee.store import Database, Repository, system_asker

CHUNK_LINES = 10


async def main(url: str, file: Path) -> None:
    """Import the file."""
    reading.CHUNK_LINES = CHUNK_LINES
    database = Database(url, 2)
    await database.open()
    door = Door(Repository(database), system_asker("directory"), None)
    await import_directory(door, file, file.with_suffix(".refused"), lambda *_: print("chunk", flush=True))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
