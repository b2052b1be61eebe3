"""The lines of the trace a transaction leaves beside those of its writes: what it looked at, and what was refused."""

from collections.abc import Sequence

from cordee.kernel.errors import CordeeError, ForbiddenError, NotFoundError, VersionConflictError
from cordee.store.asker import Asker
from cordee.store.columns import patient_of
from cordee.store.database import Database
from cordee.store.errors import AlreadyExistsError, SecondCircleError
from cordee.store.standing import patient_standing
from cordee.store.tracing import Tracer
from cordee.store.transaction import Transaction
from cordee.store.unit import Unit

_WRITTEN = frozenset({"created", "updated", "deleted"})
_REFUSALS = (ForbiddenError, NotFoundError, AlreadyExistsError, SecondCircleError, VersionConflictError)


class Trail:
    """Writes the lines once the transaction has ended, one way or the other, and before anything of it is told."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def done(self, asker: Asker, transaction: Transaction) -> None:
        """Trace what a transaction that was committed looked at, and deletions that found nothing to be seen."""
        await self._looks(asker, transaction)
        for one, patient_id in [found for flush in transaction.flushes for found in flush.unseen]:
            await self._refusal(asker, one.act.value, one.type, one.id, patient_id or "")

    async def refused(self, asker: Asker, tried: Sequence[Transaction], error: CordeeError) -> None:
        """Trace what a transaction that stored nothing looked at, and what it was refused."""
        for transaction in tried:
            await self._looks(asker, transaction)
            if not isinstance(error, _REFUSALS):
                continue
            for (type_, id_), patient_id in transaction.unseen.items():
                await self._refusal(asker, "update", type_, id_, patient_id)
            if not transaction.unseen and not isinstance(error, VersionConflictError):
                await self.refused_writes(asker, transaction.units)

    async def refused_writes(self, asker: Asker, units: Sequence[Unit]) -> None:
        """Trace the first write of what was refused in every record it concerns.

        That is the record of what stands there, and the one it was to be written into.
        """
        for one in [one for unit in units for one in unit.staged][:1]:
            sent = patient_of(one.resource, one.type) if one.resource is not None else None
            standing = await patient_standing(self._database, one.type, one.id)
            concerned = {found for found in (standing, sent) if found}
            for patient_id in sorted(concerned) or [""]:
                await self._refusal(asker, one.act.value, one.type, one.id, patient_id)

    async def _looks(self, asker: Asker, transaction: Transaction) -> None:
        """Trace criteria as searches; and as reads what was looked at without a line of its own as a write."""
        for type_, count in transaction.searched.items():
            await self._tracer.write(asker, "search", type_=type_, count=count)
        written = {
            (one.type, one.id)
            for flush in transaction.flushes
            for one in flush.results
            if one.outcome in _WRITTEN
        }
        for (type_, id_), patient_id in transaction.looked_at.items():
            if (type_, id_) not in written:
                await self._tracer.write(asker, "read", type_=type_, id_=id_, patient_id=patient_id, count=1)

    async def _refusal(self, asker: Asker, action: str, type_: str, id_: str, patient_id: str) -> None:
        await self._tracer.write(
            asker, action, outcome="refused", type_=type_, id_=id_, patient_id=patient_id
        )
