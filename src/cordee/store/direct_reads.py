"""Reading resources by id, those asked for at the same moment in one statement."""

from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.ids import is_id
from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.database import Database
from cordee.store.gathering import Gathering
from cordee.store.predicate import visible_to_each
from cordee.store.reading import stored
from cordee.store.statements import statement
from cordee.store.stored import Stored

LANES = 4  # groups under way at a time: one is read while others wait for their commit

_Question = tuple[Asker, str, str]


class DirectReads:
    """Answers reads by id, of any number of askers together."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathering: Gathering[_Question, Stored | None] = Gathering(self._answer, lanes=LANES)
        self._statement = statement("read").replace("{visible}", visible_to_each()).encode()

    async def read(self, asker: Asker, type_: str, id_: str) -> Stored:
        """Return the current version.

        When it does not exist or is not the asker's to see, raises NotFoundError, the same either way; when it was
        deleted, GoneError. Cost: one statement shared with the reads of the same moment, the line of the trace in it.
        """
        if not is_id(id_):
            raise NotFoundError  # no resource can have it, and it must not spoil the group
        found = await self._gathering.ask((asker, type_, id_))
        if found is None:
            raise NotFoundError
        if found.deleted:
            raise GoneError
        return found

    async def _answer(self, questions: list[_Question]) -> list[Stored | None]:
        askers = [asker for asker, _, _ in questions]
        values = {
            "n": array(list(range(len(questions)))),
            "type": array([type_ for _, type_, _ in questions]),
            "id": array([id_ for _, _, id_ in questions]),
            "who": array([asker.who for asker in askers]),
            "role": array([asker.role for asker in askers]),
            "organization": array([asker.organization for asker in askers]),
            "purpose": array([asker.purpose for asker in askers]),
            "reads": array([asker.reads for asker in askers]),
            "reader": array([asker.reader for asker in askers]),
            "keys": array([array(asker.keys) for asker in askers]),
            "recipients": array([array(asker.recipients) for asker in askers]),
            "only_patient": array([asker.only_patient for asker in askers]),
            "is_allowed": array([_is_for(asker, type_) for asker, type_, _ in questions]),
            "is_system": array([asker.is_system for asker in askers]),
            "directory": list(DIRECTORY_TYPES),
            "now": now(),
        }
        answers: list[Stored | None] = [None] * len(questions)
        async with self._database.connection() as connection:
            for row in await (await connection.execute(self._statement, values)).fetchall():
                answers[row[7]] = stored(row)
        return answers


def _is_for(asker: Asker, type_: str) -> bool:
    """Return whether the asker's token is for a type."""
    return asker.only_types is None or type_ in asker.only_types
