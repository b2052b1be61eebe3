"""The authorization server: its parts, over one database."""

import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from cordee.access.applications.address import ServerAddress, address_of
from cordee.access.applications.asking import Asking
from cordee.access.applications.assertions import Assertions
from cordee.access.applications.calling import Calling
from cordee.access.applications.issuing import Issuing
from cordee.access.applications.keys import Fetch, KeyRing
from cordee.access.applications.proving import Proving
from cordee.access.applications.registering import Registering
from cordee.kernel.settings import Settings
from cordee.store import Database
from cordee.store.applications.bearers import Bearers
from cordee.store.applications.grants import Grants
from cordee.store.applications.registry import ApplicationRow, Applications

ORIGINS_SECONDS = 10.0  # a new application is known to browsers that long after


class ApplicationServer:
    """What pages and endpoints use of applications."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._public_url = settings.public_url
        self.registry = Applications(database)
        self.bearers = Bearers(database)
        self.grants = Grants(database)
        self.keys = KeyRing()
        assertions = Assertions(self.bearers, self.keys)
        self.proving = Proving(self.registry, assertions)
        self.registering = Registering(database, self.registry)
        self.asking = Asking(database)
        self.issuing = Issuing(database, settings)
        self.calling = Calling(database, self.registry, assertions)
        self._origins: tuple[float, frozenset[str]] = (0.0, frozenset())

    def fetch_keys_by(self, fetch: Fetch) -> None:
        """Use what can read a JWKS elsewhere; without it only keys registered here can be used."""
        self.keys.fetch_by(fetch)

    def address(self, scheme: str, host: str) -> ServerAddress:
        """Return the server's address as a caller may rely on it; raises NoPublicAddressError."""
        return address_of(self._public_url, scheme, host)

    async def client(self, form: Mapping[str, str], authorization: str, audience: str) -> ApplicationRow:
        """Return the application that calls an endpoint; raises OAuthError `invalid_client`."""
        return await self.proving.client(form, authorization, audience)

    async def origins(self) -> frozenset[str]:
        """Return the origins registered applications run at."""
        taken_at, found = self._origins
        if time.monotonic() - taken_at > ORIGINS_SECONDS or not taken_at:
            uris = [uri for one in await self.registry.all() for uri in one.redirect_uris]
            found = frozenset(f"{p.scheme}://{p.netloc}" for p in map(urlsplit, uris) if p.netloc)
            self._origins = time.monotonic(), found
        return found
