"""Learning the names a unit of work needs before it is written: a statement for all of them, or none."""

import time
from collections import OrderedDict
from collections.abc import Sequence

from cordee.store.asker import Asker, system_asker
from cordee.store.database import BorrowedConnection, Connection, Database
from cordee.store.gathering import Gatherings
from cordee.store.names.named import OF_DIRECTORY, OF_RECORD, Named, NamesKnown, is_of_record, named_by
from cordee.store.names.naming import names_wanted
from cordee.store.names.reading import read_names
from cordee.store.staged import Staged

KEPT_MAX = 20_000  # answers of the directory, in a process
KEPT_S = 60.0  # after which the directory is asked again
LANES = 4  # groups of one asker under way at a time
_READER = system_asker("names")


class Names:
    """Knows what people and structures are called.

    What the directory says, and that it knows nobody, is kept for `KEPT_S`, or until this process has changed it; names
    of records are asked each time, by the asker's own rights.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[str, tuple[float, Named | None]] = OrderedDict()
        self._changes = 0
        self._gatherings: Gatherings[Asker, frozenset[str], NamesKnown] = Gatherings(
            self._answer, lanes=LANES
        )

    async def learn(
        self, staged: Sequence[Staged], asker: Asker, connection: Connection | None = None
    ) -> NamesKnown:
        """Return the names of those named in what is staged, who go by what is said there of those staged too.

        Inside a transaction, give its connection. Cost: nothing when no name stands beside a reference, or the asker is
        the platform; else one statement for the directory, unless all is kept, and one for records.
        """
        if asker.is_system:
            return {}
        own = _written_here(staged)
        wanted = {name for one in staged for name in names_wanted(one)}
        left = wanted - set(own)
        of_records = frozenset(one for one in left if is_of_record(one))
        known = await self._of_directory(left - of_records, connection)
        if of_records:
            known |= await self._of_records(asker, of_records, connection)
        return known | own

    def forget(self) -> None:
        """Ask the directory anew: something of it was committed. What is being read meanwhile is not kept."""
        self._changes += 1
        self._kept.clear()

    async def _of_directory(self, wanted: set[str], connection: Connection | None) -> NamesKnown:
        known: NamesKnown = {}
        unknown = set()
        for one in wanted:
            asked_at, named = self._kept.get(one, (None, None))
            if asked_at is None or time.monotonic() - asked_at >= KEPT_S:
                unknown.add(one)
            elif named is not None:
                known[one] = named
        if not unknown:
            return known
        database = self._database if connection is None else BorrowedConnection(connection)
        changes = self._changes
        found = await read_names(database, _READER, unknown)
        if connection is None and changes == self._changes:  # what a transaction sees may never be committed
            for one in unknown:
                self._kept[one] = (time.monotonic(), found.get(one))
            while len(self._kept) > KEPT_MAX:
                self._kept.popitem(last=False)
        return known | found

    async def _of_records(
        self, asker: Asker, wanted: frozenset[str], connection: Connection | None
    ) -> NamesKnown:
        if connection is not None:
            return await read_names(BorrowedConnection(connection), asker, wanted)
        return await self._gatherings.ask(asker, wanted)

    async def _answer(self, asker: Asker, groups: list[frozenset[str]]) -> list[NamesKnown]:
        known = await read_names(self._database, asker, frozenset().union(*groups))
        return [{one: known[one] for one in group if one in known} for group in groups]


def _written_here(staged: Sequence[Staged]) -> NamesKnown:
    """Return the names of those a unit writes: what is not the writer's to write stops the unit."""
    return {
        f"{one.type}/{one.id}": named_by(one.resource, one.type)
        for one in staged
        if one.resource is not None and one.type in OF_DIRECTORY | OF_RECORD
    }
