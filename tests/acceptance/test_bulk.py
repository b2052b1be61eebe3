"""Bulk data with the real command and the real worker, both killed in the middle: everything once, nothing else."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from cordee.access import Gate
from cordee.fhir import encode
from cordee.kernel.clock import now
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.store.exports.export import ExportAsked
from cordee.store.exports.exports import Exports
from tests.acceptance.running import cordee, wait_until
from tests.integration.store.people import GP, patient, team, weight

OBSERVATIONS = 6_000
TYPES = ("CareTeam", "Observation", "Patient")


@contextlib.contextmanager
def started(url: str, folder: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of Cordée for the time of the block; what is left of it is killed."""
    process = subprocess.Popen(
        cordee(*command),
        env={**os.environ, "CORDEE_DATABASE_URL": url, "CORDEE_DATA": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def value(url: str, text: str) -> Any:
    """Return the one value a statement gives."""
    with psycopg.connect(url) as connection:
        row = connection.execute(text.encode()).fetchone()
    return row[0] if row is not None else None


def lines() -> Iterator[bytes]:
    """Yield a record as NDJSON."""
    yield encode(patient())
    yield encode(team())
    for number in range(OBSERVATIONS):
        one = weight()
        one.id = f"o{number}"
        yield encode(one)


async def ask(url: str) -> str:
    """Ask for an export in the name of the GP."""
    database = Database(url, 2)
    await database.open()
    try:
        await Gate(Repository(database), Settings(data_dir=Path("unused"))).save_account(GP)
        asked = ExportAsked(request="test", level="system", types=TYPES)
        return await Exports(database).ask(GP.id, asked, now())
    finally:
        await database.close()


def test_import_and_export_killed_in_the_middle_go_on_without_duplicates(
    database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "in.ndjson"
    file.write_bytes(b"\n".join(lines()))
    count = "SELECT count(*) FROM resource"
    with started(database_url, tmp_path, "import", "--bulk", str(file)):
        wait_until(lambda: value(database_url, count) > 0, "the first chunk", 60)
    with started(database_url, tmp_path, "import", "--bulk", str(file)) as again:
        assert again.wait(120) == 0
    assert value(database_url, count) == OBSERVATIONS + 2
    assert value(database_url, "SELECT max(version) FROM resource") == 1

    id_ = asyncio.run(ask(database_url))
    chunks = f"SELECT chunks FROM export WHERE id = '{id_}'"
    for done in range(1, len(TYPES)):
        with started(database_url, tmp_path, "worker"):
            wait_until(lambda done=done: value(database_url, chunks) >= done, "a chunk", 60)
    with started(database_url, tmp_path, "worker"):
        status = f"SELECT status FROM export WHERE id = '{id_}'"
        wait_until(lambda: value(database_url, status) == "done", "the export", 60)

    files = (tmp_path / "exports" / id_).iterdir()
    found = [json.loads(line) for path in files for line in path.read_bytes().splitlines()]
    references = [f"{one['resourceType']}/{one['id']}" for one in found]
    assert len(references) == len(set(references)) == OBSERVATIONS + 2
