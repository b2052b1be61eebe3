"""Tasks about plans and tasks: what the person signs, occurrences nobody made, reviews to be reminded of."""

from zoneinfo import ZoneInfo

from procrastinate import App

from cordee.access import Gate
from cordee.care.planning.agreements import AGREE_TASK, agree_for_the_person
from cordee.care.planning.reminding import remind_of_reviews
from cordee.care.tasks.recurring import make_missing_occurrences
from cordee.care.wall_clock import today_in
from cordee.jobs.patience import Patience
from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.log import get_logger

PURPOSE = "jobs"

_log = get_logger(__name__)


def add_plan_tasks(app: App, gate: Gate, zone: ZoneInfo) -> None:
    """Add to an application of jobs what follows an act on a plan, and what the clock asks for."""

    @app.task(name=AGREE_TASK, retry=Patience())
    async def agree(patient_id: str, version_id: str, by: str, form_id: str) -> None:
        """Write the agreement of the person or a guardian with a version of their plan."""
        try:
            await agree_for_the_person(gate.system_door(PURPOSE), patient_id, version_id, by, form_id)
        except (NotFoundError, GoneError):
            _log.info("record gone", version=version_id)

    @app.periodic(cron="23 * * * *")
    @app.task(name="make-occurrences", queueing_lock="make-occurrences", pass_context=False)
    async def occurrences(timestamp: int) -> None:
        """Make what follows the recurring tasks another software closed."""
        made = await make_missing_occurrences(gate.system_door(PURPOSE), today_in(zone, now()))
        _log.info("occurrences made", count=made)

    @app.periodic(cron="11 4 * * *")
    @app.task(name="remind-of-reviews", queueing_lock="remind-of-reviews", pass_context=False)
    async def reviews(timestamp: int) -> None:
        """Tell whom a review of a plan is due to."""
        told = await remind_of_reviews(gate.system_door(PURPOSE), today_in(zone, now()))
        _log.info("reviews reminded of", count=told)
