"""The tables identity and identity_link: human beings, and who the OpenID providers say they are."""

from datetime import datetime

import msgspec

from cordee.store.database import Database

_COLUMNS = "i.id, i.name, i.email, i.disabled_at"


class IdentityRow(msgspec.Struct, frozen=True):
    """One human being. `email` is lower case, None when unknown; a disabled one signs in no more."""

    id: str
    name: str
    email: str | None = None
    disabled_at: datetime | None = None


class IdentityTable:
    """Finds and makes identities."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, identity: IdentityRow) -> IdentityRow:
        """Store an identity and return it; when its e-mail is somebody's already, returns that one, unchanged."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO identity (id, name, email) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (identity.id, identity.name, identity.email),
            )
            row = await (
                await connection.execute(
                    f"SELECT {_COLUMNS} FROM identity i WHERE i.id = %s OR i.email = %s",
                    (identity.id, identity.email),
                )
            ).fetchone()
        assert row is not None
        return IdentityRow(*row)

    async def find(self, identity_id: str) -> IdentityRow | None:
        """Return an identity, or None."""
        return await self._one("SELECT {} FROM identity i WHERE i.id = %s", (identity_id,))

    async def by_email(self, email: str) -> IdentityRow | None:
        """Return the identity of an e-mail address in lower case, or None."""
        return await self._one("SELECT {} FROM identity i WHERE i.email = %s", (email,))

    async def everybody(self) -> list[IdentityRow]:
        """Return every identity, by name."""
        async with self._database.connection() as connection:
            rows = await (
                await connection.execute(f"SELECT {_COLUMNS} FROM identity i ORDER BY i.name, i.id")
            ).fetchall()
        return [IdentityRow(*row) for row in rows]

    async def officers(self) -> list[str]:
        """Return the ids of who has an open account of a privacy officer."""
        async with self._database.connection() as connection:
            rows = await connection.execute(
                "SELECT DISTINCT identity_id FROM account"
                " WHERE identity_id IS NOT NULL AND closed_at IS NULL AND kind = 'officer'"
            )
            return [row[0] for row in await rows.fetchall()]

    async def by_link(self, issuer: str, subject: str) -> IdentityRow | None:
        """Return who a provider's subject is here, or None."""
        return await self._one(
            "SELECT {} FROM identity_link l JOIN identity i ON i.id = l.identity_id"
            " WHERE l.issuer = %s AND l.subject = %s",
            (issuer, subject),
        )

    async def link(self, issuer: str, subject: str, identity_id: str) -> str:
        """Tie a provider's subject to an identity; return the identity it is tied to, the first one for ever."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO identity_link (issuer, subject, identity_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (issuer, subject, identity_id),
            )
            row = await (
                await connection.execute(
                    "SELECT identity_id FROM identity_link WHERE issuer = %s AND subject = %s",
                    (issuer, subject),
                )
            ).fetchone()
        assert row is not None
        return str(row[0])

    async def discard(self, identity_id: str) -> None:
        """Remove an identity that was just made and that nothing names: the loser of two made at once."""
        async with self._database.connection() as connection:
            await connection.execute(
                "DELETE FROM identity i WHERE i.id = %s"
                " AND NOT EXISTS (SELECT FROM identity_link l WHERE l.identity_id = i.id)"
                " AND NOT EXISTS (SELECT FROM account a WHERE a.identity_id = i.id)",
                (identity_id,),
            )

    async def set_email(self, identity_id: str, email: str) -> bool:
        """Give an identity its e-mail address; return False when it is somebody else's."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "UPDATE identity SET email = %s WHERE id = %s AND NOT EXISTS"
                " (SELECT FROM identity o WHERE o.email = %s AND o.id <> %s)",
                (email, identity_id, email, identity_id),
            )
        return cursor.rowcount == 1

    async def set_disabled(self, identity_id: str, at: datetime | None) -> None:
        """Disable an identity from an instant, which closes its sessions; or enable it again with None."""
        async with self._database.transaction() as connection:
            await connection.execute("UPDATE identity SET disabled_at = %s WHERE id = %s", (at, identity_id))
            if at is not None:
                await connection.execute("DELETE FROM session WHERE identity_id = %s", (identity_id,))

    async def _one(self, text: str, values: tuple[str, ...]) -> IdentityRow | None:
        async with self._database.connection() as connection:
            row = await (await connection.execute(text.format(_COLUMNS), values)).fetchone()
        return IdentityRow(*row) if row else None
