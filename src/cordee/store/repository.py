"""The one repository: every read and write of the record goes through here, with its asker.

Each interaction lives in a file of its own; this hands them out together.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from msgspec import structs

from cordee.fhir.search.query import Query
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store.agenda import AgendaReading
from cordee.store.asker import Asker
from cordee.store.bulk_loading import BulkLoading
from cordee.store.contents import Content, Contents
from cordee.store.database import Connection, Database
from cordee.store.direct_reads import DirectReads
from cordee.store.directory import DirectorySearch
from cordee.store.events import Events
from cordee.store.everything import Extent, WholeRecord
from cordee.store.exports.export import Export
from cordee.store.exports.reading import ExportedRow, ExportReading
from cordee.store.history import History, Span
from cordee.store.labels import Labels
from cordee.store.letters import LetterBox
from cordee.store.moved_records import MovedRecords
from cordee.store.orientations.received import Received
from cordee.store.reading import Reading
from cordee.store.search import Searching
from cordee.store.shelves import Shelves
from cordee.store.steering import Steering
from cordee.store.stored import Page, RecordPage, Stored, TraceRow
from cordee.store.subscriptions.dead import DeadLetters, Standing
from cordee.store.subscriptions.payload import Payloads
from cordee.store.subscriptions.wakes import Wakes
from cordee.store.task_lists import TaskLists
from cordee.store.told import Told
from cordee.store.trace.noting import Noted, note
from cordee.store.trace_reading import trace_of
from cordee.store.tracing import Tracer
from cordee.store.transaction import Transaction
from cordee.store.unit import Unit
from cordee.store.writer import Writer

T = TypeVar("T")


class Repository:
    """Reads and writes for an asker. What an asker may not see answers exactly as what does not exist."""

    def __init__(self, database: Database, contents: Contents | None = None) -> None:
        self.database = database
        self.contents = contents or Contents(database)
        self.events = Events(database)
        self._tracer = Tracer(database)
        self._direct = DirectReads(database)
        self._reading = Reading(database, self._tracer)
        self._searching = Searching(database, self._tracer)
        self._shelves = Shelves(database, self._tracer)
        self.letters = LetterBox(database, self._tracer)
        self.labels = Labels(database, self._tracer).labels
        self._record = WholeRecord(database, self._tracer)
        self._writer = Writer(database, self.events, self._tracer, self._searching, self.contents)
        self._history = History(database, self._tracer)
        self.shelves = self._shelves.shelves
        self.timeline = self._shelves.timeline
        moved = MovedRecords(database, self._tracer)
        self.changes = moved.changes
        self.changes_of = moved.changes_of
        self.my_records = moved.my_records
        self.sees = self._shelves.sees
        self.told = Told(database).told
        self.mark_visited = self._shelves.mark_visited
        self.visits = self._shelves.visits
        self.directory = DirectorySearch(database, self._tracer).search
        self.received = Received(database, self._tracer)
        self.wakes = Wakes(database)
        self._bulk = BulkLoading(database, self.contents)
        self._exported = ExportReading(database)
        self.export_keys = self._exported.keys
        self._payloads = Payloads(database, self._tracer)
        self.remember_visits = self._shelves.remember_visits
        agendas = AgendaReading(database, self._tracer)
        self.agenda = agendas.agenda
        self.busy = agendas.busy
        self.steering = Steering(database, self._tracer)
        self.tasks = TaskLists(database, self._tracer).tasks
        self.task_counts = TaskLists(database, self._tracer).counts

    async def read(self, asker: Asker, type_: str, id_: str) -> Stored:
        """Return the current version of a resource; see `direct_reads`."""
        return await self.contents.whole(await self._direct.read(asker, type_, id_))

    async def content(self, asker: Asker, id_: str) -> Content:
        """Return the bytes of a Binary, without what JSON would cost; raises as `read`, and as `Contents.read`."""
        return await self.contents.read(await self._direct.read(asker, "Binary", id_))

    async def vread(self, asker: Asker, type_: str, id_: str, version: int) -> Stored:
        """Return one version of a resource; see `reading`."""
        return await self.contents.whole(await self._reading.vread(asker, type_, id_, version))

    async def read_many(self, asker: Asker, references: list[str]) -> dict[str, Stored]:
        """Return those of the references the asker may see; see `reading`."""
        found = await self._reading.read_many(asker, references)
        return dict(zip(found, await self.contents.several(found.values()), strict=True))

    async def history(
        self,
        asker: Asker,
        type_: str,
        id_: str,
        count: int = 50,
        cursor: str | None = None,
        *,
        span: Span | None = None,
    ) -> Page:
        """Return the versions of a resource, newest first; see `history`."""
        found = await self._history.of_resource(asker, type_, id_, count, cursor, span=span)
        return await self.contents.page(found)

    async def history_of(self, asker: Asker, types: Sequence[str], span: Span) -> Page:
        """Return the versions of every resource of these types, newest first; see `history`."""
        return await self.contents.page(await self._history.of_types(asker, types, span))

    async def everything(
        self, asker: Asker, patient_id: str, extent: Extent, cursor: str | None = None
    ) -> Page:
        """Return one page of a whole record; see `everything`."""
        return await self.contents.page(await self._record.everything(asker, patient_id, extent, cursor))

    async def payload(
        self, asker: Asker, type_: str, id_: str, version: int, *, with_content: bool
    ) -> Stored | None:
        """Return a version a subscriber is to be told of; see `subscriptions.payload`."""
        found = await self._payloads.payload(asker, type_, id_, version, with_content=with_content)
        return (await self.contents.several([found]))[0] if found is not None else None

    async def export_rows(
        self, asker: Asker, export: Export, type_: str, keys: Sequence[int]
    ) -> list[ExportedRow]:
        """Return what of these keys an export holds, contents included; see `exports.reading`.

        Raises ContentUnreachableError, DamagedContentError: an export is whole or is not.
        """
        rows = await self._exported.rows(asker, export, type_, keys)
        if type_ != "Binary":
            return rows
        return [structs.replace(row, content=await self.contents.exported(row.content)) for row in rows]

    async def search(self, asker: Asker, query: Query) -> Page:
        """Return one page of a search; see `searching`."""
        return await self.contents.page(await self._searching.search(asker, query))

    async def matching_ids(self, connection: Connection, asker: Asker, query: Query, limit: int) -> list[str]:
        """Return the ids, at most `limit`, of what matches a query, read on that connection."""
        found = await self._searching.matching_ids(connection, asker, query, limit)
        return [id_ for _, id_, _ in found]

    def writing(self, asker: Asker) -> Unit:
        """Return a unit of work to use with `async with`."""
        return Unit(self._writer, asker)

    async def transact(
        self, asker: Asker, carry_out: Callable[[Transaction, "Repository"], Awaitable[T]]
    ) -> T:
        """Carry something out in one transaction, with a repository that reads what stands in it; see `writer`."""

        async def attempt(transaction: Transaction) -> T:
            return await carry_out(transaction, Repository(transaction.database, self.contents))

        return await self._writer.transact(asker, attempt)

    async def trace_of(
        self, asker: Asker, patient_id: str, count: int = 50, before: datetime | None = None
    ) -> list[TraceRow]:
        """Return who did what with a record, newest first; NotFoundError when it is not the asker's."""
        return await trace_of(self.database, self._shelves, asker, patient_id, count=count, before=before)

    async def note(
        self,
        asker: Asker,
        action: str,
        outcome: str = "done",
        *,
        type_: str = "",
        id_: str = "",
        patient_id: str = "",
        count: int = 0,
        reason: str = "",
        detail: str = "",
    ) -> None:
        """Trace an act that no read or write of the record traces by itself, and return once the line is committed.

        `action` is a line of `store.trace.actions`, `outcome` done or refused; `reason` the code of the reason given,
        `detail` what the action's line says, cut at a bound.
        """
        about = Noted(type_, id_, patient_id, count, reason, detail)
        await note(self.database, asker, action, outcome, about)

    async def load(
        self, asker: Asker, resources: Sequence[Any], after: asyncio.Future[Any] | None = None
    ) -> list[int]:
        """Store many new resources and return the places of those left; only the platform may. See `bulk_loading`."""
        if not asker.is_system:
            raise ForbiddenError
        return await self._bulk.load(asker, resources, after)

    async def refresh_statistics(self, asker: Asker) -> None:
        """Have PostgreSQL look at its tables anew, after many writes at once; only the platform may ask."""
        if not asker.is_system:
            raise ForbiddenError
        async with self.database.connection() as connection:
            await connection.execute("SELECT refresh_statistics()")

    async def standing(self, subscription_id: str) -> Standing:
        """Return how a Subscription stands; NotFoundError when there is none."""
        found = await DeadLetters(self.database).standings(subscription_id)
        if not found:
            raise NotFoundError
        return found[0]

    async def close(self) -> None:
        """Send pending announcements and stop listening."""
        await self.wakes.close()
        await self.events.close()


__all__ = ["Page", "RecordPage", "Repository", "Stored"]
