"""Telling of a record opened in an emergency, at once."""

from procrastinate import App

from cordee.access import Gate
from cordee.access.emergency import TELL_TASK
from cordee.care.emergency_telling import tell_of_emergency
from cordee.jobs.patience import Patience
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.log import get_logger

PURPOSE = "jobs"

_log = get_logger(__name__)


def add_emergency_tasks(app: App, gate: Gate) -> None:
    """Add the telling of an emergency access: the person, those who represent them, the referent, the officer."""

    @app.task(name=TELL_TASK, retry=Patience())
    async def tell(emergency_id: str) -> None:
        """Tell everybody who is to know; a record that is gone ends the job."""
        platform = gate.system_door(PURPOSE)
        try:
            count = await tell_of_emergency(gate.emergencies, gate.reviews, platform, emergency_id)
        except (NotFoundError, GoneError):
            _log.info("record gone", emergency=emergency_id)
            return
        _log.info("emergency told", emergency=emergency_id, people=count)
