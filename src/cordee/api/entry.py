"""One entry of a Bundle answered by the interaction that answers the same request alone."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from cordee.api.bundles import EntryOut
from cordee.api.call import Call, Handler, Reply
from cordee.api.create import create
from cordee.api.delete import delete
from cordee.api.errors import UnknownAddressError, outcome_bytes, told
from cordee.api.history import history
from cordee.api.preconditions import etag
from cordee.api.read import read
from cordee.api.respond import instant
from cordee.api.search import search
from cordee.api.update import update
from cordee.api.vread import vread
from cordee.fhir.bundle_entry import PlannedEntry
from cordee.kernel.errors import CordeeError, InvalidResourceError, Issue

_PHRASES = {200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified"}
_WRITES: dict[str, Handler] = {"POST": create, "PUT": update, "DELETE": delete}

Answer = Reply | CordeeError


async def answer_entry(call: Call, entry: PlannedEntry) -> Answer:
    """Return the reply to one entry, or the error it met; never raises, so that no other entry is concerned."""
    try:
        handler = _WRITES.get(entry.method) or _reading(entry)
        return await handler(_call_of(call, entry))
    except InvalidResourceError as error:
        error.issues = tuple(inside(entry.index, issue) for issue in error.issues)
        return error
    except Exception as error:
        return told(error)


def inside(index: int, issue: Issue) -> Issue:
    """Return the issue with the path it has in the whole Bundle: `Patient.name` becomes that of its entry."""
    _, dot, rest = issue.expression.partition(".")
    return msgspec.structs.replace(issue, expression=f"Bundle.entry[{index}].resource{dot}{rest}")


def entry_out(call: Call, answer: Answer) -> EntryOut:
    """Return the entry of the response Bundle.

    What was read is carried; what was written only with `Prefer: return=representation`, to keep answers small.
    """
    if isinstance(answer, CordeeError):
        return EntryOut(
            response={"status": str(answer.http_status), "outcome": msgspec.Raw(outcome_bytes(answer))}
        )
    said: dict[str, Any] = {"status": f"{answer.status} {_PHRASES[answer.status]}"}
    if answer.location is not None:
        said["location"] = answer.location
    if answer.version is not None:
        said["etag"] = etag(answer.version)
    if answer.updated_at is not None:
        said["lastModified"] = instant(answer.updated_at)
    wanted = not answer.is_write or call.preference("return") == "representation"
    address, _, _ = (answer.location or "").partition("/_history/")
    return EntryOut(
        fullUrl=f"{call.base}/{address}" if address else None,
        resource=msgspec.Raw(answer.content) if answer.content is not None and wanted else None,
        response=said,
    )


def _reading(entry: PlannedEntry) -> Handler:
    if not entry.id:
        return search
    if not entry.rest:
        return read
    name, _, version = entry.rest.partition("/")
    if name != "_history":
        raise UnknownAddressError
    return vread if version else history


def _call_of(call: Call, entry: PlannedEntry) -> Call:
    headers = {"if-match": etag(entry.if_match)} if entry.if_match is not None else {}
    if "prefer" in call.headers:
        headers["prefer"] = call.headers["prefer"]
    return Call(
        door=call.door,
        base=call.base,
        read_body=_body(entry.content or b""),
        type=entry.type,
        id=entry.id,
        version=entry.rest.partition("/")[2],
        pairs=parse_qsl(entry.query, keep_blank_values=True),
        headers=headers,
    )


def _body(content: bytes) -> Callable[[], Awaitable[bytes]]:
    async def read_body() -> bytes:
        return content

    return read_body
