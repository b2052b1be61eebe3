"""Steps under way: between a password and its code, a challenge and its answer, a link and what it opens."""

import secrets
from datetime import timedelta
from typing import Any

import msgspec

from cordee.access.refusals import CeremonyOverError
from cordee.access.sessions import digest_of
from cordee.kernel.clock import now
from cordee.store.credentials import Ceremonies, CeremonyRow
from cordee.store.database import Database

SECRET_BYTES = 32
CODE, REGISTER, LINK, AUTHENTICATOR = "code", "register", "link", "authenticator"
LIFE = {
    CODE: timedelta(minutes=5),
    REGISTER: timedelta(minutes=5),
    LINK: timedelta(minutes=60),
    AUTHENTICATOR: timedelta(minutes=15),
}

Step = CeremonyRow


class Steps:
    """Begins, finds and ends steps; each is named by a secret that its browser alone holds."""

    def __init__(self, database: Database) -> None:
        self._store = Ceremonies(database)

    async def begin(self, purpose: str, **fields: Any) -> str:
        """Begin a step and return its secret."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        await self._store.save(CeremonyRow(digest_of(secret), purpose, now() + LIFE[purpose], **fields))
        return secret

    async def find(self, secret: str, purpose: str) -> Step:
        """Return a step that goes on; CeremonyOverError when it is over."""
        return _living(await self._store.find(digest_of(secret), purpose, now()))

    async def take(self, secret: str, purpose: str) -> Step:
        """Return a step and end it: nobody takes it twice; CeremonyOverError when it is over."""
        return _living(await self._store.take(digest_of(secret), purpose, now()))

    async def advance(self, step: Step, **fields: Any) -> None:
        """Keep what a step has come to; it ends when it would have."""
        await self._store.save(msgspec.structs.replace(step, **fields))

    async def tidy(self) -> None:
        """Forget the steps that are over."""
        await self._store.tidy(now())


def _living(step: CeremonyRow | None) -> Step:
    if step is None:
        raise CeremonyOverError
    return step
