"""Sessions that open nothing any more are forgotten."""

from procrastinate import App

from cordee.access import Gate
from cordee.kernel.log import get_logger

_log = get_logger(__name__)


def add_session_task(app: App, gate: Gate) -> None:
    """Add the periodic task that forgets expired and idle sessions, every hour."""

    @app.periodic(cron="17 * * * *")
    @app.task(name="forget-sessions", queueing_lock="forget-sessions", pass_context=False)
    async def forget_sessions(timestamp: int) -> None:
        """Forget sessions that have expired or were left idle."""
        count = await gate.sessions.forget_dead()
        if count:
            _log.info("dead sessions forgotten", count=count)
