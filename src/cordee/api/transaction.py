"""A transaction: every write of the Bundle in one transaction of the database, then its reads."""

from typing import Any

from cordee.api.bundles import bundle
from cordee.api.call import Call, Reply
from cordee.api.entry import Answer, answer_entry, entry_out, inside
from cordee.api.writing import written_reply
from cordee.fhir import decode
from cordee.fhir.bundle import Envelope, plan_transaction
from cordee.fhir.bundle_entry import PlannedEntry
from cordee.kernel.errors import InvalidResourceError, Issue
from cordee.store import Unit
from cordee.store.staged import Written


async def transaction(call: Call, envelope: Envelope) -> Reply:
    """Store everything or nothing, in the order DELETE, POST, PUT; then answer the GET entries.

    Reads come after the commit: one that finds nothing is told in its own entry and undoes no write.

    Raises: InvalidResourceError naming each wrong entry with its path; RuleViolatedError for references to no entry;
        what any single write may raise.
    """
    planned = plan_transaction(envelope)
    writes = [entry for entry in planned if entry.method != "GET"]
    answers: dict[int, Answer] = {}
    for entry, written in zip(writes, await _store(call, writes), strict=True):
        answers[entry.index] = await _reply(call, entry, written)
    for entry in planned:
        if entry.method == "GET":
            answers[entry.index] = await answer_entry(call, entry)
    entries = [entry_out(call, answers[index]) for index in range(len(envelope.entry))]
    return Reply(status=200, content=bundle("transaction-response", entries))


async def _store(call: Call, writes: list[PlannedEntry]) -> list[Written]:
    resources = _resources(writes)
    if not writes:
        return []
    async with call.door.writing() as unit:
        for entry in writes:
            _stage(unit, entry, resources.get(entry.index))
    return unit.results


def _resources(writes: list[PlannedEntry]) -> dict[int, Any]:
    found, issues = dict[int, Any](), list[Issue]()
    refused: InvalidResourceError | None = None
    for entry in writes:
        if entry.content is None:
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


def _stage(unit: Unit, entry: PlannedEntry, resource: Any) -> None:
    match entry.method:
        case "DELETE":
            unit.delete(entry.type, entry.id, expected_version=entry.if_match)
        case "POST":
            unit.create(resource)
        case _ if entry.if_match is not None:
            unit.update(resource, expected_version=entry.if_match)
        case _:
            unit.put(resource)


async def _reply(call: Call, entry: PlannedEntry, written: Written) -> Reply:
    if entry.method == "DELETE":
        return Reply(status=204, version=written.version, is_write=True)
    return await written_reply(call.door, written)
