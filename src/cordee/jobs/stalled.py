"""Jobs whose worker died in the middle are put back in the queue."""

from procrastinate import App

from cordee.kernel.clock import now
from cordee.kernel.log import get_logger

SILENCE_SECONDS = 60.0  # a worker that has said nothing for that long is dead

_log = get_logger(__name__)


def add_stalled_task(app: App) -> None:
    """Add the periodic task that frees the jobs of dead workers, every minute."""

    @app.periodic(cron="* * * * *")
    @app.task(name="retry-stalled", queueing_lock="retry-stalled", pass_context=False)
    async def retry_stalled(timestamp: int) -> None:
        """Put back in the queue the jobs of workers that no longer say they are alive."""
        stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE_SECONDS))
        for job in stalled:
            await app.job_manager.retry_job(job, retry_at=now())
        if stalled:
            _log.warning("stalled jobs put back", count=len(stalled))
