"""The interactions that answer for AuditEvent instead of those of the store."""

from collections.abc import Iterable

import msgspec

from cordee.api.bundles import CURSOR, EntryOut, bundle, links
from cordee.api.call import Call, Handler, Interaction, Reply
from cordee.api.errors import MethodNotAllowedError
from cordee.api.preconditions import is_known
from cordee.api.search import with_form
from cordee.api.searchset import outcome_entry
from cordee.api.traces.asked import asked_of
from cordee.api.traces.event import event_of
from cordee.fhir.bundle_entry import PlannedEntry
from cordee.kernel.errors import NotFoundError
from cordee.store.trace import TraceLine

AUDIT_EVENT = "AuditEvent"
_ALLOWED = ["GET", "HEAD", "OPTIONS"]
_NOT_SEARCH = frozenset({"_format", "_pretty"})


async def read_trace(call: Call) -> Reply:
    """Return one line of the trace; what is not the caller's answers as what does not exist."""
    line = await call.door.traces.one(call.id)
    if is_known(call.headers, 1, line.at):
        return Reply(status=304, version=1, updated_at=line.at)
    return Reply(status=200, content=msgspec.json.encode(event_of(line)), version=1, updated_at=line.at)


async def vread_trace(call: Call) -> Reply:
    """Return one line of the trace by its only version."""
    if call.version != "1":
        raise NotFoundError
    return await read_trace(call)


async def search_traces(call: Call) -> Reply:
    """Return one page of lines, newest first, of the record named or, for who may, of the territory.

    Without a person, an agent or a date the last month is searched. Raises ForbiddenError when they are not the
    caller's to read.
    """
    pairs = [pair for pair in call.pairs if pair[0] not in _NOT_SEARCH]
    path = AUDIT_EVENT
    if call.inside:
        path = f"{call.type}/{call.id}/{AUDIT_EVENT}"
        name = "patient" if call.type == "Patient" else "agent"
        pairs = [*pairs, (name, f"{call.type}/{call.id}")]
    asked = asked_of(pairs, strict=call.preference("handling") == "strict")
    lines = await call.door.traces.page(asked.lines, 0 if asked.is_empty else asked.count + 1)
    page = lines[: asked.count]
    cursor = page[-1].name if len(lines) > len(page) else None
    applied = asked.applied[:-1] if call.inside else asked.applied
    found = links(call, path, applied, cursor)
    if any(name == CURSOR for name, _ in applied):
        first = [pair for pair in applied if pair[0] != CURSOR]
        found.insert(1, {"relation": "first", "url": links(call, path, first, None)[0]["url"]})
    entries = [_entry(call, line) for line in page]
    return Reply(status=200, content=bundle("searchset", [*entries, *outcome_entry(asked.unknown)], found))


async def search_traces_form(call: Call) -> Reply:
    """Return the same page for parameters sent as a form."""
    return await search_traces(await with_form(call))


def served_for(type_: str, inside: str, interaction: Interaction) -> Handler:
    """Return who answers an interaction about a type: its own handler, or that of the trace for AuditEvent.

    Raises MethodNotAllowedError for what would write one: the trace writes itself.
    """
    if (inside or type_) != AUDIT_EVENT or interaction.level == "system" or interaction.code == "operation":
        return interaction.handler
    is_form = interaction.path.endswith("/_search")
    return _handler(interaction.code, interaction.method, is_form=is_form)


def handler_of_entry(entry: PlannedEntry) -> Handler:
    """Return the same for an entry of a Bundle that names AuditEvent. Raises MethodNotAllowedError."""
    if entry.method != "GET":
        raise MethodNotAllowedError(entry.method, _ALLOWED)
    name, _, version = entry.rest.partition("/")
    if entry.id and name == "_history" and version:
        return vread_trace
    if name or entry.id == "_history":
        raise NotFoundError
    return read_trace if entry.id else search_traces


def refuse_writes(entries: Iterable[PlannedEntry]) -> None:
    """Return when no entry of a transaction would write an AuditEvent; raises MethodNotAllowedError."""
    for entry in entries:
        if entry.type == AUDIT_EVENT and not entry.is_read:
            raise MethodNotAllowedError(entry.method, _ALLOWED)


def _handler(code: str, method: str, *, is_form: bool) -> Handler:
    match code:
        case "read":
            return read_trace
        case "vread":
            return vread_trace
        case "search-type":
            return search_traces_form if is_form else search_traces
        case _:
            raise MethodNotAllowedError(method, _ALLOWED)


def _entry(call: Call, line: TraceLine) -> EntryOut:
    return EntryOut(
        fullUrl=f"{call.base}/{AUDIT_EVENT}/{line.name}",
        resource=msgspec.Raw(msgspec.json.encode(event_of(line))),
        search={"mode": "match"},
    )
