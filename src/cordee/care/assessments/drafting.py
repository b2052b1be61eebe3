"""A draft: begun, answered field by field from any device, dropped and taken back."""

from typing import Any

import msgspec

from cordee.access import Door
from cordee.care.assessments.catalogue import grid_at
from cordee.care.assessments.errors import AlreadySignedError, UnknownGridError
from cordee.care.assessments.filling import Filling, filling_of, merged
from cordee.care.assessments.given import with_given
from cordee.care.assessments.grid import Grid
from cordee.care.assessments.response import DRAFT, DROPPED, as_draft, new_response, typed
from cordee.care.chart import open_chart
from cordee.care.entry import entry_id
from cordee.care.questionnaires import labelled, populated_for
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json, read_json
from cordee.fhir.sdc import Sheet, items_of_sheet, sheet_of
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError, VersionConflictError

TRIES_MAX = 4  # when several devices save at the same instant


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A grid being filled and the version of it that is stored.

    `clashes` are the addresses somebody else had answered otherwise; `is_newer` says that the sender had not seen all
    that is stored.
    """

    filling: Filling
    version: int
    clashes: tuple[str, ...] = ()
    is_newer: bool = False


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a page sends: the answers of the fields it shows, and the version it showed."""

    sheet: Sheet
    version: int


async def start(door: Door, patient_id: str, grid: Grid, *, form_id: str) -> str:
    """Begin a grid, filled from the record as far as the asker sees it, and return the response's id.

    What it was filled from keeps its labels: the draft carries them.
    The same form begins once.
    """
    chart = await open_chart(door, patient_id)
    id_ = entry_id(form_id)
    response = new_response(grid, patient_id, door.actor, id_)
    subject = read_json(chart.shelves["Patient"][0].content)
    known = await populated_for(door, grid.questionnaire, subject, {}, Told())
    response = labelled(response, known.get("meta", {}).get("security", ()))
    filling = filling_of(grid, {**response, "item": known.get("item", [])}, now())
    async with door.writing() as unit:
        unit.create(typed(as_draft(filling, door.actor)))
    return id_


async def read(door: Door, patient_id: str, id_: str, version: int | None = None) -> tuple[Json, int]:
    """Return a response of this record and its version; NotFoundError when it is another record's."""
    kind = "QuestionnaireResponse"
    stored = await door.read(kind, id_) if version is None else await door.vread(kind, id_, version)
    response = read_json(stored.content)
    if response.get("subject", {}).get("reference") != f"Patient/{patient_id}":
        raise NotFoundError
    return response, stored.version


async def grid_of_response(door: Door, response: Json) -> Grid:
    """Return the grid a response answers, in its version; a draft finds there what it answers outside of the choices.

    Raises: UnknownGridError.
    """
    grid = await grid_at(door, str(response.get("questionnaire", "")))
    if grid is None:
        raise UnknownGridError
    return with_given(grid, response) if response.get("status") == DRAFT else grid


async def open_draft(door: Door, patient_id: str, id_: str) -> Draft:
    """Return a draft as it is stored, with what it computes."""
    response, version = await read(door, patient_id, id_)
    grid = await grid_of_response(door, response)
    return Draft(filling=filling_of(grid, response, now()), version=version)


async def save(door: Door, patient_id: str, id_: str, sent: Sent, grid: Grid) -> Draft:
    """Store what was answered on top of what others answered meanwhile, and return what stands then.

    Nothing is written when nothing changed. Raises: AlreadySignedError.
    """
    for attempt in range(TRIES_MAX):
        draft = await merge(door, patient_id, id_, sent, grid)
        if draft.filling.draft_items() == draft.filling.response.get("item", []):
            return draft
        try:
            return await _stored(door, draft)
        except VersionConflictError:
            if attempt == TRIES_MAX - 1:
                raise
    raise AssertionError("unreachable")


async def merge(door: Door, patient_id: str, id_: str, sent: Sent, grid: Grid) -> Draft:
    """Return what is stored with what was sent on top of it; nothing is written. Raises: AlreadySignedError."""
    response, version = await read(door, patient_id, id_)
    if response.get("status") != DRAFT:
        raise AlreadySignedError
    questionnaire = grid.questionnaire
    current = sheet_of(questionnaire, response)
    base = current
    if sent.version != version:
        seen, _ = await read(door, patient_id, id_, sent.version)
        base = sheet_of(questionnaire, seen)
    together, clashes = merged(base, sent.sheet, current)
    return Draft(
        filling=filling_of(grid, response, now(), together),
        version=version,
        clashes=tuple(clashes),
        is_newer=sent.version != version and _differ(grid, base, current),
    )


async def drop(door: Door, patient_id: str, id_: str, *, take_back: bool = False) -> None:
    """Give a draft up: it leaves the lists and stays in the history; `take_back` brings it back."""
    response, version = await read(door, patient_id, id_)
    if response.get("status") not in (DRAFT, DROPPED):
        raise AlreadySignedError
    async with door.writing() as unit:
        status = DRAFT if take_back else DROPPED
        unit.update(typed({**response, "status": status}), expected_version=version)


async def _stored(door: Door, draft: Draft) -> Draft:
    response = as_draft(draft.filling, door.actor)
    async with door.writing() as unit:
        unit.update(typed(response), expected_version=draft.version)
    filling = msgspec.structs.replace(draft.filling, response=response)
    return msgspec.structs.replace(draft, filling=filling, version=unit.results[0].version)


def _differ(grid: Grid, one: Sheet, other: Sheet) -> bool:
    kept: list[Any] = [items_of_sheet(grid.questionnaire, sheet, lambda _: True) for sheet in (one, other)]
    return bool(kept[0] != kept[1])
