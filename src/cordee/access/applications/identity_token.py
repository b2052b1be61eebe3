"""Who is signed in, as a signed token says it. Source: OpenID Connect Core 1.0; SMART App Launch, identity scopes."""

from datetime import timedelta
from typing import Any

from cordee.access.applications.address import ServerAddress
from cordee.access.scopes import read_scopes
from cordee.kernel.clock import now
from cordee.store.applications.grants import GrantRow
from cordee.store.people import AccountRow

IDENTITY_TOKEN_LIFE = timedelta(minutes=5)


def identity_claims(grant: GrantRow, account: AccountRow, address: ServerAddress) -> dict[str, Any]:
    """Return the claims of the identity token of a grant."""
    moment = now()
    claims: dict[str, Any] = {
        "iss": address.fhir,
        "sub": account.identity_id or account.id,
        "aud": grant.application_id,
        "iat": int(moment.timestamp()),
        "exp": int((moment + IDENTITY_TOKEN_LIFE).timestamp()),
    }
    if grant.nonce:
        claims["nonce"] = grant.nonce
    if "fhirUser" in read_scopes(grant.scopes):
        claims["fhirUser"] = fhir_user(account, address)
    return claims


def fhir_user(account: AccountRow, address: ServerAddress) -> str:
    """Return the address of the resource that says who somebody is."""
    return f"{address.fhir}/{account.who}"
