"""The arrays of one flush: staged resources turned into the columns of `sql/write.sql`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from msgspec import structs

from cordee.fhir.json_value import Json, read_json
from cordee.store.addressees import addressees_of
from cordee.store.arrays import array, as_arrays
from cordee.store.asker import Asker
from cordee.store.circle import grants_of
from cordee.store.columns import Columns
from cordee.store.consents import rules_of
from cordee.store.directory.fresh import SETTLED_TYPES, Fresh
from cordee.store.index_rows import INDEX_COLUMNS, index_rows
from cordee.store.predicate import may_write
from cordee.store.staged import Kept
from cordee.store.statements import statement

_TABLES: dict[str, tuple[str, ...]] = {
    "resource": (
        "key", "type", "id", "version", "deleted", "patient_id", "category", "hidden_from", "happened_at", "content",
        "granted", "replaces", "updated_at", "updated_by", "opens", "keys", "recipients",
    ),
    **INDEX_COLUMNS,
    "circle": (
        "circle_key", "circle_member", "circle_patient", "circle_categories", "circle_writes", "circle_start",
        "circle_end", "circle_origin", "circle_needs_consent",
    ),
    "content": (
        "content_key", "content_version", "content_patient", "content_address", "content_sha256", "content_bytes",
        "content_sender",
    ),
    "file": ("file_key", "file_letter"),
    "rule": (
        "rule_key", "rule_patient", "rule_recipient", "rule_permits", "rule_categories", "rule_resource", "rule_start",
        "rule_end",
    ),
    "letter": (
        "letter_key", "letter_who", "letter_patient", "letter_is_notice", "letter_is_unread",
        "letter_is_sender", "letter_thread", "letter_sent", "letter_is_in",
    ),
    "trace": (
        "trace_who", "trace_role", "trace_organization", "trace_purpose", "trace_action", "trace_type", "trace_id",
        "trace_patient", "trace_count",
    ),
}  # fmt: skip


class Rows:
    """Collects the rows of one asker's unit, table by table."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._of_asker = {"keys": array(asker.keys), "recipients": array(asker.recipients)}
        self.tables: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
        self._traced: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._listed: dict[int, Json] = {}

    def add_resource(self, **columns: Any) -> None:
        """Add one row of `resource`."""
        columns |= self._of_asker
        self.tables["resource"].append(tuple(map(columns.__getitem__, _TABLES["resource"])))

    def add_indexes(self, key: int, type_name: str, content: bytes, columns: Columns) -> None:
        """Add what searches find a resource by."""
        found = read_json(content)
        for table, rows in index_rows(key, type_name, found, columns.patient_id).items():
            self.tables[table].extend(rows)
        if type_name in SETTLED_TYPES:
            self._listed[key] = found

    def add_rights(self, key: int, type_name: str, resource: Any, columns: Columns) -> None:
        """Add the memberships a resource grants, and the rules of a consent."""
        for grant in grants_of(resource, type_name, columns.patient_id):
            self._append("circle", key, *structs.astuple(grant))
        for rule in rules_of(resource, type_name, columns.patient_id):
            self._append("rule", key, columns.patient_id, *structs.astuple(rule))

    def add_addressees(
        self, key: int, type_name: str, resource: Any, columns: Columns, written_at: datetime
    ) -> set[str]:
        """Add whom a letter is from and to, and return them."""
        found = addressees_of(resource, type_name, columns, written_at)
        for one in found:
            self._append("letter", key, *structs.astuple(one))
        return {one.who for one in found}

    def add_content(self, key: int, version: int, patient_id: str | None, kept: Kept, by: str) -> None:
        """Add where the content of a version of a Binary is; of no record, it counts for whoever sent it."""
        sender = by if patient_id is None else None
        self._append("content", key, version, patient_id, kept.address, kept.sha256, kept.byte_count, sender)

    def add_letter_file(self, key: int, letter: str) -> None:
        """Add the id of the message a file of no record is read with."""
        self._append("file", key, letter)

    def trace(self, action: str, type_name: str, id_: str, patient_id: str | None) -> None:
        """Note one write for the trace; writes of one kind in one record share a line with their count."""
        self._traced[(action, type_name, patient_id or "")].append(id_)

    def listed(self) -> list[Fresh]:
        """Return what was written that the directory is made of; without content what was deleted."""
        return [
            Fresh(row[0], row[1], row[2], self._listed.get(row[0]))
            for row in self.tables["resource"]
            if row[1] in SETTLED_TYPES
        ]

    def stored(self) -> list[tuple[int, str, str]]:
        """Return the key, the type and the id of each resource written."""
        return [(row[0], row[1], row[2]) for row in self.tables["resource"]]

    def close(self) -> None:
        """Add the lines of the trace; nothing may be added after."""
        asker = self._asker
        by = (asker.who, asker.role, asker.organization, asker.purpose)
        for (action, type_name, patient_id), ids in self._traced.items():
            only_id = ids[0] if len(ids) == 1 else ""
            self._append("trace", *by, action, type_name, only_id, patient_id, len(ids))

    def _append(self, table: str, *row: int | str | datetime | None) -> None:
        self.tables[table].append(row)


@cache
def write_statement() -> str:
    """Return the statement that writes rows of every table."""
    text = statement("write").replace("{index_rows}", statement("index_rows"))
    for name, fragment in may_write().items():
        text = text.replace(name, fragment)
    return text


def parameters(units: Sequence[Rows]) -> dict[str, str]:
    """Return what the statement takes for the rows of several units, each of its own asker."""
    for rows in units:
        rows.close()
    tables = {table: [row for rows in units for row in rows.tables[table]] for table in _TABLES}
    return as_arrays(tables, _TABLES)
