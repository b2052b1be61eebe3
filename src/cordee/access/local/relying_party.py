"""Whose passkeys they are: the host people reach this server by. A passkey made for one host answers no other."""

from urllib.parse import urlsplit

import msgspec

from cordee.access.refusals import PasskeysUnavailableError

NAME = "Cordée"
LOCAL = "localhost"


class RelyingParty(msgspec.Struct, frozen=True):
    """The host that passkeys are made for, and the origin their answers must come from."""

    id: str
    origin: str


def relying_party(public_url: str, scheme: str, host: str) -> RelyingParty:
    """Return the relying party of a request.

    With a public address set, it is that one, whatever the request says. Without, only a browser on this very machine
    gets passkeys (`localhost`): the host a request names may be anybody's.
    Raises: PasskeysUnavailableError.
    """
    address = public_url or f"{scheme}://{host}"
    try:
        parts = urlsplit(address)
        name, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise PasskeysUnavailableError from error
    is_local = name == LOCAL or name.endswith(f".{LOCAL}")
    if not name or not (is_local or (public_url and parts.scheme == "https")):
        raise PasskeysUnavailableError
    default = {"https": 443, "http": 80}.get(parts.scheme)
    suffix = "" if port is None or port == default else f":{port}"
    return RelyingParty(name, f"{parts.scheme}://{name}{suffix}")
