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
    return [_without_me(one, mine) for one in _events(await door.agenda(from_at, until_at), mine)]


async def events_of_record(door: Door, patient_id: str, from_at: datetime, until_at: datetime) -> list[Event]:
    """Return the appointments of a record during a period, soonest first. Cost: one statement."""
    return _events(await door.agenda_of(patient_id, from_at, until_at), door.actor.keys)


def _events(rows: list[AgendaRow], mine: tuple[str, ...]) -> list[Event]:
    """Return the events of rows; each person is read once, however many visits they have."""
    people = {row.patient.id: row.patient for row in rows if row.patient is not None}
    known = {id_: _who(stored.resource) for id_, stored in people.items()}
    return [found for row in rows if (found := _event(row, mine, known)) is not None]


def _event(row: AgendaRow, mine: tuple[str, ...], known: dict[str, tuple[FullName, str]]) -> Event | None:
    appointment: Appointment = row.appointment.resource
    one = rendezvous_of(None, appointment)
    if one is None:
        return None
    name, town = known[row.patient.id] if row.patient is not None else (None, "")
    actors = (part.actor for part in appointment.participant)
    answers = [part.status for part in appointment.participant if part.actor and part.actor.reference in mine]
    return Event(
        one=one,
        patient_id=next((found for actor in actors if (found := id_in(actor, "Patient"))), ""),
        name=name,
        town=town,
        mine=(answers[0] or "") if answers else "",
        is_meeting=kind_of(appointment) == MEETING,
    )


def _without_me(event: Event, mine: tuple[str, ...]) -> Event:
    others = tuple(who for who in event.one.attendees if who.reference not in mine)
    return msgspec.structs.replace(event, one=msgspec.structs.replace(event.one, attendees=others))


def _who(patient: Patient) -> tuple[FullName, str]:
    return full_name(patient), next((one.city for one in patient.address or () if one.city), "")
