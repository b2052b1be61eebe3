"""Reading orientations: those of a record, those my structure received, those I sent."""

from collections.abc import Sequence

import msgspec

from cordee.access import Door
from cordee.care.elements import id_in
from cordee.care.orientations.view import Orientation, view_of
from cordee.fhir import systems
from cordee.fhir.r4 import Task
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Stored
from cordee.store.orientations import is_orientation

PAGE_SIZE = 25
CODE = f"{systems.TASK_CODE}|orientation"


class OrientationPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page, newest first."""

    rows: tuple[Orientation, ...]
    cursor: str | None = None


async def list_of_record(door: Door, patient_id: str, cursor: str | None = None) -> OrientationPage:
    """Return the orientations of one record. Cost: two statements."""
    return await _search(door, [("patient", f"Patient/{patient_id}")], cursor)


async def list_sent(door: Door, cursor: str | None = None) -> OrientationPage:
    """Return those this professional sent. Cost: two statements."""
    return await _search(door, [("requester", door.actor.who)], cursor)


async def list_received(door: Door, states: Sequence[str], cursor: str | None = None) -> OrientationPage:
    """Return those sent to this professional's structure, in these states. Cost: two statements."""
    page = await door.received(states, cursor)
    return OrientationPage(rows=await _views(door, page.rows), cursor=page.cursor)


async def read_orientation(door: Door, id_: str) -> Orientation:
    """Return one orientation with its documents. Cost: two statements. Raises: NotFoundError."""
    task: Task = (await door.read("Task", id_)).resource
    if not is_orientation(task, "Task"):
        raise NotFoundError
    return (await _with_parts(door, [task], with_documents=True))[0]


async def _search(door: Door, who: list[tuple[str, str]], cursor: str | None) -> OrientationPage:
    pairs = [*who, ("code", CODE), ("_sort", "-authored-on"), ("_count", str(PAGE_SIZE))]
    pairs += [("_cursor", cursor)] if cursor else []
    page = await door.search(parse_query("Task", pairs))
    return OrientationPage(rows=await _views(door, page.rows), cursor=page.cursor)


async def _views(door: Door, rows: Sequence[Stored]) -> tuple[Orientation, ...]:
    return await _with_parts(door, [one.resource for one in rows], with_documents=False)


async def _with_parts(door: Door, tasks: Sequence[Task], *, with_documents: bool) -> tuple[Orientation, ...]:
    named = [reference for task in tasks for reference in _parts(task, with_documents=with_documents)]
    known = await door.read_many(list(dict.fromkeys(named))) if named else {}
    found = {reference: stored.resource for reference, stored in known.items()}
    return tuple(
        view_of(
            task,
            found.get((task.focus.reference if task.focus else None) or ""),
            found.get(f"Patient/{id_in(task.for_, 'Patient')}"),
            tuple(found[one] for one in _documents(task) if one in found),
            at=now(),
            me=door.actor.who,
            organization=door.actor.organization,
        )
        for task in tasks
    )


def _parts(task: Task, *, with_documents: bool) -> list[str]:
    parts = [f"Patient/{id_in(task.for_, 'Patient')}"]
    if task.focus is not None and task.focus.reference:
        parts.append(task.focus.reference)
    return [*parts, *(_documents(task) if with_documents else [])]


def _documents(task: Task) -> list[str]:
    named = [one.valueReference.reference or "" for one in task.input or () if one.valueReference]
    return [one for one in named if one.startswith("DocumentReference/")]
