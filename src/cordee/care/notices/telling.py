"""Telling: a job written with its cause, and what it does: one notice to each who may read the cause, once."""

from collections.abc import Iterable, Sequence
from typing import Any

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.entry import drawn_id
from cordee.care.notices.kinds import KINDS, Kind
from cordee.care.notices.notice import Cause, notice
from cordee.care.notices.readers import professionals_of, readers_among
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.ids import new_id
from cordee.store.jobs import Job

TELL_TASK = "notices.tell"
RECIPIENTS_MAX = 200  # people told of one cause


def notice_job(
    kind: str, patient_id: str, about: str, recipients: Sequence[str] | None = None, *, event_id: str = ""
) -> Job:
    """Return the job that tells people of a cause, for `unit.defer` in the transaction that writes the cause.

    `kind` is a code of KINDS; `about` is the cause, `Type/id`; `patient_id` is empty for what is of no record.
    `recipients` are references (PractitionerRole, Patient, RelatedPerson), or Organization for its coordination staff;
    None is every professional of the circle. Nobody is told of what they may not read, nor of what they did themselves.
    `event_id`, when given, names the event for ever: two jobs of one event tell once.
    """
    assert kind in KINDS, kind
    named = None if recipients is None else list(dict.fromkeys(one for one in recipients if one))
    args: dict[str, Any] = {"kind": kind, "patient_id": patient_id, "about": about, "recipients": named}
    return Job(task=TELL_TASK, args={**args, "event_id": event_id or new_id()})


async def tell(
    door: Door, kind: str, patient_id: str, about: str, recipients: Sequence[str] | None, event_id: str
) -> dict[str, str]:
    """Write the notices of one event through the platform's door; return the id of each, by reader.

    A kind that has no line among notices writes none: its cause itself is what the reader is told of.

    A cause withdrawn or gone meanwhile tells nobody; run again, writes nothing new.
    Cost: a few statements, and one for each person told.
    """
    what = KINDS[kind]
    cause = await _cause(door, about)
    if cause is None:
        return {}
    chart = await _chart(door, patient_id)
    if patient_id and chart is None:
        return {}
    named = _named(chart, recipients)[:RECIPIENTS_MAX]
    readers = await readers_among(door, chart, named, cause, what)
    if not what.is_in_app:
        return dict.fromkeys(readers, cause.id)
    ids = {reader: drawn_id(event_id, f"{kind} {reader}") for reader in readers}
    await _write(door, chart, what, cause, ids)
    return ids


async def _write(door: Door, chart: Chart | None, what: Kind, cause: Cause, ids: dict[str, str]) -> None:
    present = await door.read_many(f"Communication/{one}" for one in ids.values())
    missing = {reader: id_ for reader, id_ in ids.items() if f"Communication/{id_}" not in present}
    if not missing:
        return
    async with door.writing() as unit:
        for reader, id_ in missing.items():
            unit.create(notice(chart, what, cause, reader, id_))


async def _cause(door: Door, about: str) -> Cause | None:
    type_name, _, id_ = about.partition("/")
    try:
        stored = await door.read(type_name, id_)
    except (NotFoundError, GoneError):
        return None
    if getattr(stored.resource, "status", None) == "entered-in-error":
        return None
    return Cause(stored.resource, type_name, id_, stored.updated_by)


async def _chart(door: Door, patient_id: str) -> Chart | None:
    if not patient_id:
        return None
    try:
        return await open_chart(door, patient_id)
    except (NotFoundError, GoneError):
        return None


def _named(chart: Chart | None, recipients: Iterable[str] | None) -> list[str]:
    if recipients is not None:
        return list(recipients)
    return professionals_of(chart) if chart is not None else []
