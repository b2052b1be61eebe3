"""Calendars carried elsewhere: which secret address shows whose agenda. The secret itself is never kept."""

from datetime import datetime

import msgspec

from cordee.store.database import Database


class FeedRow(msgspec.Struct, frozen=True):
    """One calendar that is open."""

    account_id: str
    says: str
    created_at: datetime
    read_at: datetime | None


_COLUMNS = "account_id, says, created_at, read_at"


class Feeds:
    """The table calendar_feed: at most one open calendar an account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, account_id: str, digest: bytes, says: str, at: datetime) -> None:
        """Open a calendar; the one that was open is closed in the same transaction."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE calendar_feed SET revoked_at = %s WHERE account_id = %s AND revoked_at IS NULL",
                (at, account_id),
            )
            await connection.execute(
                "INSERT INTO calendar_feed (digest, account_id, says, created_at) VALUES (%s, %s, %s, %s)",
                (digest, account_id, says, at),
            )

    async def close(self, account_id: str, at: datetime) -> bool:
        """Close the calendar of an account; return whether one was open."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                "UPDATE calendar_feed SET revoked_at = %s WHERE account_id = %s AND revoked_at IS NULL",
                (at, account_id),
            )
        return done.rowcount > 0

    async def of_account(self, account_id: str) -> FeedRow | None:
        """Return the calendar an account has open."""
        return await self._one(
            f"SELECT {_COLUMNS} FROM calendar_feed WHERE account_id = %s AND revoked_at IS NULL", account_id
        )

    async def read(self, digest: bytes, at: datetime) -> FeedRow | None:
        """Return the calendar a secret opens and note that it was read; None when it opens none."""
        async with self._database.connection() as connection:
            row = await (
                await connection.execute(
                    "UPDATE calendar_feed SET read_at = %s WHERE digest = %s AND revoked_at IS NULL"
                    f" RETURNING {_COLUMNS}",
                    (at, digest),
                )
            ).fetchone()
        return FeedRow(*row) if row else None

    async def _one(self, text: str, value: str) -> FeedRow | None:
        async with self._database.connection() as connection:
            row = await (await connection.execute(text.encode(), (value,))).fetchone()
        return FeedRow(*row) if row else None
