"""Searches: a parsed query and an asker become one SQL statement a page."""

import base64
import binascii
import json
from datetime import datetime
from typing import Any

from cordee.fhir.search import Query
from cordee.kernel.clock import now
from cordee.kernel.errors import InvalidRequestError
from cordee.kernel.ids import is_id
from cordee.store.asker import Asker
from cordee.store.database import Connection, Database
from cordee.store.errors import UnsupportedSearchError
from cordee.store.predicate import predicate_values, visible
from cordee.store.reading import COLUMNS, stored
from cordee.store.search_conditions import Parameters, condition
from cordee.store.stored import Page, Stored
from cordee.store.tracing import Tracer

INCLUDED_MAX = 1000
_HAPPENED = frozenset(
    {"date", "authored", "authored-on", "recorded-date", "period", "sent", "created", "issued"}
)


class Searching:
    """Type-level searches."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def search(self, asker: Asker, query: Query) -> Page:
        """Return one page of what matches and the asker may see, with included resources, and the total if asked.

        Sorted by one key (newest first without any); the cursor stays right while others write. When the query asks
        for something not done yet, raises UnsupportedSearchError.
        """
        values = predicate_values(asker, now())
        parameters = Parameters(values)
        where = self._where(asker, query, parameters)
        order, descending = _order(query)
        total = f"(SELECT count(*) FROM resource r WHERE {where})" if query.total else "NULL::bigint"
        after = _after(query.cursor, order, descending, parameters)
        direction = "DESC" if descending else "ASC"
        text = f"""
            SELECT {COLUMNS}, r.patient_id, r.key, {order}, {total} AS total FROM resource r
            WHERE {where} AND {after} ORDER BY {order} {direction}, r.key {direction} LIMIT %(limit)s"""
        values["limit"] = query.count + 1
        async with self._database.connection() as connection:
            rows = await (await connection.execute(text, values)).fetchall()
            if query.total and not rows:
                total_text = f"SELECT count(*) FROM resource r WHERE {where}"
                counted = await (await connection.execute(total_text, values)).fetchone()
                total_count = counted[0] if counted else 0
            else:
                total_count = rows[0][10] if rows and query.total else None
            page = rows[: query.count]
            included = await self._included(connection, asker, query, page)
        await self._tracer.write(
            asker, "search", type_=query.resource_type, patient_id=_one_patient(page), count=len(page)
        )
        cursor = _encode_cursor(page[-1][9], page[-1][8]) if len(rows) > query.count and page else None
        return Page(rows=[stored(row) for row in page], included=included, cursor=cursor, total=total_count)

    async def matching_ids(self, connection: Connection, asker: Asker, query: Query, limit: int) -> list[str]:
        """Return the ids, at most `limit`, of what matches and the asker may see, read on that connection."""
        values = predicate_values(asker, now())
        where = self._where(asker, query, Parameters(values))
        text = f"SELECT r.id FROM resource r WHERE {where} ORDER BY r.id LIMIT %(limit)s"
        values["limit"] = limit
        return [row[0] for row in await (await connection.execute(text, values)).fetchall()]

    def _where(self, asker: Asker, query: Query, parameters: Parameters) -> str:
        tests = ["r.type = " + parameters.add(query.resource_type), "NOT r.deleted"]
        tests += [condition(query.resource_type, criterion, parameters) for criterion in query.filters]
        tests.append(visible(asker, query.resource_type))
        return " AND ".join(tests)

    async def _included(
        self, connection: Connection, asker: Asker, query: Query, page: list[tuple[Any, ...]]
    ) -> list[Stored]:
        found: dict[tuple[str, str], Stored] = {}
        for include in query.includes if page else ():
            values = predicate_values(asker, now()) | {
                "row_keys": [row[8] for row in page],
                "ids": [row[1] for row in page],
                "type": query.resource_type,
                "param": f"{include.source_type}.{include.code}",
                "source_type": include.source_type,
                "limit": INCLUDED_MAX,
            }
            text = _REVINCLUDE if include.is_reverse else _INCLUDE
            if include.code in ("patient", "subject"):
                text = _REVINCLUDE_PATIENT if include.is_reverse else _INCLUDE_PATIENT
            text = text.replace("{visible}", visible(asker))
            for row in await (await connection.execute(text, values)).fetchall():
                found[row[0], row[1]] = stored(row)
        main = {(row[0], row[1]) for row in page}
        return [one for name, one in found.items() if name not in main]


_INCLUDE = f"""SELECT DISTINCT ON (r.key) {COLUMNS} FROM index_reference i
    JOIN resource r ON r.type = i.target_type AND r.id = i.target_id
    WHERE i.key = ANY(%(row_keys)s) AND i.param = %(param)s AND NOT r.deleted AND {{visible}} LIMIT %(limit)s"""
_INCLUDE_PATIENT = f"""SELECT {COLUMNS} FROM resource r WHERE r.type = 'Patient' AND NOT r.deleted AND {{visible}}
    AND r.id IN (SELECT s.patient_id FROM resource s WHERE s.key = ANY(%(row_keys)s)) LIMIT %(limit)s"""
_REVINCLUDE = f"""SELECT DISTINCT ON (r.key) {COLUMNS} FROM index_reference i JOIN resource r ON r.key = i.key
    WHERE i.param = %(param)s AND i.target_id = ANY(%(ids)s) AND i.target_type = %(type)s
    AND NOT r.deleted AND {{visible}} LIMIT %(limit)s"""
_REVINCLUDE_PATIENT = f"""SELECT {COLUMNS} FROM resource r
    WHERE r.type = %(source_type)s AND r.patient_id = ANY(%(ids)s) AND NOT r.deleted AND {{visible}}
    LIMIT %(limit)s"""


def _order(query: Query) -> tuple[str, bool]:
    if not query.sort:
        return "r.happened_at", True
    if len(query.sort) > 1:
        raise UnsupportedSearchError(
            "Le tri sur plusieurs clés n’est pas encore pris en charge. Rien n’a été cherché.",
            "Sorting on several keys is not supported yet. Nothing was searched.",
        )
    code, descending = query.sort[0]
    if code == "_lastUpdated":
        return "r.updated_at", descending
    if code == "_id":
        return "r.id", descending
    if code in _HAPPENED:
        return "r.happened_at", descending
    raise UnsupportedSearchError(
        f"Le tri par « {code} » n’est pas encore pris en charge. Rien n’a été cherché.",
        f"Sorting by '{code}' is not supported yet. Nothing was searched.",
    )


def _after(cursor: str | None, order: str, descending: bool, parameters: Parameters) -> str:
    if cursor is None:
        return "true"
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        moment = _id_of(value) if order == "r.id" else datetime.fromisoformat(value)
        sign = "<" if descending else ">"
        return f"({order}, r.key) {sign} ({parameters.add(moment)}, {parameters.add(int(key))})"
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error) as error:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide.", "This page cursor is not valid."
        ) from error


def _id_of(value: Any) -> str:
    if not isinstance(value, str) or not is_id(value):
        raise ValueError("not an id")
    return value


def _encode_cursor(value: Any, key: int) -> str:
    text = value if isinstance(value, str) else value.isoformat()
    return base64.urlsafe_b64encode(json.dumps([text, key]).encode()).decode()


def _one_patient(rows: list[tuple[Any, ...]]) -> str:
    patients = {row[7] for row in rows}
    return (patients.pop() or "") if len(patients) == 1 else ""
