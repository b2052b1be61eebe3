"""The installed guides, for a command that works without a database too."""

import asyncio

import psycopg

from cordee.cli.connecting import ensure_reachable
from cordee.kernel.errors import CordeeError
from cordee.kernel.settings import Settings
from cordee.store import Database, Packages
from cordee.store.embedded import running_url


def put_guides_in_force(found: Settings) -> bool:
    """Put in force the guides of the database that runs; False when none answers: base R4 alone is known then.

    Changes nothing in the database, and starts none.
    """
    url = found.database_url or running_url(found.data_dir)
    if url is None:
        return False
    try:
        ensure_reachable(url)
        asyncio.run(_load(url))
    except (CordeeError, psycopg.Error):  # unreachable, or never migrated: no guide is installed there
        return False
    return True


async def _load(url: str) -> None:
    database = Database(url, pool_size=1)
    await database.open()
    try:
        await Packages(database).put_in_force()
    finally:
        await database.close()
