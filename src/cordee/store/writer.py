"""The flush of a unit of work: one transaction, its refusals, and what is announced after it."""

import psycopg

from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import jobs
from cordee.store.columns import patient_of
from cordee.store.creations import Creations, is_small, only_creates
from cordee.store.current import lock_current
from cordee.store.database import Database
from cordee.store.errors import AlreadyExistsError
from cordee.store.events import Events
from cordee.store.flush import Flush
from cordee.store.keys import KeyBlock
from cordee.store.staged import Written
from cordee.store.tracing import Tracer
from cordee.store.unit import Unit

_WRITE_REFUSED = "CO403"  # raised by refuse_write() in sql/write.sql


class Writer:
    """Turns a unit into one transaction."""

    def __init__(self, database: Database, events: Events, tracer: Tracer) -> None:
        self._database = database
        self._events = events
        self._tracer = tracer
        self._keys = KeyBlock()
        self._creations = Creations(database, self._keys)

    async def flush(self, unit: Unit) -> list[Written]:
        """Store everything staged and its jobs, and return what became of each resource.

        Raises AlreadyExistsError, NotFoundError, GoneError, VersionConflictError or ForbiddenError, having stored
        nothing; a refusal is traced.
        """
        try:
            flush = await self._store(unit)
        except (ForbiddenError, NotFoundError):
            await self._trace_refusal(unit)
            raise
        for patient_id, types in flush.changed.items():
            self._events.announce(patient_id, types)
        return flush.results

    async def _store(self, unit: Unit) -> Flush:
        try:
            if only_creates(unit):
                if is_small(unit):
                    return await self._creations.store(unit)
                async with self._database.connection() as connection:  # one statement is its own transaction
                    flush = Flush(connection, unit, {})
                    await flush.run(self._keys)
                return flush
            async with self._database.transaction() as connection:
                flush = Flush(connection, unit, await lock_current(connection, unit))
                await flush.run(self._keys)
                await jobs.defer(connection, unit.jobs)
            return flush
        except psycopg.errors.UniqueViolation as error:
            raise AlreadyExistsError(_violated(unit, error)) from error
        except psycopg.DatabaseError as error:
            if error.sqlstate == _WRITE_REFUSED:
                raise ForbiddenError from error
            raise

    async def _trace_refusal(self, unit: Unit) -> None:
        """Trace the first write of a refused unit where the person concerned will find it."""
        for one in unit.staged[:1]:
            patient_id = patient_of(one.resource, one.type) if one.resource is not None else None
            await self._tracer.write(
                unit.asker,
                one.act.value,
                outcome="refused",
                type_=one.type,
                id_=one.id,
                patient_id=patient_id or "",
            )


def _violated(unit: Unit, error: psycopg.errors.UniqueViolation) -> str:
    detail = error.diag.message_detail or ""
    named = (f"{one.type}/{one.id}" for one in unit.staged if one.id in detail)
    return next(named, unit.staged[0].type)
