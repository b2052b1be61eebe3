"""What a team steers by: its records counted and listed, what its people hold. Within the asker's circles, always."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from cordee.fhir import systems
from cordee.kernel.clock import now
from cordee.kernel.errors import InvalidRequestError
from cordee.store.asker import Asker
from cordee.store.categories import PLAN
from cordee.store.database import Database
from cordee.store.my_records import in_my_record, my_records, some_records
from cordee.store.page_key import KEY_MAX, key_in
from cordee.store.predicate import predicate_values, visible
from cordee.store.statements import statement
from cordee.store.stored import Stored
from cordee.store.tracing import Tracer

GROUPS_MAX = 2000  # themes times referents of one team
PEOPLE_MAX = 200


class RecordCount(msgspec.Struct, frozen=True):
    """How many active records one referent has of one theme; codes and references are empty where none is said."""

    theme: str
    theme_word: str
    referent: str
    referent_name: str
    count: int


class ListedRecord(msgspec.Struct, frozen=True):
    """One active record and its person."""

    patient: Stored
    episode: Stored


class RecordListing(msgspec.Struct, frozen=True):
    """One page of records; `cursor` asks for the next one."""

    rows: list[ListedRecord]
    cursor: str | None = None


class Load(msgspec.Struct, frozen=True):
    """What one person holds: open tasks, late ones, late reviews."""

    who: str
    open: int
    late: int
    late_reviews: int


class Steering:
    """Reads for a team; numbers alone are not traced, a listing is."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def record_counts(self, asker: Asker) -> list[RecordCount]:
        """Return the active records of the asker's circles by theme and referent. Cost: one statement."""
        values = self._values(asker) | {"limit": GROUPS_MAX}
        return [
            RecordCount(*row)
            for row in await self._rows(asker, _of_records(asker, "records_counted"), values)
        ]

    async def followed_count(self, asker: Asker) -> int:
        """Return how many active records of the asker's circles the asker follows in person. Cost: one statement."""
        rows = await self._rows(asker, _of_records(asker, "records_followed"), self._values(asker))
        return int(rows[0][0])

    async def records_listed(
        self,
        asker: Asker,
        theme: str | None,
        referent: str | None,
        count: int,
        cursor: str | None = None,
        *,
        closed: bool | None = False,
    ) -> RecordListing:
        """Return one page of active records, of a theme and a referent where given, '' for none. One statement.

        `closed` gives those that are closed instead, None both.
        """
        values = self._values(asker) | {
            "theme": theme, "referent": referent, "limit": count + 1, "before": _before(cursor),
            "active": closed is not True, "closed": closed is not False,
        }  # fmt: skip
        rows = await self._rows(asker, _of_records(asker, "records_listed"), values)
        page = rows[:count]
        await self._tracer.write_all(
            asker, "list", [("Patient", row[1], 1) for row in page] or [("Patient", "", 0)]
        )
        found = [ListedRecord(_stored(row[:6]), _stored(row[6:12])) for row in page]
        return RecordListing(found, str(page[-1][12]) if len(rows) > count else None)

    async def standing_of(self, asker: Asker, patient_ids: Sequence[str]) -> dict[str, Stored | None]:
        """Return those of the people in whose circle the asker stands, each with a record open there or None.

        Cost: one statement, a few rows a person. Traced as what was found, a line a record.
        """
        text = statement("standing_of").replace("{records}", some_records(asker))
        values = self._values(asker) | {"patients": list(patient_ids)}
        rows = await self._rows(asker, text.replace("{in_record}", in_my_record(asker)), values)
        found: dict[str, Stored | None] = {}
        for row in rows:
            found[row[0]] = _stored(row[1:]) if row[1] is not None else found.get(row[0])
        await self._tracer.write_all(
            asker, "search", [("EpisodeOfCare", one, 1) for one in found] or [("EpisodeOfCare", "", 0)]
        )
        return found

    async def workload(self, asker: Asker, people: Sequence[str], today: date) -> list[Load]:
        """Return what each of these people holds, those who hold nothing left out. Cost: one statement."""
        text = statement("workload").replace("{visible}", visible(asker, "Task"))
        values = predicate_values(asker, now()) | {"people": list(people[:PEOPLE_MAX]), "today": today}
        return [Load(*row) for row in await self._rows(asker, text, values)]

    def _values(self, asker: Asker) -> dict[str, Any]:
        return predicate_values(asker, now()) | {"plan": PLAN, "theme_system": systems.THEME}

    async def _rows(self, asker: Asker, text: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        async with self._database.connection(asker) as connection:
            return await (await connection.execute(text.encode(), values)).fetchall()


def _of_records(asker: Asker, name: str) -> str:
    text = statement(name).replace("{records}", my_records(asker))
    text = text.replace("{patient_in_record}", in_my_record(asker, "p"))
    text = text.replace("{episode_in_record}", in_my_record(asker, "e"))
    return text.replace("{in_record}", in_my_record(asker))


def _stored(row: tuple[Any, ...]) -> Stored:
    return Stored(
        type=row[0], id=row[1], version=row[2], updated_at=row[3], updated_by=row[4], content=row[5]
    )


def _before(cursor: str | None) -> int:
    if cursor is None:
        return KEY_MAX
    try:
        return key_in(cursor)
    except ValueError as error:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide.", "This page cursor is not valid."
        ) from error
