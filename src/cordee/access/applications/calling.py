"""The contextual call: from a software where somebody works on a person's file, to that person's record here.

The call is a text the software signs: who calls (RPPS), about whom (INS and a digest of the strict traits), for one
minute, once. It opens nothing: the professional signs in here as themselves, and sees what they may see.
"""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cordee.access.applications.address import ServerAddress
from cordee.access.applications.assertions import Assertions, unchecked_claims
from cordee.access.applications.errors import CallRefusedError, RequestOverError
from cordee.access.errors import OAuthError
from cordee.access.sessions import TOKEN_BYTES, digest_of
from cordee.fhir import systems
from cordee.kernel.clock import now
from cordee.store import Database
from cordee.store.applications.pending import CallRow, Pending
from cordee.store.applications.registry import Applications

CALL_LIFE = timedelta(seconds=60)  # of the signed text
ARRIVAL_LIFE = timedelta(minutes=15)  # to sign in and arrive
_RPPS = re.compile(r"8?(\d{11})")
_INS = re.compile(r"\d{13,15}|[12]\d[0-9AB]{13}")
_OID = re.compile(r"(?:urn:oid:)?(1\.2\.250\.1\.213\.1\.4\.\d{1,2})")
_TRAITS = re.compile(r"[A-Za-z0-9_-]{43}")


class Calling:
    """Takes calls, and keeps them until the professional arrives."""

    def __init__(self, database: Database, applications: Applications, assertions: Assertions) -> None:
        self._pending = Pending(database)
        self._applications = applications
        self._assertions = assertions

    async def take(self, text: str, address: ServerAddress) -> str:
        """Return the reference of a call that is signed as it must be; raises CallRefusedError."""
        try:
            issuer = unchecked_claims(text).get("iss")
            application = await self._applications.find(issuer) if isinstance(issuer, str) else None
            if application is None:
                raise CallRefusedError
            claims = await self._assertions.check(application, text, audience=address.call, life=CALL_LIFE)
            row = _call(application.id, claims)
        except (OAuthError, ValueError) as error:
            raise CallRefusedError from error
        reference = secrets.token_urlsafe(TOKEN_BYTES)
        await self._pending.put_call(digest_of(reference), row, now() + ARRIVAL_LIFE)
        return reference

    async def arrive(self, reference: str, account_id: str) -> CallRow:
        """Return a call, which is from now on that account's; raises RequestOverError when it is over or another's."""
        digest, moment = digest_of(reference), now()
        if not await self._pending.claim_call(digest, account_id, moment):
            raise RequestOverError
        found = await self._pending.call(digest, moment)
        if found is None:
            raise RequestOverError
        return found


def _call(application_id: str, claims: Mapping[str, Any]) -> CallRow:
    """Return what a call says; raises CallRefusedError when a part is missing or has another form."""
    ins = claims.get("ins")
    if not isinstance(ins, dict) or "iat" not in claims:
        raise CallRefusedError
    system = _part(_OID, ins.get("oid"))
    name = f"urn:oid:{system[1]}"
    if name not in systems.INS_SYSTEMS:
        raise CallRefusedError
    return CallRow(
        application_id=application_id,
        rpps=_part(_RPPS, claims.get("rpps"))[1],
        ins_system=name,
        ins_value=_part(_INS, ins.get("matricule"))[0],
        traits=_part(_TRAITS, ins.get("traits"))[0],
    )


def _part(form: re.Pattern[str], value: object) -> re.Match[str]:
    match = form.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise CallRefusedError
    return match
