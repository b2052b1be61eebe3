"""Reading a record: the newest of each type, a merged timeline, what changed, and the asker's list of records."""

from datetime import datetime, timedelta
from typing import Any

from cordee.fhir.search import normalize
from cordee.fhir.search.catalogue import parameters_of
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, InvalidRequestError, NotFoundError
from cordee.kernel.ids import is_id
from cordee.store.asker import Asker
from cordee.store.categories import IDENTITY, PLAN
from cordee.store.database import Database
from cordee.store.my_records import in_my_record, my_records, one_record
from cordee.store.predicate import predicate_values
from cordee.store.statements import statement
from cordee.store.stored import Page, RecordPage, RecordRow, Stored
from cordee.store.tracing import Tracer

SHELF_MAX = 1000
NEW_WINDOW = timedelta(days=30)  # what is new to someone who never opened the record
NEW_MAX = 50


class Shelves:
    """Reads of one record, each one statement whatever the record's size."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def shelves(self, asker: Asker, patient_id: str, wanted: dict[str, int]) -> dict[str, list[Stored]]:
        """Return the newest N resources of each wanted type, newest first; the Patient is always among them.

        When the record is not the asker's, or does not exist, raises NotFoundError.
        Cost: one statement reading one index range a type, independent of the record's size.
        """
        if not is_id(patient_id):
            raise NotFoundError  # no record can have it
        limits = {"Patient": 1} | {name: min(limit, SHELF_MAX) for name, limit in wanted.items()}
        values = self._values(asker, patient_id) | {"types": list(limits), "limits": list(limits.values())}
        rows = await self._rows(asker, _of_record(asker, "shelves"), values)
        found: dict[str, list[Stored]] = {name: [] for name in limits}
        for row in rows:
            found[row[0]].append(_dated(row))
        if not found["Patient"]:
            await self._tracer.write(
                asker, "record", outcome="refused", type_="Patient", id_=patient_id, patient_id=patient_id
            )
            raise NotFoundError
        await self._tracer.write(
            asker, "record", type_="Patient", id_=patient_id, patient_id=patient_id, count=len(rows)
        )
        return found

    async def timeline(
        self, asker: Asker, patient_id: str, types: list[str], count: int = 50, cursor: str | None = None
    ) -> Page:
        """Return several types of a record merged, newest first by the date they happened."""
        before_at, before_key = _cursor(cursor)
        values = self._values(asker, patient_id) | {
            "types": types, "limit": count + 1, "before_at": before_at, "before_key": before_key,
        }  # fmt: skip
        rows = await self._rows(asker, _of_record(asker, "timeline"), values)
        await self._tracer.write(asker, "record", type_="Timeline", patient_id=patient_id, count=len(rows))
        page = rows[:count]
        following = f"{page[-1][7].isoformat()}~{page[-1][8]}" if len(rows) > count else None
        return Page(rows=[_dated(row) for row in page], cursor=following)

    async def changes(
        self, asker: Asker, patient_id: str, since: datetime | None, count: int = 50
    ) -> list[Stored]:
        """Return what others changed in a record since an instant, newest first."""
        values = self._values(asker, patient_id) | {"since": since or now() - NEW_WINDOW, "limit": count}
        rows = await self._rows(asker, _of_record(asker, "changes"), values)
        await self._tracer.write(asker, "record", type_="Changes", patient_id=patient_id, count=len(rows))
        return [_dated(row) for row in rows]

    async def my_records(
        self, asker: Asker, count: int = 50, cursor: str | None = None, name: str | None = None
    ) -> RecordPage:
        """Return the records of the asker's circles today, last changed first, each with what is new to the asker.

        `name` keeps those whose name contains the words given, accents and case folded.
        """
        before_at, before_key = _cursor(cursor)
        words = [f"%{_escape(word)}%" for word in normalize(name or "").split()]
        values = predicate_values(asker, now()) | {
            "plan": PLAN, "limit": count + 1, "before_at": before_at, "before_key": before_key, "words": words,
            "name": list(parameters_of("Patient")["name"].numbers),
            "window": now() - NEW_WINDOW, "new_max": NEW_MAX,
        }  # fmt: skip
        rows = await self._rows(asker, _of_records(asker), values)
        action = "search" if name is not None else "list"
        page = rows[:count]
        await self._tracer.write_all(
            asker, action, [("Patient", row[1], 1) for row in page] or [("Patient", "", 0)]
        )
        found = [RecordRow(patient=_dated(r), changed_at=r[9], seen_at=r[10], new_count=r[11]) for r in page]
        following = f"{page[-1][9].isoformat()}~{page[-1][8]}" if len(rows) > count else None
        return RecordPage(rows=found, cursor=following)

    async def sees(self, asker: Asker, patient_id: str, needed: int = PLAN) -> bool:
        """Return whether the asker stands in this person's circle now; a check, not a read, so not traced.

        Whose identity is refused to the asker is not seen. A request for support is no circle: it opens IDENTITY and
        REQUEST, which `needed` may ask for, and is then to be seen itself.
        """
        if asker.is_system:
            return True
        if asker.only_types is not None and "Patient" not in asker.only_types:
            return False
        values = self._values(asker, patient_id)
        values |= {"needed": needed, "seen": IDENTITY if needed & PLAN else needed}
        rows = await self._rows(asker, _of_record(asker, "sees"), values)
        return bool(rows)

    async def mark_visited(self, asker: Asker, patient_id: str) -> None:
        """Note that the asker knows everything in this record up to now."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO visit (who, patient_id, seen_at) VALUES (%s, %s, %s) "
                "ON CONFLICT (who, patient_id) DO UPDATE SET seen_at = excluded.seen_at",
                (asker.who, patient_id, now()),
            )

    async def remember_visits(self, asker: Asker, visitor: Asker, seen_at: datetime) -> None:
        """Note that a visitor knew all their records at an instant; only the platform may say so, for a population."""
        if not asker.is_system:
            raise ForbiddenError
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO visit (who, patient_id, seen_at)"
                " SELECT DISTINCT %s, patient_id, %s::timestamptz FROM circle WHERE member = ANY(%s)"
                " ON CONFLICT (who, patient_id) DO NOTHING",
                (visitor.who, seen_at, list(visitor.keys)),
            )

    async def visits(self, asker: Asker, patient_id: str) -> dict[str, datetime]:
        """Return when each person last looked at a record, by reference; nothing outside the asker's circles."""
        if not await self.sees(asker, patient_id):
            return {}
        async with self._database.connection() as connection:
            rows = await connection.execute(
                "SELECT who, seen_at FROM visit WHERE patient_id = %s", (patient_id,)
            )
            return dict(await rows.fetchall())

    def _values(self, asker: Asker, patient_id: str) -> dict[str, Any]:
        return predicate_values(asker, now()) | {"patient_id": patient_id}

    async def _rows(self, asker: Asker, text: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        async with self._database.connection(asker) as connection:
            return await (await connection.execute(text.encode(), values)).fetchall()


def _of_record(asker: Asker, name: str) -> str:
    """Return a statement about the record `%(patient_id)s`."""
    text = statement(name).replace("{record}", one_record(asker))
    return text.replace("{in_record}", in_my_record(asker))


def _of_records(asker: Asker) -> str:
    text = statement("my_records").replace("{records}", my_records(asker))
    text = text.replace("{patient_in_record}", in_my_record(asker, "p"))
    return text.replace("{in_record}", in_my_record(asker))


def _dated(row: tuple[Any, ...]) -> Stored:
    return Stored(
        type=row[0], id=row[1], version=row[2], updated_at=row[3], updated_by=row[4], content=row[5],
        deleted=row[6], happened_at=row[7],
    )  # fmt: skip


def _cursor(text: str | None) -> tuple[datetime, int]:
    if text is None:
        return datetime.fromisoformat("9999-12-31T00:00:00+00:00"), 2**62
    moment, _, key = text.partition("~")
    try:
        return datetime.fromisoformat(moment), int(key)
    except ValueError as error:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide.", "This page cursor is not valid."
        ) from error


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
