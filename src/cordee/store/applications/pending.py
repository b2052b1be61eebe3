"""What waits for a person: an application's request, a launch from our pages, a call from another software."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.store.database import Database


class RequestRow(msgspec.Struct, frozen=True):
    """What an application asked for, as JSON, and the launch it came from."""

    application_id: str
    asked: str
    launch_digest: bytes | None


class LaunchRow(msgspec.Struct, frozen=True):
    """A record opened in an application: by which account, from which session."""

    application_id: str
    account_id: str
    session_id: str
    patient_id: str


class CallRow(msgspec.Struct, frozen=True):
    """Who calls, from which software, about whom; `traits` is the digest of the strict identity traits."""

    application_id: str
    rpps: str
    ins_system: str
    ins_value: str
    traits: str


class Pending:
    """The tables authorization_request, launch and contextual_call. What has expired is not found, and goes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put_request(self, digest: bytes, row: RequestRow, expires_at: datetime) -> None:
        """Keep a request until somebody decides."""
        await self._put(
            "authorization_request",
            "(digest, application_id, asked, launch_digest, expires_at) VALUES (%s, %s, %s, %s, %s)",
            (digest, *msgspec.structs.astuple(row), expires_at),
        )

    async def request(self, digest: bytes, now: datetime) -> RequestRow | None:
        """Return a request that still waits."""
        text = "SELECT application_id, asked, launch_digest FROM authorization_request"
        row = await self._one(f"{text} WHERE digest = %s AND expires_at > %s", (digest, now))
        return RequestRow(*row) if row else None

    async def take_request(self, digest: bytes, now: datetime) -> RequestRow | None:
        """Return a request that still waits and forget it: it is decided once."""
        row = await self._one(
            "DELETE FROM authorization_request WHERE digest = %s AND expires_at > %s"
            " RETURNING application_id, asked, launch_digest",
            (digest, now),
        )
        return RequestRow(*row) if row else None

    async def put_launch(self, digest: bytes, row: LaunchRow, expires_at: datetime) -> None:
        """Keep a launch until the application comes back with it."""
        await self._put(
            "launch",
            "(digest, application_id, account_id, session_id, patient_id, expires_at) VALUES (%s, %s, %s, %s, %s, %s)",
            (digest, *msgspec.structs.astuple(row), expires_at),
        )

    async def launch(self, digest: bytes, now: datetime) -> LaunchRow | None:
        """Return a launch that can still be used."""
        row = await self._one(
            "SELECT application_id, account_id, session_id, patient_id FROM launch"
            " WHERE digest = %s AND expires_at > %s",
            (digest, now),
        )
        return LaunchRow(*row) if row else None

    async def take_launch(self, digest: bytes, now: datetime) -> bool:
        """Forget a launch; return whether it could still be used: it serves once."""
        text = "DELETE FROM launch WHERE digest = %s AND expires_at > %s RETURNING true"
        return await self._one(text, (digest, now)) is not None

    async def put_call(self, digest: bytes, row: CallRow, expires_at: datetime) -> None:
        """Keep a contextual call until the professional arrives at it."""
        await self._put(
            "contextual_call",
            "(digest, application_id, rpps, ins_system, ins_value, traits, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (digest, *msgspec.structs.astuple(row), expires_at),
        )

    async def call(self, digest: bytes, now: datetime) -> CallRow | None:
        """Return a call that still waits, whoever claimed it."""
        row = await self._one(
            "SELECT application_id, rpps, ins_system, ins_value, traits FROM contextual_call"
            " WHERE digest = %s AND expires_at > %s",
            (digest, now),
        )
        return CallRow(*row) if row else None

    async def claim_call(self, digest: bytes, account_id: str, now: datetime) -> bool:
        """Note whose call it is; return False when it is somebody else's, or waits no more."""
        row = await self._one(
            "UPDATE contextual_call SET account_id = %s WHERE digest = %s AND expires_at > %s"
            " AND account_id IN ('', %s) RETURNING true",
            (account_id, digest, now, account_id),
        )
        return row is not None

    async def _put(self, table: str, rest: str, values: tuple[Any, ...]) -> None:
        async with self._database.connection() as connection:
            await connection.execute(
                f"WITH gone AS (DELETE FROM {table} WHERE expires_at < now()) INSERT INTO {table} {rest}",
                values,
            )

    async def _one(self, text: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        async with self._database.connection() as connection:
            return await (await connection.execute(text, values)).fetchone()
