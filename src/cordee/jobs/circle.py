"""Tasks about a circle of care."""

from procrastinate import App

from cordee.access import Gate
from cordee.care.note_writing import NOTIFY_TASK
from cordee.care.notices import notify_circle
from cordee.jobs.patience import Patience
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.log import get_logger

PURPOSE = "jobs"

_log = get_logger(__name__)


def add_circle_tasks(app: App, gate: Gate) -> None:
    """Add to an application of jobs what follows an urgent note."""

    @app.task(name=NOTIFY_TASK, retry=Patience())
    async def notify(patient_id: str, note_id: str) -> None:
        """Tell the professionals of a circle about an urgent note; a note or record that is gone ends the job."""
        try:
            count = await notify_circle(gate.system_door(PURPOSE), patient_id, note_id)
        except (NotFoundError, GoneError):
            _log.info("note gone", note=note_id)
            return
        _log.info("circle told", note=note_id, notices=count)
