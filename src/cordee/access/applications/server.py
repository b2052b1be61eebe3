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
from cordee.access.applications.telling import Telling
from cordee.access.applications.tracing import GrantTrace
from cordee.kernel.settings import Settings
from cordee.store import Repository
from cordee.store.applications.bearers import Bearers
from cordee.store.applications.grants import Grants
from cordee.store.applications.registry import ApplicationRow, Applications

REGISTERED_SECONDS = 10.0  # a new application is shown, and known to browsers, that long after


class ApplicationServer:
    """What pages and endpoints use of applications."""

    def __init__(self, repository: Repository, settings: Settings) -> None:
        database = repository.database
        self._public_url = settings.public_url
        self.registry = Applications(database)
        self.bearers = Bearers(database)
        self.grants = Grants(database)
        self.keys = KeyRing()
        assertions = Assertions(self.bearers, self.keys)
        self.proving = Proving(self.registry, assertions, self.bearers)
        self.registering = Registering(database, self.registry)
        self.asking = Asking(database)
        trace = GrantTrace(repository)
        self.issuing = Issuing(self.grants, self.bearers, trace, settings)
        self.telling = Telling(self.grants, self.bearers, trace)
        self.calling = Calling(database, self.registry, assertions)
        self._known: tuple[float, list[ApplicationRow]] = (0.0, [])

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
        uris = [urlsplit(uri) for one in await self._registered() for uri in one.redirect_uris]
        return frozenset(f"{uri.scheme}://{uri.netloc}" for uri in uris if uri.netloc)

    async def has_launchable(self) -> bool:
        """Return whether our pages can open a record in some application."""
        return any(one.launch_url for one in await self._registered())

    async def _registered(self) -> list[ApplicationRow]:
        taken_at, found = self._known
        if time.monotonic() - taken_at > REGISTERED_SECONDS or not taken_at:
            found = await self.registry.all()
            self._known = time.monotonic(), found
        return found
