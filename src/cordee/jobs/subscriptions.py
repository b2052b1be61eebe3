"""The part of the worker that tells subscribers: rounds for ever, at once when something was written."""

import asyncio
import contextlib

from cordee.access import Subscribers
from cordee.exchange.subscriptions import Round
from cordee.jobs.patience import wait_seconds
from cordee.kernel.ending import end
from cordee.kernel.errors import UnavailableError
from cordee.kernel.log import fault, get_logger
from cordee.kernel.settings import Settings
from cordee.store import Repository

POLL_SECONDS = 1.0  # writes outside records are not announced; nor is what an owner asks
SETTLE_EVERY_ROUNDS = 10
PAUSE_SECONDS = 1.0  # after a fault

_log = get_logger(__name__)


class Telling:
    """Runs rounds over one repository. `run` goes on until cancelled; `drain` returns when nothing is due."""

    def __init__(self, repository: Repository, settings: Settings) -> None:
        self._repository = repository
        self._round = Round(Subscribers(repository), settings, wait_seconds)
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Tell subscribers until cancelled; a fault or a database that is away is logged, and tried again."""
        listening = asyncio.create_task(self._listen())
        rounds = 0
        try:
            while True:
                try:
                    self._woken.clear()
                    busy = await self._turn(settles=rounds % SETTLE_EVERY_ROUNDS == 0)
                    rounds += 1
                    if not busy:
                        await self._pause(POLL_SECONDS)
                except UnavailableError:
                    _log.warning("subscriptions wait for the database")
                    await asyncio.sleep(PAUSE_SECONDS)
                except Exception as error:  # the worker outlives every fault
                    _log.error("subscriptions fault", **fault(error))
                    await asyncio.sleep(PAUSE_SECONDS)
        finally:
            await end(listening)
            await self._round.close()

    async def drain(self) -> None:
        """Match and deliver until nothing is due now."""
        try:
            while await self._turn(settles=True):
                await self._round.quiet()
        finally:
            await self._round.quiet()
            await self._round.close()

    async def _turn(self, *, settles: bool) -> bool:
        if settles:
            await self._round.settle()
        matched = await self._round.match()
        started = await self._round.deliver_due()
        return bool(matched or started)

    async def _listen(self) -> None:
        async for _ in self._repository.events.subscribe():
            self._woken.set()

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
