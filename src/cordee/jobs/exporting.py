"""The part of the worker that makes bulk exports, a chunk at a time, and deletes those that expired."""

import asyncio

from cordee.access import ExportDesk
from cordee.exchange.bulk import Exporter, ExportFiles
from cordee.kernel.errors import UnavailableError
from cordee.kernel.log import fault, get_logger
from cordee.kernel.settings import Settings
from cordee.store import Repository

POLL_SECONDS = 1.0
SWEEP_EVERY_LOOKS = 30
PAUSE_SECONDS = 5.0  # after a fault: a full disk, an object store that is away

_log = get_logger(__name__)


class Exporting:
    """Makes the exports of one repository. `run` goes on until cancelled; `drain` returns when none is left."""

    def __init__(self, repository: Repository, settings: Settings) -> None:
        self._exporter = Exporter(ExportDesk(repository), ExportFiles(settings), settings.export_hours)

    async def run(self) -> None:
        """Make exports until cancelled; a fault is logged, and the chunk made again."""
        looks = 0
        while True:
            try:
                if looks % SWEEP_EVERY_LOOKS == 0:
                    await self._exporter.sweep()
                looks += 1
                if not await self._exporter.advance():
                    await asyncio.sleep(POLL_SECONDS)
            except UnavailableError:
                _log.warning("exports wait for the database")
                await asyncio.sleep(PAUSE_SECONDS)
            except Exception as error:  # the worker outlives every fault
                _log.error("exports fault", **fault(error))
                await asyncio.sleep(PAUSE_SECONDS)

    async def drain(self) -> None:
        """Make every export there is, and delete those that are over."""
        while await self._exporter.advance():
            pass
        await self._exporter.sweep()
