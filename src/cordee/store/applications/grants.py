"""What applications were given: grants, and the codes that are exchanged for tokens."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.store.database import Database

_NAMES = ("id", "application_id", "account_id", "scopes", "patient_id", "session_id", "origin", "nonce")
_COLUMNS = ", ".join(_NAMES)
GRANT_COLUMNS = ", ".join(f"g.{name}" for name in _NAMES)
ALIVE = """g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > %(now)s) AND p.disabled_at IS NULL
    AND (g.session_id IS NULL OR EXISTS (
        SELECT FROM session s WHERE s.id = g.session_id AND s.expires_at > %(now)s))"""
"""A grant `g` of an application `p` that opens anything: not taken back, nor its session, when it has one, closed."""


class GrantRow(msgspec.Struct, frozen=True):
    """What somebody let an application do. `origin` is standalone, launch or system."""

    id: str
    application_id: str
    account_id: str
    scopes: str
    patient_id: str
    session_id: str | None
    origin: str
    nonce: str


class GivenRow(msgspec.Struct, frozen=True):
    """One grant as the person who gave it sees it."""

    id: str
    application: str
    scopes: str
    patient_id: str
    created_at: datetime


class CodeRow(msgspec.Struct, frozen=True):
    """What a code was made for. `is_replay` when it had been used before."""

    grant: GrantRow
    redirect_uri: str
    challenge: str
    is_replay: bool


class Grants:
    """The tables application_grant and authorization_code."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def give(self, grant: GrantRow, at: datetime, expires_at: datetime | None) -> None:
        """Store a grant."""
        await self._run(
            f"INSERT INTO application_grant ({_COLUMNS}, created_at, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (*msgspec.structs.astuple(grant), at, expires_at),
        )

    async def of_system(self, grant: GrantRow, at: datetime) -> str:
        """Return the id of a system's grant for a set of scopes, given now when it is the first time."""
        await self._run(
            f"INSERT INTO application_grant ({_COLUMNS}, created_at, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, NULL)"
            " ON CONFLICT (application_id, scopes) WHERE origin = 'system' AND revoked_at IS NULL DO NOTHING",
            (*msgspec.structs.astuple(grant), at),
        )
        row = await self._one(
            "SELECT id FROM application_grant WHERE application_id = %s AND scopes = %s AND origin = 'system'"
            " AND revoked_at IS NULL",
            (grant.application_id, grant.scopes),
        )
        assert row is not None
        return str(row[0])

    async def of_account(self, account_id: str, now: datetime) -> list[GivenRow]:
        """Return what an account let applications do and still stands, newest first."""
        text = f"""SELECT g.id, p.name, g.scopes, g.patient_id, g.created_at FROM application_grant g
            JOIN application p ON p.id = g.application_id
            WHERE g.account_id = %(account)s AND {ALIVE} ORDER BY g.created_at DESC, g.id"""
        async with self._database.connection() as connection:
            rows = await (await connection.execute(text, {"account": account_id, "now": now})).fetchall()
        return [GivenRow(*row) for row in rows]

    async def was_given_by_launch(
        self, application_id: str, account_id: str, scopes: str, since: datetime
    ) -> bool:
        """Return whether an account, opening a record in an application, gave it these very scopes and kept it so."""
        row = await self._one(
            "SELECT true FROM application_grant WHERE application_id = %s AND account_id = %s AND scopes = %s"
            " AND origin = 'launch' AND created_at > %s AND revoked_at IS NULL LIMIT 1",
            (application_id, account_id, scopes, since),
        )
        return row is not None

    async def revoke(self, id_: str, at: datetime, account_id: str | None = None) -> bool:
        """End a grant, of that account when one is named; its tokens open nothing from this commit on."""
        row = await self._one(
            "UPDATE application_grant SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL"
            " AND (%s::text IS NULL OR account_id = %s) RETURNING true",
            (at, id_, account_id, account_id),
        )
        return row is not None

    async def put_code(
        self, digest: bytes, grant_id: str, redirect_uri: str, challenge: str, expires_at: datetime
    ) -> None:
        """Store a code of a grant."""
        await self._run(
            "INSERT INTO authorization_code (digest, grant_id, redirect_uri, challenge, expires_at)"
            " VALUES (%s, %s, %s, %s, %s)",
            (digest, grant_id, redirect_uri, challenge, expires_at),
        )

    async def take_code(self, digest: bytes, now: datetime) -> CodeRow | None:
        """Return what a code was made for, used from now on; None for one that never was, has expired or is ended.

        Of two that come at once, one is a replay; one used before is told as such however late it comes.
        """
        text = f"""WITH before AS (SELECT digest, used_at FROM authorization_code WHERE digest = %(digest)s FOR UPDATE),
            used AS (UPDATE authorization_code c SET used_at = %(now)s FROM before b
                     WHERE c.digest = b.digest AND b.used_at IS NULL)
            SELECT {GRANT_COLUMNS}, c.redirect_uri, c.challenge, b.used_at IS NOT NULL
            FROM before b JOIN authorization_code c ON c.digest = b.digest
            JOIN application_grant g ON g.id = c.grant_id JOIN application p ON p.id = g.application_id
            WHERE (c.expires_at > %(now)s OR b.used_at IS NOT NULL) AND {ALIVE}"""
        row = await self._one(text, {"digest": digest, "now": now})
        return CodeRow(GrantRow(*row[:8]), *row[8:]) if row else None

    async def _run(self, text: str, values: tuple[Any, ...]) -> None:
        async with self._database.connection() as connection:
            await connection.execute(text, values)

    async def _one(self, text: str, values: Any) -> tuple[Any, ...] | None:
        async with self._database.connection() as connection:
            return await (await connection.execute(text, values)).fetchone()
