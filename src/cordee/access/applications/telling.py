"""What a token opens, told to the application it was given to; and giving it back. Source: RFC 7662, RFC 7009."""

from typing import Any

from cordee.access.applications.address import ServerAddress
from cordee.access.applications.identity_token import fhir_user
from cordee.access.applications.tracing import GrantTrace
from cordee.access.scopes import read_scopes
from cordee.access.sessions import digest_of
from cordee.kernel.clock import now
from cordee.store.applications.bearers import Bearers
from cordee.store.applications.grants import Grants
from cordee.store.applications.registry import ApplicationRow


class Telling:
    """Describes and takes back tokens, each to the application it belongs to only."""

    def __init__(self, grants: Grants, bearers: Bearers, trace: GrantTrace) -> None:
        self._grants = grants
        self._bearers = bearers
        self._trace = trace

    async def describe(self, client: ApplicationRow, token: str, address: ServerAddress) -> dict[str, Any]:
        """Return what one of this client's own tokens opens now; anybody else's is told as one that does not exist."""
        moment = now()
        bearer = await self._bearers.find(digest_of(token), moment)
        grant = bearer.grant if bearer else await self._bearers.grant_of_refresh(digest_of(token), moment)
        if grant is None or grant.application_id != client.id:
            return {"active": False}
        said: dict[str, Any] = {
            "active": True,
            "client_id": client.id,
            "scope": grant.scopes,
            "iss": address.fhir,
            "sub": grant.account_id,
        }
        if bearer is not None:
            said |= {"token_type": "Bearer", "exp": int(bearer.expires_at.timestamp())}
        if grant.patient_id:
            said["patient"] = grant.patient_id
        if "fhirUser" in read_scopes(grant.scopes):
            said["fhirUser"] = fhir_user(await self._trace.account(grant), address)
        return said

    async def give_back(self, client: ApplicationRow, token: str) -> None:
        """End one of this client's own tokens: an access token by itself, a refresh token with all that came of it."""
        digest, moment = digest_of(token), now()
        bearer = await self._bearers.find(digest, moment)
        if bearer is not None:
            if bearer.grant is not None and bearer.grant.application_id == client.id:
                await self._bearers.revoke(digest, moment)
                await self._trace.note(bearer.grant, "token-revoke")
            return
        grant = await self._bearers.grant_of_refresh(digest, moment)
        if grant is not None and grant.application_id == client.id:
            await self._trace.end(grant, "token-revoke", "done")
