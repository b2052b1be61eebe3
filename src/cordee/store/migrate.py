"""Bring a database to the current schema, one numbered SQL file at a time."""

from importlib.resources import files

import psycopg

from cordee.kernel.errors import UnavailableError
from cordee.store import jobs

_LOCK_ID = 0x434F5244  # 'CORD': two nodes starting together migrate once
OLDEST_POSTGRESQL = 150000
_TABLE = "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, at timestamptz DEFAULT now())"


async def migrate(url: str) -> list[str]:
    """Apply what is missing and return the names applied; an up-to-date database is left alone.

    Each file runs in its own transaction under an advisory lock. A PostgreSQL before 15 is refused.
    """
    applied: list[str] = []
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        if connection.info.server_version < OLDEST_POSTGRESQL:
            raise UnavailableError(
                "Cordée demande PostgreSQL 15 ou plus récent. Rien n’a été modifié.",
                "Cordée needs PostgreSQL 15 or later. Nothing was changed.",
            )
        await connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK_ID,))
        try:
            await connection.execute(_TABLE)
            done = {
                row[0] for row in await (await connection.execute("SELECT name FROM migration")).fetchall()
            }
            for name, text in _files():
                if name in done:
                    continue
                async with connection.transaction():
                    await connection.execute(text.encode())
                    await connection.execute("INSERT INTO migration (name) VALUES (%s)", (name,))
                applied.append(name)
            await jobs.apply_schema(url)
        finally:
            await connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK_ID,))
    return applied


def _files() -> list[tuple[str, str]]:
    folder = files("cordee.store").joinpath("migrations")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names]
