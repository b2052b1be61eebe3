"""Jobs written in the writer's own transaction: a job exists exactly when what it is about was stored.

The queue is Procrastinate's; only its SQL is used here, so no second connection can commit a job alone.
"""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, cast

import msgspec
import psycopg
from procrastinate.schema import SchemaManager, migrations_path
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

SCHEMA_LOCK_KEY = 7_410_001  # advisory lock: two servers starting at once install the queue once

_DEFER = """
SELECT procrastinate_defer_jobs_v1(array_agg(
    ROW(queue, task, priority, lock, NULL, args, NULL)::procrastinate_job_to_defer_v1))
FROM jsonb_to_recordset(%s) AS job(queue text, task text, priority integer, lock text, args jsonb)
"""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One task to run after the commit, with JSON arguments: ids only, never a name or a text.

    When two jobs carry the same `lock`, they run one after the other, in the order they were written.
    """

    task: str
    args: dict[str, Any] = {}
    queue: str = "default"
    priority: int = 0
    lock: str | None = None


async def defer(connection: AsyncConnection[Any], jobs: Sequence[Job]) -> None:
    """Enqueue the jobs in the connection's current transaction; workers see them after its commit.

    When the transaction rolls back, no job exists. Without jobs, sends nothing.
    Cost: one statement whatever the number of jobs.
    """
    if jobs:
        await connection.execute(_DEFER, (Jsonb(msgspec.to_builtins(jobs)),))


async def apply_schema(url: str) -> None:
    """Install the queue's tables, or bring them to the installed Procrastinate's release; else do nothing.

    The release is kept as the comment of the jobs table.
    """
    async with await psycopg.AsyncConnection.connect(url) as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (SCHEMA_LOCK_KEY,))
        row = await (await connection.execute(_CURRENT_RELEASE)).fetchone()
        current, installed = cast(str | None, row[0] if row else None), version("procrastinate")
        if current == installed:
            return
        for script in _scripts(current):
            await connection.execute(script.encode())
        await connection.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{installed}'".encode())


_CURRENT_RELEASE = """
SELECT CASE WHEN to_regclass('procrastinate_jobs') IS NULL THEN NULL
       ELSE coalesce(obj_description(to_regclass('procrastinate_jobs'), 'pg_class'), '0') END
"""


def _scripts(current: str | None) -> list[str]:
    if current is None:
        return [SchemaManager.get_schema()]
    prefix = ".".join(part.zfill(2) for part in current.split(".")[:3])
    later = sorted(path for path in migrations_path.glob("*.sql") if path.name[:8] > prefix)
    return [path.read_text(encoding="utf-8") for path in later]
