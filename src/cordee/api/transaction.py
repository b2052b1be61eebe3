"""A transaction: every entry of the Bundle in one transaction of the database, reads included.

Source: https://hl7.org/fhir/R4/http.html#trules
"""

import asyncio

import msgspec

from cordee.access import Door
from cordee.api.answer_room import Room
from cordee.api.bundles import bundle
from cordee.api.call import Call, Reply
from cordee.api.entry import Answer, answer_or_refuse, entry_out
from cordee.api.resolving import Resolved, resolve, resolve_references
from cordee.api.scoping import require_all
from cordee.api.staging import answer_of, flush_entries, stage, typed_resources
from cordee.api.traces import refuse_writes
from cordee.api.writing import written_reply
from cordee.fhir.bundle import Envelope, link_entry, link_together, plan_transaction
from cordee.fhir.bundle_entry import PlannedEntry, conditional_references
from cordee.kernel.errors import UnavailableError
from cordee.store import Transaction

SECONDS_MAX = 60.0
"""One attempt at a transaction: it holds a connection and what it has locked all that time."""

Answers = dict[int, Answer]


async def transaction(call: Call, envelope: Envelope) -> Reply:
    """Store everything or nothing: DELETE, then POST, then PUT and PATCH, then answer GET, which sees what was written.

    Criteria and references that are searches are looked up inside the transaction. A GET that finds nothing is told in
    its own entry and undoes no write. An attempt that loses against another transaction starts again from the Bundle.

    Raises: InsufficientScopeError before anything is done; InvalidResourceError naming each wrong entry with its path;
        RuleViolatedError for references to no entry; what any single write may raise.
    """
    planned = plan_transaction(envelope)
    require_all(call.door, planned)
    refuse_writes(planned)
    if any(_must_look(entry) for entry in planned):

        async def attempt(within: Transaction, inside: Door) -> Answers:
            try:
                async with asyncio.timeout(SECONDS_MAX):
                    return await _carry_out(call, within, inside, plan_transaction(envelope))
            except TimeoutError:
                raise _too_slow() from None

        answers = await call.door.transact(attempt)
    else:
        answers = await _store(call, planned)
    entries = [entry_out(call, answers[index]) for index in range(len(envelope.entry))]
    return Reply(status=200, content=bundle("transaction-response", entries))


def _must_look(entry: PlannedEntry) -> bool:
    """Return whether the entry needs something from the database before it can be staged, or reads from it."""
    if entry.is_read or entry.method == "PATCH" or entry.criteria is not None:
        return True
    return entry.content is not None and bool(conditional_references(entry.content))


async def _store(call: Call, planned: list[PlannedEntry]) -> Answers:
    """Store entries that only write, without a look at what is there: one unit."""
    linked = link_together(planned)
    if not linked:
        return {}
    resources = typed_resources(linked)
    async with call.door.writing() as unit:
        for entry in linked:
            stage(unit, entry, resources.get(entry.index))
    return {entry.index: answer_of(written) for entry, written in zip(linked, unit.results, strict=True)}


async def _carry_out(call: Call, within: Transaction, inside: Door, planned: list[PlannedEntry]) -> Answers:
    found = await resolve(within, planned, call.base)
    linked = link_together(found.entries)
    writes = [entry for entry in linked if not entry.is_read and entry.index not in found.standing]
    answers = _standing(found)
    answers |= await _write(within, call.base, writes)
    reading = msgspec.structs.replace(call, door=inside)
    room = Room()
    for entry in linked:
        if entry.is_read:
            answers[entry.index] = room.full or room.taken(await answer_or_refuse(reading, entry))
    return answers


def _too_slow() -> UnavailableError:
    return UnavailableError(
        f"La transaction demande plus de {SECONDS_MAX:.0f} secondes. Rien n’a été enregistré : envoyez-la en plusieurs "
        "fois.",
        f"The transaction takes more than {SECONDS_MAX:.0f} seconds. Nothing was stored: send it in several parts.",
    )


def _standing(found: Resolved) -> Answers:
    """Return the answers to entries that have nothing to write: what was found, or nothing to delete."""
    return {
        index: written_reply(standing) if standing is not None else Reply(status=204, is_write=True)
        for index, standing in found.standing.items()
    }


async def _write(within: Transaction, base: str, entries: list[PlannedEntry]) -> Answers:
    """Write entries; those that hold references by search after the others, which these references may find."""
    first, last = list[PlannedEntry](), list[PlannedEntry]()
    for entry in entries:
        (last if conditional_references(entry.content or b"") else first).append(entry)
    written = list(zip(first, await flush_entries(within, first), strict=True))
    if last:
        links = await resolve_references(within, last, base)
        last = [link_entry(entry, links) for entry in last]
        written += zip(last, await flush_entries(within, last), strict=True)
    answers: Answers = {}
    for entry, one in written:
        several = entry.index in answers  # a conditional delete of several resources
        answers[entry.index] = Reply(status=204, is_write=True) if several else answer_of(one)
    return answers
