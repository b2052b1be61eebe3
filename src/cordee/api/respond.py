"""Replies as HTTP answers: statuses, headers, and the bytes of the resource as they are stored."""

from datetime import datetime
from email.utils import format_datetime

import msgspec

from cordee.api.call import Call, Reply
from cordee.api.errors import invalid_request
from cordee.api.negotiation import CONTENT_TYPE
from cordee.api.preconditions import etag
from cordee.fhir import encode, operation_outcome
from cordee.kernel.errors import Issue

_RETURNS = {"minimal", "representation", "OperationOutcome"}
_PRETTY_SPACES = 2
_HEADERS = ((b"cache-control", b"private, no-cache"), (b"x-content-type-options", b"nosniff"))
_CONTENT_TYPE = (b"content-type", CONTENT_TYPE.encode())

Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
"""Status, headers, body."""


def check_preferences(call: Call) -> None:
    """Return when `Prefer: return=` and `handling=` are values the specification knows; raises InvalidRequestError."""
    if "prefer" not in call.headers:
        return
    for name, known in (("return", _RETURNS), ("handling", {"strict", "lenient"})):
        value = call.preference(name)
        if value is not None and value not in known:
            raise invalid_request(
                f"Prefer: {name}= accepte {', '.join(sorted(known))}.",
                f"Prefer: {name}= takes {', '.join(sorted(known))}.",
                "http.prefer",
            )


def answer_of(call: Call, reply: Reply) -> Answer:
    """Return the HTTP answer; the content is what `Prefer: return=` asks for when the call wrote something."""
    headers = list(_HEADERS)
    if reply.version is not None:
        headers.append((b"etag", etag(reply.version).encode()))
    if reply.updated_at is not None:
        headers.append((b"last-modified", http_date(reply.updated_at).encode()))
    if reply.location is not None:
        headers.append((b"location", f"{call.base}/{reply.location}".encode()))
    headers += [(name.lower().encode(), value.encode()) for name, value in reply.headers.items()]
    content = content_of(call, reply)
    if content is None:
        return reply.status, headers, b""
    headers.append(_CONTENT_TYPE)
    if ("_pretty", "true") in call.pairs:
        content = msgspec.json.format(content, indent=_PRETTY_SPACES)
    return 200 if reply.status == 204 else reply.status, headers, content


def instant(moment: datetime) -> str:
    """Return an instant as FHIR writes it, to the millisecond, in UTC."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def http_date(moment: datetime) -> str:
    """Return an instant as HTTP headers write it, whole seconds in GMT."""
    return format_datetime(moment, usegmt=True)


def written(reference: str, version: int, outcome: str, findings: tuple[Issue, ...] = ()) -> bytes:
    """Return the OperationOutcome that says a write was done, and what was found about the resource."""
    issue = Issue(
        message_fr=f"{reference}{f', version {version}' if version else ''} : {_FRENCH[outcome]}.",
        message_en=f"{reference}{f', version {version}' if version else ''}: {outcome}.",
        code="informational",
        severity="information",
    )
    return encode(operation_outcome([issue, *findings]))


_FRENCH = {"created": "créé", "updated": "mis à jour", "unchanged": "inchangé", "deleted": "supprimé"}


def content_of(call: Call, reply: Reply) -> bytes | None:
    """Return what an answer carries: what was read, or what `Prefer: return=` asks for of what was written."""
    if not reply.is_write or "prefer" not in call.headers:
        return reply.content
    match call.preference("return"):
        case "minimal":
            return None
        case "OperationOutcome" if reply.deleted is not None:
            return written(reply.deleted, reply.version or 0, "deleted")
        case "OperationOutcome" if reply.location is not None:
            reference, _, version = reply.location.partition("/_history/")
            return written(
                reference, int(version), "created" if reply.status == 201 else "updated", reply.findings
            )
        case _:
            return reply.content
