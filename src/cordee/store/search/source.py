"""Where the rows of a search come from, so that its cost follows the answer and the asker's circles, never the region.

Four ways, each with one plan only, for every sub-query is fenced (LATERAL … OFFSET 0):

- *records*: the records the asker's circles open, or those the search names, each read in the order of its shelf;
- *keys*: the rows an index names for one criterion, and those sent to the asker one by one;
- *recent*: a type, recent first, until the page is full.

When a search could go by keys or by records, the statement itself counts, up to a bound, and takes the shorter way:
the choice is a one-time filter, what is not chosen costs nothing.
"""

import msgspec

from cordee.fhir.search.query import Criterion, Query
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.my_records import MY_MEMBERSHIPS, in_my_record, my_records, whole_records
from cordee.store.owned import ADDRESSED_TYPE, JOINED_TYPE, OWNED_TYPES
from cordee.store.predicate import SENT_TYPES
from cordee.store.search.conditions import condition
from cordee.store.search.cursor import After
from cordee.store.search.driver import COMMON, UNIQUE, Keys, keys_of
from cordee.store.search.patients import Patients, patients_of
from cordee.store.search.scope import Scope
from cordee.store.search.sort import Order
from cordee.store.search.walk import walked

RECORDS_FEW = 64  # records of an asker worth reading each, before any look at an index
RECORDS_MAX = 2000  # records of an asker worth reading each rather than the whole type
KEYS_FEW = 16  # rows of an index fewer than which no way is shorter
KEYS_MAX = 1000  # rows of an index worth looking at each

_OPEN_TYPES = DIRECTORY_TYPES | OWNED_TYPES
_LETTERS = Keys(
    "SELECT a.source_key AS key FROM addressee a WHERE a.who = ANY(%(keys)s) AND a.patient_id IS NULL", COMMON
)
"""The letters of no record from and to the asker: found beside their records."""
_LETTER_FILES = Keys(
    "SELECT f.source_key AS key FROM addressee a JOIN letter_file f ON f.letter_key = a.source_key"
    " WHERE a.who = ANY(%(keys)s) AND a.patient_id IS NULL",
    COMMON,
)
_OF_NO_RECORD = {ADDRESSED_TYPE: _LETTERS, JOINED_TYPE: _LETTER_FILES}


class Source(msgspec.Struct, frozen=True):
    """Rows with their sort keys: `text`, completed by what comes after a cursor and by how a page ends.

    `walked` is another way to the same rows, one page at a time.
    """

    text: str
    page: str = ""
    walked: str | None = None

    def of(self, after: After, limit: str) -> str:
        """Return the query of the first rows after a cursor, at least `limit` of them when there are."""
        text = self.text.replace("{page}", self.page) if self.walked is None else self.walked
        return (
            text.replace("{after}", after.row).replace("{reached}", after.reached).replace("{limit}", limit)
        )

    @property
    def whole(self) -> str:
        """Return the query of all rows."""
        return self.text.replace("{page}", "").replace("{after}", "true")


class Plan(msgspec.Struct, frozen=True):
    """Common table expressions, and the sources that follow them."""

    tables: list[tuple[str, str]]
    sources: list[Source]


def plan_of(scope: Scope, query: Query, order: Order) -> Plan:
    """Return where the rows of a query come from."""
    return _Builder(scope, query, order).plan()


class _Builder:
    def __init__(self, scope: Scope, query: Query, order: Order) -> None:
        self._scope = scope
        self._query = query
        self._order = order
        self._is_system = scope.asker.is_system

    def plan(self) -> Plan:
        patients = patients_of(self._scope, self._query.criteria)
        if patients is not None:
            return self._of_patients(patients)
        keys = keys_of(self._scope, self._query.criteria)
        if keys is not None and keys.rank == UNIQUE:
            return Plan([], [self._by_keys(keys, "true", None)])
        if self._is_system or self._scope.type_name in DIRECTORY_TYPES:
            return self._open(keys)
        if self._scope.type_name in OWNED_TYPES or not self._scope.type_name:
            recent = self._recent("r.patient_id IS NULL", _types_open(self._query))
            sources = [self._by_record("true"), recent, *self._sent("true")]
            return Plan([("mine", self._records(None))], sources)
        return self._closed(keys)

    def _of_patients(self, patients: Patients) -> Plan:
        """Return the plan of a search that names patients: their records, and what refers to them from outside."""
        sources = [self._by_record("true")]
        if self._is_system and patients.others is not None:
            others = self._by_keys(Keys(patients.others, UNIQUE), "true", None)
            elsewhere = f"(r.patient_id IS NULL OR r.patient_id <> ALL({patients.ids})) AND {{after}}"
            sources.append(self._source(others.text.replace("{after}", elsewhere)))
        sources += self._sent("true")
        return Plan([("mine", self._records(patients))], sources)

    def _open(self, keys: Keys | None) -> Plan:
        """Return the plan of what does not depend on circles."""
        recent = self._recent("true", self._query.types)
        if keys is None:
            return Plan([], [recent])
        few = f"SELECT {_at_most(keys, KEYS_MAX)} AS few"
        by_keys = self._by_keys(keys, "(SELECT few FROM way)", KEYS_MAX)
        return Plan([("way", few)], [by_keys, self._gated(recent, "NOT (SELECT few FROM way)")])

    def _closed(self, keys: Keys | None) -> Plan:
        """Return the plan of a type that lives in records: by the asker's records when they are few.

        An index that names hardly any row is a shorter way than any number of records.
        """
        mine = self._records(None)
        counted = f"(SELECT count(*) FROM (SELECT 1 FROM ({MY_MEMBERSHIPS}) c LIMIT {RECORDS_MAX + 1}) c)"
        named = "NULL::bigint"
        if keys is not None:
            named = (
                f"CASE WHEN m.n > {RECORDS_FEW} THEN (SELECT count(*) FROM"
                f" (SELECT 1 FROM ({keys.text}) k LIMIT {KEYS_MAX + 1}) c) END"
            )
        few = "false" if keys is None or keys.criterion is None else _at_most(keys, KEYS_FEW)
        way = (
            f"SELECT CASE WHEN {few} THEN 'keys' ELSE (SELECT CASE WHEN w.n <= {RECORDS_FEW} THEN 'records'"
            f" WHEN w.keys <= {KEYS_MAX} THEN 'keys' WHEN w.n <= {RECORDS_MAX} THEN 'records' ELSE 'recent' END"
            f" FROM (SELECT m.n, {named} AS keys FROM (SELECT {counted} AS n OFFSET 0) m OFFSET 0) w) END AS name"
        )
        chosen = "(SELECT name FROM way) = '{}'"
        sources = [
            self._by_record(chosen.format("records")),
            self._gated(self._recent("true", ()), chosen.format("recent")),
        ]
        if keys is not None:
            sources.append(self._by_keys(keys, chosen.format("keys"), KEYS_MAX))
        beside = _OF_NO_RECORD.get(self._scope.type_name)
        if beside is not None and not self._is_system:
            sources.append(self._by_keys(beside, chosen.format("records"), None))
        sources += self._sent(chosen.format("records"))
        return Plan([("mine", mine), ("way", way)], sources)

    def _records(self, patients: Patients | None) -> str:
        """Return the query of the records to read, and what of each the asker may see."""
        if self._is_system and patients is not None:
            return whole_records(f"unnest({patients.ids}) p (patient_id)")
        return my_records(self._scope.asker, "" if patients is None else patients.test)

    def _by_record(self, gate: str) -> Source:
        types = "m"
        is_of_type = self._scope.is_of_type
        if not self._scope.type_name and self._query.types:
            types = (
                f"m CROSS JOIN unnest({self._scope.bound.add(list(self._query.types), 'text[]')}) t (type)"
            )
            is_of_type = "r.type = t.type"
        return self._source(
            f"SELECT l.* FROM mine {types} CROSS JOIN LATERAL (SELECT r.key, {self._order.selected} FROM resource r"
            f" WHERE r.patient_id = m.patient_id AND {is_of_type} AND NOT r.deleted"
            f" AND {in_my_record(self._scope.asker)} AND {self._conditions()} AND {{after}}"
            f" {{page}} OFFSET 0) l WHERE {gate}"
        )

    def _by_keys(self, keys: Keys, gate: str, limit: int | None) -> Source:
        bounded = "" if limit is None else f" LIMIT {limit}"
        return self._source(
            f"SELECT l.* FROM (SELECT DISTINCT k.key FROM (SELECT k.key FROM ({keys.text}) k{bounded}) k"
            f" WHERE {gate}) k"
            f" CROSS JOIN LATERAL (SELECT r.key, {self._order.selected} FROM resource r WHERE r.key = k.key"
            f" AND {self._stands(self._query.types)} AND {self._conditions(keys.criterion)} AND {{after}} OFFSET 0) l"
        )

    def _sent(self, gate: str) -> list[Source]:
        """Return what was sent to the asker one by one, beside what their records open."""
        asked = {self._scope.type_name} if self._scope.type_name else set(self._query.types) or SENT_TYPES
        if self._is_system or not SENT_TYPES & asked:
            return []
        in_mine = in_my_record(self._scope.asker)
        sent = (
            "SELECT r.key FROM sent_part o JOIN resource r ON r.key = o.resource_key WHERE o.recipient = ANY(%(keys)s)"
            f" AND NOT EXISTS (SELECT 1 FROM mine m WHERE m.patient_id = r.patient_id AND {in_mine} OFFSET 0)"
        )
        return [self._by_keys(Keys(sent, COMMON), gate, None)]

    def _recent(self, rows: str, types: tuple[str, ...]) -> Source:
        if types:
            several = self._scope.bound.add(list(types), "text[]")
            return self._source(
                f"SELECT l.* FROM unnest({several}) t (type) CROSS JOIN LATERAL (SELECT r.key, {self._order.selected}"
                f" FROM resource r WHERE r.type = t.type AND {rows} AND {self._stands(())} AND {self._conditions()}"
                f" AND {{after}} {{page}} OFFSET 0) l"
            )
        stands = f"{rows} AND {self._stands(())} AND {self._conditions()}"
        source = self._source(
            f"SELECT l.* FROM (SELECT r.key, {self._order.selected} FROM resource r WHERE {stands}"
            f" AND {{after}} {{page}} OFFSET 0) l"
        )
        if self._order.walk is None or not self._scope.type_name:
            return source
        in_order = walked(self._order.keys[0], self._order.walk, stands)
        return msgspec.structs.replace(source, walked=f"SELECT l.* FROM ({in_order}) l")

    def _gated(self, source: Source, gate: str) -> Source:
        within = None if source.walked is None else f"{source.walked} WHERE {gate}"
        return Source(f"{source.text} WHERE {gate}", source.page, within)

    def _source(self, text: str) -> Source:
        """Return a source whose `{page}` stops reading when a page is full, where an index keeps the order."""
        if self._order.column is None:
            return Source(text)
        way = "DESC" if self._order.descends else "ASC"
        return Source(text, f"ORDER BY {self._order.column} {way}, r.key {way} LIMIT {{limit}}")

    def _conditions(self, but: Criterion | None = None) -> str:
        """Return what rows are tested by, but for the criterion they come from."""
        tests = [self._tests(criterion) for criterion in self._query.criteria if criterion is not but]
        return " AND ".join(tests) or "true"

    def _tests(self, criterion: Criterion) -> str:
        scope = self._scope
        return scope.bound.once(("tests", id(criterion)), lambda: condition(scope, criterion))

    def _stands(self, types: tuple[str, ...]) -> str:
        within = f" AND r.type = ANY({self._scope.bound.add(list(types), 'text[]')})" if types else ""
        return f"{self._scope.stands}{within}"


def _at_most(keys: Keys, number: int) -> str:
    """Return the condition that there are no more keys than that; one more is looked at, never all."""
    return f"(SELECT count(*) <= {number} FROM (SELECT 1 FROM ({keys.text}) k LIMIT {number + 1}) k)"


def _types_open(query: Query) -> tuple[str, ...]:
    """Return the types of a query that may be seen without any circle."""
    asked = (query.resource_type,) if query.resource_type else query.types
    return tuple(sorted(_OPEN_TYPES.intersection(asked) if asked else _OPEN_TYPES)) or ("",)
