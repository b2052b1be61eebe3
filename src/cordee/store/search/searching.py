"""Searches: a parsed query and an asker become one SQL statement a page."""

from collections import Counter
from typing import Any

from cordee.fhir.search.query import Query
from cordee.kernel.clock import now
from cordee.store.asker import Asker
from cordee.store.database import Connection, Database
from cordee.store.positional import fetch
from cordee.store.reading import stored
from cordee.store.search.cursor import encode, mark_of
from cordee.store.search.include import INCLUDED_MAX
from cordee.store.search.page import (
    FIRST_SORT,
    INCLUDED,
    KEY,
    MATCH,
    PATIENT_ID,
    TOTAL,
    matching_statement,
    page_statement,
)
from cordee.store.search.together import Question, Together, is_everyday
from cordee.store.stored import Page
from cordee.store.tracing import Tracer

Row = tuple[Any, ...]


class Searching:
    """Searches of one type, of several, or of a compartment."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer
        self._together = Together(database)

    async def search(self, asker: Asker, query: Query, connection: Connection | None = None) -> Page:
        """Return one page of what matches and the asker may see, with included resources, and the total if asked.

        The cursor stays right while others write. Inside a transaction, give its connection.
        Raises: InvalidRequestError for a cursor of another query; UnsupportedSearchError.
        Cost: one statement, shared with searches of the same form asked at the same moment, and a shared commit.
        """
        asked = page_statement(asker, query, now())
        rows = None
        if connection is None and is_everyday(query):
            rows = await self._together.rows(asker, Question(query, asked))
        if rows is None:
            rows = await self._fetch(asker, asked.text, asked.values, connection)
            await self._trace(asker, query, rows)
        found = [row for row in rows if row[0] == MATCH]
        matches = found[: query.count]
        included = [row for row in rows if row[0] == INCLUDED]
        cursor = None
        if matches and len(found) > len(matches):
            last = matches[-1]
            values = last[FIRST_SORT : FIRST_SORT + len(asked.order.keys)]
            cursor = encode(mark_of(query), values, last[KEY])
        return Page(
            rows=[stored(row[1:]) for row in matches],
            included=[stored(row[1:]) for row in included[:INCLUDED_MAX]],
            cursor=cursor,
            total=next((row[-1] for row in rows if row[0] == TOTAL), None),
            is_cut=len(included) > INCLUDED_MAX,
        )

    async def matching_ids(
        self, connection: Connection, asker: Asker, query: Query, limit: int
    ) -> list[tuple[str, str, int]]:
        """Return the type, id and version of the first `limit` matches the asker may see, in the query's order.

        For conditional interactions, inside their transaction; nothing is locked and nothing is traced.
        """
        asked = matching_statement(asker, query, now(), limit)
        return [(row[0], row[1], row[2]) for row in await fetch(connection, asked.text, asked.values)]

    async def _fetch(
        self, asker: Asker, text: str, values: dict[str, Any], connection: Connection | None
    ) -> list[Row]:
        if connection is not None:
            return await fetch(connection, text, values)
        async with self._database.connection(asker) as lent:
            return await fetch(lent, text, values)

    async def _trace(self, asker: Asker, query: Query, rows: list[Row]) -> None:
        """Leave a line for each record shown, by matches or by what comes with them; one alone when there is none."""
        matches = [row for row in rows if row[0] == MATCH][: query.count]
        beside = [row for row in rows if row[0] == INCLUDED]
        counts = Counter(row[PATIENT_ID] for row in (*matches, *beside) if row[PATIENT_ID])
        lines = counts or {"": len(matches)}
        await self._tracer.write_all(
            asker, "search", [(query.resource_type, patient_id, count) for patient_id, count in lines.items()]
        )
