"""Asks to join a circle, kept until a job has looked for the person: the one who asks learns nothing by asking."""

from datetime import datetime, timedelta

from cordee.store.database import Database
from cordee.store.errors import TooManyAsksError
from cordee.store.jobs import Job, defer

ASKS_MAX = 30  # of one asker in ASKS_HOURS: more is a search for who has a record
ASKS_HOURS = 24
KEPT_DAYS = 2  # of an ask that was looked at: no longer than counting needs


class JoinAsks:
    """The table join_ask. What was asked is forgotten as soon as it was looked at."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, id_: str, who: str, content: str, at: datetime, task: str) -> None:
        """Keep an ask and its job in one transaction; the same id keeps it once. Raises TooManyAsksError."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM join_ask WHERE who = %s AND asked_at < %s", (who, at - timedelta(days=KEPT_DAYS))
            )
            row = await (
                await connection.execute(
                    "SELECT count(*) FROM join_ask WHERE who = %s AND asked_at > %s AND id <> %s",
                    (who, at - timedelta(hours=ASKS_HOURS), id_),
                )
            ).fetchone()
            if row is not None and row[0] >= ASKS_MAX:
                raise TooManyAsksError(ASKS_MAX)
            kept = await connection.execute(
                "INSERT INTO join_ask (id, who, asked_at, content) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (id_, who, at, content),
            )
            if kept.rowcount:
                await defer(connection, [Job(task=task, args={"ask_id": id_})])

    async def content(self, id_: str) -> str | None:
        """Return what was asked, None when it is unknown or was looked at already."""
        async with self._database.connection() as connection:
            row = await (
                await connection.execute("SELECT content FROM join_ask WHERE id = %s", (id_,))
            ).fetchone()
        return row[0] if row else None

    async def forget(self, id_: str, at: datetime) -> None:
        """Forget what was asked, keeping only that something was."""
        async with self._database.connection() as connection:
            await connection.execute(
                "UPDATE join_ask SET content = NULL, handled_at = %s WHERE id = %s", (at, id_)
            )
