"""Adding a task in a record: to do, for somebody of the circle or the team, whatever it comes of."""

from datetime import date
from typing import Any

import msgspec

from cordee.access import Door
from cordee.access.habilitation import reader_of
from cordee.care.audience import every_label, hidden_bits, labels_of
from cordee.care.chart import Chart, open_chart
from cordee.care.entry import entry_id
from cordee.care.errors import UnknownChoiceError
from cordee.care.notices.readers import actors_of
from cordee.care.signing import signature
from cordee.care.tasks.assignees import assignees
from cordee.care.tasks.building import new_task
from cordee.care.tasks.codes import DECISION, TODO
from cordee.care.tasks.recurrence import RHYTHMS, set_rule
from cordee.care.tasks.sources import SOURCE_TYPES
from cordee.care.tasks.telling import tell_given
from cordee.fhir.r4 import Coding, Reference
from cordee.store import Stored
from cordee.store.columns import patient_of


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
    labels = await labels_from(door, chart, new.source, new.owner)
    task = new_task(
        id=entry_id(form_id),
        code=DECISION if new.source.startswith(("Encounter/", "Composition/")) else TODO,
        text=new.text,
        patient_id=patient_id,
        requester=signature(door.actor),
        owner=owner,
        due_on=new.due_on,
        priority=new.priority,
        source=Reference(reference=new.source) if new.source else None,
        labels=labels,
    )
    set_rule(task, new.rule)
    async with door.writing() as unit:
        unit.create(task)
        tell_given(unit, task, door.actor.who)
    assert task.id is not None
    return task.id


async def labels_from(door: Door, chart: Chart, source: str, owner: str, *others: Any) -> list[Coding] | None:
    """Return the labels of what comes of a source, if one is named, and of other resources: all those they carry.

    Raises: UnknownChoiceError for a source that is none, or an owner from whom the labels hide what is theirs to do.
    """
    stored = await source_in(door, chart.patient_id, source) if source else None
    if source and stored is None:
        raise UnknownChoiceError("source")
    labels = every_label(*others, *([stored.resource] if stored is not None else ()))
    if owner and labels:
        await _refuse_blind(door, chart, owner, labels)
    return labels


async def source_in(door: Door, patient_id: str, reference: str) -> Stored | None:
    """Return what a task may come of; None when it is not of this record, or not this actor's to see."""
    type_ = reference.partition("/")[0]
    if type_ not in SOURCE_TYPES:
        return None
    found = (await door.read_many([reference])).get(reference)
    return found if found is not None and patient_of(found.resource, type_) == patient_id else None


async def _refuse_blind(door: Door, chart: Chart, owner: str, labels: list[Coding]) -> None:
    """Raise UnknownChoiceError for an owner from whom the labels hide the task."""
    hidden = hidden_bits(labels_of(labels, None))
    if any(reader_of(one.reader_class) & hidden for one in await actors_of(door, chart, [owner])):
        raise UnknownChoiceError("owner")
