"""Small units that only create: those of one moment share one statement and one commit."""

import psycopg

from cordee.store.database import Connection, Database
from cordee.store.directory.fresh import SETTLED_TYPES
from cordee.store.flush import Flush, write_together
from cordee.store.gathering import Gathering
from cordee.store.inheriting import comes_of_something
from cordee.store.keys import KeyBlock
from cordee.store.orientations.sent import is_orientation
from cordee.store.refused_parts import RULING_TYPES
from cordee.store.requested import request_of
from cordee.store.staged import Act
from cordee.store.unit import Unit

LANES = 4  # groups under way at a time: one is prepared while others wait for their commit
_LOOKING = SETTLED_TYPES | RULING_TYPES | {"Subscription"}  # what is derived from these is made of others
UNIT_MAX = 20  # resources; a larger unit fills a statement by itself


class Creations:
    """Stores units without waiting for current versions, jobs or one another.

    A unit is stored whole or not at all, whatever becomes of the others: when one of a group is refused, nothing of the
    group was stored, and each is stored again by itself. Cost: a refusal costs its group a second statement each.
    """

    def __init__(self, database: Database, keys: KeyBlock) -> None:
        self._database = database
        self._keys = keys
        self._gathering: Gathering[Unit, Flush | Exception] = Gathering(self._answer, lanes=LANES)

    async def store(self, unit: Unit) -> Flush:
        """Store a unit and return what was done; raises what the database says of this unit alone."""
        answer = await self._gathering.ask(unit)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _answer(self, units: list[Unit]) -> list[Flush | Exception]:
        async with self._database.connection() as connection:
            if len(units) > 1:
                try:
                    return list(await self._together(connection, units))
                except psycopg.OperationalError:
                    raise
                except Exception:  # noqa: S110  whose it is, the next line finds out
                    pass
            return [await self._alone(connection, unit) for unit in units]

    async def _together(self, connection: Connection, units: list[Unit]) -> list[Flush]:
        flushes = [Flush(connection, unit, {}) for unit in units]
        for flush in flushes:
            await flush.stage(self._keys)
        await write_together(connection, flushes)
        return flushes

    async def _alone(self, connection: Connection, unit: Unit) -> Flush | Exception:
        flush = Flush(connection, unit, {})
        try:
            await flush.run(self._keys)
        except psycopg.OperationalError:
            raise
        except Exception as error:
            return error
        return flush


def only_creates(unit: Unit) -> bool:
    """Return whether a unit can be stored by one statement that looks at nothing stored before."""
    is_system = unit.asker.is_system
    return not unit.jobs and all(
        one.act is Act.CREATE
        and one.type not in _LOOKING
        and not is_orientation(one.resource, one.type)
        and not request_of(one.resource, one.type, one.id)
        and (is_system or not comes_of_something(one))
        for one in unit.staged
    )


def is_small(unit: Unit) -> bool:
    """Return whether a unit leaves room for others in its statement."""
    return len(unit.staged) <= UNIT_MAX
