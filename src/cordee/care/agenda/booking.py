"""Writing appointments: taking, moving, cancelling, answering, and putting back what stood before."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.agenda.kinds import KINDS, REASONS, kind_concept, reason_concept
from cordee.care.agenda.notice import tell_appointment
from cordee.care.agenda.taking_part import ask_again, take_part
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import fhir_instant, id_in, instant, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import UnknownChoiceError, UnlikelyMomentError
from cordee.fhir import systems
from cordee.fhir.r4 import Appointment, Meta, Reference
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError

AHEAD_MAX = timedelta(days=3 * 366)
BEHIND_MAX = timedelta(days=366)
LASTING_MINUTES_MAX = 24 * 60


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody writes to take an appointment; `start` is aware, `members` are references of the circle."""

    title: str
    kind: str
    start: datetime
    minutes: int
    members: Sequence[str] = ()
    place: str = ""
    form_id: str = ""
    slot_id: str = ""


async def book(door: Door, patient_id: str, booking: Booking) -> str:
    """Take an appointment of the person with members of their circle; return its id.

    Raises: UnknownChoiceError, UnlikelyMomentError; nothing is stored then.
    """
    if booking.kind not in KINDS:
        raise UnknownChoiceError("kind")
    ensure_likely(booking.start)
    chart = await open_chart(door, patient_id)
    parts, services = take_part(patient_id, named_members(door, chart, booking.members), door.actor.who)
    appointment = Appointment(
        id=entry_id(booking.form_id),
        meta=Meta(profile=[systems.APPOINTMENT_PROFILE]),
        contained=services or None,
        status="booked",
        serviceType=[kind_concept(booking.kind)],
        description=booking.title or KINDS[booking.kind][0],
        start=fhir_instant(booking.start),
        end=fhir_instant(ending(booking.start, booking.minutes)),
        minutesDuration=booking.minutes,
        slot=[Reference(reference=f"Slot/{booking.slot_id}")] if booking.slot_id else None,
        created=fhir_instant(now()),
        comment=booking.place or None,
        participant=parts,
    )
    async with door.writing() as unit:
        id_ = unit.create(appointment)
        tell_appointment(unit, door.actor.who, appointment, patient_id)
    return id_


async def move(
    door: Door, patient_id: str, id_: str, start: datetime, minutes: int, expected_version: int | None = None
) -> int:
    """Move an appointment; the others have to answer again. Return the version that stood before.

    Raises: VersionConflictError when somebody changed it meanwhile, UnlikelyMomentError.
    """
    ensure_likely(start)
    appointment = await read_appointment(door, patient_id, id_)
    before = version_of(appointment.meta)
    appointment.status = "booked"
    appointment.cancelationReason = None
    appointment.start = fhir_instant(start)
    appointment.end = fhir_instant(ending(start, minutes))
    appointment.minutesDuration = minutes
    ask_again(appointment, door.actor.who)
    await _store(door, patient_id, appointment, expected_version or before)
    return before


async def cancel(door: Door, patient_id: str, id_: str, reason: str = "oth", words: str = "") -> int:
    """Cancel an appointment with its reason; return the version that stood before."""
    if reason not in REASONS:
        raise UnknownChoiceError("reason")
    appointment = await read_appointment(door, patient_id, id_)
    before = version_of(appointment.meta)
    appointment.status = "cancelled"
    appointment.cancelationReason = reason_concept(reason)
    if words:
        appointment.cancelationReason.text = words
    await _store(door, patient_id, appointment, before)
    return before


async def put_back(door: Door, patient_id: str, id_: str, version: int) -> None:
    """Write again the version of an appointment that stood before; undoing is an act of its own, kept like any."""
    present = await read_appointment(door, patient_id, id_)
    past: Appointment = (await door.vread("Appointment", id_, version)).resource
    if not any(id_in(one.actor, "Patient") == patient_id for one in past.participant):
        raise NotFoundError
    await _store(door, patient_id, past, version_of(present.meta))


async def answer(door: Door, patient_id: str, id_: str, *, comes: bool) -> int:
    """Say whether I come; return the version that stood before. Raises ForbiddenError for who is not invited."""
    appointment = await read_appointment(door, patient_id, id_)
    before = version_of(appointment.meta)
    mine = [
        part for part in appointment.participant
        if part.actor is not None and part.actor.reference in door.actor.keys
    ]  # fmt: skip
    if not mine:
        raise ForbiddenError
    for part in mine:
        part.status = "accepted" if comes else "declined"
    await _store(door, patient_id, appointment, before)
    return before


async def read_appointment(door: Door, patient_id: str, id_: str) -> Appointment:
    """Return an appointment of that record; raises NotFoundError for any other."""
    appointment: Appointment = (await door.read("Appointment", id_)).resource
    if not any(id_in(one.actor, "Patient") == patient_id for one in appointment.participant):
        raise NotFoundError
    return appointment


def named_members(door: Door, chart: Chart, members: Sequence[str]) -> list[tuple[str, str]]:
    """Return members by reference and name; raises UnknownChoiceError for one outside the circle, but the writer."""
    me = door.actor
    if any(one != me.who and not chart.is_in_circle(one, now()) for one in members):
        raise UnknownChoiceError("members")
    return [(one, me.name if one == me.who else chart.person(one).name) for one in members]


def ensure_likely(start: datetime) -> None:
    """Raise UnlikelyMomentError for an appointment too far back or ahead."""
    if not now() - BEHIND_MAX <= start <= now() + AHEAD_MAX:
        raise UnlikelyMomentError(
            "Ce rendez-vous est à plus d’un an dans le passé ou trois ans dans l’avenir. Vérifiez l’année.",
            "The appointment is too far back or ahead.",
            field="day",
        )


def ending(start: datetime, minutes: int) -> datetime:
    """Return the end of an appointment: minutes that pass, whatever the clocks do meanwhile."""
    lasting = timedelta(minutes=max(1, min(minutes, LASTING_MINUTES_MAX)))
    return (start.astimezone(UTC) + lasting).astimezone(start.tzinfo)


def minutes_of(appointment: Appointment) -> int:
    """Return how long an appointment lasts, thirty minutes when it does not say."""
    start, end = instant(appointment.start), instant(appointment.end)
    return int((end - start).total_seconds() // 60) if start and end else 30


async def _store(door: Door, patient_id: str, appointment: Appointment, expected_version: int) -> None:
    async with door.writing() as unit:
        unit.update(appointment, expected_version=expected_version)
        tell_appointment(unit, door.actor.who, appointment, patient_id)
