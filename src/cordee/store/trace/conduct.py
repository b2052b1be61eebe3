"""What the search for unusual patterns reads: who opened which records lately, and who these people are.

What is read here is handed to nobody: it is compared, and only names of lines and people leave. So it is not traced.
"""

from datetime import datetime
from typing import Any

import msgspec

from cordee.store.asker import system_asker
from cordee.store.database import Database
from cordee.store.trace.actions import OPENS

EVIDENCE_MAX = 200  # lines named
STAFF_MAX = 2_000  # professionals of one structure

_ASKER = system_asker("patterns")


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """One link of the chain as a stretch of the trace."""

    number: int
    era: int
    first_in: int
    first_key: int
    last_in: int
    last_key: int
    last_at: datetime


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody opened somebody's record, or tried to when it was refused; `name` is the line that says so."""

    who: str
    role: str
    organization: str
    patient_id: str
    is_refused: bool
    at: datetime
    name: str


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How many different records somebody opened, or was refused, since an instant."""

    who: str
    records: int
    refused: int
    since: datetime
    until: datetime
    evidence: list[str]
    refusals: list[str]


class Conduct:
    """Reads the trace link by link."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def spans(self, after: int, limit: int) -> list[Span]:
        """Return the links after one, in their order, purged ones left out."""
        rows = await self._rows(
            "SELECT number, era, first_in::text::bigint, first_key, last_in::text::bigint, last_key, last_at"
            " FROM trace_link WHERE number > %(after)s AND lines IS NOT NULL ORDER BY number LIMIT %(limit)s",
            {"after": after, "limit": limit},
        )
        return [Span(**dict(zip(Span.__struct_fields__, row, strict=True))) for row in rows]

    async def opened(self, span: Span) -> list[Opened]:
        """Return who opened or tried which record in a link, the first line of each. Cost: the link's lines."""
        rows = await self._rows(
            f"""SELECT DISTINCT ON (who, patient_id, outcome)
                    who, role, organization, patient_id, outcome <> 'done', at, {_NAME}
                FROM trace t
                WHERE (era, written_in, key) >= (%(era)s::smallint, %(first_in)s::text::xid8, %(first_key)s)
                  AND (era, written_in, key) <= (%(era)s::smallint, %(last_in)s::text::xid8, %(last_key)s)
                  AND patient_id <> '' AND role <> 'system' AND action = ANY(%(opens)s)
                ORDER BY who, patient_id, outcome, key""",
            {
                "era": span.era, "first_in": str(span.first_in), "first_key": span.first_key,
                "last_in": str(span.last_in), "last_key": span.last_key, "opens": list(OPENS),
            },
        )  # fmt: skip
        return [Opened(**dict(zip(Opened.__struct_fields__, row, strict=True))) for row in rows]

    async def reach(self, who: str, since: datetime, until: datetime) -> Reach:
        """Return how many records somebody opened or was refused between two instants. Cost: their lines then."""
        rows = await self._rows(
            f"""SELECT count(DISTINCT patient_id) FILTER (WHERE {_DONE}),
                    count(DISTINCT patient_id) FILTER (WHERE NOT {_DONE}),
                    coalesce((array_agg({_NAME} ORDER BY key) FILTER (WHERE {_DONE}))[1:{EVIDENCE_MAX}], '{{}}'),
                    coalesce((array_agg({_NAME} ORDER BY key) FILTER (WHERE NOT {_DONE}))[1:{EVIDENCE_MAX}], '{{}}')
                FROM trace t
                WHERE who = %(who)s AND at > %(since)s AND at <= %(until)s AND patient_id <> ''
                  AND action = ANY(%(opens)s)
                  AND key >= coalesce((SELECT k.first_key FROM trace_link k WHERE k.last_at > %(since)s
                                       ORDER BY k.number LIMIT 1), 0)""",
            {"who": who, "since": since, "until": until, "opens": list(OPENS)},
        )
        records, refused, evidence, refusals = rows[0]
        return Reach(
            who=who,
            records=records,
            refused=refused,
            since=since,
            until=until,
            evidence=evidence,
            refusals=refusals,
        )

    async def contents(self, references: list[str]) -> dict[str, bytes]:
        """Return the content of each reference that exists."""
        pairs = [reference.partition("/") for reference in references]
        rows = await self._rows(
            "SELECT r.type || '/' || r.id, r.content FROM resource r"
            " JOIN unnest(%(types)s::text[], %(ids)s::text[]) w (type, id) ON r.type = w.type AND r.id = w.id"
            " WHERE NOT r.deleted",
            {"types": [pair[0] for pair in pairs], "ids": [pair[2] for pair in pairs]},
        )
        return {row[0]: row[1] for row in rows}

    async def staff(self, organization: str) -> list[str]:
        """Return the Practitioners with a role in a structure. Cost: a look at every role of the directory."""
        rows = await self._rows(
            "SELECT DISTINCT r.content->'practitioner'->>'reference' FROM resource r WHERE r.type = 'PractitionerRole'"
            f" AND NOT r.deleted AND r.content->'organization'->>'reference' = %(organization)s LIMIT {STAFF_MAX}",
            {"organization": organization},
        )
        return [row[0] for row in rows if row[0]]

    async def _rows(self, text: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        async with self._database.connection(_ASKER) as connection:
            return await (await connection.execute(text.encode(), values)).fetchall()


_DONE = "outcome = 'done'"
_NAME = "t.era || '-' || t.written_in::text || '-' || t.key"
