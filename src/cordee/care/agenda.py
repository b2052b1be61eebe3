"""The agenda of a record: appointments to come and past, adding one, cancelling it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import fhir_instant, id_in, instant, version_of, words_of
from cordee.care.entry import entry_id
from cordee.care.errors import UnknownChoiceError, UnlikelyMomentError
from cordee.care.signing import about
from cordee.care.wall_clock import instant_on_wall
from cordee.fhir.r4 import Appointment, AppointmentParticipant, CodeableConcept, Reference
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError

SHELVES: dict[str, int] = {"Appointment": 300}
AHEAD_MAX = timedelta(days=3 * 366)
BEHIND_MAX = timedelta(days=366)
KINDS = {
    "visit": ("Visite à domicile", "home"),
    "consultation": ("Consultation", "stethoscope"),
    "tele": ("Téléconsultation", "video"),
    "meeting": ("Concertation", "users"),
    "hospital": ("Hôpital", "building-hospital"),
    "other": ("Autre rendez-vous", "calendar-event"),
}
_ICON_WORDS = {
    "télé": "video",
    "concert": "users",
    "hôpital": "building-hospital",
    "hospital": "building-hospital",
    "domicile": "home",
    "visite": "home",
    "passage": "home",
}


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment: what, from when to when, with whom, where."""

    id: str
    version: int
    title: str
    kind: str
    icon: str
    start: datetime
    end: datetime | None
    people: tuple[str, ...]
    place: str
    is_cancelled: bool


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """What comes, soonest first, and what is past, latest first."""

    coming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]


def agenda_of(chart: Chart, at: datetime) -> Agenda:
    """Return the agenda of a record opened with these SHELVES; a meeting under way still comes."""
    meetings = [found for one in chart.of(Appointment) if (found := meeting_of(chart, one)) is not None]
    coming = sorted(
        (one for one in meetings if (one.end or one.start) >= at and not one.is_cancelled), key=_start
    )
    past = sorted((one for one in meetings if (one.end or one.start) < at), key=_start, reverse=True)
    return Agenda(coming=tuple(coming), past=tuple(past))


def meeting_of(chart: Chart, appointment: Appointment) -> Meeting | None:
    """Return an appointment as it is shown, or None when it has no start or was entered in error."""
    start = instant(appointment.start)
    if start is None or appointment.status == "entered-in-error":
        return None
    kind = (
        words_of(appointment.serviceType[0])
        if appointment.serviceType
        else words_of(appointment.appointmentType)
    )
    title = appointment.description or kind or "Rendez-vous"
    actors = [one.actor for one in appointment.participant if one.actor is not None]
    return Meeting(
        id=appointment.id or "",
        version=version_of(appointment.meta),
        title=title,
        kind=kind,
        icon=_icon(f"{kind} {title}".lower()),
        start=start,
        end=instant(appointment.end),
        people=tuple(
            chart.person(actor.reference, actor.display).name
            for actor in actors
            if not id_in(actor, "Patient") and not id_in(actor, "Location")
        ),
        place=appointment.comment or next((a.display or "" for a in actors if id_in(a, "Location")), ""),
        is_cancelled=appointment.status in ("cancelled", "noshow"),
    )


async def add_meeting(
    door: Door, patient_id: str, zone: ZoneInfo, *, title: str, kind: str, day: date, hour: time, minutes: int,
    members: Sequence[str], place: str, form_id: str,
) -> str:  # fmt: skip
    """Add an appointment of the person with members of her circle, on the territory's clocks; return its id."""
    if kind not in KINDS:
        raise UnknownChoiceError("kind")
    start = instant_on_wall(day, hour, zone)
    if not now() - BEHIND_MAX <= start <= now() + AHEAD_MAX:
        raise UnlikelyMomentError(
            "Ce rendez-vous est à plus d’un an dans le passé ou trois ans dans l’avenir. Vérifiez l’année.",
            "The appointment is too far back or ahead.",
            field="day",
        )
    chart = await open_chart(door, patient_id)
    if any(one != door.actor.who and not chart.is_in_circle(one, now()) for one in members):
        raise UnknownChoiceError("members")
    end = start.timestamp() + minutes * 60
    appointment = Appointment(
        id=entry_id(form_id),
        status="booked",
        serviceType=[CodeableConcept(text=KINDS[kind][0])],
        description=title or KINDS[kind][0],
        start=fhir_instant(start),
        end=fhir_instant(datetime.fromtimestamp(end, zone)),
        created=fhir_instant(now()),
        comment=place or None,
        participant=[
            AppointmentParticipant(actor=about(patient_id), status="accepted"),
            *(AppointmentParticipant(actor=_named(door, chart, one), status="accepted") for one in members),
        ],
    )
    async with door.writing() as unit:
        return unit.create(appointment)


async def cancel_meeting(door: Door, patient_id: str, meeting_id: str, *, take_back: bool = False) -> None:
    """Cancel an appointment, or with `take_back` book it again."""
    appointment: Appointment = (await door.read("Appointment", meeting_id)).resource
    if not any(id_in(one.actor, "Patient") == patient_id for one in appointment.participant):
        raise NotFoundError
    appointment.status = "booked" if take_back else "cancelled"
    async with door.writing() as unit:
        unit.update(appointment, expected_version=version_of(appointment.meta))


def _named(door: Door, chart: Chart, reference: str) -> Reference:
    name = door.actor.name if reference == door.actor.who else chart.person(reference).name
    return Reference(reference=reference, display=name)


def _icon(words: str) -> str:
    return next((icon for word, icon in _ICON_WORDS.items() if word in words), "stethoscope")


def _start(meeting: Meeting) -> datetime:
    return meeting.start
