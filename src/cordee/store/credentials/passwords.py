"""The table password: one argon2id hash an identity."""

from datetime import datetime

import msgspec

from cordee.store.database import Database


class PasswordRow(msgspec.Struct, frozen=True):
    """The password of an identity, as a hash."""

    identity_id: str
    hash: str
    changed_at: datetime


class Passwords:
    """The passwords of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_email(self, email: str) -> PasswordRow | None:
        """Return the password of who signs in with that e-mail; None when they have none, or may not sign in."""
        return await self._one(
            "SELECT p.identity_id, p.hash, p.changed_at FROM identity i JOIN password p ON p.identity_id = i.id"
            " WHERE i.email = %s AND i.disabled_at IS NULL",
            email,
        )

    async def of(self, identity_id: str) -> PasswordRow | None:
        """Return the password of an identity, or None."""
        return await self._one(
            "SELECT identity_id, hash, changed_at FROM password WHERE identity_id = %s", identity_id
        )

    async def save(self, row: PasswordRow) -> None:
        """Store a password in place of the one before."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO password (identity_id, hash, changed_at) VALUES (%s, %s, %s)"
                " ON CONFLICT (identity_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at",
                (row.identity_id, row.hash, row.changed_at),
            )

    async def rehash(self, before: PasswordRow, hash_: str) -> None:
        """Keep the same password under a better hash, unless it was changed in the meantime."""
        async with self._database.connection() as connection:
            await connection.execute(
                "UPDATE password SET hash = %s WHERE identity_id = %s AND hash = %s",
                (hash_, before.identity_id, before.hash),
            )

    async def drop(self, identity_id: str) -> None:
        """Forget the password of an identity."""
        async with self._database.connection() as connection:
            await connection.execute("DELETE FROM password WHERE identity_id = %s", (identity_id,))

    async def _one(self, text: str, value: str) -> PasswordRow | None:
        async with self._database.connection() as connection:
            row = await (await connection.execute(text, (value,))).fetchone()
        return PasswordRow(*row) if row else None
