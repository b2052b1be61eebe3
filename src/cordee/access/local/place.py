"""From where somebody tries, and what their attempt counts on."""

import secrets
from datetime import timedelta

import msgspec

from cordee.access.sessions import digest_of
from cordee.access.throttle import ONE_IDENTITY, ONE_LOGIN, ONE_SOURCE, Attempt, key_of, source_of
from cordee.kernel.clock import now
from cordee.store.credentials import KnownDevices
from cordee.store.database import Database

DEVICE_SECRET_BYTES = 32
KNOWN_FOR = timedelta(days=90)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an attempt comes from: the address of the connection, and the secret of a known device if it has one."""

    address: str
    device: str = ""


class Places:
    """Knows the devices somebody has signed in with."""

    def __init__(self, database: Database) -> None:
        self._devices = KnownDevices(database)

    async def attempts(self, kind: str, what: str, place: Place, *, is_code: bool = False) -> list[Attempt]:
        """Return what an attempt counts on; `what` is an e-mail or the id of an identity.

        - from a device its owner has signed in with: on that device alone, whatever strangers do elsewhere;
        - from elsewhere: on this source for what is tried, on this source, and for a code on the identity.
        """
        if place.device and await self._devices.is_known(digest_of(place.device), what, now() - KNOWN_FOR):
            return [Attempt(key_of(kind, what, "device", place.device), ONE_LOGIN)]
        source = source_of(place.address)
        found = [
            Attempt(key_of(kind, what, "source", source), ONE_LOGIN),
            Attempt(key_of("source", source), ONE_SOURCE),
        ]
        return [*found, Attempt(key_of(kind, what), ONE_IDENTITY)] if is_code else found

    async def remember(self, identity_id: str, place: Place) -> str:
        """Note that somebody signed in from here and return the secret their browser is to keep.

        A device another one signed in with is named anew: nobody inherits what was known of it.
        """
        secret = place.device
        if not secret or not await self._devices.is_known(digest_of(secret), identity_id, now() - KNOWN_FOR):
            secret = secrets.token_urlsafe(DEVICE_SECRET_BYTES)
        await self._devices.remember(digest_of(secret), identity_id, now())
        return secret

    async def tidy(self) -> None:
        """Forget devices not seen for long."""
        await self._devices.tidy(now() - KNOWN_FOR)
