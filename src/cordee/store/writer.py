"""Transactions: the flush of a unit of work, or longer ones; retries, refusals, and what is announced after."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg

from cordee.kernel.errors import CordeeError, ForbiddenError, NotFoundError
from cordee.store.asker import Asker
from cordee.store.contents import Contents
from cordee.store.creations import Creations, is_small, only_creates
from cordee.store.database import Database
from cordee.store.errors import AlreadyExistsError, SecondCircleError
from cordee.store.events import LETTERS, Events, letters_to
from cordee.store.flush import Flush
from cordee.store.keys import KeyBlock
from cordee.store.names import OF_DIRECTORY, Names
from cordee.store.retrying import LostRaceError, retried
from cordee.store.search import Searching
from cordee.store.staged import Act, Staged, Written
from cordee.store.tracing import Tracer
from cordee.store.trail import Trail
from cordee.store.transaction import Transaction
from cordee.store.unit import Unit

_WRITE_REFUSED = "CO403"  # raised by refuse_write() in sql/write.sql
_ONE_CIRCLE = "resource_one_circle"

T = TypeVar("T")


class Writer:
    """Turns units into transactions, and carries out what must read and write in one."""

    def __init__(
        self, database: Database, events: Events, tracer: Tracer, searching: Searching, contents: Contents
    ) -> None:
        self._database = database
        self._events = events
        self._trail = Trail(database, tracer)
        self._searching = searching
        self._contents = contents
        self._keys = KeyBlock()
        self._creations = Creations(database, self._keys)
        self._names = Names(database)

    async def flush(self, unit: Unit) -> list[Written]:
        """Store everything staged and its jobs, and return what became of each resource.

        Raises AlreadyExistsError, SecondCircleError, NotFoundError, GoneError, VersionConflictError, ForbiddenError or
        ContendedError, having stored nothing; a refusal is traced.
        """
        await self._contents.keep(unit.staged, unit.asker)
        if not only_creates(unit):

            async def whole(transaction: Transaction) -> list[Written]:
                transaction.units.append(unit)
                return await transaction.flush(unit)

            return await self.transact(unit.asker, whole)
        unit.names = await self._names.learn(unit.staged, unit.asker)
        try:
            flush = await retried(lambda: self._create(unit))
        except (ForbiddenError, NotFoundError, AlreadyExistsError, SecondCircleError):
            await self._trail.refused_writes(unit.asker, [unit])
            raise
        self._announce([flush])
        return flush.results

    async def transact(self, asker: Asker, carry_out: Callable[[Transaction], Awaitable[T]]) -> T:
        """Carry something out in one transaction and return what it returns, once that is committed.

        It is called again, with a new Transaction, each time an attempt loses against another transaction: it must keep
        nothing of an attempt outside it. Raises what it raises, having stored nothing. What it looked at is traced, and
        a refusal, in either case.
        """
        tried: list[Transaction] = []

        async def attempt() -> T:
            tried.clear()
            async with self._database.transaction(asker) as connection:
                transaction = Transaction(
                    connection, asker, self._keys, self._searching, self._contents, self._names
                )
                tried.append(transaction)
                with _told(transaction.units):
                    result = await carry_out(transaction)
                    transaction.check()
                    return result

        try:
            result = await retried(attempt)
        except CordeeError as error:
            await self._trail.refused(asker, tried, error)
            raise
        self._announce(tried[0].flushes)
        await self._trail.done(asker, tried[0])
        return result

    async def _create(self, unit: Unit) -> Flush:
        with _told([unit]):
            if is_small(unit):
                return await self._creations.store(unit)
            async with self._database.connection() as connection:  # one statement is its own transaction
                flush = Flush(connection, unit, {})
                await flush.run(self._keys)
            return flush

    def _announce(self, flushes: Iterable[Flush]) -> None:
        for flush in flushes:
            if any(one.type in OF_DIRECTORY for one in flush.results):
                self._names.forget()
            for patient_id, types in flush.changed.items():
                self._events.announce(patient_id, types)
            for who in flush.addressees:
                self._events.announce(letters_to(who), {LETTERS})


@contextmanager
def _told(units: list[Unit]) -> Iterator[None]:
    """Turn what the database says of units into what is told of them."""
    try:
        yield
    except psycopg.errors.UniqueViolation as error:
        if error.diag.constraint_name == _ONE_CIRCLE:
            raise SecondCircleError from error
        staged = [one for unit in units for one in unit.staged]
        if any(one.act is Act.PUT for one in staged):
            raise LostRaceError from error  # the next attempt finds what is there, and replaces it
        raise AlreadyExistsError(_violated(staged, error)) from error
    except psycopg.DatabaseError as error:
        if error.sqlstate == _WRITE_REFUSED:
            raise ForbiddenError from error
        raise


def _violated(staged: list[Staged], error: psycopg.errors.UniqueViolation) -> str:
    """Return which one is there already, as far as PostgreSQL says it: of a row the wall does not show, it does not."""
    if len(staged) == 1:
        return f"{staged[0].type}/{staged[0].id}"
    detail = error.diag.message_detail or ""
    named = (f"{one.type}/{one.id}" for one in staged if one.id in detail)
    return next(named, staged[0].type)
