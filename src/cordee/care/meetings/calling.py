"""Calling a meeting, adding a person to it, inviting, moving it, setting it off."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.agenda.booking import ending, ensure_likely, named_members, read_appointment
from cordee.care.agenda.guests import Guest, invite_guests
from cordee.care.agenda.kinds import KINDS, MEETING, kind_concept, reason_concept
from cordee.care.agenda.mailing import invitation_jobs
from cordee.care.agenda.notice import tell_appointment
from cordee.care.agenda.taking_part import ask_again, attendees_of, take_part
from cordee.care.chart import open_chart
from cordee.care.elements import fhir_instant, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import CareError
from cordee.care.meetings.view import PERSONS_MAX, MeetingLine, read_meeting
from cordee.fhir import systems
from cordee.fhir.r4 import Appointment, CodeableConcept, Extension, Identifier, Meta, Reference
from cordee.kernel.clock import now
from cordee.store import Unit

NOTICE = "meeting"
ALIGN_TASK = "meetings.align"


class AlreadyReviewedError(CareError):
    """The person is on the list of the meeting already."""

    code = "already-reviewed"

    def __init__(self) -> None:
        super().__init__(
            "Cette personne est déjà inscrite à cette concertation. Rien n’a été ajouté.",
            "The person is on the list of this meeting already. Nothing was added.",
            field="person",
        )


class Calling(msgspec.Struct, frozen=True, kw_only=True):
    """When and where a meeting takes place. `title` names nobody: everyone invited reads it."""

    start: datetime
    minutes: int
    title: str = ""
    place: str = ""
    link: str = ""


async def call_meeting(
    door: Door, calling: Calling, patient_id: str, question: str, members: Sequence[str], form_id: str
) -> str:
    """Call a meeting about a first person, with members of their circle; return the meeting's id.

    Raises: UnknownChoiceError, UnlikelyMomentError.
    """
    ensure_likely(calling.start)
    meeting_id = entry_id(form_id)
    await _store(door, meeting_id, calling, patient_id, question, members, entry_id(form_id, "first"))
    return meeting_id


async def add_person(
    door: Door, meeting_id: str, patient_id: str, question: str, members: Sequence[str], form_id: str
) -> str:
    """Add a person to a meeting the writer sees; return the id of their appointment.

    Only members of that person's circle are invited for them. Raises: AlreadyReviewedError, UnknownChoiceError.
    """
    meeting = await read_meeting(door, meeting_id)
    if any(one.patient_id == patient_id for one in meeting.persons) or len(meeting.persons) >= PERSONS_MAX:
        raise AlreadyReviewedError
    calling = Calling(
        start=meeting.start,
        minutes=_minutes(meeting),
        title=meeting.title,
        place=meeting.place,
        link=meeting.link,
    )
    return await _store(door, meeting_id, calling, patient_id, question, members, entry_id(form_id))


async def ask_question(
    door: Door, meeting_id: str, patient_id: str, question: str, documents: Sequence[str]
) -> None:
    """Write what is asked for one person, and which of their documents are looked at."""
    person = (await read_meeting(door, meeting_id)).person(patient_id)
    appointment = await read_appointment(door, patient_id, person.one.id)
    appointment.reasonCode = [CodeableConcept(text=question)] if question else None
    appointment.supportingInformation = [
        Reference(reference=f"DocumentReference/{one}") for one in documents
    ] or None
    async with door.writing() as unit:
        unit.update(appointment, expected_version=person.one.version)


async def invite(
    door: Door, meeting_id: str, members: dict[str, Sequence[str]], guests: Sequence[Guest], *, by_mail: bool
) -> None:
    """Invite members, each for the persons in whose circle they stand, and guests for every person the writer sees.

    `members` are references by person. With `by_mail` everyone invited for a person seen is sent an invitation, once.
    """
    meeting = await read_meeting(door, meeting_id)
    async with door.writing() as unit:
        for person in meeting.persons:
            appointment = await read_appointment(door, person.patient_id, person.one.id)
            await _add_members(door, appointment, person.patient_id, members.get(person.patient_id, ()))
            invite_guests(appointment, guests)
            unit.update(appointment, expected_version=person.one.version)
            tell_appointment(unit, door.actor.who, appointment, person.patient_id, NOTICE)
            if by_mail and person is meeting.persons[0]:
                _mail(unit, door, appointment)


async def move_meeting(door: Door, meeting_id: str, calling: Calling) -> None:
    """Move a meeting, or hold it elsewhere; everyone has to answer again.

    The appointments of persons the writer does not see follow by a job, which looks at hour and place alone.
    """
    ensure_likely(calling.start)
    meeting = await read_meeting(door, meeting_id)
    async with door.writing() as unit:
        for person in meeting.persons:
            appointment = await read_appointment(door, person.patient_id, person.one.id)
            _place(appointment, calling)
            appointment.status = "booked"
            appointment.cancelationReason = None
            ask_again(appointment, door.actor.who)
            _change(unit, door, appointment, person.patient_id, meeting)


async def set_meeting_off(door: Door, meeting_id: str, *, is_off: bool = True) -> None:
    """Set a meeting off for everyone, or on again."""
    meeting = await read_meeting(door, meeting_id)
    async with door.writing() as unit:
        for person in meeting.persons:
            appointment = await read_appointment(door, person.patient_id, person.one.id)
            appointment.status = "cancelled" if is_off else "booked"
            appointment.cancelationReason = reason_concept("oth") if is_off else None
            _change(unit, door, appointment, person.patient_id, meeting)


async def _store(
    door: Door,
    meeting_id: str,
    calling: Calling,
    patient_id: str,
    question: str,
    members: Sequence[str],
    id_: str,
) -> str:
    chart = await open_chart(door, patient_id)
    invited = list(dict.fromkeys([door.actor.who, *members]))
    parts, services = take_part(patient_id, named_members(door, chart, invited), door.actor.who)
    parts[0].required = "information-only"
    appointment = Appointment(
        id=id_,
        meta=Meta(profile=[systems.APPOINTMENT_PROFILE]),
        identifier=[Identifier(system=systems.MEETING, value=meeting_id)],
        contained=services or None,
        status="booked",
        serviceType=[kind_concept(MEETING)],
        reasonCode=[CodeableConcept(text=question)] if question else None,
        created=fhir_instant(now()),
        participant=parts,
    )
    _place(appointment, calling)
    async with door.writing() as unit:
        unit.create(appointment)
        tell_appointment(unit, door.actor.who, appointment, patient_id, NOTICE)
    return id_


async def _add_members(door: Door, appointment: Appointment, patient_id: str, members: Sequence[str]) -> None:
    known = {one.reference for one in attendees_of(appointment)}
    fresh = [one for one in members if one not in known]
    if fresh:
        chart = await open_chart(door, patient_id)
        parts, services = take_part(patient_id, named_members(door, chart, fresh), door.actor.who)
        appointment.participant = [*appointment.participant, *parts[1:]]
        appointment.contained = [*(appointment.contained or ()), *services] or None


def _place(appointment: Appointment, calling: Calling) -> None:
    appointment.description = calling.title or KINDS[MEETING][0]
    appointment.start = fhir_instant(calling.start)
    appointment.end = fhir_instant(ending(calling.start, calling.minutes))
    appointment.minutesDuration = calling.minutes
    appointment.comment = calling.place or None
    link = [Extension(url=systems.APPOINTMENT_LINK, valueUrl=calling.link)] if calling.link else []
    appointment.extension = link or None


def _change(unit: Unit, door: Door, appointment: Appointment, patient_id: str, meeting: MeetingLine) -> None:
    unit.update(appointment, expected_version=version_of(appointment.meta))
    tell_appointment(unit, door.actor.who, appointment, patient_id, NOTICE)
    if patient_id == meeting.persons[0].patient_id:
        unit.defer(ALIGN_TASK, appointment_id=appointment.id)
        _mail(unit, door, appointment, only_guests=True)


def _mail(unit: Unit, door: Door, appointment: Appointment, *, only_guests: bool = False) -> None:
    readers = [
        one for part in appointment.participant
        if (one := ((part.actor.reference if part.actor else None) or "").removeprefix("#")).startswith("guest-")
        or (not only_guests and one.startswith("PractitionerRole/") and one != door.actor.who)
    ]  # fmt: skip
    for job in invitation_jobs(appointment.id or "", readers):
        unit.defer(job)


def _minutes(meeting: MeetingLine) -> int:
    return max(1, int((meeting.end - meeting.start).total_seconds() // 60))
