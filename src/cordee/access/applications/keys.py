"""Public keys of applications: checked when they are registered, fetched when they are kept elsewhere."""

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from cordee.access.errors import OAuthError
from cordee.kernel.errors import RuleViolatedError
from cordee.store.applications.registry import ApplicationRow

KEYS_MAX = 20
RSA_BITS_MIN = 2048
CURVES = frozenset({"P-384"})
KEPT_SECONDS = 300.0  # how long a fetched set is believed
REFETCH_SECONDS = 10.0  # how soon an unknown key may make us look again
SETS_KEPT = 200
ALGORITHMS = ("RS384", "ES384")
"""What SMART asks of both sides. Nothing symmetric, and no `none`: a public key must never become a secret."""

Fetch = Callable[[str], Awaitable[bytes]]
_KEY_TYPE = {"RS384": "RSA", "ES384": "EC"}


class KeysRefusedError(RuleViolatedError):
    """The public keys given for an application cannot be used; nothing was registered."""

    code = "application-keys"

    def __init__(self) -> None:
        super().__init__(
            f"Les clés doivent être un JWKS de 1 à {KEYS_MAX} clés publiques, chacune avec son « kid » : RSA d’au "
            f"moins {RSA_BITS_MIN} bits ou EC P-384. Rien n’a été enregistré.",
            f"The keys must be a JWKS of 1 to {KEYS_MAX} public keys, each with its kid: RSA of at least "
            f"{RSA_BITS_MIN} bits, or EC P-384. Nothing was stored.",
        )


def read_keys(text: str | bytes) -> KeySet:
    """Return the keys of a JWKS; raises KeysRefusedError when one of them is secret, weak, unnamed or unknown."""
    try:
        found = KeySet.import_key_set(_public_set(json.loads(text)))
    except (ValueError, TypeError, KeyError, AttributeError, JoseError) as error:
        raise KeysRefusedError from error
    if not 1 <= len(found.keys) <= KEYS_MAX or not all(_is_strong(key) for key in found.keys):
        raise KeysRefusedError
    return found


def key_for(keys: KeySet, kid: object, algorithm: object) -> RSAKey | ECKey | None:
    """Return the key a header names, when it is one for that algorithm."""
    for key in keys.keys:
        if key.kid == kid and key.key_type == _KEY_TYPE.get(str(algorithm)):
            return cast("RSAKey | ECKey", key)
    return None


class KeyRing:
    """The keys of applications, those kept elsewhere remembered for KEPT_SECONDS.

    `fetch` gives the bytes at an address; without it, only keys that are registered here can be used.
    """

    def __init__(self, fetch: Fetch | None = None) -> None:
        self._fetch = fetch
        self._kept: dict[str, tuple[float, KeySet]] = {}

    def fetch_by(self, fetch: Fetch) -> None:
        """Read keys kept elsewhere with this, from now on."""
        self._fetch = fetch

    async def find(
        self, application: ApplicationRow, kid: object, algorithm: object
    ) -> RSAKey | ECKey | None:
        """Return an application's key of that name, for that algorithm, or None."""
        if application.jwks:
            return key_for(read_keys(application.jwks), kid, algorithm)
        if not application.jwks_url:
            return None
        found = key_for(await self._set(application.jwks_url, KEPT_SECONDS), kid, algorithm)
        return found or key_for(await self._set(application.jwks_url, REFETCH_SECONDS), kid, algorithm)

    async def _set(self, url: str, seconds: float) -> KeySet:
        kept = self._kept.get(url)
        if kept is not None and time.monotonic() - kept[0] < seconds:
            return kept[1]
        if self._fetch is None:
            raise _unreachable()
        try:
            found = read_keys(await self._fetch(url))
        except Exception as error:
            raise _unreachable() from error
        if len(self._kept) >= SETS_KEPT:
            self._kept.clear()
        self._kept[url] = (time.monotonic(), found)
        return found


def _unreachable() -> OAuthError:
    return OAuthError(
        "invalid_client",
        "Les clés publiques de l’application ne peuvent pas être lues à leur adresse.",
        "The application’s public keys cannot be read at their address.",
    )


def _public_set(found: Any) -> Any:
    for key in found["keys"]:
        if key.get("kty") not in ("RSA", "EC") or "d" in key or not key.get("kid"):
            raise KeysRefusedError
    return found


def _is_strong(key: Any) -> bool:
    if isinstance(key, RSAKey):
        return key.raw_value.key_size >= RSA_BITS_MIN
    return isinstance(key, ECKey) and key.curve_name in CURVES
