"""The two national providers, as the operator's settings give them."""

from urllib.parse import urlsplit

import msgspec

from cordee.kernel.loopback import LOOPBACK
from cordee.kernel.settings import SettingError, Settings

PSC = "psc"
FRANCECONNECT = "franceconnect"

_FRANCECONNECT_SCOPE = "openid given_name family_name birthdate gender birthplace birthcountry"


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """One provider. `acr` is the level of assurance asked for, and the lowest accepted."""

    key: str
    name: str
    issuer: str
    discovery: str
    client_id: str
    client_secret: str
    scope: str
    acr: str


def providers_of(settings: Settings) -> dict[str, Provider]:
    """Return the providers that are configured, by key; none when no issuer is set.

    Raises: SettingError when an address is not https (loopback aside), or a client is missing.
    """
    found = {}
    if settings.psc_issuer:
        found[PSC] = Provider(
            key=PSC,
            name="Pro Santé Connect",
            issuer=settings.psc_issuer,
            # Pro Santé Connect publishes under a name of its own. Source: ANS, PSC documentation.
            discovery=settings.psc_discovery
            or f"{settings.psc_issuer}/.well-known/wallet-openid-configuration",
            client_id=settings.psc_client_id,
            client_secret=settings.psc_client_secret,
            scope="openid scope_all",
            acr=settings.psc_acr,
        )
    if settings.franceconnect_issuer:
        found[FRANCECONNECT] = Provider(
            key=FRANCECONNECT,
            name="FranceConnect",
            issuer=settings.franceconnect_issuer,
            discovery=f"{settings.franceconnect_issuer}/.well-known/openid-configuration",
            client_id=settings.franceconnect_client_id,
            client_secret=settings.franceconnect_client_secret,
            scope=_FRANCECONNECT_SCOPE,
            acr=settings.franceconnect_acr,
        )
    for provider in found.values():
        _check(provider)
    return found


def is_safe_address(address: str) -> bool:
    """Return whether an address may carry secrets: https, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _check(provider: Provider) -> None:
    prefix = f"CORDEE_{provider.key.upper()}"
    for name, address in ((f"{prefix}_ISSUER", provider.issuer), (f"{prefix}_DISCOVERY", provider.discovery)):
        if not is_safe_address(address):
            raise SettingError(
                f"{name} doit être une adresse https.",
                f"{name} must be an https address.",
            )
    if not provider.client_id or not provider.client_secret:
        raise SettingError(
            f"{prefix}_CLIENT_ID et {prefix}_CLIENT_SECRET (ou {prefix}_CLIENT_SECRET_FILE) manquent.",
            f"{prefix}_CLIENT_ID and {prefix}_CLIENT_SECRET (or {prefix}_CLIENT_SECRET_FILE) are missing.",
        )
