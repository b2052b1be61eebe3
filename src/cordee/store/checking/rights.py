"""The rights derived from resources: memberships of circles and rules of consents, as held and as they should be.

Memberships of an emergency come of no resource: they are left alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, LiteralString

import msgspec

from cordee.fhir import decode
from cordee.store.addressees import addressees_of
from cordee.store.circle import GRANTING_TYPES, grants_of
from cordee.store.columns import columns_of
from cordee.store.consents import Rule, rules_of
from cordee.store.database import Connection
from cordee.store.letter_files import letter_of
from cordee.store.orientations.sent import TASK, sent_by
from cordee.store.orientations.settling import keys_sent
from cordee.store.owned import ADDRESSED_TYPE, JOINED_TYPE
from cordee.store.refused_parts import Refused, documents_reached
from cordee.store.requested import ATTENDING_TYPES, Beside, beside, opened_by

RIGHTS_TYPES = sorted(GRANTING_TYPES | ATTENDING_TYPES | {"Consent", ADDRESSED_TYPE, JOINED_TYPE, TASK})
CIRCLE, RULE, LETTER, SENT, FILE = "circle", "consent_rule", "addressee", "sent_part", "letter_file"

Right = tuple[str, tuple[Any, ...]]
"""The table, and the values of a row but for its source: the member or recipient first, then the patient;
of a file, its message alone."""
Rights = dict[int, Counter[Right]]
"""By source."""

_COLUMNS: dict[str, LiteralString] = {
    CIRCLE: "member, patient_id, categories, writes, starts_at, ends_at, origin, needs_consent",
    RULE: "recipient, patient_id, permits, categories, starts_at, ends_at, resource, resource_key",
    LETTER: "who, patient_id, is_notice, is_unread, is_sender, thread, sent_at, is_in",
    SENT: "recipient, patient_id, resource_key, writes, starts_at",
    FILE: "letter_key",
}
_DERIVED: dict[str, LiteralString] = {
    CIRCLE: "origin <> 'emergency'",
    RULE: "true",
    LETTER: "true",
    SENT: "true",
    FILE: "true",
}
_NAMED = """SELECT w.reference, r.key FROM (
        SELECT w.reference, split_part(w.reference, '/', 1) AS type, split_part(w.reference, '/', 2) AS id
        FROM unnest(%s::text[]) w (reference) OFFSET 0) w
    JOIN resource r ON r.type = w.type AND r.id = w.id"""


class Granting(msgspec.Struct, frozen=True):
    """A resource, as far as rights are derived from it."""

    key: int
    type: str
    id: str
    content: bytes
    deleted: bool
    patient_id: str | None
    updated_at: datetime


async def held(connection: Connection, keys: Sequence[int]) -> Rights:
    """Return the rights the tables hold of these sources."""
    found: Rights = defaultdict(Counter)
    for table, columns in _COLUMNS.items():
        text = f"SELECT source_key, {columns} FROM {table} WHERE source_key = ANY(%s) AND {_DERIVED[table]}"
        for source, *values in await (await connection.execute(text, (list(keys),))).fetchall():
            found[source][(table, tuple(values))] += 1
    return found


async def expected(connection: Connection, sources: Iterable[Granting]) -> Rights:
    """Return the rights these resources give."""
    found: Rights = defaultdict(Counter)
    rules: list[tuple[Granting, Rule]] = []
    asked: list[Beside] = []
    files: dict[int, str] = {}
    for one in sources:
        if one.deleted or one.type not in RIGHTS_TYPES:
            continue
        resource = decode(one.content, one.type)
        for grant in grants_of(resource, one.type, one.patient_id):
            found[one.key][(CIRCLE, msgspec.structs.astuple(grant))] += 1
        columns = columns_of(resource, one.type)
        for letter in addressees_of(resource, one.type, columns, one.updated_at):
            found[one.key][(LETTER, msgspec.structs.astuple(letter))] += 1
        sent = sent_by(resource, one.type) if one.patient_id is not None else None
        if sent is not None and one.patient_id is not None:
            about = (sent.recipient, one.patient_id)
            found[one.key][(SENT, (*about, one.key, sent.may_answer, sent.starts_at))] += 1
            for key in await keys_sent(connection, sent, one.patient_id):
                found[one.key][(SENT, (*about, key, False, sent.starts_at))] += 1
        stands = beside(one.key, one.type, one.id, resource, one.patient_id, columns.category)
        asked += [stands] if stands is not None else []
        if letter_id := letter_of(resource, one.type, one.patient_id):
            files[one.key] = f"{ADDRESSED_TYPE}/{letter_id}"
        rules += [(one, rule) for rule in rules_of(resource, one.type, one.patient_id)]
    for opened in await opened_by(connection, asked):
        part = (opened.recipient, opened.patient_id, opened.resource_key, False, opened.starts_at)
        found[opened.source_key][(SENT, part)] += 1
    keys = await _keys_of(connection, {rule.resource for _, rule in rules} - {""} | set(files.values()))
    for source, reference in files.items():
        if reference in keys:
            found[source][(FILE, (keys[reference],))] += 1
    for one, rule in rules:
        named = keys.get(rule.resource, 0) if rule.resource else None
        values = (rule.recipient, one.patient_id, rule.permits, rule.categories, rule.starts_at, rule.ends_at)
        found[one.key][(RULE, (*values, rule.resource, named))] += 1
    for reached in await documents_reached(connection, list(_of_parts(rules))):
        said = reached.rule
        values = (said.recipient, said.patient_id, False, reached.categories, said.starts_at, said.ends_at)
        found[said.source_key][(RULE, (*values, said.resource, reached.key))] += 1
    return found


def _of_parts(rules: Iterable[tuple[Granting, Rule]]) -> Iterator[Refused]:
    for one, rule in rules:
        if rule.resource and not rule.permits and one.patient_id is not None:
            yield Refused(
                one.key,
                one.patient_id,
                rule.recipient,
                rule.categories,
                rule.resource,
                rule.starts_at,
                rule.ends_at,
            )


async def write(connection: Connection, rights: Rights, keys: Sequence[int]) -> None:
    """Replace what the tables hold of these sources."""
    for table, columns in _COLUMNS.items():
        await connection.execute(
            f"DELETE FROM {table} WHERE source_key = ANY(%s) AND {_DERIVED[table]}", (list(keys),)
        )
        rows = [
            (key, *values)
            for key in keys
            for (in_table, values), number in rights.get(key, Counter()).items()
            for _ in range(number)
            if in_table == table
        ]
        places = ", ".join(["%s"] * (columns.count(",") + 2))
        async with connection.cursor() as cursor:
            await cursor.executemany(
                f"INSERT INTO {table} (source_key, {columns}) VALUES ({places})".encode(), rows
            )


async def _keys_of(connection: Connection, references: set[str]) -> dict[str, int]:
    if not references:
        return {}
    rows = await (await connection.execute(_NAMED, (list(references),))).fetchall()
    return dict(rows)
