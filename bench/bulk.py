"""`cordee import --bulk` of a region, as an operator runs it: the real command, timed whole, on an empty database.

The limit is PostgreSQL's own COPY of the very rows the command stored, read back, into the same tables and indexes once
emptied: binary, as many connections as the command has processes, a transaction for as many resources.
"""

import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from bench import region
from bench.postgres import database
from bench.report import Figure, once
from bench.serving import ROOT
from cordee.exchange.files.bulk import CHUNK_TEXTS
from cordee.fhir import encode

PEOPLE = 7_000
PROCESSES = 2
RATE_MIN = 10_000.0  # resources a second
MEMORY_MAX_MB = 600.0  # all processes together, what they share counted once
POLL_S = 1.0  # adding up memory takes time from what is measured
_TABLES = {
    "resource": "key", "index_token": "key", "index_reference": "key", "index_date": "key", "index_string": "key",
    "index_number": "key", "index_quantity": "key", "index_position": "key", "index_text": "key", "index_task": "key",
    "circle": "source_key",
}  # fmt: skip
_Blocks = list[tuple[str, bytes]]


def run() -> list[Figure]:
    """Return the rate of one import of the region beside its limits, and the memory of its processes."""
    with tempfile.TemporaryDirectory() as folder, database() as url:
        file = Path(folder) / "region.ndjson"
        count = _write(file)
        dataset = f"{PEOPLE:,} people, {count:,} resources, {file.stat().st_size // 10**6} MB of NDJSON"
        seconds, memory_mb = _imported(url, file, Path(folder))
        with psycopg.connect(url) as connection:
            stored = sum(row[0] for row in connection.execute("SELECT count(*) FROM resource"))
        if stored != count:
            raise RuntimeError(f"{stored} of {count} resources were stored")
        rate, limit = count / seconds, count / _copied(url)
    asked = once(
        "bulk import vs the rate asked", rate, RATE_MIN, unit="resources/s", dataset=dataset, expected=1.0
    )
    memory = once(
        "memory of its processes vs the most allowed",
        memory_mb,
        MEMORY_MAX_MB,
        unit="MB",
        dataset=dataset,
        expected=1.0,
        is_ceiling=True,
    )
    return [
        asked,
        once(
            "bulk import vs PostgreSQL's COPY of its rows", rate, limit, unit="resources/s", dataset=dataset
        ),
        memory,
    ]


def _write(file: Path) -> int:
    count = 0
    with file.open("wb") as stream:
        for resource in itertools.chain.from_iterable(region.people(range(PEOPLE))):
            stream.write(encode(resource) + b"\n")
            count += 1
    return count


def _imported(url: str, file: Path, folder: Path) -> tuple[float, float]:
    """Return the seconds the command took and the most memory it held with its processes."""
    command = [sys.executable, "-m", "cordee.cli", "import", "--bulk", f"--processes={PROCESSES}", str(file)]
    environment = os.environ | {"CORDEE_DATABASE_URL": url, "CORDEE_DATA": str(folder)}
    started, seconds, highest = time.perf_counter(), 0.0, 0.0
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        while process.returncode is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(POLL_S)
            seconds = time.perf_counter() - started
            highest = max(highest, _memory_mb(process.pid))
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}")
    return seconds, highest


def _memory_mb(pid: int) -> float:
    total = 0
    try:
        command = psutil.Process(pid)
        for process in (command, *command.children(recursive=True)):
            found = process.memory_full_info()
            total += getattr(found, "pss", found.uss)
    except psutil.Error:
        return 0.0
    return total / 2**20


def _copied(url: str) -> float:
    """Return the seconds PostgreSQL takes to copy all rows back into the emptied tables."""
    with psycopg.connect(url) as connection:
        chunks = list(_chunks(connection))
        names = sql.SQL(", ").join(map(sql.Identifier, _TABLES))
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
    waiting = iter(chunks)
    threads = [threading.Thread(target=_copy, args=(url, waiting)) for _ in range(PROCESSES)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def _chunks(connection: psycopg.Connection) -> Iterator[_Blocks]:
    """Yield the rows of every table, by as many resources as the command stores in one transaction."""
    keys = [row[0] for row in connection.execute("SELECT key FROM resource ORDER BY key")]
    for start in range(0, len(keys), CHUNK_TEXTS):
        held = keys[start : start + CHUNK_TEXTS]
        blocks = []
        for table, key in _TABLES.items():
            query = sql.SQL("COPY (SELECT * FROM {} WHERE {} BETWEEN {} AND {}) TO STDOUT (FORMAT binary)")
            made = query.format(sql.Identifier(table), sql.Identifier(key), held[0], held[-1])
            with connection.cursor() as cursor, cursor.copy(made) as copy:
                blocks.append((table, b"".join(copy)))
        yield blocks


def _copy(url: str, waiting: Iterator[_Blocks]) -> None:
    with psycopg.connect(url) as connection:
        for blocks in waiting:
            connection.execute("SET LOCAL synchronous_commit = off")
            for table, block in blocks:
                text = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
                with connection.cursor() as cursor, cursor.copy(text) as copy:
                    copy.write(block)
            connection.commit()
