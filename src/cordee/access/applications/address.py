"""The address applications know this server by: what they sign tokens for, and what ours are issued by.

It is the setting `CORDEE_PUBLIC_URL`. A `Host` header proves nothing: where the setting is absent, only a machine that
speaks to itself is served.
"""

from urllib.parse import urlsplit

import msgspec

from cordee.kernel.errors import UnavailableError
from cordee.kernel.loopback import LOOPBACK


class NoPublicAddressError(UnavailableError):
    """Applications cannot be served: the server does not know its own address."""

    code = "no-public-address"

    def __init__(self) -> None:
        super().__init__(
            "Les applications ne sont pas servies : l’adresse publique du serveur (CORDEE_PUBLIC_URL) manque.",
            "Applications are not served: the server’s public address (CORDEE_PUBLIC_URL) is not set.",
        )


class ServerAddress(msgspec.Struct, frozen=True):
    """The addresses of one server, made from its origin."""

    origin: str

    @property
    def fhir(self) -> str:
        """Return the base of the FHIR API: the audience of applications, and the issuer of identity tokens."""
        return f"{self.origin}/fhir"

    @property
    def authorize(self) -> str:
        """Return where an application sends a person to decide."""
        return f"{self.origin}/oauth/authorize"

    @property
    def token(self) -> str:
        """Return where codes become tokens: the audience of what a client signs."""
        return f"{self.origin}/oauth/token"

    @property
    def introspect(self) -> str:
        """Return where a client asks what a token of its own still opens."""
        return f"{self.origin}/oauth/introspect"

    @property
    def revoke(self) -> str:
        """Return where a client gives a token back."""
        return f"{self.origin}/oauth/revoke"

    @property
    def keys(self) -> str:
        """Return where the keys are that sign identity tokens."""
        return f"{self.origin}/oauth/jwks"

    @property
    def applications(self) -> str:
        """Return where a person sees what they let applications do."""
        return f"{self.origin}/compte/applications"

    @property
    def call(self) -> str:
        """Return where another software calls a record: the audience of that call."""
        return f"{self.origin}/appel-contextuel"


def address_of(public_url: str, scheme: str, host: str) -> ServerAddress:
    """Return the server's address: the setting's, or the caller's own when that is the machine itself.

    Raises: NoPublicAddressError.
    """
    if public_url:
        return ServerAddress(public_url)
    origin = f"{scheme}://{host}"
    try:
        is_itself = (urlsplit(origin).hostname or "") in LOOPBACK
    except ValueError:
        is_itself = False
    if not is_itself:
        raise NoPublicAddressError
    return ServerAddress(origin)
