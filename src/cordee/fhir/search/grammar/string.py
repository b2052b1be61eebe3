"""Values of string parameters. Source: https://hl7.org/fhir/R4/search.html#string"""

from cordee.fhir.search.grammar.escapes import unescape
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue


def read_string(parameter: SearchParameter, text: str) -> FilterValue:
    """Return the text as written; the store folds accents and case unless the modifier is `exact`."""
    return FilterValue(value=unescape(text))
