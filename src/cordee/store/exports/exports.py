"""The tables export and export_file: asked, claimed chunk by chunk, finished, cancelled, forgotten."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from psycopg.types.json import Jsonb

from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id
from cordee.store.database import Connection, Database
from cordee.store.errors import TooManyExportsError
from cordee.store.exports.export import Export, ExportAsked, ExportFile

RUNNING_MAX = 2  # exports of one account under way at a time
RUN_DAYS_MAX = 7  # an export that takes longer is forgotten
KEPT_MAX = 20  # exports of one account kept at a time

_COLUMNS = """id, account_id, request, level, types, members, since, filters, warnings, taken_at, status, error,
    type_index, done_to, chunks, exported, expires_at"""


class Exports:
    """Keeps exports. Whose an export is not finds nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, account_id: str, asked: ExportAsked, taken_at: datetime) -> str:
        """Store a request and return its id; raises TooManyExportsError when the account has enough of them.

        The row is the job: it is there exactly when the request was accepted.
        """
        async with self._database.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (account_id,))
            row = await (
                await connection.execute(
                    "SELECT count(*) FILTER (WHERE status = 'running'), count(*) FROM export"
                    " WHERE account_id = %s AND status <> 'cancelled'",
                    (account_id,),
                )
            ).fetchone()
            assert row is not None
            if row[0] >= RUNNING_MAX or row[1] >= KEPT_MAX:
                raise TooManyExportsError(RUNNING_MAX, KEPT_MAX)
            id_ = new_id()
            await connection.execute(
                """INSERT INTO export (id, account_id, request, level, types, members, since, filters, warnings,
                       taken_at, status, expires_at)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'running', %s)""",
                (
                    id_, account_id, asked.request, asked.level, list(asked.types),
                    None if asked.members is None else list(asked.members), asked.since, Jsonb(asked.filters),
                    list(asked.warnings), taken_at, taken_at + timedelta(days=RUN_DAYS_MAX),
                ),
            )  # fmt: skip
        return id_

    async def find(self, account_id: str, id_: str) -> tuple[Export, list[ExportFile]]:
        """Return an export and its complete files; NotFoundError when it is not the account's, cancelled or expired."""
        async with self._database.connection() as connection:
            found = await connection.execute(
                f"SELECT {_COLUMNS} FROM export WHERE id = %s AND account_id = %s AND status <> 'cancelled'"
                " AND expires_at > now()",
                (id_, account_id),
            )
            row = await found.fetchone()
            if row is None:
                raise NotFoundError
            files = await (
                await connection.execute(
                    "SELECT name, kind, type, count, size FROM export_file WHERE export_id = %s ORDER BY name",
                    (id_,),
                )
            ).fetchall()
        return Export(*row), [ExportFile(*file) for file in files]

    async def cancel(self, account_id: str, id_: str) -> None:
        """Cancel an export, or forget a finished one; the worker deletes its files."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                "UPDATE export SET status = 'cancelled' WHERE id = %s AND account_id = %s AND status <> 'cancelled'",
                (id_, account_id),
            )
        if not done.rowcount:
            raise NotFoundError

    async def left(self) -> list[str]:
        """Return the ids of exports whose files are to be deleted."""
        text = "SELECT id FROM export WHERE status = 'cancelled' OR expires_at <= now() LIMIT 100"
        async with self._database.connection() as connection:
            return [row[0] for row in await (await connection.execute(text)).fetchall()]

    async def forget(self, id_: str) -> None:
        """Forget an export whose files are gone."""
        async with self._database.connection() as connection:
            await connection.execute("DELETE FROM export WHERE id = %s", (id_,))

    @asynccontextmanager
    async def claim(self) -> AsyncIterator["ExportClaim | None"]:
        """Hold one running export for a chunk; None when there is none that no other worker holds.

        An export is not begun before those who were writing when it was asked for have finished.
        """
        text = f"""SELECT {_COLUMNS} FROM export WHERE status = 'running' AND expires_at > now()
            AND (chunks > 0 OR pg_snapshot_xmin(pg_current_snapshot()) >= after_xid)
            ORDER BY chunks, id LIMIT 1 FOR UPDATE SKIP LOCKED"""
        async with self._database.transaction() as connection:
            row = await (await connection.execute(text)).fetchone()
            yield ExportClaim(connection, Export(*row)) if row is not None else None


class ExportClaim:
    """One export held by this worker for the time of one chunk."""

    def __init__(self, connection: Connection, export: Export) -> None:
        self.export = export
        self._connection = connection

    async def advance(self, files: Sequence[ExportFile], type_index: int, done_to: int) -> None:
        """Note a chunk: its files are complete, and everything up to this place is in them."""
        for file in files:
            await self._connection.execute(
                "INSERT INTO export_file (export_id, name, kind, type, count, size) VALUES (%s, %s, %s, %s, %s, %s)",
                (self.export.id, file.name, file.kind, file.type, file.count, file.size),
            )
        await self._connection.execute(
            "UPDATE export SET chunks = chunks + 1, exported = exported + %s, type_index = %s, done_to = %s"
            " WHERE id = %s",
            (sum(file.count for file in files if file.kind == "output"), type_index, done_to, self.export.id),
        )

    async def end(self, status: str, keep_hours: int, error: str = "") -> None:
        """Note that the export is done, or failed, and for how long it is kept."""
        await self._connection.execute(
            "UPDATE export SET status = %s, error = %s, expires_at = now() + make_interval(hours => %s) WHERE id = %s",
            (status, error, keep_hours, self.export.id),
        )
