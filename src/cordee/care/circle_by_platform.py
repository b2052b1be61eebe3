"""Ends of memberships decided by who may not write circles: carried out by a job, through the platform's own door.

The job is staged in the transaction of the decision, so that one never stands without the other; jobs of one circle run
in their order, so that taking back comes after.
"""

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.circle_leaving import end_all, last_ended, resume
from cordee.care.circle_members import present, team_of
from cordee.care.circle_notices import LEFT, tell_circle
from cordee.care.elements import version_of
from cordee.care.errors import UnknownChoiceError
from cordee.fhir.r4 import Reference
from cordee.kernel.clock import now
from cordee.store import Unit
from cordee.store.jobs import Job

END_TASK = "end-membership"
RESUME_TASK = "resume-membership"


async def end_for_the_person(
    platform: Door, patient_id: str, reference: str, *, reason: str, by: Reference
) -> bool:
    """End a membership through the platform's door, for who may not write circles; return whether one was ended.

    Run again, or when the member left meanwhile, does nothing.
    """
    chart = await open_chart(platform, patient_id)
    ending = present(chart, reference)
    if not ending:
        return False
    signed = Reference(reference=by.reference, display=chart.person(by.reference).name)
    end_all(ending, now(), reason, signed)
    team = team_of(chart)
    async with platform.writing() as unit:
        unit.update(team, expected_version=version_of(team.meta))
        tell_circle(unit, chart, LEFT, reference, by.reference or "")
    return True


async def resume_for_the_person(platform: Door, patient_id: str, reference: str) -> bool:
    """Take back the last leaving through the platform's door; return whether there was one."""
    chart = await open_chart(platform, patient_id)
    team = team_of(chart)
    last = last_ended(team, reference)
    if last is None or present(chart, reference):
        return False
    resume(last)
    async with platform.writing() as unit:
        unit.update(team, expected_version=version_of(team.meta))
    return True


def stage_end(unit: Unit, patient_id: str, reference: str, *, reason: str, by: str) -> None:
    """Stage the end of a membership by the platform, for who may not write circles; after all staged before it."""
    args = {"patient_id": patient_id, "member": reference, "reason": reason, "by": by}
    unit.jobs.append(Job(task=END_TASK, args=args, lock=f"circle/{patient_id}"))


def stage_resume(unit: Unit, patient_id: str, reference: str) -> None:
    """Stage that the platform takes back the end of a membership, after the job that ends it."""
    args = {"patient_id": patient_id, "member": reference}
    unit.jobs.append(Job(task=RESUME_TASK, args=args, lock=f"circle/{patient_id}"))


async def leave(door: Door, patient_id: str) -> None:
    """Leave the circle oneself, for somebody close: their access ends with the job, within a second or so.

    Professionals end their own membership by `end_membership`. Raises UnknownChoiceError for who is not present.
    """
    chart = await open_chart(door, patient_id)
    if door.actor.kind != "carer" or not present(chart, door.actor.who):
        raise UnknownChoiceError("member")
    async with door.writing() as unit:
        stage_end(unit, patient_id, door.actor.who, reason="own-wish", by=door.actor.who)
