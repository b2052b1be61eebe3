"""Bring a database to the current schema, one numbered SQL file at a time."""

from importlib.resources import files
from typing import Any

import psycopg

from cordee.kernel.errors import UnavailableError
from cordee.store import jobs
from cordee.store.errors import OwnerNeededError

_LOCK_ID = 0x434F5244  # 'CORD': two nodes starting together migrate once
OLDEST_POSTGRESQL = 150000
_ROLE_MISSING = "CO404"  # raised by 0010_walls.sql
_TABLE = "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, at timestamptz DEFAULT now())"


async def migrate(url: str) -> list[str]:
    """Apply what is missing and return the names applied; an up-to-date database is left alone.

    Each file runs in its own transaction under an advisory lock. A PostgreSQL before 15 is refused. The account of the
    address owns what it makes; the others, which only serve, find nothing missing.

    Raises: OwnerNeededError when something is missing and the account may not add it.
    """
    try:
        return await _migrate(url)
    except psycopg.Error as error:
        if isinstance(error, psycopg.errors.InsufficientPrivilege) or error.sqlstate == _ROLE_MISSING:
            raise OwnerNeededError from error
        raise


async def _migrate(url: str) -> list[str]:
    applied: list[str] = []
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        if connection.info.server_version < OLDEST_POSTGRESQL:
            raise UnavailableError(
                "Cordée demande PostgreSQL 15 ou plus récent. Rien n’a été modifié.",
                "Cordée needs PostgreSQL 15 or later. Nothing was changed.",
            )
        await connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK_ID,))
        try:
            done = await _done(connection)
            for name, text in _files():
                if name in done:
                    continue
                async with connection.transaction():
                    await connection.execute(text.encode())
                    await connection.execute("INSERT INTO migration (name) VALUES (%s)", (name,))
                applied.append(name)
            await connection.execute(
                "SELECT trace_open_era()"
            )  # when this was restored from a dump: see ADR 0025
            await jobs.apply_schema(url)
        finally:
            await connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK_ID,))
    return applied


async def _done(connection: psycopg.AsyncConnection[tuple[Any, ...]]) -> set[str]:
    """Return the names applied before; a database without the table of migrations gets it."""
    row = await (await connection.execute("SELECT to_regclass('migration')")).fetchone()
    if row is None or row[0] is None:
        await connection.execute(_TABLE)
    return {row[0] for row in await (await connection.execute("SELECT name FROM migration")).fetchall()}


def _files() -> list[tuple[str, str]]:
    folder = files("cordee.store").joinpath("migrations")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names]
