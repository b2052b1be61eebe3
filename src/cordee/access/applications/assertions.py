"""Texts signed by an application: read once, from its own key, for this server, within minutes.

Source: RFC 7523; https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError

from cordee.access.applications.keys import ALGORITHMS, KeyRing
from cordee.access.errors import OAuthError
from cordee.kernel.clock import now
from cordee.store.applications.bearers import Bearers
from cordee.store.applications.registry import ApplicationRow

LENGTH_MAX = 8_192  # characters
JTI_LENGTH_MAX = 256
CLOCK_TOLERANCE = timedelta(seconds=30)


class Assertions:
    """Checks what applications sign."""

    def __init__(self, bearers: Bearers, keys: KeyRing) -> None:
        self._bearers = bearers
        self._keys = keys

    async def check(
        self, application: ApplicationRow, text: str, *, audience: str, life: timedelta
    ) -> dict[str, Any]:
        """Return the claims of a text this application signed for that audience, never used before.

        It must expire, at most `life` from now, and from when it says it was issued; its issuer is the application.

        Raises: OAuthError `invalid_client`, the same whatever is wrong.
        """
        claims = await self._verified(application, text)
        expires_at = _checked(claims, application.id, audience, life)
        if not await self._bearers.note_assertion(
            application.id, claims["jti"], expires_at + CLOCK_TOLERANCE
        ):
            raise not_proved()
        return claims

    async def _verified(self, application: ApplicationRow, text: str) -> dict[str, Any]:
        try:
            header = _opened(text).headers()
            key = await self._keys.find(application, header.get("kid"), header.get("alg"))
            if key is None or "crit" in header or header.get("b64") is False:
                raise not_proved()
            return dict(jwt.decode(text, key, algorithms=list(ALGORITHMS)).claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise not_proved() from error


def unchecked_claims(text: str) -> dict[str, Any]:
    """Return what a signed text claims, not checked: only to know whose key to check it with.

    Raises: ValueError, whatever is wrong.
    """
    try:
        found = json.loads(_opened(text).payload)
    except (JoseError, TypeError, KeyError) as error:
        raise ValueError("not a signed text") from error
    if not isinstance(found, dict):
        raise ValueError("claims are not an object")
    return found


def _opened(text: str) -> jws.CompactSignature:
    if len(text) > LENGTH_MAX or text.count(".") != 2:
        raise ValueError("not a compact JWS")
    return jws.extract_compact(text.encode("ascii"))


def _checked(claims: dict[str, Any], issuer: str, audience: str, life: timedelta) -> datetime:
    """Return when the text expires; raises OAuthError when a claim is not as it must be."""
    moment = now()
    audiences = claims.get("aud")
    audiences = audiences if isinstance(audiences, list) else [audiences]
    expires_at = _instant(claims.get("exp"))
    issued_at = _instant(claims["iat"]) if "iat" in claims else moment
    not_before = _instant(claims["nbf"]) if "nbf" in claims else moment
    jti = claims.get("jti")
    is_right = (
        claims.get("iss") == issuer
        and audience in audiences
        and isinstance(jti, str)
        and 0 < len(jti) <= JTI_LENGTH_MAX
        and "\x00" not in jti
        and moment - CLOCK_TOLERANCE < expires_at <= moment + life + CLOCK_TOLERANCE
        and expires_at - issued_at <= life + CLOCK_TOLERANCE
        and issued_at <= moment + CLOCK_TOLERANCE
        and not_before <= moment + CLOCK_TOLERANCE
    )
    if not is_right:
        raise not_proved()
    return expires_at


def _instant(claim: object) -> datetime:
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        raise not_proved()
    try:
        return datetime.fromtimestamp(claim, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise not_proved() from error


def not_proved() -> OAuthError:
    """Return the one refusal of a client that did not prove who it is."""
    return OAuthError(
        "invalid_client",
        "L’application n’a pas prouvé qui elle est.",
        "The client did not prove who it is.",
    )
