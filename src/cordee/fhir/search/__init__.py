"""Search: the curated parameters, what they index in a resource, and the grammar of a search request. Pure.

Owns codes, paths, extraction and parsing. Must not know SQL or who asks.
"""

from cordee.fhir.search.curated.extraction import extract
from cordee.fhir.search.curated.grammar import parse_query
from cordee.fhir.search.curated.index_values import IndexValues
from cordee.fhir.search.curated.parameters import PARAMETERS, SearchParameter, parameters_of
from cordee.fhir.search.curated.query import Filter, FilterValue, Include, Query
from cordee.fhir.search.date import date_range
from cordee.fhir.search.normalized import normalize

__all__ = [
    "PARAMETERS",
    "Filter",
    "FilterValue",
    "Include",
    "IndexValues",
    "Query",
    "SearchParameter",
    "date_range",
    "extract",
    "normalize",
    "parameters_of",
    "parse_query",
]
