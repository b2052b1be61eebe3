"""The table ceremony: a proof or an invitation under way, over within minutes."""

from datetime import datetime

import msgspec

from cordee.store.database import Database

_COLUMNS = "digest, purpose, expires_at, identity_id, invitation_id, challenge, password_hash, sealed_secret"


class CeremonyRow(msgspec.Struct, frozen=True):
    """One step under way, named by the digest of a secret its browser holds."""

    digest: bytes
    purpose: str
    expires_at: datetime
    identity_id: str | None = None
    invitation_id: str | None = None
    challenge: bytes | None = None
    password_hash: str | None = None
    sealed_secret: bytes | None = None


class Ceremonies:
    """The ceremonies of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, row: CeremonyRow) -> None:
        """Store a ceremony, or what it has come to."""
        async with self._database.connection() as connection:
            await connection.execute(
                f"INSERT INTO ceremony ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (digest) DO UPDATE SET identity_id = excluded.identity_id,"
                " challenge = excluded.challenge, password_hash = excluded.password_hash,"
                " sealed_secret = excluded.sealed_secret",
                msgspec.structs.astuple(row),
            )

    async def claim(self, row: CeremonyRow) -> bool:
        """Store a ceremony nobody has stored before; False when it is there."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                "INSERT INTO ceremony (digest, purpose, expires_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (row.digest, row.purpose, row.expires_at),
            )
        return done.rowcount == 1

    async def find(self, digest: bytes, purpose: str, now: datetime) -> CeremonyRow | None:
        """Return a ceremony that is not over, or None."""
        return await self._one(
            f"SELECT {_COLUMNS} FROM ceremony WHERE digest = %s AND purpose = %s AND expires_at > %s",
            (digest, purpose, now),
        )

    async def take(self, digest: bytes, purpose: str, now: datetime) -> CeremonyRow | None:
        """Return a ceremony that is not over and end it: of two who ask, one gets it."""
        return await self._one(
            f"DELETE FROM ceremony WHERE digest = %s AND purpose = %s AND expires_at > %s RETURNING {_COLUMNS}",
            (digest, purpose, now),
        )

    async def tidy(self, now: datetime) -> None:
        """Forget what is over."""
        async with self._database.connection() as connection:
            await connection.execute("DELETE FROM ceremony WHERE expires_at <= %s", (now,))

    async def _one(self, text: str, values: tuple[bytes, str, datetime]) -> CeremonyRow | None:
        async with self._database.connection() as connection:
            row = await (await connection.execute(text, values)).fetchone()
        return CeremonyRow(*row) if row else None
