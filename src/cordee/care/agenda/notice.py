"""Telling the others of an appointment that was taken, moved or cancelled."""

from cordee.access import Door
from cordee.fhir.r4 import Appointment
from cordee.store import Unit


def tell_appointment(unit: Unit, door: Door, appointment: Appointment, patient_id: str) -> None:
    """Stage the notice to the professionals who take part, but whoever writes."""
