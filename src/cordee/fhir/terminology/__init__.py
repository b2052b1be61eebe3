"""Terminology from the definitions in force: value sets, code systems, hierarchy. Pure; never a wrong yes or no.

Where an answer depends on codes not known here (SNOMED CT, a code system that no guide brought), it is None, or
a refusal that names the system. Owns nothing but the reading of definitions; must not know where resources are kept.
"""

from cordee.fhir.definitions import registry
from cordee.fhir.json_value import Json
from cordee.fhir.terminology.concept import Concept, property_value
from cordee.fhir.terminology.errors import (
    CannotTellError,
    TooCostlyError,
    TooMuchWorkError,
    UnknownCodeError,
    UnknownCodeSystemError,
    UnknownValueSetError,
    UnusableValueSetError,
)
from cordee.fhir.terminology.expansion import Expansion, Wanted
from cordee.fhir.terminology.terminology import Terminology, Validation
from cordee.fhir.terminology.work import Work

__all__ = [
    "CannotTellError",
    "Concept",
    "Expansion",
    "Terminology",
    "TooCostlyError",
    "TooMuchWorkError",
    "UnknownCodeError",
    "UnknownCodeSystemError",
    "UnknownValueSetError",
    "UnusableValueSetError",
    "Validation",
    "Wanted",
    "Work",
    "ancestors",
    "descendants",
    "expand",
    "is_member",
    "lookup",
    "property_value",
    "terminology",
]


def terminology() -> Terminology:
    """Return the terminology of the registry in force; what it opened stays open with the registry."""
    return registry().memo("terminology", Terminology)


def expand(
    value_set: str | Json,
    *,
    text: str = "",
    offset: int = 0,
    count: int | None = None,
    active_only: bool = False,
) -> Expansion:
    """Return one page of the codes of a value set, given by address or as a resource; see `Terminology.expand`."""
    return terminology().expand(value_set, Wanted(text, offset, count, active_only))


def is_member(value_set: str | Json, system: str | None, code: str) -> bool | None:
    """Return whether a code belongs to a value set, None when that cannot be known; see `Terminology.is_member`."""
    return terminology().is_member(value_set, system, code)


def lookup(system: str, code: str) -> Concept:
    """Return the concept of a code; see `Terminology.lookup`."""
    return terminology().lookup(system, code)


def descendants(system: str, code: str) -> frozenset[str] | None:
    """Return every code below another, itself excluded; None when not known; see `Terminology.descendants`."""
    return terminology().descendants(system, code)


def ancestors(system: str, code: str) -> frozenset[str] | None:
    """Return every code above another, itself excluded; None when not known; see `Terminology.ancestors`."""
    return terminology().ancestors(system, code)
