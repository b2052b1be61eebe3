"""Reading a record: the newest of each type, a merged timeline, and who looked at it when."""

from datetime import datetime
from typing import Any

from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, InvalidRequestError, NotFoundError
from cordee.kernel.ids import is_id
from cordee.store.asker import Asker
from cordee.store.categories import IDENTITY, PLAN
from cordee.store.database import Database
from cordee.store.my_records import in_my_record, one_record
from cordee.store.page_key import KEY_MAX, key_in
from cordee.store.predicate import predicate_values
from cordee.store.statements import statement
from cordee.store.stored import Page, Stored
from cordee.store.tracing import Tracer

SHELF_MAX = 1000


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


def _dated(row: tuple[Any, ...]) -> Stored:
    return Stored(
        type=row[0], id=row[1], version=row[2], updated_at=row[3], updated_by=row[4], content=row[5],
        deleted=row[6], happened_at=row[7],
    )  # fmt: skip


def _cursor(text: str | None) -> tuple[datetime, int]:
    if text is None:
        return datetime.fromisoformat("9999-12-31T00:00:00+00:00"), KEY_MAX
    moment, _, key = text.partition("~")
    try:
        return datetime.fromisoformat(moment), key_in(key)
    except ValueError as error:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide.", "This page cursor is not valid."
        ) from error
