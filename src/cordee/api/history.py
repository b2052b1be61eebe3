"""Read the versions of a resource, of a type, or of everything. Source: https://hl7.org/fhir/R4/http.html#history"""

import msgspec

from cordee.api.bundles import EntryOut, bundle, links
from cordee.api.call import Call, Interaction, Reply
from cordee.api.history_span import applied_pairs, span_asked
from cordee.api.preconditions import etag
from cordee.api.respond import instant
from cordee.fhir import RESOURCE_TYPES
from cordee.store import Page, Stored


async def history(call: Call) -> Reply:
    """Return the versions of one resource the caller may see, newest first; a deletion is a version too."""
    page = await call.door.history(call.type, call.id, span=span_asked(call))
    return _reply(call, f"{call.type}/{call.id}/_history", page)


async def type_history(call: Call) -> Reply:
    """Return the versions of every resource of a type the caller may see, newest first."""
    return _reply(call, f"{call.type}/_history", await call.door.history_of([call.type], span_asked(call)))


async def system_history(call: Call) -> Reply:
    """Return the versions of everything the caller may see, newest first."""
    return _reply(call, "_history", await call.door.history_of(sorted(RESOURCE_TYPES), span_asked(call)))


def _reply(call: Call, path: str, page: Page) -> Reply:
    entries = [_entry(call, stored) for stored in page.rows]
    return Reply(
        status=200, content=bundle("history", entries, links(call, path, applied_pairs(call), page.cursor))
    )


def _entry(call: Call, stored: Stored) -> EntryOut:
    """Return one version with the request that would make it, and the response that was given."""
    method = "DELETE" if stored.deleted else "POST" if stored.version == 1 else "PUT"
    return EntryOut(
        fullUrl=f"{call.base}/{stored.reference}",
        resource=None if stored.deleted else msgspec.Raw(stored.content),
        request={"method": method, "url": stored.type if method == "POST" else stored.reference},
        response={
            "status": {"DELETE": "204", "POST": "201", "PUT": "200"}[method],
            "etag": etag(stored.version),
            "lastModified": instant(stored.updated_at),
        },
    )


HISTORY = Interaction(
    code="history-instance", level="instance", method="GET", path="/{type}/{id}/_history", handler=history
)
TYPE_HISTORY = Interaction(
    code="history-type", level="type", method="GET", path="/{type}/_history", handler=type_history
)
SYSTEM_HISTORY = Interaction(
    code="history-system", level="system", method="GET", path="/_history", handler=system_history
)
