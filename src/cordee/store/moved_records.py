"""What moves in an asker's records: the list of them, last changed first, and what others changed in some."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cordee.fhir.search import normalize
from cordee.fhir.search.catalogue import parameters_of
from cordee.kernel.clock import now
from cordee.kernel.errors import InvalidRequestError
from cordee.store.asker import Asker
from cordee.store.categories import PLAN
from cordee.store.closed_records import IS_CLOSED, kept
from cordee.store.database import Database
from cordee.store.my_records import in_my_record, my_records, some_records
from cordee.store.positional import fetch
from cordee.store.predicate import predicate_values
from cordee.store.statements import statement
from cordee.store.stored import RecordPage, RecordRow, Stored
from cordee.store.tracing import Tracer

NEW_WINDOW = timedelta(days=30)  # what is new to someone who never opened the record
NEW_MAX = 50
_END = datetime.fromisoformat("9999-12-31T00:00:00+00:00")
_NAMED = """EXISTS (
        SELECT 1 FROM resource p
        WHERE p.type = 'Patient' AND p.id = m.patient_id AND NOT EXISTS (
            SELECT 1 FROM unnest(%(words)s::text[]) w (word) WHERE NOT EXISTS (
                SELECT 1 FROM index_string s
                WHERE s.key = p.key AND s.param = ANY(%(name)s::int[]) AND s.normalized LIKE w.word)) OFFSET 0)"""
"""That the name of the person of a record `m` contains every word."""


class Changes(msgspec.Struct, frozen=True):
    """What others changed in one record: the newest, and how much there is in all, up to a bound."""

    rows: list[Stored]
    count: int


class MovedRecords:
    """Reads over many records of an asker, each one statement."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def my_records(
        self,
        asker: Asker,
        count: int = 50,
        cursor: str | None = None,
        name: str | None = None,
        new_max: int = NEW_MAX,
        *,
        closed: bool | None = None,
    ) -> RecordPage:
        """Return the records of the asker's circles today, last changed first, each with what is new to the asker.

        `closed` keeps those that are, or are not; the first page of those says how many. `name` keeps those whose name
        contains the words given, accents and case folded. What is new is counted up to `new_max`: 1 asks whether there
        is any.
        """
        before_at, before_id = _cursor(cursor)
        words = [f"%{_escape(word)}%" for word in normalize(name or "").split()]
        values = predicate_values(asker, now()) | {
            "plan": PLAN, "limit": count + 1, "before_at": before_at, "before_id": before_id, "words": words,
            "name": list(parameters_of("Patient")["name"].numbers),
            "window": now() - NEW_WINDOW, "new_max": new_max, "closed_counted": closed is True and cursor is None,
        }  # fmt: skip
        rows = await self._rows(asker, _list(asker, is_named=bool(words), closed=closed), values)
        closed_count = rows.pop()[10] if values["closed_counted"] else 0
        page = rows[:count]
        await self._tracer.write_all(
            asker,
            "list" if name is None else "search",
            [("Patient", row[1], 1) for row in page] or [("Patient", "", 0)],
        )
        found = [
            RecordRow(
                patient=_stored(row), changed_at=row[8], seen_at=row[9], new_count=row[10], is_closed=row[11]
            )
            for row in page
        ]
        following = f"{page[-1][8].isoformat()}~{page[-1][1]}" if len(rows) > count else None
        return RecordPage(rows=found, cursor=following, closed_count=closed_count)

    async def changes(
        self, asker: Asker, patient_id: str, since: datetime | None, count: int = 50
    ) -> list[Stored]:
        """Return what others changed in a record since an instant, newest first."""
        found = await self.changes_of(asker, {patient_id: since}, count, count)
        return found[patient_id].rows

    async def changes_of(
        self, asker: Asker, since: Mapping[str, datetime | None], count: int, counted_max: int = NEW_MAX
    ) -> dict[str, Changes]:
        """Return the newest `count` things others changed in each of some records, since an instant each.

        None stands for the last NEW_WINDOW. Each record leaves a line in the trace.
        """
        oldest = now() - NEW_WINDOW
        values = predicate_values(asker, now()) | {
            "patients": list(since), "since": [at or oldest for at in since.values()],
            "limit": count, "most": max(count, counted_max),
        }  # fmt: skip
        text = statement("changes").replace("{records}", some_records(asker))
        rows = await self._rows(asker, text.replace("{in_record}", in_my_record(asker)), values)
        found = {patient_id: Changes([], 0) for patient_id in since}
        for row in rows:
            found[row[8]] = Changes([*found[row[8]].rows, _stored(row)], row[9])
        await self._tracer.write_all(
            asker, "record", [("Changes", patient_id, len(one.rows)) for patient_id, one in found.items()]
        )
        return found

    async def _rows(self, asker: Asker, text: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        async with self._database.connection(asker) as connection:
            return await fetch(connection, text, values)


def _list(asker: Asker, *, is_named: bool, closed: bool | None) -> str:
    text = statement("my_records").replace("{records}", my_records(asker))
    text = text.replace("{named}", _NAMED if is_named else "true")
    text = text.replace("{closed}", IS_CLOSED).replace("{kept}", kept(closed))
    text = text.replace("{patient_in_record}", in_my_record(asker, "p"))
    return text.replace("{in_record}", in_my_record(asker))


def _stored(row: tuple[Any, ...]) -> Stored:
    return Stored(
        type=row[0], id=row[1], version=row[2], updated_at=row[3], updated_by=row[4], content=row[5],
        deleted=row[6], happened_at=row[7],
    )  # fmt: skip


def _cursor(text: str | None) -> tuple[datetime, str]:
    if text is None:
        return _END, ""
    moment, _, patient_id = text.partition("~")
    try:
        return datetime.fromisoformat(moment), patient_id
    except ValueError as error:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide.", "This page cursor is not valid."
        ) from error


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
