"""When and by whom an imagined record was written: a demonstration whose past is its own, not one minute old."""

from datetime import datetime, timedelta
from typing import Any

from cordee.fhir import type_name
from cordee.fhir.r4 import Appointment, CareTeam, Resource
from cordee.store import Past
from cordee.store.columns import columns_of, patient_of
from cordee.store.moments import first_instant

PLATFORM = "system"
MADE_BEFORE = timedelta(
    days=9
)  # an appointment without a date of making was made this long before it takes place
_WRITTEN = ("lastModified", "created", "authoredOn", "sent", "recordedDate", "dateAsserted", "statusDate")
_AUTHORS = (
    "author",
    "performer",
    "requester",
    "recorder",
    "asserter",
    "sender",
    "expressedBy",
    "informationSource",
    "owner",
)


def pasts_of(resources: list[Resource], latest: datetime) -> list[Past]:
    """Return who wrote each resource and when, in their order; nothing is later than `latest`.

    What carries no date was written when its record was opened; the directory, a year before.
    """
    opened = _openings(resources)
    return [_past(resource, opened, latest) for resource in resources]


def _openings(resources: list[Resource]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for resource in resources:
        if isinstance(resource, CareTeam) and resource.period is not None and resource.period.start:
            patient_id = patient_of(resource, "CareTeam")
            if patient_id is not None:
                found[patient_id] = first_instant(resource.period.start)
    return found


def _past(resource: Any, opened: dict[str, datetime], latest: datetime) -> Past:
    name = type_name(resource)
    columns = columns_of(resource, name)
    opening = opened.get(columns.patient_id or "", latest - timedelta(days=365))
    moment = _written(resource) or columns.happened_at
    if name == "Patient" or moment is None:
        moment = opening
    elif moment > latest:
        moment = max(opening, moment - MADE_BEFORE)
    return Past(_author(resource), min(moment, latest))


def _written(resource: Any) -> datetime | None:
    for element in _WRITTEN:
        text = getattr(resource, element, None)
        if isinstance(text, str):
            return first_instant(text)
    return None


def _author(resource: Any) -> str:
    if isinstance(resource, Appointment):
        actors = (one.actor.reference or "" for one in resource.participant if one.actor is not None)
        return next(
            (reference for reference in actors if reference.startswith("PractitionerRole/")), PLATFORM
        )
    for element in _AUTHORS:
        value = getattr(resource, element, None)
        for one in value if isinstance(value, list) else (value,):
            reference = getattr(one, "reference", None)
            if reference:
                return str(reference)
    return PLATFORM
