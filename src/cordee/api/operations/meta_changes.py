"""`$meta-add` and `$meta-delete`: change the profiles, tags and labels of one resource.

Source: https://hl7.org/fhir/R4/resource-operation-meta-add.html and …-meta-delete.html
"""

from collections.abc import Callable

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.labels import with_labels, without_labels
from cordee.api.operations.operation import Operation, Out
from cordee.api.preconditions import expected_version
from cordee.fhir import decode
from cordee.fhir.json_value import Json, read_json, write_json
from cordee.kernel.errors import VersionConflictError

ATTEMPTS_MAX = 4

Change = Callable[[Json, Json], Json]


async def meta_add(call: Call, given: Arguments) -> Out:
    """Return the meta once it holds what was given too."""
    return await _changed(call, given, with_labels)


async def meta_delete(call: Call, given: Arguments) -> Out:
    """Return the meta once it no longer holds what was given."""
    return await _changed(call, given, without_labels)


async def _changed(call: Call, given: Arguments, change: Change) -> Out:
    """Store the change as any other write: its rights are checked, it is a version of its own, it is traced.

    A visibility label decides who sees the resource, so its change must be found in the history. Nothing to change
    makes no version. Whoever is faster costs another attempt, unless `If-Match` named the version.
    """
    only = expected_version(call.headers)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return await _attempt(call, given.content("meta") or {}, change, only)
        except VersionConflictError:
            if only is not None or attempt == ATTEMPTS_MAX:
                raise
    raise AssertionError


async def _attempt(call: Call, labels: Json, change: Change, only: int | None) -> Out:
    stored = await call.door.read(call.type, call.id)
    content = read_json(stored.content)
    content["meta"] = change(content.get("meta", {}), labels)
    async with call.door.writing() as unit:
        version = stored.version if only is None else only
        unit.put(decode(write_json(content), call.type), expected_version=version)
    written = unit.results[0].content or stored.content
    return Out({"return": read_json(written)["meta"]})


_BASE = "http://hl7.org/fhir/OperationDefinition/Resource-"
META_ADD = Operation(canonical=f"{_BASE}meta-add", handler=meta_add, affects_state=True)
META_DELETE = Operation(canonical=f"{_BASE}meta-delete", handler=meta_delete, affects_state=True)
