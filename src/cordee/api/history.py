"""Read the versions of a resource. Source: https://hl7.org/fhir/R4/http.html#history"""

import msgspec

from cordee.api.bundles import CURSOR, EntryOut, bundle, links
from cordee.api.call import Call, Interaction, Reply
from cordee.api.errors import invalid_request
from cordee.api.preconditions import etag
from cordee.store import Stored

COUNT_DEFAULT = 50
COUNT_MAX = 200


async def history(call: Call) -> Reply:
    """Return the versions the caller may see, newest first, a page at a time; a deletion is a version too."""
    count, cursor = _page_asked(call)
    page = await call.door.history(call.type, call.id, count, cursor)
    applied = [pair for pair in call.pairs if pair[0] in ("_count", CURSOR)]
    path = f"{call.type}/{call.id}/_history"
    entries = [_entry(call, stored) for stored in page.rows]
    return Reply(status=200, content=bundle("history", entries, links(call, path, applied, page.cursor)))


def _page_asked(call: Call) -> tuple[int, str | None]:
    asked = dict(call.pairs)
    text, cursor = asked.get("_count", str(COUNT_DEFAULT)), asked.get(CURSOR)
    for name, value in (("_count", text), (CURSOR, cursor)):
        if value is not None and not (value.isascii() and value.isdigit() and len(value) < 10):
            raise invalid_request(
                f"{name} n’est pas lisible.", f"{name} cannot be read.", f"http.{name}", "value"
            )
    return max(1, min(int(text), COUNT_MAX)), cursor


def _entry(call: Call, stored: Stored) -> EntryOut:
    method = "DELETE" if stored.deleted else "POST" if stored.version == 1 else "PUT"
    address = stored.type if method == "POST" else stored.reference
    return EntryOut(
        fullUrl=f"{call.base}/{stored.reference}",
        resource=None if stored.deleted else msgspec.Raw(stored.content),
        request={"method": method, "url": address},
        response={
            "status": {"DELETE": "204", "POST": "201", "PUT": "200"}[method],
            "etag": etag(stored.version),
            "lastModified": stored.updated_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        },
    )


HISTORY = Interaction(
    code="history-instance", level="instance", method="GET", path="/{type}/{id}/_history", handler=history
)
