"""What changes a line: added, amended, ended, entered in error; each is taken back by one act."""

from copy import deepcopy
from typing import Any

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.care.elements import fhir_instant, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import UnknownChoiceError
from cordee.care.sections.kind import Given, Kind, Scene
from cordee.care.signing import signature
from cordee.care.taking_back import take_back
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store.columns import patient_of

Wrote = tuple[str, int]
"""The id of the line that stands now, and its version: what taking it back needs."""


async def add(door: Door, patient_id: str, kind: Kind, given: Given, *, form_id: str) -> Wrote:
    """Add a line."""
    scene = scene_of(door, await open_chart(door, patient_id))
    one = kind.fill(None, given, scene)
    one.id = entry_id(form_id)
    async with door.writing() as unit:
        return unit.create(one), 1


async def amend(
    door: Door, patient_id: str, kind: Kind, id_: str, given: Given, *, version: int | None, form_id: str
) -> Wrote:
    """Change a line: in place, or by a new word where the kind replaces.

    Raises: VersionConflictError when somebody changed it meanwhile; NotFoundError when it is not of this record.
    """
    chart = await open_chart(door, patient_id)
    stood = await line_of(door, patient_id, kind, id_)
    one = kind.fill(stood, given, scene_of(door, chart))
    if kind.replaces:
        return await _new_word(door, one, form_id)
    async with door.writing() as unit:
        unit.update(one, expected_version=version)
    return id_, version_of(one.meta)


async def end(
    door: Door, patient_id: str, kind: Kind, id_: str, reason: str, *, version: int | None, form_id: str
) -> Wrote:
    """Say that a line holds no more, and why. Raises: UnknownChoiceError, as `amend`."""
    if kind.end is None or reason not in dict(kind.ends):
        raise UnknownChoiceError("reason")
    chart = await open_chart(door, patient_id)
    one, scene = await line_of(door, patient_id, kind, id_), scene_of(door, chart)
    if kind.replaces:
        one = deepcopy(one)
        one.performer, one.effectiveDateTime = [scene.me], fhir_instant(scene.at)
        kind.end(one, reason, scene)
        return await _new_word(door, one, form_id)
    kind.end(one, reason, scene)
    async with door.writing() as unit:
        unit.update(one, expected_version=version)
    return id_, version_of(one.meta)


async def withdraw(door: Door, patient_id: str, kind: Kind, id_: str) -> Wrote:
    """Mark a line as entered in error: it leaves the pages, its versions stay. Once is as twice."""
    one = await line_of(door, patient_id, kind, id_)
    if kind.said(one) is None:
        raise NotFoundError
    kind.withdraw(one)
    async with door.writing() as unit:
        unit.update(one, expected_version=version_of(one.meta))
    return id_, version_of(one.meta)


async def undo(door: Door, patient_id: str, kind: Kind, id_: str, version: int) -> None:
    """Take back what gave a line this version: a line that was added is withdrawn, else what stood stands again."""
    if version == 1:
        await withdraw(door, patient_id, kind, id_)
    else:
        await take_back(door, patient_id, kind.type, id_, version)


async def line_of(door: Door, patient_id: str, kind: Kind, id_: str) -> Any:
    """Return the resource of a line. Raises: NotFoundError when it is not of this record."""
    found = (await door.read(kind.type, id_)).resource
    if patient_of(found, kind.type) != patient_id:
        raise NotFoundError
    return found


def scene_of(door: Door, chart: Chart) -> Scene:
    """Return in which a line is written now, by this actor; professionals of the circle may be named."""
    at = now()
    named = {
        one.reference: one.person.name
        for one in circle_of(chart, at).present
        if one.person.kind == "professional"
    }
    actor = door.actor
    if actor.is_professional:
        named = {actor.who: actor.name} | named
    return Scene(patient_id=chart.patient_id, me=signature(actor), at=at, named=named)


async def _new_word(door: Door, one: Any, form_id: str) -> Wrote:
    one.id, one.meta = entry_id(form_id), None
    async with door.writing() as unit:
        return unit.create(one), 1
