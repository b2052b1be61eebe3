"""Who may read which lines of the trace, and reading them."""

from collections.abc import AsyncIterator

import msgspec

from cordee.access.actor import Actor
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import Asker, Repository
from cordee.store.trace import LineFilter, Lines, TraceLine

TYPE = "AuditEvent"
"""What lines of the trace are called over FHIR, and so in the scopes of a token."""

_CLASSES_OF_A_RECORD = frozenset({"coordination", "guardian"})


def reads_the_trace_of(actor: Actor, patient_id: str) -> bool:
    """Return whether somebody who stands in a record may read its lines; see TraceDesk for who may."""
    return actor.who == f"Patient/{patient_id}" or actor.reader_class in _CLASSES_OF_A_RECORD


class TraceDesk:
    """Reads lines of the trace for one actor. Each reading is traced itself.

    - the privacy officer reads the lines of the whole territory, and nothing of any record;
    - the person reads the lines of their own record;
    - a guardian, and coordination staff who answer for a record, read its lines while they stand in its circle;
    - nobody else reads any: colleagues' comings and goings are not theirs to watch.

    A token that was not given AuditEvent reads none, and one given for a single record reads that one's.
    """

    def __init__(self, repository: Repository, asker: Asker, actor: Actor | None) -> None:
        self._repository = repository
        self._asker = asker
        self._actor = actor
        self._lines = Lines(repository.database)

    async def page(self, asked: LineFilter, count: int) -> list[TraceLine]:
        """Return the newest lines that match, at most `count`. Raises ForbiddenError when they are not this actor's."""
        narrowed = await self._narrowed(asked)
        lines = await self._lines.page(narrowed, count)
        await self._note("trace-read", narrowed)
        return lines

    async def one(self, name: str) -> TraceLine:
        """Return the line of a name; NotFoundError when there is none this actor may read."""
        line = await self._lines.named(name)
        if line is None or not await self._may_read(line.patient_id):
            raise NotFoundError
        await self._note("trace-read", LineFilter(patient_id=line.patient_id))
        return line

    async def export(self, asked: LineFilter) -> AsyncIterator[list[TraceLine]]:
        """Yield every line that matches, page by page, traced before the first; for the privacy officer."""
        if self._actor is None or not self._actor.is_officer:
            raise ForbiddenError
        await self._note("trace-export", asked)
        async for lines in self._lines.walk(asked):
            yield lines

    async def may_read(self, patient_id: str) -> bool:
        """Return whether this actor may read the lines of one record."""
        return bool(patient_id) and await self._may_read(patient_id)

    async def _narrowed(self, asked: LineFilter) -> LineFilter:
        asker, actor = self._asker, self._actor
        if actor is not None and actor.kind == "patient" and not asked.patient_id:
            asked = msgspec.structs.replace(asked, patient_id=actor.who.removeprefix("Patient/"))
        if asker.only_patient and not asked.patient_id:
            asked = msgspec.structs.replace(asked, patient_id=asker.only_patient)
        if not await self._may_read(asked.patient_id):
            raise ForbiddenError
        return asked

    async def _may_read(self, patient_id: str) -> bool:
        asker, actor = self._asker, self._actor
        if asker.only_types is not None and TYPE not in asker.only_types:
            return False
        if asker.only_patient and asker.only_patient != patient_id:
            return False
        if asker.is_system or (actor is not None and actor.is_officer):
            return True
        if actor is None or not patient_id or not reads_the_trace_of(actor, patient_id):
            return False
        return actor.who == f"Patient/{patient_id}" or await self._repository.sees(asker, patient_id)

    async def _note(self, action: str, asked: LineFilter) -> None:
        named = [name for name in asked.__struct_fields__ if getattr(asked, name) and name != "before"]
        await self._repository.note(
            self._asker, action, type_=TYPE, patient_id=asked.patient_id, detail=", ".join(named)
        )
