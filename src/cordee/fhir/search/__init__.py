"""Search: parameters from the definitions in force, the index values of a resource, the grammar of a request. Pure.

Owns codes, expressions, extraction and parsing. Must not know SQL or who asks.
"""

from cordee.fhir.normalized import normalize
from cordee.fhir.search.catalogue import parameters_of
from cordee.fhir.search.date import date_range
from cordee.fhir.search.extract import extract
from cordee.fhir.search.grammar.compartment import COMPARTMENTS
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.numbers import param_number
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.parse import parse_query
from cordee.fhir.search.query import Filter, FilterValue, Include, Query

__all__ = [
    "COMPARTMENTS",
    "Filter",
    "FilterValue",
    "Include",
    "IndexValues",
    "Query",
    "SearchParameter",
    "date_range",
    "extract",
    "normalize",
    "param_number",
    "parameters_of",
    "parse_query",
]
