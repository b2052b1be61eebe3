"""Meetings as their reader may see them: those of their appointments that carry the meeting's identifier."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.agenda.guests import guests_in
from cordee.care.agenda.mailing import link_of, meeting_of
from cordee.care.agenda.taking_part import Attendee
from cordee.care.agenda.view import Rendezvous, rendezvous_of
from cordee.care.elements import id_in, words_of
from cordee.care.people import FullName, full_name
from cordee.fhir import systems
from cordee.fhir.r4 import Appointment, Patient
from cordee.fhir.search import parse_query
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import is_id

BEHIND, AHEAD = timedelta(days=240), timedelta(days=240)
PERSONS_MAX = 30  # of one meeting


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """One person a meeting is about: what is asked, what is looked at, who is invited for them."""

    patient_id: str
    name: FullName | None
    one: Rendezvous
    question: str
    documents: tuple[str, ...]
    guests: tuple[str, ...]


class MeetingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting, with the persons its reader may see."""

    id: str
    title: str
    start: datetime
    end: datetime
    place: str
    link: str
    is_off: bool
    persons: tuple[Reviewed, ...]

    @property
    def attendees(self) -> tuple[Attendee, ...]:
        """Return who is invited, over the persons seen, each once."""
        found: dict[str, Attendee] = {}
        for person in self.persons:
            for who in person.one.attendees:
                found.setdefault(who.reference or who.name, who)
        return tuple(found.values())

    def person(self, patient_id: str) -> Reviewed:
        """Return one of the persons; raises NotFoundError."""
        for one in self.persons:
            if one.patient_id == patient_id:
                return one
        raise NotFoundError


async def my_meetings(door: Door, at: datetime) -> tuple[list[MeetingLine], list[MeetingLine]]:
    """Return the meetings I am invited to: to come, soonest first, and past, latest first. Cost: one statement."""
    rows = await door.agenda(at - BEHIND, at + AHEAD, system=systems.MEETING)
    people = {row.patient.id: row.patient.resource for row in rows if row.patient is not None}
    found = _grouped((row.appointment.resource for row in rows), people)
    coming = sorted((one for one in found if one.end >= at), key=lambda one: one.start)
    return coming, sorted((one for one in found if one.end < at), key=lambda one: one.start, reverse=True)


async def read_meeting(door: Door, meeting_id: str) -> MeetingLine:
    """Return one meeting; raises NotFoundError when nothing of it is the reader's to see. Cost: one search."""
    if not is_id(meeting_id):
        raise NotFoundError
    asked = [
        ("identifier", f"{systems.MEETING}|{meeting_id}"), ("_include", "Appointment:patient"),
        ("_count", str(PERSONS_MAX)),
    ]  # fmt: skip
    page = await door.search(parse_query("Appointment", asked))
    people = {one.id: one.resource for one in page.included if one.type == "Patient"}
    found = _grouped((row.resource for row in page.rows), people)
    if not found:
        raise NotFoundError
    return found[0]


def _grouped(appointments: Iterable[Appointment], people: dict[str, Patient]) -> list[MeetingLine]:
    groups: dict[str, list[Appointment]] = defaultdict(list)
    for one in appointments:
        if (meeting_id := meeting_of(one)) and one.status != "entered-in-error":
            groups[meeting_id].append(one)
    return [line for id_, found in groups.items() if (line := _line(id_, found, people)) is not None]


def _line(id_: str, appointments: list[Appointment], people: dict[str, Patient]) -> MeetingLine | None:
    persons = [found for one in appointments if (found := _reviewed(one, people)) is not None]
    if not persons:
        return None
    first = persons[0].one
    return MeetingLine(
        id=id_,
        title=first.title,
        start=first.start,
        end=first.end or first.start,
        place=first.place,
        link=link_of(appointments[0]),
        is_off=all(one.one.is_cancelled for one in persons),
        persons=tuple(sorted(persons, key=lambda one: (one.one.start, one.one.id))),
    )


def _reviewed(appointment: Appointment, people: dict[str, Patient]) -> Reviewed | None:
    one = rendezvous_of(None, appointment)
    patient_id = next((id_ for part in appointment.participant if (id_ := id_in(part.actor, "Patient"))), "")
    if one is None or not patient_id:
        return None
    documents = (id_in(ref, "DocumentReference") for ref in appointment.supportingInformation or ())
    return Reviewed(
        patient_id=patient_id,
        name=full_name(people[patient_id]) if patient_id in people else None,
        one=one,
        question=words_of(appointment.reasonCode[0]) if appointment.reasonCode else "",
        documents=tuple(filter(None, documents)),
        guests=tuple(guest.email for guest in guests_in(appointment)),
    )
