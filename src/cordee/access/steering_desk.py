"""What a team steers by, for one asker: the store's counts and listings, with the rights of who asks."""

from collections.abc import Sequence
from datetime import date

from cordee.store import Asker, Stored
from cordee.store.steering import Load, RecordCount, RecordListing, Steering


class SteeringDesk:
    """Counts and lists as `store.steering` does, for this asker."""

    def __init__(self, steering: Steering, asker: Asker) -> None:
        self._steering = steering
        self._asker = asker

    async def record_counts(self) -> list[RecordCount]:
        """Return the active records of the asker's circles by theme and referent."""
        return await self._steering.record_counts(self._asker)

    async def followed_count(self) -> int:
        """Return how many active records the asker follows in person."""
        return await self._steering.followed_count(self._asker)

    async def records_listed(
        self,
        theme: str | None,
        referent: str | None,
        count: int,
        cursor: str | None = None,
        *,
        closed: bool | None = False,
    ) -> RecordListing:
        """Return one page of active records, of a theme and a referent where given; closed ones, or both, if asked."""
        return await self._steering.records_listed(self._asker, theme, referent, count, cursor, closed=closed)

    async def standing_of(self, patient_ids: Sequence[str]) -> dict[str, Stored | None]:
        """Return those of the people in whose circle the asker stands, each with a record open there or None."""
        return await self._steering.standing_of(self._asker, patient_ids)

    async def workload(self, people: Sequence[str], today: date) -> list[Load]:
        """Return what each of these people holds."""
        return await self._steering.workload(self._asker, people, today)
