"""Every check in turn."""

from collections.abc import AsyncIterator

from cordee.store.checking.dangling import dangling
from cordee.store.checking.derived import derived
from cordee.store.checking.finding import Finding
from cordee.store.checking.history import history
from cordee.store.checking.leftovers import leftovers
from cordee.store.database import Database


async def check(database: Database, *, repair: bool = False) -> AsyncIterator[Finding]:
    """Yield everything that is wrong; with `repair`, what is derived is made right and its findings say so.

    Cost: reads every resource once; writers are not held up.
    """
    async for finding in derived(database, repair=repair):
        yield finding
    async for finding in leftovers(database, repair=repair):
        yield finding
    async for finding in history(database):
        yield finding
    async for finding in dangling(database):
        yield finding
