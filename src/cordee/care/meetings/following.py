"""What follows a meeting: a task for each thing decided, seen again at the next one."""

from datetime import date

import msgspec

from cordee.access import Door
from cordee.care.agenda.booking import named_members, read_appointment
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import day
from cordee.care.entry import entry_id
from cordee.care.meetings.minutes import Minutes, encounter_id, meeting_encounter
from cordee.care.meetings.view import Reviewed
from cordee.care.notices import notice_job
from cordee.care.signing import signature
from cordee.care.tasks.building import new_task
from cordee.care.tasks.codes import DECISION, code_in
from cordee.fhir.r4 import Reference, Task

DONE = frozenset({"completed", "cancelled", "rejected", "entered-in-error"})


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """One thing decided: who does it, by when, whether it is done; `is_here` when this meeting decided it."""

    id: str
    text: str
    owner: str
    due_on: date | None
    is_done: bool
    is_here: bool


async def add_decision(
    door: Door, person: Reviewed, text: str, owner: str, due_on: date | None, form_id: str
) -> str:
    """Add a task born of a person's part of a meeting, given to a member of their circle; return its id."""
    chart = await open_chart(door, person.patient_id)
    ((reference, name),) = named_members(door, chart, [owner])
    appointment = await read_appointment(door, person.patient_id, person.one.id)
    present = await door.read_many([f"Encounter/{encounter_id(person.one.id)}"])
    task = new_task(
        id=entry_id(form_id), code=DECISION, text=text, patient_id=person.patient_id, requester=signature(door.actor),
        owner=Reference(reference=reference, display=name), due_on=due_on,
        source=Reference(reference=f"Encounter/{encounter_id(person.one.id)}", display="Concertation"),
    )  # fmt: skip
    async with door.writing() as unit:
        if not present:
            unit.put(meeting_encounter(door, appointment, person, Minutes(), is_final=False))
        id_ = unit.create(task)
        unit.defer(notice_job("task-given", person.patient_id, f"Task/{id_}", [reference], event_id=id_))
    return id_


def decisions_of(chart: Chart, person: Reviewed) -> list[Decided]:
    """Return what this meeting decided for a person, and what earlier ones did that is not done, newest first."""
    source = f"Encounter/{encounter_id(person.one.id)}"
    found = [_decided(one, source) for one in chart.of(Task) if code_in(one) == DECISION]
    return [one for one in found if one.is_here or not one.is_done]


def _decided(task: Task, source: str) -> Decided:
    end = task.restriction.period.end if task.restriction and task.restriction.period else None
    return Decided(
        id=task.id or "",
        text=task.description or "",
        owner=(task.owner.display if task.owner else None) or "",
        due_on=day(end),
        is_done=task.status in DONE,
        is_here=task.reasonReference is not None and task.reasonReference.reference == source,
    )
