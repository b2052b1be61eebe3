"""My day: the appointments I take part in, on the territory's clocks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.elements import id_in, instant, refers_to, words_of
from cordee.care.people import FullName, full_name
from cordee.fhir.r4 import Appointment, Reference
from cordee.kernel.clock import now
from cordee.store.agenda import AgendaRow

VISITS_MAX = 40
_NOT_TAKING_PLACE = frozenset({"cancelled", "noshow", "entered-in-error"})


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment of mine: for whom, and with whom else."""

    id: str
    start: datetime
    end: datetime | None
    title: str
    patient_id: str
    name: FullName | None
    others: tuple[str, ...]
    is_past: bool


async def my_day(door: Door, day: date, zone: ZoneInfo) -> tuple[Visit, ...]:
    """Return my appointments that begin on one day, earliest first. Cost: one statement."""
    start = datetime.combine(day, time(), zone)
    rows = await door.agenda(start, start + timedelta(days=1))
    found = (_visit(row, door.actor.keys) for row in rows)
    return tuple(one for one in found if one is not None and one.start >= start)[:VISITS_MAX]


def _visit(row: AgendaRow, mine: tuple[str, ...]) -> Visit | None:
    one: Appointment = row.appointment.resource
    start, end = instant(one.start), instant(one.end)
    actors = [part.actor for part in one.participant if part.actor is not None]
    if start is None or one.status in _NOT_TAKING_PLACE or not _name(actors, mine):
        return None
    patient_id = next((found for actor in actors if (found := id_in(actor, "Patient"))), "")
    kind = words_of(one.serviceType[0]) if one.serviceType else ""
    return Visit(
        id=one.id or "",
        start=start,
        end=end,
        title=one.description or kind or "Rendez-vous",
        patient_id=patient_id,
        name=full_name(row.patient.resource) if row.patient is not None else None,
        others=tuple(
            actor.display
            for actor in actors
            if actor.display and actor.reference not in mine and not id_in(actor, "Patient")
        ),
        is_past=(end or start) < now(),
    )


def _name(actors: list[Reference], mine: tuple[str, ...]) -> bool:
    """Return whether I am named: what only a service of my structure takes part in is no visit of mine."""
    return any(refers_to(actor, who) for actor in actors for who in mine)
