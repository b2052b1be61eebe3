"""One transaction under way: what it reads is what stands, its own writes included, and all of it is stored or nothing.

For what must look before it writes: conditional interactions, patches, transaction Bundles. What only stages writes
uses a unit alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from psycopg.pq import TransactionStatus

from cordee.fhir.search.query import Query
from cordee.store import jobs
from cordee.store.asker import Asker
from cordee.store.contents import Contents
from cordee.store.criteria_lock import lock_criteria
from cordee.store.current import lock, lock_current
from cordee.store.database import BorrowedConnection, Connection, Database, unavailable
from cordee.store.flush import Flush
from cordee.store.inheriting import inherit_labels
from cordee.store.keys import KeyBlock
from cordee.store.names import Names
from cordee.store.narrowing import NARROWER, Narrowed, to_be_narrowed
from cordee.store.retrying import LostRaceError
from cordee.store.search import Searching
from cordee.store.staged import Act, Written
from cordee.store.stored import Stored
from cordee.store.unit import Unit
from cordee.store.wall import shown_within

MATCH_ROUNDS_MAX = 3


class Transaction:
    """One attempt. `units` and `flushes` are those of this attempt: another attempt starts with none.

    `looked_at` is whose record each resource that was looked at is of, by type and id (empty: nobody's), `unseen` the
    same of those that were not the asker's to see, `searched` how many matches were found, by type.
    """

    def __init__(
        self,
        connection: Connection,
        asker: Asker,
        keys: KeyBlock,
        searching: Searching,
        contents: Contents,
        names: Names,
    ) -> None:
        self.asker = asker
        self.units: list[Unit] = []
        self.flushes: list[Flush] = []
        self.looked_at: dict[tuple[str, str], str] = {}
        self.unseen: dict[tuple[str, str], str] = {}
        self.searched: Counter[str] = Counter()
        self._connection = connection
        self._contents = contents
        self._names = names
        self._keys = keys
        self._searching = searching

    @property
    def database(self) -> Database:
        """Return a database that lends this transaction's own connection: what is read through it stands in it."""
        return BorrowedConnection(self._connection)

    async def hold(self, criteria: Iterable[str]) -> None:
        """Hold the names of criteria until the end: before any matching, and all in one call."""
        await lock_criteria(self._connection, criteria)

    async def matching(self, query: Query, limit: int, *, to_write: bool) -> list[str]:
        """Return the ids, at most `limit`, of what matches and the asker may see.

        When `to_write`, they are locked, and matched again once they are: what is returned matches until the end.
        """
        found = await self._match(query, limit)
        self.searched[query.resource_type] += len(found)
        for _ in range(MATCH_ROUNDS_MAX):
            if not found or not to_write:
                return found
            await lock(self._connection, self.asker, [(query.resource_type, id_) for id_ in found])
            again = await self._match(query, limit)
            if set(again) <= set(found):
                return again
            found = again
        raise LostRaceError

    async def current(self, type_: str, id_: str) -> Stored | None:
        """Return the current version, a deletion too, locked until the end; None for absent and invisible alike."""
        rows = await lock(self._connection, self.asker, [(type_, id_)])
        row = rows.get((type_, id_))
        if row is None or not row.is_visible:
            self.unseen[type_, id_] = (row.patient_id or "") if row is not None else ""
            return None
        self.looked_at[type_, id_] = row.patient_id or ""
        stood = Stored(
            type=type_,
            id=id_,
            version=row.version,
            updated_at=row.updated_at,
            updated_by=row.updated_by,
            content=row.content,
            deleted=row.deleted,
        )
        return await self._contents.whole(stood)

    def unit(self) -> Unit:
        """Return a unit to stage into and hand to `flush`; it knows what was opened by those before it."""
        unit = Unit(None, self.asker, before=self.units[-1] if self.units else None)
        self.units.append(unit)
        return unit

    async def flush(self, unit: Unit) -> list[Written]:
        """Write a unit, seen by what is read after; raises what a unit alone raises."""
        await self._contents.keep(unit.staged, self.asker, self._connection)
        unit.names = await self._names.learn(unit.staged, self.asker, self._connection)
        is_new = all(one.act is Act.CREATE for one in unit.staged)
        current = {} if is_new else await lock_current(self._connection, unit)
        await inherit_labels(self._connection, self.asker, unit.staged, current)
        flush = Flush(self._connection, unit, current)
        await flush.run(self._keys)
        await jobs.defer(self._connection, unit.jobs)
        self.flushes.append(flush)
        unit.results = flush.results
        await self._narrow(flush.narrowed)
        return flush.results

    async def _narrow(self, narrowed: Sequence[Narrowed]) -> None:
        """Hide what came of entries from whom these were hidden, and what came of that in turn."""
        while narrowed:  # each round hides what was not hidden: it ends by itself
            async with shown_within(self._connection, NARROWER):
                unit = Unit(None, NARROWER)
                for one in await to_be_narrowed(self._connection, narrowed):
                    unit.update(one)
                if not unit.staged:
                    return
                flush = Flush(self._connection, unit, await lock_current(self._connection, unit))
                await flush.run(self._keys)
            self.flushes.append(flush)
            narrowed = flush.narrowed

    def check(self) -> None:
        """Raise UnavailableError when a statement failed and nobody told: PostgreSQL would commit nothing."""
        if self._connection.info.transaction_status is TransactionStatus.INERROR:
            raise unavailable()

    async def _match(self, query: Query, limit: int) -> list[str]:
        found = await self._searching.matching_ids(self._connection, self.asker, query, limit)
        return [id_ for _, id_, _ in found]
