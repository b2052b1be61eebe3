"""The import path without HTTP: JSON bytes decoded, checked, indexed and stored by units, in a process of its own."""

import asyncio
import itertools
import json
import subprocess
import sys
import time
from pathlib import Path

import uvloop

from bench import record
from cordee.fhir import decode
from cordee.store import Database, Repository, system_asker

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT_S = 60.0


def transactions(url: str, seconds: float, concurrency: int, resources: int) -> float:
    """Return resources stored a second by units of that many resources."""
    finished = subprocess.run(
        [sys.executable, "-m", "bench.transactions", url, str(seconds), str(concurrency), str(resources)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
        timeout=seconds + TIMEOUT_S,
    )
    return float(json.loads(finished.stdout))


async def _rate(url: str, seconds: float, concurrency: int, resources: int) -> float:
    database = Database(url, concurrency + 1)
    await database.open()
    repository = Repository(database)
    batches = [[record.observation_json(n, rank) for rank in range(resources)] for n in range(16)]
    turns, stored = itertools.cycle(batches), 0
    started = time.perf_counter()

    async def store() -> None:
        nonlocal stored
        while time.perf_counter() < started + seconds:
            async with repository.writing(system_asker("import")) as unit:
                for text in next(turns):
                    unit.create(decode(text))
            stored += resources

    await asyncio.gather(*(store() for _ in range(concurrency)))
    spent = time.perf_counter() - started
    await repository.close()
    await database.close()
    return stored / spent


if __name__ == "__main__":
    print(uvloop.run(_rate(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
