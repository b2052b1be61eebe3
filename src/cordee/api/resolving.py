"""Criteria in a transaction Bundle: which resource each conditional entry, and each reference by search, is about.

Everything is looked up before anything is written, so that the outcome does not depend on the order of the entries;
only references by search may also find what the Bundle itself creates.
"""

from collections.abc import Sequence

import msgspec

from cordee.api.conditional_create import standing_version
from cordee.api.conditional_delete import matches_to_delete
from cordee.api.conditional_update import refuse_taken
from cordee.api.criteria import Criteria, criteria_of
from cordee.api.errors import ExistsAlreadyError, NoReferenceMatchError, invalid_request
from cordee.api.matching import one_match
from cordee.api.naming import naming
from cordee.api.preconditions import wants_new
from cordee.api.update import wrong_id
from cordee.fhir.bundle_entry import PlannedEntry, conditional_references, head
from cordee.kernel.errors import InvalidRequestError, NotFoundError, VersionConflictError
from cordee.kernel.ids import new_id
from cordee.store import Transaction, Written

NAMES_MAX = 20_000
REFERENCES_MAX = 2_000
"""Names to hold, and references by search to look up, for one transaction: each costs a lock or a statement."""

References = dict[str, str]


class Resolved(msgspec.Struct, frozen=True):
    """Entries that know their id, and what stands for those that have nothing to write.

    A conditional create that found a resource is among both: its address stands for its `fullUrl`. A conditional delete
    is as many entries, of one index, as it found resources.
    """

    entries: list[PlannedEntry]
    standing: dict[int, Written | None]


async def resolve(within: Transaction, planned: Sequence[PlannedEntry], base: str) -> Resolved:
    """Return the entries with the ids their criteria lead to; the names of all criteria are held from here on.

    Raises: SeveralMatchError, NotFoundError, VersionConflictError and others, each naming the entry.
    """
    asked = {entry.index: _criteria(entry, base) for entry in planned if _is_conditional(entry)}
    if sum(len(criteria.names) for criteria in asked.values()) > NAMES_MAX:
        raise _too_many(NAMES_MAX)
    if asked:
        await within.hold(name for criteria in asked.values() for name in criteria.names)
    found = Resolved(entries=[], standing={})
    for entry in planned:
        if entry.index not in asked:
            found.entries.append(entry)
            continue
        with naming(_place(entry)):
            await _RESOLVERS[entry.method](within, entry, asked[entry.index], found)
    return found


async def resolve_references(within: Transaction, entries: Sequence[PlannedEntry], base: str) -> References:
    """Return the address each reference by search stands for.

    Raises: SeveralMatchError and NoReferenceMatchError, naming the first entry that has it.
    """
    links: References = {}
    for entry in entries:
        for text, type_, query in conditional_references(entry.content or b""):
            if text in links:
                continue
            if len(links) >= REFERENCES_MAX:
                raise _too_many(REFERENCES_MAX)
            with naming(f"Bundle.entry[{entry.index}].resource"):
                id_ = await one_match(within, criteria_of(type_, query, base), to_write=False)
                if id_ is None:
                    raise NoReferenceMatchError
                links[text] = f"{type_}/{id_}"
    return links


def _too_many(most: int) -> InvalidRequestError:
    return invalid_request(
        f"Une transaction compte {most} critères au plus. Rien n’a été enregistré.",
        f"A transaction has {most} criteria at most. Nothing was stored.",
        "Bundle.entry",
        "too-costly",
    )


def _is_conditional(entry: PlannedEntry) -> bool:
    return entry.criteria is not None and not entry.is_read


def _place(entry: PlannedEntry) -> str:
    return f"Bundle.entry[{entry.index}].request.{'ifNoneExist' if entry.method == 'POST' else 'url'}"


def _criteria(entry: PlannedEntry, base: str) -> Criteria:
    with naming(_place(entry)):
        return criteria_of(entry.type, (entry.criteria or "").lstrip("?"), base)


async def _create(within: Transaction, entry: PlannedEntry, criteria: Criteria, found: Resolved) -> None:
    id_ = await one_match(within, criteria, to_write=False)
    standing = await standing_version(within, entry.type, id_) if id_ is not None else None
    if standing is not None:
        found.standing[entry.index] = standing
        entry = msgspec.structs.replace(entry, id=standing.id)
    found.entries.append(entry)


async def _update(within: Transaction, entry: PlannedEntry, criteria: Criteria, found: Resolved) -> None:
    id_ = await one_match(within, criteria, to_write=True)
    sent_id = head(entry.content or b"").id
    if id_ is not None and wants_new(entry.headers):
        raise ExistsAlreadyError
    if id_ is None and entry.if_match is not None:
        raise VersionConflictError
    if id_ is not None and sent_id not in (None, id_):
        raise wrong_id(entry.type)
    if id_ is None:
        await refuse_taken(within, entry.type, sent_id)
    found.entries.append(msgspec.structs.replace(entry, id=id_ or sent_id or new_id()))


async def _patch(within: Transaction, entry: PlannedEntry, criteria: Criteria, found: Resolved) -> None:
    id_ = await one_match(within, criteria, to_write=True)
    if id_ is None:
        raise NotFoundError
    found.entries.append(msgspec.structs.replace(entry, id=id_))


async def _delete(within: Transaction, entry: PlannedEntry, criteria: Criteria, found: Resolved) -> None:
    ids = await matches_to_delete(within, criteria, entry.if_match)
    found.entries.extend(msgspec.structs.replace(entry, id=id_) for id_ in ids)
    if not ids:
        found.standing[entry.index] = None


_RESOLVERS = {"POST": _create, "PUT": _update, "PATCH": _patch, "DELETE": _delete}
