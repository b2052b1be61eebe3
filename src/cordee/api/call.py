"""One call to one interaction, whether it came as an HTTP request or as an entry of a Bundle; and its reply."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.kernel.errors import Issue

Pairs = list[tuple[str, str]]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What an interaction needs to answer. `read_body` may be awaited once; `base` is the address of `/fhir`.

    `method` is given to operations only. `inside` is the type searched in a compartment.
    """

    door: Door
    base: str
    read_body: Callable[[], Awaitable[bytes]]
    type: str = ""
    id: str = ""
    version: str = ""
    inside: str = ""
    operation: str = ""
    method: str = ""
    pairs: Pairs = []
    headers: Mapping[str, str] = {}

    def preference(self, name: str) -> str | None:
        """Return the value of one preference of the `Prefer` header, or None. Source: RFC 7240."""
        for part in self.headers.get("prefer", "").replace(";", ",").split(","):
            key, _, value = part.partition("=")
            if key.strip().lower() == name:
                return value.strip().strip('"')
        return None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What an interaction answers: status, resource as bytes, and what the headers say of its version.

    `location` is relative to the base. `is_write` makes the `Prefer: return=` of the call apply. `deleted` names what
    a deletion was about, `headers` whatever else goes out, `findings` what was told of a resource that was stored all
    the same.
    """

    status: int
    content: bytes | None = None
    version: int | None = None
    updated_at: datetime | None = None
    location: str | None = None
    is_write: bool = False
    deleted: str | None = None
    headers: Mapping[str, str] = {}
    findings: tuple[Issue, ...] = ()


Handler = Callable[[Call], Awaitable[Reply]]


class Interaction(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the server does: its FHIR code, where, and who does it.

    `level` is where the CapabilityStatement names it: system, type or instance; `also` are further codes the same
    handler serves. `takes_json` checks the body's content type before it is read. `is_conditional` is an interaction of
    instances that criteria choose: it lives at the address of the type.
    """

    code: str
    level: str
    method: str
    path: str
    handler: Handler
    also: tuple[str, ...] = ()
    needs_token: bool = True
    takes_json: bool = False
    is_conditional: bool = False
