"""The table passkey: public keys of authenticators that verify their owner."""

from datetime import datetime

import msgspec

from cordee.store.database import Database

_COLUMNS = "p.credential_id, p.identity_id, p.public_key, p.sign_count, p.name, p.added_at, p.used_at"


class PasskeyRow(msgspec.Struct, frozen=True, kw_only=False):
    """One passkey."""

    credential_id: bytes
    identity_id: str
    public_key: bytes
    sign_count: int
    name: str
    added_at: datetime
    used_at: datetime | None = None


class Passkeys:
    """The passkeys of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: PasskeyRow) -> bool:
        """Store a passkey; False, and nothing stored, when the authenticator is registered already."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                "INSERT INTO passkey (credential_id, identity_id, public_key, sign_count, name, added_at, used_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                msgspec.structs.astuple(row),
            )
        return done.rowcount == 1

    async def find(self, credential_id: bytes) -> PasskeyRow | None:
        """Return a passkey of somebody who may sign in, or None."""
        async with self._database.connection() as connection:
            row = await (
                await connection.execute(
                    f"SELECT {_COLUMNS} FROM passkey p JOIN identity i ON i.id = p.identity_id"
                    " WHERE p.credential_id = %s AND i.disabled_at IS NULL",
                    (credential_id,),
                )
            ).fetchone()
        return PasskeyRow(*row) if row else None

    async def of(self, identity_id: str) -> list[PasskeyRow]:
        """Return the passkeys of an identity, oldest first."""
        async with self._database.connection() as connection:
            rows = await (
                await connection.execute(
                    f"SELECT {_COLUMNS} FROM passkey p WHERE p.identity_id = %s ORDER BY p.added_at, p.credential_id",
                    (identity_id,),
                )
            ).fetchall()
        return [PasskeyRow(*row) for row in rows]

    async def use(self, credential_id: bytes, sign_count: int, at: datetime) -> bool:
        """Note a use; False when the counter went back, as that of a copied key does. Keys without counter say 0."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                "UPDATE passkey SET sign_count = %s, used_at = %s WHERE credential_id = %s"
                " AND (sign_count < %s OR (sign_count = 0 AND %s = 0))",
                (sign_count, at, credential_id, sign_count, sign_count),
            )
        return done.rowcount == 1

    async def drop(self, identity_id: str, credential_id: bytes) -> bool:
        """Forget one passkey of an identity; False when it is not theirs."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                "DELETE FROM passkey WHERE identity_id = %s AND credential_id = %s",
                (identity_id, credential_id),
            )
        return done.rowcount == 1

    async def drop_all(self, identity_id: str) -> None:
        """Forget every passkey of an identity."""
        async with self._database.connection() as connection:
            await connection.execute("DELETE FROM passkey WHERE identity_id = %s", (identity_id,))
