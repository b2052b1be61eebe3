"""One entry of a Bundle answered by the interaction that answers the same request alone."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from cordee.api.bundles import EntryOut
from cordee.api.call import Call, Handler, Reply
from cordee.api.conditional_delete import conditional_delete
from cordee.api.conditional_update import conditional_update
from cordee.api.create import create
from cordee.api.delete import delete
from cordee.api.errors import UnknownAddressError, outcome_bytes, told
from cordee.api.history import history, system_history, type_history
from cordee.api.patch_entry import conditional_patch_entry, patch_entry
from cordee.api.preconditions import etag
from cordee.api.read import read
from cordee.api.respond import content_of, instant
from cordee.api.scoping import door_for_entry
from cordee.api.search import search
from cordee.api.traces import AUDIT_EVENT, handler_of_entry
from cordee.api.update import update
from cordee.api.vread import vread
from cordee.fhir.bundle_entry import PlannedEntry
from cordee.kernel.errors import CordeeError, InvalidResourceError, Issue

_PHRASES = {200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified"}
_WRITES: dict[str, tuple[Handler, Handler]] = {
    "POST": (create, create),
    "PUT": (update, conditional_update),
    "PATCH": (patch_entry, conditional_patch_entry),
    "DELETE": (delete, conditional_delete),
}
"""By method: the interaction of an address with an id, and of one with criteria."""

Answer = Reply | CordeeError


async def answer_entry(call: Call, entry: PlannedEntry) -> Answer:
    """Return the reply to one entry, or the error it met; never raises, so that no other entry is concerned."""
    try:
        return await answer_or_refuse(call, entry)
    except Exception as error:
        return told(error)


async def answer_or_refuse(call: Call, entry: PlannedEntry) -> Answer:
    """Return the reply to one entry, or the refusal it met; what is no refusal is raised."""
    try:
        handler = handler_of_entry(entry) if entry.type == AUDIT_EVENT else _handler(entry)
        return await handler(_call_of(call, entry))
    except InvalidResourceError as error:
        error.issues = tuple(inside(entry.index, issue) for issue in error.issues)
        return error
    except CordeeError as error:
        return error


def inside(index: int, issue: Issue) -> Issue:
    """Return the issue with the path it has in the whole Bundle: `Patient.name` becomes that of its entry."""
    _, dot, rest = issue.expression.partition(".")
    return msgspec.structs.replace(issue, expression=f"Bundle.entry[{index}].resource{dot}{rest}")


def entry_out(call: Call, answer: Answer) -> EntryOut:
    """Return the entry of the response Bundle.

    What was read is carried; what was written only when `Prefer: return=` asks for it, to keep answers small.
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
    wanted = call.preference("return") if answer.is_write else "representation"
    content = content_of(call, answer) if wanted in ("representation", "OperationOutcome") else None
    if content is not None and wanted == "OperationOutcome":
        said["outcome"], content = msgspec.Raw(content), None
    address, _, _ = (answer.location or "").partition("/_history/")
    return EntryOut(
        fullUrl=f"{call.base}/{address}" if address else None,
        resource=msgspec.Raw(content) if content is not None else None,
        response=said,
    )


def _handler(entry: PlannedEntry) -> Handler:
    if entry.method in _WRITES:
        by_id, by_criteria = _WRITES[entry.method]
        return by_id if entry.id else by_criteria
    if not entry.type:
        return system_history
    if not entry.id:
        return search
    if entry.id == "_history" and not entry.rest:
        return type_history
    if not entry.rest:
        return read
    name, _, version = entry.rest.partition("/")
    if name != "_history":
        raise UnknownAddressError
    return vread if version else history


def _call_of(call: Call, entry: PlannedEntry) -> Call:
    headers = dict(entry.headers)
    if entry.if_match is not None:
        headers["if-match"] = etag(entry.if_match)
    if "prefer" in call.headers:
        headers["prefer"] = call.headers["prefer"]
    return Call(
        door=door_for_entry(call.door, entry),
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
