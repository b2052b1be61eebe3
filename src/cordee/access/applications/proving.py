"""Which application calls an endpoint, and how it proves it: by a signed assertion, a secret, or, public, by its name.

Source: RFC 6749 section 2.3, RFC 7523; a public client proves nothing, PKCE ties its code to it.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import unquote_plus

from cordee.access.applications.assertions import Assertions, not_proved, unchecked_claims
from cordee.access.sessions import digest_of
from cordee.store.applications.bearers import Bearers
from cordee.store.applications.registry import ApplicationRow, Applications

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_LIFE = timedelta(minutes=5)


class Proving:
    """Finds the application behind a call to the token, introspection or revocation endpoint."""

    def __init__(self, applications: Applications, assertions: Assertions, bearers: Bearers) -> None:
        self._applications = applications
        self._assertions = assertions
        self._bearers = bearers

    async def client(self, form: Mapping[str, str], authorization: str, audience: str) -> ApplicationRow:
        """Return the application that calls; raises OAuthError `invalid_client`.

        - with keys, it signs an assertion, and nothing else will do;
        - with a secret, it sends it by HTTP Basic, and nothing else will do;
        - public, it gives its name, and neither of the others; renewing, its refresh token says whose it is.
        """
        assertion, name = form.get("client_assertion", ""), form.get("client_id", "")
        if assertion:
            if authorization or form.get("client_assertion_type") != ASSERTION_TYPE:
                raise not_proved()
            return await self._by_assertion(assertion, name, audience)
        if authorization:
            return await self._by_secret(authorization, name)
        refresh = form.get("refresh_token", "")
        if not name and refresh:
            name = await self._bearers.application_of_refresh(digest_of(refresh))
        found = await self._find(name)
        if found.kind != "public":
            raise not_proved()
        return found

    async def _by_assertion(self, assertion: str, name: str, audience: str) -> ApplicationRow:
        try:
            claimed = unchecked_claims(assertion).get("sub")
        except ValueError as error:
            raise not_proved() from error
        if not isinstance(claimed, str) or (name and name != claimed):
            raise not_proved()
        found = await self._find(claimed)
        await self._assertions.check(found, assertion, audience=audience, life=ASSERTION_LIFE)
        return found

    async def _by_secret(self, authorization: str, name: str) -> ApplicationRow:
        scheme, _, credentials = authorization.partition(" ")
        try:
            decoded = base64.b64decode(credentials.strip(), validate=True).decode()
        except (binascii.Error, UnicodeError) as error:
            raise not_proved() from error
        id_, separator, secret = decoded.partition(":")
        id_ = unquote_plus(id_)
        if scheme.lower() != "basic" or not separator or (name and name != id_):
            raise not_proved()
        found = await self._find(id_)
        digest = digest_of(unquote_plus(secret))
        if found.secret_digest is None or not hmac.compare_digest(found.secret_digest, digest):
            raise not_proved()
        return found

    async def _find(self, id_: str) -> ApplicationRow:
        found = await self._applications.find(id_) if id_ and "\x00" not in id_ else None
        if found is None:
            raise not_proved()
        return found
