"""A document that holds what somebody is refused is refused to them too. ADR 0045.

A refusal may name one resource. Documents keep copies of others: a version of a plan holds its goals, a Composition
tells of them. The rule that refuses the one is written once more for each document of the record that holds or names
it, so that both walls refuse it without knowing why.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from cordee.fhir.json_value import objects_within, read_json
from cordee.store.arrays import array
from cordee.store.asker import system_asker
from cordee.store.database import Connection
from cordee.store.positional import fetch
from cordee.store.wall import shown_within

HOLDING_TYPES = frozenset({"Bundle", "Composition"})
"""What tells again what other resources say."""
RULING_TYPES = HOLDING_TYPES | {"Consent"}
_SETTLER = system_asker("refused-parts")

_PATIENTS = """SELECT DISTINCT r.patient_id FROM resource r
    WHERE r.key = ANY(%(keys)s::text::bigint[]) AND r.patient_id IS NOT NULL ORDER BY 1"""
# Who writes a refusal and who writes a document of one record wait for one another: the later sees what the other did.
_HOLD = """SELECT pg_advisory_xact_lock(hashtextextended('refused-parts ' || p, 0))
    FROM unnest(%(patients)s::text::text[]) p"""
# A rule as it was read from its Consent is bound to the resource it names, or waits for it.
_RULES = """SELECT k.source_key, k.patient_id, k.recipient, k.categories, k.resource, k.starts_at, k.ends_at
    FROM consent_rule k
    WHERE k.patient_id = ANY(%(patients)s::text::text[]) AND NOT k.permits AND k.resource <> ''
      AND (k.resource_key = 0 OR EXISTS (
        SELECT 1 FROM resource n WHERE n.key = k.resource_key AND n.type || '/' || n.id = k.resource))"""
_DROP = """DELETE FROM consent_rule k USING resource r
    WHERE k.patient_id = ANY(%(patients)s::text::text[]) AND k.resource <> '' AND k.resource_key = r.key
      AND r.type || '/' || r.id <> k.resource"""
_DOCUMENTS = """SELECT r.key, r.patient_id, r.type || '/' || r.id, r.category, r.content FROM resource r
    WHERE r.patient_id = ANY(%(patients)s::text::text[]) AND r.type IN ('Bundle', 'Composition') AND NOT r.deleted"""
_OUTSIDE = """SELECT w.n
    FROM unnest(%(n)s::text::int[], %(types)s::text::text[], %(ids)s::text::text[], %(categories)s::text::int[])
        w (n, type, id, categories)
    JOIN resource r ON r.type = w.type AND r.id = w.id WHERE r.category & w.categories = 0"""
_ADD = """INSERT INTO consent_rule (source_key, patient_id, recipient, permits, categories, resource, starts_at,
                          ends_at, resource_key)
    SELECT u.source, u.patient, u.recipient, false, u.categories, u.resource, u.starts_at, u.ends_at, u.key
    FROM unnest(%(source)s::text::bigint[], %(patient)s::text::text[], %(recipient)s::text::text[],
                %(categories)s::text::int[], %(resource)s::text::text[], %(starts)s::text::timestamptz[],
                %(ends)s::text::timestamptz[], %(key)s::text::bigint[])
        AS u (source, patient, recipient, categories, resource, starts_at, ends_at, key)"""


class Refused(msgspec.Struct, frozen=True):
    """A rule that refuses one resource: what a document that holds it is refused by."""

    source_key: int
    patient_id: str
    recipient: str
    categories: int
    resource: str
    starts_at: Any
    ends_at: Any


class Reaching(msgspec.Struct, frozen=True):
    """A document a refusal reaches, by its key, and the categories the rule has to name for it."""

    rule: Refused
    key: int
    categories: int


async def settle_refused_parts(connection: Connection, written: Iterable[tuple[int, str, str]]) -> None:
    """Make the rules of documents say what Consents and documents say, after they were written (key, type, id).

    Must be called inside the transaction. Cost: nothing unless a Consent or a document was written; then a few
    statements, and the documents of that record are read when one of its resources is refused.
    """
    keys = [key for key, type_, _ in written if type_ in RULING_TYPES]
    if not keys:
        return
    async with shown_within(connection, _SETTLER):
        rows = await fetch(connection, _PATIENTS, {"keys": array(keys)})
        patients = {"patients": array([row[0] for row in rows])}
        await fetch(connection, _HOLD, patients)
        rules = [Refused(*row) for row in await fetch(connection, _RULES, patients)]
        if not rules:
            return
        await fetch(connection, _DROP, patients)
        found = await documents_reached(connection, rules)
        if found:
            await fetch(connection, _ADD, _columns(found))


async def documents_reached(connection: Connection, rules: Sequence[Refused]) -> list[Reaching]:
    """Return the documents that each rule reaches; the connection shows the platform's rows."""
    if not rules:
        return []
    rules = await _of_what_is_named(connection, rules)
    patients = {"patients": array(sorted({one.patient_id for one in rules}))}
    found: list[Reaching] = []
    for key, patient_id, reference, category, content in await fetch(connection, _DOCUMENTS, patients):
        mine = [one for one in rules if one.patient_id == patient_id and one.resource != reference]
        held = held_in(content) if mine else set()
        found += [Reaching(one, key, one.categories | category) for one in mine if one.resource in held]
    return found


def held_in(content: bytes) -> set[str]:
    """Return what a document holds or names, as `Type/id`, whatever server it is said to be on."""
    return {one for element in objects_within(read_json(content)) for one in _said_by(element)}


async def _of_what_is_named(connection: Connection, rules: Sequence[Refused]) -> list[Refused]:
    """Return the rules but those that refuse another part of the record than the resource they name is of."""
    parts = [one.resource.split("/") for one in rules]
    values = {
        "n": array(list(range(len(rules)))),
        "types": array([one[0] for one in parts]),
        "ids": array([one[-1] for one in parts]),
        "categories": array([one.categories for one in rules]),
    }
    outside = {row[0] for row in await fetch(connection, _OUTSIDE, values)}
    return [one for number, one in enumerate(rules) if number not in outside]


def _said_by(element: dict[str, Any]) -> Iterator[str]:
    type_, id_ = element.get("resourceType"), element.get("id")
    if isinstance(type_, str) and isinstance(id_, str):
        yield f"{type_}/{id_}"
    for name in ("reference", "fullUrl"):
        said = element.get(name)
        if isinstance(said, str):
            yield "/".join(said.partition("/_history/")[0].split("/")[-2:])


def _columns(found: Sequence[Reaching]) -> dict[str, str]:
    return {
        "source": array([one.rule.source_key for one in found]),
        "patient": array([one.rule.patient_id for one in found]),
        "recipient": array([one.rule.recipient for one in found]),
        "categories": array([one.categories for one in found]),
        "resource": array([one.rule.resource for one in found]),
        "starts": array([one.rule.starts_at for one in found]),
        "ends": array([one.rule.ends_at for one in found]),
        "key": array([one.key for one in found]),
    }
