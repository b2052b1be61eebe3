"""Contents that nobody names any more are deleted, every night."""

from procrastinate import App

from cordee.kernel.log import get_logger
from cordee.store import Repository
from cordee.store.contents.sweeping import sweep

_log = get_logger(__name__)


def add_contents_task(app: App, repository: Repository) -> None:
    """Add the periodic task that sweeps what a crash or a refusal left in the object store."""

    @app.periodic(cron="41 2 * * *")
    @app.task(name="sweep-contents", queueing_lock="sweep-contents", pass_context=False)
    async def sweep_contents(timestamp: int) -> None:
        """Delete contents that no version names and that are older than the safe delay."""
        keeper = repository.contents.keeper
        count = await sweep(repository.database, keeper) if keeper is not None else 0
        if count:
            _log.info("contents swept", count=count)
