"""Records of my circles, of one theme or one referent: the lists behind the numbers."""

from datetime import date

import msgspec

from cordee.access import Door
from cordee.care.elements import code_of, day, words_of
from cordee.care.episode_current import CLOSED
from cordee.care.people import FullName, full_name
from cordee.fhir import systems
from cordee.fhir.r4 import EpisodeOfCare, Patient
from cordee.store.steering import ListedRecord

PAGE_SIZE = 50
NONE = "sans"
"""What stands for no theme, or no referent, where a list is asked for."""


class RecordLine(msgspec.Struct, frozen=True, kw_only=True):
    """One record: whose, why, who follows it, since when."""

    patient_id: str
    name: FullName
    born_on: date | None
    town: str
    theme: str
    referent: str
    since: date | None
    is_closed: bool = False


class RecordPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page; `cursor` asks for the next one."""

    rows: tuple[RecordLine, ...]
    cursor: str | None = None


async def list_records(
    door: Door,
    *,
    theme: str = "",
    referent: str = "",
    count: int = PAGE_SIZE,
    cursor: str | None = None,
    closed: bool | None = False,
) -> RecordPage:
    """Return active records, last opened first, of a theme and a referent where named; NONE for none. One statement.

    `closed` gives those that are closed instead, None both.
    """
    page = await door.steering.records_listed(_asked(theme), _asked(referent), count, cursor, closed=closed)
    return RecordPage(rows=tuple(_line(one) for one in page.rows), cursor=page.cursor)


def _asked(code: str) -> str | None:
    return None if not code else "" if code == NONE else code


def _line(one: ListedRecord) -> RecordLine:
    patient: Patient = one.patient.resource
    episode: EpisodeOfCare = one.episode.resource
    address = patient.address[0] if patient.address else None
    theme = next((found for found in episode.type or () if code_of(found, systems.THEME)), None)
    return RecordLine(
        patient_id=one.patient.id,
        name=full_name(patient),
        born_on=day(patient.birthDate),
        town=(address.city if address else None) or "",
        theme=words_of(theme),
        referent=(episode.careManager.display if episode.careManager else None) or "",
        since=day(episode.period.start) if episode.period else None,
        is_closed=episode.status == CLOSED,
    )
