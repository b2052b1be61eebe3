"""Entries of a transaction staged into a unit, and what is told of each once it is written."""

from collections.abc import Sequence
from typing import Any

from cordee.api.call import Reply
from cordee.api.entry import inside
from cordee.api.naming import naming
from cordee.api.patching import current_to_patch, patch_of_entry
from cordee.api.preconditions import wants_new
from cordee.api.update import stage_update
from cordee.api.writing import deleted_reply, written_reply
from cordee.fhir import decode
from cordee.fhir.bundle_entry import PlannedEntry
from cordee.fhir.patch import patched
from cordee.kernel.errors import InvalidResourceError, Issue
from cordee.store import Transaction, Unit, Written


def typed_resources(entries: Sequence[PlannedEntry]) -> dict[int, Any]:
    """Return the resource of each POST and PUT under the id it will have, by index of its entry.

    Raises: InvalidResourceError naming every wrong element of every entry.
    """
    found, issues = dict[int, Any](), list[Issue]()
    refused: InvalidResourceError | None = None
    for entry in entries:
        if entry.content is None or entry.method == "PATCH":
            continue
        try:
            resource: Any = decode(entry.content, entry.type)
        except InvalidResourceError as error:
            refused = error
            issues += [inside(entry.index, issue) for issue in error.issues]
            continue
        resource.id = entry.id
        found[entry.index] = resource
    if refused is not None:
        refused.issues = tuple(issues)
        raise refused
    return found


def stage(unit: Unit, entry: PlannedEntry, resource: Any) -> None:
    """Stage a DELETE, POST or PUT under its preconditions."""
    match entry.method:
        case "DELETE":
            unit.delete(
                entry.type, entry.id, expected_version=entry.if_match, may_be_absent=entry.if_match is None
            )
        case "POST":
            unit.create(resource, is_decoded=True)
        case _:
            stage_update(unit, resource, entry.if_match, is_new=wants_new(entry.headers))


async def flush_entries(within: Transaction, entries: Sequence[PlannedEntry]) -> list[Written]:
    """Write entries and return what became of each, in their order; patches are applied to what stands, locked."""
    if not entries:
        return []
    resources = typed_resources(entries)
    unit = within.unit()
    for entry in entries:
        if entry.method == "PATCH":
            with naming(f"Bundle.entry[{entry.index}]"):
                await _stage_patch(within, unit, entry)
        else:
            stage(unit, entry, resources.get(entry.index))
    return await within.flush(unit)


async def _stage_patch(within: Transaction, unit: Unit, entry: PlannedEntry) -> None:
    patch = patch_of_entry(entry.content or b"", entry.type)
    current = await current_to_patch(within, entry.type, entry.id, entry.if_match)
    unit.put(patched(current.content, patch), expected_version=current.version)


def answer_of(written: Written) -> Reply:
    """Return the reply to one entry that was written."""
    return deleted_reply(written) if written.is_deletion else written_reply(written)
