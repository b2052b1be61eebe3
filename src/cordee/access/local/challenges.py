"""Challenges for passkeys of who is not signed in: sealed and handed to the browser, so that asking stores nothing.

Whoever asks a million of them fills no table. One that was answered rightly is noted, and serves no more.
"""

import base64
import binascii
import secrets
from datetime import UTC, datetime, timedelta

from cordee.access.local.sealing import Sealer
from cordee.access.local.secret_key import SecretKeyError
from cordee.access.refusals import CeremonyOverError
from cordee.access.sessions import digest_of
from cordee.kernel.clock import now
from cordee.store.credentials import Ceremonies, CeremonyRow
from cordee.store.database import Database

CHALLENGE_BYTES = 32
LIFE = timedelta(minutes=5)
SECRET_LENGTH_MAX = 200
PURPOSE = "passkey"
_MOMENT_BYTES = 8


class Challenges:
    """Makes, opens and uses up challenges."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._used = Ceremonies(database)
        self._sealer = sealer

    def make(self) -> tuple[bytes, str]:
        """Return a new challenge, and the secret that brings it back."""
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        ends = int((now() + LIFE).timestamp()).to_bytes(_MOMENT_BYTES, "big")
        return challenge, base64.urlsafe_b64encode(self._sealer.seal(ends + challenge, PURPOSE)).decode()

    def open(self, secret: str) -> bytes:
        """Return the challenge of a secret made here within LIFE; else raises CeremonyOverError."""
        challenge, ends_at = self._opened(secret)
        if ends_at <= now():
            raise CeremonyOverError
        return challenge

    async def use_up(self, secret: str) -> None:
        """Note that a challenge was answered; CeremonyOverError when it was before: of two at once, one passes."""
        _, ends_at = self._opened(secret)
        if not await self._used.claim(CeremonyRow(digest_of(secret), PURPOSE, ends_at)):
            raise CeremonyOverError

    def _opened(self, secret: str) -> tuple[bytes, datetime]:
        try:
            sealed = base64.urlsafe_b64decode(secret[:SECRET_LENGTH_MAX])
            plain = self._sealer.open(sealed, PURPOSE)
        except (binascii.Error, ValueError, SecretKeyError) as error:
            raise CeremonyOverError from error
        ends = int.from_bytes(plain[:_MOMENT_BYTES], "big")
        return plain[_MOMENT_BYTES:], datetime.fromtimestamp(ends, UTC)
