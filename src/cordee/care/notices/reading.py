"""My notices: newest first, each with whom it is about and where its cause is; and saying that they are read."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.elements import fhir_instant, id_in, instant, version_of
from cordee.care.notices.kinds import Kind, kind_of
from cordee.care.people import FullName, full_name
from cordee.fhir import systems
from cordee.fhir.r4 import Communication
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError, VersionConflictError

TOGETHER_MAX = 100  # notices marked in one act


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One notice of mine."""

    id: str
    kind: Kind
    words: str
    at: datetime | None
    patient_id: str
    person: FullName | None
    is_unread: bool
    is_urgent: bool
    address: str


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """One page of notices; `cursor` asks for older ones."""

    rows: tuple[Line, ...]
    cursor: str | None

    @property
    def unread_count(self) -> int:
        """Return how many of the page are not read."""
        return sum(1 for one in self.rows if one.is_unread)


async def my_notices(door: Door, cursor: str | None = None) -> Lines:
    """Return a page of my notices. Cost: two statements."""
    found = await door.letters.notices(cursor)
    typed: list[tuple[Communication, str]] = [(one.resource, patient_id) for one, patient_id in found.rows]
    ids = sorted({patient_id for _, patient_id in typed if patient_id})
    people = await door.read_many(f"Patient/{one}" for one in ids)
    names = {reference: full_name(one.resource) for reference, one in people.items()}
    return Lines(
        rows=tuple(_line(one, patient_id, names.get(f"Patient/{patient_id}")) for one, patient_id in typed),
        cursor=found.cursor,
    )


async def open_notice(door: Door, notice_id: str) -> str:
    """Mark a notice of mine read and return the address of its cause; NotFoundError when it is not mine."""
    one: Communication = (await door.read("Communication", notice_id)).resource
    if not _is_mine(one, door):
        raise NotFoundError
    await _receive(door, [one])
    return _line(one, id_in(one.subject, "Patient"), None).address


async def mark_all(door: Door) -> int:
    """Mark my newest notices read, TOGETHER_MAX at most, and return how many were not."""
    found = await door.letters.notices(count=TOGETHER_MAX)
    typed: list[Communication] = [one.resource for one, _ in found.rows]
    unread = [one for one in typed if one.received is None and _is_mine(one, door)]
    await _receive(door, unread)
    return len(unread)


async def _receive(door: Door, notices: Iterable[Communication]) -> None:
    unread = [one for one in notices if one.received is None]
    if not unread:
        return
    at = fhir_instant(now())
    try:
        async with door.writing() as unit:
            for one in unread:
                one.received = at
                unit.update(one, expected_version=version_of(one.meta))
    except VersionConflictError:
        return  # read in another window at this very moment


def _is_mine(one: Communication, door: Door) -> bool:
    return any(each.reference in door.actor.keys for each in one.recipient or ())


def _line(one: Communication, patient_id: str, person: FullName | None) -> Line:
    kind = kind_of(_code(one))
    return Line(
        id=one.id or "",
        kind=kind,
        words=kind.words,
        at=instant(one.sent),
        patient_id=patient_id,
        person=person,
        is_unread=one.received is None,
        is_urgent=one.priority in ("urgent", "asap", "stat"),
        address=_address(one, kind, patient_id),
    )


def _address(one: Communication, kind: Kind, patient_id: str) -> str:
    about = (one.about[0].reference if one.about else None) or ""
    if about.startswith("Communication/"):
        return f"/messages/de/{about.partition('/')[2]}"
    if patient_id:
        return f"/dossiers/{patient_id}{kind.part}"
    return kind.path or "/"


def _code(one: Communication) -> str:
    for each in one.category or ():
        for coding in each.coding or ():
            if coding.system == systems.NOTICE and coding.code:
                return coding.code
    return ""
