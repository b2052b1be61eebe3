"""The table known_device: browsers somebody has signed in with before."""

from datetime import datetime

from cordee.store.database import Database


class KnownDevices:
    """The known devices of one database; each is named by a secret that its browser keeps, stored as a digest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, digest: bytes, identity_id: str, at: datetime) -> None:
        """Store a device, or that it was seen again; a device that changes hands becomes the new one's."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO known_device (digest, identity_id, seen_at) VALUES (%s, %s, %s)"
                " ON CONFLICT (digest) DO UPDATE SET identity_id = excluded.identity_id, seen_at = excluded.seen_at",
                (digest, identity_id, at),
            )

    async def is_known(self, digest: bytes, who: str, since: datetime) -> bool:
        """Return whether somebody, by id or e-mail, signed in with this device since an instant."""
        async with self._database.connection() as connection:
            row = await (
                await connection.execute(
                    "SELECT 1 FROM known_device d JOIN identity i ON i.id = d.identity_id"
                    " WHERE d.digest = %s AND (i.email = %s OR i.id = %s) AND d.seen_at > %s",
                    (digest, who, who, since),
                )
            ).fetchone()
        return row is not None

    async def forget_all(self, identity_id: str) -> None:
        """Forget the devices of an identity."""
        async with self._database.connection() as connection:
            await connection.execute("DELETE FROM known_device WHERE identity_id = %s", (identity_id,))

    async def tidy(self, before: datetime) -> None:
        """Forget devices not seen since an instant."""
        async with self._database.connection() as connection:
            await connection.execute("DELETE FROM known_device WHERE seen_at < %s", (before,))
