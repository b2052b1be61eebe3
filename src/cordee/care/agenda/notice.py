"""Telling the professionals who take part of what was taken, moved, cancelled, or repeats."""

from collections.abc import Iterable

from cordee.care.agenda.taking_part import attendees_of
from cordee.care.notices import notice_job
from cordee.fhir.r4 import Appointment
from cordee.store import Unit

KIND = "appointment"


def tell_appointment(
    unit: Unit, me: str, appointment: Appointment, patient_id: str, kind: str = KIND
) -> None:
    """Stage the notice of an appointment to the professionals who take part, but whoever writes."""
    who = [one.reference for one in attendees_of(appointment)]
    tell_about(unit, me, f"Appointment/{appointment.id}", who, patient_id, kind)


def tell_about(
    unit: Unit, me: str, about: str, who: Iterable[str], patient_id: str, kind: str = KIND
) -> None:
    """Stage a notice to the professionals among some people, but whoever writes; none when nobody is left."""
    told = [one for one in who if one.startswith("PractitionerRole/") and one != me]
    if told:
        unit.defer(notice_job(kind, patient_id, about, told))
