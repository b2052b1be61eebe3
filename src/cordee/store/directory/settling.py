"""Entries made to follow their resources, in the transaction that wrote them.

An entry is made of several resources: writing a Practitioner, an Organization or a Location settles the roles and
offers that refer to it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from cordee.fhir.json_value import read_json
from cordee.fhir.search.catalogue import parameters_of
from cordee.store.arrays import array
from cordee.store.asker import system_asker
from cordee.store.database import Connection
from cordee.store.directory.entry import KINDS, Entry, entry_of, linked
from cordee.store.directory.fresh import Fresh, Known
from cordee.store.directory.terms import vector
from cordee.store.positional import fetch
from cordee.store.statements import statement
from cordee.store.wall import shown_within

T = TypeVar("T")

BATCH_RESOURCES = 500
_SETTLER = system_asker("directory")
_FOLLOWERS = {
    "Practitioner": (("PractitionerRole", "practitioner"),),
    "Organization": (("PractitionerRole", "organization"), ("HealthcareService", "organization")),
    "Location": (("PractitionerRole", "location"), ("HealthcareService", "location")),
}
_FOLLOWING = """SELECT DISTINCT i.key FROM unnest(%(types)s::text::text[], %(ids)s::text::text[]) w (type, id)
    JOIN index_reference i ON i.param = ANY(%(params)s::int[]) AND i.target_id = w.id AND i.target_type = w.type"""
_CONTENTS = """SELECT r.key, r.type, r.content FROM resource r
    WHERE r.key = ANY(%(keys)s::text::bigint[]) AND NOT r.deleted"""
_NAMED = """SELECT r.type || '/' || r.id, r.content
    FROM (SELECT * FROM unnest(%(types)s::text::text[], %(ids)s::text::text[]) w (type, id) OFFSET 0) w
    JOIN resource r ON r.type = w.type AND r.id = w.id WHERE NOT r.deleted"""


async def settle(connection: Connection, written: Sequence[Fresh]) -> None:
    """Make the entries of what was written, and of what refers to it, say what the resources say.

    Must be called inside the transaction, after the resources and their index rows. Cost: a statement for each kind of
    what may be referred to, and at most three for each `BATCH_RESOURCES` entries: none asks for what was just written.
    """
    if not written:
        return
    known = Known(written)
    async with shown_within(connection, _SETTLER):
        keys = {one.key for one in written if one.type in KINDS} | await followers_of(connection, written)
        for batch in batches(sorted(keys)):
            await settle_keys(connection, batch, known)


async def settle_keys(connection: Connection, keys: Sequence[int], known: Known | None = None) -> None:
    """Write the entries of these resources anew; the connection shows the platform's rows."""
    known = known or Known()
    contents = await _contents(connection, keys, known)
    others = await named(
        connection, {ref for _, type_, content in contents for ref in linked(type_, content)}, known
    )
    entries = [(key, one) for key, type_, content in contents if (one := entry_of(type_, content, others))]
    await write_entries(connection, keys, entries)


async def write_entries(
    connection: Connection, keys: Sequence[int], entries: Sequence[tuple[int, Entry]]
) -> None:
    """Write the entries of these resources; those that have none any more lose theirs."""
    await fetch(connection, statement("settle_directory"), {"keys": array(list(keys)), **_columns(entries)})


async def _contents(
    connection: Connection, keys: Sequence[int], known: Known
) -> list[tuple[int, str, dict[str, Any]]]:
    fresh = [known.by_key[key] for key in keys if key in known.by_key]
    found = [(one.key, one.type, one.content) for one in fresh if one.content is not None]
    asked = [key for key in keys if key not in known.by_key]
    if asked:
        rows = await fetch(connection, _CONTENTS, {"keys": array(asked)})
        found += [(key, type_, _json(content)) for key, type_, content in rows]
    return found


async def followers_of(connection: Connection, written: Sequence[Fresh]) -> set[int]:
    """Return the keys of what refers to the resources written, and whose entry is made of them."""
    found: set[int] = set()
    for type_, followers in _FOLLOWERS.items():
        ids = [one.id for one in written if one.type == type_]
        if ids:
            params = [
                number for follower, code in followers for number in parameters_of(follower)[code].numbers
            ]
            values = {"types": array([type_] * len(ids)), "ids": array(ids), "params": params}
            found |= {row[0] for row in await fetch(connection, _FOLLOWING, values)}
    return found


async def named(connection: Connection, references: set[str], known: Known) -> dict[str, dict[str, Any]]:
    """Return what these references are to, of what exists; asks only for what is not known."""
    fresh = known.by_reference
    found = {ref: content for ref in references if (content := fresh.get(ref)) is not None}
    asked = sorted(ref for ref in references if ref not in fresh)
    if asked:
        types, ids = zip(*(ref.split("/") for ref in asked), strict=True)
        rows = await fetch(connection, _NAMED, {"types": array(types), "ids": array(ids)})
        found |= {reference: _json(content) for reference, content in rows}
    return found


def _json(content: bytes) -> dict[str, Any]:
    found = read_json(content)
    return found if isinstance(found, dict) else {}


def _columns(entries: Sequence[tuple[int, Entry]]) -> dict[str, Any]:
    words = sorted({word for _, one in entries for word in one.words})
    return {
        "key": array([key for key, _ in entries]),
        "kind": array([one.kind for _, one in entries]),
        "name": array([one.name for _, one in entries]),
        "role": array([one.role for _, one in entries]),
        "structure": array([one.structure for _, one in entries]),
        "phone": array([one.phone for _, one in entries]),
        "town": array([one.town for _, one in entries]),
        "commune": array([one.commune for _, one in entries]),
        "places": array([one.places for _, one in entries]),
        "places_at": array([one.places_at for _, one in entries]),
        "normalized": array([one.normalized for _, one in entries]),
        "terms": array([vector(one.terms) for _, one in entries]),
        "new_words": array(words),
    }


def batches(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield them `BATCH_RESOURCES` at a time."""
    for start in range(0, len(keys), BATCH_RESOURCES):
        yield keys[start : start + BATCH_RESOURCES]
