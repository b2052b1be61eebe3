"""Whose an appointment of a meeting is: nobody joins a meeting they could not change by writing its identifier.

The appointments of one meeting share an identifier and move together, those of persons the mover does not see
included. So the identifier is a right, and is checked where rows are written, for pages and FHIR alike.
"""

from collections.abc import Iterable
from typing import Any

from cordee.fhir import decode, systems
from cordee.fhir.search.catalogue import parameters_of
from cordee.kernel.clock import now
from cordee.store.asker import Asker
from cordee.store.database import Connection
from cordee.store.errors import ForeignMeetingError
from cordee.store.indexable import indexable
from cordee.store.positional import fetch
from cordee.store.predicate import MAY_WRITE, predicate_values, visible
from cordee.store.wall import shown_within

APPOINTMENT = "Appointment"
_STANDING = """SELECT DISTINCT i.code, i.key FROM index_token i
    WHERE i.param = ANY(%(params)s::int[]) AND i.code = ANY(%(meetings)s::text[]) AND i.system = %(system)s"""
_CHANGEABLE = f"""SELECT r.key FROM resource r
    WHERE r.key = ANY(%(keys_standing)s::bigint[]) AND NOT r.deleted AND {{visible}}
      AND r.category & %(writes)s <> 0 AND {MAY_WRITE}"""


def meetings_joined(resource: Any, type_name: str, stood: bytes | None) -> frozenset[str]:
    """Return the meetings a resource about to be stored says it is part of, and the version it replaces did not."""
    if type_name != APPOINTMENT or resource is None:
        return frozenset()
    named = _meetings_of(resource)
    return named - _meetings_of(decode(stood, APPOINTMENT)) if named and stood is not None else named


async def refuse_foreign_meetings(connection: Connection, asker: Asker, joined: Iterable[str]) -> None:
    """Raise ForeignMeetingError for a meeting that stands, and of which the asker may change no appointment.

    - a meeting nobody wrote yet is its first writer's;
    - who may write the agenda of a person it is about, and sees that appointment, adds another person to it.

    Cost: two statements, one when no such meeting stands.
    """
    values = {
        "params": list(parameters_of(APPOINTMENT)["identifier"].numbers),
        "meetings": [indexable(one) for one in joined],
        "system": systems.MEETING,
    }
    standing: dict[str, set[int]] = {}
    for meeting, key in await fetch(connection, _STANDING, values):
        standing.setdefault(meeting, set()).add(key)
    if not standing:
        return
    mine = await _changeable(connection, asker, {key for keys in standing.values() for key in keys})
    if any(not keys & mine for keys in standing.values()):
        raise ForeignMeetingError


async def _changeable(connection: Connection, asker: Asker, keys: set[int]) -> set[int]:
    values = predicate_values(asker, now()) | {"keys_standing": list(keys), "writes": asker.writes}
    text = _CHANGEABLE.replace("{visible}", visible(asker, APPOINTMENT))
    async with connection.transaction(), shown_within(connection, asker):
        return {row[0] for row in await fetch(connection, text, values)}


def _meetings_of(appointment: Any) -> frozenset[str]:
    found = (one.value for one in appointment.identifier or () if one.system == systems.MEETING)
    return frozenset(one for one in found if one)
