"""My agenda: the appointments I take part in, over all my records, and the same of one record."""

from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.agenda.kinds import MEETING, kind_of
from cordee.care.agenda.view import Rendezvous, rendezvous_of
from cordee.care.elements import id_in
from cordee.care.people import FullName, full_name
from cordee.fhir.r4 import Appointment, Patient
from cordee.store.agenda import AgendaRow


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment in an agenda: whom it is for, where they live, what I answered."""

    one: Rendezvous
    patient_id: str
    name: FullName | None
    town: str = ""
    mine: str = ""
    is_meeting: bool = False

    @property
    def start(self) -> datetime:
        """Return when it begins."""
        return self.one.start

    @property
    def end(self) -> datetime:
        """Return when it ends."""
        return self.one.end or self.one.start

    @property
    def awaits_me(self) -> bool:
        """Return whether I still have to say if I come."""
        return self.mine == "needs-action" and not self.one.is_cancelled

    @property
    def others(self) -> tuple[str, ...]:
        """Return who else comes."""
        return self.one.people


async def my_events(door: Door, from_at: datetime, until_at: datetime) -> list[Event]:
    """Return what I take part in during a period, soonest first. Cost: one statement."""
    mine = door.actor.keys
    found = [one for row in await door.agenda(from_at, until_at) if (one := _event(row, mine)) is not None]
    return [_without_me(one, mine) for one in found]


async def events_of_record(door: Door, patient_id: str, from_at: datetime, until_at: datetime) -> list[Event]:
    """Return the appointments of a record during a period, soonest first. Cost: one statement."""
    rows = await door.agenda_of(patient_id, from_at, until_at)
    return [found for row in rows if (found := _event(row, door.actor.keys)) is not None]


def _event(row: AgendaRow, mine: tuple[str, ...]) -> Event | None:
    appointment: Appointment = row.appointment.resource
    one = rendezvous_of(None, appointment)
    if one is None:
        return None
    patient: Patient | None = row.patient.resource if row.patient is not None else None
    actors = (part.actor for part in appointment.participant)
    answers = [part.status for part in appointment.participant if part.actor and part.actor.reference in mine]
    return Event(
        one=one,
        patient_id=next((found for actor in actors if (found := id_in(actor, "Patient"))), ""),
        name=full_name(patient) if patient is not None else None,
        town=_town(patient),
        mine=(answers[0] or "") if answers else "",
        is_meeting=kind_of(appointment) == MEETING,
    )


def _without_me(event: Event, mine: tuple[str, ...]) -> Event:
    others = tuple(who for who in event.one.attendees if who.reference not in mine)
    return msgspec.structs.replace(event, one=msgspec.structs.replace(event.one, attendees=others))


def _town(patient: Patient | None) -> str:
    return next((one.city for one in (patient.address if patient else None) or () if one.city), "")
