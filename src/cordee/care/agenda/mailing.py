"""Invitations that leave by e-mail: a job for each reader, which carries ids only; what is sent says nobody's name."""

from collections.abc import Iterable

from cordee.access import Door
from cordee.care.agenda.calendar.invitation import Invitation
from cordee.care.agenda.guests import guests_in
from cordee.care.agenda.kinds import KINDS, MEETING, kind_of
from cordee.care.agenda.view import rendezvous_of
from cordee.care.elements import version_of
from cordee.fhir import systems
from cordee.fhir.r4 import Appointment
from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.store.jobs import Job

INVITE_TASK = "agenda.invite"


def invitation_jobs(appointment_id: str, readers: Iterable[str]) -> list[Job]:
    """Return the jobs that invite people: a reference of a professional, or the id of a guest in the appointment."""
    return [
        Job(
            task=INVITE_TASK,
            args={"appointment_id": appointment_id, "reader": one},
            lock=f"invitation:{appointment_id}:{one}",
        )
        for one in dict.fromkeys(readers)
    ]


def meeting_of(appointment: Appointment) -> str:
    """Return the meeting an appointment is part of, empty when it is none."""
    found = (one.value or "" for one in appointment.identifier or () if one.system == systems.MEETING)
    return next(found, "")


async def invitation_for(
    door: Door, appointment_id: str, base_url: str
) -> tuple[Invitation, Appointment] | None:
    """Return what is to be sent of an appointment as it stands, None when it is gone or has no hour.

    The appointments of one meeting share the uid: whoever is invited for several persons is invited once, and does not
    learn how many there are. The place of a visit is somebody's home: it is not sent.
    """
    try:
        appointment: Appointment = (await door.read("Appointment", appointment_id)).resource
    except (NotFoundError, GoneError):
        return None
    one = rendezvous_of(None, appointment)
    if one is None or one.end is None:
        return None
    kind = kind_of(appointment)
    is_meeting = kind == MEETING
    link = link_of(appointment) if is_meeting else ""
    invitation = Invitation(
        uid=meeting_of(appointment) or appointment_id,
        sequence=max(0, version_of(appointment.meta) - 1),
        title=KINDS[kind][0] if kind in KINDS else "Rendez-vous",
        start=one.start,
        end=one.end,
        changed_at=one.changed_at or now(),
        place=one.place if is_meeting else "",
        link=link or (f"{base_url}/agenda" if base_url else ""),
        is_cancelled=one.is_cancelled,
    )
    return invitation, appointment


def mailbox_of_guest(appointment: Appointment, id_: str) -> str:
    """Return the mailbox of a guest, empty when there is none."""
    return next((one.email for one in guests_in(appointment) if one.id == id_), "")


def link_of(appointment: Appointment) -> str:
    """Return the address of the video call of an appointment."""
    found = (one.valueUrl or "" for one in appointment.extension or () if one.url == systems.APPOINTMENT_LINK)
    return next(found, "")
