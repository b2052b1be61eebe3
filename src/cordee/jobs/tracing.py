"""The part of the worker that keeps the trace: links its lines every few seconds, looks at them, seals every hour."""

import asyncio
import time

from cordee.access.patterns import PatternWatch
from cordee.access.trace import TraceKeeper
from cordee.kernel.errors import CordeeError, UnavailableError
from cordee.kernel.log import fault, get_logger
from cordee.kernel.settings import Settings
from cordee.store import Repository

LINK_EVERY_SECONDS = 3.0
PAUSE_SECONDS = 5.0  # after a fault
LAST_SEAL_SECONDS = 5.0  # what a worker that stops gives its last seal

_log = get_logger(__name__)


class Tracing:
    """Keeps the trace of one repository. `run` goes on until cancelled, and then seals; `drain` links what is due."""

    def __init__(self, repository: Repository, settings: Settings) -> None:
        self._keeper = TraceKeeper(repository, settings)
        self._watch = PatternWatch(repository, settings)
        self._every = settings.seal_minutes * 60.0
        self._sealed_at = float("-inf")

    async def run(self) -> None:
        """Link and seal until cancelled; a fault is logged, and tried again."""
        try:
            while True:
                pause = await self._turn()
                await asyncio.sleep(pause)
        finally:
            await self._seal_at_the_end()

    async def drain(self) -> None:
        """Link every line that is due, and look at what was linked."""
        await self._keeper.link_all()
        while await self._watch.turn():
            pass

    async def _turn(self) -> float:
        """Do what is due and return for how many seconds to wait."""
        try:
            await self._keeper.link_all()
            while await self._watch.turn():
                pass
            if time.monotonic() - self._sealed_at >= self._every:
                self._sealed_at = time.monotonic()
                await self._keeper.seal()
        except UnavailableError as error:
            _log.warning("trace waits", reason=error.code)
            return PAUSE_SECONDS
        except Exception as error:  # the worker outlives every fault
            _log.error("trace fault", **fault(error))
            return PAUSE_SECONDS
        return LINK_EVERY_SECONDS

    async def _seal_at_the_end(self) -> None:
        try:
            async with asyncio.timeout(LAST_SEAL_SECONDS):
                await self._keeper.seal()
        except (CordeeError, TimeoutError):
            _log.warning("trace not sealed at the end; the next start does")
