"""Bundles the server answers with, built around resources that stay bytes."""

from typing import Any
from urllib.parse import urlencode

import msgspec

from cordee.api.call import Call, Pairs
from cordee.store import Stored

CURSOR = "_cursor"


class EntryOut(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One entry of an answer; `resource` is written as it is stored."""

    fullUrl: str | None = None
    resource: msgspec.Raw | None = None
    search: dict[str, Any] | None = None
    request: dict[str, str] | None = None
    response: dict[str, Any] | None = None


class BundleOut(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A Bundle the server answers with."""

    resourceType: str
    type: str
    total: int | None = None
    link: list[dict[str, str]] | None = None
    entry: list[EntryOut] | None = None


def bundle(
    kind: str, entries: list[EntryOut], links: list[dict[str, str]] | None = None, **rest: Any
) -> bytes:
    """Return a Bundle as JSON; empty arrays are left out, as FHIR asks."""
    return msgspec.json.encode(
        BundleOut(resourceType="Bundle", type=kind, entry=entries or None, link=links or None, **rest)
    )


def entry_of(call: Call, stored: Stored, mode: str) -> EntryOut:
    """Return the entry of a search for one resource: `match` or `include`."""
    return EntryOut(
        fullUrl=f"{call.base}/{stored.reference}", resource=msgspec.Raw(stored.content), search={"mode": mode}
    )


def links(call: Call, path: str, pairs: Pairs, cursor: str | None) -> list[dict[str, str]]:
    """Return `self`, which says what was applied, and `next` when there is more. `next` is opaque: only follow it."""

    def address(these: Pairs) -> str:
        return (f"{call.base}/{path}" if path else call.base) + (f"?{urlencode(these)}" if these else "")

    found = [{"relation": "self", "url": address(pairs)}]
    if cursor is not None:
        kept = [(name, value) for name, value in pairs if name != CURSOR]
        found.append({"relation": "next", "url": address([*kept, (CURSOR, cursor)])})
    return found
