"""Tasks about notices: telling people of what waits for them, in the platform and out of it."""

from zoneinfo import ZoneInfo

from procrastinate import App

from cordee.access import Gate
from cordee.care.notices import TELL_TASK, tell
from cordee.care.notices.choices import MAIL, PUSH
from cordee.care.notices.delivering import deliver_due, plan_deliveries
from cordee.exchange.letters import Post
from cordee.exchange.push import Push
from cordee.jobs.carriers import ByMail, ByPush
from cordee.jobs.patience import Patience
from cordee.kernel.clock import now
from cordee.kernel.log import get_logger
from cordee.kernel.settings import Settings
from cordee.territories import Territory

PURPOSE = "jobs"

_log = get_logger(__name__)


def add_notice_tasks(app: App, gate: Gate, settings: Settings, territory: Territory) -> None:
    """Add to an application of jobs what follows a cause: its notices, and what leaves of them, each minute."""
    zone, desk = ZoneInfo(territory.time_zone), gate.notices
    mail = ByMail(desk, Post(settings, territory.time_zone))
    push = ByPush(desk, Push(settings))

    @app.task(name=TELL_TASK, retry=Patience())
    async def tell_of(
        kind: str, patient_id: str, about: str, recipients: list[str] | None, event_id: str
    ) -> None:
        """Write the notices of one event and what is to leave of them; a cause that is gone ends the job."""
        door = gate.system_door(PURPOSE)
        notices = await tell(door, kind, patient_id, about, recipients, event_id)
        if await plan_deliveries(desk, kind, notices, now(), zone):
            await deliver_due(desk, PUSH, push, now())
        _log.info("people told", kind=kind, notices=len(notices))

    @app.periodic(cron="* * * * *")
    @app.task(name="notices.deliver", queueing_lock="notices.deliver", pass_context=False)
    async def deliver(timestamp: int) -> None:
        """Send what is due by mail and by push."""
        sent = await deliver_due(desk, MAIL, mail, now()) + await deliver_due(desk, PUSH, push, now())
        if sent:
            _log.info("notices sent", words=sent)

    @app.periodic(cron="47 3 * * *")
    @app.task(name="notices.tidy", queueing_lock="notices.tidy", pass_context=False)
    async def tidy(timestamp: int) -> None:
        """Forget deliveries that ended long ago."""
        await desk.tidy(now())
