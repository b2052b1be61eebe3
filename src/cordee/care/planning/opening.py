"""Opening a plan, once: two people who write the first goal at the same moment write into one plan."""

from collections.abc import Callable
from typing import TypeVar

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.entry import drawn_id
from cordee.care.plan import SHELVES, current_plan
from cordee.care.signing import about, signature
from cordee.fhir.r4 import CarePlan, Period, Reference
from cordee.kernel.clock import now
from cordee.store import Unit
from cordee.store.errors import AlreadyExistsError

PLAN_TITLE = "Plan personnalisé de coordination en santé"
T = TypeVar("T")


async def in_plan(door: Door, patient_id: str, write: Callable[[Chart, Unit, CarePlan], T]) -> T:
    """Write something in one unit with the plan it belongs to, opened when there is none, and return what it returns.

    `write` runs again when somebody opened the plan meanwhile.
    """
    chart = await open_chart(door, patient_id, SHELVES)
    plan = current_plan(chart)
    if plan is not None:
        return await _written(door, chart, plan, write)
    try:
        return await _written(door, chart, None, write)
    except AlreadyExistsError:
        chart = await open_chart(door, patient_id, SHELVES)
        plan = current_plan(chart)
        if plan is None:
            raise
        return await _written(door, chart, plan, write)


async def _written(
    door: Door, chart: Chart, plan: CarePlan | None, write: Callable[[Chart, Unit, CarePlan], T]
) -> T:
    async with door.writing() as unit:
        if plan is None:
            plan = _new_plan(door, chart)
            unit.create(plan)
        return write(chart, unit, plan)


def _new_plan(door: Door, chart: Chart) -> CarePlan:
    """Return a plan under the id the first plan of a record has: a second one of the same moment is refused."""
    today = now().date().isoformat()
    rank = len(chart.of(CarePlan))
    return CarePlan(
        id=drawn_id(chart.patient_id, f"plan-{rank}"),
        status="active",
        intent="plan",
        title=PLAN_TITLE,
        subject=about(chart.patient_id),
        period=Period(start=today),
        created=today,
        author=signature(door.actor),
        careTeam=[Reference(reference=f"CareTeam/{chart.team.id}")] if chart.team else None,
    )
