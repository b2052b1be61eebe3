"""A process killed in the middle of its transactions: all or nothing, and nothing acknowledged is lost."""

import asyncio
import sys
from pathlib import Path

import pytest

from cordee.fhir.search.numbers import param_number
from cordee.store import Database, Repository
from tests.integration.store.writer_process import UNIT_SIZE
from tests.platform import PLATFORM

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("acknowledged", [1, 2, 5])
async def test_killed_writer_leaves_whole_transactions(
    repository: Repository, database: Database, database_url: str, acknowledged: int
) -> None:
    command = [sys.executable, "-m", "tests.integration.store.writer_process", database_url]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    turns = [int(await process.stdout.readline()) for _ in range(acknowledged)]
    process.kill()
    turns += [int(line) for line in (await process.stdout.read()).split()]
    await process.wait()
    async with database.connection(PLATFORM) as connection:
        # The killed process's backend may still be finishing; its lock on the patient tells when it is done.
        await connection.execute("SELECT 1 FROM resource WHERE type = 'Patient' FOR UPDATE")
        row = await (
            await connection.execute(
                "SELECT (SELECT count(*) FROM resource WHERE type = 'Observation'),"
                " (SELECT version FROM resource WHERE type = 'Patient'),"
                " (SELECT count(*) FROM version), (SELECT count(*) FROM procrastinate_jobs),"
                f" (SELECT count(*) FROM index_token WHERE param = {param_number('Observation', 'code')})"
            )
        ).fetchone()
    assert row is not None
    observations, version, kept, jobs, indexed = row
    stored = version - 1
    assert observations == indexed == stored * UNIT_SIZE
    assert (kept, jobs) == (stored, stored)
    assert stored in (len(turns), len(turns) + 1)
