"""The table recovery_code: codes on paper, each good once, for who has lost their phone."""

from collections.abc import Sequence
from datetime import datetime

from cordee.store.database import Database


class RecoveryCodes:
    """The recovery codes of one database, as digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def replace(self, identity_id: str, digests: Sequence[bytes]) -> None:
        """Store new codes; those before no longer pass. No digest: there are none left."""
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM recovery_code WHERE identity_id = %s", (identity_id,))
            await connection.execute(
                "INSERT INTO recovery_code (digest, identity_id) SELECT unnest(%s::bytea[]), %s",
                (list(digests), identity_id),
            )

    async def use(self, identity_id: str, digest: bytes, at: datetime) -> bool:
        """Use a code up; False when it is not theirs or was used already."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                "UPDATE recovery_code SET used_at = %s WHERE digest = %s AND identity_id = %s AND used_at IS NULL",
                (at, digest, identity_id),
            )
        return done.rowcount == 1

    async def left(self, identity_id: str) -> int:
        """Return how many codes were not used yet."""
        async with self._database.connection() as connection:
            row = await (
                await connection.execute(
                    "SELECT count(*) FROM recovery_code WHERE identity_id = %s AND used_at IS NULL",
                    (identity_id,),
                )
            ).fetchone()
        return int(row[0]) if row else 0
