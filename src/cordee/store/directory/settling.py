"""Entries made to follow their resources, in the transaction that wrote them.

An entry is made of several resources: writing a Practitioner, an Organization or a Location settles the roles and
offers that refer to it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cordee.fhir.json_value import read_json
from cordee.fhir.search.catalogue import parameters_of
from cordee.store.arrays import array
from cordee.store.asker import system_asker
from cordee.store.database import Connection
from cordee.store.directory.entry import KINDS, Entry, entry_of, linked
from cordee.store.directory.terms import vector
from cordee.store.positional import fetch
from cordee.store.statements import statement
from cordee.store.wall import shown_within

SETTLED_TYPES = frozenset({*KINDS, "Practitioner", "Location"})
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


async def settle(connection: Connection, written: Iterable[tuple[int, str, str]]) -> None:
    """Make the entries of what was written (key, type, id), and of what refers to it, say what the resources say.

    Must be called inside the transaction, after the resources and their index rows. Cost: four statements for each
    `BATCH_RESOURCES` entries; none when nothing of the directory was written.
    """
    mine = [one for one in written if one[1] in SETTLED_TYPES]
    if not mine:
        return
    async with shown_within(connection, _SETTLER):
        keys = {key for key, type_, _ in mine if type_ in KINDS} | await _followers(connection, mine)
        for batch in _batches(sorted(keys)):
            await settle_keys(connection, batch)


async def settle_keys(connection: Connection, keys: Sequence[int]) -> None:
    """Write the entries of these resources anew; the connection shows the platform's rows."""
    rows = await fetch(connection, _CONTENTS, {"keys": array(list(keys))})
    contents = [(key, type_, _json(content)) for key, type_, content in rows]
    others = await _named(
        connection, {ref for _, type_, content in contents for ref in linked(type_, content)}
    )
    entries = [(key, one) for key, type_, content in contents if (one := entry_of(type_, content, others))]
    await fetch(connection, statement("settle_directory"), {"keys": array(list(keys)), **_columns(entries)})


async def _followers(connection: Connection, written: Sequence[tuple[int, str, str]]) -> set[int]:
    found: set[int] = set()
    for type_, followers in _FOLLOWERS.items():
        ids = [id_ for _, of_type, id_ in written if of_type == type_]
        if ids:
            params = [
                number for follower, code in followers for number in parameters_of(follower)[code].numbers
            ]
            values = {"types": array([type_] * len(ids)), "ids": array(ids), "params": params}
            found |= {row[0] for row in await fetch(connection, _FOLLOWING, values)}
    return found


async def _named(connection: Connection, references: set[str]) -> dict[str, dict[str, Any]]:
    if not references:
        return {}
    types, ids = zip(*(ref.split("/") for ref in sorted(references)), strict=True)
    rows = await fetch(connection, _NAMED, {"types": array(types), "ids": array(ids)})
    return {reference: _json(content) for reference, content in rows}


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


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), BATCH_RESOURCES):
        yield keys[start : start + BATCH_RESOURCES]
