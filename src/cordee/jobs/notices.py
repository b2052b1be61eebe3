"""Tasks about notices: telling people of what waits for them."""

from procrastinate import App

from cordee.access import Gate
from cordee.care.notices import TELL_TASK, tell
from cordee.jobs.patience import Patience
from cordee.kernel.log import get_logger

PURPOSE = "jobs"

_log = get_logger(__name__)


def add_notice_tasks(app: App, gate: Gate) -> None:
    """Add to an application of jobs what follows a cause: its notices."""

    @app.task(name=TELL_TASK, retry=Patience())
    async def tell_of(
        kind: str, patient_id: str, about: str, recipients: list[str] | None, event_id: str
    ) -> None:
        """Write the notices of one event; a cause or record that is gone ends the job."""
        ids = await tell(gate.system_door(PURPOSE), kind, patient_id, about, recipients, event_id)
        _log.info("people told", kind=kind, notices=len(ids))
