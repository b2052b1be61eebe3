"""Codes by value set or hierarchy: `:in`, `:not-in`, `:above`, `:below` become plain values."""

from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.fhir.search.refusals import unsupported

CODES_MAX = 5_000
"""Codes one value set or hierarchy may bring into a search."""


def codes_in(parameter: SearchParameter, text: str) -> list[FilterValue]:
    raise unsupported(f"{parameter.code}:in")


def codes_above(parameter: SearchParameter, text: str) -> list[FilterValue]:
    raise unsupported(f"{parameter.code}:above")


def codes_below(parameter: SearchParameter, text: str) -> list[FilterValue]:
    raise unsupported(f"{parameter.code}:below")
