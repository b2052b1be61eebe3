"""The part of the worker that keeps the trace: links its lines every few seconds, looks at them, seals every hour.

Every night it verifies some of it, and is loud about what is amiss.
"""

import asyncio
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from procrastinate import App

from cordee.access import Gate
from cordee.access.letters import tampering_job
from cordee.access.patterns import PatternWatch
from cordee.access.reviews import Subject
from cordee.access.trace import TraceKeeper
from cordee.kernel.clock import now
from cordee.kernel.errors import CordeeError, UnavailableError
from cordee.kernel.log import fault, get_logger
from cordee.kernel.settings import Settings
from cordee.store import Repository

LINK_EVERY_SECONDS = 3.0
PAUSE_SECONDS = 5.0  # after a fault
VERIFY, NIGHT_HOUR = "trace.verify", 2  # on the clocks of the territory
UNVERIFIED_MAX = timedelta(hours=30)  # a worker that slept at night verifies when it wakes
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


def add_trace_task(app: App, gate: Gate, zone: ZoneInfo) -> None:
    """Add the verification of the trace, every night."""

    @app.periodic(cron="23 * * * *")
    @app.task(name=VERIFY, queueing_lock=VERIFY, lock=VERIFY, pass_context=False)
    async def verify(timestamp: int) -> None:
        """Verify at night, or when none was for long, what is new and some of what is older."""
        last, at = (await gate.trace.state()).check, now()
        if not is_due(last.at if last is not None else None, at, zone):
            return
        found = (await gate.trace.verify_some()).findings
        if found:
            _log.error("trace altered", findings=len(found), first=found[0].words)
            await tell_of_tampering(gate, len(found), at, zone)


def is_due(last_at: datetime | None, at: datetime, zone: ZoneInfo) -> bool:
    """Return whether the trace is to be verified at an hour: at night, or whenever none was for long."""
    return last_at is None or at.astimezone(zone).hour == NIGHT_HOUR or at - last_at > UNVERIFIED_MAX


async def tell_of_tampering(gate: Gate, count: int, at: datetime, zone: ZoneInfo) -> None:
    """Ask the privacy officers for a look, and send each a letter that says so; once a day."""
    note = (
        f"{count} anomalie{'s' if count > 1 else ''} à la vérification de la nuit. La liste complète : « cordee trace "
        "verify ». Que rien ne soit effacé avant l’examen : gardez une copie de la base et des scellés."
    )
    day = f"{at.astimezone(zone).date()}"
    await gate.reviews.raise_review(
        "trace-altered", Subject(who="system"), note=note, same_as=day,
        jobs=[tampering_job(one, at) for one in await gate.identities.officers()],
    )  # fmt: skip
