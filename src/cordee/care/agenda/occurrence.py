"""Which series an appointment repeats, and on which day of it: kept on each, so that none needs the others."""

from datetime import date, datetime

from cordee.fhir import systems
from cordee.fhir.r4 import Appointment, Extension, Identifier, Reference

_STAMP = "%Y%m%dT%H%M%S"


def series_id_of(appointment: Appointment) -> str:
    """Return the id of the Schedule an appointment repeats, empty when it is alone."""
    for one in appointment.extension or ():
        if one.url == systems.APPOINTMENT_SERIES and one.valueReference is not None:
            return (one.valueReference.reference or "").removeprefix("Schedule/")
    return ""


def original_wall(appointment: Appointment) -> datetime | None:
    """Return the day and hour the series first gave an appointment, on the wall; None when it is alone."""
    for one in appointment.identifier or ():
        if one.system == systems.SERIES_OCCURRENCE and one.value:
            try:
                return datetime.fromisoformat(one.value.rpartition("/")[2])
            except ValueError:
                return None
    return None


def mark_occurrence(appointment: Appointment, series_id: str, wall: datetime) -> None:
    """Note on an appointment which series it repeats and at which wall time."""
    appointment.extension = [
        Extension(url=systems.APPOINTMENT_SERIES, valueReference=Reference(reference=f"Schedule/{series_id}"))
    ]
    appointment.identifier = [
        Identifier(system=systems.SERIES_OCCURRENCE, value=f"{series_id}/{wall.strftime(_STAMP)}")
    ]


def day_of(appointment: Appointment) -> date | None:
    """Return the day of the series an appointment stands for, even when it was moved."""
    wall = original_wall(appointment)
    return wall.date() if wall is not None else None
