"""Index rows that do not follow the definitions are made anew while the worker runs, without anybody asking."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from cordee.kernel.ending import end
from cordee.kernel.errors import UnavailableError
from cordee.kernel.log import fault, get_logger
from cordee.store import Database, Reindexing

REINDEXING_CONNECTIONS = 2  # one holds the lock of the run

_log = get_logger(__name__)


@contextlib.asynccontextmanager
async def reindexing_beside(database: Database) -> AsyncIterator[None]:
    """Re-index marked types for the time of the block; what is not done at its end is taken up at the next start."""
    task = asyncio.create_task(_reindex(Reindexing(database)))
    try:
        yield
    finally:
        await end(task)


async def _reindex(reindexing: Reindexing) -> None:
    try:
        if types := await reindexing.pending():
            _log.info("reindex.started", types=len(types))
            _log.info("reindex.done", resources=await reindexing.run())
    except UnavailableError as error:
        _log.warning("reindex.stopped", reason=error.message_en)
    except Exception as error:  # the worker outlives every fault; types stay marked
        _log.error("reindex.fault", **fault(error))
