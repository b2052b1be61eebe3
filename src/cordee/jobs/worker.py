"""The worker: takes jobs from the same PostgreSQL that holds the record, and stops cleanly when asked."""

import asyncio
import signal
from zoneinfo import ZoneInfo

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from cordee import territories
from cordee.access import Gate
from cordee.exchange.letters import Post
from cordee.exchange.subscriptions.round import SPEAKERS_MAX
from cordee.jobs.agenda import add_agenda_tasks
from cordee.jobs.alerts import add_alert_tasks
from cordee.jobs.circle import add_circle_tasks
from cordee.jobs.contents import add_contents_task
from cordee.jobs.emergency import add_emergency_tasks
from cordee.jobs.exporting import Exporting
from cordee.jobs.intake import add_intake_task
from cordee.jobs.letters import add_letter_tasks
from cordee.jobs.notices import add_notice_tasks
from cordee.jobs.plan import add_plan_tasks
from cordee.jobs.reindexing import REINDEXING_CONNECTIONS, reindexing_beside
from cordee.jobs.requests import add_request_tasks
from cordee.jobs.sessions import add_session_task
from cordee.jobs.stalled import add_stalled_task
from cordee.jobs.subscriptions import Telling
from cordee.jobs.tracing import Tracing, add_trace_task
from cordee.kernel.ending import end
from cordee.kernel.log import get_logger
from cordee.kernel.settings import SettingError, Settings
from cordee.store import AS_ROLE, Database, PackageWatch, Repository
from cordee.store.contents import contents_for

CONCURRENCY = 4
POLL_SECONDS = 5.0  # a fallback: new jobs are announced
STOP_SECONDS = 10.0
EXPORT_CONNECTIONS = 2
TRACING_CONNECTIONS = 2  # one holds the right to seal
OUTAGE_SECONDS = 1.0  # before the database is asked again
TELLING_CONNECTIONS = 2 * SPEAKERS_MAX + 2  # a subscriber spoken to holds one and reads with another

_log = get_logger(__name__)


class Jobs:
    """The tasks over one database. `work` runs until stopped; `drain` runs what is ready and returns, for tests."""

    def __init__(self, settings: Settings) -> None:
        if settings.database_url is None:
            raise SettingError(
                "CORDEE_DATABASE_URL manque : donnez l’adresse de la base dont les tâches sont à traiter.",
                "CORDEE_DATABASE_URL is missing: give the address of the database whose jobs are to be run.",
            )
        territory = territories.load(settings.territory)
        territories.put_in_force(territory)
        connections = CONCURRENCY + 1 + TELLING_CONNECTIONS + EXPORT_CONNECTIONS + REINDEXING_CONNECTIONS
        connections += TRACING_CONNECTIONS
        self._database = Database(settings.database_url, connections)
        self._repository = Repository(self._database, contents_for(settings, self._database))
        self._connector = PsycopgConnector(
            conninfo=settings.database_url, min_size=1, max_size=CONCURRENCY + 2, kwargs={"options": AS_ROLE}
        )
        self.app = App(connector=self._connector)
        gate = Gate(self._repository, settings)
        add_circle_tasks(self.app, gate)
        add_emergency_tasks(self.app, gate)
        add_alert_tasks(self.app, gate, territories.load(settings.territory))
        add_notice_tasks(self.app, gate, settings, territories.load(settings.territory))
        add_plan_tasks(self.app, gate, ZoneInfo(territories.load(settings.territory).time_zone))
        add_session_task(self.app, gate)
        post = Post(settings, territory.time_zone)
        add_letter_tasks(self.app, gate, post)
        add_request_tasks(self.app, gate, post, territory.wording.help)
        add_intake_task(self.app, gate, settings, territory)
        add_agenda_tasks(self.app, gate, settings, ZoneInfo(territory.time_zone))
        add_contents_task(self.app, self._repository)
        add_trace_task(self.app, gate, ZoneInfo(territory.time_zone))
        add_stalled_task(self.app)
        self._settings = settings

    async def work(self) -> None:
        """Run jobs until TERM or Ctrl-C; those under way get ten seconds to end, then go back to the queue."""
        await self._run(wait=True)

    async def drain(self) -> None:
        """Run the jobs that are ready, then return."""
        await self._run(wait=False)

    async def _run_jobs_until_told(self) -> None:
        """Run jobs until TERM or Ctrl-C.

        The queue's worker ends by itself when the database goes away: it is started again until it comes back.
        """
        told = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, told.set)
        halted = asyncio.create_task(told.wait())
        while not told.is_set():
            working = asyncio.create_task(self._run_jobs(wait=True))
            await asyncio.wait({working, halted}, return_when=asyncio.FIRST_COMPLETED)
            working.cancel()
            (ended,) = await asyncio.gather(working, return_exceptions=True)
            if isinstance(ended, Exception) and not isinstance(ended, ConnectorException | psycopg.Error):
                raise ended
            if not told.is_set():
                _log.warning("jobs wait for the database")
                await asyncio.sleep(OUTAGE_SECONDS)

    async def _run_jobs(self, *, wait: bool) -> None:
        async with self.app.open_async():
            await self.app.run_worker_async(
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=POLL_SECONDS,
                shutdown_graceful_timeout=STOP_SECONDS,
                wait=wait,
                install_signal_handlers=False,
                listen_notify=wait,
            )

    async def _run(self, *, wait: bool) -> None:
        await self._database.open()
        watch = PackageWatch(self._database)
        telling = Telling(self._repository, self._settings)
        exporting = Exporting(self._repository, self._settings)
        tracing = Tracing(self._repository, self._settings)
        beside: list[asyncio.Task[None]] = []
        try:
            await watch.start()
            if wait:
                beside = [asyncio.create_task(part.run()) for part in (telling, exporting, tracing)]
                async with reindexing_beside(self._database):
                    await self._run_jobs_until_told()
            else:
                await self._run_jobs(wait=False)
                await telling.drain()
                await exporting.drain()
                await tracing.drain()
        finally:
            await end(*beside, patience_seconds=STOP_SECONDS)
            await watch.close()
            await self._repository.close()
            await self._database.close()


async def run(settings: Settings) -> None:
    """Run background jobs on the settings' database until TERM or Ctrl-C."""
    await Jobs(settings).work()
