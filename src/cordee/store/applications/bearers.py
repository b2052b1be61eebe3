"""Access and refresh tokens: issued, found, taken back. They enter as digests."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from cordee.store.applications.grants import ALIVE, GRANT_COLUMNS, GrantRow
from cordee.store.database import Database

_OPEN = """a.closed_at IS NULL AND NOT EXISTS (
    SELECT FROM identity i WHERE i.id = a.identity_id AND i.disabled_at IS NOT NULL)"""

KEEP_DEAD = timedelta(days=30)  # how long what has expired is still listed


class BearerRow(msgspec.Struct, frozen=True):
    """Whose a token is: an account's, or a grant's with the masks of its application."""

    account_id: str
    expires_at: datetime
    grant: GrantRow | None
    reads: int
    writes: int


class RefreshRow(msgspec.Struct, frozen=True):
    """The grant of a refresh token. `is_replay` when it had been used before."""

    grant: GrantRow
    is_replay: bool


class ListedToken(msgspec.Struct, frozen=True):
    """One token as `cordee token list` shows it."""

    id: str
    login: str
    label: str
    scopes: str
    created_at: datetime
    expires_at: datetime


class Bearers:
    """The tables bearer_token, refresh_token and client_assertion."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, digest: bytes, now: datetime) -> BearerRow | None:
        """Return whose access token it is, when it opens anything now."""
        text = f"""SELECT t.account_id, t.expires_at, p.reads, p.writes, {GRANT_COLUMNS} FROM bearer_token t
            JOIN account a ON a.id = t.account_id AND {_OPEN}
            LEFT JOIN application_grant g ON g.id = t.grant_id LEFT JOIN application p ON p.id = g.application_id
            WHERE t.digest = %(digest)s AND t.expires_at > %(now)s AND t.revoked_at IS NULL
              AND (t.grant_id IS NULL OR ({ALIVE}))"""
        row = await self._one(text, {"digest": digest, "now": now})
        if row is None:
            return None
        grant = GrantRow(*row[4:]) if row[4] is not None else None
        return BearerRow(row[0], row[1], grant, row[2] or 0, row[3] or 0)

    async def of_grant(self, grant_id: str, now: datetime) -> BearerRow | None:
        """Return what a grant opens now, or None when it ended: for what is done later in its name."""
        text = f"""SELECT g.account_id, %(now)s::timestamptz, p.reads, p.writes, {GRANT_COLUMNS}
            FROM application_grant g
            JOIN application p ON p.id = g.application_id
            JOIN account a ON a.id = g.account_id AND {_OPEN}
            WHERE g.id = %(grant)s AND {ALIVE}"""
        row = await self._one(text, {"grant": grant_id, "now": now})
        return BearerRow(row[0], row[1], GrantRow(*row[4:]), row[2], row[3]) if row else None

    async def put(
        self, digest: bytes, account_id: str, grant_id: str, label: str, expires_at: datetime
    ) -> None:
        """Store an access token of a grant."""
        await self._run(
            "INSERT INTO bearer_token (digest, account_id, grant_id, label, expires_at) VALUES (%s, %s, %s, %s, %s)",
            (digest, account_id, grant_id, label, expires_at),
        )

    async def put_refresh(self, digest: bytes, grant_id: str, expires_at: datetime) -> None:
        """Store a refresh token of a grant."""
        await self._run(
            "INSERT INTO refresh_token (digest, grant_id, expires_at) VALUES (%s, %s, %s)",
            (digest, grant_id, expires_at),
        )

    async def take_refresh(self, digest: bytes, now: datetime) -> RefreshRow | None:
        """Return the grant of a refresh token, used from now on; None when it opens nothing.

        Of two that come at once, one is a replay.
        """
        text = f"""WITH before AS (SELECT digest, used_at FROM refresh_token WHERE digest = %(digest)s FOR UPDATE),
            used AS (UPDATE refresh_token t SET used_at = %(now)s FROM before b
                     WHERE t.digest = b.digest AND b.used_at IS NULL)
            SELECT {GRANT_COLUMNS}, b.used_at IS NOT NULL
            FROM before b JOIN refresh_token t ON t.digest = b.digest
            JOIN application_grant g ON g.id = t.grant_id JOIN application p ON p.id = g.application_id
            WHERE t.expires_at > %(now)s AND {ALIVE}"""
        row = await self._one(text, {"digest": digest, "now": now})
        return RefreshRow(GrantRow(*row[:8]), row[8]) if row else None

    async def grant_of_refresh(self, digest: bytes, now: datetime) -> GrantRow | None:
        """Return the grant of a refresh token that can still be used, and leave it so."""
        text = f"""SELECT {GRANT_COLUMNS} FROM refresh_token t JOIN application_grant g ON g.id = t.grant_id
            JOIN application p ON p.id = g.application_id
            WHERE t.digest = %(digest)s AND t.expires_at > %(now)s AND t.used_at IS NULL AND {ALIVE}"""
        row = await self._one(text, {"digest": digest, "now": now})
        return GrantRow(*row) if row else None

    async def application_of_refresh(self, digest: bytes) -> str:
        """Return the id of the application a refresh token was given to, used or not; empty when there was none."""
        text = """SELECT g.application_id FROM refresh_token t JOIN application_grant g ON g.id = t.grant_id
            WHERE t.digest = %s"""
        row = await self._one(text, (digest,))
        return str(row[0]) if row else ""

    async def revoke(self, digest: bytes, at: datetime) -> None:
        """Take an access token back."""
        await self._run(
            "UPDATE bearer_token SET revoked_at = %s WHERE digest = %s AND revoked_at IS NULL", (at, digest)
        )

    async def revoke_named(self, id_: str, at: datetime) -> bool:
        """Take back the token of that id, and the whole grant it comes from; return False when there is none."""
        row = await self._one(
            "UPDATE bearer_token SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL RETURNING grant_id",
            (at, id_),
        )
        if row and row[0]:
            await self._run(
                "UPDATE application_grant SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL",
                (at, row[0]),
            )
        return row is not None

    async def listed(self, now: datetime) -> list[ListedToken]:
        """Return the access tokens that open something now, the last to expire first."""
        text = f"""SELECT t.id, a.login, coalesce(p.name, t.label), coalesce(g.scopes, '*'), t.created_at, t.expires_at
            FROM bearer_token t JOIN account a ON a.id = t.account_id AND {_OPEN}
            LEFT JOIN application_grant g ON g.id = t.grant_id LEFT JOIN application p ON p.id = g.application_id
            WHERE t.expires_at > %(now)s AND t.revoked_at IS NULL AND (t.grant_id IS NULL OR ({ALIVE}))
            ORDER BY t.expires_at DESC, t.id"""
        async with self._database.connection() as connection:
            return [
                ListedToken(*row) for row in await (await connection.execute(text, {"now": now})).fetchall()
            ]

    async def note_assertion(self, application_id: str, jti: str, expires_at: datetime) -> bool:
        """Note that an assertion was used; return False when it had been."""
        row = await self._one(
            "WITH gone AS (DELETE FROM client_assertion WHERE expires_at < now() - interval '5 minutes')"
            " INSERT INTO client_assertion (application_id, jti, expires_at) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING RETURNING true",
            (application_id, jti, expires_at),
        )
        return row is not None

    async def forget_dead(self, now: datetime) -> None:
        """Forget the tokens and grants that ended long ago."""
        async with self._database.transaction() as connection:
            for text in (
                "DELETE FROM bearer_token WHERE expires_at < %(then)s",
                "DELETE FROM refresh_token WHERE expires_at < %(then)s",
                "DELETE FROM authorization_code WHERE expires_at < %(then)s",
                "DELETE FROM application_grant WHERE expires_at < %(then)s OR revoked_at < %(then)s",
            ):
                await connection.execute(text, {"then": now - KEEP_DEAD})

    async def _run(self, text: str, values: tuple[Any, ...]) -> None:
        async with self._database.connection() as connection:
            await connection.execute(text, values)

    async def _one(self, text: str, values: Any) -> tuple[Any, ...] | None:
        async with self._database.connection() as connection:
            return await (await connection.execute(text, values)).fetchone()
