"""The table totp: the authenticator application of an identity."""

from datetime import datetime

from cordee.store.database import Database


class Totps:
    """The authenticators of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, identity_id: str, sealed_secret: bytes, step: int, at: datetime) -> None:
        """Store an authenticator in place of the one before; the code of that step was its first."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO totp (identity_id, sealed_secret, last_step, added_at) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (identity_id) DO UPDATE SET sealed_secret = excluded.sealed_secret,"
                " last_step = excluded.last_step, added_at = excluded.added_at",
                (identity_id, sealed_secret, step, at),
            )

    async def sealed(self, identity_id: str) -> bytes | None:
        """Return the sealed secret, or None when there is no authenticator."""
        async with self._database.connection() as connection:
            row = await (
                await connection.execute(
                    "SELECT sealed_secret FROM totp WHERE identity_id = %s", (identity_id,)
                )
            ).fetchone()
        return bytes(row[0]) if row else None

    async def added_at(self, identity_id: str) -> datetime | None:
        """Return since when there is an authenticator, None when there is none."""
        async with self._database.connection() as connection:
            row = await (
                await connection.execute("SELECT added_at FROM totp WHERE identity_id = %s", (identity_id,))
            ).fetchone()
        return row[0] if row else None

    async def use(self, identity_id: str, step: int) -> bool:
        """Use the code of a step up; False when that one or a later one was used already.

        Two requests with the same code: one of them wins, whatever the process.
        """
        async with self._database.connection() as connection:
            done = await connection.execute(
                "UPDATE totp SET last_step = %s WHERE identity_id = %s AND last_step < %s",
                (step, identity_id, step),
            )
        return done.rowcount == 1

    async def drop(self, identity_id: str) -> None:
        """Forget the authenticator of an identity."""
        async with self._database.connection() as connection:
            await connection.execute("DELETE FROM totp WHERE identity_id = %s", (identity_id,))
