"""What somebody can prove themselves with, in one look."""

from datetime import datetime

import msgspec

from cordee.store.database import Database


class Means(msgspec.Struct, frozen=True):
    """The means of one identity; instants are None for what they have not."""

    identity_id: str
    password_at: datetime | None
    authenticator_at: datetime | None
    passkeys: int
    codes_left: int
    providers: int

    @property
    def has_any(self) -> bool:
        """Return whether there is something to prove oneself with, here or at a provider."""
        return self.password_at is not None or self.passkeys > 0 or self.providers > 0


async def means_of(database: Database, *, identity_id: str = "", email: str = "") -> Means | None:
    """Return the means of an identity, by its id or its e-mail in lower case; None when there is none."""
    async with database.connection() as connection:
        row = await (
            await connection.execute(
                "SELECT i.id, p.changed_at, t.added_at,"
                " (SELECT count(*) FROM passkey k WHERE k.identity_id = i.id),"
                " (SELECT count(*) FROM recovery_code c WHERE c.identity_id = i.id AND c.used_at IS NULL),"
                " (SELECT count(*) FROM identity_link l WHERE l.identity_id = i.id)"
                " FROM identity i LEFT JOIN password p ON p.identity_id = i.id LEFT JOIN totp t ON t.identity_id = i.id"
                " WHERE (%s <> '' AND i.id = %s) OR (%s <> '' AND i.email = %s)",
                (identity_id, identity_id, email, email),
            )
        ).fetchone()
    return Means(*row) if row else None


async def hold_identity(database: Database, identity_id: str) -> None:
    """Hold an identity for the transaction under way: changes of its means come one after the other."""
    async with database.connection() as connection:
        await connection.execute("SELECT FROM identity WHERE id = %s FOR UPDATE", (identity_id,))
