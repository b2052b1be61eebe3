"""Reading resources by id, those one asker wants at the same moment in one statement."""

from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.ids import is_id
from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.gathering import Gatherings
from cordee.store.positional import fetch
from cordee.store.predicate import predicate_values, visible
from cordee.store.reading import stored
from cordee.store.statements import statement
from cordee.store.stored import Stored
from cordee.store.tracing import asker_values

LANES = 4  # groups of one asker under way at a time: one is read while others wait for their commit

_Named = tuple[str, str]


class DirectReads:
    """Answers reads by id, those of one asker together."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gatherings: Gatherings[Asker, _Named, Stored | None] = Gatherings(self._answer, lanes=LANES)

    async def read(self, asker: Asker, type_: str, id_: str) -> Stored:
        """Return the current version.

        When it does not exist or is not the asker's to see, raises NotFoundError, the same either way; when it was
        deleted, GoneError. Cost: one statement shared with the asker's reads of the same moment, the trace in it.
        """
        if not is_id(id_):
            raise NotFoundError  # no resource can have it, and it must not spoil the group
        found = await self._gatherings.ask(asker, (type_, id_))
        if found is None:
            raise NotFoundError
        if found.deleted:
            raise GoneError
        return found

    async def _answer(self, asker: Asker, named: list[_Named]) -> list[Stored | None]:
        values = predicate_values(asker, now()) | asker_values(asker)
        values |= {
            "n": array(list(range(len(named)))),
            "type": array([type_ for type_, _ in named]),
            "id": array([id_ for _, id_ in named]),
        }
        answers: list[Stored | None] = [None] * len(named)
        async with self._database.connection(asker) as connection:
            for row in await fetch(
                connection, statement("read").replace("{visible}", visible(asker)), values
            ):
                answers[row[7]] = stored(row)
        return answers
