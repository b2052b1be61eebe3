"""Tasks about alerts: a record looked at soon after something was written, every record in turn, and who climbs."""

from zoneinfo import ZoneInfo

from procrastinate import App

from cordee.access import Gate
from cordee.care.alerts.climbing import climb
from cordee.care.alerts.raising import evaluate
from cordee.fhir.search import parse_query
from cordee.jobs.patience import Patience
from cordee.kernel.clock import now
from cordee.kernel.log import get_logger
from cordee.territories import Territory

PURPOSE = "jobs"
CAUSES = ("Observation", "Encounter", "QuestionnaireResponse")
CHANGING = ("Encounter", "QuestionnaireResponse")  # a stay that ends, a draft that is signed
WRITTEN, CHANGED, EVERYONE = "alerts.written", "alerts.changed", "alerts.everyone"
ROWS_MAX = 5000  # new, or changed, resources looked at in a minute's round
PAGE_SIZE = 100
PAGES_MAX = 15  # 1,500 records each ten minutes: 200,000 in a day

_log = get_logger(__name__)


def add_alert_tasks(app: App, gate: Gate, territory: Territory) -> None:
    """Add to an application of jobs the rounds that raise alerts and move them up."""
    rules, zone = territory.alerts, ZoneInfo(territory.time_zone)

    @app.periodic(cron="* * * * *")
    @app.task(name=WRITTEN, queueing_lock=WRITTEN, retry=Patience(), pass_context=False)
    async def look_at_written(timestamp: int) -> None:
        """Look at the records in which something was measured, somebody admitted, a grid signed, since last time."""
        known = await gate.rounds.position(WRITTEN)
        if not known:  # what was there before the first round is for the round over everyone
            await gate.rounds.keep(WRITTEN, str(await gate.rounds.newest_key()))
            return
        patients, reached = await gate.rounds.written(CAUSES, int(known), ROWS_MAX)
        door, raised = gate.system_door(PURPOSE), 0
        for patient_id in patients:
            raised += await evaluate(door, patient_id, rules, zone, now())
        await gate.rounds.keep(WRITTEN, str(reached))
        if raised:
            _log.info("alerts raised", count=raised)

    @app.periodic(cron="* * * * *")
    @app.task(name=CHANGED, queueing_lock=CHANGED, retry=Patience(), pass_context=False)
    async def look_at_changed(timestamp: int) -> None:
        """Look at the records in which a stay or an assessment changed since last time."""
        at = now()
        known = await gate.rounds.position(CHANGED)
        patients, reached = await gate.rounds.changed(CHANGING, known, ROWS_MAX, at)
        door, raised = gate.system_door(PURPOSE), 0
        for patient_id in patients:
            raised += await evaluate(door, patient_id, rules, zone, at)
        await gate.rounds.keep(CHANGED, reached)
        if raised:
            _log.info("alerts raised", count=raised)

    @app.periodic(cron="*/10 * * * *")
    @app.task(name=EVERYONE, queueing_lock=EVERYONE, retry=Patience(), pass_context=False)
    async def look_at_everyone(timestamp: int) -> None:
        """Look at the next records that are followed, for what time alone brings; begin again after the last."""
        door = gate.system_door(PURPOSE)
        cursor: str | None = await gate.rounds.position(EVERYONE) or None
        for _ in range(PAGES_MAX):
            pairs = [("status", "active"), ("_sort", "_lastUpdated"), ("_count", str(PAGE_SIZE))]
            page = await door.search(
                parse_query("EpisodeOfCare", [*pairs, ("_cursor", cursor)] if cursor else pairs)
            )
            for row in page.rows:
                patient_id = (row.resource.patient.reference or "").partition("/")[2]
                await evaluate(door, patient_id, rules, zone, now())
            cursor = page.cursor
            await gate.rounds.keep(EVERYONE, cursor or "")
            if cursor is None:
                break

    @app.periodic(cron="*/10 * * * *")
    @app.task(name="alerts.climb", queueing_lock="alerts.climb", retry=Patience(), pass_context=False)
    async def move_up(timestamp: int) -> None:
        """Move up the alerts nobody acknowledged."""
        moved = await climb(gate.system_door(PURPOSE), rules, now())
        if moved:
            _log.info("alerts moved up", count=moved)
