"""Adding a task in a record: to do, for somebody of the circle or the team, whatever it comes of."""

from datetime import date

import msgspec

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.entry import entry_id
from cordee.care.errors import UnknownChoiceError
from cordee.care.signing import signature
from cordee.care.tasks.assignees import assignees
from cordee.care.tasks.building import new_task
from cordee.care.tasks.codes import DECISION, TODO
from cordee.care.tasks.recurrence import RHYTHMS, set_rule
from cordee.care.tasks.sources import SOURCE_TYPES
from cordee.care.tasks.telling import tell_given
from cordee.fhir.r4 import Reference


class NewTask(msgspec.Struct, frozen=True, kw_only=True):
    """What the form gives; `source` is the reference of what it comes of, empty when of nothing."""

    text: str
    owner: str = ""
    due_on: date | None = None
    priority: str = "routine"
    rule: str = ""
    source: str = ""


async def add_task(door: Door, patient_id: str, new: NewTask, *, form_id: str) -> str:
    """Add a task to a record and return its id; the same form adds it once. Whom it is given to is told.

    Raises: UnknownChoiceError for an owner who could not see it, a rhythm or a source that is none.
    """
    if new.rule not in RHYTHMS:
        raise UnknownChoiceError("rule")
    chart = await open_chart(door, patient_id)
    owner = None
    if new.owner:
        person = (await assignees(door, chart)).get(new.owner)
        if person is None:
            raise UnknownChoiceError("owner")
        owner = Reference(reference=new.owner, display=person.name)
    source = await _source(door, new.source)
    task = new_task(
        id=entry_id(form_id),
        code=DECISION if new.source.startswith(("Encounter/", "Composition/")) else TODO,
        text=new.text,
        patient_id=patient_id,
        requester=signature(door.actor),
        owner=owner,
        due_on=new.due_on,
        priority=new.priority,
        source=source,
    )
    set_rule(task, new.rule)
    async with door.writing() as unit:
        unit.create(task)
        tell_given(unit, task, door.actor.who)
    assert task.id is not None
    return task.id


async def _source(door: Door, reference: str) -> Reference | None:
    if not reference:
        return None
    if reference.partition("/")[0] not in SOURCE_TYPES or not await door.read_many([reference]):
        raise UnknownChoiceError("source")
    return Reference(reference=reference)
