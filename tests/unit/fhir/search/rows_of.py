"""The index rows one parameter writes for a resource, without its number."""

from typing import Any

from cordee.fhir.json_value import Json
from cordee.fhir.search import extract, parameters_of
from cordee.fhir.search.numbers import Variant

KINDS = ("tokens", "references", "dates", "strings", "numbers", "quantities", "positions")


def rows_of(code: str, resource: Json, variant: Variant = "") -> list[tuple[Any, ...]]:
    """Return the rows of every kind under the numbers of a parameter."""
    found = extract(resource["resourceType"], resource)
    numbers = parameters_of(resource["resourceType"])[code].numbers_of(variant)
    return [row[1:] for kind in KINDS for row in getattr(found, kind) if row[0] in numbers]
