"""Batches of resources into the store: each once, however often it is given."""

from cordee.access import Door
from cordee.exchange.files.journal import Journal
from cordee.exchange.files.parts import Candidate, Refused
from cordee.exchange.files.report import Report
from cordee.exchange.files.tally import Tally
from cordee.kernel.errors import CordeeError, UnavailableError
from cordee.kernel.log import get_logger
from cordee.store import Stored
from cordee.store.unchanged import is_unchanged

SYSTEM = "system"

_log = get_logger(__name__)


class UnexpectedRefusalError(CordeeError):
    """The store failed on this one resource in a way nobody foresaw; its neighbours were stored."""

    code = "unexpected-refusal"

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"La base a refusé cette ressource de façon imprévue ({kind}). Signalez-le.",
            f"The store refused this resource in an unforeseen way ({kind}). Please report it.",
        )


class Upsert:
    """Stores batches through the platform's door, one transaction each, and counts what became of each resource."""

    def __init__(self, door: Door, tally: Tally, report: Report, journal: Journal) -> None:
        self._door = door
        self._tally = tally
        self._report = report
        self._journal = journal
        self._rank = 0

    async def store(self, batch: list[Candidate]) -> None:
        """Store those of the batch that say something new; no two of them may be the same resource.

        When the transaction fails, halves of it are tried, down to the one resource that is refused. When the
        database does not answer, raises UnavailableError: what was committed stays, and a rerun goes on from there.
        Cost: one statement to compare, one flush to write.
        """
        fresh = await self.news(batch)
        if fresh:
            await self.write(fresh)

    async def news(self, batch: list[Candidate]) -> list[Candidate]:
        """Return those of a batch that say something new; batches are asked about in the order of the input."""
        if not batch:
            return []
        stored = await self._door.read_many([candidate.reference for candidate in batch])
        return [one for one in batch if self._is_news(one, stored.get(one.reference))]

    def refuse(self, refused: Refused) -> None:
        """Count and report an entry that is not stored."""
        self._tally.add(refused.type, "rejected")
        self._report.add(refused)

    async def ensure_it_is_the_content(self, error: Exception) -> None:
        """Return when the database still answers a read, so that what it refused is the content; else raise."""
        if isinstance(error, UnavailableError):
            await self._door.read_many(["Patient/0"])

    def _is_news(self, candidate: Candidate, stored: Stored | None) -> bool:
        self._rank += 1
        if stored is None:
            return True
        reference = candidate.reference
        if self._journal.outranks(reference, self._rank) or is_unchanged(
            candidate.resource, stored.content, stored.type
        ):
            self._tally.add(candidate.type, "unchanged")
            return False
        if stored.updated_by == SYSTEM and stored.updated_at >= self._journal.first_run_at:
            self._journal.note(reference, self._rank)
        return True

    async def write(self, batch: list[Candidate]) -> None:
        """Store what says something new, as `store` does."""
        try:
            async with self._door.writing() as unit:
                for candidate in batch:
                    unit.put(candidate.resource)
        except Exception as error:
            await self.ensure_it_is_the_content(error)
            await self._halve(batch, error)
        else:
            for written in unit.results:
                self._tally.add(written.type, written.outcome)

    async def _halve(self, batch: list[Candidate], error: Exception) -> None:
        if len(batch) > 1:
            middle = len(batch) // 2
            await self.write(batch[:middle])
            await self.write(batch[middle:])
            return
        (one,) = batch
        self.refuse(Refused(place=one.place, type=one.type, id=one.id, error=told(error)))


def told(error: Exception) -> CordeeError:
    """Return what the report says of a failure of the store: our own refusals as they are, others by their kind."""
    if isinstance(error, CordeeError) and not isinstance(error, UnavailableError):
        return error
    _log.error("import.refused", kind=type(error).__name__)
    return UnexpectedRefusalError(type(error).__name__)
