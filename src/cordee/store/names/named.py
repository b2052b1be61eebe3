"""What a resource that stands for somebody, or for a structure, is called. Pure."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from cordee.fhir.human_names import UNNAMED, full_name, human_name
from cordee.store.columns import patient_of

OF_DIRECTORY = frozenset(
    {"Practitioner", "PractitionerRole", "Organization", "HealthcareService", "Location"}
)
"""Whose names everybody who is signed in reads."""
OF_RECORD = frozenset({"Patient", "RelatedPerson", "CareTeam"})
"""Whose names are of one record, and read by whoever may see them there."""

_LITERAL = re.compile(r"([A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/.+)?")


class Named(msgspec.Struct, frozen=True):
    """What somebody may be called beside a reference, the usual form first, and in which record; None: in all."""

    forms: tuple[str, ...]
    patient_id: str | None = None

    def closest(self, display: str) -> str | None:
        """Return the name given when it is theirs, else their usual one; None when they have none."""
        return display if display in self.forms else next(iter(self.forms), None)


NamesKnown = dict[str, Named]
"""By `Type/id`."""


def who_is_named(reference: str) -> str:
    """Return the `Type/id` of whom a reference names; empty when it names nobody that could be of this platform."""
    match = _LITERAL.fullmatch(reference)
    if match is None or match[1].partition("/")[0] not in OF_DIRECTORY | OF_RECORD:
        return ""
    return match[1]


def is_of_record(named: str) -> bool:
    """Return whether a name is of one record, and not of the directory."""
    return named.partition("/")[0] in OF_RECORD


def named_by(resource: Any, type_name: str) -> Named:
    """Return what a resource of a person, a structure or a circle says that it is called."""
    forms = dict.fromkeys(one for one in _FORMS[type_name](resource) if one and UNNAMED not in one)
    return Named(tuple(forms), patient_of(resource, type_name) if type_name in OF_RECORD else None)


def _person(patient: Any) -> list[str | None]:
    name = full_name(patient)
    return [name.short, name.polite, name.civil, human_name(patient.name)]


def _human(one: Any) -> list[str | None]:
    return [human_name(one.name)]


def _role(one: Any) -> list[str | None]:
    return [one.practitioner.display if one.practitioner is not None else None]


def _plain(one: Any) -> list[str | None]:
    return [one.name]


_FORMS: dict[str, Callable[[Any], list[str | None]]] = {
    "CareTeam": _plain,
    "HealthcareService": _plain,
    "Location": _plain,
    "Organization": _plain,
    "Patient": _person,
    "Practitioner": _human,
    "PractitionerRole": _role,
    "RelatedPerson": _human,
}
