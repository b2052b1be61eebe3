"""A process that writes transactions one after another and says each one once it is acknowledged.

Run as a module with a database address; it ends when killed. Each unit updates one resource and creates many others,
so that a half-done one would show.
"""

import asyncio
import sys

from cordee.store import Database, Repository, system_asker
from tests.integration.store.people import patient, weight

UNIT_SIZE = 200


async def main(url: str) -> None:
    """Write for ever."""
    database = Database(url, 2)
    await database.open()
    repository = Repository(database)
    turn = 0
    while True:
        turn += 1
        async with repository.writing(system_asker("test")) as unit:
            unit.put(patient(family=f"Turn{turn}"))
            for _ in range(UNIT_SIZE):
                unit.create(weight())
            unit.defer("notify-circle", turn=turn)
        print(turn, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
